//! What holds whatever is asked for.

mod scene;

use allocation::{Allocator, Decision, Demand, Layers, Offer, Priority};
use model::Layer;
use proptest::prelude::*;
use scene::{CAMERA, camera, cameras, fresh, words};
use std::time::{Duration, Instant};

const PRIORITIES: [Priority; 4] = [
    Priority::Screen,
    Priority::Pinned,
    Priority::Speaking,
    Priority::Other,
];

fn bitrate() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1..3_000_000u64, any::<u64>(), Just(u64::MAX)]
}

fn any_layers() -> impl Strategy<Value = Layers> {
    let offers = prop::collection::vec((0..4u8, 0..5u8, bitrate(), any::<bool>()), 0..12);
    let heights = prop::collection::vec((0..4u8, any::<u16>()), 0..4);
    (offers, heights).prop_map(|(offers, heights)| {
        let mut layers = Layers::default();
        for (spatial, temporal, bitrate, flowing) in offers {
            layers.offer(Layer { spatial, temporal }, Offer { bitrate, flowing });
        }
        heights
            .into_iter()
            .for_each(|(spatial, height)| layers.set_height(spatial, height));
        layers
    })
}

fn any_demand() -> impl Strategy<Value = Demand> {
    let height = prop_oneof![
        Just(None),
        Just(Some(0)),
        any::<u16>().prop_map(Some),
        (1..1100u16).prop_map(Some)
    ];
    (
        0..12u64,
        prop::sample::select(&PRIORITIES[..]),
        height,
        any_layers(),
    )
        .prop_map(|(track, priority, height, layers)| Demand {
            track,
            priority,
            height,
            layers,
        })
}

fn any_call() -> impl Strategy<Value = (u64, Option<u64>, Vec<Demand>)> {
    (
        0..40_000u64,
        prop::option::of(bitrate()),
        prop::collection::vec(any_demand(), 0..8),
    )
}

fn level(decision: &Decision) -> usize {
    let Some(layer) = decision.layer else { return 0 };
    let rung = CAMERA.iter().position(|(spatial, temporal, _)| {
        layer
            == Layer {
                spatial: *spatial,
                temporal: *temporal,
            }
    });
    rung.map_or(usize::MAX, |rung| rung + 1)
}

/// kbit/s of a camera at a level.
fn cost(level: usize) -> u64 {
    level.checked_sub(1).map_or(0, |rung| CAMERA[rung].2)
}

/// Indices of demands in the order in which they are served.
fn order(demands: &[Demand]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..demands.len()).collect();
    order.sort_by_key(|index| demands[*index].priority);
    order
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_is_decided_within_the_budget(calls in prop::collection::vec(any_call(), 1..12)) {
        let (mut one, mut two) = (Allocator::new(), Allocator::new());
        let (mut decisions, mut again) = (Vec::new(), Vec::new());
        let start = Instant::now();
        for (millis, budget, demands) in calls {
            // Times are in no order.
            let now = start + Duration::from_millis(millis);
            let outcome = one.allocate(now, budget, &demands, &mut decisions);
            prop_assert_eq!(outcome, two.allocate(now, budget, &demands, &mut again), "deterministic");
            prop_assert_eq!(&decisions, &again);
            prop_assert_eq!(decisions.len(), demands.len());
            prop_assert!(outcome.allocated <= outcome.desired);
            let budget = budget.unwrap_or(u64::MAX);
            prop_assert_eq!(outcome.over_budget, outcome.allocated > budget);
            if outcome.over_budget {
                let given = decisions.iter().filter(|decision| decision.layer.is_some()).count();
                prop_assert_eq!(given, 1);
                prop_assert!(u128::from(outcome.allocated) * 2 <= u128::from(budget) * 3);
            }
            for (demand, decision) in demands.iter().zip(&decisions) {
                prop_assert!(decision.layer.is_none_or(|layer| demand.layers.get(layer).is_some()));
                prop_assert!(demand.height != Some(0) || decision.layer.is_none());
            }
        }
    }

    #[test]
    fn nobody_lacks_what_went_to_somebody_lower(demands in cameras(), budget in 0..8000u64) {
        let (decisions, outcome) = fresh(Some(budget), &demands);
        let levels: Vec<usize> = decisions.iter().map(level).collect();
        let spent: u64 = levels.iter().map(|level| cost(*level)).sum();
        prop_assert_eq!(spent * 1000, outcome.allocated);
        let left = budget - spent;
        for (index, demand) in demands.iter().enumerate().filter(|(index, _)| levels[*index] < CAMERA.len()) {
            let lower = (0..demands.len()).filter(|other| demands[*other].priority > demand.priority);
            let raises: u64 = lower.map(|other| cost(levels[other]) - cost(levels[other].min(1))).sum();
            prop_assert!(cost(levels[index] + 1) - cost(levels[index]) > left + raises, "{}", words(&decisions));
        }
    }

    #[test]
    fn nobody_is_seen_before_somebody_higher(demands in cameras(), budget in 0..500u64) {
        let (decisions, _) = fresh(Some(budget), &demands);
        let seen: Vec<bool> = order(&demands).iter().map(|index| decisions[*index].layer.is_some()).collect();
        prop_assert!(seen.is_sorted_by(|earlier, later| earlier >= later));
    }

    #[test]
    fn a_larger_budget_serves_better(mut all in Just(PRIORITIES[1..].to_vec()).prop_shuffle(), count in 1..4usize,
                                    less in 0..6000u64, more in 0..2000u64) {
        all.truncate(count);
        let demands: Vec<Demand> = (0..).zip(all).map(|(track, priority)| camera(track, priority)).collect();
        let order = order(&demands);
        let served = |budget| {
            let (decisions, _) = fresh(Some(budget), &demands);
            let levels: Vec<usize> = order.iter().map(|index| level(&decisions[*index])).collect();
            (levels.iter().filter(|level| **level > 0).count(), levels)
        };
        prop_assert!(served(less) <= served(less + more));
    }
}
