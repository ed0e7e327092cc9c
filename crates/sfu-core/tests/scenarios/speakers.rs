//! The room is told who speaks, by the level of what they send.

use crate::world::World;
use model::ParticipantId;
use protocol::Event;
use std::time::Duration;
use virtual_net::Conditions;

const LOUD: u8 = 25;
const QUIET: u8 = 127;
/// Lines before it are microphone and camera.
const FIRST_SEAT: usize = 2;

fn told(world: &World) -> Vec<&[ParticipantId]> {
    let speakers = world.events.iter().filter_map(|event| match event {
        Event::ActiveSpeakers { room, speakers } if *room == world.room => Some(speakers.as_slice()),
        _ => None,
    });
    speakers.collect()
}

fn within(world: &mut World, times: usize) -> Duration {
    world.run_until(Duration::from_secs(3), |world| told(world).len() == times)
}

#[test]
fn one_speaks_then_another_then_nobody() {
    let conditions = Conditions {
        delay: Duration::from_millis(40),
        loss: 0.02,
        ..Conditions::default()
    };
    let mut world = World::new(21, conditions);
    let people: Vec<usize> = (0..3).map(|_| world.enter(3)).collect();
    let ids: Vec<_> = people.iter().map(|p| world.people[*p].participant).collect();
    world.connect_all();
    world.run(Duration::from_secs(1));
    assert!(told(&world).is_empty(), "nobody has spoken");

    world.people[people[1]].level = LOUD;
    let took = within(&mut world, 1);
    assert_eq!(told(&world)[0], [ids[1]]);
    assert!(
        took > Duration::from_millis(300) && took < Duration::from_millis(900),
        "{took:?}"
    );

    world.people[people[2]].level = LOUD - 15;
    within(&mut world, 2);
    assert_eq!(told(&world)[1], [ids[2], ids[1]], "loudest first");

    (world.people[people[1]].level, world.people[people[2]].level) = (QUIET, QUIET);
    world.run(Duration::from_secs(3));
    assert!(told(&world).last().expect("told").is_empty());
    let changes = told(&world).len();
    world.run(Duration::from_secs(2));
    assert_eq!(told(&world).len(), changes, "only changes are told");
}

#[test]
fn who_leaves_while_speaking_speaks_no_more() {
    let mut world = World::new(22, Conditions::default());
    let (speaker, _) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.people[speaker].level = LOUD;
    within(&mut world, 1);
    let (room, participant) = (world.room, world.people[speaker].participant);
    world
        .ask(protocol::Request::RemoveParticipant { room, participant })
        .expect("removed");
    let took = within(&mut world, 2);
    assert!(told(&world)[1].is_empty());
    assert!(took < Duration::from_millis(400), "{took:?}");
}

#[test]
fn in_a_room_larger_than_the_seats_who_speaks_is_heard() {
    let mut world = World::new(23, Conditions::default());
    let people: Vec<usize> = (0..4).map(|_| world.enter(2)).collect();
    world.connect_all();
    world.run(Duration::from_secs(1));
    let (viewer, speaker) = (people[0], people[3]);
    let author = world.people[speaker].participant.0.as_u128();
    let hears = |world: &World| world.people[viewer].received.iter().any(|p| p.author == author);
    assert!(!hears(&world), "two seats, three others");
    world.people[speaker].level = LOUD;
    world.run(Duration::from_secs(2));
    let lines: std::collections::BTreeSet<_> = world.people[viewer]
        .received
        .iter()
        .filter(|p| p.author == author)
        .map(|p| p.line)
        .collect();
    let (audio, video) = (FIRST_SEAT + 2, FIRST_SEAT + 3);
    assert!(
        lines.into_iter().eq([audio, video]),
        "sound and picture in one pair"
    );
}
