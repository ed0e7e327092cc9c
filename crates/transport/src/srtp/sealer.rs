//! Protection of what we send.

use super::cipher::{Cipher, CounterMode, Gcm};
use super::{MasterKey, Profile, SrtpError};

/// The E bit of the SRTCP index word (RFC 3711 section 3.4).
pub(super) const ENCRYPTED: u32 = 1 << 31;

/// Bytes of an RTCP header that stay readable: up to the sender's SSRC.
pub(super) const RTCP_HEADER: usize = 8;

/// Protects outgoing packets of all streams of one peer.
#[repr(C)]
pub struct Sealer {
    rtp: Cipher,
    rtcp: Cipher,
    /// One index for all senders: the receiver only needs it to grow.
    rtcp_index: u32,
}

impl Sealer {
    /// Derives the session keys.
    #[must_use]
    pub fn new(profile: Profile, master: &MasterKey) -> Self {
        Self {
            rtp: Cipher::for_rtp(profile, master),
            rtcp: Cipher::for_rtcp(profile, master),
            rtcp_index: 0,
        }
    }

    /// Encrypts `buffer[header_len..len]` in place, appends the tag, returns the new length.
    ///
    /// `index` is the 48 bit packet index: roll-over counter, then sequence number. An index of an SSRC is
    /// sealed once, or the same bytes again: two different packets under one index betray both.
    ///
    /// # Panics
    /// When `header_len > len`, or `buffer` has less than [`super::MAX_TAG`] bytes after `len`.
    #[must_use]
    pub fn seal_rtp(&self, buffer: &mut [u8], header_len: usize, len: usize, ssrc: u32, index: u64) -> usize {
        let (packet, spare) = buffer.split_at_mut(len);
        let (header, payload) = packet.split_at_mut(header_len);
        match &self.rtp {
            Cipher::Gcm(gcm) => {
                spare[..Gcm::TAG].copy_from_slice(&gcm.seal(ssrc, index, header, payload));
                len + Gcm::TAG
            }
            Cipher::CounterMode(cipher) => {
                cipher.apply(ssrc, index, payload);
                let tag = cipher.tag(packet, &roll_over_counter(index));
                spare[..CounterMode::TAG].copy_from_slice(&tag);
                len + CounterMode::TAG
            }
        }
    }

    /// Encrypts a compound RTCP packet in place, appends the SRTCP index with the tag.
    ///
    /// # Errors
    /// [`SrtpError::TooShort`] without a whole header, [`SrtpError::Exhausted`] after 2^31 packets;
    /// `buffer` is then untouched.
    pub fn seal_rtcp(&mut self, buffer: &mut Vec<u8>) -> Result<(), SrtpError> {
        let ssrc = rtcp_ssrc(buffer)?;
        if self.rtcp_index >= ENCRYPTED {
            return Err(SrtpError::Exhausted);
        }
        let index = self.rtcp_index;
        self.rtcp_index += 1;
        let word = (ENCRYPTED | index).to_be_bytes();
        let (header, payload) = buffer.split_at_mut(RTCP_HEADER);
        match &self.rtcp {
            Cipher::Gcm(gcm) => {
                let tag = gcm.seal(ssrc, index.into(), &rtcp_aad(header, word), payload);
                buffer.extend_from_slice(&tag);
                buffer.extend_from_slice(&word);
            }
            Cipher::CounterMode(cipher) => {
                cipher.apply(ssrc, index.into(), payload);
                let tag = cipher.tag(buffer, &word);
                buffer.extend_from_slice(&word);
                buffer.extend_from_slice(&tag);
            }
        }
        Ok(())
    }
}

/// The roll-over counter of a packet index, as it is authenticated (RFC 3711 section 4.2).
pub(super) fn roll_over_counter(index: u64) -> [u8; 4] {
    ((index >> 16) as u32).to_be_bytes()
}

/// The sender's SSRC of a compound RTCP packet.
pub(super) fn rtcp_ssrc(packet: &[u8]) -> Result<u32, SrtpError> {
    let header = packet.first_chunk::<RTCP_HEADER>().ok_or(SrtpError::TooShort)?;
    Ok(u32::from_be_bytes([header[4], header[5], header[6], header[7]]))
}

/// What AES-GCM authenticates beside the text: the header with the index word (RFC 7714 section 9.2).
pub(super) fn rtcp_aad(header: &[u8], word: [u8; 4]) -> [u8; RTCP_HEADER + 4] {
    let mut aad = [0; RTCP_HEADER + 4];
    aad[..RTCP_HEADER].copy_from_slice(&header[..RTCP_HEADER]);
    aad[RTCP_HEADER..].copy_from_slice(&word);
    aad
}
