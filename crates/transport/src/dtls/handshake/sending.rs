//! Flights with alerts on their way to the peer.

use super::{Handshake, State};
use crate::dtls::door::ECHOING_HELLO;
use crate::dtls::flight::Flight;
use crate::dtls::record::{ALERT, HANDSHAKE, number_plaintext, push_plaintext, records};
use crate::dtls::{DtlsError, Role};
use bytes::BytesMut;
use std::collections::VecDeque;
use std::time::Instant;

/// Datagrams waiting to be sent; the oldest give way.
pub(super) const MAX_OUTGOING: usize = 32;

/// handshake_failure, fatal (RFC 5246 section 7.2).
const HANDSHAKE_FAILURE: [u8; 2] = [2, 40];

impl Handshake {
    /// Sends what the endpoint has, keeps it as the latest flight.
    pub(super) fn send_flight(&mut self, now: Instant) {
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

    /// The peer repeats the message of that number: it misses what we answered.
    pub(super) fn answer_repetition(&mut self, now: Instant, sequence: u16) -> bool {
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

    pub(super) fn repeat_flight(&mut self) {
        for datagram in self.flight.datagrams() {
            send(&mut self.outgoing, &mut self.number, datagram.clone());
        }
    }

    /// Sends what the endpoint has without keeping it.
    pub(super) fn send_others(&mut self) {
        for datagram in self.drain() {
            send(&mut self.outgoing, &mut self.number, datagram);
        }
    }

    /// Tells the peer, as far as the endpoint has not, then is over.
    pub(super) fn fail(&mut self, error: DtlsError) -> Result<bool, DtlsError> {
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

    pub(super) fn drain(&mut self) -> Vec<BytesMut> {
        match &mut self.state {
            State::Negotiating(association) | State::Established(association) => {
                std::iter::from_fn(|| association.poll_transmit()).collect()
            }
            State::AtTheDoor(_) | State::Over(_) => Vec::new(),
        }
    }
}

pub(super) fn send(outgoing: &mut VecDeque<BytesMut>, number: &mut u64, mut datagram: BytesMut) {
    number_plaintext(&mut datagram, number);
    if outgoing.len() == MAX_OUTGOING {
        outgoing.pop_front();
    }
    outgoing.push_back(datagram);
}
