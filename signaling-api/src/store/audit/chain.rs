//! The chain that audit rows form: each carries a keyed digest (HMAC-SHA256, RFC 2104) of itself with that of the row before.

use crate::key_file;
use crate::start::StartError;
use aws_lc_rs::{hmac, rand};
use std::fmt::{self, Display, Formatter};
use std::path::Path;
use std::str::FromStr;

/// The file's name in the data directory.
const FILE: &str = "audit-key";
/// Bytes of the key: as many as of the digest.
const KEY_BYTES: usize = 32;

/// The key that makes the digests. Who can change rows but has not the key cannot make them fit again.
#[derive(Clone)]
pub(crate) struct AuditKey(hmac::Key);

/// A row of the audit, as the chain sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// Its id.
    pub id: String,
    /// When it was done, in milliseconds since the Unix epoch.
    pub at: i64,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Whether it was done.
    pub outcome: String,
}

/// Where a chain ends. Kept elsewhere, it proves later that nothing was cut off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The place of the last row; 0 before the first.
    pub seq: i64,
    /// Its digest, in hexadecimal; empty before the first row.
    pub mac: String,
}

/// A text that is no head.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a head looks like 42:5f1c..., as `vestibule audit head` printed it")]
pub struct NoHead;

impl AuditKey {
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
        let trouble = |what: String| StartError::AuditKey { path, what };
        match bytes {
            Ok(bytes) if bytes.len() == KEY_BYTES => Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes))),
            Ok(_) => Err(trouble("it holds no key of 32 bytes".into())),
            Err(error) => Err(trouble(error.to_string())),
        }
    }

    /// The digest of an entry that follows the row with the digest `before`.
    #[must_use]
    pub(crate) fn mac(&self, before: &str, entry: &Entry) -> String {
        self.digest(&[
            before.as_bytes(),
            &entry.seq.to_be_bytes(),
            entry.id.as_bytes(),
            &entry.at.to_be_bytes(),
            entry.actor.as_bytes(),
            entry.action.as_bytes(),
            entry.subject.as_bytes(),
            entry.outcome.as_bytes(),
        ])
    }

    /// The digest that vouches for where a chain begins, after older rows were removed.
    #[must_use]
    pub(crate) fn seal(&self, base: &Head) -> String {
        self.digest(&[b"base", &base.seq.to_be_bytes(), base.mac.as_bytes()])
    }

    /// Each part goes in with its length, so that none can lend bytes to its neighbour.
    fn digest(&self, parts: &[&[u8]]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let tag = context.sign();
        tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Head {
    /// That of a chain without a row.
    pub(super) fn none() -> Self {
        Self {
            seq: 0,
            mac: String::new(),
        }
    }
}

impl Display for Head {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.mac)
    }
}

impl FromStr for Head {
    type Err = NoHead;
    fn from_str(text: &str) -> Result<Self, NoHead> {
        let (seq, mac) = text.trim().split_once(':').ok_or(NoHead)?;
        let seq = seq.parse().map_err(|_| NoHead)?;
        let fits = mac.len() == 2 * KEY_BYTES && mac.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_none = mac.is_empty() && seq == 0;
        if !(fits || is_none) || seq < 0 {
            return Err(NoHead);
        }
        Ok(Self {
            seq,
            mac: mac.to_ascii_lowercase(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> AuditKey {
        AuditKey(hmac::Key::new(hmac::HMAC_SHA256, &[7; KEY_BYTES]))
    }

    prop_compose! {
        fn entries()(seq in 1i64.., at in any::<i64>(), texts in prop::array::uniform5(".{0,12}")) -> Entry {
            let [id, actor, action, subject, outcome] = texts;
            Entry { seq, id, at, actor, action, subject, outcome }
        }
    }

    proptest! {
        #[test]
        fn entries_that_differ_have_different_digests(
            one in entries(),
            other in entries(),
            before in "[0-9a-f]{64}",
        ) {
            let (first, second) = (key().mac(&before, &one), key().mac(&before, &other));
            prop_assert_eq!(first == second, one == other);
            prop_assert_ne!(&first, &key().mac("", &one));
        }

        #[test]
        fn bytes_do_not_wander_between_fields(entry in entries(), cut in 0usize..4) {
            let whole = format!("{}{}", entry.actor, entry.action);
            let at = whole.char_indices().map(|(at, _)| at).nth(cut).unwrap_or(0);
            let moved = Entry { actor: whole[..at].into(), action: whole[at..].into(), ..entry.clone() };
            prop_assert_eq!(key().mac("", &moved) == key().mac("", &entry), moved == entry);
        }

        #[test]
        fn any_text_is_a_head_or_none(text in ".{0,80}") {
            if let Ok(head) = text.parse::<Head>() {
                prop_assert_eq!(head.to_string().parse(), Ok(head));
            }
        }

        #[test]
        fn a_head_is_read_as_it_was_printed(seq in 1i64.., mac in "[0-9a-f]{64}") {
            let head = Head { seq, mac };
            prop_assert_eq!(head.to_string().parse(), Ok(head));
        }
    }

    #[test]
    fn the_digest_depends_on_the_key() {
        let other = AuditKey(hmac::Key::new(hmac::HMAC_SHA256, &[8; KEY_BYTES]));
        assert_ne!(key().seal(&Head::none()), other.seal(&Head::none()));
    }
}
