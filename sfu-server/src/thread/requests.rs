//! What others ask of the thread with what it tells them.

use super::MediaThread;
use crate::link::{Demand, Word};
use crate::machine::Machine;
use crate::register::Change;
use protocol::{Refusal, Request};
use std::time::Instant;

/// Requests answered in a row before packets get their turn.
const REQUESTS: usize = 8;

impl<M: Machine> MediaThread<M> {
    /// Answers a few words; whether more may wait.
    pub(super) fn answer(&mut self, now: Instant) -> bool {
        for _ in 0..REQUESTS {
            match self.words.try_recv() {
                Ok(Word::Ask(demand)) => self.meet(now, demand),
                Ok(Word::Connect(tuple, outlet)) => self.streams.add(now, tuple, outlet),
                Err(_) => return false,
            }
        }
        // Packets get their turn, then the next wait returns at once.
        self.link.waker.wake();
        true
    }

    pub(super) fn meet(&mut self, now: Instant, Demand { request, reply }: Demand) {
        let change = Change::of(&request);
        let met = if self.news.is_behind() && matches!(request, Request::Offer(_)) {
            Err(Refusal::Full)
        } else {
            self.machine.handle_request(now, request, &mut self.arena)
        };
        if let (Ok(_), Some(change)) = (&met, change) {
            self.register.apply(change);
        }
        // What was recorded before is the recorder's before it is told that a recording ended.
        self.leave_recorded();
        // Who asked may have gone, which undoes nothing.
        let _ = reply.send(met);
    }

    /// Leaves what was recorded since the last time to the recorder.
    fn leave_recorded(&mut self) {
        if let Some(desk) = &self.desk {
            self.machine.drain_tape(&mut |taped| desk.put(taped));
        }
    }

    pub(super) fn tell(&mut self) {
        self.leave_recorded();
        while let Some(event) = self.machine.poll_event() {
            self.register.observe(&event);
            self.news.push(event);
        }
        self.news.deliver();
    }
}
