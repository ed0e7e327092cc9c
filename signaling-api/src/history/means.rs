//! Means of what was measured.

use model::{Leg, Measurement};

/// Measurements that are summed up.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Means {
    round_trip: Mean,
    up: LegMeans,
    down: LegMeans,
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct LegMeans {
    loss: Mean,
    jitter: Mean,
    sound: Mean,
    picture: Mean,
    video: Mean,
    frozen: Mean,
    missing: Mean,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Mean {
    sum: u64,
    count: u64,
}

impl Means {
    /// One more; all weigh the same.
    pub(crate) fn add(&mut self, one: &Measurement) {
        self.round_trip.add(one.round_trip);
        self.up.add(&one.up);
        self.down.add(&one.down);
    }

    /// The mean of each figure over those that had it.
    #[must_use]
    pub(crate) fn means(&self) -> Measurement {
        Measurement {
            round_trip: self.round_trip.value(),
            up: self.up.means(),
            down: self.down.means(),
        }
    }
}

impl LegMeans {
    fn add(&mut self, one: &Leg) {
        self.loss.add(one.loss);
        self.jitter.add(one.jitter);
        self.sound.add(one.sound);
        self.picture.add(one.picture);
        self.video.add(one.video);
        self.frozen.add(one.frozen);
        self.missing.add(one.missing);
    }

    fn means(&self) -> Leg {
        Leg {
            loss: self.loss.value(),
            jitter: self.jitter.value(),
            sound: self.sound.value(),
            picture: self.picture.value(),
            video: self.video.value(),
            frozen: self.frozen.value(),
            missing: self.missing.value(),
        }
    }
}

impl Mean {
    fn add(&mut self, value: Option<u16>) {
        if let Some(value) = value {
            self.sum += u64::from(value);
            self.count += 1;
        }
    }

    /// Rounded to the nearest.
    fn value(self) -> Option<u16> {
        let mean = (self.sum + self.count / 2).checked_div(self.count)?;
        // A mean is no larger than the largest.
        u16::try_from(mean).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_of_those_that_were_measured() {
        let sound = |sound| Measurement {
            down: Leg {
                sound,
                ..Leg::default()
            },
            ..Measurement::default()
        };
        let mut means = Means::default();
        assert!(means.means().is_empty());
        for score in [Some(441), None, Some(402), Some(u16::MAX)] {
            means.add(&sound(score));
        }
        assert_eq!(means.means(), sound(Some(22_126)));
    }
}
