//! A media thread's TCP connections.

use super::outlet::Outlet;
use crate::machine::Machine;
use crate::relay::Relay;
use crate::socket::Delivery;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use transport::FiveTuple;

/// How long a connection may do without a valid check.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// The ways out by TCP, by 5-tuple.
#[derive(Default, Debug)]
pub(crate) struct Streams(HashMap<FiveTuple, Stream>);

#[derive(Debug)]
struct Stream {
    outlet: Arc<Outlet>,
    since: Instant,
}

impl Streams {
    /// A connection is there.
    pub(crate) fn add(&mut self, now: Instant, tuple: FiveTuple, outlet: Arc<Outlet>) {
        self.0.insert(tuple, Stream { outlet, since: now });
    }

    /// Whether it is there.
    pub(crate) fn knows(&self, tuple: &FiveTuple) -> bool {
        self.0.contains_key(tuple)
    }

    /// A check of the connection was valid.
    pub(crate) fn prove(&self, tuple: &FiveTuple) {
        if let Some(stream) = self.0.get(tuple) {
            stream.outlet.prove();
        }
    }

    /// Puts a datagram on its way.
    pub(crate) fn send(&self, tuple: &FiveTuple, datagram: &[u8]) -> Delivery {
        match self.0.get(tuple) {
            None => Delivery::Nowhere,
            Some(stream) if stream.outlet.push(datagram) => Delivery::Taken,
            Some(_) => Delivery::Full,
        }
    }

    /// Closes connections that serve no session and no allocation, and tells of those that ended by themselves.
    pub(crate) fn sweep(&mut self, now: Instant, machine: &mut impl Machine, relay: &mut Relay) {
        self.0.retain(|tuple, stream| {
            if stream.outlet.is_closed() {
                machine.forget(tuple);
                relay.forget(tuple);
                return false;
            }
            let waited = now.saturating_duration_since(stream.since) >= PATIENCE;
            let is_used = machine.knows(tuple) || relay.knows(tuple);
            let is_useless = !is_used && (waited || stream.outlet.is_proven());
            if is_useless {
                stream.outlet.close();
            }
            !is_useless
        });
    }

    /// Closes all, after what waits is sent.
    pub(crate) fn close(&mut self) {
        self.0.drain().for_each(|(_, stream)| stream.outlet.close());
    }
}
