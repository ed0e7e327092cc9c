//! Lost packets are asked for again on both legs, without a storm.

use crate::world::{Person, World};
use model::ParticipantId;
use std::collections::BTreeSet;
use std::time::Duration;
use virtual_net::Conditions;

const AUDIO_SEAT: usize = 2;
const VIDEO_SEAT: usize = 3;

#[test]
fn a_tenth_lost_on_each_leg_is_mended() {
    let conditions = Conditions {
        loss: 0.1,
        delay: Duration::from_millis(25),
        ..Conditions::default()
    };
    let mut world = World::new(3, conditions);
    let (viewer, author) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.run(Duration::from_secs(20));
    let video = world.people[viewer].sorted(VIDEO_SEAT);
    let expected = video.last().expect("pictures").sequence - video[0].sequence + 1;
    let missing = expected - video.len() as u64;
    assert!(missing * 200 < expected, "{missing} of {expected} missing");
    assert!(
        video.windows(2).all(|pair| pair[1].sequence > pair[0].sequence),
        "nothing comes twice"
    );
    assert!(
        video.windows(2).all(|pair| {
            u64::from(pair[1].number - pair[0].number) == pair[1].sequence - pair[0].sequence
        })
    );
    // One in ten lost once, one in a hundred twice, of two publishers: about 2,600 retransmissions in both directions.
    let counters = world.shard.statistics().counters;
    let sent = counters.sent.packets.video;
    assert!(
        counters.retransmissions * 4 < sent,
        "{} retransmissions of {sent}",
        counters.retransmissions
    );
    assert!(
        counters.sent.nacks * 3 < sent,
        "{} asked for",
        counters.sent.nacks
    );
    assert!(world.people[author].keyframes_asked < 20);
}

#[test]
fn sound_that_is_lost_comes_with_what_follows() {
    let mut world = World::new(5, Conditions::default());
    let mut lines = Person::lines(1);
    let seat = lines.remove(AUDIO_SEAT);
    lines.insert(AUDIO_SEAT, seat.with_red());
    let viewer = world.enter_as(ParticipantId::generate(), lines);
    world.enter(1);
    world.connect_all();
    world.run(Duration::from_secs(3));
    let sound = |world: &World| world.people[viewer].sorted(AUDIO_SEAT);
    assert!(
        sound(&world).iter().all(|packet| packet.repeats.is_empty()),
        "nothing is lost"
    );
    let lossy = Conditions {
        loss: 0.2,
        delay: Duration::from_millis(25),
        ..Conditions::default()
    };
    world.set_path(world.people[viewer].address, lossy);
    world.run(Duration::from_secs(5));
    let start = world.now;
    world.run(Duration::from_secs(20));
    let late: Vec<_> = sound(&world)
        .into_iter()
        .filter(|packet| packet.at > start)
        .collect();
    let once: BTreeSet<_> = late.iter().map(|packet| packet.number).collect();
    let repeated = late.iter().flat_map(|packet| packet.repeats.iter().copied());
    let all: BTreeSet<_> = once.iter().copied().chain(repeated).collect();
    let sent = (all.last().expect("sound") - all.first().expect("sound") + 1) as usize;
    let (lost, missing) = (sent - once.len(), sent - all.len());
    assert!(lost * 10 > sent, "{lost} of {sent} lost");
    assert!(missing * 50 < sent, "{missing} of {sent} missing");
}
