//! The server's side: it answers checks, the client chooses the way.

use super::binding::{Check, Disbelief, authenticated};
use super::tuples::Tuples;
use super::{Credentials, addressed_ufrag};
use crate::FiveTuple;
use std::time::{Duration, Instant};

/// Silence after which consent to send is gone (RFC 7675 section 5.1).
pub const CONSENT: Duration = Duration::from_secs(30);

/// One peer's ICE-lite agent, always controlled (RFC 8445 section 2.5).
///
/// It never sends a check, so that the client's credentials are of no use to it.
#[derive(Debug)]
#[repr(C)]
pub struct LiteAgent {
    local: Credentials,
    /// Those before a restart, answered to until the client nominates with the new ones.
    former: Option<Credentials>,
    /// Whether a nomination came under `local`.
    nominated: bool,
    tuples: Tuples,
    /// The last two are needed for each packet.
    last_life: Option<Instant>,
    selected: Option<FiveTuple>,
}

/// What became of a datagram.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Nothing is sent, nothing changed.
    Ignored(Ignored),
    /// An authentic check that cannot be granted; the reply says why, nothing changed.
    Refused,
    /// A valid check; the reply is its success response.
    Answered {
        /// The 5-tuple was not valid before.
        new_tuple: bool,
        /// [`LiteAgent::selected`] is another one now.
        selected_changed: bool,
        /// This 5-tuple is no longer valid, to make room for the new one.
        evicted: Option<FiveTuple>,
    },
}

/// Why a datagram was ignored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ignored {
    /// Not a well-formed binding request with a USERNAME.
    NotACheck,
    /// For somebody else, or for credentials that were replaced.
    UnknownUfrag,
    /// MESSAGE-INTEGRITY is missing or wrong. Silence, as an answer to a guess only serves reflection.
    Integrity,
    /// FINGERPRINT is wrong.
    Fingerprint,
}

/// Whether we may send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consent {
    /// No valid check has come yet.
    Awaited,
    /// The client lives.
    Granted,
    /// [`CONSENT`] has passed in silence; a valid check grants it again.
    Expired,
}

impl LiteAgent {
    /// An agent that has heard nothing yet.
    #[must_use]
    pub fn new(local: Credentials) -> Self {
        Self {
            local,
            former: None,
            nominated: false,
            tuples: Tuples::default(),
            selected: None,
            last_life: None,
        }
    }

    /// Takes new credentials for an ICE restart (RFC 8445 section 9); media goes on as before.
    ///
    /// Checks under the old ones are answered until the client nominates under the new ones, but no longer move
    /// the selected 5-tuple.
    pub fn restart(&mut self, local: Credentials) {
        let replaced = std::mem::replace(&mut self.local, local);
        // Credentials that never came to a nomination are not what the client's media runs on.
        if self.nominated || self.former.is_none() {
            self.former = Some(replaced);
        }
        self.nominated = false;
    }

    /// The newest credentials.
    #[must_use]
    pub fn local(&self) -> &Credentials {
        &self.local
    }

    /// The credentials that a restart is about to replace.
    #[must_use]
    pub fn former(&self) -> Option<&Credentials> {
        self.former.as_ref()
    }

    /// Where to send: what the client nominated last.
    #[must_use]
    pub fn selected(&self) -> Option<FiveTuple> {
        self.selected
    }

    /// Whether an authenticated check came this way.
    #[must_use]
    pub fn is_valid(&self, tuple: &FiveTuple) -> bool {
        // The way in use, on which nearly all comes, is at hand.
        self.selected.as_ref() == Some(tuple) || self.tuples.contains(tuple)
    }

    /// All ways that authenticated checks came.
    pub fn tuples(&self) -> impl Iterator<Item = FiveTuple> {
        self.tuples.iter()
    }

    /// Consent by the latest life sign (RFC 7675).
    #[must_use]
    pub fn consent(&self, now: Instant) -> Consent {
        match self.expires_at() {
            None => Consent::Awaited,
            Some(end) if now < end => Consent::Granted,
            Some(_) => Consent::Expired,
        }
    }

    /// Whether the client was heard once, then not for [`CONSENT`].
    #[must_use]
    pub fn is_expired(&self, now: Instant) -> bool {
        self.consent(now) == Consent::Expired
    }

    /// When consent ends unless the client is heard again; `None` before the first valid check.
    #[must_use]
    pub fn expires_at(&self) -> Option<Instant> {
        self.last_life.map(|life| life + CONSENT)
    }

    /// How long nothing authentic came from the client; nothing before the first valid check.
    #[must_use]
    pub fn silence(&self, now: Instant) -> Duration {
        let heard = self.last_life.map(|at| now.saturating_duration_since(at));
        heard.unwrap_or_default()
    }

    /// An authenticated packet came from the client.
    pub fn heard(&mut self, now: Instant) {
        if self.last_life.is_some() {
            self.last_life = Some(now);
        }
    }

    /// A 5-tuple is no longer this client's: its connection closed, or somebody else was validated on it.
    pub fn forget(&mut self, tuple: &FiveTuple) {
        self.tuples.forget(tuple);
        self.selected = self.selected.filter(|selected| selected != tuple);
    }

    /// Handles a STUN datagram; `reply` is what to send back the same way, empty when nothing is.
    pub fn handle(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        datagram: &[u8],
        reply: &mut Vec<u8>,
    ) -> Outcome {
        reply.clear();
        let Some(ufrag) = addressed_ufrag(datagram) else {
            return Outcome::Ignored(Ignored::NotACheck);
        };
        let Some((credentials, newest)) = self.credentials(ufrag) else {
            return Outcome::Ignored(Ignored::UnknownUfrag);
        };
        let pwd = &credentials.pwd;
        let check = match authenticated(datagram, pwd) {
            Ok(message) => Check::read(&message),
            Err(disbelief) => return Outcome::Ignored(disbelief.into()),
        };
        if !check.unknown.is_empty() {
            check.refuse_unknown(pwd, reply);
            return Outcome::Refused;
        }
        if check.controlled {
            check.refuse_role(pwd, reply);
            return Outcome::Refused;
        }
        check.accept(tuple.remote, pwd, reply);
        self.validated(now, tuple, check.use_candidate, newest)
    }

    /// The credentials of that name, with whether they are the newest.
    fn credentials(&self, ufrag: &str) -> Option<(&Credentials, bool)> {
        if self.local.ufrag == ufrag {
            return Some((&self.local, true));
        }
        self.former
            .as_ref()
            .filter(|former| former.ufrag == ufrag)
            .map(|former| (former, false))
    }

    fn validated(&mut self, now: Instant, tuple: FiveTuple, use_candidate: bool, newest: bool) -> Outcome {
        self.last_life = Some(now);
        let new_tuple = !self.tuples.contains(&tuple);
        let before = self.selected;
        if use_candidate && (newest || before.is_none()) {
            self.selected = Some(tuple);
        }
        if use_candidate && newest {
            self.nominated = true;
            self.former = None;
        }
        let evicted = self.tuples.checked(now, tuple, self.selected);
        Outcome::Answered {
            new_tuple,
            selected_changed: self.selected != before,
            evicted,
        }
    }
}

impl From<Disbelief> for Ignored {
    fn from(disbelief: Disbelief) -> Self {
        match disbelief {
            Disbelief::Malformed => Self::NotACheck,
            Disbelief::Integrity => Self::Integrity,
            Disbelief::Fingerprint => Self::Fingerprint,
        }
    }
}

#[cfg(test)]
mod tests;
