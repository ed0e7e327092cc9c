//! One receiving m-line of a session, into which any track may be routed.

use crate::timeline::{Position, Segment, Timeline};
use layers::Vp8Rewriter;
use model::{Codec, MediaKind, Mid, ParticipantId, Source, TrackId};
use std::time::Instant;
use transport::SendArena;
use transport::peer::{Forward, Packet, Peer};

/// A track that sits, or will sit, in a seat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Occupant {
    pub(crate) track: TrackId,
    pub(crate) source: Source,
    pub(crate) participant: ParticipantId,
    /// Place of the publisher's session in the room, and of the line in that session.
    pub(crate) session: usize,
    pub(crate) line: usize,
    pub(crate) codec: Codec,
    /// The receiver's payload type for the track's codec.
    pub(crate) payload_type: u8,
}

/// What became of a packet at a seat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// The seat still takes the track.
    Taken,
    /// The seat has nothing to do with the track any more.
    Unwanted,
}

/// A packet of a track on its way to seats.
pub(crate) struct Passing<'a> {
    pub(crate) track: TrackId,
    pub(crate) packet: &'a Packet,
    pub(crate) payload: &'a [u8],
    pub(crate) keyframe: bool,
}

impl Passing<'_> {
    fn position(&self) -> Position {
        Position {
            sequence: self.packet.sequence,
            timestamp: self.packet.timestamp,
        }
    }
}

pub(crate) struct Seat {
    pub(crate) mid: Mid,
    pub(crate) kind: MediaKind,
    pub(crate) line: usize,
    current: Option<Occupant>,
    /// Takes over at its next keyframe; the current one plays until then.
    next: Option<Occupant>,
    timeline: Timeline<TrackId>,
    vp8: Vp8Rewriter,
}

impl Seat {
    /// `seed` makes the first sequence number and timestamp unpredictable (RFC 3550 section 5.1).
    pub(crate) fn new(mid: Mid, kind: MediaKind, line: usize, seed: u64) -> Self {
        // A first number below 2^15 keeps the first packets' loss from being taken for a roll-over (RFC 3711 section 3.3.1).
        let timeline = Timeline::new(seed as u16 >> 1, (seed >> 16) as u32);
        Self {
            mid,
            kind,
            line,
            current: None,
            next: None,
            timeline,
            vp8: Vp8Rewriter::default(),
        }
    }

    /// Who sits here, or is about to.
    pub(crate) fn occupant(&self) -> Option<Occupant> {
        self.next.or(self.current)
    }

    /// The track whose packets leave by this seat now.
    pub(crate) fn playing(&self) -> Option<Occupant> {
        self.current
    }

    /// The track whose keyframe this seat waits for.
    pub(crate) fn awaited(&self) -> Option<Occupant> {
        self.next
    }

    /// Routes another track here; whether this changes anything.
    pub(crate) fn assign(&mut self, occupant: Option<Occupant>) -> bool {
        if self.occupant() == occupant {
            return false;
        }
        match occupant {
            None => (self.current, self.next) = (None, None),
            Some(_) if self.current == occupant => self.next = None,
            Some(_) => self.next = occupant,
        }
        true
    }

    /// Forgets a track that is gone.
    pub(crate) fn forget(&mut self, track: TrackId) {
        self.current = self.current.filter(|o| o.track != track);
        self.next = self.next.filter(|o| o.track != track);
    }

    /// Sends a packet on by `peer` if this seat takes it.
    pub(crate) fn pass(
        &mut self,
        now: Instant,
        passing: &Passing<'_>,
        peer: &mut Peer,
        out: &mut SendArena,
    ) -> Fate {
        let Some(occupant) = self.settle(now, passing) else {
            return self.fate(passing.track);
        };
        if passing.payload.is_empty() {
            self.timeline.skip(passing.track, passing.packet.sequence);
            return Fate::Taken;
        }
        let Some(segment) = self.timeline.place(passing.track, passing.packet.sequence) else {
            return Fate::Taken;
        };
        let forward = Forward {
            payload_type: occupant.payload_type,
            sequence: segment.outgoing(passing.packet.sequence),
            timestamp: passing.packet.timestamp.wrapping_add(segment.timestamp_shift),
            marker: passing.packet.marker,
            audio_level: passing.packet.audio_level,
            descriptor: None,
            payload: passing.payload,
        };
        let is_vp8 = occupant.codec == Codec::Vp8;
        let edit = |payload: &mut [u8]| {
            if is_vp8 {
                self.vp8.rewrite(payload);
            }
        };
        peer.send(now, self.line, &forward, edit, out);
        self.timeline
            .sent(now, &segment, passing.position(), self.vp8.mapping());
        Fate::Taken
    }

    /// Finds the source packet of a sent sequence number with the segment that it was sent by.
    pub(crate) fn original(&self, sequence: u16) -> Option<(Segment<TrackId>, u64)> {
        self.timeline.original(sequence)
    }

    /// What to add to the playing track's timestamps.
    pub(crate) fn timestamp_shift(&self) -> Option<u32> {
        self.timeline.timestamp_shift(self.current?.track)
    }

    /// The occupant whose packet this is, after a switch to it where one is due.
    fn settle(&mut self, now: Instant, passing: &Passing<'_>) -> Option<Occupant> {
        if let Some(next) = self.next.filter(|o| o.track == passing.track)
            && (passing.keyframe || self.kind == MediaKind::Audio)
            && !passing.payload.is_empty()
        {
            let rate = next.codec.clock_rate();
            self.timeline.switch(now, next.track, rate, passing.position());
            self.vp8.switch();
            (self.current, self.next) = (Some(next), None);
        }
        self.current.filter(|o| o.track == passing.track)
    }

    fn fate(&self, track: TrackId) -> Fate {
        match self.next {
            Some(next) if next.track == track => Fate::Taken,
            _ => Fate::Unwanted,
        }
    }
}
