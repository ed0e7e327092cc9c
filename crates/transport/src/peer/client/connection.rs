//! The way to the server: checks, the handshake.

use crate::SendArena;
use crate::dtls::Handshake;
use crate::ice::ControllingAgent;
use std::time::Instant;

pub(super) struct Connection {
    pub(super) agent: ControllingAgent,
    /// Takes over from `agent` once the server answered it.
    pub(super) next: Option<ControllingAgent>,
    pub(super) handshake: Handshake,
    pub(super) started: bool,
}

impl Connection {
    /// Answers are told apart by their transaction: each way has its own.
    pub(super) fn handle_check(&mut self, now: Instant, datagram: &[u8]) {
        if let Some(mut next) = self.next.take() {
            if next.handle(now, next.tuple(), datagram) {
                self.agent = next;
                return;
            }
            self.next = Some(next);
        }
        self.agent.handle(now, self.agent.tuple(), datagram);
    }

    pub(super) fn check(&mut self, now: Instant, out: &mut SendArena) {
        for agent in [Some(&mut self.agent), self.next.as_mut()].into_iter().flatten() {
            if let Some(check) = agent.poll_transmit(now) {
                out.copy(agent.tuple(), &check);
            }
        }
    }

    /// The handshake starts once the server answered a check, as it hears nothing else before.
    pub(super) fn drive_handshake(&mut self, now: Instant, out: &mut SendArena) {
        let due = self.handshake.poll_timeout().is_some_and(|due| due <= now);
        if !self.agent.is_connected(now) || (self.started && !due) {
            return;
        }
        if due {
            self.handshake.handle_timeout(now);
        }
        self.started = true;
        self.send_dtls(out);
    }

    pub(super) fn send_dtls(&mut self, out: &mut SendArena) {
        while let Some(record) = self.handshake.poll_transmit() {
            out.copy(self.agent.tuple(), &record);
        }
    }
}
