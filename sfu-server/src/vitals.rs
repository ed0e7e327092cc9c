//! What a media thread tells of itself each second.

use crate::socket::SendCounters;
use sfu_core::Statistics;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a thread speaks.
pub(crate) const PULSE: Duration = Duration::from_secs(1);

/// A thread that was silent for so long is stuck.
const SILENCE: Duration = Duration::from_secs(5);

/// Figures of one moment; counters are since the start, or since the last failure of the thread.
#[derive(Clone, Default, Debug)]
pub(crate) struct Snapshot {
    /// Of the rooms.
    pub(crate) statistics: Statistics,
    /// Of the way out.
    pub(crate) sent: SendCounters,
    /// Datagrams too long to take.
    pub(crate) oversize: u64,
    /// Datagrams that found no room in the send arena.
    pub(crate) overflow: u64,
    /// Allocations of the TURN relay.
    pub(crate) allocations: usize,
    /// The part of the last second that was not waiting, 0 to 1.
    pub(crate) busy: f64,
    /// How often the thread failed.
    pub(crate) failures: u64,
    /// Datagrams for which other threads found no room in its inbox.
    pub(crate) undelivered: u64,
}

impl Snapshot {
    /// Sums up what is no thread's own: all but `busy` and `failures`.
    pub(crate) fn add(&mut self, other: &Self) {
        self.statistics.add(&other.statistics);
        self.sent.sent += other.sent.sent;
        self.sent.messages += other.sent.messages;
        self.sent.congested += other.sent.congested;
        self.sent.refused += other.sent.refused;
        self.oversize += other.oversize;
        self.overflow += other.overflow;
        self.undelivered += other.undelivered;
        self.allocations += other.allocations;
    }
}

/// Where a thread leaves its figures.
#[derive(Debug)]
pub(crate) struct Vitals {
    /// A lock, because a snapshot is many words that belong together: taken once a second by the thread, briefly by who
    /// reads, so the thread waits for nobody who does more than copy.
    state: Mutex<(Instant, Snapshot)>,
}

impl Vitals {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new((Instant::now(), Snapshot::default())),
        }
    }

    /// Leaves new figures.
    pub(crate) fn publish(&self, now: Instant, snapshot: Snapshot) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = (now, snapshot);
    }

    /// The last figures.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .1
            .clone()
    }

    /// Whether the thread spoke lately.
    pub(crate) fn is_beating(&self) -> bool {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .elapsed()
            < SILENCE
    }
}
