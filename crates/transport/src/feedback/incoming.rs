//! Reading RTCP (RFC 3550 section 6, RFC 4585, RFC 5104, reduced size RFC 5506).

use super::report::{ReportBlock, SenderReport};
use super::transport_wide_feedback::TransportWideFeedback;
use super::{format, packet_type};

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

/// One RTCP packet without its common header and padding.
struct Packet<'a> {
    packet_type: u8,
    /// Report count, source count or feedback message type.
    count: u8,
    body: &'a [u8],
}

impl<'a> Packet<'a> {
    /// The packet at the start of `bytes`, then what follows it (RFC 3550 section 6.4.1).
    fn split(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), FeedbackError> {
        let (&[flags, packet_type, l0, l1], rest) = bytes.split_first_chunk().ok_or(FeedbackError::Short)?;
        if flags >> 6 != 2 {
            return Err(FeedbackError::Version);
        }
        let len = usize::from(u16::from_be_bytes([l0, l1])) * 4;
        let (body, rest) = rest.split_at_checked(len).ok_or(FeedbackError::Short)?;
        let body = if flags & 0x20 == 0 {
            body
        } else {
            // Transport-wide feedback is padded to the word, with a count to match, by libwebrtc as by us.
            let is_feedback = packet_type == packet_type::TRANSPORT_FEEDBACK;
            without_padding(body, if is_feedback { 1 } else { 4 })?
        };
        let packet = Self {
            packet_type,
            count: flags & 0x1f,
            body,
        };
        Ok((packet, rest))
    }

    /// The packet's first item with those that are still to come.
    fn read(&self) -> Result<(Option<Feedback<'a>>, Open<'a>), FeedbackError> {
        match (self.packet_type, self.count) {
            (packet_type::SENDER_REPORT, _) => {
                let (report, rest) = self.body.split_first_chunk().ok_or(FeedbackError::Short)?;
                let report = Feedback::SenderReport(SenderReport::parse(report));
                Ok((Some(report), Open::ReportBlocks(self.counted(rest)?)))
            }
            (packet_type::RECEIVER_REPORT, _) => {
                let (_, rest) = self.body.split_first_chunk::<4>().ok_or(FeedbackError::Short)?;
                Ok((None, Open::ReportBlocks(self.counted(rest)?)))
            }
            (packet_type::GOODBYE, _) => Ok((None, Open::Byes(self.counted(self.body)?))),
            (packet_type::TRANSPORT_FEEDBACK, format::NACK) => {
                let (media_ssrc, pairs) = self.feedback()?;
                let missing = NackPairs(entries(pairs)?);
                Ok((Some(Feedback::Nack { media_ssrc, missing }), Open::Nothing))
            }
            (packet_type::TRANSPORT_FEEDBACK, format::TRANSPORT_WIDE) => {
                let (_, information) = self.feedback()?;
                let feedback = TransportWideFeedback::parse(information)?;
                Ok((Some(Feedback::TransportWide(feedback)), Open::Nothing))
            }
            (packet_type::PAYLOAD_FEEDBACK, format::APPLICATION) => Ok((
                remb(self.body).map(|bitrate| Feedback::Remb { bitrate }),
                Open::Nothing,
            )),
            (packet_type::PAYLOAD_FEEDBACK, format::PLI) => {
                let (media_ssrc, _) = self.feedback()?;
                Ok((Some(Feedback::Pli { media_ssrc }), Open::Nothing))
            }
            (packet_type::PAYLOAD_FEEDBACK, format::FIR) => {
                let (_, requests) = self.feedback()?;
                Ok((None, Open::Firs(entries(requests)?)))
            }
            _ => Ok((None, Open::Nothing)),
        }
    }

    /// As many parts of `N` bytes as the count field says.
    fn counted<const N: usize>(&self, bytes: &'a [u8]) -> Result<&'a [[u8; N]], FeedbackError> {
        let (parts, _) = bytes.as_chunks();
        parts.get(..self.count.into()).ok_or(FeedbackError::Short)
    }

    /// The media source with the feedback control information (RFC 4585 section 6.1).
    fn feedback(&self) -> Result<(u32, &'a [u8]), FeedbackError> {
        let (&[_, _, _, _, m0, m1, m2, m3], rest) =
            self.body.split_first_chunk().ok_or(FeedbackError::Short)?;
        Ok((u32::from_be_bytes([m0, m1, m2, m3]), rest))
    }
}

/// The bits per second of a receiver's estimate; nothing for another application's message
/// (draft-alvestrand-rmcat-remb-03 section 2.2).
fn remb(body: &[u8]) -> Option<u64> {
    let (_, rest) = body.split_first_chunk::<8>()?;
    let (name, rest) = rest.split_first_chunk::<4>()?;
    let &[_, b0, b1, b2] = rest.first_chunk()?;
    let mantissa = u64::from(b0 & 3) << 16 | u64::from(b1) << 8 | u64::from(b2);
    let exponent = u32::from(b0 >> 2);
    let fits = exponent <= mantissa.leading_zeros();
    (name == b"REMB").then_some(if fits { mantissa << exponent } else { u64::MAX })
}

/// At least one entry, as RFC 4585 section 6.2.1 and RFC 5104 section 4.3.1 ask.
fn entries<const N: usize>(bytes: &[u8]) -> Result<&[[u8; N]], FeedbackError> {
    match bytes.as_chunks() {
        ([], _) => Err(FeedbackError::Short),
        (entries, _) => Ok(entries),
    }
}

fn without_padding(body: &[u8], unit: u8) -> Result<&[u8], FeedbackError> {
    match body.last() {
        Some(&count) if count != 0 && count % unit == 0 => {
            let len = body
                .len()
                .checked_sub(count.into())
                .ok_or(FeedbackError::Padding)?;
            Ok(&body[..len])
        }
        _ => Err(FeedbackError::Padding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rtc_shared::marshal::Marshal;

    fn items(datagram: &[u8]) -> Vec<Feedback<'_>> {
        Incoming::parse(datagram).unwrap().collect()
    }

    #[test]
    fn a_short_packet_is_an_error() {
        for short in [
            &[0x80, 0xc8, 0, 0][..],
            &[],
            &[0x80],
            &[0x81, 0xc9, 0, 1, 0, 0, 0, 1],
        ] {
            assert_eq!(Incoming::parse(short).err(), Some(FeedbackError::Short));
        }
        assert_eq!(
            Incoming::parse(&[0, 0xc8, 0, 0]).err(),
            Some(FeedbackError::Version)
        );
    }

    #[test]
    fn a_good_packet_before_a_bad_one_is_not_believed() {
        let mut datagram = vec![0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
        assert_eq!(items(&datagram), [Feedback::Pli { media_ssrc: 2 }]);
        datagram.extend([0x80, 200, 0, 0]);
        assert!(Incoming::parse(&datagram).is_err());
    }

    #[test]
    fn nack_bitmaps_wrap() {
        let datagram = [0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0xfe, 0x80, 0x03];
        let Feedback::Nack { media_ssrc, missing } = items(&datagram)[0] else {
            panic!("not a NACK");
        };
        assert_eq!(media_ssrc, 2);
        assert_eq!(missing.sequences().collect::<Vec<_>>(), [65_534, 65_535, 0, 14]);
    }

    #[test]
    fn a_nack_or_fir_of_nothing_is_an_error() {
        for (kind, count) in [(205, 0x81), (206, 0x84)] {
            let datagram = [count, kind, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
            assert_eq!(Incoming::parse(&datagram).err(), Some(FeedbackError::Short));
        }
    }

    #[test]
    fn each_fir_entry_is_an_item() {
        let entries = [0, 0, 0, 5, 7, 0, 0, 0, 0, 0, 0, 6, 8, 0, 0, 0];
        let datagram = [&[0x84, 206, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0][..], &entries].concat();
        let fir = |media_ssrc, sequence| Feedback::Fir { media_ssrc, sequence };
        assert_eq!(items(&datagram), [fir(5, 7), fir(6, 8)]);
    }

    #[test]
    fn padding_is_left_off() {
        let bye = [0xa1, 203, 0, 2, 0, 0, 0, 9, 0, 0, 0, 4];
        assert_eq!(items(&bye), [Feedback::Bye { ssrc: 9 }]);
        for count in [0, 3, 12] {
            let mut bad = bye;
            bad[11] = count;
            assert_eq!(Incoming::parse(&bad).err(), Some(FeedbackError::Padding));
        }
    }

    #[test]
    fn an_estimate_of_the_receiver_is_read_as_elsewhere() {
        use rtcp::payload_feedbacks::receiver_estimated_maximum_bitrate::ReceiverEstimatedMaximumBitrate;
        for bitrate in [1_u64, 262_143, 262_144, 1_234_567, 3_000_000_000] {
            let mut ours = Vec::new();
            crate::feedback::Compound::new(&mut ours).remb(1, bitrate, [5, 6]);
            let packets = rtcp::packet::unmarshal(&mut &*ours).unwrap();
            let theirs: &ReceiverEstimatedMaximumBitrate = packets[0].as_any().downcast_ref().unwrap();
            assert_eq!((theirs.sender_ssrc, &theirs.ssrcs[..]), (1, &[5, 6][..]));
            let Feedback::Remb { bitrate: read } = items(&ours)[0] else {
                panic!("not an estimate");
            };
            assert!(
                read <= bitrate && bitrate - read <= bitrate >> 17,
                "{bitrate}: {read}"
            );
            assert!((f64::from(theirs.bitrate) - read as f64).abs() <= read as f64 / 1e6);
            let again = theirs.marshal().unwrap();
            assert_eq!(items(&again), [Feedback::Remb { bitrate: read }]);
        }
    }

    #[test]
    fn an_estimate_beyond_all_numbers_is_the_highest_one() {
        let mut datagram = [&[0x8f, 206, 0, 4][..], &[0; 8], b"REMB", &[0, 0xff, 0xff, 0xff]].concat();
        assert_eq!(items(&datagram), [Feedback::Remb { bitrate: u64::MAX }]);
        datagram[12] = b'X';
        assert_eq!(items(&datagram), []);
    }

    #[test]
    fn unknown_packets_are_passed_over() {
        let datagram = [
            [0x80, 207, 0, 1, 1, 2, 3, 4],
            [0x8f, 206, 0, 1, 1, 2, 3, 4],
            [0x81, 203, 0, 1, 0, 0, 0, 9],
        ]
        .concat();
        assert_eq!(items(&datagram), [Feedback::Bye { ssrc: 9 }]);
    }

    #[test]
    fn a_compound_of_another_implementation() {
        let reception = rtcp::reception_report::ReceptionReport {
            ssrc: 5,
            fraction_lost: 6,
            total_lost: 7,
            last_sequence_number: 8,
            jitter: 9,
            last_sender_report: 10,
            delay: 11,
        };
        let report = rtcp::sender_report::SenderReport {
            ssrc: 1,
            ntp_time: 0x0102_0304_0506_0708,
            rtp_time: 2,
            packet_count: 3,
            octet_count: 4,
            reports: vec![reception.clone(), reception.clone()],
            ..Default::default()
        };
        let receiver = rtcp::receiver_report::ReceiverReport {
            ssrc: 1,
            reports: vec![reception],
            ..Default::default()
        };
        let mut datagram = report.marshal().unwrap().to_vec();
        datagram.extend_from_slice(&receiver.marshal().unwrap());
        let items = items(&datagram);
        let block = Feedback::ReportBlock(ReportBlock {
            ssrc: 5,
            fraction_lost: 6,
            lost: 7,
            highest_sequence: 8,
            jitter: 9,
            last_sr: 10,
            delay_since_last_sr: 11,
        });
        let report = Feedback::SenderReport(SenderReport {
            ssrc: 1,
            ntp: 0x0102_0304_0506_0708,
            rtp: 2,
            packets: 3,
            octets: 4,
        });
        assert_eq!(items, [report, block, block, block]);
    }

    /// Random packets with true lengths, so that their insides are reached.
    fn packet() -> impl Strategy<Value = Vec<u8>> {
        let words = prop::collection::vec(any::<u32>(), 0..30);
        (any::<u8>(), 198_u8..=208, words).prop_map(|(flags, kind, words)| {
            let mut packet = vec![0x80 | flags & 0x3f, kind];
            packet.extend((words.len() as u16).to_be_bytes());
            packet.extend(words.iter().flat_map(|word| word.to_be_bytes()));
            packet
        })
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(datagram in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(incoming) = Incoming::parse(&datagram) {
                prop_assert!(incoming.count() <= datagram.len());
            }
        }

        #[test]
        fn random_compounds_never_panic(packets in prop::collection::vec(packet(), 0..6)) {
            let datagram = packets.concat();
            if let Ok(incoming) = Incoming::parse(&datagram) {
                for item in incoming {
                    if let Feedback::Nack { missing, .. } = item {
                        prop_assert!(missing.sequences().count() <= datagram.len() * 17 / 4);
                    }
                }
            }
        }
    }
}
