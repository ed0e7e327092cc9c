//! What is remembered of a picture.

use crate::belief::Belief;
use crate::demand::{Demand, Priority};
use crate::ladder::Ladder;
use model::Layer;
use std::time::{Duration, Instant};

/// How long a picture is new: raises that leave headroom need not wait.
const START: Duration = Duration::from_secs(5);

/// One picture's past.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Picture {
    pub(crate) track: u64,
    priority: Priority,
    belief: Belief,
    learned_at: Instant,
    /// Until when it takes all it can, without headroom.
    takes_all_until: Option<Instant>,
    starts_until: Option<Instant>,
    pub(crate) given: Option<Layer>,
    /// Whether bandwidth held nothing back the last time.
    full: bool,
}

impl Picture {
    pub(crate) fn new(demand: &Demand, now: Instant) -> Self {
        Self {
            track: demand.track,
            priority: demand.priority,
            belief: Belief::default(),
            learned_at: now,
            takes_all_until: now.checked_add(START),
            starts_until: None,
            given: None,
            full: true,
        }
    }

    /// Takes in what was measured. A layer that flows for the first time makes the picture new again.
    pub(crate) fn learn(&mut self, demand: &Demand, now: Instant) {
        let elapsed = now.saturating_duration_since(self.learned_at);
        if self.belief.learn(&demand.layers, elapsed, self.given.is_none()) {
            self.start(now);
        }
        self.learned_at = now;
    }

    /// It counts as new from now on.
    pub(crate) fn start(&mut self, now: Instant) {
        self.starts_until = now.checked_add(START);
    }

    /// The budget fell short: from now on even a new picture leaves headroom.
    pub(crate) fn stumble(&mut self) {
        if let Some(end) = self.takes_all_until.take() {
            self.starts_until = self.starts_until.max(Some(end));
        }
    }

    /// Whether it takes all it can: it is new, it had all it wished and wishes or could have more now, or it came forward.
    pub(crate) fn is_free(&self, demand: &Demand, now: Instant) -> bool {
        self.full || demand.priority < self.priority || self.takes_all_until.is_some_and(|end| now < end)
    }

    /// Whether it need not wait for a raise that leaves headroom.
    pub(crate) fn starts(&self, now: Instant) -> bool {
        self.starts_until.is_some_and(|end| now < end)
    }

    pub(crate) fn ladder(&self, demand: &Demand) -> Ladder {
        Ladder::new(demand, &self.belief)
    }

    /// Remembers what it was given.
    pub(crate) fn note(&mut self, demand: &Demand, ladder: &Ladder, level: usize) {
        self.priority = demand.priority;
        self.given = ladder.layer(level);
        self.full = level == ladder.top();
    }
}
