//! Who speaks in a room, by how loud their microphones are (RFC 6464).

use crate::seating::Floor;
use model::ParticipantId;
use std::time::{Duration, Instant};
use transport::packet::AudioLevel;

/// The quietest level in dBov, as RFC 6464 counts it: downwards from the loudest.
const SILENT: u8 = 127;
/// Loudness from which sound counts as voice: -50 dBov. The sender's own voice flag is not believed: some never set it.
const VOICE: f32 = 77.0;
/// How fast loudness follows the level.
const SMOOTHING: Duration = Duration::from_millis(100);
/// A cough is shorter.
const VOICE_BEFORE_SPEAKING: Duration = Duration::from_millis(300);
/// Pauses between syllables.
const PAUSE: Duration = Duration::from_millis(200);
/// Pauses between sentences: who spoke goes on speaking for that long.
const SILENCE: Duration = Duration::from_secs(1);
/// How often a room's speakers are looked at, hence told at most.
const LOOK: Duration = Duration::from_millis(300);
/// So many decibels louder takes a speaker's place among the three, or the first place among them.
const CLEARLY_LOUDER: f32 = 6.0;
/// Speakers told at once.
const MOST: usize = 3;
/// How many are remembered to have spoken.
const REMEMBERED: usize = 32;

/// The voice in one microphone.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Voice {
    /// Smoothed, in dB above silence.
    loudness: f32,
    heard_at: Option<Instant>,
    /// First and last moment of the newest stretch of voice.
    stretch: Option<(Instant, Instant)>,
}

impl Voice {
    /// Takes note of a packet's level.
    pub(crate) fn hear(&mut self, now: Instant, level: AudioLevel) {
        let loudness = f32::from(SILENT.saturating_sub(level.level));
        let passed = self
            .heard_at
            .replace(now)
            .map_or(SMOOTHING, |at| now.saturating_duration_since(at));
        let share = passed.as_secs_f32() / (passed + SMOOTHING).as_secs_f32();
        self.loudness += (loudness - self.loudness) * share;
        if self.loudness >= VOICE {
            let begun = self.stretch.filter(|stretch| goes_on(*stretch, now));
            self.stretch = Some((begun.map_or(now, |(begin, _)| begin), now));
        }
    }

    /// How loud this voice speaks, in dB above silence; nothing while it does not.
    fn speaking(&self, now: Instant) -> Option<f32> {
        self.stretch
            .is_some_and(|stretch| is_speech(stretch) && goes_on(stretch, now))
            .then_some(self.loudness)
    }
}

fn is_speech((begin, end): (Instant, Instant)) -> bool {
    end.duration_since(begin) >= VOICE_BEFORE_SPEAKING
}

fn goes_on(stretch: (Instant, Instant), now: Instant) -> bool {
    let longest = if is_speech(stretch) { SILENCE } else { PAUSE };
    now.saturating_duration_since(stretch.1) < longest
}

/// The speakers of a room as last told, loudest first.
#[derive(Debug, Default)]
pub(crate) struct Speakers {
    told: [Option<ParticipantId>; MOST],
    /// Those told, then those told before, the latest first.
    heard: Vec<ParticipantId>,
    next_look: Option<Instant>,
}

impl Speakers {
    /// Who speaks at `now`, loudest first, when that is news.
    pub(crate) fn poll<'a>(
        &mut self,
        now: Instant,
        voices: impl Iterator<Item = (ParticipantId, &'a Voice)>,
    ) -> Option<Vec<ParticipantId>> {
        if self.next_look.is_some_and(|due| now < due) {
            return None;
        }
        self.next_look = Some(now + LOOK);
        let mut loudest = Loudest::default();
        for (participant, voice) in voices {
            if let Some(loudness) = voice.speaking(now) {
                loudest.add(participant, loudness + self.lead(participant));
            }
        }
        let speakers = loudest.0.map(|place| place.map(|(participant, _)| participant));
        (std::mem::replace(&mut self.told, speakers) != speakers).then(|| self.remember())
    }

    /// Who has spoken, as last told.
    pub(crate) fn floor(&self) -> Floor<'_> {
        Floor {
            heard: &self.heard,
            speaking: self.told.iter().flatten().count(),
        }
    }

    /// Puts the speakers before those who spoke earlier.
    fn remember(&mut self) -> Vec<ParticipantId> {
        let speakers: Vec<_> = self.told.into_iter().flatten().collect();
        self.heard.retain(|earlier| !speakers.contains(earlier));
        self.heard.splice(..0, speakers.iter().copied());
        self.heard.truncate(REMEMBERED);
        speakers
    }

    /// What makes those who are equally loud not change places all the time.
    fn lead(&self, participant: ParticipantId) -> f32 {
        match self.told.iter().position(|told| *told == Some(participant)) {
            Some(0) => 2.0 * CLEARLY_LOUDER,
            Some(_) => CLEARLY_LOUDER,
            None => 0.0,
        }
    }
}

/// The loudest so far, loudest first, each participant once.
#[derive(Default)]
struct Loudest([Option<(ParticipantId, f32)>; MOST]);

impl Loudest {
    fn add(&mut self, participant: ParticipantId, loudness: f32) {
        let mut moving = Some((participant, loudness));
        for place in &mut self.0 {
            let Some((who, how_loud)) = moving else { return };
            match *place {
                Some((sitting, level)) if level >= how_loud => {
                    if sitting == who {
                        return;
                    }
                }
                _ => moving = std::mem::replace(place, moving).filter(|(sitting, _)| *sitting != participant),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: Duration = Duration::from_millis(20);

    struct Stage {
        now: Instant,
        speakers: Speakers,
        people: Vec<(ParticipantId, Voice)>,
    }

    impl Stage {
        fn with(people: usize) -> Self {
            Self {
                now: Instant::now(),
                speakers: Speakers::default(),
                people: (0..people)
                    .map(|_| (ParticipantId::generate(), Voice::default()))
                    .collect(),
            }
        }

        /// Everybody sends sound of these levels for so long; what is told, by person, with the time since the start.
        fn run(&mut self, milliseconds: u64, levels: &[u8]) -> Vec<(u64, Vec<usize>)> {
            let start = self.now;
            let mut told = Vec::new();
            while self.now < start + Duration::from_millis(milliseconds) {
                self.now += PACKET;
                for ((_, voice), level) in self.people.iter_mut().zip(levels) {
                    let level = AudioLevel {
                        voice: false,
                        level: *level,
                    };
                    voice.hear(self.now, level);
                }
                let voices = self.people.iter().map(|(id, voice)| (*id, voice));
                if let Some(ids) = self.speakers.poll(self.now, voices) {
                    let place = |id| {
                        self.people
                            .iter()
                            .position(|(known, _)| *known == id)
                            .expect("known")
                    };
                    let after = self.now.duration_since(start).as_millis() as u64;
                    told.push((after, ids.into_iter().map(place).collect()));
                }
            }
            told
        }
    }

    #[test]
    fn a_voice_is_told_after_a_moment_and_forgotten_after_a_second() {
        let mut stage = Stage::with(2);
        assert!(stage.run(1000, &[127, 127]).is_empty());
        let told = stage.run(2000, &[30, 127]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].1, [0]);
        assert!((300..=700).contains(&told[0].0), "{told:?}");
        let told = stage.run(3000, &[127, 127]);
        assert_eq!(told.len(), 1);
        assert!(told[0].1.is_empty());
        assert!((1000..=1400).contains(&told[0].0), "{told:?}");
    }

    #[test]
    fn a_cough_or_a_murmur_is_no_speech() {
        let mut stage = Stage::with(1);
        for _ in 0..5 {
            assert!(stage.run(160, &[20]).is_empty());
            assert!(stage.run(800, &[127]).is_empty());
        }
        assert!(stage.run(3000, &[60]).is_empty());
    }

    #[test]
    fn pauses_within_speech_are_bridged() {
        let mut stage = Stage::with(1);
        assert_eq!(stage.run(1000, &[30]).len(), 1);
        for _ in 0..5 {
            assert!(stage.run(700, &[127]).is_empty());
            assert!(stage.run(300, &[30]).is_empty());
        }
    }

    #[test]
    fn three_are_told_loudest_first() {
        let mut stage = Stage::with(5);
        let told = stage.run(1500, &[40, 20, 30, 10, 127]);
        assert_eq!(told.last().expect("told").1, [3, 1, 2]);
    }

    #[test]
    fn the_first_place_goes_to_the_clearly_louder_alone() {
        let mut stage = Stage::with(2);
        assert_eq!(stage.run(1500, &[30, 34]).last().expect("told").1, [0, 1]);
        assert!(stage.run(1000, &[30, 26]).is_empty());
        assert_eq!(stage.run(1000, &[30, 20]).last().expect("told").1, [1, 0]);
    }

    #[test]
    fn a_person_with_two_microphones_is_one_speaker() {
        let mut loudest = Loudest::default();
        let [a, b] = std::array::from_fn(|_| ParticipantId::generate());
        for (participant, loudness) in [(a, 80.0), (b, 85.0), (a, 90.0), (b, 79.0)] {
            loudest.add(participant, loudness);
        }
        assert_eq!(loudest.0, [Some((a, 90.0)), Some((b, 85.0)), None]);
    }
}
