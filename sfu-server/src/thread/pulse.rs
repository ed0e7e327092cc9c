//! What a thread tells of itself each second.

use super::MediaThread;
use crate::machine::Machine;
use crate::meters::Meters;
use crate::vitals::Snapshot;
use prometheus::local::LocalHistogram;
use std::time::{Duration, Instant};

/// The measure of one second.
#[derive(Debug)]
pub(super) struct Pulse {
    pub(super) began: Instant,
    pub(super) waited: Duration,
    pub(super) failures: u64,
    /// How long batches took; shared with the other threads once a second.
    pub(super) forwarding: LocalHistogram,
}

impl Pulse {
    pub(super) fn new(meters: &Meters) -> Self {
        Self {
            began: Instant::now(),
            waited: Duration::ZERO,
            failures: 0,
            forwarding: meters.forwarding.local(),
        }
    }
}

impl<M: Machine> MediaThread<M> {
    pub(super) fn publish(&mut self, now: Instant) {
        self.relay.handle_timeout(now);
        self.streams.sweep(now, &mut self.machine, &mut self.relay);
        let elapsed = (now - self.pulse.began).as_secs_f64();
        let snapshot = Snapshot {
            statistics: self.machine.statistics(),
            sent: self.sender.counters(),
            oversize: self.receiver.oversize(),
            overflow: self.arena.dropped() + self.relay.dropped(),
            allocations: self.relay.allocations(),
            busy: 1.0 - (self.pulse.waited.as_secs_f64() / elapsed).min(1.0),
            failures: self.pulse.failures,
            undelivered: self.link.inbox.dropped(),
        };
        self.link.vitals.publish(now, snapshot);
        let measured = self.examiner.examine(now, &self.machine);
        // Figures are no change of state: the next ones say as much.
        if !self.news.is_waiting() {
            measured.for_each(|event| self.news.push(event));
        }
        self.pulse.forwarding.flush();
        self.pulse.began = now;
        self.pulse.waited = Duration::ZERO;
    }
}
