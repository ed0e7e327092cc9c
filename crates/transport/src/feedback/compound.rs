//! Writing RTCP (RFC 3550 section 6, RFC 4585, RFC 5104, reduced size RFC 5506).

use super::report::{ReportBlock, SenderReport};
use super::{format, packet_type};

/// Report blocks that one packet holds: the count has five bits.
const BLOCKS_PER_PACKET: usize = 31;

/// Pairs that one NACK holds, to stay well within a datagram.
const PAIRS_PER_NACK: usize = 250;

/// Appends RTCP packets to a datagram; in whatever order they come, the datagram is valid reduced-size RTCP.
///
/// For a full compound (RFC 3550 section 6.1) write a report first, then the [`Compound::cname`].
#[derive(Debug)]
pub struct Compound<'a> {
    bytes: &'a mut Vec<u8>,
}

impl<'a> Compound<'a> {
    /// Appends to what `bytes` holds.
    pub fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self { bytes }
    }

    /// Bytes so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A sender report; blocks beyond 31 follow in receiver reports.
    pub fn sender_report(&mut self, report: &SenderReport, blocks: &[ReportBlock]) {
        let (own, others) = blocks.split_at(blocks.len().min(BLOCKS_PER_PACKET));
        self.packet(own.len() as u8, packet_type::SENDER_REPORT, |out| {
            report.write(out);
            own.iter().for_each(|block| block.write(out));
        });
        if !others.is_empty() {
            self.receiver_report(report.ssrc, others);
        }
    }

    /// As many receiver reports as the blocks need, one without blocks if there are none.
    pub fn receiver_report(&mut self, sender_ssrc: u32, blocks: &[ReportBlock]) {
        let mut rest = blocks;
        loop {
            let (now, later) = rest.split_at(rest.len().min(BLOCKS_PER_PACKET));
            self.packet(now.len() as u8, packet_type::RECEIVER_REPORT, |out| {
                out.extend(sender_ssrc.to_be_bytes());
                now.iter().for_each(|block| block.write(out));
            });
            rest = later;
            if rest.is_empty() {
                return;
            }
        }
    }

    /// A source description with the canonical name of `ssrc` (RFC 3550 section 6.5.1), cut at 255 bytes.
    pub fn cname(&mut self, ssrc: u32, cname: &str) {
        let name = &cname.as_bytes()[..cname.len().min(255)];
        self.packet(1, packet_type::SOURCE_DESCRIPTION, |out| {
            out.extend(ssrc.to_be_bytes());
            out.extend([1, name.len() as u8]);
            out.extend(name);
            // RFC 3550 section 6.5: the list ends with one null byte or more, to the next word.
            let ended = 6 + name.len() + 1;
            out.extend(std::iter::repeat_n(0, ended.next_multiple_of(4) - ended + 1));
        });
    }

    /// Asks for missing packets, given in ascending order (RFC 4585 section 6.2.1); nothing for none.
    pub fn nack(&mut self, sender_ssrc: u32, media_ssrc: u32, sequences: impl IntoIterator<Item = u16>) {
        let mut pairs = pairs(sequences.into_iter()).peekable();
        while pairs.peek().is_some() {
            self.feedback(
                format::NACK,
                packet_type::TRANSPORT_FEEDBACK,
                sender_ssrc,
                media_ssrc,
                |out| {
                    for (first, following) in pairs.by_ref().take(PAIRS_PER_NACK) {
                        out.extend(first.to_be_bytes());
                        out.extend(following.to_be_bytes());
                    }
                },
            );
        }
    }

    /// Says that a picture is lost (RFC 4585 section 6.3.1).
    pub fn pli(&mut self, sender_ssrc: u32, media_ssrc: u32) {
        self.feedback(
            format::PLI,
            packet_type::PAYLOAD_FEEDBACK,
            sender_ssrc,
            media_ssrc,
            |_| {},
        );
    }

    /// Asks for a keyframe (RFC 5104 section 4.3.1); `sequence` goes up by one with each new request.
    pub fn fir(&mut self, sender_ssrc: u32, media_ssrc: u32, sequence: u8) {
        // RFC 5104 section 4.3.1.2: the media source stands in the entry, the header's is not used.
        self.feedback(
            format::FIR,
            packet_type::PAYLOAD_FEEDBACK,
            sender_ssrc,
            0,
            |out| {
                out.extend(media_ssrc.to_be_bytes());
                out.extend([sequence, 0, 0, 0]);
            },
        );
    }

    /// Tells a sender how many bits per second to send at most on all of `streams` together, 255 of them at most
    /// (draft-alvestrand-rmcat-remb-03 section 2.2).
    pub fn remb(&mut self, sender_ssrc: u32, bitrate: u64, streams: impl IntoIterator<Item = u32>) {
        // Eighteen bits of mantissa: what is lost by shifting is less than the estimate is sure of.
        let exponent = 46_u32.saturating_sub(bitrate.leading_zeros());
        let mantissa = (bitrate >> exponent) as u32;
        self.feedback(
            format::APPLICATION,
            packet_type::PAYLOAD_FEEDBACK,
            sender_ssrc,
            0,
            |out| {
                out.extend(b"REMB");
                let count = out.len();
                out.extend((exponent << 18 | mantissa).to_be_bytes());
                for ssrc in streams.into_iter().take(255) {
                    out.extend(ssrc.to_be_bytes());
                    out[count] += 1;
                }
            },
        );
    }

    /// Says that a stream ends (RFC 3550 section 6.6).
    pub fn bye(&mut self, ssrc: u32) {
        self.packet(1, packet_type::GOODBYE, |out| out.extend(ssrc.to_be_bytes()));
    }

    /// A feedback message (RFC 4585 section 6.1) whose control information `fill` appends.
    pub(super) fn feedback(
        &mut self,
        format: u8,
        packet_type: u8,
        sender_ssrc: u32,
        media_ssrc: u32,
        fill: impl FnOnce(&mut Vec<u8>),
    ) {
        self.packet(format, packet_type, |out| {
            out.extend(sender_ssrc.to_be_bytes());
            out.extend(media_ssrc.to_be_bytes());
            fill(out);
        });
    }

    /// The common header, what `fill` appends, padding to a whole number of words.
    fn packet(&mut self, count: u8, packet_type: u8, fill: impl FnOnce(&mut Vec<u8>)) {
        let start = self.bytes.len();
        self.bytes.extend([0x80 | count, packet_type, 0, 0]);
        fill(self.bytes);
        let padding = (self.bytes.len() - start).next_multiple_of(4) - (self.bytes.len() - start);
        if padding > 0 {
            self.bytes[start] |= 0x20;
            self.bytes.extend(std::iter::repeat_n(0, padding - 1));
            self.bytes.push(padding as u8);
        }
        let words = (self.bytes.len() - start) / 4 - 1;
        self.bytes[start + 2..start + 4].copy_from_slice(&(words as u16).to_be_bytes());
    }
}

/// Groups ascending sequence numbers, wrapping or not, into pairs of a number with a bitmap of the 16 after it.
fn pairs(sequences: impl Iterator<Item = u16>) -> impl Iterator<Item = (u16, u16)> {
    let mut sequences = sequences.peekable();
    std::iter::from_fn(move || {
        let first = sequences.next()?;
        let mut following = 0;
        while let Some(next) = sequences.next_if(|next| next.wrapping_sub(first) <= 16) {
            // The number itself again adds nothing.
            following |= 1_u16
                .checked_shl(u32::from(next.wrapping_sub(first)).wrapping_sub(1))
                .unwrap_or(0);
        }
        Some((first, following))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::{Feedback, Incoming};
    use proptest::prelude::*;
    use rtcp::transport_feedbacks::transport_layer_nack::TransportLayerNack;

    const REPORT: SenderReport = SenderReport {
        ssrc: 1,
        ntp: 2 << 32,
        rtp: 3,
        packets: 4,
        octets: 5,
    };

    fn block(ssrc: u32) -> ReportBlock {
        ReportBlock {
            ssrc,
            fraction_lost: 0,
            lost: -1,
            highest_sequence: 0,
            jitter: 0,
            last_sr: 0,
            delay_since_last_sr: 0,
        }
    }

    fn theirs(bytes: &[u8]) -> Vec<Box<dyn rtcp::Packet>> {
        rtcp::packet::unmarshal(&mut &*bytes).unwrap()
    }

    #[test]
    fn a_full_compound_is_one_to_another_implementation() {
        for cname in ["seat0", "seat10", "s", "abc", ""] {
            let mut bytes = Vec::new();
            let mut compound = Compound::new(&mut bytes);
            compound.sender_report(&REPORT, &[block(9)]);
            compound.cname(1, cname);
            compound.pli(1, 2);
            compound.fir(1, 2, 3);
            compound.bye(1);
            let packets = rtcp::compound_packet::CompoundPacket(theirs(&bytes));
            assert_eq!(packets.0.len(), 5);
            packets.validate().unwrap();
            assert_eq!(packets.cname().unwrap(), cname);
            let items: Vec<_> = Incoming::parse(&bytes).unwrap().collect();
            let expected = [
                Feedback::SenderReport(REPORT),
                Feedback::ReportBlock(block(9)),
                Feedback::Pli { media_ssrc: 2 },
                Feedback::Fir {
                    media_ssrc: 2,
                    sequence: 3,
                },
                Feedback::Bye { ssrc: 1 },
            ];
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn more_blocks_than_a_packet_holds_go_into_the_next() {
        let blocks: Vec<_> = (0..70).map(block).collect();
        let mut bytes = Vec::new();
        Compound::new(&mut bytes).sender_report(&REPORT, &blocks);
        Compound::new(&mut bytes).receiver_report(1, &[]);
        assert_eq!(theirs(&bytes).len(), 4);
        let read: Vec<_> = Incoming::parse(&bytes)
            .unwrap()
            .filter_map(|item| match item {
                Feedback::ReportBlock(block) => Some(block),
                _ => None,
            })
            .collect();
        assert_eq!(read, blocks);
    }

    #[test]
    fn a_nack_packs_neighbours_across_the_wrap() {
        let mut bytes = Vec::new();
        Compound::new(&mut bytes).nack(1, 2, [65_530, 65_530, 65_535, 10, 11, 27]);
        let packets = theirs(&bytes);
        let nack: &TransportLayerNack = packets[0].as_any().downcast_ref().unwrap();
        let lists: Vec<_> = nack.nacks.iter().map(|pair| pair.packet_list()).collect();
        assert_eq!(lists, [vec![65_530, 65_535, 10], vec![11, 27]]);
    }

    #[test]
    fn a_nack_of_nothing_is_not_written() {
        let mut bytes = Vec::new();
        let mut compound = Compound::new(&mut bytes);
        compound.nack(1, 2, []);
        assert!(compound.is_empty());
    }

    proptest! {
        #[test]
        fn nacks_read_back_the_same(start: u16, gaps in prop::collection::vec(1_u16..30, 1..600)) {
            let asked: Vec<u16> = gaps
                .iter()
                .scan(start, |at, gap| {
                    *at = at.wrapping_add(*gap);
                    Some(*at)
                })
                .collect();
            let mut bytes = Vec::new();
            Compound::new(&mut bytes).nack(1, 2, asked.iter().copied());
            let mut read = Vec::new();
            for item in Incoming::parse(&bytes).unwrap() {
                if let Feedback::Nack { missing, .. } = item {
                    read.extend(missing.sequences());
                }
            }
            prop_assert_eq!(read, asked);
        }
    }
}
