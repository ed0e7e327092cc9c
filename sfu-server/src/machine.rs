//! What a media thread drives.

use protocol::{Event, Refusal, Reply, Request};
use sfu_core::{Addressee, Readings, Shard, Statistics, Taped};
use std::time::Instant;
use transport::{FiveTuple, SendArena};

/// Rooms without I/O or clock, as [`Shard`] is; a seam so that the thread is tested with one that fails on demand.
pub(crate) trait Machine {
    /// Takes a datagram in, unless it is nobody's.
    fn handle_datagram(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        datagram: &mut [u8],
        out: &mut SendArena,
    ) -> Addressee;
    /// Writes what it kept back of the datagrams taken in.
    fn pass_on(&mut self, now: Instant, out: &mut SendArena);
    /// Counts a datagram that is nobody's at all.
    fn count_unknown(&mut self);
    /// Whether a 5-tuple is a session's.
    fn knows(&self, tuple: &FiveTuple) -> bool;
    /// A 5-tuple is no session's any more.
    fn forget(&mut self, tuple: &FiveTuple);
    /// Does what the API asks.
    fn handle_request(
        &mut self,
        now: Instant,
        request: Request,
        out: &mut SendArena,
    ) -> Result<Reply, Refusal>;
    /// When `handle_timeout` is due.
    fn poll_timeout(&self) -> Option<Instant>;
    /// Does what is due, if anything is.
    fn handle_timeout(&mut self, now: Instant, out: &mut SendArena);
    /// The next piece of news.
    fn poll_event(&mut self) -> Option<Event>;
    /// Counters since the start with figures of the moment.
    fn statistics(&self) -> Statistics;
    /// Reads how everything fares.
    fn read(&self, now: Instant, readings: &mut Readings);
    /// Hands over what is recorded to `take`, which says whether it took it.
    fn drain_tape(&mut self, take: &mut dyn FnMut(&Taped<'_>) -> bool);
}

impl Machine for Shard {
    fn handle_datagram(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        datagram: &mut [u8],
        out: &mut SendArena,
    ) -> Addressee {
        Shard::handle_datagram(self, now, tuple, datagram, out)
    }

    fn pass_on(&mut self, now: Instant, out: &mut SendArena) {
        Shard::pass_on(self, now, out);
    }

    fn knows(&self, tuple: &FiveTuple) -> bool {
        Shard::knows(self, tuple)
    }

    fn forget(&mut self, tuple: &FiveTuple) {
        Shard::forget(self, tuple);
    }

    fn count_unknown(&mut self) {
        Shard::count_unknown(self);
    }

    fn handle_request(
        &mut self,
        now: Instant,
        request: Request,
        out: &mut SendArena,
    ) -> Result<Reply, Refusal> {
        Shard::handle_request(self, now, request, out)
    }

    fn poll_timeout(&self) -> Option<Instant> {
        Shard::poll_timeout(self)
    }

    fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        Shard::handle_timeout(self, now, out);
    }

    fn poll_event(&mut self) -> Option<Event> {
        Shard::poll_event(self)
    }

    fn statistics(&self) -> Statistics {
        Shard::statistics(self)
    }

    fn read(&self, now: Instant, readings: &mut Readings) {
        Shard::read(self, now, readings);
    }

    fn drain_tape(&mut self, take: &mut dyn FnMut(&Taped<'_>) -> bool) {
        Shard::drain_tape(self, take);
    }
}
