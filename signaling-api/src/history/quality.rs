//! How well somebody's media went, minute by minute.

use super::means::Means;
use crate::live::QualityState;
use model::{Measurement, Quality, QualityReason, VideoStep};

/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;
/// Milliseconds that one level stands for.
const SLOT: i64 = 10_000;
/// Levels in a minute.
const SLOTS: usize = 6;

/// What is known of ten seconds, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Level(Quality);

/// The six levels of a minute with what was amiss at the worst.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Minute {
    /// Milliseconds since the epoch, a whole minute.
    pub started_at: i64,
    /// Nothing where nothing is known.
    pub levels: [Option<Level>; SLOTS],
    /// What was amiss at the worst.
    pub reason: Option<QualityReason>,
    /// How far received pictures were stepped down at most.
    pub video: VideoStep,
    figures: Means,
}

impl Level {
    /// The letter in the store.
    #[must_use]
    pub(crate) fn letter(self) -> char {
        match self.0 {
            Quality::Good => 'g',
            Quality::Fair => 'f',
            Quality::Poor => 'p',
            Quality::Lost => 'l',
        }
    }
}

impl Minute {
    /// The minute of a moment, with nothing known of it.
    #[must_use]
    pub(super) fn of(moment: i64) -> Self {
        Self {
            started_at: moment - moment.rem_euclid(MINUTE),
            levels: [None; SLOTS],
            reason: None,
            video: VideoStep::Full,
            figures: Means::default(),
        }
    }

    /// When the next one begins.
    #[must_use]
    pub(super) fn end(&self) -> i64 {
        self.started_at + MINUTE
    }

    /// Media went so from one moment to another; whatever is outside of this minute is passed over.
    pub(super) fn mark(&mut self, from: i64, to: i64, state: QualityState) {
        let Some(quality) = state.quality.filter(|_| from < to) else {
            return;
        };
        let worst = self.levels.iter().flatten().min().copied();
        for (slot, level) in self.levels.iter_mut().enumerate() {
            let start = self.started_at + slot as i64 * SLOT;
            if from < start + SLOT && start < to {
                *level = Some(level.map_or(Level(quality), |known| known.min(Level(quality))));
            }
        }
        if worst.is_none_or(|worst| Level(quality) < worst) {
            self.reason = state.reason;
        }
        self.video = self.video.max(state.video);
    }

    /// Means of the ten seconds before a moment came; what flowed then was good unless it is known to be worse.
    pub(super) fn measure(&mut self, measurement: Measurement, moment: i64) {
        if measurement.is_empty() {
            return;
        }
        self.figures.add(&measurement);
        let good = QualityState {
            quality: Some(Quality::Good),
            ..QualityState::default()
        };
        self.mark(moment - SLOT, moment, good);
    }

    /// The means of what was measured.
    #[must_use]
    pub(crate) fn figures(&self) -> Measurement {
        self.figures.means()
    }

    /// Whether there is anything to be kept.
    #[must_use]
    pub(super) fn is_known(&self) -> bool {
        self.levels.iter().any(Option::is_some) || !self.figures().is_empty()
    }

    /// What was amiss, as the wires name it.
    #[must_use]
    pub(crate) fn reason_name(&self) -> Option<&'static str> {
        self.reason.map(|reason| match reason {
            QualityReason::NarrowDownlink => "narrow_downlink",
            QualityReason::UplinkLoss => "uplink_loss",
            QualityReason::DownlinkLoss => "downlink_loss",
            QualityReason::Delay => "delay",
            QualityReason::Silence => "silence",
        })
    }

    /// How far pictures were stepped down, as the wires name it.
    #[must_use]
    pub(crate) fn video_name(&self) -> &'static str {
        match self.video {
            VideoStep::Full => "full",
            VideoStep::Smaller => "smaller",
            VideoStep::Slower => "slower",
            VideoStep::Paused => "paused",
            VideoStep::AudioOnly => "audio_only",
        }
    }

    /// Its letters; `-` for nothing known.
    #[must_use]
    pub(crate) fn letters(&self) -> String {
        let letter = |level: &Option<Level>| level.map_or('-', Level::letter);
        self.levels.iter().map(letter).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ten_seconds_have_their_worst() {
        let state = |quality| QualityState {
            quality: Some(quality),
            reason: (quality == Quality::Poor).then_some(QualityReason::Delay),
            video: VideoStep::Full,
        };
        let mut minute = Minute::of(3 * MINUTE + 17_000);
        assert_eq!(minute.started_at, 3 * MINUTE);
        let at = |seconds: i64| 3 * MINUTE + seconds * 1000;
        minute.mark(at(12), at(31), state(Quality::Good));
        minute.mark(at(31), at(32), state(Quality::Poor));
        minute.mark(at(32), at(50), state(Quality::Fair));
        minute.mark(at(50), at(70), QualityState::default());
        assert_eq!(minute.letters(), "-ggpf-");
        assert_eq!(minute.reason, Some(QualityReason::Delay));
    }
}
