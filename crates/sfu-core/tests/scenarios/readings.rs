//! What is told of each way, each published stream, each seat.

use crate::world::World;
use model::{Codec, MediaKind, Source};
use sfu_core::{EncodingReading, Readings, SeatReading};
use std::time::Duration;
use transport::Protocol;
use virtual_net::Conditions;

const DELAY: Duration = Duration::from_millis(25);

fn call(seed: u64, loss: f64) -> (World, usize, usize) {
    let conditions = Conditions {
        loss,
        delay: DELAY,
        ..Conditions::default()
    };
    let mut world = World::new(seed, conditions);
    let (viewer, author) = (world.enter(1), world.enter(1));
    world.connect_all();
    (world, viewer, author)
}

fn read(world: &World) -> Readings {
    let mut readings = Readings::default();
    world.shard.read(world.now, &mut readings);
    readings
}

fn encoding(world: &World, author: usize, source: Source) -> EncodingReading {
    let (participant, encodings) = (world.people[author].participant, read(world).encodings);
    let mut found = encodings.into_iter();
    found
        .find(|e| e.whose.participant == participant && e.source == source)
        .expect("a published stream")
}

fn seat(world: &World, viewer: usize, kind: MediaKind) -> SeatReading {
    let (participant, seats) = (world.people[viewer].participant, read(world).seats);
    let mut found = seats.into_iter();
    found
        .find(|s| s.whose.participant == participant && s.kind == kind)
        .expect("a seat")
}

#[test]
fn losses_repairs_and_delays_are_told_of_each_leg() {
    let (mut world, viewer, author) = call(40, 0.1);
    world.run(Duration::from_secs(20));
    let readings = read(&world);
    assert_eq!(
        (
            readings.paths.len(),
            readings.encodings.len(),
            readings.seats.len()
        ),
        (2, 4, 4)
    );
    for path in &readings.paths {
        let round_trip = path.path.round_trip.expect("measured");
        assert!((DELAY..4 * DELAY).contains(&round_trip), "{round_trip:?}");
        let carrier = path.carrier.expect("a way");
        assert_eq!((carrier.protocol, carrier.is_ipv6), (Protocol::Udp, false));
    }
    let camera = encoding(&world, author, Source::Camera);
    let inbound = camera.inbound;
    assert!(
        (7..=13).contains(&(inbound.lost * 100 / inbound.packets)),
        "{inbound:?}"
    );
    assert!(inbound.repaired * 10 > inbound.lost * 9, "{inbound:?}");
    assert_eq!((camera.codec, camera.rows), (Codec::Vp8, Some(720)));
    assert!((590..=650).contains(&camera.frames.count), "{:?}", camera.frames);
    let sound = encoding(&world, author, Source::Microphone);
    assert_eq!((sound.frames.count, sound.inbound.repaired), (0, 0));
    assert!((980..=1_080).contains(&(sound.inbound.packets + sound.inbound.lost)));
    let picture = seat(&world, viewer, MediaKind::Video);
    let playing = picture.playing.expect("somebody to see");
    assert_eq!((playing.track, playing.rows), (camera.track, Some(720)));
    let outbound = picture.outbound;
    assert!(
        (7..=13).contains(&(outbound.lost * 100 / outbound.packets)),
        "{outbound:?}"
    );
    assert!(outbound.repeated * 10 > outbound.lost * 9, "{outbound:?}");
}

#[test]
fn a_camera_that_stops_freezes_for_those_who_watch() {
    let (mut world, viewer, author) = call(41, 0.0);
    world.run(Duration::from_secs(3));
    let both = |world: &World| {
        let seen = seat(world, viewer, MediaKind::Video).frames;
        [encoding(world, author, Source::Camera).frames, seen]
    };
    assert_eq!(
        both(&world).map(|frames| (frames.freezes, frames.pauses)),
        [(0, 0); 2]
    );
    for (stop, told) in [(1_000, (1, 0)), (6_000, (1, 1))] {
        let stop = Duration::from_millis(stop);
        world.people[author].camera_on = false;
        world.run(stop);
        world.people[author].camera_on = true;
        world.run(Duration::from_secs(2));
        for frames in both(&world) {
            assert_eq!((frames.freezes, frames.pauses), told);
            assert!(
                (stop..stop + 4 * DELAY).contains(&frames.longest_gap),
                "{frames:?}"
            );
        }
    }
    let frozen = both(&world)[0].frozen;
    assert!((1_000..1_100).contains(&frozen.as_millis()), "{frozen:?}");
}

#[test]
fn pictures_that_nobody_shows_do_not_freeze() {
    let (mut world, viewer, author) = call(42, 0.0);
    world.look(viewer, &[(author, 720)]);
    world.run(Duration::from_secs(3));
    let before = seat(&world, viewer, MediaKind::Video);
    world.look(viewer, &[]);
    world.run(Duration::from_secs(3));
    let hidden = seat(&world, viewer, MediaKind::Video);
    assert_eq!(hidden.playing, None);
    world.look(viewer, &[(author, 720)]);
    world.run(Duration::from_secs(3));
    let after = seat(&world, viewer, MediaKind::Video);
    assert!(after.frames.count > hidden.frames.count + 60, "{after:?}");
    assert_eq!(
        after.frames.freezes + after.frames.pauses,
        0,
        "{before:?} {after:?}"
    );
}

#[test]
fn who_left_is_told_of_no_more() {
    let (mut world, viewer, _) = call(43, 0.0);
    world.run(Duration::from_secs(1));
    let mut readings = read(&world);
    let memory = readings.seats.as_ptr();
    world.shard.read(world.now, &mut readings);
    assert_eq!(readings.seats.as_ptr(), memory, "the same memory");
    let request = protocol::Request::RemoveParticipant {
        room: world.room,
        participant: world.people[viewer].participant,
    };
    world.ask(request).expect("a participant");
    world.shard.read(world.now, &mut readings);
    assert_eq!(
        (
            readings.paths.len(),
            readings.encodings.len(),
            readings.seats.len()
        ),
        (1, 2, 2)
    );
    assert!(readings.seats.iter().all(|seat| seat.playing.is_none()));
}
