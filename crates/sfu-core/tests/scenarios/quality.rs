//! How well somebody is connected is told with its cause: worse at once, better when it lasts.

use crate::world::World;
use model::{Quality, QualityReason};
use protocol::Event;
use std::time::Duration;
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

fn usual() -> Conditions {
    Conditions {
        delay: Duration::from_millis(20),
        ..Conditions::default()
    }
}

fn lossy(loss: f64) -> Conditions {
    Conditions { loss, ..usual() }
}

fn told(world: &World, person: usize) -> Vec<(Quality, Option<QualityReason>)> {
    let person = world.people[person].participant;
    let verdicts = world.events.iter().filter_map(|event| match event {
        Event::ConnectionQuality {
            participant,
            quality,
            reason,
            ..
        } if *participant == person => Some((*quality, *reason)),
        _ => None,
    });
    verdicts.collect()
}

/// Somebody meets with conditions on the way to the server, on the way back, for a while.
struct Fault {
    up: Conditions,
    down: Conditions,
    verdict: (Quality, QualityReason),
    /// It is told within this time.
    within: Duration,
}

impl Fault {
    fn happen(&self, seed: u64) {
        let mut world = World::new(seed, usual());
        let (person, other) = (world.enter(1), world.enter_with_layers(1));
        world.connect_all();
        world.run(10 * SECOND);
        assert_eq!(told(&world, person), [], "all is well, which goes without saying");

        let (address, server) = (world.people[person].address, world.server);
        world.net.set_link(address, server, self.up);
        world.net.set_link(server, address, self.down);
        let (quality, reason) = self.verdict;
        let verdict = Some((quality, Some(reason)));
        let took = world.run_until(MINUTE, |world| told(world, person).last().copied() == verdict);
        assert!(took < self.within, "{took:?}");
        world.run(5 * SECOND);

        world.set_path(address, usual());
        let good = Some((Quality::Good, None));
        let took = world.run_until(MINUTE, |world| told(world, person).last().copied() == good);
        assert!(took > 3 * SECOND && took < 12 * SECOND, "{took:?}");
        let events = told(&world, person);
        world.run(10 * SECOND);
        assert_eq!(told(&world, person), events, "it stays good");
        assert_eq!(told(&world, other), [], "nobody else is concerned");
    }
}

#[test]
fn loss_on_the_way_to_the_server() {
    let fault = Fault {
        up: lossy(0.3),
        down: usual(),
        verdict: (Quality::Poor, QualityReason::UplinkLoss),
        within: 3 * SECOND,
    };
    fault.happen(90);
}

#[test]
fn loss_on_the_way_from_the_server() {
    let fault = Fault {
        up: usual(),
        down: lossy(0.3),
        verdict: (Quality::Poor, QualityReason::DownlinkLoss),
        within: 3 * SECOND,
    };
    fault.happen(91);
}

#[test]
fn a_long_way() {
    let far = Conditions {
        delay: Duration::from_millis(300),
        ..usual()
    };
    let fault = Fault {
        up: far,
        down: far,
        verdict: (Quality::Fair, QualityReason::Delay),
        // At first it looks like a queue.
        within: 15 * SECOND,
    };
    fault.happen(92);
}

#[test]
fn silence() {
    let fault = Fault {
        up: lossy(1.0),
        down: usual(),
        verdict: (Quality::Lost, QualityReason::Silence),
        within: 5 * SECOND,
    };
    fault.happen(93);
}

#[test]
fn a_slow_improvement_is_told_step_by_step() {
    let mut world = World::new(94, usual());
    let (person, _) = (world.enter(1), world.enter_with_layers(1));
    world.connect_all();
    world.run(10 * SECOND);
    let (address, server) = (world.people[person].address, world.server);
    for (loss, time) in [(0.3, 6), (0.09, 12), (0.0, 12)] {
        world.net.set_link(address, server, lossy(loss));
        world.run(time * SECOND);
    }
    let mut steps: Vec<_> = told(&world, person)
        .into_iter()
        .map(|(quality, _)| quality)
        .collect();
    steps.dedup();
    // The second in which it became worse was half a good one.
    let worse = steps
        .iter()
        .position(|step| *step == Quality::Poor)
        .expect("worse");
    assert_eq!(steps[worse..], [Quality::Poor, Quality::Fair, Quality::Good]);
}
