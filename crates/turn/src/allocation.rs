//! One client's allocation.

use crate::relayed::Family;
use rtc_stun::message::TransactionId;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::FiveTuple;

/// How long an allocation lives that is not asked for longer (RFC 8656 section 7.2).
pub(crate) const DEFAULT_LIFETIME: Duration = Duration::from_secs(600);
/// How long at most.
pub(crate) const MOST_LIFETIME: Duration = Duration::from_secs(3600);
/// How long a permission lasts (RFC 8656 section 9).
pub(crate) const PERMISSION: Duration = Duration::from_secs(300);
/// How long a channel is bound (RFC 8656 section 12).
pub(crate) const CHANNEL: Duration = Duration::from_secs(600);

/// An entry in memory, with what its client may do with each of the server's peers. It has no socket.
#[derive(Debug)]
pub(crate) struct Allocation {
    pub(crate) client: FiveTuple,
    pub(crate) relayed: SocketAddr,
    pub(crate) username: String,
    /// Of the request that made it, which may come twice.
    pub(crate) transaction: TransactionId,
    pub(crate) expires: Instant,
    /// In the order of the server's peers.
    paths: Box<[Path]>,
}

/// The client's way to one peer.
#[derive(Clone, Default, Debug)]
struct Path {
    permitted_until: Option<Instant>,
    channel: Option<Channel>,
}

#[derive(Clone, Debug)]
struct Channel {
    number: u16,
    until: Instant,
}

/// The channel is another peer's, or the peer has another channel (RFC 8656 section 12.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Taken;

impl Allocation {
    pub(crate) fn new(
        client: FiveTuple,
        relayed: SocketAddr,
        username: String,
        transaction: TransactionId,
        expires: Instant,
        peers: usize,
    ) -> Self {
        Self {
            client,
            relayed,
            username,
            transaction,
            expires,
            paths: vec![Path::default(); peers].into(),
        }
    }

    pub(crate) fn family(&self) -> Family {
        Family::of(&self.relayed)
    }

    pub(crate) fn is_alive(&self, now: Instant) -> bool {
        now < self.expires
    }

    /// Lets datagrams pass between the client and a peer.
    pub(crate) fn permit(&mut self, now: Instant, peer: usize) {
        self.paths[peer].permitted_until = Some(now + PERMISSION);
    }

    pub(crate) fn is_permitted(&self, now: Instant, peer: usize) -> bool {
        self.paths[peer].permitted_until.is_some_and(|end| now < end)
    }

    /// Binds a channel to a peer, or keeps it bound, which permits the peer too.
    pub(crate) fn bind(&mut self, now: Instant, peer: usize, number: u16) -> Result<(), Taken> {
        let held_by = self.peer_of(now, number);
        let held = self.channel_of(now, peer);
        if held_by.is_some_and(|other| other != peer) || held.is_some_and(|other| other != number) {
            return Err(Taken);
        }
        self.paths[peer].channel = Some(Channel {
            number,
            until: now + CHANNEL,
        });
        self.permit(now, peer);
        Ok(())
    }

    /// The peer that a channel is bound to.
    pub(crate) fn peer_of(&self, now: Instant, number: u16) -> Option<usize> {
        (0..self.paths.len()).find(|peer| self.channel_of(now, *peer) == Some(number))
    }

    /// The channel bound to a peer.
    pub(crate) fn channel_of(&self, now: Instant, peer: usize) -> Option<u16> {
        let channel = self.paths[peer].channel.as_ref();
        channel
            .filter(|channel| now < channel.until)
            .map(|channel| channel.number)
    }
}

/// The lifetime that a client gets for what it asks (RFC 8656 section 7.2).
pub(crate) fn granted(asked: Option<u32>) -> Duration {
    let asked = asked.map_or(DEFAULT_LIFETIME, |seconds| Duration::from_secs(seconds.into()));
    asked.clamp(DEFAULT_LIFETIME, MOST_LIFETIME)
}
