//! Keys by which others sign (RFC 7517), fetched when one is missing, not more often than that is useful.

use crate::outgoing::Outgoing;
use axum::http::Uri;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Keys are looked up anew after this time, so that one that was withdrawn is believed no longer.
const LIFE: Duration = Duration::from_secs(3600);
/// An unknown key is looked up once in this time, however many tokens name one.
const REST: Duration = Duration::from_secs(30);
/// Longest file, in bytes.
const LONGEST: u64 = 256 * 1024;

/// Where keys stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// On this machine.
    File(PathBuf),
    /// Elsewhere.
    Url(Uri),
}

/// A set of keys.
pub(crate) struct Jwks {
    place: Place,
    outgoing: Outgoing,
    // Held while keys are fetched: all who need them wait for the same answer.
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    keys: Vec<Jwk>,
    fetched: Option<Instant>,
    tried: Option<Instant>,
}

impl Place {
    /// A URL, else a file.
    #[must_use]
    pub(crate) fn of(text: &str) -> Self {
        match text.parse::<Uri>() {
            Ok(uri) if matches!(uri.scheme_str(), Some("http" | "https")) => Self::Url(uri),
            _ => Self::File(text.into()),
        }
    }
}

impl Jwks {
    /// Keys that are fetched once they are needed.
    #[must_use]
    pub(crate) fn at(place: Place, outgoing: Outgoing) -> Self {
        Self {
            place,
            outgoing,
            kept: Mutex::default(),
        }
    }

    /// The key with this id that signs by this algorithm; without an id the only one that does.
    pub(crate) async fn key(&self, id: Option<&str>, algorithm: Algorithm, now: Instant) -> Option<Jwk> {
        let mut kept = self.kept.lock().await;
        if is_due(kept.fetched, now, LIFE) && is_due(kept.tried, now, REST) {
            self.fetch(&mut kept, now).await;
        }
        if let Some(key) = find(&kept.keys, id, algorithm) {
            return Some(key);
        }
        if is_due(kept.tried, now, REST) {
            self.fetch(&mut kept, now).await;
        }
        find(&kept.keys, id, algorithm)
    }

    async fn fetch(&self, kept: &mut Kept, now: Instant) {
        kept.tried = Some(now);
        let Some(set) = self.read().await else {
            tracing::warn!("the keys by which others sign cannot be read; those from before stay");
            return;
        };
        kept.keys = set.keys;
        kept.fetched = Some(now);
    }

    async fn read(&self) -> Option<JwkSet> {
        let bytes = match &self.place {
            Place::Url(url) => self.outgoing.get(url).await.ok()?.to_vec(),
            Place::File(path) => read_file(path.clone()).await?,
        };
        serde_json::from_slice(&bytes).ok()
    }
}

async fn read_file(path: PathBuf) -> Option<Vec<u8>> {
    let read = tokio::task::spawn_blocking(move || {
        use std::io::Read;
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path)?;
        file.take(LONGEST).read_to_end(&mut bytes).map(|_| bytes)
    });
    read.await.ok()?.ok()
}

fn is_due(last: Option<Instant>, now: Instant, rest: Duration) -> bool {
    last.is_none_or(|last| now.saturating_duration_since(last) >= rest)
}

fn find(keys: &[Jwk], id: Option<&str>, algorithm: Algorithm) -> Option<Jwk> {
    let mut fitting = keys.iter().filter(|key| fits(key, algorithm));
    let Some(id) = id else {
        let only = fitting.next();
        return only.filter(|_| fitting.next().is_none()).cloned();
    };
    fitting
        .find(|key| key.common.key_id.as_deref() == Some(id))
        .cloned()
}

/// Whether a key signs by this algorithm (RFC 8725 section 3.1: the key knows, the token does not). A secret in a public set
/// is no secret.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let family = match &key.algorithm {
        AlgorithmParameters::RSA(_) => AlgorithmFamily::Rsa,
        AlgorithmParameters::EllipticCurve(_) => AlgorithmFamily::Ec,
        AlgorithmParameters::OctetKeyPair(_) => AlgorithmFamily::Ed,
        _ => return false,
    };
    let named = key.common.key_algorithm;
    let signs = !matches!(
        key.common.public_key_use,
        Some(PublicKeyUse::Encryption | PublicKeyUse::Other(_))
    );
    let same = named.is_none_or(|named| format!("{named:?}") == format!("{algorithm:?}"));
    family == algorithm.family() && signs && same
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::Ed25519KeyPair;
    use jsonwebtoken::EncodingKey;

    fn key(id: &str) -> Jwk {
        let pair = Ed25519KeyPair::generate()
            .expect("a key")
            .to_pkcs8v1()
            .expect("written");
        let pair = EncodingKey::from_ed_der(pair.as_ref());
        let mut key = Jwk::from_encoding_key(&pair, Algorithm::EdDSA).expect("a key");
        key.common.key_id = Some(id.into());
        key
    }

    fn write(path: &std::path::Path, ids: &[&str]) {
        let set = JwkSet {
            keys: ids.iter().map(|id| key(id)).collect(),
        };
        std::fs::write(path, serde_json::to_vec(&set).expect("JSON")).expect("written");
    }

    #[tokio::test]
    async fn a_missing_key_is_looked_up_again_but_not_at_every_token() {
        let path = std::env::temp_dir().join(format!("vestibule-jwks-{}", uuid::Uuid::now_v7()));
        write(&path, &["old"]);
        let jwks = Jwks::at(
            Place::of(&path.display().to_string()),
            Outgoing::new().expect("a client"),
        );
        let start = Instant::now();
        let has = async |id, seconds| {
            let now = start + Duration::from_secs(seconds);
            jwks.key(Some(id), Algorithm::EdDSA, now).await.is_some()
        };
        assert!(has("old", 0).await);
        write(&path, &["new"]);
        assert!(!has("new", 1).await, "looked up a second ago");
        assert!(has("old", 1).await);
        assert!(has("new", 31).await);
        assert!(!has("old", 31).await, "it is gone");
        std::fs::remove_file(&path).expect("removed");
        assert!(has("new", 4000).await, "what is known stays while nobody answers");
        assert!(
            jwks.key(None, Algorithm::EdDSA, start).await.is_some(),
            "the only one"
        );
        assert!(jwks.key(Some("new"), Algorithm::ES256, start).await.is_none());
    }

    #[test]
    fn a_key_is_for_what_it_says() {
        let mut one = key("a");
        assert!(
            find(&[one.clone(), key("b")], None, Algorithm::EdDSA).is_none(),
            "which one?"
        );
        assert!(find(&[one.clone()], Some("b"), Algorithm::EdDSA).is_none());
        one.common.public_key_use = Some(PublicKeyUse::Encryption);
        assert!(find(&[one], Some("a"), Algorithm::EdDSA).is_none());
        let secret = r#"{"kty": "oct", "kid": "s", "k": "c2VjcmV0"}"#;
        let secret: Jwk = serde_json::from_str(secret).expect("a key");
        assert!(
            find(&[secret], Some("s"), Algorithm::HS256).is_none(),
            "a public secret"
        );
    }
}
