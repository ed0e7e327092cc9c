//! One RTCP packet of a datagram.

use super::{Feedback, FeedbackError, NackPairs, Open};
use crate::feedback::report::SenderReport;
use crate::feedback::transport_wide_feedback::TransportWideFeedback;
use crate::feedback::{format, packet_type};

/// One RTCP packet without its common header and padding.
pub(super) struct Packet<'a> {
    packet_type: u8,
    /// Report count, source count or feedback message type.
    count: u8,
    body: &'a [u8],
}

impl<'a> Packet<'a> {
    /// The packet at the start of `bytes`, then what follows it (RFC 3550 section 6.4.1).
    pub(super) fn split(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), FeedbackError> {
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
    pub(super) fn read(&self) -> Result<(Option<Feedback<'a>>, Open<'a>), FeedbackError> {
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
