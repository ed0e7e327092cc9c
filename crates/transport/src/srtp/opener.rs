//! Verification of what we receive.

use super::cipher::{Cipher, CounterMode, Gcm};
use super::replay::RtcpReplay;
use super::sealer::{ENCRYPTED, RTCP_HEADER, roll_over_counter, rtcp_aad, rtcp_ssrc};
use super::{MasterKey, Profile, SrtpError};

/// Opens incoming packets of all streams of one peer.
pub struct Opener {
    rtp: Cipher,
    rtcp: Cipher,
    rtcp_replay: RtcpReplay,
}

impl Opener {
    /// Derives the session keys.
    #[must_use]
    pub fn new(profile: Profile, master: &MasterKey) -> Self {
        Self {
            rtp: Cipher::for_rtp(profile, master),
            rtcp: Cipher::for_rtcp(profile, master),
            rtcp_replay: RtcpReplay::new(),
        }
    }

    /// Decrypts in place, returns the length of header with payload.
    ///
    /// `index` comes from [`super::ReceivedSequence::estimate`], which also tells replays; on success the caller
    /// lets it [`accept`](super::ReceivedSequence::accept) the index.
    ///
    /// # Errors
    /// [`SrtpError::TooShort`] or [`SrtpError::Unauthenticated`]; `packet` is then of no use.
    pub fn open_rtp(
        &self,
        packet: &mut [u8],
        header_len: usize,
        ssrc: u32,
        index: u64,
    ) -> Result<usize, SrtpError> {
        match &self.rtp {
            Cipher::Gcm(gcm) => {
                let len = text_end(packet, header_len, Gcm::TAG)?;
                let (header, sealed) = packet.split_at_mut(header_len);
                gcm.open(ssrc, index, header, sealed)?;
                Ok(len)
            }
            Cipher::CounterMode(cipher) => {
                let len = text_end(packet, header_len, CounterMode::TAG)?;
                let (text, tag) = packet.split_at_mut(len);
                cipher.verify(text, &roll_over_counter(index), tag)?;
                cipher.apply(ssrc, index, &mut text[header_len..]);
                Ok(len)
            }
        }
    }

    /// Decrypts a compound RTCP packet in place, returns its length.
    ///
    /// # Errors
    /// Any but [`SrtpError::Exhausted`]; `packet` is then of no use.
    pub fn open_rtcp(&mut self, packet: &mut [u8]) -> Result<usize, SrtpError> {
        let ssrc = rtcp_ssrc(packet)?;
        let (len, word) = match &self.rtcp {
            Cipher::Gcm(_) => trailer(packet, Gcm::TAG, 0)?,
            Cipher::CounterMode(_) => trailer(packet, 0, CounterMode::TAG)?,
        };
        let index = u32::from_be_bytes(word);
        if index & ENCRYPTED == 0 {
            return Err(SrtpError::Unencrypted);
        }
        let index = u64::from(index & !ENCRYPTED);
        if self.rtcp_replay.is_replay(ssrc, index) {
            return Err(SrtpError::Replayed);
        }
        match &self.rtcp {
            Cipher::Gcm(gcm) => {
                let (header, sealed) = packet[..len + Gcm::TAG].split_at_mut(RTCP_HEADER);
                gcm.open(ssrc, index, &rtcp_aad(header, word), sealed)?;
            }
            Cipher::CounterMode(cipher) => {
                let (text, rest) = packet.split_at_mut(len);
                cipher.verify(text, &word, &rest[word.len()..])?;
                cipher.apply(ssrc, index, &mut text[RTCP_HEADER..]);
            }
        }
        self.rtcp_replay.accept(ssrc, index);
        Ok(len)
    }
}

fn text_end(packet: &[u8], header_len: usize, tag: usize) -> Result<usize, SrtpError> {
    packet
        .len()
        .checked_sub(tag)
        .filter(|end| *end >= header_len)
        .ok_or(SrtpError::TooShort)
}

/// Where the text of an SRTCP packet ends, the index word, with `before` bytes between, `after` bytes behind.
fn trailer(packet: &[u8], before: usize, after: usize) -> Result<(usize, [u8; 4]), SrtpError> {
    let text = text_end(packet, RTCP_HEADER, before + 4 + after)?;
    let word = packet[text + before..]
        .first_chunk::<4>()
        .ok_or(SrtpError::TooShort)?;
    Ok((text, *word))
}
