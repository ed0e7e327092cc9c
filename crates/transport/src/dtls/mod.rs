//! The DTLS 1.2 handshake that yields SRTP keys (RFC 5764, RFC 6347).
//!
//! `rtc-dtls` computes the handshake; what reaches it is only what cannot harm it. Whole flights are put together
//! here from whatever fragments arrive in whatever order, plaintext that a stranger could have sent is left out,
//! lost flights are sent again from here.

mod association;
mod certificate;
mod client_hello;
mod door;
mod flight;
mod handshake;
mod reassembly;
mod record;

pub use certificate::{Certificate, Fingerprint, FingerprintError};
pub use handshake::Handshake;

/// Which side of the handshake this is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// `setup:passive`, as this server always answers.
    Server,
    /// `setup:active`.
    Client,
}

/// Why a datagram was of no use, or why there will never be keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DtlsError {
    /// Nothing in the datagram was acceptable; the handshake goes on, or the session.
    #[error("nothing acceptable in the datagram")]
    Unacceptable,
    /// The session is closed.
    #[error("session is closed")]
    Closed,
    /// The peer offers none of our SRTP profiles.
    #[error("no SRTP profile in common")]
    NoSrtpProfile,
    /// The peer's certificate is not the one that was signalled.
    #[error("certificate does not match its fingerprint")]
    FingerprintMismatch,
    /// The peer's messages do not make a handshake.
    #[error("handshake failed")]
    Refused,
    /// The peer stayed silent.
    #[error("handshake timed out")]
    TimedOut,
    /// Our own certificate or configuration is of no use.
    #[error("cannot set up a handshake")]
    Setup,
}

impl DtlsError {
    /// Whether the handshake or session is over.
    #[must_use]
    pub fn is_fatal(self) -> bool {
        self != Self::Unacceptable
    }
}
