//! How well a person is connected, as the people in the room are told.

use crate::room::{Room, Surroundings};
use model::{Quality, QualityReason, VideoStep};
use protocol::Event;
use std::time::{Duration, Instant};
use transport::peer::PathStatistics;

/// An improvement is believed when it has lasted.
const PATIENCE: Duration = Duration::from_secs(3);
/// Neither media nor checks come: a client of the slowest kind checks every five seconds, but then sends sound.
const SILENCE: Duration = Duration::from_secs(3);
/// Loss that a picture shows, and loss that speech suffers from.
const LOSS: (f32, f32) = (0.04, 0.15);
/// Round trips that are felt, and that keep people from talking.
const DELAY: (Duration, Duration) = (Duration::from_millis(400), Duration::from_millis(800));

type Verdict = (Quality, Option<QualityReason>);

/// What is known of a connection, and what was told.
#[derive(Debug, Default)]
pub(crate) struct Condition {
    told: Option<(Verdict, VideoStep)>,
    /// Since when it is better than told.
    better: Option<Instant>,
}

impl Condition {
    /// What to tell, if anything.
    fn poll(&mut self, now: Instant, verdict: Verdict, video: VideoStep) -> Option<(Verdict, VideoStep)> {
        let seen = (verdict, video);
        if self.told == Some(seen) || (self.told.is_none() && verdict.0 == Quality::Good) {
            self.better = None;
            return None;
        }
        let improves = self.told.is_some_and(|((quality, _), _)| verdict.0 > quality);
        if improves && now.saturating_duration_since(*self.better.get_or_insert(now)) < PATIENCE {
            return None;
        }
        self.better = None;
        self.told = Some(seen);
        self.told
    }
}

impl Room {
    /// Tells how well people are connected where that changed.
    pub(crate) fn tell_conditions(&mut self, around: &mut Surroundings<'_>) {
        let room = self.id;
        for (_, session) in &mut self.sessions {
            if !session.peer.is_connected() {
                continue;
            }
            let path = session.peer.path_statistics(around.now);
            let video = session.share.video(around.now);
            let verdict = judge(&path, video);
            let Some(((quality, reason), video)) = session.condition.poll(around.now, verdict, video) else {
                continue;
            };
            around.events.push_back(Event::ConnectionQuality {
                room,
                participant: session.participant,
                session: session.id,
                quality,
                reason,
                video,
            });
        }
    }
}

/// The worst finding with its cause.
fn judge(path: &PathStatistics, video: VideoStep) -> Verdict {
    let graded = |bad: bool, worse: bool| match (bad, worse) {
        (_, true) => Quality::Poor,
        (true, _) => Quality::Fair,
        _ => Quality::Good,
    };
    let lost = |share: f32| graded(share > LOSS.0, share > LOSS.1);
    let delay = path.round_trip.unwrap_or_default();
    let findings = [
        (
            if path.silence > SILENCE {
                Quality::Lost
            } else {
                Quality::Good
            },
            QualityReason::Silence,
        ),
        (
            graded(video > VideoStep::Full, video == VideoStep::AudioOnly),
            QualityReason::NarrowDownlink,
        ),
        (lost(path.uplink_loss), QualityReason::UplinkLoss),
        (lost(path.downlink_loss), QualityReason::DownlinkLoss),
        (graded(delay > DELAY.0, delay > DELAY.1), QualityReason::Delay),
    ];
    let worst = findings.into_iter().min_by_key(|(quality, _)| *quality);
    match worst {
        Some((quality, reason)) if quality < Quality::Good => (quality, Some(reason)),
        _ => (Quality::Good, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> PathStatistics {
        PathStatistics::default()
    }

    #[test]
    fn the_worst_finding_is_the_verdict() {
        assert_eq!(judge(&path(), VideoStep::Full), (Quality::Good, None));
        let narrow = judge(&path(), VideoStep::Smaller);
        assert_eq!(narrow, (Quality::Fair, Some(QualityReason::NarrowDownlink)));
        let mut lossy = path();
        lossy.uplink_loss = 0.2;
        let verdict = judge(&lossy, VideoStep::Smaller);
        assert_eq!(verdict, (Quality::Poor, Some(QualityReason::UplinkLoss)));
        lossy.silence = Duration::from_secs(4);
        let verdict = judge(&lossy, VideoStep::AudioOnly);
        assert_eq!(verdict, (Quality::Lost, Some(QualityReason::Silence)));
    }

    #[test]
    fn worse_is_told_at_once_and_better_when_it_lasts() {
        let start = Instant::now();
        let after = |secs| start + Duration::from_secs(secs);
        let good = (Quality::Good, None);
        let fair = (Quality::Fair, Some(QualityReason::DownlinkLoss));
        let mut condition = Condition::default();
        assert_eq!(
            condition.poll(start, good, VideoStep::Full),
            None,
            "good goes without saying"
        );
        let told = condition.poll(after(1), fair, VideoStep::Full);
        assert_eq!(told, Some((fair, VideoStep::Full)));
        assert_eq!(condition.poll(after(2), good, VideoStep::Full), None);
        assert_eq!(condition.poll(after(4), fair, VideoStep::Full), None);
        assert_eq!(condition.poll(after(5), good, VideoStep::Full), None);
        let told = condition.poll(after(8), good, VideoStep::Full);
        assert_eq!(told, Some((good, VideoStep::Full)));
    }
}
