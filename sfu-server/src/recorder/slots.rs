//! Packets on their way from media threads to the writer.

use crate::socket::LARGEST_DATAGRAM;
use crossbeam_queue::ArrayQueue;
use model::{Codec, ParticipantId, RecordingId, Source};
use sfu_core::Taped;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// What is known of a packet beside its payload.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub(super) recording: RecordingId,
    pub(super) participant: ParticipantId,
    pub(super) source: Source,
    pub(super) stream: u64,
    pub(super) codec: Codec,
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
    pub(super) marker: bool,
    pub(super) arrival: Instant,
    pub(super) reading: Option<u32>,
}

/// One packet.
#[derive(Debug)]
struct Slot {
    label: Option<Label>,
    len: usize,
    bytes: [u8; LARGEST_DATAGRAM],
}

/// A bounded queue whose memory is all taken at the start. What finds no room is dropped and counted: the disk never
/// holds up a call.
#[derive(Debug)]
pub(super) struct Slots {
    empty: ArrayQueue<Box<Slot>>,
    full: ArrayQueue<Box<Slot>>,
    dropped: AtomicU64,
}

impl Slots {
    pub(super) fn new(slots: usize) -> Self {
        let queue = Self {
            empty: ArrayQueue::new(slots.max(1)),
            full: ArrayQueue::new(slots.max(1)),
            dropped: AtomicU64::new(0),
        };
        for _ in 0..slots {
            // There are no more slots than places, here and below.
            let _ = queue.empty.push(Box::new(Slot {
                label: None,
                len: 0,
                bytes: [0; LARGEST_DATAGRAM],
            }));
        }
        queue
    }

    /// Leaves a copy; whether there was room.
    pub(super) fn put(&self, taped: &Taped<'_>) -> bool {
        let fits = taped.payload.len() <= LARGEST_DATAGRAM;
        let Some(mut slot) = fits.then(|| self.empty.pop()).flatten() else {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return false;
        };
        slot.label = Some(Label::of(taped));
        slot.len = taped.payload.len();
        slot.bytes[..taped.payload.len()].copy_from_slice(taped.payload);
        self.full.push(slot).is_ok()
    }

    /// Hands the oldest over to `take`; whether there was one.
    pub(super) fn take(&self, take: impl FnOnce(&Label, &[u8])) -> bool {
        let Some(slot) = self.full.pop() else { return false };
        if let Some(label) = &slot.label {
            take(label, &slot.bytes[..slot.len]);
        }
        let _ = self.empty.push(slot);
        true
    }

    /// What found no room since the start.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

impl Label {
    fn of(taped: &Taped<'_>) -> Self {
        Self {
            recording: taped.recording,
            participant: taped.participant,
            source: taped.source,
            stream: taped.stream,
            codec: taped.codec,
            sequence: taped.sequence,
            timestamp: taped.timestamp,
            marker: taped.marker,
            arrival: taped.arrival,
            reading: taped.reading,
        }
    }
}
