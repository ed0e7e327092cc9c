//! Self-signed certificates, which are believed by the fingerprint in the SDP (RFC 8122).

use super::DtlsError;
use aws_lc_rs::{constant_time, digest};
use std::str::FromStr;
use std::sync::Arc;

/// Our own certificate with its private key; copies share both.
#[derive(Clone)]
pub struct Certificate {
    inner: Arc<(rtc_dtls::crypto::Certificate, String)>,
}

impl Certificate {
    /// Makes up a key with a certificate: self-signed, ECDSA on P-256.
    ///
    /// # Errors
    /// [`DtlsError::Setup`] when there is no randomness.
    pub fn generate() -> Result<Self, DtlsError> {
        let provider = rtc_crypto::default_provider().map_err(|_| DtlsError::Setup)?;
        let names = vec!["vestibule".to_owned()];
        let certificate = rtc_dtls::crypto::Certificate::generate_self_signed(names, provider.crypto())
            .map_err(|_| DtlsError::Setup)?;
        let der = certificate.certificate.first().ok_or(DtlsError::Setup)?;
        let fingerprint = format!(
            "sha-256 {}",
            colon_hex(digest::digest(&digest::SHA256, der).as_ref())
        );
        Ok(Self {
            inner: Arc::new((certificate, fingerprint)),
        })
    }

    /// The value of `a=fingerprint`: `sha-256 AB:CD:...`.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.inner.1
    }

    pub(super) fn to_chain(&self) -> Vec<rtc_dtls::crypto::Certificate> {
        vec![self.inner.0.clone()]
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Certificate").field(&self.fingerprint()).finish()
    }
}

/// A certificate's hash as the peer signalled it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fingerprint {
    algorithm: Hash,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// Why the value of `a=fingerprint` is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FingerprintError {
    /// A hash that is unknown, or broken as MD5 or SHA-1 are.
    #[error("fingerprint uses an unsupported hash")]
    UnsupportedHash,
    /// Not that many bytes in hexadecimal with colons between.
    #[error("fingerprint is malformed")]
    Malformed,
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    /// Reads `sha-256 AB:CD:...`, either letter case (RFC 8122 section 5).
    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let (name, digits) = value.trim().split_once(' ').ok_or(FingerprintError::Malformed)?;
        let algorithm = Hash::named(name).ok_or(FingerprintError::UnsupportedHash)?;
        let bytes = digits
            .split(':')
            // One more than can match is enough to tell that too many follow.
            .take(algorithm.len() + 1)
            .map(hex_pair)
            .collect::<Option<Vec<u8>>>()
            .filter(|bytes| bytes.len() == algorithm.len())
            .ok_or(FingerprintError::Malformed)?;
        Ok(Self { algorithm, bytes })
    }
}

impl Fingerprint {
    /// Whether it is the hash of this certificate, in DER.
    #[must_use]
    pub fn matches(&self, certificate: &[u8]) -> bool {
        let hash = digest::digest(self.algorithm.implementation(), certificate);
        constant_time::verify_slices_are_equal(hash.as_ref(), &self.bytes).is_ok()
    }
}

impl Hash {
    fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "sha-256" => Some(Self::Sha256),
            "sha-384" => Some(Self::Sha384),
            "sha-512" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn implementation(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    fn len(self) -> usize {
        self.implementation().output_len()
    }
}

fn hex_pair(digits: &str) -> Option<u8> {
    let is_pair = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_pair.then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

fn colon_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<Vec<_>>()
        .join(":")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(value: &str) -> Result<Fingerprint, FingerprintError> {
        value.parse()
    }

    #[test]
    fn our_own_fingerprint_matches_our_own_certificate() {
        let certificate = Certificate::generate().unwrap();
        let der = &certificate.inner.0.certificate[0];
        let fingerprint = parse(certificate.fingerprint()).unwrap();
        assert!(fingerprint.matches(der));
        assert!(!fingerprint.matches(&der[1..]));
        assert_eq!(parse(&certificate.fingerprint().to_lowercase()), Ok(fingerprint));
    }

    #[test]
    fn longer_hashes_match() {
        for (name, hash) in [("sha-384", &digest::SHA384), ("SHA-512", &digest::SHA512)] {
            let value = format!(
                "{name} {}",
                colon_hex(digest::digest(hash, b"certificate").as_ref())
            );
            assert!(parse(&value).unwrap().matches(b"certificate"));
        }
    }

    #[test]
    fn broken_or_malformed_ones_are_refused() {
        let pairs = vec!["AB"; 32].join(":");
        assert!(parse(&format!("sha-256 {pairs}")).is_ok());
        assert_eq!(
            parse(&format!("sha-1 {pairs}")),
            Err(FingerprintError::UnsupportedHash)
        );
        for malformed in [
            pairs.clone(),
            format!("sha-256 {pairs}:AB"),
            format!("sha-384 {pairs}"),
            String::new(),
        ] {
            assert_eq!(parse(&malformed), Err(FingerprintError::Malformed), "{malformed}");
        }
        assert!(parse(&format!("sha-256 {}", pairs.replacen("AB", "+B", 1))).is_err());
        assert!(parse(&format!("sha-256 {}", pairs.replacen("AB", "\u{e9}", 1))).is_err());
    }

    proptest! {
        #[test]
        fn anything_parses_without_a_panic(value in ".{0,200}") {
            let _ = parse(&value);
            let _ = parse(&format!("sha-256 {value}"));
        }
    }
}
