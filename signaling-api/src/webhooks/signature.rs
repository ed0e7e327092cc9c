//! The signature of a delivery, in the form of Standard Webhooks (symmetric, `v1`).

use crate::clock::Timestamp;
use crate::code;
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of chance in a secret; the form asks for 24 to 64.
const BYTES: usize = 32;

/// A new secret.
///
/// # Panics
/// Without a source of randomness nothing here can go on.
#[must_use]
pub(crate) fn new_secret() -> String {
    let mut bytes = [0; BYTES];
    rand::fill(&mut bytes).expect("the operating system gives random bytes");
    format!("{PREFIX}{}", code::base64(&bytes))
}

/// The value of `webhook-signature`; nothing where the secret is none.
#[must_use]
pub(crate) fn sign(secret: &str, id: &str, at: Timestamp, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let signed = format!("{id}.{}.{body}", at.seconds());
    let tag = hmac::sign(&key, signed.as_bytes());
    Some(format!("v1,{}", code::base64(tag.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What follows a line of the contract's example.
    fn said<'a>(example: &'a str, before: &str) -> &'a str {
        let line = example.lines().find_map(|line| line.trim().strip_prefix(before));
        line.expect(before).trim()
    }

    #[test]
    fn the_example_of_the_contract_is_signed_so() {
        let contract = include_str!("../../../docs/protocol.md");
        let (_, example) = contract.split_once("```webhook\n").expect("an example");
        let (example, _) = example.split_once("```").expect("its end");
        let seconds: i64 = said(example, "webhook-timestamp:").parse().expect("a number");
        let (_, body) = example.rsplit_once("\n\n").expect("a body");
        let signature = sign(
            said(example, "secret:"),
            said(example, "webhook-id:"),
            Timestamp(seconds * 1000),
            body.trim_end(),
        );
        assert_eq!(signature.as_deref(), Some(said(example, "webhook-signature:")));
    }

    #[test]
    fn secrets_differ_and_are_of_use() {
        let (one, other) = (new_secret(), new_secret());
        assert_ne!(one, other);
        assert!(sign(&one, "id", Timestamp(0), "").is_some());
        assert_ne!(
            sign(&one, "id", Timestamp(0), ""),
            sign(&other, "id", Timestamp(0), "")
        );
    }

    proptest! {
        #[test]
        fn no_secret_panics(secret in ".{0,60}", body in ".{0,60}") {
            let _ = sign(&secret, "id", Timestamp(0), &body);
        }
    }
}
