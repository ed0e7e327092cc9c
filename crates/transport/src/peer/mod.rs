//! One PeerConnection: ICE, DTLS, SRTP, RTCP composed.

mod client;
mod control;
mod counters;
mod event;
mod incoming;
mod line;
mod media;
mod negotiation;
mod outgoing;
mod packet;
mod path;
mod policing;
mod progress;
mod statistics;
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
use crate::ice::{Credentials, LiteAgent, Outcome};
use crate::packet::Kind;
use crate::sdp::{Candidate, RemoteIce};
use crate::{FiveTuple, SendArena};
use incoming::Refused;
use media::Media;
pub(crate) use outgoing::StreamAt;
use policing::Policing;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Time for the first valid connectivity check, then again for the DTLS handshake.
const CONNECT: Duration = Duration::from_secs(30);
/// How often a peer is looked at though nothing is due: for what need not be done to the tenth of a second.
const LOOK: Duration = Duration::from_millis(200);

/// How soon a client is told of arrivals: often enough for its estimate, where each telling is a datagram of its own.
const ARRIVALS: Duration = Duration::from_millis(100);

/// Longer than any pause of who sends media, or tells of each packet's arrival.
const SILENCE: Duration = Duration::from_secs(1);
/// Longer than any pause between two reports or checks of who does neither (RFC 3550 section 6.2, RFC 7675 section 5.1).
const SILENCE_OF_LISTENERS: Duration = Duration::from_secs(10);

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

/// The server's end of one PeerConnection.
pub struct Peer {
    setting: Setting,
    agent: LiteAgent,
    handshake: Option<Handshake>,
    media: Media,
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

    /// Takes a datagram in that is STUN for this peer's ufrag, or came by one of its 5-tuples.
    pub fn handle_datagram(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        kind: Kind,
        datagram: &mut [u8],
        out: &mut SendArena,
    ) -> Received {
        if kind == Kind::Stun {
            return self.handle_check(now, tuple, datagram, out);
        }
        if !self.agent.is_valid(&tuple) {
            self.media.count_refused(Refused::Unauthenticated);
            return Received::Nothing;
        }
        let taken = match kind {
            Kind::Rtp => self.media.receive_rtp(now, datagram),
            Kind::Rtcp => self.media.receive_rtcp(now, datagram).map(|()| None),
            Kind::Dtls => self.handle_dtls(now, tuple, datagram, out).map(|()| None),
            Kind::Stun | Kind::Other => Err(Refused::Malformed),
        };
        match taken {
            Ok(packet) => {
                self.note_life(now);
                packet.map_or(Received::Nothing, Received::Packet)
            }
            Err(refused) => {
                self.media.count_refused(refused);
                Received::Nothing
            }
        }
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

    /// When [`handle_timeout`](Self::handle_timeout) is due, then whether the peer is at its [`end`](Self::end) to be asked;
    /// 10 ms later is soon enough.
    #[must_use]
    pub fn poll_timeout(&self) -> Instant {
        self.media.due
    }

    /// Does what is due by `now`.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        let mut latest = now + LOOK;
        if let Some(way) = self.way() {
            self.serve(now, way, out);
            let retry = self.handshake.as_ref().and_then(Handshake::poll_timeout);
            latest = retry.map_or(latest, |at| at.min(latest));
        }
        self.media.rest(latest);
    }

    fn serve(&mut self, now: Instant, way: FiveTuple, out: &mut SendArena) {
        if let Some(handshake) = &mut self.handshake
            && handshake.poll_timeout().is_some_and(|due| due <= now)
        {
            handshake.handle_timeout(now);
            self.send_dtls(way, out);
        }
        self.media.send_due_feedback(now, way, out);
        self.media.drive_path(now, way, out);
    }

    /// Whether the peer has come to its end.
    #[must_use]
    pub fn end(&self, now: Instant) -> Option<End> {
        let waited = now.saturating_duration_since(self.since) > CONNECT;
        let failed = self
            .handshake
            .as_ref()
            .is_some_and(|handshake| handshake.failure().is_some());
        let closed = self.handshake.as_ref().is_some_and(Handshake::is_closed);
        match (self.heard_from.is_some(), self.media.srtp.is_some()) {
            _ if closed => Some(End::Closed),
            _ if failed => Some(End::NoHandshake),
            (false, _) if waited => Some(End::NeverReached),
            (true, false) if waited => Some(End::NoHandshake),
            (true, _) if self.agent.is_expired(now) => Some(End::Silent),
            _ => None,
        }
    }

    /// Says goodbye to the client (DTLS close_notify).
    pub fn close(&mut self, out: &mut SendArena) {
        let way = self.way();
        if let (Some(handshake), Some(way)) = (&mut self.handshake, way) {
            handshake.close();
            self.send_dtls(way, out);
        }
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
        if let Some(way) = self.way() {
            let stream = StreamAt { line, encoding: 0 };
            self.media.send(now, way, stream, packet, edit, out);
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
        if let Some(way) = self.way() {
            let stream = StreamAt { line, encoding: 0 };
            self.media.resend(now, way, stream, packet, edit, out);
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

    fn handle_check(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        datagram: &[u8],
        out: &mut SendArena,
    ) -> Received {
        // The check itself ends a silence.
        let was_silent = self.is_silent(now);
        let outcome = self.agent.handle(now, tuple, datagram, &mut self.reply);
        if !self.reply.is_empty() {
            out.copy(tuple, &self.reply);
        }
        match outcome {
            Outcome::Answered {
                evicted,
                selected_changed,
                ..
            } => {
                if selected_changed {
                    self.media.counters.nominations.count(&tuple);
                }
                self.heard_from.get_or_insert(tuple);
                if was_silent {
                    self.media.come_back(now);
                }
                self.media.wake(now);
                Received::Validated { forget: evicted }
            }
            Outcome::Ignored(_) | Outcome::Refused => {
                self.media.count_refused(Refused::Unauthenticated);
                Received::Nothing
            }
        }
    }

    fn note_life(&mut self, now: Instant) {
        if self.is_silent(now) && self.is_connected() {
            self.media.come_back(now);
        }
        self.agent.heard(now);
    }

    /// How long the client has been silent; nothing for as long as it may be.
    fn silence(&self, now: Instant) -> Duration {
        let silence = self.agent.silence(now);
        if silence < SILENCE || silence < SILENCE_OF_LISTENERS && !self.media.is_talkative() {
            return Duration::ZERO;
        }
        silence
    }

    fn handle_dtls(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        datagram: &[u8],
        out: &mut SendArena,
    ) -> Result<(), Refused> {
        let handshake = self.handshake.as_mut().ok_or(Refused::Unwanted)?;
        let handled = handshake.handle(now, datagram);
        self.media.wake(now);
        if let Some(keys) = handshake.keys() {
            self.media.secure(&keys);
        }
        self.send_dtls(tuple, out);
        handled.map_err(|_| Refused::Malformed)
    }

    fn send_dtls(&mut self, tuple: FiveTuple, out: &mut SendArena) {
        while let Some(record) = self.handshake.as_mut().and_then(Handshake::poll_transmit) {
            out.copy(tuple, &record);
        }
    }
}

/// Sixty-four unpredictable bits.
#[must_use]
pub fn random() -> u64 {
    rand::random()
}
