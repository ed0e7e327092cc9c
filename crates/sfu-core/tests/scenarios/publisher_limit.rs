//! A publisher of one layer, as older clients are, is told what its receiver can take.

use crate::world::World;
use std::time::Duration;
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);
const NARROW: u64 = 300_000;

fn narrow(rate_bps: Option<u64>) -> Conditions {
    Conditions {
        delay: Duration::from_millis(20),
        rate_bps,
        queue_bytes: 12_000,
        ..Conditions::default()
    }
}

#[test]
fn the_only_receivers_way_limits_the_publisher_until_it_is_wide() {
    let mut world = World::new(85, narrow(None));
    let (viewer, author) = (world.enter(1), world.enter(1));
    world.people[viewer].camera_on = false;
    world.connect_all();
    world.run(5 * SECOND);
    let limit = |world: &World| world.people[author].client.limit();
    let is_lifted = |world: &World| limit(world).is_none_or(|limit| limit > 2_500_000);
    assert!(is_lifted(&world), "plenty needs no limit");

    let to_viewer = world.people[viewer].address;
    world.net.set_link(world.server, to_viewer, narrow(Some(NARROW)));
    let took = world.run_until(10 * SECOND, |world| {
        limit(world).is_some_and(|limit| limit < NARROW)
    });
    assert!(took < 2 * SECOND, "{took:?}");
    // It obeys: a packet each 80 ms.
    world.people[author].camera.encodings[0].packets_per_frame = 1;
    world.people[author].camera.frame_every = Duration::from_millis(80);
    world.run(10 * SECOND);
    let start = world.now;
    world.run(10 * SECOND);
    let picture = world.seen(viewer, author).since(start);
    assert!(picture.packets.len() > 110, "{} packets", picture.packets.len());
    let told = limit(&world).expect("a limit");
    assert!((100_000..NARROW).contains(&told), "{told}");

    world.net.set_link(world.server, to_viewer, narrow(None));
    let took = world.run_until(30 * SECOND, |world| {
        limit(world).is_none_or(|limit| limit > 2_000_000)
    });
    assert!(took < 20 * SECOND, "{took:?}");
}

#[test]
fn of_two_receivers_the_better_one_sets_the_limit() {
    let mut world = World::new(86, narrow(None));
    let (poor, good, author) = (world.enter(2), world.enter(2), world.enter(1));
    (world.people[poor].camera_on, world.people[good].camera_on) = (false, false);
    world.connect_all();
    let to_poor = world.people[poor].address;
    world.net.set_link(world.server, to_poor, narrow(Some(NARROW)));
    world.run(15 * SECOND);
    let limit = world.people[author].client.limit();
    assert!(limit.is_none_or(|limit| limit > 2_000_000), "{limit:?}");
    let picture = world.seen(good, author);
    assert!(picture.longest_pause(world.now) < Duration::from_millis(150));
}
