//! What a room does on ways that carry less than it would send.

mod drop;
mod jitter;
mod lossy;
mod narrow;
mod start;
mod steady;
mod unlike;

use crate::world::{Story, World};
use protocol::Event;
use std::time::{Duration, Instant};
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
/// Of every way, each direction.
const DELAY: Duration = Duration::from_millis(20);
/// Nothing for so long is a pause of the picture.
const PAUSE: Duration = Duration::from_secs(1);

fn wide() -> Conditions {
    Conditions {
        delay: DELAY,
        ..Conditions::default()
    }
}

/// A way of so many bits per second, whose queue holds 300 ms.
fn narrow(rate: u64) -> Conditions {
    Conditions {
        rate_bps: Some(rate),
        queue_bytes: (rate / 8 * 3 / 10) as usize,
        ..wide()
    }
}

/// Somebody who only watches over a way of these conditions, with those who are watched.
struct Theatre {
    world: World,
    viewer: usize,
    authors: Vec<usize>,
}

impl Theatre {
    fn new(seed: u64, downlink: Conditions, authors: usize) -> Self {
        let mut world = World::new(seed, wide());
        let viewer = world.enter(authors);
        world.people[viewer].camera_on = false;
        let authors = (0..authors).map(|_| world.enter_with_layers(1)).collect();
        let mut theatre = Self {
            world,
            viewer,
            authors,
        };
        theatre.narrow(downlink);
        theatre.world.connect_all();
        theatre
    }

    /// Changes the way to the viewer.
    fn narrow(&mut self, downlink: Conditions) {
        let address = self.world.people[self.viewer].address;
        self.world.net.set_link(self.world.server, address, downlink);
    }

    /// Whether the viewer sees the first author in the largest size.
    fn is_large(&self) -> bool {
        self.world.height(self.viewer, self.authors[0]) == 720
    }

    /// Lets time pass until then; how long it took.
    fn until_large(&mut self) -> Duration {
        let (viewer, author) = (self.viewer, self.authors[0]);
        self.world
            .run_until(MINUTE, |world| world.height(viewer, author) == 720)
    }

    fn pictures(&self) -> impl Iterator<Item = Story> {
        self.authors
            .iter()
            .map(|author| self.world.seen(self.viewer, *author))
    }

    fn sounds(&self) -> impl Iterator<Item = Story> {
        self.authors
            .iter()
            .map(|author| self.world.heard(self.viewer, *author))
    }

    /// Bits per second of pictures and sound.
    fn bitrate(&self, from: Instant, until: Instant) -> u64 {
        let all = self.pictures().chain(self.sounds());
        all.map(|story| story.bitrate(from, until)).sum()
    }

    /// What 95 of 100 pictures' packets waited at most.
    fn queue(&self, from: Instant, until: Instant) -> Duration {
        let delays = self.pictures().map(|story| story.between(from, until).delay(95));
        delays.max().unwrap_or_default().saturating_sub(2 * DELAY)
    }

    /// Asserts that nobody's picture changed more than twice in a minute.
    fn assert_calm(&self, since: Instant) {
        for story in self.pictures() {
            let changes = story.since(since).turns(PAUSE);
            let in_a_minute = |pair: &[Instant]| pair[2] - pair[0] < MINUTE;
            assert!(!changes.windows(3).any(in_a_minute), "{changes:?}");
        }
    }

    /// How the viewer's connection was judged.
    fn told(&self) -> impl Iterator<Item = &Event> {
        let viewer = self.world.people[self.viewer].participant;
        self.world.events.iter().filter(
            move |event| matches!(event, Event::ConnectionQuality { participant, .. } if *participant == viewer),
        )
    }
}
