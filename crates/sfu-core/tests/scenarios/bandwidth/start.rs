//! Somebody joins a room of ten over a way that does not carry all pictures in full.

use super::{SECOND, Theatre, narrow};
use std::time::Duration;

const OTHERS: usize = 9;
const RATE: u64 = 2_000_000;

#[test]
fn who_joins_a_room_of_ten_hears_and_sees_all_within_a_second() {
    let mut theatre = Theatre::new(79, narrow(RATE), OTHERS);
    let has_all = |theatre: &Theatre| {
        let all = theatre.pictures().chain(theatre.sounds());
        all.filter(|story| !story.packets.is_empty()).count() == 2 * OTHERS
    };
    let connected = theatre.world.now;
    while !has_all(&theatre) {
        assert!(theatre.world.now < connected + SECOND);
        theatre.world.run(Duration::from_millis(20));
    }
    theatre.world.run(10 * SECOND);
    let settled = theatre.world.now;
    let queue = theatre.queue(connected, settled);
    assert!(queue < Duration::from_millis(700), "{queue:?}");

    theatre.world.run(15 * SECOND);
    let end = theatre.world.now;
    let (used, queue) = (theatre.bitrate(settled, end), theatre.queue(settled, end));
    assert!(used * 2 > RATE, "{used}");
    assert!(queue < Duration::from_millis(150), "{queue:?}");
    theatre.assert_calm(settled);
    for sound in theatre.sounds() {
        let gap = sound.longest_pause(end);
        assert!(gap < Duration::from_millis(200), "{gap:?}");
    }
    for picture in theatre.pictures() {
        let gap = picture.since(settled).longest_pause(end);
        assert!(gap < SECOND, "{gap:?}");
    }
}
