//! Reading RTCP (RFC 3550 section 6, RFC 4585, RFC 5104, reduced size RFC 5506).

mod packet;
#[cfg(test)]
mod tests;

use super::report::{ReportBlock, SenderReport};
use super::transport_wide_feedback::TransportWideFeedback;
use packet::Packet;

/// Why a datagram is not RTCP that can be believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FeedbackError {
    /// A packet ends before its parts do, or there is no packet.
    #[error("shorter than its parts")]
    Short,
    /// Not RTCP version 2.
    #[error("not RTCP version 2")]
    Version,
    /// Transport-wide feedback with statuses or deltas that do not fit each other.
    #[error("malformed transport-wide feedback")]
    TransportWide,
    /// A padding count of zero, beyond the packet or not in words (RFC 3550 section 6.4.1).
    #[error("malformed padding")]
    Padding,
}

/// One thing that a peer said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feedback<'a> {
    /// A stream's clock and counts; its report blocks follow as items of their own.
    SenderReport(SenderReport),
    /// How a stream of ours arrives, from a sender or a receiver report.
    ReportBlock(ReportBlock),
    /// Packets are missing (RFC 4585 section 6.2.1).
    Nack {
        /// The stream that they are missing from.
        media_ssrc: u32,
        /// Their sequence numbers.
        missing: NackPairs<'a>,
    },
    /// A picture is lost (RFC 4585 section 6.3.1).
    Pli {
        /// The stream that it is lost from.
        media_ssrc: u32,
    },
    /// A keyframe is asked for (RFC 5104 section 4.3.1).
    Fir {
        /// The stream that shall send it.
        media_ssrc: u32,
        /// The same number again is the same request again.
        sequence: u8,
    },
    /// When packets arrived, by transport-wide sequence number.
    TransportWide(TransportWideFeedback<'a>),
    /// The receiver's own estimate of what the way to it carries (draft-alvestrand-rmcat-remb-03).
    Remb {
        /// Bits per second of all streams together.
        bitrate: u64,
    },
    /// A stream ends (RFC 3550 section 6.6).
    Bye {
        /// The stream that ends.
        ssrc: u32,
    },
}

/// Missing sequence numbers as pairs of a number with a bitmap of the 16 after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NackPairs<'a>(&'a [[u8; 4]]);

impl NackPairs<'_> {
    /// Each missing sequence number: at most 17 for 4 bytes received, in the sender's order, perhaps repeated.
    pub fn sequences(&self) -> impl Iterator<Item = u16> {
        self.0.iter().flat_map(|&[p0, p1, b0, b1]| {
            let first = u16::from_be_bytes([p0, p1]);
            let following = u16::from_be_bytes([b0, b1]);
            let after = (0..16_u16)
                .filter(move |bit| following >> bit & 1 == 1)
                .map(move |bit| first.wrapping_add(bit + 1));
            std::iter::once(first).chain(after)
        })
    }
}

/// A decrypted RTCP datagram, checked as a whole, then read item by item without allocation.
///
/// Source descriptions and packets of unknown type are passed over.
#[derive(Clone, Debug)]
pub struct Incoming<'a> {
    datagram: &'a [u8],
    open: Open<'a>,
}

/// The items still to come from the packet that is being read.
#[derive(Clone, Copy, Debug)]
enum Open<'a> {
    Nothing,
    ReportBlocks(&'a [[u8; ReportBlock::LEN]]),
    Firs(&'a [[u8; 8]]),
    Byes(&'a [[u8; 4]]),
}

impl<'a> Incoming<'a> {
    /// Checks every packet of the datagram.
    ///
    /// # Errors
    /// Any packet that is malformed: then nothing of the datagram is to be believed.
    pub fn parse(datagram: &'a [u8]) -> Result<Self, FeedbackError> {
        if datagram.is_empty() {
            return Err(FeedbackError::Short);
        }
        let mut rest = datagram;
        while !rest.is_empty() {
            let (packet, after) = Packet::split(rest)?;
            packet.read()?;
            rest = after;
        }
        Ok(Self {
            datagram,
            open: Open::Nothing,
        })
    }

    fn next_open(&mut self) -> Option<Feedback<'a>> {
        match &mut self.open {
            Open::Nothing => None,
            Open::ReportBlocks(blocks) => {
                let block = blocks.split_off_first()?;
                Some(Feedback::ReportBlock(ReportBlock::parse(block)))
            }
            Open::Firs(entries) => {
                let &[s0, s1, s2, s3, sequence, ..] = entries.split_off_first()?;
                Some(Feedback::Fir {
                    media_ssrc: u32::from_be_bytes([s0, s1, s2, s3]),
                    sequence,
                })
            }
            Open::Byes(sources) => {
                let ssrc = u32::from_be_bytes(*sources.split_off_first()?);
                Some(Feedback::Bye { ssrc })
            }
        }
    }
}

impl<'a> Iterator for Incoming<'a> {
    type Item = Feedback<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.next_open() {
                return Some(item);
            }
            // `parse` saw that every packet can be read, so this ends with the datagram.
            let (packet, rest) = Packet::split(self.datagram).ok()?;
            let (item, open) = packet.read().ok()?;
            self.datagram = rest;
            self.open = open;
            if item.is_some() {
                return item;
            }
        }
    }
}
