//! Two receivers on unlike ways: the poor one does not spoil the picture of the other.

use super::{SECOND, Theatre, narrow, wide};
use std::time::Duration;

#[test]
fn the_good_receiver_keeps_the_largest_size() {
    let mut theatre = Theatre::new(78, narrow(300_000), 1);
    let author = theatre.authors[0];
    let good = theatre.world.enter(1);
    theatre.world.people[good].camera_on = false;
    let shows = |theatre: &Theatre, height| theatre.world.height(good, author) == height;
    theatre.world.run(10 * SECOND);
    assert!(shows(&theatre, 720));
    let start = theatre.world.now;
    theatre.world.run(30 * SECOND);
    let picture = theatre.world.seen(good, author).since(start);
    assert!(picture.packets.iter().all(|packet| packet.height == 720));
    assert!(picture.longest_pause(theatre.world.now) < Duration::from_millis(150));
    let poor = theatre.pictures().next().expect("a picture").since(start);
    let queue = theatre.queue(start, theatre.world.now);
    assert!(poor.packets.len() > 400, "{}", poor.packets.len());
    assert!(poor.packets.iter().all(|packet| packet.height == 180));
    assert!(queue < Duration::from_millis(150), "{queue:?}");
    theatre.narrow(wide());
    let rose = theatre.until_large();
    assert!(rose < 15 * SECOND, "{rose:?}");
}
