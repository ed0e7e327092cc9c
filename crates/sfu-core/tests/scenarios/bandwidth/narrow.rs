//! A way of 200 kbit/s: speech is untouched, the picture gives way.

use super::{SECOND, Theatre, narrow};
use model::{Quality, QualityReason, VideoStep};
use protocol::Event;
use std::time::Duration;

#[test]
fn on_a_very_narrow_way_speech_is_whole_and_the_picture_steps_down() {
    let mut theatre = Theatre::new(72, narrow(200_000), 1);
    let start = theatre.world.now;
    theatre.world.run(3 * SECOND);
    let settled = theatre.world.now;
    theatre.world.run(30 * SECOND);

    let sound = theatre.sounds().next().expect("sound");
    let gap = sound.since(start).longest_pause(theatre.world.now);
    assert!(gap < Duration::from_millis(200), "{gap:?}");
    let picture = theatre.pictures().next().expect("a picture").since(settled);
    assert!(picture.packets.iter().all(|packet| packet.height == 180));
    let queue = theatre.queue(settled, theatre.world.now);
    assert!(queue < Duration::from_millis(150), "{queue:?}");
    theatre.assert_calm(settled);

    let narrowed = theatre.told().any(|event| {
        matches!(
            event,
            Event::ConnectionQuality {
                quality: Quality::Fair | Quality::Poor,
                reason: Some(QualityReason::NarrowDownlink),
                video: VideoStep::Smaller | VideoStep::Slower | VideoStep::AudioOnly,
                ..
            }
        )
    });
    assert!(narrowed, "{:?}", theatre.told().collect::<Vec<_>>());
}
