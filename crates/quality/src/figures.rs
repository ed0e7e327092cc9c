//! How a stream fared over a window.

use std::time::Duration;

/// A stream over some seconds, on one leg or the whole way.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Figures {
    /// The time that they are of.
    pub elapsed: Duration,
    /// Packets that came or were sent.
    pub packets: u64,
    /// Share of the packets that did not come by themselves, 0 to 1.
    pub first_loss: f64,
    /// Share of the packets that never came, repair considered, 0 to 1.
    pub loss: f64,
    /// Bits of payload per second.
    pub bitrate: f64,
    /// Frames per second; 0 for sound.
    pub frame_rate: f64,
    /// Freezes per minute.
    pub freezes: f64,
    /// Share of the time in freezes, 0 to 1.
    pub frozen: f64,
    /// Interarrival jitter, the mean of the samples.
    pub jitter: Duration,
    /// To the other end and back, the mean of the samples; nothing while unmeasured.
    pub round_trip: Option<Duration>,
}

impl Figures {
    /// The whole way of a stream whose last leg these figures are of: losses multiply up, times add up, all else is as it
    /// leaves the last leg, which carries the freezes of those before it.
    #[must_use]
    pub fn after(&self, former: &Self) -> Self {
        let both = |one: f64, other: f64| 1.0 - (1.0 - one) * (1.0 - other);
        let round_trips = [self.round_trip, former.round_trip];
        Self {
            first_loss: both(former.first_loss, self.first_loss),
            loss: both(former.loss, self.loss),
            jitter: self.jitter + former.jitter,
            round_trip: round_trips.into_iter().flatten().reduce(|one, other| one + other),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legs_make_a_way() {
        let ms = Duration::from_millis;
        let former = Figures {
            first_loss: 0.5,
            loss: 0.1,
            jitter: ms(5),
            round_trip: Some(ms(100)),
            frame_rate: 30.0,
            ..Figures::default()
        };
        let last = Figures {
            first_loss: 0.5,
            loss: 0.0,
            jitter: ms(1),
            round_trip: None,
            frame_rate: 15.0,
            ..Figures::default()
        };
        let way = last.after(&former);
        assert_eq!((way.first_loss, way.frame_rate), (0.75, 15.0));
        assert!((way.loss - 0.1).abs() < 1e-9);
        assert_eq!((way.jitter, way.round_trip), (ms(6), Some(ms(100))));
        assert_eq!(last.after(&last).round_trip, None);
    }
}
