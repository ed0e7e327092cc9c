//! Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, 30 seconds, 6 digits.

use crate::clock::Timestamp;
use crate::code;
use aws_lc_rs::{hmac, rand};

/// Seconds of a step (RFC 6238 section 5.2).
const STEP: u64 = 30;
/// Steps by which clocks may differ either way.
const SKEW: u64 = 1;
/// Bytes of a secret: as long as the hash (RFC 4226 section 4, R6).
const SECRET_BYTES: usize = 20;
/// Letters of a recovery code (47 bits).
const RECOVERY_LENGTH: usize = 10;
/// Recovery codes made at a time.
pub(crate) const RECOVERY_CODES: usize = 10;

/// What somebody types as their second factor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Typed {
    /// Six digits of an app.
    Code(u32),
    /// One of the codes kept for the day when the app is lost.
    Recovery(String),
}

impl Typed {
    /// Reads a code; spaces, hyphens and case are ignored. Nothing for what cannot be one.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > 64 {
            return None;
        }
        let text: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .collect();
        if text.len() == 6 && text.bytes().all(|digit| digit.is_ascii_digit()) {
            return text.parse().ok().map(Self::Code);
        }
        let text = text.to_ascii_uppercase();
        let fits = text.len() == RECOVERY_LENGTH && text.bytes().all(|b| code::ALPHABET.contains(&b));
        fits.then_some(Self::Recovery(text))
    }
}

/// A new secret in base 32 (RFC 4648 section 6), as apps take it.
///
/// # Panics
/// Without a source of randomness nothing here can go on.
#[must_use]
pub(crate) fn new_secret() -> String {
    let mut bytes = [0; SECRET_BYTES];
    rand::fill(&mut bytes).expect("the operating system gives random bytes");
    base32(&bytes)
}

/// New recovery codes, each of ten letters.
#[must_use]
pub(crate) fn new_recovery_codes() -> Vec<String> {
    let one = || code::letters(RECOVERY_LENGTH);
    std::iter::repeat_with(one).take(RECOVERY_CODES).collect()
}

/// What a QR code for an app holds.
#[must_use]
pub(crate) fn uri(secret: &str, issuer: &str, account: &str) -> String {
    let (issuer, account) = (percent(issuer), percent(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

/// The step of which `code` is the password, if it is one of those around `now`.
#[must_use]
pub(crate) fn step_of(secret: &str, code: u32, now: Timestamp) -> Option<u64> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base32(secret)?);
    let current = now.seconds() / STEP;
    let mut found = None;
    // All of them, so that the time it takes tells nothing.
    for step in current.saturating_sub(SKEW)..=current + SKEW {
        if password(&key, step) == code {
            found = Some(step);
        }
    }
    found
}

/// HOTP of a step (RFC 4226 section 5.3).
fn password(key: &hmac::Key, step: u64) -> u32 {
    let tag = hmac::sign(key, &step.to_be_bytes());
    let hash = tag.as_ref();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0xf);
    let four = hash.iter().skip(offset).take(4);
    let bits = four.fold(0, |bits: u32, byte| bits << 8 | u32::from(*byte));
    (bits & 0x7fff_ffff) % 1_000_000
}

const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32(bytes: &[u8; SECRET_BYTES]) -> String {
    bytes
        .chunks_exact(5)
        .flat_map(|five| {
            let bits = five
                .iter()
                .fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte));
            [35, 30, 25, 20, 15, 10, 5, 0].map(|shift| char::from(DIGITS[(bits >> shift & 31) as usize]))
        })
        .collect()
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(SECRET_BYTES);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == letter)?;
        bits = bits << 5 | digit as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

/// A part of a URI: all but unreserved characters escaped (RFC 3986 section 2.3).
#[must_use]
pub(crate) fn percent(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `12345678901234567890`, the secret of RFC 6238 appendix B.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn the_passwords_of_the_rfc_are_found() {
        // Appendix B has eight digits; the last six are those of a shorter password.
        for (seconds, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000_u64, 353_130),
        ] {
            let at = |seconds: u64| Timestamp(seconds as i64 * 1000);
            assert_eq!(
                step_of(SECRET, code, at(seconds)),
                Some(seconds / 30),
                "{seconds}"
            );
            assert_eq!(step_of(SECRET, code, at(seconds + 30)), Some(seconds / 30));
            assert_eq!(step_of(SECRET, code, at(seconds + 90)), None, "too late");
        }
    }

    #[test]
    fn what_is_typed_is_read_as_people_type() {
        assert_eq!(Typed::parse(" 081 804"), Some(Typed::Code(81_804)));
        let recovery = Some(Typed::Recovery("ABCDEFGHJK".into()));
        assert_eq!(Typed::parse("abcde-fghjk"), recovery);
        for wrong in ["", "12345", "1234567", "ABCDE-FGHJI", "ABCDE"] {
            assert_eq!(Typed::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_is_escaped_in_the_uri() {
        let uri = uri(SECRET, "clinic.example", "ana+b@x.org");
        assert!(
            uri.starts_with("otpauth://totp/clinic.example:ana%2Bb%40x.org?secret=GEZD"),
            "{uri}"
        );
    }

    proptest! {
        #[test]
        fn a_secret_reads_as_it_is_written(bytes in any::<[u8; SECRET_BYTES]>()) {
            prop_assert_eq!(from_base32(&base32(&bytes)), Some(bytes.to_vec()));
        }

        #[test]
        fn no_text_panics(secret in ".{0,40}", code in ".{0,80}", ms in any::<i64>()) {
            let _ = Typed::parse(&code);
            let _ = step_of(&secret, 1, Timestamp(ms));
        }
    }
}
