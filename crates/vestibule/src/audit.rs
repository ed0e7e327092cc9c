//! The audit from the command line.

use crate::cli::AuditCommand;
use crate::config::Settings;
use crate::failure::Failure;
use crate::installation;
use std::io::Write;

/// Does what `audit` was asked.
///
/// # Errors
/// The database cannot be had; what is wrong with the audit.
pub(crate) async fn run(settings: &Settings, command: &AuditCommand) -> Result<(), Failure> {
    let data_dir = installation::data_dir(settings);
    let database = installation::database_url(settings, &data_dir);
    let unread = |error: signaling_api::StartError| Failure::Audit(error.to_string());
    let mut out = std::io::stdout();
    match command {
        AuditCommand::Head(_) => {
            let head = signaling_api::audit_head(&data_dir, &database)
                .await
                .map_err(unread)?;
            writeln!(out, "{head}")?;
        }
        AuditCommand::Verify { head, .. } => {
            let verdict = signaling_api::verify_audit(&data_dir, &database, head.as_ref()).await;
            let end = verdict
                .map_err(unread)?
                .map_err(|fault| Failure::Audit(fault.to_string()))?;
            writeln!(out, "the audit is as it was written, up to row {}", end.seq)?;
            writeln!(out, "{end}")?;
        }
    }
    Ok(())
}
