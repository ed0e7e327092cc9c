//! Lost packets are asked for again on both legs, without a storm.

use crate::world::World;
use std::time::Duration;
use virtual_net::Conditions;

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
