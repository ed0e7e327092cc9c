//! What an examiner tells of streams in made-up readings.

use super::*;
use model::{Codec, Layer, MediaKind, ParticipantId, RoomId};
use prometheus::Registry;
use sfu_core::{Frames, PathReading, Whose};
use std::time::Duration;
use transport::peer::{Inbound, Outbound, PathStatistics};

const LEG: Duration = Duration::from_millis(40);

/// A microphone and a camera in two sizes, of which the smaller is off, seen by one receiver.
struct Call {
    registry: Registry,
    examiner: Examiner,
    start: Instant,
    whose: Whose,
    /// What the pictures are of.
    pictures: Source,
    silence: Duration,
}

impl Call {
    fn new() -> Self {
        let registry = Registry::new();
        let meters = Meters::register(&registry).unwrap();
        Self {
            registry,
            examiner: Examiner::new(meters),
            start: Instant::now(),
            whose: Whose {
                room: RoomId::generate(),
                participant: ParticipantId::generate(),
                session: SessionId::generate(),
            },
            pictures: Source::Camera,
            silence: Duration::ZERO,
        }
    }

    /// So many seconds from the start on, `lost` of a hundred packets lost on each leg.
    fn look(&mut self, second: u64, lost: u64) {
        let frames = Frames {
            count: 30 * second,
            freezes: second / 4,
            ..Frames::default()
        };
        let stream =
            |track, at, codec: Codec, flows: u64| self.encoding(track, at, codec, flows * second, lost);
        let seat = |mid: &str, kind, track, encoding| self.seat(mid, kind, (track, encoding), second, lost);
        let path = PathStatistics {
            round_trip: Some(LEG),
            silence: self.silence,
            ..PathStatistics::default()
        };
        let readings = Readings {
            paths: vec![PathReading {
                whose: self.whose,
                carrier: None,
                path,
            }],
            encodings: vec![
                stream(1, 0, Codec::Opus, 1),
                stream(2, 0, Codec::Vp8, 0),
                EncodingReading {
                    frames,
                    ..stream(2, 1, Codec::Vp8, 1)
                },
            ],
            seats: vec![
                seat("a", MediaKind::Audio, 1, 0),
                SeatReading {
                    frames,
                    ..seat("v", MediaKind::Video, 2, 1)
                },
                SeatReading {
                    playing: None,
                    ..seat("w", MediaKind::Video, 2, 1)
                },
            ],
        };
        self.examiner
            .take(self.start + Duration::from_secs(second), &readings);
    }

    fn encoding(&self, track: u64, at: u8, codec: Codec, seconds: u64, lost: u64) -> EncodingReading {
        EncodingReading {
            whose: self.whose,
            track: TrackId(track),
            encoding: at,
            source: self.source(codec.kind()),
            codec,
            is_redundant: false,
            inbound: Inbound {
                packets: (100 - lost) * seconds,
                bytes: 150_000 * seconds,
                lost: lost * seconds,
                ..Inbound::default()
            },
            frames: Frames::default(),
            top: Layer::default(),
            rows: Some(720),
            round_trip: Some(LEG),
        }
    }

    fn seat(&self, mid: &str, kind: MediaKind, from: (u64, u8), seconds: u64, lost: u64) -> SeatReading {
        SeatReading {
            whose: self.whose,
            mid: mid.parse().unwrap(),
            kind,
            playing: Some(Playing {
                track: TrackId(from.0),
                source: self.source(kind),
                encoding: from.1,
                layer: Layer::default(),
                rows: Some(720),
                codec: Codec::Vp8,
                is_redundant: false,
            }),
            outbound: Outbound {
                packets: 100 * seconds,
                bytes: 150_000 * seconds,
                lost: lost * seconds,
                ..Outbound::default()
            },
            frames: Frames::default(),
            round_trip: Some(LEG),
        }
    }

    fn source(&self, kind: MediaKind) -> Source {
        if kind == MediaKind::Audio {
            Source::Microphone
        } else {
            self.pictures
        }
    }

    /// How often a histogram was observed, with the mean.
    fn histogram(&self, name: &str, labels: &[&str]) -> (u64, f64) {
        let families = self.registry.gather();
        let family = families.iter().find(|family| family.name() == name).unwrap();
        let mut metrics = family.get_metric().iter();
        let metric = metrics
            .find(|metric| {
                metric
                    .get_label()
                    .iter()
                    .map(|label| label.value())
                    .eq(labels.iter().copied())
            })
            .unwrap();
        let histogram = metric.get_histogram();
        let count = histogram.get_sample_count();
        (count, histogram.get_sample_sum() / count as f64)
    }

    fn score(&self, direction: &str, kind: &str) -> f64 {
        let (count, mean) = self.histogram("vestibule_estimated_mos", &[direction, kind]);
        assert_eq!(count, 11, "{direction} {kind}");
        mean
    }
}

fn call(lost: u64) -> Call {
    let mut call = Call::new();
    (1..=12).for_each(|second| call.look(second, lost));
    call
}

#[test]
fn each_second_each_flowing_stream_is_scored_once() {
    let call = call(0);
    for (direction, kind) in [
        ("in", "audio"),
        ("out", "audio"),
        ("in", "video"),
        ("out", "video"),
    ] {
        let mean = call.score(direction, kind);
        let least = if kind == "audio" { 4.2 } else { 2.5 };
        assert!((least..5.0).contains(&mean), "{direction} {kind}: {mean}");
    }
    assert!(
        call.score("out", "audio") < call.score("in", "audio"),
        "a longer way"
    );
    let (round_trips, mean) = call.histogram("vestibule_rtt_seconds", &[]);
    assert_eq!(round_trips, 12);
    assert!((mean - LEG.as_secs_f64()).abs() < 1e-9);
    assert_eq!(call.histogram("vestibule_rtp_jitter_seconds", &[]).0, 44);
}

#[test]
fn screens_have_no_score_and_silent_ways_no_round_trip() {
    let mut call = Call::new();
    (call.pictures, call.silence) = (Source::Screen, Duration::from_secs(2));
    (1..=12).for_each(|second| call.look(second, 0));
    for direction in ["in", "out"] {
        let scores = call.histogram("vestibule_estimated_mos", &[direction, "video"]);
        assert_eq!(scores.0, 0);
        call.score(direction, "audio");
    }
    assert_eq!(call.histogram("vestibule_rtt_seconds", &[]).0, 0);
}

#[test]
fn losses_of_both_legs_lower_the_score() {
    let (clean, lossy) = (call(0), call(5));
    for kind in ["audio", "video"] {
        assert!(lossy.score("in", kind) < clean.score("in", kind));
        assert!(lossy.score("out", kind) < lossy.score("in", kind));
    }
}

#[test]
fn freezes_count_once_while_seen() {
    // Three in twelve seconds; the seat that plays nothing has as many.
    assert_eq!(call(0).examiner.meters.freezes.get(), 3);
}

#[test]
fn what_ended_is_forgotten() {
    let mut call = call(0);
    assert_eq!(call.examiner.streams.len(), 5);
    let later = call.start + Duration::from_secs(13);
    call.examiner.take(later, &Readings::default());
    assert!(call.examiner.streams.is_empty());
}

#[test]
fn each_ten_seconds_a_person_is_told_of_with_losses_of_each_leg() {
    let mut call = Call::new();
    let mut told = Vec::new();
    for second in 1..=20 {
        call.look(second, 5);
        told.extend(call.examiner.tallies.drain().map(|event| (second, event)));
    }
    let whose = call.whose;
    let [
        (10, _),
        (
            20,
            Event::Measured {
                room,
                participant,
                figures,
            },
        ),
    ] = &told[..]
    else {
        panic!("{told:?}");
    };
    assert_eq!((*room, *participant), (whose.room, whose.participant));
    assert_eq!(figures.round_trip, Some(40));
    assert_eq!((figures.up.loss, figures.down.loss), (Some(50), Some(50)));
    assert_eq!((figures.up.jitter, figures.down.jitter), (Some(0), Some(0)));
    // 150 kB a second of each stream: one flows up, one down.
    assert_eq!((figures.up.video, figures.down.video), (Some(1200), Some(1200)));
    assert_eq!((figures.up.frozen, figures.down.frozen), (Some(0), Some(0)));
    assert!(
        (Some(1)..figures.down.missing).contains(&figures.up.missing),
        "{figures:?}"
    );
    for (up, down) in [
        (figures.up.sound, figures.down.sound),
        (figures.up.picture, figures.down.picture),
    ] {
        assert!((Some(100)..Some(500)).contains(&up), "{figures:?}");
        assert!(down < up, "both legs' losses: {figures:?}");
    }
}

#[test]
fn of_a_person_without_streams_the_round_trip_alone_is_told() {
    let mut call = Call::new();
    for second in 1..=10 {
        call.examiner
            .take(call.start + Duration::from_secs(second), &Readings::default());
    }
    assert_eq!(call.examiner.tallies.drain().count(), 0);
    // The tenth look of the second round sees packets for the first time.
    for second in 11..20 {
        call.examiner
            .take(call.start + Duration::from_secs(second), &Readings::default());
    }
    call.look(20, 0);
    let told: Vec<Event> = call.examiner.tallies.drain().collect();
    let [Event::Measured { figures, .. }] = &told[..] else {
        panic!("{told:?}");
    };
    let round_trip = Some(40);
    assert_eq!(
        *figures,
        model::Measurement {
            round_trip,
            ..Default::default()
        }
    );
}
