//! What a peer does as time goes by, until its end.

use super::{End, Peer, Remote};
use crate::dtls::Handshake;
use crate::{FiveTuple, SendArena};
use std::time::{Duration, Instant};

/// Time for the first valid connectivity check, then again for the DTLS handshake.
const CONNECT: Duration = Duration::from_secs(30);
/// Time until somebody who is rung has answered, so that their certificate is known.
const ANSWER: Duration = Duration::from_secs(60);
/// How often a peer is looked at though nothing is due: for what need not be done to the tenth of a second.
const LOOK: Duration = Duration::from_millis(200);
/// Longer than any pause of who sends media, or tells of each packet's arrival.
const SILENCE: Duration = Duration::from_secs(1);
/// Longer than any pause between two reports or checks of who does neither (RFC 3550 section 6.2, RFC 7675 section 5.1).
const SILENCE_OF_LISTENERS: Duration = Duration::from_secs(10);

impl Peer {
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
        let is_awaited = self.remote.as_ref().is_some_and(Remote::is_awaited);
        let patience = if is_awaited { ANSWER } else { CONNECT };
        let waited = now.saturating_duration_since(self.since) > patience;
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

    /// How long the client has been silent; nothing for as long as it may be.
    pub(super) fn silence(&self, now: Instant) -> Duration {
        let silence = self.agent.silence(now);
        if silence < SILENCE || silence < SILENCE_OF_LISTENERS && !self.media.is_talkative() {
            return Duration::ZERO;
        }
        silence
    }
}
