//! A network that exists only in tests: seeded faults on virtual time.

mod conditions;
mod link;

pub use conditions::{Bursts, Conditions};

use link::Link;
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Instant;

/// A datagram with its sender, then its receiver.
pub type Delivery = (SocketAddr, SocketAddr, Vec<u8>);

/// Carries datagrams between any addresses, each direction of each pair a link of its own; the same seed with the same
/// calls gives the same result.
#[derive(Debug)]
pub struct VirtualNet {
    random: StdRng,
    conditions: Conditions,
    links: BTreeMap<(SocketAddr, SocketAddr), Link>,
    /// By time of arrival, then by order of sending.
    on_the_way: BTreeMap<(Instant, u64), Delivery>,
    sent: u64,
    dropped: u64,
}

impl VirtualNet {
    /// A network whose links are all as `conditions` say.
    ///
    /// # Panics
    /// A probability is outside of 0 to 1, or the burst length is under one packet.
    #[must_use]
    pub fn new(seed: u64, conditions: Conditions) -> Self {
        conditions.check();
        Self {
            random: StdRng::seed_from_u64(seed),
            conditions,
            links: BTreeMap::new(),
            on_the_way: BTreeMap::new(),
            sent: 0,
            dropped: 0,
        }
    }

    /// Changes all links, from the next datagram on.
    ///
    /// # Panics
    /// As [`VirtualNet::new`].
    pub fn set_conditions(&mut self, conditions: Conditions) {
        conditions.check();
        self.conditions = conditions;
        for link in self.links.values_mut() {
            link.conditions = conditions;
        }
    }

    /// Changes the link in one direction, from the next datagram on.
    ///
    /// # Panics
    /// As [`VirtualNet::new`].
    pub fn set_link(&mut self, from: SocketAddr, to: SocketAddr, conditions: Conditions) {
        conditions.check();
        self.links
            .entry((from, to))
            .or_insert_with(|| Link::new(conditions))
            .conditions = conditions;
    }

    /// Puts a datagram on its way, or loses it.
    pub fn send(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: Vec<u8>) {
        let conditions = self.conditions;
        let link = self
            .links
            .entry((from, to))
            .or_insert_with(|| Link::new(conditions));
        let Some(arrivals) = link.carry(now, bytes.len(), &mut self.random) else {
            self.dropped += 1;
            return;
        };
        if let Some(duplicate) = arrivals.duplicate {
            self.put(duplicate, (from, to, bytes.clone()));
        }
        self.put(arrivals.first, (from, to, bytes));
    }

    /// When the next datagram arrives; `None` if none is on its way.
    #[must_use]
    pub fn next_arrival(&self) -> Option<Instant> {
        self.on_the_way.first_key_value().map(|((at, _), _)| *at)
    }

    /// The next datagram that has arrived by `now`.
    pub fn deliver(&mut self, now: Instant) -> Option<Delivery> {
        let entry = self.on_the_way.first_entry()?;
        (entry.key().0 <= now).then(|| entry.remove())
    }

    /// Datagrams lost so far, by chance or in full queues.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    fn put(&mut self, at: Instant, delivery: Delivery) {
        self.sent += 1;
        self.on_the_way.insert((at, self.sent), delivery);
    }
}
