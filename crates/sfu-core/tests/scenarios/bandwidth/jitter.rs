//! A way whose delay varies by 50 ms is no full one.

use super::{SECOND, Theatre, narrow, wide};
use std::time::Duration;
use virtual_net::Conditions;

#[test]
fn jitter_leaves_the_picture_as_it_is() {
    let mut theatre = Theatre::new(77, wide(), 1);
    theatre.until_large();
    theatre.world.run(3 * SECOND);
    theatre.narrow(Conditions {
        jitter: Duration::from_millis(50),
        ..narrow(3_000_000)
    });
    let start = theatre.world.now;
    theatre.world.run(60 * SECOND);
    let (used, queue) = (
        theatre.bitrate(start, theatre.world.now),
        theatre.queue(start, theatre.world.now),
    );
    assert!(theatre.is_large());
    assert!(used > 900_000, "{used}");
    // The jitter itself, with what was sent again.
    assert!(queue < Duration::from_millis(150), "{queue:?}");
    theatre.assert_calm(start);
}
