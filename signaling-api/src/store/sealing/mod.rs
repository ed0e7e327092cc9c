//! Secrets that must be had again in plain are sealed (AES-256-GCM) with a key that lies beside the database, not in it: who
//! has the database alone, or a copy of it, has none of them, and a sealed text opens in the row and column it was made for alone.

mod begin;

use crate::code;
use crate::key_file;
use crate::start::StartError;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// The file's name in the data directory.
const FILE: &str = "sealing-key";
/// Bytes of the key.
const KEY_BYTES: usize = 32;
/// What sealed texts begin with; the nonce follows, then what is sealed, in base 64.
const FORM: &str = "sealed1:";

/// The key; one for the whole installation.
#[derive(Clone)]
pub(crate) struct SealingKey(Arc<RandomizedNonceKey>);

/// A column whose texts are sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Column {
    table: &'static str,
    /// The column that names the row.
    id: &'static str,
    name: &'static str,
}

pub(super) const TOTP_SECRET: Column = Column::new("totp_secrets", "user_id", "secret");
pub(super) const WEBHOOK_SECRET: Column = Column::new("webhooks", "id", "secret");
pub(super) const RECIPIENT: Column = Column::new("outbox", "id", "recipient");
pub(super) const SUBJECT: Column = Column::new("outbox", "id", "subject");
/// It may hold a link that lets somebody in.
pub(super) const BODY: Column = Column::new("outbox", "id", "body");
pub(super) const PUSH_AUTH: Column = Column::new("push_subscriptions", "id", "auth");
pub(super) const PUSH_KEY: Column = Column::new("push_subscriptions", "id", "p256dh");

/// All of them.
const COLUMNS: [Column; 7] = [
    TOTP_SECRET,
    WEBHOOK_SECRET,
    RECIPIENT,
    SUBJECT,
    BODY,
    PUSH_AUTH,
    PUSH_KEY,
];

/// A text that was not sealed with this key for this place, or was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a sealed text does not open")]
struct Unopened;

/// There was no randomness.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a text could not be sealed")]
struct Unsealed;

impl Column {
    const fn new(table: &'static str, id: &'static str, name: &'static str) -> Self {
        Self { table, id, name }
    }

    /// What a sealed text is bound to; no name and no id has a slash in it.
    fn place(self, row: Uuid) -> String {
        format!("{}/{}/{row}", self.table, self.name)
    }
}

impl SealingKey {
    /// Reads the key of `data_dir`, or makes one at the first time.
    ///
    /// # Errors
    /// The file cannot be read or made, is open to others, or holds no key.
    pub(crate) fn load_or_make(data_dir: &Path) -> Result<Self, StartError> {
        let path = data_dir.join(FILE);
        let bytes = key_file::read_or_make(&path, || {
            let mut bytes = vec![0; KEY_BYTES];
            rand::fill(&mut bytes).map_err(|_| std::io::Error::other("no key could be made"))?;
            Ok(bytes)
        });
        let trouble = |what: String| StartError::SealingKey { path, what };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return Err(trouble(error.to_string())),
        };
        Self::new(&bytes).ok_or_else(|| trouble("it holds no key of 32 bytes".into()))
    }

    fn new(bytes: &[u8]) -> Option<Self> {
        let key = RandomizedNonceKey::new(&AES_256_GCM, bytes).ok()?;
        Some(Self(Arc::new(key)))
    }

    /// A text as it is stored in a column of a row.
    ///
    /// # Errors
    /// There was no randomness.
    pub(super) fn seal(&self, column: Column, row: Uuid, text: &str) -> Result<String, sqlx::Error> {
        let mut bytes = text.as_bytes().to_vec();
        let place = Aad::from(column.place(row));
        let nonce = self.0.seal_in_place_append_tag(place, &mut bytes);
        let nonce = nonce.map_err(|_| sqlx::Error::Encode(Box::new(Unsealed)))?;
        let whole = [&nonce.as_ref()[..], &bytes].concat();
        Ok(format!("{FORM}{}", code::base64(&whole)))
    }

    /// The text that was sealed for a column of a row.
    ///
    /// # Errors
    /// It was not, or it was changed.
    pub(super) fn open(&self, column: Column, row: Uuid, sealed: &str) -> Result<String, sqlx::Error> {
        let opened = self.opened(column, row, sealed);
        opened.ok_or_else(|| sqlx::Error::Decode(Box::new(Unopened)))
    }

    fn opened(&self, column: Column, row: Uuid, sealed: &str) -> Option<String> {
        let mut bytes = STANDARD.decode(sealed.strip_prefix(FORM)?).ok()?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let place = Aad::from(column.place(row));
        let text = self.0.open_in_place(nonce, place, sealed).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests;
