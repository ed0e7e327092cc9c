//! What a receiver gets in the course of time.

mod scene;

use allocation::{Demand, Priority};
use model::VideoStep;
use scene::{CAMERA, Receiver, TICK, camera, layers, screen, shown_in, single, words};
use std::time::Duration;

fn other(track: u64) -> Demand {
    camera(track, Priority::Other)
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A receiver that has long got the camera's 360p, on a way of 500 kbit/s.
fn settled(demands: &[Demand]) -> Receiver {
    let mut receiver = Receiver::new();
    receiver.run(seconds(20), || 500, demands);
    receiver
}

#[test]
fn going_down_is_immediate() {
    let mut receiver = settled(&[other(1)]);
    assert_eq!(receiver.gets(500, &[other(1)]), "1.2");
    assert_eq!(receiver.gets(499, &[other(1)]), "1.1");
    assert_eq!(receiver.gets(100, &[other(1)]), "0.1");
    assert_eq!(receiver.ask(10, &[other(1)]).video, VideoStep::AudioOnly);
}

#[test]
fn going_down_leaves_headroom() {
    let mut receiver = settled(&[other(1)]);
    // 300 would fit, but nothing would be left.
    assert_eq!(receiver.gets(310, &[other(1)]), "0.2");
    // To be seen at all needs no headroom.
    assert_eq!(receiver.gets(60, &[other(1)]), "0.0");
}

#[test]
fn going_up_waits_for_three_seconds_of_headroom() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    assert_eq!(receiver.until("2.1", seconds(120), 999, &demands), None);
    let took = receiver.until("2.1", seconds(120), 1000, &demands);
    assert!(
        took.is_some_and(|took| took >= seconds(3) && took <= seconds(3) + 2 * TICK),
        "{took:?}"
    );
}

#[test]
fn a_moment_without_headroom_starts_the_wait_again() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    for _ in 0..10 {
        assert_eq!(receiver.run(seconds(2), || 1000, &demands), 0);
        assert_eq!(receiver.gets(990, &demands), "1.2");
    }
}

#[test]
fn a_paused_picture_comes_back_one_step_at_a_time() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    assert_eq!(receiver.gets(10, &demands), "-");
    let seen = receiver.until("0.0", seconds(60), 5000, &demands).unwrap();
    let full = receiver.until("2.2", seconds(60), 5000, &demands).unwrap();
    assert!(seen > 2 * TICK && seen <= seconds(1), "{seen:?}");
    assert!(full >= seconds(3) && full <= seconds(4), "{full:?}");
}

#[test]
fn raises_that_are_taken_back_wait_longer_and_longer() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    // However short the wait, a minute passes after a raise was taken back.
    for wait in [3, 60, 60, 120, 120] {
        let took = receiver.until("2.1", seconds(300), 1000, &demands).unwrap();
        assert!(
            took >= seconds(wait) && took <= seconds(wait + 1),
            "{wait}: {took:?}"
        );
        receiver.run(seconds(8), || 1000, &demands);
        assert_eq!(receiver.gets(600, &demands), "1.2");
    }
}

#[test]
fn what_was_taken_back_on_a_narrow_way_says_nothing_of_a_wide_one() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    for wait in [4, 61, 61] {
        let took = receiver.until("2.1", seconds(wait), 1000, &demands);
        assert!(took.is_some(), "{wait}");
        receiver.ask(600, &demands);
    }
    let took = receiver.until("2.2", seconds(60), 2100, &demands).unwrap();
    assert!(took >= seconds(3) && took <= seconds(4), "{took:?}");
}

#[test]
fn a_raise_that_stood_ends_the_longer_waits() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    receiver.until("2.1", seconds(10), 1000, &demands).unwrap();
    receiver.ask(600, &demands);
    receiver.until("2.1", seconds(70), 1000, &demands).unwrap();
    receiver.run(seconds(121), || 1000, &demands);
    receiver.ask(600, &demands);
    assert!(receiver.until("2.1", seconds(4), 1000, &demands).is_some());
}

#[test]
fn after_a_lowering_there_is_one_raise_a_minute() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    assert_eq!(receiver.gets(100, &demands), "0.1");
    assert!(receiver.until("1.1", seconds(4), 400, &demands).is_some());
    assert_eq!(receiver.run(seconds(56), || 660, &demands), 0);
    assert!(receiver.until("1.2", seconds(2), 660, &demands).is_some());
}

#[test]
fn after_a_lowering_a_way_that_carries_twice_as_much_is_used_all_the_same() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    assert_eq!(receiver.gets(100, &demands), "0.1");
    assert!(receiver.until("1.1", seconds(4), 400, &demands).is_some());
    let took = receiver.until("2.2", seconds(10), 2000, &demands).unwrap();
    assert!(took >= seconds(3) && took <= seconds(4), "{took:?}");
    assert_eq!(receiver.gets(1000, &demands), "2.1");
    assert_eq!(
        receiver.run(seconds(59), || 2000, &demands),
        0,
        "it was taken back"
    );
}

#[test]
fn a_return_that_was_taken_back_waits_longer() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    receiver.ask(10, &demands);
    for wait in [0, 10, 30, 60, 60] {
        let took = receiver.until("0.0", seconds(100), 70, &demands).unwrap();
        assert!(
            took >= seconds(wait) && took <= seconds(wait + 1),
            "{wait}: {took:?}"
        );
        assert_eq!(receiver.gets(50, &demands), "-");
    }
}

#[test]
fn a_trifle_waits_for_ten_seconds() {
    let demands = [single(1, 1000), shown_in(180, other(2))];
    let mut receiver = Receiver::new();
    receiver.run(seconds(10), || 1070, &demands);
    assert_eq!(words(&receiver.decisions), "0.0 0.0");
    let took = receiver.until("0.0 0.2", seconds(30), 1300, &demands).unwrap();
    assert!(took >= seconds(10) && took <= seconds(11), "{took:?}");
}

#[test]
fn a_trifle_waits_for_a_minute_without_changes() {
    let demands = [single(1, 1000), shown_in(180, other(2))];
    let mut receiver = Receiver::new();
    receiver.run(seconds(10), || 1070, &demands);
    let took = receiver.until("0.0 0.1", seconds(30), 1220, &demands).unwrap();
    assert!(took <= seconds(11), "{took:?}");
    let took = receiver.until("0.0 0.2", seconds(90), 1300, &demands).unwrap();
    assert!(took >= seconds(60) && took <= seconds(61), "{took:?}");
}

#[test]
fn the_first_seconds_take_what_they_can() {
    let demands = [other(1)];
    let mut receiver = Receiver::new();
    assert_eq!(receiver.gets(100, &demands), "0.1");
    assert_eq!(receiver.gets(300, &demands), "1.1");
    assert_eq!(receiver.gets(1500, &demands), "2.2");
}

#[test]
fn after_a_shortfall_the_first_seconds_need_headroom_alone() {
    let demands = [other(1)];
    let mut receiver = Receiver::new();
    assert_eq!(receiver.gets(500, &demands), "1.2");
    assert_eq!(receiver.gets(400, &demands), "1.1");
    assert_eq!(receiver.gets(1500, &demands), "2.1");
    receiver.run(seconds(5), || 1500, &demands);
    assert_eq!(receiver.gets(2000, &demands), "2.1", "no longer new");
}

#[test]
fn who_joins_sees_the_second_picture_as_soon_as_the_estimate_covers_it() {
    let demands = [single(1, 1100), single(2, 1100)];
    let mut receiver = Receiver::new();
    assert_eq!(receiver.gets(2000, &demands), "0.0 -");
    assert_eq!(receiver.gets(900, &demands), "- -", "a first estimate errs");
    assert_eq!(receiver.gets(2400, &demands), "0.0 -");
    assert_eq!(receiver.gets(2450, &demands), "0.0 0.0");
}

#[test]
fn a_way_that_becomes_known_late_is_a_start() {
    let demands = [single(1, 1100), single(2, 1100)];
    let mut receiver = Receiver::new();
    for _ in 0..50 {
        receiver.now += TICK;
        let decisions = &mut receiver.decisions;
        receiver
            .allocator
            .allocate(receiver.now, None, &demands, decisions);
    }
    assert_eq!(receiver.gets(2000, &demands), "0.0 -");
    assert_eq!(receiver.gets(4000, &demands), "0.0 0.0");
}

#[test]
fn a_layer_that_flows_for_the_first_time_is_a_start() {
    let small = [Demand {
        layers: layers(&CAMERA[..3], &[180, 360, 720]),
        ..other(1)
    }];
    let mut receiver = Receiver::new();
    receiver.run(seconds(20), || 120, &small);
    assert_eq!(receiver.gets(250, &[other(1)]), "0.2");
    assert_eq!(receiver.gets(600, &[other(1)]), "1.2");
}

#[test]
fn what_is_new_or_wished_is_served_at_once() {
    let mut receiver = settled(&[shown_in(180, other(1))]);
    assert_eq!(
        receiver.gets(2000, &[shown_in(180, other(1)), shown_in(180, other(2))]),
        "0.2 0.2",
        "somebody came"
    );
    assert_eq!(
        receiver.gets(2000, &[shown_in(360, other(1)), shown_in(180, other(2))]),
        "1.2 0.2",
        "shown larger"
    );
    assert_eq!(
        receiver.gets(2000, &[shown_in(360, other(1)), shown_in(0, other(2))]),
        "1.2 -",
        "hidden"
    );
    assert_eq!(
        receiver.gets(2000, &[shown_in(360, other(1)), shown_in(180, other(2))]),
        "1.2 0.2",
        "shown again"
    );
}

#[test]
fn who_comes_forward_is_served_at_once_from_what_others_have() {
    let (one, two) = (other(1), other(2));
    let mut receiver = settled(&[camera(1, Priority::Speaking), two]);
    assert_eq!(words(&receiver.decisions), "1.1 0.2");
    assert_eq!(
        receiver.gets(500, &[one, camera(2, Priority::Speaking)]),
        "0.2 1.1"
    );
    assert_eq!(
        receiver.gets(500, &[one, camera(2, Priority::Speaking), screen(3)]),
        "- 0.1 1.0"
    );
}

#[test]
fn no_limit_waits_for_nothing() {
    let demands = [other(1)];
    let mut receiver = settled(&demands);
    receiver.ask(10, &demands);
    let Receiver {
        allocator,
        now,
        decisions,
    } = &mut receiver;
    allocator.allocate(*now + TICK, None, &demands, decisions);
    assert_eq!(words(decisions), "2.2");
}

#[test]
fn a_layer_that_grows_by_less_than_fifteen_percent_is_kept() {
    let demand = |kbit| {
        [Demand {
            layers: layers(&[(0, 0, 100), (1, 0, kbit)], &[180, 360]),
            ..other(1)
        }]
    };
    let mut receiver = settled(&demand(500));
    assert_eq!(receiver.gets(500, &demand(575)), "1.0");
    assert_eq!(receiver.gets(500, &demand(576)), "0.0");
}

#[test]
fn a_layer_that_falls_still_is_not_believed_at_once() {
    let demand = |kbit| {
        [Demand {
            layers: layers(&[(0, 0, 100), (1, 0, kbit)], &[180, 360]),
            ..other(1)
        }]
    };
    let mut receiver = settled(&demand(600));
    assert_eq!(words(&receiver.decisions), "0.0");
    assert_eq!(receiver.run(seconds(6), || 500, &demand(50)), 0);
    assert!(receiver.until("1.0", seconds(30), 500, &demand(50)).is_some());
}

#[test]
fn a_layer_that_its_publisher_pauses_keeps_its_bitrate() {
    let mut paused = single(1, 400);
    let mut receiver = settled(&[paused, other(2)]);
    let before = receiver.ask(1000, &[paused, other(2)]).desired;
    let layer = model::Layer {
        spatial: 0,
        temporal: 0,
    };
    paused.layers.offer(
        layer,
        allocation::Offer {
            bitrate: 0,
            flowing: false,
        },
    );
    receiver.run(seconds(30), || 1000, &[paused, other(2)]);
    assert_eq!(receiver.ask(1000, &[paused, other(2)]).desired, before);
}

#[test]
fn a_layer_that_its_publisher_ends_and_begins_again_comes_back_at_once() {
    let small = Demand {
        layers: layers(&[(0, 0, 60), (0, 1, 90), (0, 2, 150)], &[180, 360, 720]),
        ..other(1)
    };
    let mut receiver = Receiver::new();
    receiver.run(seconds(20), || 2000, &[other(1)]);
    assert_eq!(receiver.gets(2000, &[small]), "0.2");
    assert_eq!(receiver.gets(2000, &[other(1)]), "2.2");
}

#[test]
fn memory_follows_the_track() {
    let mut receiver = settled(&[camera(1, Priority::Pinned), other(2), other(3)]);
    let with = |tracks: [u64; 3]| {
        tracks.map(|track| {
            if track == 1 {
                camera(1, Priority::Pinned)
            } else {
                other(track)
            }
        })
    };
    assert_eq!(
        receiver.gets(5000, &with([1, 2, 3])),
        receiver.gets(5000, &with([1, 3, 2]))
    );
    let before = receiver.gets(5000, &with([1, 2, 3]));
    let mut moved: Vec<_> = before.split(' ').collect();
    moved.rotate_left(1);
    assert_eq!(receiver.gets(5000, &with([2, 3, 1])), moved.join(" "));
    // Somebody new in an old place takes what there is.
    assert_eq!(
        receiver.gets(5000, &with([2, 3, 4])).split(' ').next_back(),
        Some("2.2")
    );
}

#[test]
fn a_budget_of_the_next_step_brings_the_next_raise() {
    let demands = [
        camera(1, Priority::Pinned),
        other(2),
        other(3),
        single(4, 700),
        screen(5),
    ];
    let mut receiver = Receiver::new();
    receiver.run(seconds(10), || 50, &demands);
    let mut budget = 50_000;
    for _ in 0..40 {
        let outcome = receiver.ask(budget / 1000, &demands);
        let Some(next) = outcome.next_step else {
            assert_eq!(
                (outcome.allocated, outcome.video),
                (outcome.desired, VideoStep::Full)
            );
            return;
        };
        budget = next.next_multiple_of(1000).max(budget);
        let before = words(&receiver.decisions);
        // A small raise waits for a minute without changes.
        receiver.run(seconds(61), || budget / 1000, &demands);
        assert_ne!(words(&receiver.decisions), before, "{budget}");
    }
    panic!("never reached the top");
}

#[test]
fn the_only_picture_stays_over_budget_without_end() {
    let demands = [single(1, 1000)];
    let mut receiver = Receiver::new();
    receiver.run(seconds(10), || 1200, &demands);
    assert_eq!(receiver.run(seconds(60), || 700, &demands), 0);
    assert!(receiver.ask(700, &demands).over_budget);
    assert_eq!(receiver.gets(600, &demands), "-");
}
