//! A batch of datagrams sent in about as many messages as there are destinations.

use super::bind::MediaSocket;
use super::group::Groups;
use super::message::{Messages, Way};
use super::wait::wait_writable;
use std::io;
use std::time::Duration;
use transport::{Datagram, FiveTuple, Protocol, SendArena};

/// How long one flush waits for room in the socket's buffer. Then the rest of the batch is dropped: late media is worth
/// less than the next packets, which would wait behind it, and what mattered is asked for again (NACK).
const PATIENCE: Duration = Duration::from_millis(1);

/// Runs refused in a row, whose datagrams then went one by one, until `UDP_SEGMENT` is not tried any more. A few
/// refusals are a path with a small MTU; nothing but refusals is a kernel or a device that cannot.
const REFUSALS: u32 = 16;

/// `ENOTSUPP`, which the kernel means for itself but lets out.
const ENOTSUPP: i32 = 524;

/// What became of the datagrams since the start.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct SendCounters {
    /// Datagrams that the kernel, or a connection, took.
    pub sent: u64,
    /// Messages they went in: fewer where the kernel cut runs into segments.
    pub messages: u64,
    /// Datagrams dropped because the socket's buffer stayed full.
    pub congested: u64,
    /// Datagrams that the kernel refused: no route, too long, no longer our address.
    pub refused: u64,
}

/// What became of a datagram that goes another way than by UDP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delivery {
    /// On its way.
    Taken,
    /// The connection has no room.
    Full,
    /// Nobody is there.
    Nowhere,
    /// To be counted where it goes on from.
    Elsewhere,
}

/// Sends [`SendArena`]s.
#[derive(Debug)]
pub struct Sender {
    groups: Groups,
    outbox: Outbox,
}

impl Sender {
    /// Takes memory for arenas of `datagrams` datagrams; bigger ones are sent in parts.
    #[must_use]
    pub fn new(socket: &MediaSocket, datagrams: usize) -> Self {
        Self {
            groups: Groups::new(datagrams.max(1)),
            outbox: Outbox {
                messages: Messages::new(),
                segmentation: socket.segmentation(),
                refusals: 0,
                may_wait: true,
                counters: SendCounters::default(),
            },
        }
    }

    /// Sends each datagram by itself from now on, as on kernels without `UDP_SEGMENT`.
    pub fn disable_segmentation(&mut self) {
        self.outbox.segmentation = false;
    }

    /// Whether the kernel cuts runs into segments.
    #[must_use]
    pub fn segmentation(&self) -> bool {
        self.outbox.segmentation
    }

    /// What became of the datagrams.
    #[must_use]
    pub fn counters(&self) -> SendCounters {
        self.outbox.counters
    }

    /// Sends what is in the arena, the datagrams of a destination in their order, then clears it. What cannot be sent is
    /// counted: one destination's failure is no other's. Blocks for at most a millisecond.
    pub fn flush(&mut self, socket: &MediaSocket, arena: &mut SendArena) {
        self.flush_with(socket, |_, _| Delivery::Nowhere, arena);
    }

    /// The same, with the datagrams of other ways than UDP given to `deliver`.
    pub fn flush_with(
        &mut self,
        socket: &MediaSocket,
        mut deliver: impl FnMut(&FiveTuple, &[u8]) -> Delivery,
        arena: &mut SendArena,
    ) {
        self.outbox.may_wait = true;
        // Nothing is left over, unless a panic was caught meanwhile: then its datagrams may be gone.
        self.outbox.messages.clear();
        let (bytes, datagrams) = arena.datagrams_mut();
        for batch in datagrams.chunks(self.groups.capacity()) {
            self.groups.gather(batch);
            for group in 0..self.groups.len() {
                self.enqueue(socket, &mut deliver, bytes, batch, group);
            }
            self.outbox.submit(socket);
        }
        arena.clear();
    }

    fn enqueue(
        &mut self,
        socket: &MediaSocket,
        deliver: &mut impl FnMut(&FiveTuple, &[u8]) -> Delivery,
        bytes: &[u8],
        batch: &[Datagram],
        group: usize,
    ) {
        let outbox = &mut self.outbox;
        let chain = self.groups.chain(group);
        let tuple = chain.clone().next().map(|first| batch[first].tuple);
        if let Some(tuple) = tuple.filter(|tuple| tuple.protocol != Protocol::Udp) {
            return chain.for_each(|index| outbox.note(deliver(&tuple, &bytes[batch[index].range.clone()])));
        }
        let Some(way) = tuple.and_then(|tuple| Way::new(socket.family(), &tuple)) else {
            outbox.counters.refused += count(chain.count());
            return;
        };
        for index in chain {
            let datagram = &bytes[batch[index].range.clone()];
            if datagram.is_empty() || outbox.messages.extend(datagram) {
                continue;
            }
            if outbox.messages.is_full() {
                outbox.submit(socket);
            }
            outbox.messages.begin(group, &way, datagram, outbox.segmentation);
        }
        outbox.messages.end_run();
    }
}

/// Messages on their way out.
#[derive(Debug)]
struct Outbox {
    messages: Messages,
    segmentation: bool,
    refusals: u32,
    may_wait: bool,
    counters: SendCounters,
}

impl Outbox {
    /// Sends all messages or counts why not, then forgets them. The arena must not have changed since they were begun;
    /// `flush` holds it borrowed all the while.
    fn submit(&mut self, socket: &MediaSocket) {
        let mut at = 0;
        while at < self.messages.len() {
            // SAFETY: see above.
            at = match unsafe { self.messages.send(socket.raw(), at) } {
                Ok(taken) => self.taken(at, taken),
                Err(error) => self.refused(socket, at, &error),
            };
        }
        self.messages.clear();
    }

    fn note(&mut self, delivery: Delivery) {
        match delivery {
            Delivery::Taken => self.counters.sent += 1,
            Delivery::Full => self.counters.congested += 1,
            Delivery::Nowhere => self.counters.refused += 1,
            Delivery::Elsewhere => {}
        }
    }

    fn taken(&mut self, at: usize, taken: usize) -> usize {
        for message in at..at + taken {
            self.counters.sent += count(self.messages.datagrams(message));
            if self.messages.is_run(message) {
                self.refusals = 0;
            }
        }
        self.counters.messages += count(taken);
        at + taken
    }

    /// Decides after an error which message is next.
    fn refused(&mut self, socket: &MediaSocket, at: usize, error: &io::Error) -> usize {
        match error.raw_os_error() {
            Some(libc::EINTR) => at,
            Some(libc::EAGAIN | libc::ENOBUFS | libc::ENOMEM) => self.wait_or_drop(socket, at),
            Some(libc::EINVAL | libc::EMSGSIZE | libc::EIO | libc::EOPNOTSUPP | ENOTSUPP)
                if self.messages.is_run(at) =>
            {
                self.send_apart(socket, at)
            }
            Some(libc::EMSGSIZE) => {
                self.counters.refused += count(self.messages.datagrams(at));
                at + 1
            }
            _ => self.skip_destination(at),
        }
    }

    fn wait_or_drop(&mut self, socket: &MediaSocket, at: usize) -> usize {
        if std::mem::take(&mut self.may_wait) && wait_writable(socket, PATIENCE) {
            return at;
        }
        let rest = at..self.messages.len();
        self.counters.congested += rest
            .map(|message| count(self.messages.datagrams(message)))
            .sum::<u64>();
        self.messages.len()
    }

    /// Sends a refused run one by one; when that works, segmentation was at fault.
    fn send_apart(&mut self, socket: &MediaSocket, at: usize) -> usize {
        // SAFETY: as in `submit`.
        let (sent, error) = unsafe { self.messages.send_apart(socket.raw(), at) };
        self.counters.sent += count(sent);
        self.counters.messages += count(sent);
        self.counters.refused += count(self.messages.datagrams(at) - sent);
        if error.is_none() {
            self.refusals += 1;
            self.segmentation &= self.refusals < REFUSALS;
        }
        at + 1
    }

    fn skip_destination(&mut self, at: usize) -> usize {
        let group = self.messages.group(at);
        let mut next = at;
        while next < self.messages.len() && self.messages.group(next) == group {
            self.counters.refused += count(self.messages.datagrams(next));
            next += 1;
        }
        next
    }
}

/// Counters have the same width everywhere.
fn count(of: usize) -> u64 {
    of as u64
}
