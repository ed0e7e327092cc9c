//! Two people see and hear each other.

use crate::world::{Person, World};
use protocol::Event;
use std::time::Duration;
use virtual_net::Conditions;

const AUDIO_SEAT: usize = 2;
const VIDEO_SEAT: usize = 3;

#[test]
fn everything_arrives_once_in_unbroken_lines() {
    let mut world = World::new(
        1,
        Conditions {
            delay: Duration::from_millis(20),
            ..Conditions::default()
        },
    );
    let (one, other) = (world.enter(3), world.enter(3));
    world.connect_all();
    world.run(Duration::from_secs(10));
    for (viewer, author) in [(one, other), (other, one)] {
        let author = world.people[author].participant.0.as_u128();
        let video = world.people[viewer].sorted(VIDEO_SEAT);
        assert!(video.len() > 1100, "{} packets of pictures", video.len());
        assert!(video[0].keyframe, "a seat starts with a keyframe");
        assert!(
            video
                .iter()
                .all(|p| p.author == author && p.stream == video[0].stream)
        );
        for pair in video.windows(2) {
            assert_eq!(pair[1].sequence, pair[0].sequence + 1);
            assert_eq!(pair[1].number, pair[0].number + 1);
            assert!(pair[1].timestamp.wrapping_sub(pair[0].timestamp) <= 2970);
            assert!((pair[1].picture_id.wrapping_sub(pair[0].picture_id) & 0x7fff) <= 1);
        }
        let sound = world.people[viewer].sorted(AUDIO_SEAT);
        assert!(sound.len() > 450, "{} packets of sound", sound.len());
        assert!(
            sound
                .windows(2)
                .all(|pair| pair[1].sequence == pair[0].sequence + 1)
        );
    }
    let connected = world
        .events
        .iter()
        .filter(|e| matches!(e, Event::SessionConnected { .. }))
        .count();
    let published = world
        .events
        .iter()
        .filter(|e| matches!(e, Event::TrackPublished { .. }))
        .count();
    assert_eq!((connected, published), (2, 4));
    let statistics = world.shard.statistics();
    assert_eq!(
        (
            statistics.rooms,
            statistics.sessions,
            statistics.published,
            statistics.seated
        ),
        (1, 2, [2, 2], [2, 2])
    );
}

#[test]
fn plain_lines_carry_the_other_person_in_either_order() {
    let mut world = World::new(2, Conditions::default());
    let first = world.enter_as(model::ParticipantId::generate(), Person::plain_lines());
    world.connect_all();
    world.run(Duration::from_secs(3));
    assert!(world.people[first].received.is_empty());
    let second = world.enter_as(model::ParticipantId::generate(), Person::plain_lines());
    world.connect_all();
    world.run(Duration::from_secs(2));
    for viewer in [first, second] {
        for line in [0, 1] {
            assert!(world.people[viewer].sorted(line).len() > 60, "line {line}");
        }
    }
}

#[test]
fn a_keyframe_is_asked_for_once_the_viewer_can_see_it() {
    let delay = Duration::from_millis(50);
    let mut world = World::new(
        10,
        Conditions {
            delay,
            ..Conditions::default()
        },
    );
    let author = world.enter(1);
    world.connect_all();
    world.run(Duration::from_secs(2));
    let before = world.people[author].keyframes_asked;
    let viewer = world.enter(1);
    world.connect_all();
    let limit = 4 * delay + Duration::from_millis(60);
    world.run_until(limit, |world| !world.people[viewer].sorted(VIDEO_SEAT).is_empty());
    assert_eq!(world.people[author].keyframes_asked - before, 1);
}
