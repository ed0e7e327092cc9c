//! Datagrams taken in, from the socket as from other threads.

use super::MediaThread;
use crate::crossing::Crossing;
use crate::inbox::Content;
use crate::link::PARCELS;
use crate::machine::Machine;
use crate::relay::Unwrapped;
use crate::socket::BATCH;
use sfu_core::Addressee;
use std::io;
use std::sync::Arc;
use std::time::Instant;
use transport::{FiveTuple, SendArena};

/// Batches taken in a row before requests and timers get their turn.
const BATCHES: usize = 8;

impl<M: Machine> MediaThread<M> {
    pub(super) fn take_datagrams(&mut self) -> io::Result<()> {
        for _ in 0..BATCHES {
            let taken = self.receiver.receive(&self.socket)?;
            self.take_batch(taken);
            if taken < BATCH {
                break;
            }
        }
        Ok(())
    }

    /// Takes what clients told of arrivals meanwhile.
    pub(super) fn take_arrivals(&mut self) -> io::Result<()> {
        for _ in 0..BATCHES {
            let taken = self.receiver.receive_arrivals(&self.socket)?;
            self.take_batch(taken);
            if taken < BATCH {
                break;
            }
        }
        Ok(())
    }

    fn take_batch(&mut self, taken: usize) {
        let now = Instant::now();
        for index in 0..taken {
            self.take_datagram(now, index);
            self.relieve();
        }
        self.machine.pass_on(now, &mut self.arena);
        self.crossing.wake();
        self.forward(now);
    }

    fn take_datagram(&mut self, now: Instant, index: usize) {
        let Some((tuple, datagram)) = self.receiver.datagram(index) else {
            return;
        };
        let (tuple, datagram) = match self.relay.unwrap(now, tuple, datagram) {
            Unwrapped::Other(datagram) => (tuple, datagram),
            Unwrapped::Inner(path, datagram) => (path, datagram),
            Unwrapped::Allocated | Unwrapped::Done => return,
        };
        let (machine, arena) = (&mut self.machine, &mut self.arena);
        take_in(now, tuple, datagram, &mut self.crossing, machine, arena);
    }

    /// Takes what other threads left.
    pub(super) fn take_parcels(&mut self, now: Instant) {
        let link = Arc::clone(&self.link);
        for _ in 0..PARCELS {
            let Some(mut parcel) = link.inbox.take() else {
                return self.end_parcels(now);
            };
            match parcel.content {
                Content::Claim { owner } => {
                    self.machine.forget(&parcel.tuple);
                    self.crossing.concede(now, parcel.tuple, owner);
                }
                Content::Datagram { taken_by } => {
                    self.meet_connection(now, &parcel.tuple);
                    self.unwrap_parcel(now, taken_by, parcel.tuple, parcel.datagram());
                }
                Content::Relayed => {
                    // Who left it has counted it.
                    let _ = self.relay.wrap(now, &parcel.tuple.clone(), parcel.datagram());
                }
            }
            self.relieve();
        }
        // More may wait: the socket gets its turn, then the next wait returns at once.
        link.waker.wake();
        self.end_parcels(now);
    }

    fn end_parcels(&mut self, now: Instant) {
        self.machine.pass_on(now, &mut self.arena);
        self.crossing.wake();
        self.flush();
    }

    /// A connection is told of before its first datagram is left, yet by another queue: what waits there comes first.
    fn meet_connection(&mut self, now: Instant, tuple: &FiveTuple) {
        while tuple.protocol.is_stream() && !self.streams.knows(tuple) {
            if !self.answer(now) {
                return;
            }
        }
    }

    /// A TURN client's connection brings what is for any thread, as a socket does.
    fn unwrap_parcel(&mut self, now: Instant, taken_by: usize, tuple: FiveTuple, datagram: &mut [u8]) {
        match self.relay.unwrap(now, tuple, datagram) {
            Unwrapped::Other(datagram) => self.take_parcel(now, taken_by, tuple, datagram),
            Unwrapped::Inner(path, datagram) => {
                let (machine, arena) = (&mut self.machine, &mut self.arena);
                take_in(now, path, datagram, &mut self.crossing, machine, arena);
            }
            Unwrapped::Allocated => self.streams.prove(&tuple),
            Unwrapped::Done => {}
        }
    }

    fn take_parcel(&mut self, now: Instant, taken_by: usize, tuple: FiveTuple, datagram: &mut [u8]) {
        match self
            .machine
            .handle_datagram(now, tuple, datagram, &mut self.arena)
        {
            Addressee::Own => {}
            Addressee::Proven if tuple.protocol.is_stream() => self.streams.prove(&tuple),
            Addressee::Proven => self.crossing.claim(tuple, taken_by),
            // Never handed on: two threads that each take the other for the owner would do so for ever.
            Addressee::Nobody => self.machine.count_unknown(),
        }
    }
}

/// Takes in what came to this thread's socket, for its own rooms or for those of another thread.
fn take_in<M: Machine>(
    now: Instant,
    tuple: FiveTuple,
    datagram: &mut [u8],
    crossing: &mut Crossing,
    machine: &mut M,
    arena: &mut SendArena,
) {
    if crossing.hand_check(tuple, datagram) {
        return;
    }
    let addressee = machine.handle_datagram(now, tuple, datagram, arena);
    if addressee == Addressee::Nobody && !crossing.hand_stray(tuple, datagram) {
        machine.count_unknown();
    }
}
