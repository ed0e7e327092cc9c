//! Datagrams sent that a batch brought forth.

use super::MediaThread;
use crate::machine::Machine;
use std::time::Instant;
use transport::{FiveTuple, Protocol};

impl<M: Machine> MediaThread<M> {
    /// Makes room in the arena for what the next datagram may bring forth.
    pub(super) fn relieve(&mut self) {
        if self.arena.is_pressed() || self.relay.is_pressed() {
            self.flush();
        }
    }

    /// Sends what a batch that was taken at `taken` brought forth.
    pub(super) fn forward(&mut self, taken: Instant) {
        if !self.arena.is_empty() {
            self.flush();
            self.pulse.forwarding.observe(taken.elapsed().as_secs_f64());
        }
    }

    pub(super) fn flush(&mut self) {
        let streams = &self.streams;
        if !self.arena.is_empty() {
            let other_ways = |tuple: &FiveTuple, datagram: &[u8]| match tuple.protocol {
                Protocol::Udp | Protocol::Tcp | Protocol::Tls => streams.send(tuple, datagram),
                Protocol::Relay(_) => {
                    let handed = self.crossing.hand_relayed(tuple, datagram);
                    handed.unwrap_or_else(|| self.relay.wrap(Instant::now(), tuple, datagram))
                }
            };
            self.sender.flush_with(&self.socket, other_ways, &mut self.arena);
            self.crossing.wake();
        }
        if !self.relay.out().is_empty() {
            let by_tcp = |tuple: &FiveTuple, datagram: &[u8]| streams.send(tuple, datagram);
            self.sender.flush_with(&self.socket, by_tcp, self.relay.out());
        }
    }
}
