//! One PeerConnection: ICE, DTLS, SRTP, RTCP composed.

mod client;
mod control;
mod counters;
mod datagram;
mod event;
mod incoming;
mod lifetime;
mod line;
mod media;
mod negotiation;
mod outgoing;
mod packet;
mod path;
mod policing;
mod progress;
mod statistics;
mod streams;
#[cfg(test)]
mod tests;

pub use client::{AnswerError, Client};
pub use counters::{Counters, Dropped, Nominations, PerKind, Traffic};
pub use event::{End, Event};
pub use line::Line;
pub use packet::{Forward, Packet, Received};
pub use path::PathStatistics;
pub use statistics::{Inbound, Outbound};

use crate::dtls::{Certificate, Handshake};
use crate::feedback::NtpClock;
use crate::ice::{Credentials, LiteAgent};
use crate::sdp::{Candidate, RemoteIce};
use crate::{FiveTuple, SendArena};
use media::Media;
use outgoing::Departure;
pub(crate) use outgoing::StreamAt;
use policing::Policing;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How soon a client is told of arrivals: often enough for its estimate, where each telling is a datagram of its own.
const ARRIVALS: Duration = Duration::from_millis(100);

/// What all peers of a server share.
#[derive(Clone)]
pub struct Setting {
    /// The server's DTLS certificate.
    pub certificate: Certificate,
    /// Where the server listens, most preferred first.
    pub candidates: Arc<[Candidate]>,
    /// The server's clock.
    pub clock: NtpClock,
    /// Which of the server's shards it is, below [`crate::ice::MOST_SHARDS`]: told by each ufrag.
    pub shard: u8,
    /// Whether redundant audio (RFC 2198) is taken and sent where clients offer it.
    pub red: bool,
}

/// The server's end of one PeerConnection, what each packet needs first.
#[repr(C)]
pub struct Peer {
    agent: LiteAgent,
    media: Media,
    setting: Setting,
    handshake: Option<Handshake>,
    remote: Option<Remote>,
    /// Where valid datagrams come from while nothing is nominated.
    heard_from: Option<FiveTuple>,
    session_number: u64,
    version: u64,
    since: Instant,
    reply: Vec<u8>,
}

/// What the client's first offer fixed.
struct Remote {
    origin: u64,
    fingerprint: String,
    ice: RemoteIce,
}

impl Remote {
    /// Whether the certificate is told by a later offer of the same origin: its fingerprint is all zeros, nobody's.
    fn is_awaited(&self) -> bool {
        is_awaited(&self.fingerprint)
    }
}

fn is_awaited(fingerprint: &str) -> bool {
    let digits = fingerprint.split_once(' ').map(|(_, digits)| digits);
    digits.is_some_and(|digits| {
        digits.starts_with('0') && digits.bytes().all(|digit| matches!(digit, b'0' | b':'))
    })
}

impl Peer {
    /// A peer that has negotiated nothing yet.
    #[must_use]
    pub fn new(setting: &Setting, now: Instant) -> Self {
        let mut media = Media::new(setting.clock, random() as u32, now);
        media.policing = Some(Policing::new(now));
        media.is_paced = true;
        media.transport_wide.set_interval(ARRIVALS);
        Self {
            setting: setting.clone(),
            agent: LiteAgent::new(Credentials::of_shard(setting.shard)),
            handshake: None,
            media,
            remote: None,
            heard_from: None,
            session_number: random() >> 2,
            version: 0,
            since: now,
            reply: Vec::new(),
        }
    }

    /// The newest local ufrag, by which checks for this peer are known.
    #[must_use]
    pub fn ufrag(&self) -> &str {
        &self.agent.local().ufrag
    }

    /// Whether checks to this ufrag are still answered: it is the newest, or a restart is about to replace it.
    #[must_use]
    pub fn answers_to(&self, ufrag: &str) -> bool {
        let former = self.agent.former().is_some_and(|former| former.ufrag == ufrag);
        former || self.ufrag() == ufrag
    }

    /// The m-lines as negotiated.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.media.lines
    }

    /// What went through.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.media.counters
    }

    /// Whether keys are there: what is sent reaches the client.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.media.srtp.is_some()
    }

    /// Where we send.
    #[must_use]
    pub fn way(&self) -> Option<FiveTuple> {
        self.agent.selected().or(self.heard_from)
    }

    /// A 5-tuple is no longer this client's; what is sent waits for the next that it proves or nominates.
    pub fn forget(&mut self, tuple: &FiveTuple) {
        self.agent.forget(tuple);
    }

    /// Whether [`poll_event`](Self::poll_event) has something.
    #[must_use]
    pub fn has_events(&self) -> bool {
        !self.media.events.is_empty()
    }

    /// The next report.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.media.events.pop_front()
    }

    /// Sends a packet on a seat's line, sound at once, pictures when it is their turn; `edit` may change the copies of its payload, of its dependency descriptor (`None`
    /// where the client does not read it).
    pub fn send(
        &mut self,
        now: Instant,
        line: usize,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        if let Some(leaving) = self.departure(now, line, out) {
            self.media.send(leaving, packet, edit);
        }
    }

    /// Sends a packet again that the client lost; `edit` as with [`send`](Self::send).
    pub fn resend(
        &mut self,
        now: Instant,
        line: usize,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        if let Some(leaving) = self.departure(now, line, out) {
            self.media.resend(leaving, packet, edit);
        }
    }

    /// Sends a sender report of a seat's line; `timestamp` is its RTP timestamp at `now`.
    pub fn report(&mut self, now: Instant, line: usize, timestamp: u32, out: &mut SendArena) {
        if let Some(way) = self.way() {
            self.media
                .report(now, way, StreamAt { line, encoding: 0 }, timestamp, out);
        }
    }

    /// Asks the client for a keyframe of one encoding of a line that it publishes (0 without simulcast).
    pub fn request_keyframe(&mut self, line: usize, encoding: u8, out: &mut SendArena) {
        if let Some(way) = self.way() {
            self.media.request_keyframe(way, line, encoding, out);
        }
    }

    /// The RTP timestamp at `now` of one encoding that the client sends on a line, by its sender reports.
    #[must_use]
    pub fn source_timestamp(&self, line: usize, encoding: u8, now: Instant) -> Option<u32> {
        self.media.source_timestamp(line, encoding, now)
    }

    fn departure<'a>(&self, now: Instant, line: usize, out: &'a mut SendArena) -> Option<Departure<'a>> {
        Some(Departure {
            now,
            tuple: self.way()?,
            stream: StreamAt { line, encoding: 0 },
            out,
        })
    }
}

/// Sixty-four unpredictable bits.
#[must_use]
pub fn random() -> u64 {
    rand::random()
}
