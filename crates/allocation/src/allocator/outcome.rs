//! What an allocation comes to in sum.

use super::{Allocator, HEADROOM_PERCENT};
use crate::outcome::{Outcome, step};
use crate::share::{next_raise, total};
use model::VideoStep;

impl Allocator {
    pub(super) fn outcome(&self, budget: u64) -> Outcome {
        let allocated = total(&self.climbers, &self.levels);
        let desired = self.climbers.iter().map(|one| one.ladder.cost(one.ladder.top()));
        let more = next_raise(&self.climbers, &self.order, &self.levels);
        Outcome {
            allocated,
            desired: desired.fold(0, u64::saturating_add),
            next_step: more.map(|more| with_headroom(allocated.saturating_add(more))),
            video: self.worst_step(),
            over_budget: allocated > budget,
        }
    }

    fn worst_step(&self) -> VideoStep {
        let visible = self
            .climbers
            .iter()
            .zip(&self.levels)
            .filter(|(one, _)| one.ladder.top() > 0);
        let all_paused = visible.clone().all(|(_, level)| *level == 0);
        let worst = visible
            .map(|(one, level)| step(&one.ladder, *level))
            .max()
            .unwrap_or_default();
        if all_paused && worst == VideoStep::Paused {
            VideoStep::AudioOnly
        } else {
            worst
        }
    }
}

fn with_headroom(bitrate: u64) -> u64 {
    u64::try_from((u128::from(bitrate) * 100).div_ceil(HEADROOM_PERCENT)).unwrap_or(u64::MAX)
}
