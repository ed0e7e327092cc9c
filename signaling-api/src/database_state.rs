//! How a database is, told without changing it.

use crate::start::StartError;
use crate::store;

/// How a database is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatabaseState {
    /// There is none yet; the first start makes it.
    Absent,
    /// It is there, undamaged, no newer than this program.
    Sound,
}

/// Looks at the database, without making or changing any file of it.
///
/// # Errors
/// It cannot be read, is damaged, or was written by a newer program.
pub async fn database_state(database_url: &str) -> Result<DatabaseState, StartError> {
    store::look(database_url).await
}
