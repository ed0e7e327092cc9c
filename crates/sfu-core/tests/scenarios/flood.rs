//! Somebody sends far more than anybody may: the others do not notice.

use crate::world::{Person, World};
use model::{Mid, ParticipantId};
use std::time::{Duration, Instant};
use transport::SendArena;
use transport::peer::Forward;
use transport::sdp::client::ClientLine;
use virtual_net::Conditions;

const AUDIO_SEAT: usize = 2;
const VIDEO_SEAT: usize = 3;

/// A line of seats took packets without a gap or a pause since `since`.
pub(crate) fn unbroken(world: &World, viewer: usize, line: usize, since: Instant) {
    let mut packets = world.people[viewer].sorted(line);
    packets.retain(|p| p.at >= since);
    assert!(packets.len() > 40, "{} packets", packets.len());
    let mut pairs = packets.windows(2);
    assert!(pairs.all(|pair| pair[1].sequence == pair[0].sequence + 1
        && pair[1].at - pair[0].at < Duration::from_millis(60)));
}

/// The lines on which `viewer` receives `author`: sound, picture.
pub(crate) fn lines_of(world: &World, viewer: usize, author: usize) -> (usize, usize) {
    let author = world.people[author].participant.0.as_u128();
    let received = &world.people[viewer].received;
    let line = |parity| {
        received
            .iter()
            .rev()
            .find(|p| p.author == author && p.line % 2 == parity)
    };
    let line = |parity| line(parity).expect("packets").line;
    (line(AUDIO_SEAT % 2), line(VIDEO_SEAT % 2))
}

#[test]
fn a_flooding_publisher_is_limited_while_others_are_unharmed() {
    let mut world = World::new(40, Conditions::default());
    let (one, other, flooder) = (world.enter(2), world.enter(2), world.enter(2));
    world.connect_all();
    world.run(Duration::from_secs(2));
    // About 50 Mbit/s.
    world.people[flooder].camera.encodings[0].packets_per_frame = 190;
    let start = world.now;
    world.run(Duration::from_secs(2));
    let limited = world.now;
    world.run(Duration::from_secs(3));
    let (sound, picture) = lines_of(&world, one, flooder);
    let packets = world.people[one].received.iter();
    let passed = packets.filter(|p| p.line == picture && p.at > limited).count();
    let rate = passed as f64 * 8.0 * 1100.0 / 3.0 / 1e6;
    let policed = world.shard.statistics().counters.dropped.policed;
    assert!((6.0..8.0).contains(&rate), "{rate} Mbit/s");
    assert!(policed > 15_000, "{policed}");
    unbroken(&world, one, sound, start);
    let (sound, picture) = lines_of(&world, one, other);
    unbroken(&world, one, sound, start);
    unbroken(&world, one, picture, start);
    world.people[flooder].camera.encodings[0].packets_per_frame = 4;
    world.run(Duration::from_secs(1));
    let calm = world.now;
    world.run(Duration::from_secs(1));
    let (_, picture) = lines_of(&world, one, flooder);
    unbroken(&world, one, picture, calm);
}

#[test]
fn a_flood_of_control_packets_is_counted_and_dropped() {
    let mut world = World::new(41, Conditions::default());
    let (viewer, flooder) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.run(Duration::from_secs(2));
    let start = world.now;
    let asked = world.people[viewer].keyframes_asked;
    let mut out = SendArena::new(1 << 16, 64);
    for _ in 0..400 {
        (0..10).for_each(|_| {
            world.people[flooder]
                .client
                .request_keyframe(VIDEO_SEAT, &mut out)
        });
        let from = world.people[flooder].address;
        let datagrams: Vec<_> = out.iter().map(|(_, bytes)| bytes.to_vec()).collect();
        out.clear();
        datagrams.into_iter().for_each(|bytes| world.inject(from, bytes));
        world.run(Duration::from_millis(5));
    }
    let policed = world.shard.statistics().counters.dropped.policed;
    let asked = world.people[viewer].keyframes_asked - asked;
    assert!((3_300..=4_000).contains(&policed), "{policed}");
    assert!(asked <= 25, "{asked}");
    unbroken(&world, viewer, AUDIO_SEAT, start);
    unbroken(&world, viewer, VIDEO_SEAT, start);
}

#[test]
fn streams_that_went_quiet_make_room_for_new_ones() {
    const MORE: usize = 40;
    let mut world = World::new(42, Conditions::default());
    let viewer = world.enter(1);
    let mut lines = Person::lines(0);
    lines.extend((0..MORE).map(|at| {
        let mid = Mid::new(format!("m{at}").as_bytes()).expect("a short mid");
        ClientLine::audio(mid, Some(5_000 + at as u32), false)
    }));
    let flooder = world.enter_as(ParticipantId::generate(), lines);
    world.people[flooder].camera_on = false;
    world.connect_all();
    world.run(Duration::from_secs(1));
    let mut out = SendArena::new(1 << 16, 64);
    for line in 2..2 + MORE {
        let forward = Forward {
            payload_type: 111,
            sequence: 1,
            timestamp: 0,
            marker: false,
            audio_level: None,
            descriptor: None,
            payload: &[0; 40],
        };
        world.people[flooder].client.send(line, 0, &forward, &mut out);
    }
    let from = world.people[flooder].address;
    let datagrams: Vec<_> = out.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    datagrams.into_iter().for_each(|bytes| world.inject(from, bytes));
    let dropped = world.shard.statistics().counters.dropped;
    assert_eq!(
        dropped.unwanted,
        MORE as u64 - 31,
        "no more than the most streams"
    );
    world.run(Duration::from_millis(5_500));
    let start = world.now;
    world.people[flooder].camera_on = true;
    world.run(Duration::from_secs(2));
    unbroken(&world, viewer, AUDIO_SEAT, start);
    unbroken(&world, viewer, VIDEO_SEAT, start + Duration::from_millis(200));
}
