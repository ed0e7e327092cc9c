//! One receiver's allocation with the memory that keeps it from swinging.

mod outcome;
mod raise;

use crate::demand::Demand;
use crate::outcome::{Decision, Outcome, decide};
use crate::patience::Patience;
use crate::picture::Picture;
use crate::share::{Budget, Climber, share};
use std::time::Instant;

/// What of the budget raises may use, and what is left after it fell short.
const HEADROOM_PERCENT: u128 = 90;

/// Shares one receiver's bandwidth, call after call. Steady calls allocate no memory.
#[derive(Default, Debug)]
pub struct Allocator {
    pictures: Vec<Picture>,
    patience: Patience,
    climbers: Vec<Climber>,
    order: Vec<usize>,
    levels: Vec<usize>,
    raised: Vec<usize>,
}

impl Allocator {
    /// An allocator for a receiver that got nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Decides what every picture gets: `decisions[i]` for `demands[i]`.
    ///
    /// `budget` is what the way carries in bit/s less the sound's share, `None` without limit. To be called every 100 to
    /// 200 ms and after changes.
    pub fn allocate(
        &mut self,
        now: Instant,
        budget: Option<u64>,
        demands: &[Demand],
        decisions: &mut Vec<Decision>,
    ) -> Outcome {
        self.remember(now, demands);
        if budget.is_none() {
            // What the way carries is not known yet: the first that is told of it is a start.
            self.pictures.iter_mut().for_each(|picture| picture.start(now));
        }
        self.look(now, budget, demands);
        let budget = budget.unwrap_or(u64::MAX);
        self.keep(now, budget);
        self.raise(now, budget);
        self.note(demands);
        decisions.clear();
        decisions.extend(
            self.climbers
                .iter()
                .zip(&self.levels)
                .map(|(one, level)| decide(&one.ladder, *level)),
        );
        self.outcome(budget)
    }

    /// Brings the memory into the order of `demands`; pictures that are gone are forgotten.
    fn remember(&mut self, now: Instant, demands: &[Demand]) {
        for (index, demand) in demands.iter().enumerate() {
            let known = self
                .pictures
                .iter()
                .skip(index)
                .position(|picture| picture.track == demand.track);
            match known {
                Some(further) => self.pictures.swap(index, index + further),
                None => self.insert(index, Picture::new(demand, now)),
            }
            self.pictures[index].learn(demand, now);
        }
        self.pictures.truncate(demands.len());
    }

    fn insert(&mut self, index: usize, picture: Picture) {
        self.pictures.push(picture);
        let last = self.pictures.len() - 1;
        self.pictures.swap(index, last);
    }

    /// Sets up every picture's ladder, with a ceiling at what it had unless it may take more at once.
    fn look(&mut self, now: Instant, budget: Option<u64>, demands: &[Demand]) {
        self.climbers.clear();
        self.climbers
            .extend(self.pictures.iter().zip(demands).map(|(picture, demand)| {
                let ladder = picture.ladder(demand);
                let free = budget.is_none() || picture.is_free(demand, now);
                let ceiling = if free {
                    ladder.top()
                } else {
                    ladder.level_of(picture.given)
                };
                Climber {
                    ladder,
                    class: demand.priority as u8,
                    ceiling,
                }
            }));
        self.order.clear();
        self.order.extend(0..demands.len());
        self.order
            .sort_unstable_by_key(|index| (demands[*index].priority, *index));
    }

    /// Gives what the ceilings allow; takes back at once what the budget does not cover.
    fn keep(&mut self, now: Instant, budget: u64) {
        let all = Budget {
            entries: budget,
            raises: budget,
        };
        self.share_anew(all);
        if !self.falls_short(budget) {
            return;
        }
        self.patience.lowered(now);
        self.pictures.iter_mut().for_each(Picture::stumble);
        self.share_anew(Budget {
            raises: headroom(budget),
            ..all
        });
    }

    fn share_anew(&mut self, budget: Budget) {
        self.levels.clear();
        self.levels.resize(self.climbers.len(), 0);
        share(budget, &self.climbers, &self.order, &mut self.levels);
    }

    /// Whether what pictures had, no longer fits, for whatever reason but their own rise.
    fn falls_short(&self, budget: u64) -> bool {
        let held = self
            .climbers
            .iter()
            .zip(&self.pictures)
            .map(|(one, picture)| one.ladder.level_of(picture.given));
        let lowered = held.clone().zip(&self.levels).any(|(held, level)| *level < held);
        let costs = self
            .climbers
            .iter()
            .zip(held)
            .map(|(one, level)| one.ladder.cost(level));
        lowered && costs.fold(0, u64::saturating_add) > budget
    }

    fn note(&mut self, demands: &[Demand]) {
        let given = self.climbers.iter().zip(&self.levels);
        for ((picture, demand), (one, level)) in self.pictures.iter_mut().zip(demands).zip(given) {
            picture.note(demand, &one.ladder, *level);
        }
    }
}

fn headroom(bitrate: u64) -> u64 {
    let usable = u128::from(bitrate) * HEADROOM_PERCENT / 100;
    u64::try_from(usable).unwrap_or(bitrate)
}
