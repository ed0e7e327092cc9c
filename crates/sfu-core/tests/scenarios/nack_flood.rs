//! Somebody asks for everything again and again: what is sent again stays within bounds, the others do not notice.

use crate::flood::{lines_of, unbroken};
use crate::world::World;
use std::time::Duration;
use transport::SendArena;
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);
/// Of every 5 ms: together 2,000 datagrams a second, each for 100 packets.
const REQUESTS: usize = 10;
const PACKETS: u16 = 100;

#[test]
fn a_flood_of_nacks_brings_few_packets_again() {
    let mut world = World::new(98, Conditions::default());
    let (one, author, flooder) = (world.enter(2), world.enter(2), world.enter(2));
    world.connect_all();
    world.run(2 * SECOND);
    let (_, line) = lines_of(&world, flooder, author);
    let start = world.now;
    let before = world.shard.statistics().counters;
    let mut out = SendArena::new(1 << 16, 64);
    for _ in 0..400 {
        let newest = world.people[flooder]
            .sorted(line)
            .last()
            .expect("pictures")
            .sequence as u16;
        let from = world.people[flooder].address;
        for _ in 0..REQUESTS {
            let sequences = (0..PACKETS).map(|back| newest.wrapping_sub(back));
            world.people[flooder]
                .client
                .request_packets(line, sequences, &mut out);
        }
        let datagrams: Vec<_> = out.iter().map(|(_, bytes)| bytes.to_vec()).collect();
        out.clear();
        datagrams.into_iter().for_each(|bytes| world.inject(from, bytes));
        world.run(Duration::from_millis(5));
    }
    let counters = world.shard.statistics().counters;
    let policed = counters.dropped.policed - before.dropped.policed;
    assert!(policed > 3_000, "{policed} dropped");
    let again = counters.retransmissions - before.retransmissions;
    let asked_for = world.people[flooder]
        .sorted(line)
        .iter()
        .filter(|p| p.at > start - SECOND)
        .count();
    assert!(
        again > 0 && again <= 10 * asked_for as u64,
        "{again} again of {asked_for}"
    );
    // Of 200 requests a second that are read at all, each for a hundred packets.
    assert!(again < 3 * 200 * u64::from(PACKETS) / 20, "{again} again");
    let (sound, picture) = lines_of(&world, one, author);
    unbroken(&world, one, sound, start);
    unbroken(&world, one, picture, start);
    let (sound, _) = lines_of(&world, flooder, author);
    unbroken(&world, flooder, sound, start);
}
