//! What peers tell each other about the media they exchange: RTCP, loss, time.

mod clock;
mod compound;
mod incoming;
mod keyframe;
mod nack;
mod report;
mod retransmission;
mod round_trip;
mod source_clock;
mod statistics;
mod transport_wide;
mod transport_wide_feedback;

pub use clock::{NtpClock, ntp_middle};
pub use compound::Compound;
pub use incoming::{Feedback, FeedbackError, Incoming, NackPairs};
pub use keyframe::KeyframeThrottle;
pub use nack::{NackGenerator, Recovery};
pub use report::{ReportBlock, SenderReport};
pub use retransmission::RetransmissionThrottle;
pub use round_trip::RoundTrip;
pub use source_clock::{ClockOffset, SourceClock};
pub use statistics::ReceiverStatistics;
pub use transport_wide::TransportWideRecorder;
pub use transport_wide_feedback::{Arrivals, TransportWideFeedback};

/// RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1).
mod packet_type {
    pub(super) const SENDER_REPORT: u8 = 200;
    pub(super) const RECEIVER_REPORT: u8 = 201;
    pub(super) const SOURCE_DESCRIPTION: u8 = 202;
    pub(super) const GOODBYE: u8 = 203;
    pub(super) const TRANSPORT_FEEDBACK: u8 = 205;
    pub(super) const PAYLOAD_FEEDBACK: u8 = 206;
}

/// Feedback message types, which stand in the count field (RFC 4585, RFC 5104).
mod format {
    pub(super) const NACK: u8 = 1;
    pub(super) const TRANSPORT_WIDE: u8 = 15;
    pub(super) const PLI: u8 = 1;
    pub(super) const FIR: u8 = 4;
    pub(super) const APPLICATION: u8 = 15;
}
