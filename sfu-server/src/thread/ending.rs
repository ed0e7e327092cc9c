//! How a thread fails or ends.

use super::MediaThread;
use crate::link::Word;
use crate::machine::Machine;
use protocol::Request;
use std::time::Instant;

impl<M: Machine> MediaThread<M> {
    /// After a panic nothing of the rooms is trusted.
    pub(super) fn recover(&mut self) {
        self.pulse.failures += 1;
        tracing::error!(
            failures = self.pulse.failures,
            "the media thread failed and starts anew"
        );
        self.arena.clear();
        self.relay.reset();
        self.machine = (self.make)();
        let now = Instant::now();
        for room in self.register.rooms() {
            let opened = self
                .machine
                .handle_request(now, Request::OpenRoom(room), &mut self.arena);
            debug_assert!(opened.is_ok(), "an empty machine opens rooms");
        }
        for (room, recording) in self.register.recordings() {
            let recording = Some(recording.clone());
            let request = Request::Record { room, recording };
            let resumed = self.machine.handle_request(now, request, &mut self.arena);
            debug_assert!(resumed.is_ok(), "the room was opened above");
        }
        self.register
            .lose_sessions()
            .for_each(|event| self.news.push(event));
        self.news.deliver();
        // What woke it may wait still.
        self.link.waker.wake();
    }

    /// Answers who asked in time, then says goodbye to every client, so that none waits for silence to be noticed.
    pub(super) fn finish(&mut self) {
        let now = Instant::now();
        while let Ok(word) = self.words.try_recv() {
            if let Word::Ask(demand) = word {
                self.meet(now, demand);
            }
        }
        let rooms: Vec<_> = self.register.rooms().collect();
        for room in rooms {
            // A room that is gone needs no closing.
            let _ = self
                .machine
                .handle_request(now, Request::CloseRoom(room), &mut self.arena);
            self.flush();
        }
        self.streams.close();
        self.tell();
    }
}
