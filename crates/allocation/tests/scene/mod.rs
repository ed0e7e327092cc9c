//! Pictures and a receiver on told time, for tests.
#![allow(dead_code, unreachable_pub, reason = "every test file uses a part")]

use allocation::{Allocator, Decision, Demand, Layers, Offer, Outcome, Priority};
use model::Layer;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// Layers of [`camera`] in the order in which it is raised, with kbit/s.
pub const CAMERA: [(u8, u8, u64); 7] = [
    (0, 0, 60),
    (0, 1, 90),
    (0, 2, 150),
    (1, 1, 300),
    (1, 2, 500),
    (2, 1, 900),
    (2, 2, 1500),
];

/// Between two calls.
pub const TICK: Duration = Duration::from_millis(200);

pub fn layers(offers: &[(u8, u8, u64)], heights: &[u16]) -> Layers {
    let mut layers = Layers::default();
    for &(spatial, temporal, kbit) in offers {
        layers.offer(
            Layer { spatial, temporal },
            Offer {
                bitrate: kbit * 1000,
                flowing: true,
            },
        );
    }
    for (spatial, height) in (0..).zip(heights) {
        layers.set_height(spatial, *height);
    }
    layers
}

/// 180p, 360p, 720p, each in three frame rates.
pub fn camera(track: u64, priority: Priority) -> Demand {
    let mut offers = CAMERA.to_vec();
    offers.extend([(1, 0, 200), (2, 0, 600)]);
    Demand {
        track,
        priority,
        height: None,
        layers: layers(&offers, &[180, 360, 720]),
    }
}

/// One to six cameras of any priorities.
pub fn cameras() -> impl Strategy<Value = Vec<Demand>> {
    let priorities = prop::collection::vec(
        prop::sample::select(vec![Priority::Pinned, Priority::Speaking, Priority::Other]),
        1..7,
    );
    priorities.prop_map(|all| {
        (0..)
            .zip(all)
            .map(|(track, priority)| camera(track, priority))
            .collect()
    })
}

/// 540p and 1080p, each in three frame rates.
pub fn screen(track: u64) -> Demand {
    let offers = [
        (0, 0, 100),
        (0, 1, 150),
        (0, 2, 200),
        (1, 0, 400),
        (1, 1, 600),
        (1, 2, 900),
    ];
    Demand {
        track,
        priority: Priority::Screen,
        height: None,
        layers: layers(&offers, &[540, 1080]),
    }
}

/// A picture of a single layer.
pub fn single(track: u64, kbit: u64) -> Demand {
    Demand {
        track,
        priority: Priority::Other,
        height: None,
        layers: layers(&[(0, 0, kbit)], &[720]),
    }
}

pub fn shown_in(height: u16, demand: Demand) -> Demand {
    Demand {
        height: Some(height),
        ..demand
    }
}

/// Layers in words: "2.1" is size 2 at rate 1, "-" is paused.
pub fn words(decisions: &[Decision]) -> String {
    let word = |one: &Decision| {
        one.layer.map_or("-".into(), |layer| {
            format!("{}.{}", layer.spatial, layer.temporal)
        })
    };
    decisions.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// What a new receiver gets; the budget in kbit/s.
pub fn fresh(kbit: Option<u64>, demands: &[Demand]) -> (Vec<Decision>, Outcome) {
    let mut decisions = Vec::new();
    let budget = kbit.map(|kbit| kbit * 1000);
    let outcome = Allocator::new().allocate(Instant::now(), budget, demands, &mut decisions);
    (decisions, outcome)
}

/// A receiver that is asked every [`TICK`].
pub struct Receiver {
    pub allocator: Allocator,
    pub now: Instant,
    pub decisions: Vec<Decision>,
}

impl Receiver {
    pub fn new() -> Self {
        Self {
            allocator: Allocator::new(),
            now: Instant::now(),
            decisions: Vec::new(),
        }
    }

    /// One call, budget in kbit/s.
    pub fn ask(&mut self, kbit: u64, demands: &[Demand]) -> Outcome {
        self.now += TICK;
        self.allocator
            .allocate(self.now, Some(kbit * 1000), demands, &mut self.decisions)
    }

    /// One call, what was decided in words.
    pub fn gets(&mut self, kbit: u64, demands: &[Demand]) -> String {
        self.ask(kbit, demands);
        words(&self.decisions)
    }

    /// Calls for `time`, with the budget in kbit/s that `budget` names; how often decisions changed.
    pub fn run(&mut self, time: Duration, mut budget: impl FnMut() -> u64, demands: &[Demand]) -> usize {
        let end = self.now + time;
        let mut changes = 0;
        while self.now < end {
            let before = words(&self.decisions);
            changes += usize::from(self.gets(budget(), demands) != before);
        }
        changes
    }

    /// How long a constant budget takes to bring about `wanted`; `None` if it has not after `limit`.
    pub fn until(
        &mut self,
        wanted: &str,
        limit: Duration,
        kbit: u64,
        demands: &[Demand],
    ) -> Option<Duration> {
        let start = self.now;
        while self.now - start < limit {
            if self.gets(kbit, demands) == wanted {
                return Some(self.now - start);
            }
        }
        None
    }
}
