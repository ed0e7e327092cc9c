//! How far a session has come is told step by step, and where it stops.

use crate::world::World;
use model::{AddressFamily, Path, PathTransport, Progress};
use protocol::{CloseCause, Event};
use std::time::Duration;
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);

fn told(world: &World, person: usize) -> Vec<Progress> {
    let person = world.people[person].participant;
    let progress = world.events.iter().filter_map(|event| match event {
        Event::SessionProgress {
            participant,
            progress,
            ..
        } if *participant == person => Some(*progress),
        _ => None,
    });
    progress.collect()
}

fn lost() -> Conditions {
    Conditions {
        loss: 1.0,
        ..Conditions::default()
    }
}

const HEARD: Progress = Progress {
    checked: true,
    path: Some(Path {
        transport: PathTransport::Udp,
        family: AddressFamily::Ipv4,
    }),
    secured: true,
    received: true,
    acknowledged: false,
};

#[test]
fn whoever_is_alone_is_heard_and_has_nothing_to_acknowledge() {
    let mut world = World::new(1, Conditions::default());
    let alone = world.enter(1);
    world.connect_all();
    world.run(5 * SECOND);
    let steps = told(&world, alone);
    assert_eq!(steps.first(), Some(&Progress::default()), "told of the offer");
    assert_eq!(steps.last(), Some(&HEARD));
    assert!(steps.len() <= 5, "{steps:?}");

    let other = world.enter(1);
    world.connect_all();
    world.run(5 * SECOND);
    let complete = Progress {
        acknowledged: true,
        ..HEARD
    };
    for person in [alone, other] {
        assert_eq!(told(&world, person).last(), Some(&complete));
    }
}

#[test]
fn steps_are_never_taken_back() {
    let mut world = World::new(2, Conditions::default());
    let (one, other) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.run(5 * SECOND);
    let reached = |step: &Progress| {
        [
            step.checked,
            step.path.is_some(),
            step.secured,
            step.received,
            step.acknowledged,
        ]
    };
    for person in [one, other] {
        for pair in told(&world, person).windows(2) {
            let (before, after) = (reached(&pair[0]), reached(&pair[1]));
            assert!(before.iter().zip(after).all(|(before, after)| *before <= after));
        }
    }
}

#[test]
fn who_cannot_reach_the_server_stays_at_the_offer() {
    let mut world = World::new(3, lost());
    let person = world.enter(1);
    world.run(31 * SECOND);
    assert_eq!(told(&world, person), [Progress::default()]);
    let causes: Vec<_> = world.events.iter().filter_map(cause).collect();
    assert_eq!(causes, [CloseCause::NeverReached]);
}

#[test]
fn whom_no_answer_reaches_has_been_heard_and_no_more() {
    let mut world = World::new(4, Conditions::default());
    let person = world.enter(1);
    let (address, server) = (world.people[person].address, world.server);
    world.net.set_link(server, address, lost());
    world.run(31 * SECOND);
    let last = *told(&world, person).last().expect("told");
    assert!(last.checked && !last.secured, "{last:?}");
    let causes: Vec<_> = world.events.iter().filter_map(cause).collect();
    assert_eq!(causes, [CloseCause::NoHandshake]);
}

#[test]
fn a_reloaded_page_begins_anew() {
    let mut world = World::new(5, Conditions::default());
    let person = world.enter(1);
    world.connect_all();
    world.run(SECOND);
    let before = told(&world, person).len();
    world.reload(person, 1);
    world.connect_all();
    world.run(SECOND);
    let again = told(&world, person).split_off(before);
    assert_eq!(again.first(), Some(&Progress::default()));
    assert_eq!(again.last(), Some(&HEARD));
}

fn cause(event: &Event) -> Option<CloseCause> {
    match event {
        Event::SessionClosed { cause, .. } => Some(*cause),
        _ => None,
    }
}
