//! Loss by chance or in bursts is no lack of bandwidth.

use super::{SECOND, Theatre, narrow, wide};
use std::time::Duration;
use virtual_net::{Bursts, Conditions};

/// A way of 4 Mbit/s that loses this share.
fn lossy(loss: f64, burst: Option<f64>) -> Conditions {
    Conditions {
        loss,
        bursts: burst.map(|mean_len| Bursts { mean_len }),
        ..narrow(4_000_000)
    }
}

/// What was seen and heard in a minute.
#[derive(Debug)]
struct Endured {
    /// Share of the seconds in which the largest size was seen.
    large: f64,
    /// Share of the picture's packets that never came.
    missing: f64,
    /// Share of the sound's packets that came.
    heard: f64,
    /// The longest time without sound.
    gap: Duration,
}

fn endure(seed: u64, conditions: Conditions) -> Endured {
    let mut theatre = Theatre::new(seed, wide(), 1);
    theatre.until_large();
    theatre.world.run(3 * SECOND);
    theatre.narrow(conditions);
    let start = theatre.world.now;
    let mut large = 0;
    for _ in 0..60 {
        theatre.world.run(SECOND);
        large += u32::from(theatre.is_large());
    }
    let sound = theatre.sounds().next().expect("sound").since(start);
    let picture = theatre.pictures().next().expect("a picture").since(start);
    theatre.assert_calm(start);
    Endured {
        large: f64::from(large) / 60.0,
        missing: picture.missing() as f64 / picture.packets.len() as f64,
        heard: sound.packets.len() as f64 / 3_000.0,
        gap: sound.longest_pause(theatre.world.now),
    }
}

#[test]
fn five_percent_do_not_show() {
    let endured = endure(73, lossy(0.05, None));
    let Endured {
        large,
        missing,
        heard,
        gap,
    } = endured;
    assert!(large > 0.95 && missing < 0.002, "{endured:?}");
    assert!(heard > 0.93 && gap < Duration::from_millis(150), "{endured:?}");
}

#[test]
fn ten_percent_hardly_show() {
    let endured = endure(74, lossy(0.1, None));
    let Endured {
        large,
        missing,
        heard,
        gap,
    } = endured;
    assert!(large > 0.9 && missing < 0.005, "{endured:?}");
    assert!(heard > 0.87 && gap < Duration::from_millis(200), "{endured:?}");
}

#[test]
fn at_twenty_percent_the_call_goes_on() {
    let endured = endure(75, lossy(0.2, None));
    let Endured {
        large,
        missing,
        heard,
        gap,
    } = endured;
    assert!(large > 0.5 && missing < 0.01, "{endured:?}");
    assert!(heard > 0.75 && gap < Duration::from_millis(250), "{endured:?}");
}

#[test]
fn bursts_are_mended() {
    let endured = endure(76, lossy(0.05, Some(8.0)));
    let Endured {
        large,
        missing,
        heard,
        gap,
    } = endured;
    assert!(large > 0.9 && missing < 0.005, "{endured:?}");
    assert!(heard > 0.9 && gap < Duration::from_millis(500), "{endured:?}");
}
