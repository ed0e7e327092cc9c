//! Secrets that let people in: conference codes, share tokens.

use aws_lc_rs::{constant_time, digest, rand};

/// The letters of a code: none that looks or sounds like another.
pub(crate) const ALPHABET: &[u8; 27] = b"ABCDEFGHJKMNPQRTUVWXY346789";

/// How many letters a code has.
pub(crate) const LENGTH: usize = 6;

/// Bytes of chance in a share token (192 bits).
const TOKEN_BYTES: usize = 24;

/// A new conference code.
///
/// # Panics
/// Without a source of randomness nothing here can go on.
#[must_use]
pub(crate) fn generate() -> String {
    letters(LENGTH)
}

/// So many letters of the alphabet by chance.
///
/// # Panics
/// Without a source of randomness nothing here can go on.
#[must_use]
pub(crate) fn letters(count: usize) -> String {
    let mut code = String::with_capacity(count);
    while code.len() < count {
        let mut byte = [0];
        rand::fill(&mut byte).expect("the operating system gives random bytes");
        // 243 is the largest multiple of 27 in a byte: every letter is as likely.
        if byte[0] < 243 {
            code.push(char::from(ALPHABET[usize::from(byte[0]) % ALPHABET.len()]));
        }
    }
    code
}

/// A code as a person types it: spaces, hyphens and case are ignored. Nothing for what cannot be a code.
#[must_use]
pub(crate) fn normalise(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    let code: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '.'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let fits = code.len() == LENGTH && code.bytes().all(|letter| ALPHABET.contains(&letter));
    fits.then_some(code)
}

/// A new share token: URL-safe text without padding (RFC 4648 section 5).
///
/// # Panics
/// Without a source of randomness nothing here can go on.
#[must_use]
pub(crate) fn share_token() -> String {
    let mut bytes = [0; TOKEN_BYTES];
    rand::fill(&mut bytes).expect("the operating system gives random bytes");
    base64url(&bytes)
}

/// SHA-256 of a secret in hexadecimal: what look-ups use, so that an index never compares the secret itself.
#[must_use]
pub(crate) fn digest(secret: &str) -> String {
    let hash = digest::digest(&digest::SHA256, secret.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
#[must_use]
pub(crate) fn same(one: &str, other: &str) -> bool {
    constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

fn base64url(bytes: &[u8; TOKEN_BYTES]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    bytes
        .chunks_exact(3)
        .flat_map(|three| {
            let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
            [18, 12, 6, 0].map(|shift| char::from(DIGITS[(bits >> shift & 63) as usize]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn codes_have_their_letters_only_and_differ() {
        let codes: HashSet<String> = (0..500).map(|_| generate()).collect();
        assert!(codes.len() > 495);
        assert!(codes.iter().all(|code| normalise(code).as_deref() == Some(code)));
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        assert_eq!(normalise(" abc-3 4d ").as_deref(), Some("ABC34D"));
        assert_eq!(normalise("ABC\u{2011}34D").as_deref(), Some("ABC34D"));
        for wrong in ["", "ABC34", "ABC34DE", "ABC30D", "ABC3OD", "АBC34D"] {
            assert_eq!(normalise(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn tokens_are_long_and_safe_in_a_path() {
        let token = share_token();
        assert_eq!(token.len(), 32);
        assert!(
            token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
        assert_ne!(token, share_token());
        assert_eq!(
            base64url(b"abcdefghijklmnopqrstuvwx"),
            "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(typed in ".{0,80}") {
            if let Some(code) = normalise(&typed) {
                prop_assert_eq!(normalise(&code), Some(code));
            }
        }
    }
}
