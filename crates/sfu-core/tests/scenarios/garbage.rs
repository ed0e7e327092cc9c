//! Bytes from strangers and from a member's own address change nothing.

use crate::world::World;
use std::net::SocketAddr;
use std::time::Duration;
use virtual_net::Conditions;

const VIDEO_SEAT: usize = 3;

#[test]
fn garbage_is_dropped_with_a_count_while_the_call_goes_on() {
    let mut world = World::new(8, Conditions::default());
    let (viewer, author) = (world.enter(1), world.enter(1));
    world.connect_all();
    let member = world.people[author].address;
    let stranger = SocketAddr::from(([203, 0, 113, 9], 9999));
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..300 {
        for from in [member, stranger] {
            for first in [0_u8, 22, 128, 144, 200] {
                let len = (random() % 200) as usize;
                let mut bytes: Vec<u8> = (0..len).map(|_| random() as u8).collect();
                bytes.insert(0, first);
                world.inject(from, bytes);
            }
            world.inject(from, vec![0x80, 0xc8, 0, 0]);
            world.inject(from, Vec::new());
        }
        world.run(Duration::from_millis(5));
    }
    let video = world.people[viewer].sorted(VIDEO_SEAT);
    assert!(video.len() > 150);
    assert!(
        video
            .windows(2)
            .all(|pair| pair[1].sequence == pair[0].sequence + 1)
    );
    let dropped = world.shard.statistics().counters.dropped;
    assert!(dropped.unknown > 2000, "{dropped:?}");
    assert!(
        dropped.unauthenticated + dropped.malformed + dropped.unwanted > 1000,
        "{dropped:?}"
    );
}

#[test]
fn packets_sent_twice_are_forwarded_once() {
    let conditions = Conditions {
        duplicate: 0.5,
        ..Conditions::default()
    };
    let mut world = World::new(9, conditions);
    let (viewer, _) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.run(Duration::from_secs(2));
    let video = world.people[viewer].sorted(VIDEO_SEAT);
    assert!(
        video
            .windows(2)
            .all(|pair| pair[1].sequence == pair[0].sequence + 1)
    );
    assert!(world.shard.statistics().counters.dropped.replayed > 50);
}
