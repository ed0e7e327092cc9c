//! Credentials that live for minutes, remembered by nobody.

use aws_lc_rs::hmac;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::time::Duration;

/// How long credentials start allocations. A living allocation is refreshed with those that it was started with.
pub const VALIDITY: Duration = Duration::from_secs(300);

/// What a client authenticates itself with (RFC 8489 section 9.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// When they expire, in seconds since the Unix epoch, then a colon, then who has them.
    pub username: String,
    /// The password: base64 of the username's HMAC-SHA256 under the secret.
    pub credential: String,
    /// How long they start allocations.
    pub ttl: Duration,
}

/// What makes credentials, and tells them from guessed ones.
#[derive(Clone)]
pub struct Secret(hmac::Key);

impl Secret {
    /// 256 random bits.
    #[must_use]
    pub fn generate() -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &rand::random::<[u8; 32]>()))
    }

    /// Credentials for one participant, whose name is opaque. Given the time since the Unix epoch.
    #[must_use]
    pub fn issue(&self, participant: &str, now: Duration) -> Credentials {
        let username = format!("{}:{participant}", (now + VALIDITY).as_secs());
        Credentials {
            credential: self.password(&username),
            username,
            ttl: VALIDITY,
        }
    }

    /// The password of a username, issued or not.
    pub(crate) fn password(&self, username: &str) -> String {
        BASE64_STANDARD.encode(hmac::sign(&self.0, username.as_bytes()))
    }

    /// A secret for another purpose, from which this one cannot be told.
    pub(crate) fn derive(&self, purpose: &str) -> hmac::Key {
        // Usernames begin with a digit.
        hmac::Key::new(
            hmac::HMAC_SHA256,
            hmac::sign(&self.0, purpose.as_bytes()).as_ref(),
        )
    }
}

/// A username in its parts: until when it starts allocations, since the Unix epoch, for whom.
pub(crate) fn read(username: &str) -> Option<(Duration, &str)> {
    let (expiry, participant) = username.split_once(':')?;
    Some((Duration::from_secs(expiry.parse().ok()?), participant))
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_username_tells_its_end_and_owner_and_proves_nothing() {
        let secret = Secret::generate();
        let issued = secret.issue("p:1", Duration::from_secs(1000));
        assert_eq!(issued.username, "1300:p:1");
        assert_eq!(read(&issued.username), Some((Duration::from_secs(1300), "p:1")));
        assert_eq!(issued.credential, secret.password("1300:p:1"));
        assert_ne!(issued.credential, secret.password("1301:p:1"));
        assert_ne!(issued.credential, Secret::generate().password("1300:p:1"));
        assert_eq!(format!("{issued:?} {secret:?}"), "Credentials Secret");
    }

    proptest! {
        #[test]
        fn any_username_is_read_without_a_panic(username: String) {
            read(&username);
            read(&format!("{}:{username}", u64::MAX));
        }
    }
}
