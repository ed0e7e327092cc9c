//! Outgoing datagrams of one batch in one piece of memory.

use crate::FiveTuple;
use std::ops::Range;

/// One datagram in a [`SendArena`].
#[derive(Clone, Debug)]
pub struct Datagram {
    /// The way it takes.
    pub tuple: FiveTuple,
    /// Its bytes in the arena.
    pub range: Range<usize>,
}

/// Memory for the datagrams of a batch, allocated once; what does not fit is dropped with a count.
#[derive(Debug)]
pub struct SendArena {
    bytes: Box<[u8]>,
    used: usize,
    datagrams: Vec<Datagram>,
    dropped: u64,
}

impl SendArena {
    /// Takes room for `bytes` bytes in at most `datagrams` datagrams.
    #[must_use]
    pub fn new(bytes: usize, datagrams: usize) -> Self {
        Self {
            bytes: vec![0; bytes].into_boxed_slice(),
            used: 0,
            datagrams: Vec::with_capacity(datagrams),
            dropped: 0,
        }
    }

    /// Lets `fill` write one datagram of at most `most` bytes; it returns how many it wrote, `None` to write nothing.
    pub fn push(&mut self, tuple: FiveTuple, most: usize, fill: impl FnOnce(&mut [u8]) -> Option<usize>) {
        let (start, end) = (self.used, self.used + most);
        if end > self.bytes.len() || self.datagrams.len() == self.datagrams.capacity() {
            self.dropped += 1;
            return;
        }
        if let Some(written) = fill(&mut self.bytes[start..end]) {
            debug_assert!(written <= most, "a datagram longer than it said");
            self.used = start + written;
            self.datagrams.push(Datagram {
                tuple,
                range: start..self.used,
            });
        }
    }

    /// Copies a ready datagram in.
    pub fn copy(&mut self, tuple: FiveTuple, datagram: &[u8]) {
        self.push(tuple, datagram.len(), |place| {
            place.copy_from_slice(datagram);
            Some(datagram.len())
        });
    }

    /// The datagrams so far, to sort or read.
    pub fn datagrams_mut(&mut self) -> (&[u8], &mut [Datagram]) {
        (&self.bytes[..self.used], &mut self.datagrams)
    }

    /// The datagrams so far with their bytes.
    pub fn iter(&self) -> impl Iterator<Item = (FiveTuple, &[u8])> {
        self.datagrams
            .iter()
            .map(|d| (d.tuple, &self.bytes[d.range.clone()]))
    }

    /// Whether the arena should be flushed before more is forwarded: over half full.
    #[must_use]
    pub fn is_pressed(&self) -> bool {
        self.used * 2 > self.bytes.len() || self.datagrams.len() * 2 > self.datagrams.capacity()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.datagrams.is_empty()
    }

    /// Datagrams that found no room since the start.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Forgets what was sent.
    pub fn clear(&mut self) {
        self.used = 0;
        self.datagrams.clear();
    }
}
