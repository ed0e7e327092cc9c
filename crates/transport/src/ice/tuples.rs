//! The 5-tuples that one peer's checks proved to be its own.

use crate::FiveTuple;
use std::time::Instant;

/// Most 5-tuples that one peer is heard on; a client has a handful of interfaces.
pub const MAX_TUPLES: usize = 16;

/// Validated 5-tuples with the time of their latest check.
#[derive(Debug, Default)]
pub(super) struct Tuples(Vec<(FiveTuple, Instant)>);

impl Tuples {
    pub(super) fn contains(&self, tuple: &FiveTuple) -> bool {
        self.0.iter().any(|(known, _)| known == tuple)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = FiveTuple> {
        self.0.iter().map(|(tuple, _)| *tuple)
    }

    /// Notes a valid check; returns the tuple that had to make room, never `keep`.
    pub(super) fn checked(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        keep: Option<FiveTuple>,
    ) -> Option<FiveTuple> {
        if let Some((_, latest)) = self.0.iter_mut().find(|(known, _)| *known == tuple) {
            *latest = now;
            return None;
        }
        let evicted = if self.0.len() == MAX_TUPLES {
            self.evict(keep)
        } else {
            None
        };
        self.0.push((tuple, now));
        evicted
    }

    pub(super) fn forget(&mut self, tuple: &FiveTuple) {
        self.0.retain(|(known, _)| known != tuple);
    }

    fn evict(&mut self, keep: Option<FiveTuple>) -> Option<FiveTuple> {
        let oldest = (0..self.0.len())
            .filter(|at| Some(self.0[*at].0) != keep)
            .min_by_key(|at| self.0[*at].1)?;
        Some(self.0.swap_remove(oldest).0)
    }
}
