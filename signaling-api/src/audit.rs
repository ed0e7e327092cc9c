//! The audit as operators look at it, beside a server that runs or without one.

use crate::database_state::{DatabaseState, database_state};
use crate::start::StartError;
use crate::store::{AuditFault, Head, Keys, Store};
use std::path::Path;

/// Where the chain of audit rows ends now: to be kept where nobody who can change the database can change it.
///
/// # Errors
/// The database or its key cannot be had.
pub async fn audit_head(data_dir: &Path, database_url: &str) -> Result<Head, StartError> {
    Ok(open(data_dir, database_url).await?.audit_head().await?)
}

/// Reads all audit rows; where the chain ends, or what is wrong with it. `kept` is an earlier [`audit_head`].
///
/// # Errors
/// The database or its key cannot be had.
pub async fn verify_audit(
    data_dir: &Path,
    database_url: &str,
    kept: Option<&Head>,
) -> Result<Result<Head, AuditFault>, StartError> {
    Ok(open(data_dir, database_url).await?.verify_audit(kept).await?)
}

/// Opens a store that is there; a look does not make one.
async fn open(data_dir: &Path, database_url: &str) -> Result<Store, StartError> {
    match database_state(database_url).await? {
        DatabaseState::Absent => Err(StartError::NoDatabase),
        DatabaseState::Sound => Store::open(database_url, Keys::load_or_make(data_dir)?).await,
    }
}
