//! A way of 2 Mbit/s that stays as it is.

use super::{SECOND, Theatre, narrow};
use std::time::Duration;

const RATE: u64 = 2_000_000;

#[test]
fn a_steady_way_is_used_without_a_queue_or_a_flicker() {
    let mut theatre = Theatre::new(70, narrow(RATE), 2);
    theatre.world.run(15 * SECOND);
    let start = theatre.world.now;
    theatre.world.run(90 * SECOND);
    let end = theatre.world.now;
    let (used, queue) = (theatre.bitrate(start, end), theatre.queue(start, end));
    // One picture in full, the other a step lower; the next step up would leave no headroom.
    assert!(used * 100 > RATE * 65, "{used}");
    assert!(queue < Duration::from_millis(150), "{queue:?}");
    theatre.assert_calm(start);
}
