//! A media thread's TURN relay: between clients that speak TURN and the rooms, which see datagrams alone.

use crate::socket::Delivery;
use std::time::Instant;
use transport::{FiveTuple, Protocol, SendArena};
use turn::{Config, Outcome, Server};

/// What came out of a datagram.
#[derive(Debug)]
pub(crate) enum Unwrapped<'a> {
    /// Itself: it has nothing to do with TURN.
    Other(&'a mut [u8]),
    /// A datagram for the rooms, with the way that they see.
    Inner(FiveTuple, &'a mut [u8]),
    /// Nothing more; its client has an allocation now.
    Allocated,
    /// Nothing more.
    Done,
}

/// The relay, also where there is none.
#[derive(Debug)]
pub(crate) struct Relay {
    config: Option<Config>,
    server: Option<Server>,
    /// On their way to clients, wrapped.
    out: SendArena,
}

impl Relay {
    /// A relay with so much memory for a batch; without `config` it relays for nobody.
    pub(crate) fn new(config: Option<Config>, bytes: usize, datagrams: usize) -> Self {
        Self {
            server: config.clone().map(Server::new),
            config,
            // Untouched memory of a relay that nobody uses costs nothing.
            out: SendArena::new(bytes + datagrams * turn::OVERHEAD, datagrams),
        }
    }

    /// Unwraps what a client sent.
    pub(crate) fn unwrap<'a>(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        datagram: &'a mut [u8],
    ) -> Unwrapped<'a> {
        // What came through an allocation is for the rooms, whatever it looks like.
        let is_turn = !matches!(tuple.protocol, Protocol::Relay(_)) && turn::is_turn(datagram);
        let Some(server) = self.server.as_mut().filter(|_| is_turn) else {
            return Unwrapped::Other(datagram);
        };
        match server.handle(now, tuple, datagram, &mut self.out) {
            Outcome::Relayed {
                path,
                datagram: range,
            } => Unwrapped::Inner(path, &mut datagram[range]),
            Outcome::Allocated => Unwrapped::Allocated,
            Outcome::Answered | Outcome::Ignored => Unwrapped::Done,
        }
    }

    /// Wraps what the rooms send to a relayed address of this thread.
    pub(crate) fn wrap(&mut self, now: Instant, path: &FiveTuple, datagram: &[u8]) -> Delivery {
        let server = self.server.as_ref();
        if server.is_some_and(|server| server.forward(now, path, datagram, &mut self.out)) {
            Delivery::Elsewhere
        } else {
            Delivery::Nowhere
        }
    }

    /// What is on its way to clients.
    pub(crate) fn out(&mut self) -> &mut SendArena {
        &mut self.out
    }

    /// Whether the arena should be flushed before more is wrapped.
    pub(crate) fn is_pressed(&self) -> bool {
        self.out.is_pressed()
    }

    /// Datagrams that found no room in the arena since the start.
    pub(crate) fn dropped(&self) -> u64 {
        self.out.dropped()
    }

    /// Allocations of the moment.
    pub(crate) fn allocations(&self) -> usize {
        self.server.as_ref().map_or(0, Server::allocations)
    }

    /// Whether a client has an allocation.
    pub(crate) fn knows(&self, client: &FiveTuple) -> bool {
        self.server.as_ref().is_some_and(|server| server.knows(client))
    }

    /// A client's connection is closed.
    pub(crate) fn forget(&mut self, client: &FiveTuple) {
        if let Some(server) = &mut self.server {
            server.forget(client);
        }
    }

    /// Frees what has expired.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        if let Some(server) = &mut self.server {
            server.handle_timeout(now);
        }
    }

    /// Starts anew, without allocations.
    pub(crate) fn reset(&mut self) {
        self.out.clear();
        self.server = self.config.clone().map(Server::new);
    }
}
