//! Datagrams of a client, each to the protocol that it belongs to.

use super::incoming::Refused;
use super::{Peer, Received};
use crate::dtls::Handshake;
use crate::ice::Outcome;
use crate::packet::Kind;
use crate::{FiveTuple, SendArena};
use std::time::Instant;

impl Peer {
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

    pub(super) fn send_dtls(&mut self, tuple: FiveTuple, out: &mut SendArena) {
        while let Some(record) = self.handshake.as_mut().and_then(Handshake::poll_transmit) {
            out.copy(tuple, &record);
        }
    }
}
