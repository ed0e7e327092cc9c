//! Raises: what more pictures may get, from when on.

use super::{Allocator, headroom};
use crate::patience::Raise;
use crate::share::{Budget, is_better, share, total};
use std::time::Instant;

impl Allocator {
    /// Raises new pictures at once, others when that has been possible for long enough.
    pub(super) fn raise(&mut self, now: Instant, budget: u64) {
        let spare = headroom(budget);
        self.raise_new(now, spare);
        for raise in Raise::ALL {
            self.lift(raise);
            if !self.finds(raise, spare) {
                self.patience.no_raise(raise);
                continue;
            }
            let Some(least) = self.patience.waited(now, spare, raise) else {
                continue;
            };
            if self.finds(raise, least) {
                self.patience.raised(now, raise, least);
                std::mem::swap(&mut self.levels, &mut self.raised);
                return;
            }
            self.patience.no_raise(raise);
        }
    }

    fn raise_new(&mut self, now: Instant, spare: u64) {
        let climbers = self.climbers.iter_mut().zip(&self.levels);
        for ((one, level), picture) in climbers.zip(&self.pictures) {
            one.ceiling = if picture.starts(now) {
                one.ladder.top()
            } else {
                *level
            };
        }
        if self.finds_raise(spare) {
            std::mem::swap(&mut self.levels, &mut self.raised);
        }
    }

    /// Sets the ceilings for a raise; from a pause nobody gets beyond the entry.
    fn lift(&mut self, raise: Raise) {
        for (one, level) in self.climbers.iter_mut().zip(&self.levels) {
            one.ceiling = match (*level, raise) {
                (0, _) => one.ladder.entry(),
                (level, Raise::Return) => level,
                _ => one.ladder.top(),
            };
        }
    }

    fn finds(&mut self, raise: Raise, spare: u64) -> bool {
        self.finds_raise(spare) && self.gain_percent() >= raise.least_gain()
    }

    /// What the raise that was found adds to the sum.
    fn gain_percent(&self) -> u64 {
        let before = total(&self.climbers, &self.levels);
        let more = u128::from(total(&self.climbers, &self.raised).saturating_sub(before)) * 100;
        u64::try_from(more / u128::from(before.max(1))).unwrap_or(u64::MAX)
    }

    /// Looks for something better: all shared anew, else what there is and more.
    fn finds_raise(&mut self, spare: u64) -> bool {
        let spare = Budget {
            entries: spare,
            raises: spare,
        };
        self.raised.clear();
        self.raised.resize(self.climbers.len(), 0);
        share(spare, &self.climbers, &self.order, &mut self.raised);
        if is_better(&self.raised, &self.levels, &self.climbers, &self.order) {
            return true;
        }
        self.raised.clone_from(&self.levels);
        share(spare, &self.climbers, &self.order, &mut self.raised);
        self.raised != self.levels
    }
}
