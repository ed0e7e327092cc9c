//! How little changes on a link that stays as it is: cases that are the same in every run, then some at random.

mod scene;

use allocation::Demand;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use scene::{Receiver, TICK, cameras};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
/// Cases that never change, then random ones.
const CASES: [u32; 2] = [16, 4];

fn holds<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>)
where
    S::Value: std::fmt::Debug,
{
    let config = |cases| ProptestConfig {
        cases,
        max_shrink_iters: 50,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let fixed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let runners = [
        TestRunner::new_with_rng(config(CASES[0]), fixed),
        TestRunner::new(config(CASES[1])),
    ];
    for mut runner in runners {
        if let Err(TestError::Fail(why, case)) = runner.run(&strategy, &test) {
            panic!("{why}: {case:?}");
        }
    }
}

/// Fails when a minute sees more than two changes.
fn rests(
    receiver: &mut Receiver,
    minutes: u32,
    mut budget: impl FnMut() -> u64,
    demands: &[Demand],
) -> Result<(), TestCaseError> {
    for minute in 0..minutes {
        let changes = receiver.run(MINUTE - TICK, &mut budget, demands);
        prop_assert!(changes <= 2, "{changes} changes in minute {minute}");
    }
    Ok(())
}

#[test]
fn a_wobbling_estimate_changes_little() {
    holds(
        (cameras(), 100..6000u64, any::<u64>()),
        |(demands, stable, seed)| {
            let mut receiver = Receiver::new();
            let mut state = seed;
            let mut wobble = || {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                stable * (900 + (state >> 33) % 201) / 1000
            };
            receiver.run(Duration::from_secs(10), &mut wobble, &demands);
            rests(&mut receiver, 1, &mut wobble, &demands)
        },
    );
}

#[test]
fn a_swinging_estimate_changes_little() {
    let swings = (cameras(), 100..6000u32, 5..30u32, 0.0..6.0f64);
    holds(swings, |(demands, stable, period, phase)| {
        let mut receiver = Receiver::new();
        let mut ticks = 0.0;
        let mut swing = || {
            ticks += 1.0;
            let angle = phase + ticks * TICK.as_secs_f64() / f64::from(period) * std::f64::consts::TAU;
            (f64::from(stable) * (1.0 + 0.1 * angle.sin())) as u64
        };
        // A slow swing has to be met before it can be known.
        receiver.run(2 * MINUTE, &mut swing, &demands);
        rests(&mut receiver, 3, &mut swing, &demands)
    });
}

#[test]
fn a_constant_budget_comes_to_rest() {
    let steps = (cameras(), 0..6000u64, 0..6000u64);
    holds(steps, |(demands, start, budget)| {
        let mut receiver = Receiver::new();
        receiver.run(Duration::from_secs(20), || start, &demands);
        receiver.run(Duration::from_secs(200), || budget, &demands);
        prop_assert_eq!(receiver.run(MINUTE, || budget, &demands), 0);
        Ok(())
    });
}
