//! The key by which push services know this server (RFC 8292), kept in the data directory.

use crate::clock::Timestamp;
use crate::code;
use crate::key_file;
use crate::start::StartError;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::http::Uri;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use std::path::Path;
use std::time::Duration;

/// The file's name in the data directory.
const FILE: &str = "push-key.pk8";
/// How long a token is good; a day at most (RFC 8292 section 2).
const LIFE: Duration = Duration::from_secs(3600);

/// Signs what is sent to push services.
pub(crate) struct Vapid {
    key: EncodingKey,
    public: String,
    /// Whom a push service may ask (RFC 8292 section 2.1).
    contact: Option<String>,
}

#[derive(Serialize)]
struct Claims<'a> {
    /// The push service's origin.
    aud: &'a str,
    exp: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
}

impl Vapid {
    /// Reads the key of `data_dir`, or makes one at the first start; nobody but its owner may read the file. `origin` is told to
    /// push services where it is one that they may ask.
    ///
    /// # Errors
    /// The file cannot be read or made, is open to others, or holds no key.
    pub(crate) fn load_or_make(data_dir: &Path, origin: &str) -> Result<Self, StartError> {
        let path = data_dir.join(FILE);
        let trouble = |what: &str| StartError::PushKey {
            path: path.clone(),
            what: what.into(),
        };
        let pkcs8 = key_file::read_or_make(&path, make).map_err(|error| trouble(&error.to_string()))?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8);
        let pair = pair.map_err(|_| trouble("it holds no P-256 key"))?;
        Ok(Self {
            key: EncodingKey::from_ec_der(&pkcs8),
            public: code::base64url(pair.public_key().as_ref()),
            contact: origin.starts_with("https://").then(|| origin.to_owned()),
        })
    }

    /// The public key as browsers want it: `applicationServerKey` of the Push API.
    #[must_use]
    pub(crate) fn public(&self) -> &str {
        &self.public
    }

    /// The value of `Authorization` for a push service (RFC 8292 section 3); nothing where the endpoint has no origin.
    #[must_use]
    pub(crate) fn authorization(&self, endpoint: &Uri, now: Timestamp) -> Option<String> {
        let origin = format!("{}://{}", endpoint.scheme_str()?, endpoint.authority()?);
        let claims = Claims {
            aud: &origin,
            exp: (now + LIFE).seconds(),
            sub: self.contact.as_deref(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.key).ok()?;
        Some(format!("vapid t={token}, k={}", self.public))
    }
}

fn make() -> std::io::Result<Vec<u8>> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let document = pair.and_then(|pair| pair.to_pkcs8v1());
    let document = document.map_err(|_| std::io::Error::other("no key could be made"))?;
    Ok(document.as_ref().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jsonwebtoken::{DecodingKey, Validation, decode};
    use serde_json::Value;

    #[test]
    fn a_push_service_finds_the_signature_good_and_meant_for_it() {
        let dir = std::env::temp_dir().join(format!("vestibule-push-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&dir).expect("a directory");
        let vapid = Vapid::load_or_make(&dir, "https://clinic.example").expect("a key");
        let again = Vapid::load_or_make(&dir, "https://clinic.example").expect("the key");
        assert_eq!(vapid.public(), again.public(), "browsers subscribed to it");
        let endpoint: Uri = "https://push.example:8443/a/b?c".parse().expect("a URL");
        let now = Timestamp::now();
        let value = vapid.authorization(&endpoint, now).expect("signed");
        let (token, key) = value
            .strip_prefix("vapid t=")
            .and_then(|rest| rest.split_once(", k="))
            .expect("the form");
        assert_eq!(key, vapid.public());
        let point = URL_SAFE_NO_PAD.decode(key).expect("base 64");
        assert_eq!((point.len(), point[0]), (65, 4));
        let key = DecodingKey::from_ec_components(
            &URL_SAFE_NO_PAD.encode(&point[1..33]),
            &URL_SAFE_NO_PAD.encode(&point[33..]),
        );
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_audience(&["https://push.example:8443"]);
        let claims = decode::<Value>(token, &key.expect("a key"), &validation)
            .expect("good")
            .claims;
        assert_eq!(claims["sub"], "https://clinic.example");
        assert_eq!(claims["exp"], now.seconds() + 3600);
        std::fs::remove_dir_all(&dir).expect("cleaned");
    }
}
