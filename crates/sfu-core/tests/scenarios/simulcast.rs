//! A camera in three sizes: each receiver gets the one that it shows, in one unbroken stream.

use crate::world::{CAMERA, World};
use std::time::Duration;
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);
/// On its way, an answer back, a picture's time: what a keyframe takes that is asked for at once.
const DELAY: Duration = Duration::from_millis(20);
/// How often bandwidth is shared, then asked for a keyframe, then it comes.
const SWITCH: Duration = Duration::from_millis(400);

fn conditions() -> Conditions {
    Conditions {
        delay: DELAY,
        ..Conditions::default()
    }
}

/// A viewer with one author that sends three sizes, some seconds later.
fn pair(seed: u64, conditions: Conditions) -> (World, usize, usize) {
    let mut world = World::new(seed, conditions);
    let (viewer, author) = (world.enter(1), world.enter_with_layers(1));
    world.connect_all();
    world.run_until(10 * SECOND, |world| world.height(viewer, author) == 720);
    (world, viewer, author)
}

/// How long it takes until a viewer sees an author at a height.
fn until_shown(world: &mut World, viewer: usize, author: usize, height: u16) -> Duration {
    world.run_until(5 * SECOND, |world| world.height(viewer, author) == height)
}

fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    *state >> 33
}

#[test]
fn each_wish_gets_its_size() {
    let (mut world, viewer, author) = pair(60, conditions());
    for (wish, height) in [
        (180, 180),
        (720, 720),
        (360, 360),
        (200, 180),
        (1080, 720),
        (90, 180),
    ] {
        world.look(viewer, &[(author, wish)]);
        let took = until_shown(&mut world, viewer, author, height);
        assert!(took < SWITCH, "{took:?}");
        // What comes at the same moment may be of the size before.
        let start = world.now + Duration::from_millis(1);
        world.run(SECOND);
        let packets = world.seen(viewer, author).since(start).packets;
        assert!(packets.iter().all(|packet| packet.height == height), "{wish}");
    }
    world.seen(viewer, author).assert_unbroken();
}

#[test]
fn a_hundred_switches_leave_one_stream() {
    let (mut world, viewer, author) = pair(61, conditions());
    let (mut state, start) = (7, world.now);
    for _ in 0..100 {
        let height = 180 << (random(&mut state) % 3);
        world.look(viewer, &[(author, height)]);
        world.run(Duration::from_millis(50 + random(&mut state) % 900));
    }
    let story = world.seen(viewer, author).since(start);
    story.assert_unbroken();
    story.assert_on_time();
    let (changes, pause) = (story.changes(), story.longest_pause(world.now));
    assert!(changes > 40, "{changes}");
    assert!(pause < Duration::from_millis(150), "{pause:?}");
}

#[test]
fn the_old_size_goes_on_until_the_keyframe_of_the_new() {
    let (mut world, viewer, author) = pair(62, conditions());
    world.look(viewer, &[(author, 180)]);
    until_shown(&mut world, viewer, author, 180);
    world.run(SECOND);
    // The publisher stays silent about keyframes: nothing is to change.
    let start = world.now;
    world.people[author].gives_keyframes = false;
    world.look(viewer, &[(author, 720)]);
    world.run(2 * SECOND);
    let story = world.seen(viewer, author).since(start);
    assert!(story.packets.iter().all(|packet| packet.height == 180));
    assert!(story.longest_pause(world.now) < Duration::from_millis(150));
    world.people[author].gives_keyframes = true;
    let took = until_shown(&mut world, viewer, author, 720);
    assert!(took < 2 * SECOND, "{took:?}");
    world.seen(viewer, author).assert_unbroken();
}

#[test]
fn a_size_that_stops_falls_to_the_next_without_a_storm() {
    let (mut world, viewer, author) = pair(63, conditions());
    world.look(viewer, &[(author, 720)]);
    world.run(3 * SECOND);
    let asked = |world: &World| world.people[author].keyframes_asked;
    for (stops, next) in [(2, 360), (1, 180)] {
        let before = asked(&world);
        world.people[author].camera.encodings[stops].turn(false);
        let took = until_shown(&mut world, viewer, author, next);
        assert!(took < 3 * SECOND, "{took:?}");
        world.run(5 * SECOND);
        assert!(asked(&world) - before <= 4, "{}", asked(&world) - before);
    }
    world.people[author].camera.encodings[2].turn(true);
    let took = until_shown(&mut world, viewer, author, 720);
    assert!(took < 2 * SECOND, "{took:?}");
    world.seen(viewer, author).assert_unbroken();
}

#[test]
fn a_size_that_starts_anew_with_other_ssrcs_goes_on() {
    let (mut world, viewer, author) = pair(64, conditions());
    world.people[author].camera.encodings[2].turn(false);
    until_shown(&mut world, viewer, author, 360);
    world.run(SECOND);
    let person = &mut world.people[author];
    person.camera.encodings[2].renew();
    person.client.renew_layer(CAMERA, 2, (4001, 4002));
    let took = until_shown(&mut world, viewer, author, 720);
    assert!(took < 2 * SECOND, "{took:?}");
    world.run(2 * SECOND);
    assert_eq!(world.height(viewer, author), 720);
    world.seen(viewer, author).assert_unbroken();
}

#[test]
fn a_seat_changes_between_cameras_of_three_sizes_and_of_one() {
    let mut world = World::new(65, conditions());
    let viewer = world.enter(1);
    let authors = [
        world.enter_with_layers(1),
        world.enter(1),
        world.enter_with_layers(1),
    ];
    world.connect_all();
    world.run(3 * SECOND);
    let line = 3;
    for round in 0..6 {
        let (speaker, quiet) = (authors[round % 3], authors[(round + 2) % 3]);
        (world.people[quiet].level, world.people[speaker].level) = (127, 25);
        let id = world.people[speaker].participant.0.as_u128();
        world.run_until(10 * SECOND, |world| {
            let mut packets = world.people[viewer].received.iter().rev();
            packets.find(|p| p.line == line).is_some_and(|p| p.author == id)
        });
        world.run(2 * SECOND);
    }
    let story = crate::world::Story::of(&world.people[viewer], line);
    let authors: std::collections::HashSet<_> = story.packets.iter().map(|p| p.author).collect();
    assert_eq!(authors.len(), 3);
    story.assert_unbroken();
}

#[test]
fn loss_on_all_sizes_is_mended() {
    let lossy = Conditions {
        loss: 0.05,
        ..conditions()
    };
    let (mut world, viewer, author) = pair(66, lossy);
    for wish in [180, 360, 720, 360, 720, 180] {
        world.look(viewer, &[(author, wish)]);
        world.run(4 * SECOND);
    }
    let story = world.seen(viewer, author);
    let (missing, all) = (story.missing(), story.packets.len() as u64);
    assert!(missing * 200 < all, "{missing} of {all} missing");
    assert!(story.changes() >= 5, "{:?}", story.changes());
}
