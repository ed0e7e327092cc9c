//! SRTP protection in place, without allocation (RFC 3711, RFC 7714).

mod cipher;
mod key_derivation;
mod opener;
mod replay;
mod sealer;
#[cfg(test)]
mod vectors;

pub use opener::Opener;
pub use replay::ReceivedSequence;
pub use sealer::Sealer;

/// Most bytes that protection adds to an RTP packet; an outgoing buffer keeps this many spare.
pub const MAX_TAG: usize = 16;

/// Most bytes that protection adds to a compound RTCP packet: the tag with the SRTCP index.
pub const MAX_RTCP_OVERHEAD: usize = MAX_TAG + 4;

/// How packets are protected, as `use_srtp` negotiates it (RFC 5764 section 4.1.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Profile {
    /// Counter mode with an 80 bit tag (RFC 3711).
    Aes128CmHmacSha1_80,
    /// Authenticated encryption with a 128 bit tag (RFC 7714).
    AeadAes128Gcm,
}

impl Profile {
    /// Bytes of master salt that DTLS exports for each direction.
    #[must_use]
    pub const fn salt_len(self) -> usize {
        match self {
            Self::Aes128CmHmacSha1_80 => 14,
            Self::AeadAes128Gcm => 12,
        }
    }

    /// Bytes that the authentication tag adds to each packet.
    #[must_use]
    pub const fn tag_len(self) -> usize {
        match self {
            Self::Aes128CmHmacSha1_80 => 10,
            Self::AeadAes128Gcm => 16,
        }
    }
}

/// The master key of one direction.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey {
    /// The 128 bit key.
    pub key: [u8; 16],
    /// The salt; AES-GCM has 12 bytes of it, padded with zeros on the right (RFC 7714 section 11).
    pub salt: [u8; 14],
}

/// What DTLS agreed on for both directions.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// How packets are protected.
    pub profile: Profile,
    /// For what we send.
    pub local: MasterKey,
    /// For what we receive.
    pub remote: MasterKey,
}

/// Why a packet was not opened or not sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SrtpError {
    /// Shorter than its header with a tag.
    #[error("packet is too short")]
    TooShort,
    /// The authentication tag does not match.
    #[error("packet is not authentic")]
    Unauthenticated,
    /// The packet was opened before, or is too old to tell.
    #[error("packet is a replay")]
    Replayed,
    /// SRTCP without the E bit, which nobody negotiated.
    #[error("packet is not encrypted")]
    Unencrypted,
    /// All SRTCP indices of this key are spent (RFC 3711 section 9.2).
    #[error("key is used up")]
    Exhausted,
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey")
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys")
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}
