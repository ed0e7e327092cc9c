//! The client's side towards one server address, for tests, benches, load.

use super::Credentials;
use super::binding::{authenticated, is_success, request};
use super::lite::CONSENT;
use crate::FiveTuple;
use rtc_stun::message::TransactionId;
use std::time::{Duration, Instant};

/// First wait for an answer, doubled each time up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_millis(1600);
/// Between answered checks (RFC 7675 section 5.1).
const CONSENT_INTERVAL: Duration = Duration::from_secs(5);
/// A peer-reflexive candidate's (RFC 8445 section 5.1.2.1).
const PRIORITY: u32 = (110 << 24) | (65_535 << 8) | 255;

/// A controlling agent with a single candidate pair, which every check nominates.
#[derive(Debug)]
pub struct ControllingAgent {
    username: String,
    remote_pwd: String,
    tuple: FiveTuple,
    tie_breaker: u64,
    transaction: TransactionId,
    /// When to send next, with the wait after that.
    next: (Instant, Duration),
    answered: Option<Instant>,
}

impl ControllingAgent {
    /// Starts to check at once. `tuple.local` is the client's address, `tuple.remote` the server's.
    #[must_use]
    pub fn new(local: &Credentials, remote: &Credentials, tuple: FiveTuple, now: Instant) -> Self {
        Self {
            username: format!("{}:{}", remote.ufrag, local.ufrag),
            remote_pwd: remote.pwd.clone(),
            tuple,
            tie_breaker: rand::random(),
            transaction: TransactionId::new(),
            next: (now, FIRST_WAIT),
            answered: None,
        }
    }

    /// Where it checks.
    #[must_use]
    pub fn tuple(&self) -> FiveTuple {
        self.tuple
    }

    /// Takes a datagram; whether it was the answer to the latest check.
    pub fn handle(&mut self, now: Instant, tuple: FiveTuple, datagram: &[u8]) -> bool {
        let Ok(message) = authenticated(datagram, &self.remote_pwd) else {
            return false;
        };
        if tuple != self.tuple || !is_success(&message) || message.transaction_id != self.transaction {
            return false;
        }
        self.answered = Some(now);
        self.transaction = TransactionId::new();
        self.next = (now + CONSENT_INTERVAL, FIRST_WAIT);
        true
    }

    /// The check that is due, if any.
    pub fn poll_transmit(&mut self, now: Instant) -> Option<Vec<u8>> {
        let (due, wait) = self.next;
        if now < due {
            return None;
        }
        self.next = (now + wait, (wait * 2).min(LONGEST_WAIT));
        let mut datagram = Vec::new();
        request(
            self.transaction,
            &self.username,
            self.tie_breaker,
            PRIORITY,
            &self.remote_pwd,
            &mut datagram,
        );
        Some(datagram)
    }

    /// When the next check is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        Some(self.next.0)
    }

    /// Whether the server answered, at the latest [`CONSENT`] ago.
    #[must_use]
    pub fn is_connected(&self, now: Instant) -> bool {
        self.answered.is_some_and(|at| now < at + CONSENT)
    }
}
