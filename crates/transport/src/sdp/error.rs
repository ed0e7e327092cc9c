//! Why a description cannot be used, in words for its author.

use super::offer::{MAX_BYTES, MAX_LINES};
use model::Mid;

/// Why an offer cannot be answered, or an answer not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SdpError {
    /// Longer than 256 KiB.
    #[error("the SDP is longer than {MAX_BYTES} bytes")]
    TooLong,
    /// More than 64 m-lines.
    #[error("the SDP has more than {MAX_LINES} m-lines")]
    TooManyLines,
    /// Not SDP (RFC 8866), at about this line of text.
    #[error("the text is not SDP (RFC 8866) near its line {0}")]
    Syntax(usize),
    /// No m-line, or rejected ones only.
    #[error("the SDP has no m-line with a port; offer at least one audio or video line")]
    NothingOffered,
    /// An `m=` whose transport or formats are too many, too long or not printable ASCII.
    #[error("m-line {0} (counted from 0) is malformed")]
    MediaLine(usize),
    /// An `a=mid` that is empty, too long for the RTP header extension, or not printable ASCII.
    #[error(
        "a=mid of m-line {0} (counted from 0) must be 1 to 16 characters of printable ASCII (RFC 8843 section 15)"
    )]
    Mid(usize),
    /// Two m-lines with the same `a=mid`.
    #[error("a=mid:{0} names two m-lines")]
    MidTwice(Mid),
    /// Several m-lines that do not share a transport.
    #[error("BUNDLE required: put all m-lines in one a=group:BUNDLE (bundlePolicy max-bundle or balanced)")]
    BundleRequired,
    /// RTCP on a port of its own.
    #[error("a=rtcp-mux required on the m-line a=mid:{0} (rtcpMuxPolicy require)")]
    RtcpMuxRequired(Mid),
    /// No ICE credentials, or none that RFC 8839 section 5.4 allows.
    #[error("a=ice-ufrag (4 to 256 characters) and a=ice-pwd (22 to 256 characters) required (RFC 8839)")]
    IceCredentials,
    /// No certificate fingerprint with a hash that is accepted.
    #[error("a=fingerprint required with sha-256, sha-384 or sha-512 (RFC 8122)")]
    Fingerprint,
    /// The client wants to be the DTLS server.
    #[error("a=setup must be actpass or active: this server is always passive (RFC 8842)")]
    Setup,
    /// No line that could be accepted.
    #[error(
        "no m-line in common: offer audio with Opus or video with VP8, VP9, H.264 or AV1 over UDP/TLS/RTP/SAVPF"
    )]
    NothingInCommon,
}
