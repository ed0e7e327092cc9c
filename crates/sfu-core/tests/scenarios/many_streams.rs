//! Somebody sends a thousand streams in a moment: the others do not notice.

use crate::flood::{lines_of, unbroken};
use crate::world::{CAMERA, World};
use protocol::Event;
use std::time::Duration;
use transport::SendArena;
use transport::peer::Forward;
use virtual_net::Conditions;

const STREAMS: u32 = 1_000;

#[test]
fn a_thousand_ssrcs_cost_nobody_else_anything() {
    let mut world = World::new(97, Conditions::default());
    let (one, other, flooder) = (world.enter(2), world.enter(2), world.enter(2));
    world.connect_all();
    world.run(Duration::from_secs(2));
    let (start, events) = (world.now, world.events.len());
    world.people[flooder].camera_on = false;
    let mut out = SendArena::new(1 << 16, 64);
    for stream in 0..STREAMS {
        let packet = Forward {
            payload_type: 96,
            sequence: u64::from(stream % 7),
            timestamp: stream,
            marker: true,
            audio_level: None,
            descriptor: None,
            payload: &[0x10; 200],
        };
        let person = &mut world.people[flooder];
        person
            .client
            .renew_layer(CAMERA, 0, (100_000 + stream, 200_000 + stream));
        person.client.send(CAMERA, 0, &packet, &mut out);
        let from = person.address;
        let datagrams: Vec<_> = out.iter().map(|(_, bytes)| bytes.to_vec()).collect();
        out.clear();
        datagrams.into_iter().for_each(|bytes| world.inject(from, bytes));
        if stream % 5 == 0 {
            world.run(Duration::from_millis(5));
        }
    }
    let published = world.events[events..].iter();
    let published = published
        .filter(|event| matches!(event, Event::TrackPublished { .. }))
        .count();
    assert!(published <= 3, "{published} tracks");
    let dropped = world.shard.statistics().counters.dropped;
    assert!(dropped.unwanted > u64::from(STREAMS) * 8 / 10, "{dropped:?}");
    let (sound, picture) = lines_of(&world, one, other);
    unbroken(&world, one, sound, start);
    unbroken(&world, one, picture, start);

    // Once it behaves, it is seen again.
    world.people[flooder].client.renew_layer(CAMERA, 0, (2001, 2002));
    world.people[flooder].camera_on = true;
    world.run(Duration::from_secs(6));
    let calm = world.now;
    world.run(Duration::from_secs(2));
    let (sound, picture) = lines_of(&world, one, flooder);
    unbroken(&world, one, sound, calm);
    unbroken(&world, one, picture, calm);
}
