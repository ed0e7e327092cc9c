//! Tokens that others sign, each way in which one may be wrong.

use super::*;
use crate::clock::Timestamp;
use crate::jwks::Place;
use crate::outgoing::Outgoing;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{EncodingKey, Header};
use proptest::prelude::*;
use serde_json::json;

const SECRET: &[u8] = b"a secret of thirty-two characters";

struct Signer {
    key: EncodingKey,
    public: Jwk,
    algorithm: Algorithm,
}

impl Signer {
    fn new(id: &str, key: EncodingKey, algorithm: Algorithm) -> Self {
        let mut public = Jwk::from_encoding_key(&key, algorithm).expect("a public key");
        public.common.key_id = Some(id.into());
        Self {
            key,
            public,
            algorithm,
        }
    }

    fn ed(id: &str) -> Self {
        let pair = Ed25519KeyPair::generate()
            .expect("a key")
            .to_pkcs8v1()
            .expect("written");
        Self::new(id, EncodingKey::from_ed_der(pair.as_ref()), Algorithm::EdDSA)
    }

    fn ec(id: &str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
        let pair = pair.to_pkcs8v1().expect("written");
        Self::new(id, EncodingKey::from_ec_der(pair.as_ref()), Algorithm::ES256)
    }

    fn rsa(id: &str) -> Self {
        let pair: RsaKeyPair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().expect("written");
        let key = EncodingKey::from_rsa_der(&pkcs1(pkcs8.as_ref()));
        Self::new(id, key, Algorithm::RS256)
    }

    fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = self.public.common.key_id.clone();
        jsonwebtoken::encode(&header, claims, &self.key).expect("signed")
    }
}

/// The RSA key within PKCS #8: its last field (RFC 5208 section 5), a sequence with a length of two bytes.
fn pkcs1(pkcs8: &[u8]) -> Vec<u8> {
    let starts = pkcs8.windows(4).enumerate().skip(1);
    let mut sequences = starts.filter(|(at, four)| {
        four[..2] == [0x30, 0x82]
            && at + 4 + usize::from(u16::from_be_bytes([four[2], four[3]])) == pkcs8.len()
    });
    let (at, _) = sequences.next().expect("a key within");
    pkcs8[at..].to_vec()
}

fn claims() -> Value {
    let now = Timestamp::now().seconds();
    json!({"iss": "https://platform.example", "aud": "vestibule", "exp": now + 600, "nbf": now, "n": 7})
}

fn with(name: &str, value: Value) -> Value {
    let mut changed = claims();
    match value {
        Value::Null => changed.as_object_mut().and_then(|claims| claims.remove(name)),
        value => changed
            .as_object_mut()
            .and_then(|claims| claims.insert(name.into(), value)),
    };
    changed
}

fn rules(algorithms: &[Algorithm], signers: &[&Signer]) -> (Rules, std::path::PathBuf) {
    let path = std::env::temp_dir().join(format!("vestibule-rules-{}", uuid::Uuid::now_v7()));
    let keys = signers.iter().map(|signer| signer.public.clone()).collect();
    std::fs::write(&path, serde_json::to_vec(&JwkSet { keys }).expect("JSON")).expect("written");
    let rules = Rules {
        algorithms: algorithms.to_vec(),
        issuers: vec!["https://platform.example".into(), "https://other.example".into()],
        audience: "vestibule".into(),
        secret: Some(DecodingKey::from_secret(SECRET)),
        jwks: Some(Jwks::at(
            Place::File(path.clone()),
            Outgoing::new().expect("a client"),
        )),
    };
    (rules, path)
}

async fn verdict(rules: &Rules, token: &str) -> Result<(), Code> {
    let checked = rules.check(token, Instant::now()).await;
    checked
        .map(|claims| assert_eq!(claims["n"], 7))
        .map_err(|failure| failure.code)
}

const ALL: [Algorithm; 4] = [
    Algorithm::HS256,
    Algorithm::RS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
];
const NO: Result<(), Code> = Err(Code::Unauthenticated);

#[tokio::test]
async fn each_algorithm_is_believed_where_it_is_listed() {
    let signers = [Signer::rsa("r"), Signer::ec("c"), Signer::ed("d")];
    let known: Vec<&Signer> = signers.iter().collect();
    for signer in &signers {
        let token = signer.sign(&claims());
        let (all, file) = rules(&ALL, &known);
        assert_eq!(verdict(&all, &token).await, Ok(()), "{:?}", signer.algorithm);
        let others = ALL.into_iter().filter(|algorithm| *algorithm != signer.algorithm);
        let (without, other_file) = rules(&others.collect::<Vec<_>>(), &known);
        assert_eq!(verdict(&without, &token).await, NO, "{:?}", signer.algorithm);
        for file in [file, other_file] {
            std::fs::remove_file(file).expect("removed");
        }
    }
    let (all, file) = rules(&ALL, &known);
    let key = EncodingKey::from_secret(SECRET);
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(), &key).expect("signed");
    assert_eq!(verdict(&all, &token).await, Ok(()));
    std::fs::remove_file(file).expect("removed");
}

#[tokio::test]
async fn what_a_token_says_makes_this_table() {
    let signer = Signer::ed("d");
    let (rules, file) = rules(&ALL, &[&signer]);
    let now = Timestamp::now().seconds();
    for (claims, expected) in [
        (claims(), Ok(())),
        (with("iss", json!("https://other.example")), Ok(())),
        (with("iss", json!("https://evil.example")), NO),
        (with("iss", Value::Null), NO),
        (with("aud", json!("another")), NO),
        (with("aud", json!(["another", "vestibule"])), Ok(())),
        (with("aud", Value::Null), NO),
        (with("exp", json!(now - 3600)), Err(Code::TokenExpired)),
        (with("exp", json!(now - 30)), Ok(())),
        (with("exp", Value::Null), NO),
        (with("exp", json!("tomorrow")), NO),
        (with("nbf", json!(now + 3600)), NO),
    ] {
        assert_eq!(verdict(&rules, &signer.sign(&claims)).await, expected, "{claims}");
    }
    std::fs::remove_file(file).expect("removed");
}

#[tokio::test]
async fn keys_are_not_mistaken_for_one_another() {
    let (rsa, ed) = (Signer::rsa("r"), Signer::ed("d"));
    let (rules, file) = rules(&ALL, &[&rsa, &ed]);
    // The public key as a secret: the classic confusion of RS256 and HS256.
    let public = serde_json::to_vec(&rsa.public).expect("JSON");
    for secret in [public.as_slice(), b"", b"another secret"] {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some("r".into());
        let key = EncodingKey::from_secret(secret);
        let token = jsonwebtoken::encode(&header, &claims(), &key).expect("signed");
        assert_eq!(verdict(&rules, &token).await, NO);
    }
    let mut stranger = Signer::ed("d");
    assert_eq!(
        verdict(&rules, &stranger.sign(&claims())).await,
        NO,
        "a known name, another key"
    );
    stranger.public.common.key_id = Some("unknown".into());
    assert_eq!(verdict(&rules, &stranger.sign(&claims())).await, NO);
    let mut posing = Signer::ed("r");
    assert_eq!(
        verdict(&rules, &posing.sign(&claims())).await,
        NO,
        "the RSA key does not sign so"
    );
    posing.public.common.key_id = None;
    let mut critical = Header::new(Algorithm::EdDSA);
    critical.kid = Some("d".into());
    critical.crit = Some(vec!["b64".into()]);
    let token = jsonwebtoken::encode(&critical, &claims(), &ed.key).expect("signed");
    assert_eq!(verdict(&rules, &token).await, NO);
    let signed = ed.sign(&claims());
    let (head, _) = signed.rsplit_once('.').expect("a signature");
    // {"alg":"none"}
    let (_, body) = head.split_once('.').expect("claims");
    for token in [
        format!("{head}."),
        format!("eyJhbGciOiJub25lIn0.{body}."),
        "a.b".into(),
        "x".repeat(9000),
    ] {
        assert_eq!(verdict(&rules, &token).await, NO);
    }
    std::fs::remove_file(file).expect("removed");
}

proptest! {
    #[test]
    fn no_text_panics(token in ".{0,80}") {
        let rules = Rules {
            algorithms: ALL.to_vec(),
            issuers: Vec::new(),
            audience: String::new(),
            secret: None,
            jwks: None,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        prop_assert!(runtime.block_on(rules.check(&token, Instant::now())).is_err());
    }
}
