//! A way falls from 2 Mbit/s to 300 kbit/s, then is as wide as before.

use super::{SECOND, Theatre, narrow};
use std::time::Duration;

#[test]
fn a_way_that_falls_is_followed_down_then_up() {
    let mut theatre = Theatre::new(71, narrow(2_000_000), 1);
    let author = theatre.authors[0];
    let viewer = theatre.viewer;
    theatre.until_large();
    theatre.world.run(5 * SECOND);

    theatre.narrow(narrow(300_000));
    let fell = theatre
        .world
        .run_until(5 * SECOND, |world| world.height(viewer, author) == 180);
    assert!(fell < 2 * SECOND, "{fell:?}");
    theatre.world.run(3 * SECOND);
    let start = theatre.world.now;
    theatre.world.run(20 * SECOND);
    let end = theatre.world.now;
    let (used, queue) = (theatre.bitrate(start, end), theatre.queue(start, end));
    assert!(used > 100_000, "{used}");
    assert!(queue < Duration::from_millis(150), "{queue:?}");
    theatre.assert_calm(start);

    theatre.narrow(narrow(2_000_000));
    let rose = theatre.until_large();
    assert!(rose < 15 * SECOND, "{rose:?}");
    let start = theatre.world.now;
    theatre.world.run(60 * SECOND);
    theatre.assert_calm(start);
    assert!(theatre.is_large());
}
