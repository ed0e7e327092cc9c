//! The operator's own judge of files.

use crate::error::{Code, Failure};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// Longest time for one file.
const PATIENCE: Duration = Duration::from_secs(60);
/// How scanners such as `clamscan` say that they found something.
const FOUND: i32 = 1;

/// Asks the operator's command about a file: its path is the last argument, 0 lets it pass, 1 refuses it.
///
/// # Errors
/// [`Code::FileRefused`]; [`Code::Unavailable`] where the command cannot say, for what is not known to be good is not kept.
pub(super) async fn scan(command: &[String], path: &Path) -> Result<(), Failure> {
    let Some((program, arguments)) = command.split_first() else {
        return Ok(());
    };
    let running = Command::new(program)
        .args(arguments)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .status();
    let verdict = match tokio::time::timeout(PATIENCE, running).await {
        Ok(Ok(status)) => status.code(),
        Ok(Err(_)) | Err(_) => None,
    };
    match verdict {
        Some(0) => Ok(()),
        Some(FOUND) => Err(Code::FileRefused.into()),
        other => {
            tracing::error!(code = other, "the file scanner did not say");
            Err(Code::Unavailable.into())
        }
    }
}
