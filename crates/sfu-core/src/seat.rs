//! One receiving m-line of a session, into which any track may be routed.

use crate::frames::FrameMeter;
use crate::timeline::{Position, Segment, Timeline};
use crate::track::StreamId;
use layers::{Place, Rewrite, Selector, red};
use model::{Codec, Layer, MediaKind, Mid, ParticipantId, Source, TrackId};
use std::time::Instant;
use transport::SendArena;
use transport::peer::{Forward, Packet, Peer};

/// A track that sits in a seat.
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
    /// The receiver's payload type for redundant sound (RFC 2198), where it takes that.
    pub(crate) red_payload_type: Option<u8>,
}

/// A stream of an occupant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Play {
    pub(crate) occupant: Occupant,
    pub(crate) stream: StreamId,
}

/// What became of a packet at a seat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// The seat still takes the stream.
    Taken,
    /// The seat has nothing to do with the stream any more.
    Unwanted,
}

/// A packet of a stream on its way to seats.
#[derive(Clone, Copy)]
pub(crate) struct Passing<'a> {
    pub(crate) stream: StreamId,
    pub(crate) packet: &'a Packet,
    pub(crate) payload: &'a [u8],
    pub(crate) descriptor: Option<&'a [u8]>,
    pub(crate) place: Place,
    /// For receivers without redundant sound; as `payload` where that is not redundant.
    pub(crate) primary: &'a [u8],
    /// For receivers of redundant sound on a lossy way: with the sound before it, of payload type 0.
    pub(crate) repeating: Option<&'a [u8]>,
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
    occupant: Option<Occupant>,
    current: Option<Play>,
    /// Takes over at its next keyframe; the current one plays until then.
    next: Option<Play>,
    /// The layer of the occupant's that would play if its publisher sent it and there were room; nothing for none.
    pub(crate) wanted: Option<Layer>,
    /// The layer wished of the stream that plays next, or now.
    target: Layer,
    /// Whether sound goes out with that before it.
    pub(crate) repeats: bool,
    timeline: Timeline<StreamId>,
    selector: Selector,
    /// As they leave.
    pub(crate) frames: FrameMeter,
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
            occupant: None,
            current: None,
            next: None,
            wanted: None,
            target: Layer::default(),
            repeats: false,
            timeline,
            selector: Selector::default(),
            frames: FrameMeter::default(),
        }
    }

    /// Who sits here, even while nothing plays.
    pub(crate) fn occupant(&self) -> Option<Occupant> {
        self.occupant
    }

    /// What leaves by this seat now.
    pub(crate) fn playing(&self) -> Option<Play> {
        self.current
    }

    /// The layer that leaves by this seat, within its stream.
    pub(crate) fn layer(&self) -> Layer {
        self.selector.current()
    }

    /// What this seat waits for.
    pub(crate) fn awaited(&self) -> Option<Play> {
        self.next
    }

    /// Seats another track here; what plays goes on until the other is aimed at.
    pub(crate) fn assign(&mut self, occupant: Option<Occupant>) {
        self.occupant = occupant;
        if occupant.is_none() {
            self.rest();
        }
    }

    /// Plays a stream of the occupant from its next keyframe on, up to the layer `target` of it; whether a keyframe of it is
    /// to be asked for.
    pub(crate) fn aim(&mut self, stream: StreamId, target: Layer) -> bool {
        let Some(occupant) = self.occupant.filter(|o| o.track == stream.track) else {
            return false;
        };
        let play = Play { occupant, stream };
        self.target = target;
        if self.current.is_some_and(|current| current.stream == stream) {
            (self.current, self.next) = (Some(play), None);
            self.selector.set_target(target);
            return self.selector.wants_keyframe();
        }
        self.next.replace(play).is_none_or(|next| next.stream != stream)
    }

    /// Plays nothing; the occupant stays.
    pub(crate) fn rest(&mut self) {
        (self.current, self.next) = (None, None);
        self.frames.rest();
    }

    /// Forgets a track that is gone.
    pub(crate) fn forget(&mut self, track: TrackId) {
        self.occupant = self.occupant.filter(|o| o.track != track);
        self.current = self.current.filter(|play| play.stream.track != track);
        self.next = self.next.filter(|play| play.stream.track != track);
        if self.current.is_none() {
            self.frames.rest();
        }
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
            return self.fate(passing.stream);
        };
        let rewrite = if passing.payload.is_empty() {
            None
        } else {
            self.selector.select(&passing.place)
        };
        match rewrite {
            Some(rewrite) => self.send(now, passing, &occupant, rewrite, peer, out),
            None => self.leave_out(now, passing, &occupant, peer, out),
        }
        Fate::Taken
    }

    /// Finds the source packet of a sent sequence number with the segment that it was sent by.
    pub(crate) fn original(&self, sequence: u16) -> Option<(Segment<StreamId>, u64)> {
        self.timeline.original(sequence)
    }

    /// What to add to the playing stream's timestamps.
    pub(crate) fn timestamp_shift(&self) -> Option<u32> {
        self.timeline.timestamp_shift(self.current?.stream)
    }

    fn send(
        &mut self,
        now: Instant,
        passing: &Passing<'_>,
        occupant: &Occupant,
        rewrite: Rewrite,
        peer: &mut Peer,
        out: &mut SendArena,
    ) {
        let packet = passing.packet;
        let Some(segment) = self.timeline.place(passing.stream, packet.sequence) else {
            return;
        };
        let redundant = self.redundant(passing);
        let (payload_type, payload) = match redundant.zip(occupant.red_payload_type) {
            Some((payload, red)) => (red, payload),
            None => (occupant.payload_type, passing.primary),
        };
        let is_red = payload_type != occupant.payload_type;
        let forward = Forward {
            payload_type,
            sequence: segment.outgoing(packet.sequence),
            timestamp: packet.timestamp.wrapping_add(segment.timestamp_shift),
            marker: rewrite.marker(packet.marker, passing.payload, passing.descriptor),
            audio_level: packet.audio_level,
            descriptor: passing.descriptor,
            payload,
        };
        let edit = |payload: &mut [u8], descriptor: Option<&mut [u8]>| {
            if is_red {
                red::renumber(payload, occupant.payload_type);
            }
            rewrite.apply(payload, descriptor);
        };
        peer.send(now, self.line, &forward, edit, out);
        self.frames.note(now, forward.timestamp, occupant.source);
        self.timeline.sent(now, &segment, passing.position(), rewrite);
    }

    /// The packet's sound with that before it: written here for a lossy way, else as its publisher wrote it.
    fn redundant<'a>(&self, passing: &Passing<'a>) -> Option<&'a [u8]> {
        let written = passing.repeating.filter(|_| self.repeats);
        written.or_else(|| passing.packet.is_red.then_some(passing.payload))
    }

    /// Leaves a packet out; where its number cannot be closed up any more, nothing is sent by it, so that nobody asks again.
    fn leave_out(
        &mut self,
        now: Instant,
        passing: &Passing<'_>,
        occupant: &Occupant,
        peer: &mut Peer,
        out: &mut SendArena,
    ) {
        let packet = passing.packet;
        let Some(segment) = self.timeline.skip(passing.stream, packet.sequence) else {
            return;
        };
        let empty = Forward {
            payload_type: occupant.payload_type,
            sequence: segment.outgoing(packet.sequence),
            timestamp: packet.timestamp.wrapping_add(segment.timestamp_shift),
            marker: false,
            audio_level: None,
            descriptor: None,
            payload: &[],
        };
        peer.send(now, self.line, &empty, |_, _| {}, out);
    }

    /// The occupant whose packet this is, after a switch to it where one is due.
    fn settle(&mut self, now: Instant, passing: &Passing<'_>) -> Option<Occupant> {
        if let Some(next) = self.next.filter(|next| next.stream == passing.stream)
            && (passing.place.keyframe || self.kind == MediaKind::Audio)
            && !passing.payload.is_empty()
        {
            let Occupant { codec, .. } = next.occupant;
            self.timeline
                .switch(now, next.stream, codec.clock_rate(), passing.position());
            self.selector.switch(codec);
            self.selector.set_target(self.target);
            (self.current, self.next) = (Some(next), None);
        }
        let current = self.current.filter(|current| current.stream == passing.stream);
        current.map(|current| current.occupant)
    }

    fn fate(&self, stream: StreamId) -> Fate {
        match self.next {
            Some(next) if next.stream == stream => Fate::Taken,
            _ => Fate::Unwanted,
        }
    }
}
