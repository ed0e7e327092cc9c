//! A copy of the database while it is in use.

use crate::database_state::{DatabaseState, database_state};
use crate::start::StartError;
use crate::store::{Keys, Store};
use std::path::Path;

/// Writes the database as it is at one moment to a new file; whether there is one: a PostgreSQL server has tools of its own.
///
/// # Errors
/// There is no database, it cannot be read, or the file cannot be written.
pub async fn copy_database(data_dir: &Path, database_url: &str, to: &Path) -> Result<bool, StartError> {
    match database_state(database_url).await? {
        DatabaseState::Absent => Err(StartError::NoDatabase),
        DatabaseState::Sound => {
            let store = Store::open(database_url, Keys::load_or_make(data_dir)?).await?;
            Ok(store.copy(to).await?)
        }
    }
}
