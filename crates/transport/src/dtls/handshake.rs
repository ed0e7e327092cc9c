//! One peer's DTLS from the first datagram to the goodbye.

use super::association::{Association, Progress};
use super::client_hello::srtp_profile;
use super::door::{Door, ECHOING_HELLO, Knock};
use super::flight::Flight;
use super::reassembly::{Arrival, Reassembly};
use super::record::{
    ALERT, CERTIFICATE, CERTIFICATE_REQUEST, CERTIFICATE_VERIFY, CLIENT_HELLO, CLIENT_KEY_EXCHANGE, Fragment,
    HANDSHAKE, HELLO_VERIFY_REQUEST, MESSAGE_HEADER, Record, SERVER_HELLO, SERVER_HELLO_DONE,
    SERVER_KEY_EXCHANGE, number_plaintext, push_plaintext, records,
};
use super::{Certificate, DtlsError, Fingerprint, Role};
use crate::srtp::{Keys, Profile};
use bytes::BytesMut;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Until when a handshake is to complete, counted from the client's first believed message.
const PATIENCE: Duration = Duration::from_secs(30);

/// Encrypted records held until there are keys.
const HELD: usize = 4;
/// Longest encrypted record of any use: a Finished or an alert.
const MAX_ENCRYPTED: usize = 256;
/// Encrypted records looked at before the handshake is complete, as the endpoint may keep them.
const MAX_ENCRYPTED_RECORDS: u32 = 1024;

/// Datagrams waiting to be sent; the oldest give way.
const MAX_OUTGOING: usize = 32;

/// handshake_failure, fatal (RFC 5246 section 7.2).
const HANDSHAKE_FAILURE: [u8; 2] = [2, 40];

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

    fn handle_fragment(&mut self, now: Instant, fragment: Fragment<'_>) -> Result<bool, DtlsError> {
        if !is_expected(self.role, fragment.kind) {
            return Ok(false);
        }
        match &mut self.state {
            State::AtTheDoor(door) => match door.knock(fragment) {
                Knock::Refuse => Ok(false),
                Knock::Wait => Ok(true),
                Knock::Ask => {
                    let request = BytesMut::from(&door.ask()[..]);
                    send(&mut self.outgoing, &mut self.number, request);
                    Ok(true)
                }
                Knock::Enter(hello) => self.begin(now, &hello),
            },
            State::Negotiating(_) => match self.reassembly.insert(fragment) {
                Arrival::Refused => Ok(false),
                Arrival::Repeated => Ok(self.answer_repetition(now, fragment.sequence)),
                Arrival::Awaited => self.advance(now),
            },
            State::Established(_) => Ok(self.answer_repetition(now, fragment.sequence)),
            State::Over(error) => Err(*error),
        }
    }

    /// The server's flight after a ClientHello with the cookie.
    fn begin(&mut self, now: Instant, hello: &[u8]) -> Result<bool, DtlsError> {
        let State::AtTheDoor(door) = &self.state else {
            return Ok(false);
        };
        let Some(profile) = srtp_profile(&hello[MESSAGE_HEADER..]) else {
            return self.fail(DtlsError::NoSrtpProfile);
        };
        let begun = Association::server(now, &self.certificate, &self.remote, profile, door.cookie, hello);
        match begun {
            Ok(association) => {
                self.state = State::Negotiating(Box::new(association));
                self.reassembly = Reassembly::starting_at(ECHOING_HELLO + 1);
                self.deadline = Some(now + PATIENCE);
                self.send_flight(now);
                Ok(true)
            }
            Err(error) => self.fail(error),
        }
    }

    /// Feeds the peer's flight once it is whole, then what was encrypted under the keys it gives.
    fn advance(&mut self, now: Instant) -> Result<bool, DtlsError> {
        let role = self.role;
        while let State::Negotiating(association) = &mut self.state {
            let Some(flight) = self.reassembly.take_flight(|kind| ends_flight(role, kind)) else {
                break;
            };
            let fed = association.feed_flight(now, &flight);
            self.send_flight(now);
            if let Err(error) = fed {
                return self.fail(error);
            }
        }
        if self.has_keys() {
            for record in std::mem::take(&mut self.held) {
                self.feed_encrypted(now, &record)?;
            }
        }
        Ok(true)
    }

    fn handle_encrypted(&mut self, now: Instant, record: Record<'_>) -> Result<bool, DtlsError> {
        match &self.state {
            State::Negotiating(association) if association.has_keys() => {
                self.encrypted += 1;
                if self.encrypted > MAX_ENCRYPTED_RECORDS {
                    return Ok(false);
                }
                self.feed_encrypted(now, record.bytes).map(|()| true)
            }
            State::Negotiating(_) => {
                if self.held.len() == HELD {
                    self.held.pop_front();
                }
                self.held.push_back(record.bytes.to_vec());
                Ok(true)
            }
            // A Finished here is a repeated one: our last flight was lost.
            State::Established(_) if record.kind == HANDSHAKE => Ok(self.answer_repetition(now, u16::MAX)),
            State::Established(_) => self.feed_encrypted(now, record.bytes).map(|()| true),
            State::AtTheDoor(_) | State::Over(_) => Ok(false),
        }
    }

    fn feed_encrypted(&mut self, now: Instant, record: &[u8]) -> Result<(), DtlsError> {
        let (State::Negotiating(association) | State::Established(association)) = &mut self.state else {
            return Ok(());
        };
        let fed = association.feed_encrypted(now, record);
        match fed {
            // The endpoint echoes a warning; two such peers would never end.
            Ok(Progress::None) => drop(self.drain()),
            Ok(Progress::Complete) => return self.complete(now),
            Ok(Progress::Closed) => {
                self.send_others();
                self.state = State::Over(DtlsError::Closed);
            }
            Err(error) => {
                self.send_others();
                // An established session is not ended by what it cannot make sense of.
                if matches!(self.state, State::Negotiating(_)) {
                    self.fail(error)?;
                }
            }
        }
        Ok(())
    }

    fn complete(&mut self, now: Instant) -> Result<(), DtlsError> {
        self.send_flight(now);
        let State::Negotiating(association) =
            std::mem::replace(&mut self.state, State::Over(DtlsError::Refused))
        else {
            return Ok(());
        };
        match association.keys() {
            Ok(keys) => {
                self.keys = Some(keys);
                self.state = State::Established(association);
                self.reassembly = Reassembly::default();
                self.deadline = None;
                Ok(())
            }
            Err(error) => self.fail(error).map(drop),
        }
    }

    fn has_keys(&self) -> bool {
        matches!(&self.state, State::Negotiating(association) if association.has_keys())
    }

    /// Tells the peer, as far as the endpoint has not, then is over.
    fn fail(&mut self, error: DtlsError) -> Result<bool, DtlsError> {
        let mut alerts = self.drain();
        if alerts.is_empty() {
            let mut alert = Vec::new();
            push_plaintext(&mut alert, ALERT, 0, &HANDSHAKE_FAILURE);
            alerts.push(BytesMut::from(&alert[..]));
        }
        alerts
            .into_iter()
            .for_each(|alert| send(&mut self.outgoing, &mut self.number, alert));
        self.state = State::Over(error);
        Err(error)
    }

    /// The peer repeats the message of that number: it misses what we answered.
    fn answer_repetition(&mut self, now: Instant, sequence: u16) -> bool {
        // The last flight is the server's, so an established client has nothing to repeat. What came before the
        // cookie was echoed is not repeated to either.
        let is_answered = match (&self.state, self.role) {
            (State::Established(_), Role::Client) => false,
            (_, Role::Server) => sequence >= ECHOING_HELLO,
            (_, Role::Client) => true,
        };
        if is_answered && self.flight.is_missed(now) {
            self.repeat_flight();
        }
        is_answered
    }

    /// Sends what the endpoint has, keeps it as the latest flight.
    fn send_flight(&mut self, now: Instant) {
        let datagrams = self.drain();
        let is_flight = datagrams
            .iter()
            .any(|datagram| records(datagram).any(|record| record.kind == HANDSHAKE));
        if is_flight {
            self.flight = Flight::new(now, datagrams, !self.is_last_flight());
            self.repeat_flight();
        } else {
            datagrams
                .into_iter()
                .for_each(|datagram| send(&mut self.outgoing, &mut self.number, datagram));
        }
    }

    /// The server's second flight, which nobody answers.
    fn is_last_flight(&self) -> bool {
        self.role == Role::Server && !self.flight.datagrams().is_empty()
    }

    /// Sends what the endpoint has without keeping it.
    fn send_others(&mut self) {
        for datagram in self.drain() {
            send(&mut self.outgoing, &mut self.number, datagram);
        }
    }

    fn drain(&mut self) -> Vec<BytesMut> {
        match &mut self.state {
            State::Negotiating(association) | State::Established(association) => {
                std::iter::from_fn(|| association.poll_transmit()).collect()
            }
            State::AtTheDoor(_) | State::Over(_) => Vec::new(),
        }
    }

    fn repeat_flight(&mut self) {
        for datagram in self.flight.datagrams() {
            send(&mut self.outgoing, &mut self.number, datagram.clone());
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

/// Whether the peer of `role` sends such a message in the clear, so that an echo of our own is none.
fn is_expected(role: Role, kind: u8) -> bool {
    match role {
        Role::Server => {
            matches!(
                kind,
                CLIENT_HELLO | CERTIFICATE | CLIENT_KEY_EXCHANGE | CERTIFICATE_VERIFY
            )
        }
        Role::Client => matches!(
            kind,
            HELLO_VERIFY_REQUEST
                | SERVER_HELLO
                | CERTIFICATE
                | SERVER_KEY_EXCHANGE
                | CERTIFICATE_REQUEST
                | SERVER_HELLO_DONE
        ),
    }
}

/// Whether the peer of `role` sends nothing more in the clear before it is answered.
fn ends_flight(role: Role, kind: u8) -> bool {
    match role {
        // Without a certificate, which we require, there is none to verify either.
        Role::Server => kind == CERTIFICATE_VERIFY,
        Role::Client => matches!(kind, HELLO_VERIFY_REQUEST | SERVER_HELLO_DONE),
    }
}

fn send(outgoing: &mut VecDeque<BytesMut>, number: &mut u64, mut datagram: BytesMut) {
    number_plaintext(&mut datagram, number);
    if outgoing.len() == MAX_OUTGOING {
        outgoing.pop_front();
    }
    outgoing.push_back(datagram);
}

#[cfg(test)]
mod tests;
