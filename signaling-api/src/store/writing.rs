//! A change of the store with the deeds that are written beside it.

use super::keys::Keys;
use sqlx::{Any, AnyConnection, Transaction};
use std::ops::{Deref, DerefMut};

/// A transaction whose turn it is to write; rolled back where it is dropped.
pub(super) struct Writing {
    transaction: Transaction<'static, Any>,
    /// Chain the audit rows, seal secrets.
    pub(super) keys: Keys,
}

impl Writing {
    /// Of a transaction that has the turn.
    pub(super) fn new(transaction: Transaction<'static, Any>, keys: Keys) -> Self {
        Self { transaction, keys }
    }

    /// Makes it last.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await
    }
}

impl Deref for Writing {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.transaction
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }
}
