//! Others come, go, reload; nobody else is disturbed.

use crate::world::World;
use protocol::{CloseCause, Event, Request};
use std::time::Duration;
use virtual_net::Conditions;

const VIDEO_SEAT: usize = 3;

fn unbroken(world: &World, viewer: usize, line: usize) {
    let video = world.people[viewer].sorted(line);
    assert!(
        video
            .windows(2)
            .all(|pair| pair[1].sequence == pair[0].sequence + 1),
        "a gap"
    );
    let mut gaps = video.windows(2).map(|pair| pair[1].at.duration_since(pair[0].at));
    assert!(gaps.all(|gap| gap < Duration::from_millis(60)), "a freeze");
}

#[test]
fn a_third_person_disturbs_nobody() {
    let mut world = World::new(4, Conditions::default());
    let (one, other) = (world.enter(3), world.enter(3));
    world.connect_all();
    world.run(Duration::from_secs(2));
    let third = world.enter(3);
    world.connect_all();
    world.run(Duration::from_secs(2));
    assert!(world.people[third].sorted(VIDEO_SEAT).len() > 100);
    assert!(world.people[third].sorted(VIDEO_SEAT + 2).len() > 100);
    assert!(world.people[one].sorted(VIDEO_SEAT + 2).len() > 100);
    let (room, participant) = (world.room, world.people[third].participant);
    world
        .ask(Request::RemoveParticipant { room, participant })
        .expect("removed");
    world.run(Duration::from_secs(2));
    unbroken(&world, one, VIDEO_SEAT);
    unbroken(&world, other, VIDEO_SEAT);
    let seats = world.events.iter().rev().find_map(|event| match event {
        Event::Seats {
            participant, seats, ..
        } if *participant == world.people[one].participant => Some(seats),
        _ => None,
    });
    let taken = seats
        .expect("told")
        .iter()
        .filter(|seat| seat.taken.is_some())
        .count();
    assert_eq!(taken, 2, "the third person's seats are free again");
}

#[test]
fn a_reloaded_page_takes_its_place_again_in_one_unbroken_line() {
    let mut world = World::new(5, Conditions::default());
    let (viewer, author) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.run(Duration::from_secs(2));
    world.reload(author, 1);
    world.connect_all();
    world.run(Duration::from_secs(2));
    let video = world.people[viewer].sorted(VIDEO_SEAT);
    let streams: std::collections::HashSet<_> = video.iter().map(|p| p.stream).collect();
    assert_eq!(streams.len(), 1);
    assert!(
        video
            .windows(2)
            .all(|pair| pair[1].sequence == pair[0].sequence + 1)
    );
    let switch = video
        .windows(2)
        .find(|pair| pair[1].at - pair[0].at > Duration::from_millis(40))
        .expect("a pause");
    assert!(switch[1].keyframe, "the new source starts with a keyframe");
    let pause = switch[1].at - switch[0].at;
    let ticks = f64::from(switch[1].timestamp.wrapping_sub(switch[0].timestamp)) / 90_000.0;
    assert!(
        (pause.as_secs_f64() - ticks).abs() < 0.04,
        "timestamps follow the wall clock: {pause:?} {ticks}"
    );
    assert_eq!(
        (switch[1].picture_id.wrapping_sub(switch[0].picture_id)) & 0x7fff,
        1
    );
    assert!(world.people[author].sorted(VIDEO_SEAT).len() > 150);
    assert!(
        !world
            .events
            .iter()
            .any(|e| matches!(e, Event::SessionClosed { .. }))
    );
}

#[test]
fn silence_ends_a_session_after_consent_lasts() {
    let mut world = World::new(6, Conditions::default());
    let (viewer, author) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.run(Duration::from_secs(1));
    world.people[author].silent = true;
    let closed = |world: &World| {
        world.events.iter().any(|e| {
            matches!(
                e,
                Event::SessionClosed {
                    cause: CloseCause::Silent,
                    ..
                }
            )
        })
    };
    let took = world.run_until(Duration::from_secs(40), closed);
    assert!(took > Duration::from_secs(29), "{took:?}");
    assert_eq!(world.shard.statistics().sessions, 1);
    assert!(world.people[viewer].client.is_connected());
}

#[test]
fn a_goodbye_ends_a_session_at_once() {
    let mut world = World::new(7, Conditions::default());
    let author = world.enter(1);
    world.connect_all();
    world.run(Duration::from_secs(1));
    let mut out = transport::SendArena::new(4096, 8);
    world.people[author].client.close(&mut out);
    world.people[author].silent = true;
    let datagrams: Vec<_> = out.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    assert_eq!(datagrams.len(), 1);
    let from = world.people[author].address;
    world.inject(from, datagrams[0].clone());
    world.run(Duration::from_millis(50));
    assert!(world.events.iter().any(|e| matches!(
        e,
        Event::SessionClosed {
            cause: CloseCause::Client,
            ..
        }
    )));
    assert_eq!(world.shard.poll_timeout(), None, "nothing to do without sessions");
}
