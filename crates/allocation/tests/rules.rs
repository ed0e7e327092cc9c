//! What a new receiver gets, rule by rule.

mod scene;

use allocation::{Demand, Layers, Limit, Offer, Priority};
use model::{Layer, VideoStep};
use scene::{camera, fresh, layers, screen, shown_in, single, words};

/// Name, budget in kbit/s, demands, layers, the step.
type Scenario = (&'static str, Option<u64>, Vec<Demand>, &'static str, VideoStep);

fn check(scenarios: Vec<Scenario>) {
    for (name, budget, demands, expected, video) in scenarios {
        let (decisions, outcome) = fresh(budget, &demands);
        assert_eq!(
            (words(&decisions).as_str(), outcome.video),
            (expected, video),
            "{name}"
        );
    }
}

fn other(track: u64) -> Demand {
    camera(track, Priority::Other)
}

#[test]
fn wishes_cut_the_size() {
    use VideoStep::Full;
    let nothing = Demand {
        layers: Layers::default(),
        ..other(1)
    };
    check(vec![
        ("nobody there", Some(0), vec![], "", Full),
        ("no limit", None, vec![other(1), other(2)], "2.2 2.2", Full),
        ("no layer", Some(0), vec![nothing], "-", Full),
        ("hidden", Some(0), vec![shown_in(0, other(1))], "-", Full),
        (
            "hidden beside a visible one",
            Some(60),
            vec![shown_in(0, other(1)), shown_in(1, other(2))],
            "- 0.0",
            VideoStep::Slower,
        ),
        ("small", None, vec![shown_in(180, other(1))], "0.2", Full),
        (
            "stretched by a quarter",
            None,
            vec![shown_in(225, other(1))],
            "0.2",
            Full,
        ),
        (
            "stretched by more",
            None,
            vec![shown_in(226, other(1))],
            "1.2",
            Full,
        ),
        (
            "medium stretched",
            None,
            vec![shown_in(450, other(1))],
            "1.2",
            Full,
        ),
        (
            "larger than there is",
            None,
            vec![shown_in(2160, other(1))],
            "2.2",
            Full,
        ),
        (
            "a screen as a thumbnail",
            None,
            vec![shown_in(500, screen(1))],
            "0.2",
            Full,
        ),
    ]);
}

#[test]
fn a_camera_is_smooth_before_it_is_large() {
    use VideoStep::{AudioOnly, Full, Slower, Smaller};
    let at = |kbit, expected, video| ("camera", Some(kbit), vec![other(1)], expected, video);
    check(vec![
        at(0, "-", AudioOnly),
        at(59, "-", AudioOnly),
        at(60, "0.0", Slower),
        at(90, "0.1", Slower),
        at(150, "0.2", Smaller),
        at(299, "0.2", Smaller),
        at(300, "1.1", Slower),
        at(500, "1.2", Smaller),
        at(900, "2.1", Slower),
        at(1499, "2.1", Slower),
        at(1500, "2.2", Full),
    ]);
}

#[test]
fn a_screen_is_sharp_before_it_is_smooth() {
    use VideoStep::{AudioOnly, Full, Slower};
    let at = |kbit, expected, video| ("screen", Some(kbit), vec![screen(1)], expected, video);
    check(vec![
        at(99, "-", AudioOnly),
        at(399, "0.0", Slower),
        at(400, "1.0", Slower),
        at(600, "1.1", Slower),
        at(900, "1.2", Full),
    ]);
}

#[test]
fn a_screen_is_readable_before_any_camera_is_seen() {
    use VideoStep::{Paused, Slower};
    let at = |kbit, expected, video| {
        (
            "screen, camera",
            Some(kbit),
            vec![camera(1, Priority::Pinned), screen(2)],
            expected,
            video,
        )
    };
    check(vec![
        at(399, "0.2 0.0", Slower),
        at(459, "- 1.0", Paused),
        at(460, "0.0 1.0", Slower),
        at(559, "0.2 1.0", Slower),
        at(660, "0.0 1.1", Slower),
    ]);
}

#[test]
fn pictures_are_seen_before_others_are_raised() {
    use VideoStep::{Full, Paused, Slower, Smaller};
    let all = || {
        vec![
            other(1),
            camera(2, Priority::Speaking),
            camera(3, Priority::Pinned),
        ]
    };
    check(vec![
        ("the last pauses", Some(179), all(), "- 0.0 0.1", Paused),
        ("all are seen", Some(180), all(), "0.0 0.0 0.0", Slower),
        ("pinned first", Some(1620), all(), "0.0 0.0 2.2", Slower),
        ("then who speaks", Some(3060), all(), "0.0 2.2 2.2", Slower),
        ("then others", Some(4500), all(), "2.2 2.2 2.2", Full),
        (
            "equals by turns",
            Some(300),
            vec![other(1), other(2)],
            "0.2 0.2",
            Smaller,
        ),
        (
            "the first of equals",
            Some(450),
            vec![other(1), other(2)],
            "1.1 0.2",
            Slower,
        ),
    ]);
}

#[test]
fn what_does_not_fit_is_passed_over() {
    let high = Demand {
        priority: Priority::Screen,
        ..single(1, 1000)
    };
    check(vec![
        (
            "a cheaper one is seen",
            Some(500),
            vec![high, other(2)],
            "- 1.2",
            VideoStep::Paused,
        ),
        (
            "nobody fits",
            Some(59),
            vec![high, other(2)],
            "- -",
            VideoStep::AudioOnly,
        ),
        (
            "a cheaper raise",
            Some(660),
            vec![camera(1, Priority::Pinned), other(2)],
            "1.2 0.2",
            VideoStep::Smaller,
        ),
    ]);
}

#[test]
fn the_only_picture_is_kept_at_one_and_a_half_times_the_budget() {
    let (decisions, outcome) = fresh(Some(667), &[single(1, 1000), shown_in(0, other(2))]);
    assert_eq!(
        (words(&decisions).as_str(), outcome.over_budget, outcome.video),
        ("0.0 -", true, VideoStep::Full)
    );
    let (decisions, outcome) = fresh(Some(666), &[single(1, 1000)]);
    assert_eq!(
        (words(&decisions).as_str(), outcome.over_budget, outcome.video),
        ("-", false, VideoStep::AudioOnly)
    );
    let (decisions, outcome) = fresh(Some(900), &[single(1, 1000), other(2)]);
    assert_eq!(
        (words(&decisions).as_str(), outcome.over_budget),
        ("- 2.1", false)
    );
}

#[test]
fn every_decision_says_why_it_is_not_more() {
    let none = Demand {
        layers: Layers::default(),
        ..other(1)
    };
    let limit = |kbit, demand| fresh(kbit, &[demand]).0[0].limited;
    assert_eq!(limit(None, other(1)), Limit::ByNothing);
    assert_eq!(limit(Some(0), none), Limit::ByNothing);
    assert_eq!(limit(None, shown_in(180, other(1))), Limit::ByWish);
    assert_eq!(limit(Some(0), shown_in(0, other(1))), Limit::ByWish);
    assert_eq!(limit(Some(90), shown_in(180, other(1))), Limit::ByBandwidth);
    assert_eq!(limit(Some(0), other(1)), Limit::ByBandwidth);
}

#[test]
fn sums_are_told() {
    let (_, outcome) = fresh(Some(400), &[other(1), shown_in(360, other(2))]);
    assert_eq!((outcome.allocated, outcome.desired), (300_000, 2_000_000));
    assert_eq!(outcome.next_step, Some(500_000));
    let (_, outcome) = fresh(None, &[other(1)]);
    assert_eq!(
        (outcome.allocated, outcome.desired, outcome.next_step),
        (1_500_000, 1_500_000, None)
    );
}

#[test]
fn a_layer_that_was_never_measured_costs_what_is_typical() {
    let (_, outcome) = fresh(None, &[shown_in(100, single(1, 0))]);
    assert_eq!(outcome.desired, 720 * 720 * 4);
    let mut unknown = Layers::default();
    let paused = Offer {
        bitrate: 0,
        flowing: false,
    };
    unknown.offer(
        Layer {
            spatial: 1,
            temporal: 0,
        },
        paused,
    );
    unknown.offer(
        Layer {
            spatial: 1,
            temporal: 1,
        },
        paused,
    );
    let (_, outcome) = fresh(
        Some(0),
        &[Demand {
            layers: unknown,
            ..other(1)
        }],
    );
    assert_eq!(outcome.desired, 360 * 360 * 4);
    assert_eq!(outcome.next_step, Some(360 * 360 * 4 * 2 / 3 * 10 / 9));
}

#[test]
fn a_higher_layer_never_counts_as_cheaper() {
    let still = Demand {
        layers: layers(&[(0, 0, 100), (1, 0, 80)], &[180, 360]),
        ..other(1)
    };
    let (decisions, outcome) = fresh(Some(100), &[still]);
    assert_eq!((words(&decisions).as_str(), outcome.allocated), ("1.0", 100_000));
}

#[test]
fn layers_beyond_the_highest_are_ignored() {
    let mut layers = Layers::default();
    layers.offer(
        Layer {
            spatial: 3,
            temporal: 0,
        },
        Offer::default(),
    );
    layers.offer(
        Layer {
            spatial: 0,
            temporal: 4,
        },
        Offer::default(),
    );
    layers.set_height(200, 1);
    assert_eq!(layers, Layers::default());
    assert_eq!(
        layers.get(Layer {
            spatial: 9,
            temporal: 9
        }),
        None
    );
}
