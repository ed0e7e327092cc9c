//! A look at how every stream of a thread fares, once a second.

mod tally;

use crate::machine::Machine;
use crate::meters::{Direction, Meters};
use model::{MediaKind, Mid, SessionId, Source, TrackId};
use protocol::Event;
use quality::{Counts, Figures, Mos, Picture, Protection, Sample, Speech, Window};
use sfu_core::{EncodingReading, Playing, Readings, SeatReading, Whose};
use std::collections::HashMap;
use std::time::Instant;
use tally::Tallies;

/// Rows of a picture that does not tell: what most cameras send of themselves.
const ROWS: u16 = 360;
/// Looks from one measurement that the API is told of to the next: as long as figures reach back.
const ROUND: u64 = 10;

/// Measures a thread's streams; forgets those that ended.
#[derive(Debug)]
pub(crate) struct Examiner {
    meters: Meters,
    /// Kept for its memory.
    readings: Readings,
    streams: HashMap<Stream, Watched>,
    /// What the API is told of people, in a look that is the last of a round.
    tallies: Tallies,
    /// The number of this look.
    look: u64,
}

/// A stream that figures are kept of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Stream {
    Encoding(TrackId, u8),
    Seat(SessionId, Mid),
}

#[derive(Debug)]
struct Watched {
    window: Window,
    /// Freezes that are counted already.
    freezes: u64,
    /// The last look that found it.
    look: u64,
}

impl Examiner {
    pub(crate) fn new(meters: Meters) -> Self {
        Self {
            meters,
            readings: Readings::default(),
            streams: HashMap::new(),
            tallies: Tallies::default(),
            look: 0,
        }
    }

    /// Looks at everything that a machine has; each tenth time it gives what the API is to be told.
    pub(crate) fn examine(&mut self, now: Instant, machine: &impl Machine) -> impl Iterator<Item = Event> {
        let mut readings = std::mem::take(&mut self.readings);
        machine.read(now, &mut readings);
        self.take(now, &readings);
        self.readings = readings;
        self.tallies.drain()
    }

    fn take(&mut self, now: Instant, readings: &Readings) {
        self.look += 1;
        self.tallies.is_open = self.look.is_multiple_of(ROUND);
        for path in readings.paths.iter().filter(|path| path.path.silence.is_zero()) {
            if let Some(time) = path.path.round_trip {
                self.meters.round_trip.observe(time.as_secs_f64());
                self.tallies.round_trip(path.whose, time);
            }
        }
        for track in readings.encodings.chunk_by(|one, next| one.track == next.track) {
            self.take_track(now, track);
        }
        for seat in &readings.seats {
            if let Some(playing) = &seat.playing {
                self.take_seat(now, seat, playing);
            }
        }
        let look = self.look;
        self.streams.retain(|_, watched| watched.look == look);
    }

    /// Scores the largest of a track's encodings that flows: the others are smaller on purpose.
    fn take_track(&mut self, now: Instant, encodings: &[EncodingReading]) {
        let mut largest = None;
        for encoding in encodings {
            let sample = arriving(now, encoding);
            let watched = self.watch(Stream::Encoding(encoding.track, encoding.encoding), 0);
            if let Some(figures) = watched.next(sample) {
                self.meters.jitter.observe(sample.jitter.as_secs_f64());
                let kind = encoding.source.kind();
                self.tallies.leg(encoding.whose, Direction::In, kind, &figures);
                largest = Some((encoding, figures));
            }
        }
        if let Some((encoding, figures)) = largest {
            let mos = match encoding.source {
                Source::Microphone => Speech::of(&figures, protection(encoding.is_redundant)).mos(),
                Source::Camera => Picture::of(&figures, encoding.codec, rows(encoding.rows)).mos(),
                // It moves as little as what is shown on it, and is no worse for that.
                Source::Screen => return,
            };
            self.score(
                encoding.whose,
                Direction::In,
                encoding.source.kind(),
                (mos, &figures),
            );
        }
    }

    /// Scores what a receiver gets over the whole way from the publisher.
    fn take_seat(&mut self, now: Instant, seat: &SeatReading, playing: &Playing) {
        let sample = leaving(now, seat);
        let source = self
            .streams
            .get(&Stream::Encoding(playing.track, playing.encoding));
        let former = source.and_then(|watched| watched.window.figures());
        let watched = self.watch(Stream::Seat(seat.whose.session, seat.mid), seat.frames.freezes);
        let new = seat.frames.freezes.saturating_sub(watched.freezes);
        watched.freezes = seat.frames.freezes;
        let figures = watched.next(sample);
        self.meters.freezes.inc_by(new);
        let (Some(figures), Some(former)) = (figures, former) else {
            return;
        };
        self.meters.jitter.observe(sample.jitter.as_secs_f64());
        let kind = playing.source.kind();
        self.tallies.leg(seat.whose, Direction::Out, kind, &figures);
        let way = figures.after(&former);
        let mos = match playing.source {
            Source::Microphone => Speech::of(&way, protection(playing.is_redundant)).mos(),
            Source::Camera => Picture::of(&way, playing.codec, rows(playing.rows)).mos(),
            Source::Screen => return,
        };
        self.score(seat.whose, Direction::Out, kind, (mos, &way));
    }

    fn score(&mut self, whose: Whose, direction: Direction, kind: MediaKind, scored: (Mos, &Figures)) {
        self.meters.score(direction, kind, scored.0);
        self.tallies.score(whose, direction, kind, scored);
    }

    /// A stream that has had `freezes` freezes, if it was not known.
    fn watch(&mut self, stream: Stream, freezes: u64) -> &mut Watched {
        let watched = self.streams.entry(stream).or_insert_with(|| Watched {
            window: Window::default(),
            freezes,
            look: 0,
        });
        watched.look = self.look;
        watched
    }
}

impl Watched {
    fn next(&mut self, sample: Sample) -> Option<Figures> {
        self.window.push(sample);
        self.window.figures()
    }
}

fn arriving(now: Instant, encoding: &EncodingReading) -> Sample {
    let EncodingReading { inbound, frames, .. } = encoding;
    Sample {
        at: now,
        counts: Counts {
            packets: inbound.packets,
            bytes: inbound.bytes,
            lost: inbound.lost,
            repaired: inbound.repaired,
            frames: frames.count,
            freezes: frames.freezes,
            frozen: frames.frozen,
        },
        received: true,
        jitter: inbound.jitter,
        round_trip: encoding.round_trip,
    }
}

/// Whether what was sent again came is not known; it is taken for repaired.
fn leaving(now: Instant, seat: &SeatReading) -> Sample {
    let SeatReading { outbound, frames, .. } = seat;
    Sample {
        at: now,
        counts: Counts {
            packets: outbound.packets,
            bytes: outbound.bytes,
            lost: outbound.lost,
            repaired: outbound.repeated,
            frames: frames.count,
            freezes: frames.freezes,
            frozen: frames.frozen,
        },
        received: false,
        jitter: outbound.jitter,
        round_trip: seat.round_trip,
    }
}

/// Browsers let Opus protect itself when they are told of loss.
fn protection(is_redundant: bool) -> Protection {
    if is_redundant {
        Protection::Redundant
    } else {
        Protection::InBand
    }
}

fn rows(told: Option<u16>) -> u16 {
    told.unwrap_or(ROWS)
}

#[cfg(test)]
mod tests;
