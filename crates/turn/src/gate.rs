//! Who is believed, what the others hear (RFC 8489 section 9.2.4).

use crate::allocation::Allocation;
use crate::allowance::Allowance;
use crate::credentials::{self, Secret};
use crate::nonce::Nonces;
use crate::request::{PROVIDER, Request};
use crate::response::Response;
use rtc_stun::attributes::{ATTR_NONCE, ATTR_REALM, ATTR_USERNAME};
use rtc_stun::error_code::{CODE_BAD_REQUEST, CODE_STALE_NONCE, CODE_UNAUTHORIZED};
use rtc_stun::integrity::MessageIntegrity;
use std::time::{Duration, Instant};
use transport::FiveTuple;

/// Short, as it stands in every challenge.
const REALM: &str = "sfu";

/// The long-term credential mechanism with credentials that nobody remembers.
#[derive(Debug)]
pub(crate) struct Gate {
    secret: Secret,
    nonces: Nonces,
    allowance: Allowance,
    anchor: (Instant, Duration),
}

/// Who asks.
pub(crate) struct Client {
    pub(crate) tuple: FiveTuple,
    pub(crate) username: String,
    /// What requests and answers are sealed with.
    pub(crate) key: Vec<u8>,
}

/// Why a request is not believed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Disbelief {
    Malformed,
    Unauthorized,
    StaleNonce,
}

impl Gate {
    pub(crate) fn new(secret: Secret, anchor: (Instant, Duration)) -> Self {
        Self {
            nonces: Nonces::new(&secret),
            allowance: Allowance::new(anchor.0),
            secret,
            anchor,
        }
    }

    /// Tells who asks; `own` is the allocation that the 5-tuple has.
    pub(crate) fn believe(
        &self,
        now: Instant,
        tuple: FiveTuple,
        request: &mut Request,
        own: Option<&Allocation>,
    ) -> Result<Client, Disbelief> {
        if !request.has_integrity() {
            return Err(Disbelief::Unauthorized);
        }
        let username = request
            .text(ATTR_USERNAME)
            .ok_or(Disbelief::Malformed)?
            .to_owned();
        let nonce = request.value(ATTR_NONCE).ok_or(Disbelief::Malformed)?;
        request.value(ATTR_REALM).ok_or(Disbelief::Malformed)?;
        if !self.nonces.is_fresh(self.since_epoch(now), &tuple, nonce) {
            return Err(Disbelief::StaleNonce);
        }
        let key = self.key(&username).ok_or(Disbelief::Unauthorized)?;
        // Expired credentials are good for the allocation that they started.
        let is_own = own.is_some_and(|allocation| allocation.username == username);
        if request.holds(&key) && (is_own || self.is_valid(now, &username)) {
            Ok(Client { tuple, username, key })
        } else {
            Err(Disbelief::Unauthorized)
        }
    }

    /// The answer for who is not believed, nothing where the allowance is spent. A connection's address is proven, so it
    /// needs none.
    pub(crate) fn turn_away(
        &mut self,
        now: Instant,
        tuple: &FiveTuple,
        request: &Request,
        disbelief: Disbelief,
    ) -> Option<Vec<u8>> {
        let challenge = |code| {
            let nonce = self.nonces.issue(self.since_epoch(now), tuple);
            Response::error(request, code).challenge(REALM, &nonce)
        };
        let response = match disbelief {
            Disbelief::Malformed => Response::error(request, CODE_BAD_REQUEST),
            Disbelief::Unauthorized => challenge(CODE_UNAUTHORIZED),
            Disbelief::StaleNonce => challenge(CODE_STALE_NONCE),
        };
        self.afford(now, tuple, request, response.plain())
    }

    /// The sender's address, for whoever asks (RFC 8489 section 7.3.1), within the same bounds.
    pub(crate) fn mirror(&mut self, now: Instant, tuple: &FiveTuple, request: &Request) -> Option<Vec<u8>> {
        let answer = Response::success(request).mapped(tuple.remote).plain();
        self.afford(now, tuple, request, answer)
    }

    /// The answer, if it may be sent to somebody who is not believed.
    fn afford(
        &mut self,
        now: Instant,
        tuple: &FiveTuple,
        request: &Request,
        answer: Vec<u8>,
    ) -> Option<Vec<u8>> {
        let from = tuple.remote.ip();
        let is_proven = tuple.protocol.is_stream();
        let is_affordable = is_proven || self.allowance.spend(now, from, request.len(), answer.len());
        is_affordable.then_some(answer)
    }

    fn key(&self, username: &str) -> Option<Vec<u8>> {
        let password = self.secret.password(username);
        let (username, realm) = (username.to_owned(), REALM.to_owned());
        MessageIntegrity::long_term_integrity_key(username, realm, password, PROVIDER.crypto()).ok()
    }

    fn is_valid(&self, now: Instant, username: &str) -> bool {
        credentials::read(username).is_some_and(|(end, _)| self.since_epoch(now) < end)
    }

    fn since_epoch(&self, now: Instant) -> Duration {
        self.anchor.1 + now.saturating_duration_since(self.anchor.0)
    }
}
