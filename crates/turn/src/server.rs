//! The server, as whoever has the sockets sees it.

use crate::allocation::Allocation;
use crate::allocations::Allocations;
use crate::credentials::Secret;
use crate::framing::is_turn;
use crate::gate::Gate;
use crate::peers::Peers;
use crate::request::Request;
use crate::{channel_data, grant, indication};
use rtc_stun::message::{METHOD_BINDING, TransactionId};
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};
use transport::{FiveTuple, SendArena};

/// What a server is made with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Under which credentials are issued and nonces sealed.
    pub secret: Secret,
    /// The shard that the allocations are on; relayed addresses name it.
    pub shard: u8,
    /// The SFU's own addresses, as clients are told: the only peers.
    pub peers: Vec<SocketAddr>,
    /// A moment on the monotonic clock with the time since the Unix epoch at it.
    pub anchor: (Instant, Duration),
}

/// What became of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It meant nothing, or nothing that is allowed.
    Ignored,
    /// It was a request; the answer is in the arena, unless its sender was answered enough.
    Answered,
    /// The same, and the client has an allocation now.
    Allocated,
    /// It brought a datagram for the SFU.
    Relayed {
        /// The way that the SFU sees: from the relayed address to its own.
        path: FiveTuple,
        /// Where in the message the datagram is.
        datagram: Range<usize>,
    },
}

/// All allocations of one media thread.
///
/// Give it what [`is_turn`] tells to be for it, with the clients' 5-tuples; what the SFU sends by [`transport::Protocol::Relay`] goes
/// through [`forward`](Self::forward).
#[derive(Debug)]
pub struct Server {
    gate: Gate,
    allocations: Allocations,
    peers: Peers,
}

impl Server {
    /// A server without allocations.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            gate: Gate::new(config.secret, config.anchor),
            allocations: Allocations::new(config.shard),
            peers: Peers(config.peers),
        }
    }

    /// Takes a client's message; an answer is written into the arena.
    pub fn handle(
        &mut self,
        now: Instant,
        client: FiveTuple,
        message: &[u8],
        out: &mut SendArena,
    ) -> Outcome {
        let relayed = match message {
            [0x40..=0x4F, ..] => self.channel_data(now, &client, message),
            _ if indication::is_send(message) => self.send(now, &client, message),
            _ => self.request(now, client, message, out),
        };
        relayed.unwrap_or(Outcome::Ignored)
    }

    /// Sends a datagram of the SFU on to the client that has the relayed address of `path`; whether there is one that
    /// wants it.
    pub fn forward(&self, now: Instant, path: &FiveTuple, datagram: &[u8], out: &mut SendArena) -> bool {
        let found = self
            .allocations
            .at(now, &path.remote)
            .zip(self.peers.find(&path.local));
        // RFC 8656 section 11.3.
        let Some((allocation, peer)) = found.filter(|(one, peer)| one.is_permitted(now, *peer)) else {
            return false;
        };
        let most = datagram.len() + indication::OVERHEAD;
        let by_stream = allocation.client.protocol.is_stream();
        out.push(allocation.client, most, |place| {
            match allocation.channel_of(now, peer) {
                Some(number) => channel_data::write(number, datagram, by_stream, place),
                None => indication::write_data(path.local, datagram, TransactionId(rand::random()), place),
            }
        });
        true
    }

    /// Whether a client has an allocation.
    #[must_use]
    pub fn knows(&self, client: &FiveTuple) -> bool {
        self.allocations.contains(client)
    }

    /// A client is gone: its connection closed.
    pub fn forget(&mut self, client: &FiveTuple) {
        self.allocations.remove(client);
    }

    /// How many allocations there are.
    #[must_use]
    pub fn allocations(&self) -> usize {
        self.allocations.len()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is due; nothing while there are no allocations.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.allocations.next_sweep()
    }

    /// Frees the allocations that have expired by `now`; nothing was relayed by them since they did.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.poll_timeout().is_some_and(|due| due <= now) {
            self.allocations.sweep(now);
        }
    }

    fn channel_data(&self, now: Instant, client: &FiveTuple, message: &[u8]) -> Option<Outcome> {
        let (number, datagram) = channel_data::read(message)?;
        let allocation = self.allocations.of(now, client)?;
        let peer = allocation.peer_of(now, number)?;
        Some(self.relayed(allocation, peer, datagram))
    }

    fn send(&self, now: Instant, client: &FiveTuple, message: &[u8]) -> Option<Outcome> {
        let (address, datagram) = indication::read_send(message)?;
        let allocation = self.allocations.of(now, client)?;
        let peer = self.peers.find(&address)?;
        let is_permitted = allocation.is_permitted(now, peer);
        is_permitted.then(|| self.relayed(allocation, peer, datagram))
    }

    fn relayed(&self, allocation: &Allocation, peer: usize, datagram: Range<usize>) -> Outcome {
        let path = FiveTuple {
            protocol: allocation.client.protocol.relayed(),
            local: self.peers.0[peer],
            remote: allocation.relayed,
        };
        Outcome::Relayed { path, datagram }
    }

    fn request(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        message: &[u8],
        out: &mut SendArena,
    ) -> Option<Outcome> {
        let mut request = Request::read(message).filter(|_| is_turn(message))?;
        if request.method() == METHOD_BINDING {
            let answer = self.gate.mirror(now, &tuple, &request);
            answer.iter().for_each(|answer| out.copy(tuple, answer));
            return Some(Outcome::Answered);
        }
        let own = self.allocations.of(now, &tuple);
        let (had, believed) = (own.is_some(), self.gate.believe(now, tuple, &mut request, own));
        match believed {
            Ok(client) => {
                let answer = grant::answer(now, &client, &request, &mut self.allocations, &self.peers);
                out.copy(tuple, &answer.sealed(&client.key));
            }
            Err(disbelief) => {
                let answer = self.gate.turn_away(now, &tuple, &request, disbelief);
                answer.iter().for_each(|answer| out.copy(tuple, answer));
            }
        }
        let has = self.allocations.of(now, &tuple).is_some();
        Some(if has && !had {
            Outcome::Allocated
        } else {
            Outcome::Answered
        })
    }
}
