//! The media thread: the loop between the socket, the requests, the clock, the rooms.

mod ending;
mod intake;
mod pulse;
mod requests;
mod sending;

use crate::crossing::Crossing;
use crate::examiner::Examiner;
use crate::link::{Link, Word};
use crate::machine::Machine;
use crate::meters::Meters;
use crate::news::News;
use crate::recorder::Desk;
use crate::register::Register;
use crate::relay::Relay;
use crate::socket::{MediaSocket, Receiver, Sender, wait};
use crate::tcp::Streams;
use crate::vitals::PULSE;
use pulse::Pulse;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::time::{Duration, Instant};
use transport::SendArena;

/// Outgoing datagrams between two flushes. Four times what one packet makes for a full room (1024 receivers), because the
/// arena is flushed when half full, and what was kept back makes as many at once as the packet that ends it.
const DATAGRAMS: usize = 4096;

/// Bytes of outgoing datagrams between two flushes, as above with 1500 a datagram, rounded up.
const BYTES: usize = 6 << 20;

/// How soon news are offered again that the channel did not take.
const RETRY: Duration = Duration::from_millis(10);

/// How often at most it looks for what clients tell of arrivals, which wakes nobody; the rooms' timers do so soon enough.
const ARRIVALS: Duration = Duration::from_millis(5);

/// One thread's rooms with all they need to live.
pub(crate) struct MediaThread<M> {
    link: Arc<Link>,
    words: mpsc::Receiver<Word>,
    crossing: Crossing,
    socket: MediaSocket,
    receiver: Receiver,
    sender: Sender,
    arrivals_due: Instant,
    streams: Streams,
    relay: Relay,
    arena: SendArena,
    make: Box<dyn Fn() -> M + Send>,
    machine: M,
    register: Register,
    news: News,
    pulse: Pulse,
    examiner: Examiner,
    /// Where packets of recorded rooms are left; nothing where nothing is recorded.
    desk: Option<Arc<Desk>>,
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
            arrivals_due: Instant::now(),
            sender: Sender::new(&socket, DATAGRAMS),
            arena: SendArena::new(BYTES, DATAGRAMS),
            machine: make(),
            register: Register::default(),
            pulse: Pulse::new(&meters),
            examiner: Examiner::new(meters),
            link: Arc::clone(&links[index]),
            crossing: Crossing::new(index, links),
            words,
            streams: Streams::default(),
            relay: Relay::new(None, BYTES, DATAGRAMS),
            socket,
            make,
            news,
            desk: None,
        }
    }

    /// Leaves packets of recorded rooms there.
    pub(crate) fn recording(mut self, desk: Option<Arc<Desk>>) -> Self {
        self.desk = desk;
        self
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
        let mut now = Instant::now();
        if now >= self.arrivals_due {
            self.arrivals_due = now + ARRIVALS;
            self.take_arrivals()?;
            now = Instant::now();
        }
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
}
