//! Messages that a push service carries and cannot read (RFC 8291).

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::rand;

/// Longest message, in bytes: what fits into one record that every push service takes (RFC 8291 section 4).
const LONGEST: usize = 3000;
/// Length of a salt.
const SALT: usize = 16;
/// The size of records that is told; there is one, which is shorter (RFC 8188 section 2).
const RECORD: u32 = 4096;
/// Length of a point of P-256 without compression.
const POINT: usize = 65;
/// Length of a subscription's authentication secret.
const SECRET: usize = 16;

/// Why nothing was encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not to be encrypted for this subscription")]
pub(crate) struct NotEncrypted;

impl From<aws_lc_rs::error::Unspecified> for NotEncrypted {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self
    }
}

/// What a browser made for those who send to it (RFC 8291 section 2): its public key, and a secret.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    p256dh: [u8; POINT],
    auth: [u8; SECRET],
}

impl Keys {
    /// Keys of the right form; whether the point is one of the curve shows when it is used.
    #[must_use]
    pub(crate) fn new(p256dh: &[u8], auth: &[u8]) -> Option<Self> {
        let p256dh: [u8; POINT] = p256dh.try_into().ok()?;
        let auth = auth.try_into().ok()?;
        // Without compression (SEC 1 section 2.3.3).
        (p256dh[0] == 4).then_some(Self { p256dh, auth })
    }

    /// The body of a request to the push service: the header and one record (RFC 8188 section 2, RFC 8291 section 4).
    ///
    /// # Errors
    /// The text is too long, the point is none of the curve.
    pub(crate) fn encrypt(&self, text: &[u8]) -> Result<Vec<u8>, NotEncrypted> {
        let mut salt = [0; SALT];
        rand::fill(&mut salt)?;
        self.encrypt_with(text, &PrivateKey::generate(&ECDH_P256)?, salt)
    }

    fn encrypt_with(&self, text: &[u8], own: &PrivateKey, salt: [u8; SALT]) -> Result<Vec<u8>, NotEncrypted> {
        if text.len() > LONGEST {
            return Err(NotEncrypted);
        }
        let public = own.compute_public_key()?;
        let (key, nonce) = self.derive(own, public.as_ref(), &salt)?;
        let mut body = Vec::with_capacity(SALT + 5 + POINT + text.len() + 17);
        body.extend(salt);
        body.extend(RECORD.to_be_bytes());
        body.push(POINT as u8);
        body.extend(public.as_ref());
        let head = body.len();
        body.extend(text);
        // The last record, without padding.
        body.push(2);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
        let tag = key.seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut body[head..],
        )?;
        body.extend(tag.as_ref());
        Ok(body)
    }

    /// The key and the nonce of the record (RFC 8291 section 3.4).
    fn derive(
        &self,
        own: &PrivateKey,
        public: &[u8],
        salt: &[u8],
    ) -> Result<([u8; 16], [u8; NONCE_LEN]), NotEncrypted> {
        let peer = UnparsedPublicKey::new(&ECDH_P256, self.p256dh);
        let info = [b"WebPush: info\0".as_slice(), &self.p256dh, public];
        let input: [u8; 32] = agreement::agree(own, peer, NotEncrypted, |shared| {
            expand(&Salt::new(HKDF_SHA256, &self.auth), shared, &info)
        })?;
        let key = expand(
            &Salt::new(HKDF_SHA256, salt),
            &input,
            &[b"Content-Encoding: aes128gcm\0"],
        )?;
        let nonce = expand(
            &Salt::new(HKDF_SHA256, salt),
            &input,
            &[b"Content-Encoding: nonce\0"],
        )?;
        Ok((key, nonce))
    }
}

/// So many bytes by HKDF (RFC 5869).
fn expand<const LENGTH: usize>(
    salt: &Salt,
    input: &[u8],
    info: &[&[u8]],
) -> Result<[u8; LENGTH], NotEncrypted> {
    let mut output = [0; LENGTH];
    salt.extract(input)
        .expand(info, Length(LENGTH))?
        .fill(&mut output)?;
    Ok(output)
}

/// A number of bytes.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).expect("base 64")
    }

    /// RFC 8291 section 5 with appendix A.
    #[test]
    fn the_example_of_the_standard_comes_out_byte_by_byte() {
        let keys = Keys::new(
            &bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        );
        let own =
            PrivateKey::from_private_key(&ECDH_P256, &bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let text = b"When I grow up, I want to be a watermelon";
        let body = keys.expect("keys").encrypt_with(text, &own.expect("a key"), salt);
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(URL_SAFE_NO_PAD.encode(body.expect("encrypted")), expected);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let point =
            bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        assert!(Keys::new(&point[1..], &[0; 16]).is_none());
        assert!(Keys::new(&point, &[0; 15]).is_none());
        let keys = Keys::new(&point, &[0; 16]).expect("keys");
        assert_eq!(keys.encrypt(&[0; LONGEST + 1]), Err(NotEncrypted));
        let mut beside = point;
        beside[64] ^= 1;
        let keys = Keys::new(&beside, &[0; 16]).expect("a form");
        assert_eq!(keys.encrypt(b"text"), Err(NotEncrypted), "no point of the curve");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(point in proptest::collection::vec(any::<u8>(), 60..70), auth in proptest::collection::vec(any::<u8>(), 14..18)) {
            if let Some(keys) = Keys::new(&point, &auth) {
                let _ = keys.encrypt(b"text");
            }
        }
    }
}
