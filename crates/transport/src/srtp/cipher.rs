//! The two ways to encrypt with authentication under one pair of session keys.

use super::key_derivation::{Purpose, derive};
use super::{MasterKey, Profile, SrtpError};
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{AES_128, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::{constant_time, hmac, iv::FixedLength};

/// Session keys of one direction for either RTP or RTCP.
pub(super) enum Cipher {
    /// Boxed, as it is forty times the size of the other.
    CounterMode(Box<CounterMode>),
    Gcm(Gcm),
}

impl Cipher {
    pub(super) fn for_rtp(profile: Profile, master: &MasterKey) -> Self {
        Self::new(
            profile,
            master,
            [
                Purpose::RtpEncryption,
                Purpose::RtpAuthentication,
                Purpose::RtpSalt,
            ],
        )
    }

    pub(super) fn for_rtcp(profile: Profile, master: &MasterKey) -> Self {
        Self::new(
            profile,
            master,
            [
                Purpose::RtcpEncryption,
                Purpose::RtcpAuthentication,
                Purpose::RtcpSalt,
            ],
        )
    }

    fn new(profile: Profile, master: &MasterKey, [encryption, authentication, salt]: [Purpose; 3]) -> Self {
        let key = derive::<16>(master, encryption);
        match profile {
            Profile::Aes128CmHmacSha1_80 => Self::CounterMode(Box::new(CounterMode::new(
                &key,
                &derive::<20>(master, authentication),
                derive(master, salt),
            ))),
            Profile::AeadAes128Gcm => Self::Gcm(Gcm::new(&key, derive(master, salt))),
        }
    }
}

/// AES-128 in counter mode with HMAC-SHA1 (RFC 3711 section 4).
pub(super) struct CounterMode {
    encryption: EncryptingKey,
    authentication: hmac::Key,
    salt: [u8; 14],
}

impl CounterMode {
    pub(super) const TAG: usize = 10;

    pub(super) fn new(encryption: &[u8; 16], authentication: &[u8; 20], salt: [u8; 14]) -> Self {
        Self {
            encryption: counter_mode_key(encryption),
            authentication: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, authentication),
            salt,
        }
    }

    /// Encrypts or decrypts, which is the same; `index` has 48 bits (RFC 3711 section 4.1.1).
    pub(super) fn apply(&self, ssrc: u32, index: u64, text: &mut [u8]) {
        let mut block = [0; 16];
        block[..14].copy_from_slice(&self.salt);
        mix(&mut block[4..14], ssrc, index);
        counter_mode(&self.encryption, block, text);
    }

    /// The 80 bit tag over `authenticated`, then `trailer` (RFC 3711 section 4.2).
    pub(super) fn tag(&self, authenticated: &[u8], trailer: &[u8]) -> [u8; Self::TAG] {
        let mut context = hmac::Context::with_key(&self.authentication);
        context.update(authenticated);
        context.update(trailer);
        let mut tag = [0; Self::TAG];
        tag.copy_from_slice(&context.sign().as_ref()[..Self::TAG]);
        tag
    }

    pub(super) fn verify(&self, authenticated: &[u8], trailer: &[u8], tag: &[u8]) -> Result<(), SrtpError> {
        constant_time::verify_slices_are_equal(&self.tag(authenticated, trailer), tag)
            .map_err(|_| SrtpError::Unauthenticated)
    }
}

/// AES-128 in Galois/counter mode (RFC 7714).
pub(super) struct Gcm {
    key: LessSafeKey,
    salt: [u8; 12],
}

impl Gcm {
    pub(super) const TAG: usize = 16;

    pub(super) fn new(key: &[u8; 16], salt: [u8; 12]) -> Self {
        let key = UnboundKey::new(&AES_128_GCM, key).expect("AES-128-GCM takes any 16 bytes as a key");
        Self {
            key: LessSafeKey::new(key),
            salt,
        }
    }

    /// Encrypts `text` in place; the tag is returned.
    pub(super) fn seal(&self, ssrc: u32, index: u64, aad: &[u8], text: &mut [u8]) -> [u8; Self::TAG] {
        let tag = self
            .key
            .seal_in_place_separate_tag(self.nonce(ssrc, index), Aad::from(aad), text)
            .expect("AES-128-GCM seals anything of a datagram's size");
        let mut bytes = [0; Self::TAG];
        bytes.copy_from_slice(tag.as_ref());
        bytes
    }

    /// Decrypts the text of `sealed`, which ends in its tag, in place.
    pub(super) fn open(&self, ssrc: u32, index: u64, aad: &[u8], sealed: &mut [u8]) -> Result<(), SrtpError> {
        self.key
            .open_in_place(self.nonce(ssrc, index), Aad::from(aad), sealed)
            .map(|_| ())
            .map_err(|_| SrtpError::Unauthenticated)
    }

    /// `index` has 48 bits (RFC 7714 sections 8.1, 9.1).
    fn nonce(&self, ssrc: u32, index: u64) -> Nonce {
        let mut nonce = self.salt;
        mix(&mut nonce[2..], ssrc, index);
        Nonce::assume_unique_for_key(nonce)
    }
}

/// A key for [`counter_mode`].
pub(super) fn counter_mode_key(key: &[u8; 16]) -> EncryptingKey {
    UnboundCipherKey::new(&AES_128, key)
        .and_then(EncryptingKey::ctr)
        .expect("AES-128 takes any 16 bytes as a key")
}

/// AES-128 in counter mode from `block` on.
pub(super) fn counter_mode(key: &EncryptingKey, block: [u8; 16], text: &mut [u8]) {
    if text.is_empty() {
        return;
    }
    key.less_safe_encrypt(text, EncryptionContext::Iv128(FixedLength::from(block)))
        .expect("counter mode encrypts any length");
}

/// Adds the SSRC, then the 48 bit packet index, to the ten bytes of an initialisation vector that hold them.
fn mix(place: &mut [u8], ssrc: u32, index: u64) {
    let index = index.to_be_bytes();
    let identity = ssrc.to_be_bytes().into_iter().chain(index[2..].iter().copied());
    for (byte, other) in place.iter_mut().zip(identity) {
        *byte ^= other;
    }
}
