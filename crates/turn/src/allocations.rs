//! All allocations of one shard.

use crate::allocation::Allocation;
use crate::allowance::subscriber;
use crate::credentials;
use crate::relayed::{self, Family};
use crate::tally::Tally;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use transport::FiveTuple;

/// Allocations in all, about a megabyte of them.
pub const MOST_ALLOCATIONS: usize = 4096;
/// Allocations from one address; a clinic behind one router may need a few each for everybody.
pub const MOST_OF_ADDRESS: usize = 512;
/// Allocations of one participant. A browser makes one for each network and each URL; those of a page that was closed in
/// a hurry live on for ten minutes.
pub const MOST_OF_PARTICIPANT: usize = 16;

/// How often expired allocations are freed. They do nothing from the moment on when they expire.
const SWEEP: Duration = Duration::from_secs(1);

/// Why there is no place for another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Full {
    /// The client has enough.
    Quota,
    /// The server has enough.
    Capacity,
}

/// Allocations, found by their client or by their relayed address.
#[derive(Debug)]
pub(crate) struct Allocations {
    shard: u8,
    by_client: HashMap<FiveTuple, Allocation>,
    by_relayed: HashMap<SocketAddr, FiveTuple>,
    of_participant: Tally<String>,
    of_address: Tally<IpAddr>,
    /// Of the relayed address given last.
    last: u32,
    next_sweep: Option<Instant>,
}

impl Allocations {
    pub(crate) fn new(shard: u8) -> Self {
        Self {
            shard,
            by_client: HashMap::new(),
            by_relayed: HashMap::new(),
            of_participant: Tally::new(),
            of_address: Tally::new(),
            last: rand::random(),
            next_sweep: None,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.by_client.len()
    }

    /// Whether a client has one, living or about to be freed.
    pub(crate) fn contains(&self, client: &FiveTuple) -> bool {
        self.by_client.contains_key(client)
    }

    /// The living allocation of a client.
    pub(crate) fn of(&self, now: Instant, client: &FiveTuple) -> Option<&Allocation> {
        self.by_client.get(client).filter(|found| found.is_alive(now))
    }

    pub(crate) fn of_mut(&mut self, now: Instant, client: &FiveTuple) -> Option<&mut Allocation> {
        self.by_client.get_mut(client).filter(|found| found.is_alive(now))
    }

    /// The living allocation at a relayed address.
    pub(crate) fn at(&self, now: Instant, relayed: &SocketAddr) -> Option<&Allocation> {
        self.of(now, self.by_relayed.get(relayed)?)
    }

    /// Whether one more is within the bounds.
    pub(crate) fn has_room(&self, client: &FiveTuple, username: &str) -> Result<(), Full> {
        let theirs = self.of_participant.of(owner(username));
        let of_address = self.of_address.of(&subscriber(client.remote.ip()));
        if theirs >= MOST_OF_PARTICIPANT || of_address >= MOST_OF_ADDRESS {
            return Err(Full::Quota);
        }
        if self.len() >= MOST_ALLOCATIONS {
            return Err(Full::Capacity);
        }
        Ok(())
    }

    /// A relayed address that nobody has, where asked with an even port.
    pub(crate) fn free_address(&mut self, family: Family, is_even: bool) -> SocketAddr {
        loop {
            self.last = self.last.wrapping_add(1);
            let address = relayed::address(self.shard, self.last, family);
            let is_fit = !is_even || address.port().is_multiple_of(2);
            if is_fit && !self.by_relayed.contains_key(&address) {
                return address;
            }
        }
    }

    pub(crate) fn insert(&mut self, now: Instant, allocation: Allocation) {
        self.next_sweep.get_or_insert(now + SWEEP);
        self.remove(&allocation.client);
        self.by_relayed.insert(allocation.relayed, allocation.client);
        self.of_participant.add(owner(&allocation.username).to_owned());
        self.of_address.add(subscriber(allocation.client.remote.ip()));
        self.by_client.insert(allocation.client, allocation);
    }

    pub(crate) fn remove(&mut self, client: &FiveTuple) {
        if let Some(gone) = self.by_client.remove(client) {
            self.by_relayed.remove(&gone.relayed);
            self.of_participant.remove(owner(&gone.username));
            self.of_address.remove(&subscriber(gone.client.remote.ip()));
        }
    }

    /// Frees what has expired.
    pub(crate) fn sweep(&mut self, now: Instant) {
        let expired = |one: &&Allocation| !one.is_alive(now);
        let gone: Vec<_> = self
            .by_client
            .values()
            .filter(expired)
            .map(|one| one.client)
            .collect();
        gone.iter().for_each(|client| self.remove(client));
        self.next_sweep = (!self.by_client.is_empty()).then(|| now + SWEEP);
    }

    /// When to sweep; nothing while there is nothing to free.
    pub(crate) fn next_sweep(&self) -> Option<Instant> {
        self.next_sweep
    }
}

/// The participant: who has many credentials is still one.
fn owner(username: &str) -> &str {
    credentials::read(username).map_or(username, |(_, participant)| participant)
}
