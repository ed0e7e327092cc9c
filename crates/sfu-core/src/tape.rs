//! Packets of recorded rooms on their way out of the machine.

use crate::seat::Passing;
use crate::track::StreamId;
use model::{Codec, MediaKind, ParticipantId, RecordingId, Source};
use protocol::Recording;
use std::ops::Range;
use std::time::Instant;

/// What waits at most until it is drained: more than a thread takes in between two looks.
const PACKETS: usize = 1024;
const BYTES: usize = 1 << 20;

/// A packet of a recorded room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taped<'a> {
    /// The recording.
    pub recording: RecordingId,
    /// Whose.
    pub participant: ParticipantId,
    /// From where.
    pub source: Source,
    /// Tells streams apart: another one goes on where a source's former one ended, pictures with a keyframe.
    pub stream: u64,
    /// What it is encoded with.
    pub codec: Codec,
    /// Extended over its 16 bits.
    pub sequence: u64,
    /// RTP timestamp.
    pub timestamp: u32,
    /// RTP marker.
    pub marker: bool,
    /// When it came.
    pub arrival: Instant,
    /// The source's RTP timestamp at that moment, where its sender reports tell.
    pub reading: Option<u32>,
    /// Without redundancy (RFC 2198) and padding; empty where there was nothing else.
    pub payload: &'a [u8],
}

/// Whose packet it is.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) participant: ParticipantId,
    pub(crate) source: Source,
    pub(crate) codec: Codec,
    pub(crate) arrival: Instant,
    pub(crate) reading: Option<u32>,
}

struct Entry {
    taken: Taken,
    stream: u64,
    sequence: u64,
    timestamp: u32,
    marker: bool,
    payload: Range<usize>,
}

/// A room's recording with the packets that wait to be drained. All memory is taken at the beginning; what finds no room is
/// lost, which the sequence numbers tell.
pub(crate) struct Taping {
    pub(crate) recording: Recording,
    entries: Vec<Entry>,
    bytes: Vec<u8>,
    /// Whether pictures are to be begun anew, for something was lost.
    pub(crate) is_torn: bool,
    /// When pictures are to be begun anew, so that the recording can be looked into from many places.
    pub(crate) refresh: Instant,
}

impl Taping {
    pub(crate) fn new(recording: Recording, refresh: Instant) -> Self {
        Self {
            recording,
            entries: Vec::with_capacity(PACKETS),
            bytes: Vec::with_capacity(BYTES),
            is_torn: false,
            refresh,
        }
    }

    pub(crate) fn takes(&self, participant: ParticipantId) -> bool {
        self.recording.participants.contains(&participant)
    }

    pub(crate) fn put(&mut self, passing: &Passing<'_>, taken: Taken) {
        let begins = self.bytes.len();
        if self.entries.len() == PACKETS || begins + passing.primary.len() > BYTES {
            self.is_torn = true;
            return;
        }
        self.bytes.extend_from_slice(passing.primary);
        self.entries.push(Entry {
            taken,
            stream: passing.stream.track.0 << 32 | u64::from(passing.stream.ssrc),
            sequence: passing.packet.sequence,
            timestamp: passing.packet.timestamp,
            marker: passing.packet.marker,
            payload: begins..self.bytes.len(),
        });
    }

    /// Hands over what waits to `take`, which says whether it took it.
    pub(crate) fn drain(&mut self, take: &mut dyn FnMut(&Taped<'_>) -> bool) {
        for entry in self.entries.drain(..) {
            let Taken {
                participant,
                source,
                codec,
                arrival,
                reading,
            } = entry.taken;
            let is_taken = take(&Taped {
                recording: self.recording.id,
                participant,
                source,
                stream: entry.stream,
                codec,
                sequence: entry.sequence,
                timestamp: entry.timestamp,
                marker: entry.marker,
                arrival,
                reading,
                payload: &self.bytes[entry.payload],
            });
            self.is_torn |= !is_taken;
        }
        self.bytes.clear();
    }
}

/// Which stream of a track is recorded.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Tap {
    current: Option<StreamId>,
    /// Takes over at its next keyframe.
    next: Option<StreamId>,
}

impl Tap {
    /// Aims at a stream; whether a keyframe of it is needed.
    pub(crate) fn aim(&mut self, stream: StreamId) -> bool {
        let is_current = self.current == Some(stream);
        self.next = (!is_current).then_some(stream);
        !is_current
    }

    /// Whether a packet is recorded.
    pub(crate) fn takes(&mut self, passing: &Passing<'_>, kind: MediaKind) -> bool {
        let begins = kind == MediaKind::Audio || (passing.place.keyframe && !passing.payload.is_empty());
        if begins && (kind == MediaKind::Audio || self.next == Some(passing.stream)) {
            (self.current, self.next) = (Some(passing.stream), None);
        }
        self.current == Some(passing.stream)
    }
}
