//! One peer's DTLS from the first datagram to the goodbye.

mod encrypted;
mod plaintext;
mod sending;
#[cfg(test)]
mod tests;

use super::association::Association;
use super::door::Door;
use super::flight::Flight;
use super::reassembly::Reassembly;
use super::record::{ALERT, HANDSHAKE, Record, records};
use super::{Certificate, DtlsError, Fingerprint, Role};
use crate::srtp::{Keys, Profile};
use bytes::BytesMut;
use sending::send;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Until when a handshake is to complete, counted from the client's first believed message.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longest encrypted record of any use: a Finished or an alert.
const MAX_ENCRYPTED: usize = 256;

/// A DTLS handshake with the session that follows it.
///
/// Datagrams are handed in and polled out; all of them belong to one peer, on whatever 5-tuple.
pub struct Handshake {
    role: Role,
    certificate: Certificate,
    remote: Fingerprint,
    clock: Instant,
    state: State,
    reassembly: Reassembly,
    held: VecDeque<Vec<u8>>,
    encrypted: u32,
    flight: Flight,
    deadline: Option<Instant>,
    /// Number of the next plaintext record sent.
    number: u64,
    outgoing: VecDeque<BytesMut>,
    keys: Option<Keys>,
}

enum State {
    /// The server asks who is there.
    AtTheDoor(Door),
    Negotiating(Box<Association>),
    Established(Box<Association>),
    Over(DtlsError),
}

impl Handshake {
    /// Waits for a ClientHello, or has one ready to send.
    ///
    /// # Errors
    /// [`DtlsError::Setup`] when the certificate is of no use or there is no randomness.
    pub fn new(
        role: Role,
        certificate: &Certificate,
        remote: Fingerprint,
        now: Instant,
    ) -> Result<Self, DtlsError> {
        Self::offering(
            role,
            certificate,
            remote,
            now,
            &[Profile::AeadAes128Gcm, Profile::Aes128CmHmacSha1_80],
        )
    }

    /// As [`new`](Self::new), a client with these SRTP profiles in this order.
    pub(super) fn offering(
        role: Role,
        certificate: &Certificate,
        remote: Fingerprint,
        now: Instant,
        profiles: &[Profile],
    ) -> Result<Self, DtlsError> {
        let state = match role {
            Role::Server => State::AtTheDoor(Door::new()),
            Role::Client => State::Negotiating(Box::new(Association::client(
                now,
                certificate,
                &remote,
                profiles,
            )?)),
        };
        let mut handshake = Self {
            role,
            certificate: certificate.clone(),
            remote,
            clock: now,
            state,
            reassembly: Reassembly::default(),
            held: VecDeque::new(),
            encrypted: 0,
            flight: Flight::default(),
            deadline: (role == Role::Client).then_some(now + PATIENCE),
            number: 0,
            outgoing: VecDeque::new(),
            keys: None,
        };
        handshake.send_flight(now);
        Ok(handshake)
    }

    /// Handles a datagram of DTLS records.
    ///
    /// # Errors
    /// [`DtlsError::Unacceptable`] for what has no effect, to be counted; any other error is the end, for good.
    pub fn handle(&mut self, now: Instant, datagram: &[u8]) -> Result<(), DtlsError> {
        self.clock = now;
        if let State::Over(error) = self.state {
            return Err(error);
        }
        let mut is_acceptable = false;
        for record in records(datagram) {
            is_acceptable |= self.handle_record(now, record)?;
        }
        if is_acceptable {
            Ok(())
        } else {
            Err(DtlsError::Unacceptable)
        }
    }

    /// The next datagram to send to the peer.
    pub fn poll_transmit(&mut self) -> Option<BytesMut> {
        self.outgoing.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is due; `None` while there is nothing to repeat.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        match self.state {
            State::Negotiating(_) => self.flight.poll_timeout().into_iter().chain(self.deadline).min(),
            _ => None,
        }
    }

    /// Sends a flight again that seems lost, gives up on a peer that stays silent.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.clock = now;
        if !matches!(self.state, State::Negotiating(_)) {
            return;
        }
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.state = State::Over(DtlsError::TimedOut);
        } else if self.flight.is_due(now) {
            self.repeat_flight();
        }
    }

    /// The SRTP keys, once: after both sides have proved theirs, the peer also its certificate.
    pub fn keys(&mut self) -> Option<Keys> {
        self.keys.take()
    }

    /// Whether both sides have proved their keys, and nobody has said goodbye.
    #[must_use]
    pub fn is_established(&self) -> bool {
        matches!(self.state, State::Established(_))
    }

    /// Whether one side said goodbye.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Over(DtlsError::Closed))
    }

    /// Why it is over; [`DtlsError::Closed`] after a goodbye.
    #[must_use]
    pub fn failure(&self) -> Option<DtlsError> {
        match self.state {
            State::Over(error) => Some(error),
            _ => None,
        }
    }

    /// Says goodbye: a `close_notify` is ready to send.
    pub fn close(&mut self) {
        if let State::Negotiating(association) | State::Established(association) = &mut self.state {
            association.close(self.clock);
            while let Some(datagram) = association.poll_transmit() {
                send(&mut self.outgoing, &mut self.number, datagram);
            }
        }
        if !matches!(self.state, State::Over(_)) {
            self.state = State::Over(DtlsError::Closed);
        }
    }

    /// Whether the record was of use.
    fn handle_record(&mut self, now: Instant, record: Record<'_>) -> Result<bool, DtlsError> {
        match (record.epoch, record.kind) {
            (0, HANDSHAKE) => {
                let mut is_acceptable = false;
                for fragment in record.fragments() {
                    is_acceptable |= self.handle_fragment(now, fragment)?;
                }
                Ok(is_acceptable)
            }
            (1, ALERT | HANDSHAKE) if record.bytes.len() <= MAX_ENCRYPTED => {
                self.handle_encrypted(now, record)
            }
            // Anybody could have sent a plaintext alert. We negotiate no application data.
            _ => Ok(false),
        }
    }
}

impl std::fmt::Debug for Handshake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handshake")
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
