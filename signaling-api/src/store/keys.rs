//! The keys of the data directory without which a database is of little use.

use super::audit::AuditKey;
use super::sealing::SealingKey;
use crate::start::StartError;
use std::path::Path;

/// What chains the audit, what seals secrets.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(super) audit: AuditKey,
    pub(super) seal: SealingKey,
}

impl Keys {
    /// Reads them, or makes them at the first start.
    ///
    /// # Errors
    /// A file cannot be read or made, is open to others, or holds no key.
    pub(crate) fn load_or_make(data_dir: &Path) -> Result<Self, StartError> {
        Ok(Self {
            audit: AuditKey::load_or_make(data_dir)?,
            seal: SealingKey::load_or_make(data_dir)?,
        })
    }
}
