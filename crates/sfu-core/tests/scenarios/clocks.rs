//! Sender reports of seats tell the server's time, however a publisher's clock runs.

use crate::world::{MOMENT, World};
use std::time::Duration;
use virtual_net::Conditions;

const AUDIO_SEAT: usize = 2;
const VIDEO_SEAT: usize = 3;
const PACE: Duration = Duration::from_secs(1);

#[test]
fn lips_stay_in_sync_through_an_hour_with_a_fast_clock() {
    an_hour_with_drift(200);
}

#[test]
fn lips_stay_in_sync_through_an_hour_with_a_slow_clock() {
    an_hour_with_drift(-200);
}

fn an_hour_with_drift(drift: i32) {
    let mut world = World::new(20, Conditions::default());
    let (viewer, author) = (world.enter(1), world.enter(1));
    world.people[author].drift = drift;
    world.connect_all();
    world.run(Duration::from_secs(2));
    for person in &mut world.people {
        person.pace(PACE);
    }
    let (mut worst, mut worst_apart) = (0_f64, 0_f64);
    for _ in 0..120 {
        world.run_coarsely(Duration::from_secs(30), PACE);
        let sound = error_ms(&world, viewer, author, AUDIO_SEAT, 48_000);
        let picture = error_ms(&world, viewer, author, VIDEO_SEAT, 90_000);
        worst = worst.max(sound.abs()).max(picture.abs());
        worst_apart = worst_apart.max((sound - picture).abs());
        world.people[viewer].received.clear();
    }
    assert!(worst < 20.0, "{worst} ms from the truth");
    assert!(worst_apart < 20.0, "{worst_apart} ms apart");
}

/// How far the seat's time by sender reports is ahead of what its latest packet's capture tells.
fn error_ms(world: &World, viewer: usize, author: usize, line: usize, rate: u32) -> f64 {
    let reported = world.people[viewer].client.source_timestamp(line, world.now);
    let seat = world.people[viewer].sorted(line);
    let latest = seat.last().expect("packets");
    let captured = latest.at - 2 * MOMENT;
    let truth = latest
        .timestamp
        .wrapping_add(world.people[author].ticks(captured, world.now, rate));
    let ahead = reported.expect("sender reports").wrapping_sub(truth) as i32;
    f64::from(ahead) * 1000.0 / f64::from(rate)
}
