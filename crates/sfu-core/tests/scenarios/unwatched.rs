//! What nobody takes is not sent; it comes back when somebody does.

use crate::world::World;
use protocol::Event;
use std::time::Duration;
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);

fn pair(seed: u64) -> (World, usize, usize) {
    let mut world = World::new(
        seed,
        Conditions {
            delay: Duration::from_millis(20),
            ..Conditions::default()
        },
    );
    let (viewer, author) = (world.enter(1), world.enter_with_layers(1));
    world.connect_all();
    world.run_until(10 * SECOND, |world| world.height(viewer, author) == 720);
    (world, viewer, author)
}

fn is_sent(world: &World, author: usize) -> [bool; 3] {
    std::array::from_fn(|layer| world.people[author].camera.encodings[layer].is_on)
}

fn asked(world: &World, author: usize) -> [usize; 3] {
    std::array::from_fn(|layer| world.people[author].camera.encodings[layer].keyframes_asked)
}

/// How many layers were wanted, each time that was told.
fn told(world: &World, author: usize) -> Vec<u8> {
    let author = world.people[author].participant;
    let layers = world.events.iter().filter_map(|event| match event {
        Event::LayersWanted {
            participant, layers, ..
        } if *participant == author => Some(*layers),
        _ => None,
    });
    layers.collect()
}

#[test]
fn a_call_shown_small_is_sent_small_and_large_again_when_wished() {
    let (mut world, viewer, author) = pair(80);
    world.look(viewer, &[(author, 180)]);
    let took = world.run_until(5 * SECOND, |world| is_sent(world, author) == [true, false, false]);
    assert!(
        took > 2 * SECOND,
        "whoever made it small may change their mind: {took:?}"
    );
    let (quiet, events) = (asked(&world, author), told(&world, author).len());
    world.run(20 * SECOND);
    let since = asked(&world, author);
    assert_eq!(since[1..], quiet[1..], "no keyframes of what is not sent");
    assert_eq!(told(&world, author).len(), events, "told once");
    assert_eq!(world.height(viewer, author), 180);

    world.look(viewer, &[(author, 720)]);
    let took = world.run_until(5 * SECOND, |world| world.height(viewer, author) == 720);
    assert!(took < SECOND, "{took:?}");
    world.run(5 * SECOND);
    let smaller = asked(&world, author);
    world.run(10 * SECOND);
    assert_eq!(
        asked(&world, author)[..2],
        smaller[..2],
        "the smaller are not shown"
    );
    world.seen(viewer, author).assert_unbroken();
}

#[test]
fn a_hidden_picture_is_not_sent_at_all() {
    let (mut world, viewer, author) = pair(81);
    world.look(viewer, &[(author, 0)]);
    world.run_until(5 * SECOND, |world| is_sent(world, author) == [false; 3]);
    assert_eq!(told(&world, author).last(), Some(&0));
    let before = asked(&world, author);
    let (heard, seen) = (world.heard(viewer, author), world.seen(viewer, author));
    world.run(10 * SECOND);
    assert_eq!(asked(&world, author), before);
    assert_eq!(
        world.seen(viewer, author).packets.len(),
        seen.packets.len(),
        "nothing to see"
    );
    let sound = world.heard(viewer, author).packets.len() - heard.packets.len();
    assert!(sound >= 499, "sound goes on: {sound}");
    world.look(viewer, &[(author, 360)]);
    let took = world.run_until(5 * SECOND, |world| world.height(viewer, author) == 360);
    assert!(took < SECOND, "{took:?}");
}

#[test]
fn of_two_the_one_who_shows_it_larger_decides() {
    let (mut world, small, author) = pair(82);
    let large = world.enter(2);
    world.people[large].camera_on = false;
    world.look(small, &[(author, 180)]);
    world.run(2 * SECOND);
    world.look(large, &[(author, 360)]);
    world.run_until(8 * SECOND, |world| is_sent(world, author) == [true, true, false]);
    world.run(5 * SECOND);
    assert_eq!(
        (world.height(small, author), world.height(large, author)),
        (180, 360)
    );
    let (room, participant) = (world.room, world.people[large].participant);
    world
        .ask(protocol::Request::RemoveParticipant { room, participant })
        .expect("removed");
    world.run_until(5 * SECOND, |world| is_sent(world, author) == [true, false, false]);
}
