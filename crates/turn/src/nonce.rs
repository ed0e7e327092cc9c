//! Nonces that the server need not remember.

use crate::credentials::Secret;
use aws_lc_rs::hmac;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::net::IpAddr;
use std::time::Duration;
use transport::{FiveTuple, Protocol};

/// How long one is good (RFC 8656 section 5 wants at most an hour).
pub(crate) const LIFETIME: Duration = Duration::from_secs(3600);

/// Bytes of a nonce's seal: few, as each costs a byte of every answer to a stranger, enough that guessing is hopeless.
const SEAL: usize = 8;

/// Issues nonces: the time sealed together with the client's address, so that what was overheard serves nobody elsewhere.
#[derive(Debug)]
pub(crate) struct Nonces(hmac::Key);

impl Nonces {
    pub(crate) fn new(secret: &Secret) -> Self {
        Self(secret.derive("nonce"))
    }

    /// Sixteen characters. Given the time since the Unix epoch.
    pub(crate) fn issue(&self, now: Duration, client: &FiveTuple) -> String {
        // Wraps around in the year 2106, as does what it is compared with.
        let time = (now.as_secs() as u32).to_be_bytes();
        let mut nonce = [0; 4 + SEAL];
        nonce[..4].copy_from_slice(&time);
        nonce[4..].copy_from_slice(&self.seal(time, client));
        BASE64_STANDARD.encode(nonce)
    }

    /// Whether a nonce was issued to this client within [`LIFETIME`].
    pub(crate) fn is_fresh(&self, now: Duration, client: &FiveTuple, nonce: &[u8]) -> bool {
        let mut bytes = [0; 4 + SEAL];
        if BASE64_STANDARD.decode_slice(nonce, &mut bytes) != Ok(bytes.len()) {
            return false;
        }
        let time = [bytes[0], bytes[1], bytes[2], bytes[3]];
        let age = (now.as_secs() as u32).wrapping_sub(u32::from_be_bytes(time));
        let sealed = aws_lc_rs::constant_time::verify_slices_are_equal(&bytes[4..], &self.seal(time, client));
        u64::from(age) <= LIFETIME.as_secs() && sealed.is_ok()
    }

    fn seal(&self, time: [u8; 4], client: &FiveTuple) -> [u8; SEAL] {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(&time);
        context.update(&[u8::from(client.protocol == Protocol::Udp)]);
        context.update(&client.remote.port().to_be_bytes());
        match client.remote.ip() {
            IpAddr::V4(ip) => context.update(&ip.octets()),
            IpAddr::V6(ip) => context.update(&ip.octets()),
        }
        let tag = context.sign();
        std::array::from_fn(|at| tag.as_ref()[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn client(port: u16) -> FiveTuple {
        FiveTuple {
            protocol: Protocol::Udp,
            local: ([192, 0, 2, 1], 3478).into(),
            remote: ([198, 51, 100, 7], port).into(),
        }
    }

    #[test]
    fn one_is_good_for_its_client_for_an_hour() {
        let nonces = Nonces::new(&Secret::generate());
        let at = Duration::from_secs(u64::from(u32::MAX) - 10);
        let nonce = nonces.issue(at, &client(1));
        assert_eq!(nonce.len(), 16);
        let fresh = |now, client| nonces.is_fresh(now, &client, nonce.as_bytes());
        assert!(fresh(at, client(1)) && fresh(at + LIFETIME, client(1)));
        assert!(!fresh(at + LIFETIME + Duration::from_secs(1), client(1)));
        assert!(!fresh(at - Duration::from_secs(1), client(1)) && !fresh(at, client(2)));
        let by_tcp = FiveTuple {
            protocol: Protocol::Tcp,
            ..client(1)
        };
        assert!(!fresh(at, by_tcp));
        assert!(!Nonces::new(&Secret::generate()).is_fresh(at, &client(1), nonce.as_bytes()));
    }

    proptest! {
        #[test]
        fn no_guess_is_good(guess in prop::collection::vec(any::<u8>(), 0..40), text in "[A-Za-z0-9+/]{16}") {
            let nonces = Nonces::new(&Secret::generate());
            prop_assert!(!nonces.is_fresh(Duration::ZERO, &client(1), &guess));
            prop_assert!(!nonces.is_fresh(Duration::ZERO, &client(1), text.as_bytes()));
        }
    }
}
