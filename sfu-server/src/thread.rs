//! The media thread: the loop between the socket, the requests, the clock, the rooms.

use crate::crossing::Crossing;
use crate::examiner::Examiner;
use crate::inbox::Content;
use crate::link::{Demand, Link, PARCELS, Word};
use crate::machine::Machine;
use crate::meters::Meters;
use crate::news::News;
use crate::register::{Change, Register};
use crate::relay::{Relay, Unwrapped};
use crate::socket::{BATCH, MediaSocket, Receiver, Sender, wait};
use crate::tcp::Streams;
use crate::vitals::{PULSE, Snapshot};
use prometheus::local::LocalHistogram;
use protocol::{Refusal, Request};
use sfu_core::Addressee;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::time::{Duration, Instant};
use transport::{FiveTuple, Protocol, SendArena};

/// Outgoing datagrams between two flushes. Twice what one packet makes for a full room (1024 receivers), because the
/// arena is flushed when half full.
const DATAGRAMS: usize = 4096;

/// Bytes of outgoing datagrams between two flushes, as above with 1500 a datagram, rounded up.
const BYTES: usize = 4 << 20;

/// Batches taken in a row before requests and timers get their turn.
const BATCHES: usize = 8;

/// Requests answered in a row before packets get their turn.
const REQUESTS: usize = 8;

/// How soon news are offered again that the channel did not take.
const RETRY: Duration = Duration::from_millis(10);

/// One thread's rooms with all they need to live.
pub(crate) struct MediaThread<M> {
    link: Arc<Link>,
    words: mpsc::Receiver<Word>,
    crossing: Crossing,
    socket: MediaSocket,
    receiver: Receiver,
    sender: Sender,
    streams: Streams,
    relay: Relay,
    arena: SendArena,
    make: Box<dyn Fn() -> M + Send>,
    machine: M,
    register: Register,
    news: News,
    pulse: Pulse,
    examiner: Examiner,
}

/// The measure of one second.
#[derive(Debug)]
struct Pulse {
    began: Instant,
    waited: Duration,
    failures: u64,
    /// How long batches took; shared with the other threads once a second.
    forwarding: LocalHistogram,
}

impl<M: Machine> MediaThread<M> {
    /// Prepares the thread of `links[index]`, whose rooms `make` makes, anew after each failure.
    pub(crate) fn new(
        index: usize,
        links: Arc<[Arc<Link>]>,
        socket: MediaSocket,
        words: mpsc::Receiver<Word>,
        news: News,
        meters: Meters,
        make: Box<dyn Fn() -> M + Send>,
    ) -> Self {
        Self {
            receiver: Receiver::new(),
            sender: Sender::new(&socket, DATAGRAMS),
            arena: SendArena::new(BYTES, DATAGRAMS),
            machine: make(),
            register: Register::default(),
            pulse: Pulse {
                began: Instant::now(),
                waited: Duration::ZERO,
                failures: 0,
                forwarding: meters.forwarding.local(),
            },
            examiner: Examiner::new(meters),
            link: Arc::clone(&links[index]),
            crossing: Crossing::new(index, links),
            words,
            streams: Streams::default(),
            relay: Relay::new(None, BYTES, DATAGRAMS),
            socket,
            make,
            news,
        }
    }

    /// Relays for clients that speak TURN too, if there is a setting for it.
    pub(crate) fn relaying(mut self, turn: Option<turn::Config>) -> Self {
        self.relay = Relay::new(turn, BYTES, DATAGRAMS);
        self
    }

    /// Runs until it is told to stop. A panic ends no more than the sessions of this thread: its rooms are opened anew,
    /// empty, so that clients can join again.
    pub(crate) fn run(mut self) {
        while !self.link.stopping.load(Ordering::Acquire) {
            match catch_unwind(AssertUnwindSafe(|| self.turn())) {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return tracing::error!(%error, "the media socket is broken"),
                Err(_) => self.recover(),
            }
        }
        // A fault on the way out has nobody left to harm.
        let _ = catch_unwind(AssertUnwindSafe(|| self.finish()));
    }

    fn turn(&mut self) -> io::Result<()> {
        let before = Instant::now();
        let ready = wait(&self.socket, &self.link.waker, Some(self.patience(before)))?;
        let now = Instant::now();
        self.pulse.waited += now - before;
        if ready.waker {
            // Before the queues are read: what comes meanwhile wakes again.
            self.link.waker.clear();
            self.answer(now);
            self.take_parcels(now);
        }
        if ready.socket {
            self.take_datagrams()?;
        }
        let now = Instant::now();
        self.machine.handle_timeout(now, &mut self.arena);
        self.flush();
        self.tell();
        if now >= self.pulse.began + PULSE {
            self.publish(now);
        }
        Ok(())
    }

    /// How long to wait at most.
    fn patience(&self, now: Instant) -> Duration {
        let due = self
            .machine
            .poll_timeout()
            .into_iter()
            .chain([self.pulse.began + PULSE])
            .min();
        let patience = due.map_or(PULSE, |due| due.saturating_duration_since(now));
        if self.news.is_waiting() {
            patience.min(RETRY)
        } else {
            patience
        }
    }

    fn take_datagrams(&mut self) -> io::Result<()> {
        for _ in 0..BATCHES {
            let taken = self.receiver.receive(&self.socket)?;
            let now = Instant::now();
            for index in 0..taken {
                self.take_datagram(now, index);
                self.relieve();
            }
            self.crossing.wake();
            self.forward(now);
            if taken < BATCH {
                break;
            }
        }
        Ok(())
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
    fn take_parcels(&mut self, now: Instant) {
        let link = Arc::clone(&self.link);
        for _ in 0..PARCELS {
            let Some(mut parcel) = link.inbox.take() else {
                self.crossing.wake();
                return self.flush();
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

    /// Makes room in the arena for what the next datagram may bring forth.
    fn relieve(&mut self) {
        if self.arena.is_pressed() || self.relay.is_pressed() {
            self.flush();
        }
    }

    /// Sends what a batch that was taken at `taken` brought forth.
    fn forward(&mut self, taken: Instant) {
        if !self.arena.is_empty() {
            self.flush();
            self.pulse.forwarding.observe(taken.elapsed().as_secs_f64());
        }
    }

    fn flush(&mut self) {
        let streams = &self.streams;
        if !self.arena.is_empty() {
            let now = Instant::now();
            let other_ways = |tuple: &FiveTuple, datagram: &[u8]| match tuple.protocol {
                Protocol::Udp | Protocol::Tcp | Protocol::Tls => streams.send(tuple, datagram),
                Protocol::Relay(_) => {
                    let handed = self.crossing.hand_relayed(tuple, datagram);
                    handed.unwrap_or_else(|| self.relay.wrap(now, tuple, datagram))
                }
            };
            self.sender.flush_with(&self.socket, other_ways, &mut self.arena);
            self.crossing.wake();
        }
        if !self.relay.out().is_empty() {
            let by_tcp = |tuple: &FiveTuple, datagram: &[u8]| streams.send(tuple, datagram);
            self.sender.flush_with(&self.socket, by_tcp, self.relay.out());
        }
    }

    /// Answers a few words; whether more may wait.
    fn answer(&mut self, now: Instant) -> bool {
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

    fn meet(&mut self, now: Instant, Demand { request, reply }: Demand) {
        let change = Change::of(&request);
        let met = if self.news.is_behind() && matches!(request, Request::Offer(_)) {
            Err(Refusal::Full)
        } else {
            self.machine.handle_request(now, request, &mut self.arena)
        };
        if let (Ok(_), Some(change)) = (&met, change) {
            self.register.apply(change);
        }
        // Who asked may have gone, which undoes nothing.
        let _ = reply.send(met);
    }

    fn tell(&mut self) {
        while let Some(event) = self.machine.poll_event() {
            self.register.observe(&event);
            self.news.push(event);
        }
        self.news.deliver();
    }

    fn publish(&mut self, now: Instant) {
        self.relay.handle_timeout(now);
        self.streams.sweep(now, &mut self.machine, &mut self.relay);
        let elapsed = (now - self.pulse.began).as_secs_f64();
        let snapshot = Snapshot {
            statistics: self.machine.statistics(),
            sent: self.sender.counters(),
            oversize: self.receiver.oversize(),
            overflow: self.arena.dropped() + self.relay.dropped(),
            allocations: self.relay.allocations(),
            busy: 1.0 - (self.pulse.waited.as_secs_f64() / elapsed).min(1.0),
            failures: self.pulse.failures,
            undelivered: self.link.inbox.dropped(),
        };
        self.link.vitals.publish(now, snapshot);
        self.examiner.examine(now, &self.machine);
        self.pulse.forwarding.flush();
        self.pulse.began = now;
        self.pulse.waited = Duration::ZERO;
    }

    /// After a panic nothing of the rooms is trusted.
    fn recover(&mut self) {
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
        self.register
            .lose_sessions()
            .for_each(|event| self.news.push(event));
        self.news.deliver();
        // What woke it may wait still.
        self.link.waker.wake();
    }

    /// Answers who asked in time, then says goodbye to every client, so that none waits for silence to be noticed.
    fn finish(&mut self) {
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
