//! The clients' side of the network: one socket, many clients, each with a loopback address of its own.
//!
//! The forwarder sees as many destinations as with a socket each, while draining them costs the machine little beside
//! what is measured.

use crate::cpu;
use crate::delays::Delays;
use crate::inbox::{Arrival, Inbox};
use crate::ledger::Ledger;
use crate::schedule::{Due, Schedule};
use crate::shape::Shape;
use sfu_server::socket::{MediaSocket, Sender};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};
use transport::{FiveTuple, Protocol, SendArena};

/// How often it looks at the clock and the socket, at least.
const STEP: Duration = Duration::from_millis(1);

/// What is on its way when a run ends arrives within, so that no pause looks like a queue to those who measure delay.
const LAST: Duration = Duration::from_millis(5);

/// Behind by more than this it leaves packets out: a burst of all that is due would overflow any socket.
const BEHIND: Duration = Duration::from_millis(200);

/// What the clients do.
pub(crate) trait Clients {
    /// Does what is due apart from media.
    fn handle_timeout(&mut self, now: Instant, out: &mut SendArena);
    /// Sends media.
    fn send(&mut self, now: Instant, due: Due, out: &mut SendArena);
    /// Takes a datagram of a client in.
    fn handle_datagram(&mut self, now: Instant, client: usize, arrival: Arrival<'_>, out: &mut SendArena);
    /// The account.
    fn ledger(&mut self) -> &mut Ledger;
}

/// Drives clients.
pub(crate) struct Generator {
    socket: MediaSocket,
    inbox: Inbox,
    sender: Sender,
    arena: SendArena,
    schedule: Schedule,
    /// How much later than due it sent.
    late: Delays,
}

impl Generator {
    /// Binds.
    ///
    /// # Errors
    /// The system's refusal.
    pub(crate) fn new(shape: Shape, seed: u64) -> io::Result<Self> {
        let socket = MediaSocket::bind(SocketAddr::from(([0, 0, 0, 0], 0)))?;
        cpu::sleep_exactly();
        Ok(Self {
            inbox: Inbox::new(&socket)?,
            sender: Sender::new(&socket, 2048),
            arena: SendArena::new(1 << 22, 2048),
            schedule: Schedule::new(shape, seed, Instant::now()),
            late: Delays::new(),
            socket,
        })
    }

    /// The way from a client to the forwarder.
    pub(crate) fn tuple(&self, client: usize, remote: SocketAddr) -> FiveTuple {
        FiveTuple {
            protocol: Protocol::Udp,
            local: SocketAddr::from((address(client), self.socket.local_addr().port())),
            remote,
        }
    }

    /// Lets the clients live until they are done or the time is over; media goes on where it was.
    ///
    /// # Errors
    /// The socket is broken.
    pub(crate) fn run<C: Clients>(
        &mut self,
        clients: &mut C,
        most: Duration,
        done: impl Fn(&mut C) -> bool,
    ) -> io::Result<()> {
        let end = Instant::now() + most;
        self.schedule.resume(Instant::now());
        while Instant::now() < end && !done(clients) {
            let now = Instant::now();
            clients.handle_timeout(now, &mut self.arena);
            self.send_due(clients, now);
            self.drain(clients)?;
            let wake = self
                .schedule
                .next()
                .map_or(now + STEP, |next| next.min(now + STEP));
            std::thread::sleep(wake.saturating_duration_since(Instant::now()));
        }
        std::thread::sleep(LAST);
        self.drain(clients)
    }

    /// How late it was since it was asked last.
    pub(crate) fn take_lateness(&mut self) -> Delays {
        std::mem::replace(&mut self.late, Delays::new())
    }

    /// Datagrams that it lost itself, on the way out or in, for want of room.
    pub(crate) fn lost(&self) -> u64 {
        let sent = self.sender.counters();
        u64::from(self.inbox.overflowed()) + self.arena.dropped() + sent.congested + sent.refused
    }

    fn send_due<C: Clients>(&mut self, clients: &mut C, now: Instant) {
        if let Some(next) = self.schedule.next().filter(|next| now > *next + BEHIND) {
            self.late.add(now - next);
            self.schedule.resume(now);
        }
        while let Some(due) = self.schedule.poll(now) {
            self.late.add(now - due.at);
            clients.send(now, due, &mut self.arena);
            if self.arena.is_pressed() {
                self.sender.flush(&self.socket, &mut self.arena);
            }
        }
        self.sender.flush(&self.socket, &mut self.arena);
    }

    fn drain<C: Clients>(&mut self, clients: &mut C) -> io::Result<()> {
        loop {
            let taken = self.inbox.receive(&self.socket)?;
            if taken == 0 {
                return Ok(());
            }
            let now = Instant::now();
            for index in 0..taken {
                if let Some(arrival) = self.inbox.arrival(index) {
                    clients.handle_datagram(now, client(arrival.local), arrival, &mut self.arena);
                }
            }
            self.sender.flush(&self.socket, &mut self.arena);
            // What is due is not kept waiting by a stream that never ends.
            if self.schedule.next().is_some_and(|next| next <= now) {
                return Ok(());
            }
        }
    }
}

/// A client's own address, from 127.1.0.0 on.
fn address(client: usize) -> Ipv4Addr {
    let [high, low] = (client as u16).to_be_bytes();
    Ipv4Addr::new(127, 1, high, low)
}

fn client(address: Ipv4Addr) -> usize {
    let [.., high, low] = address.octets();
    usize::from(u16::from_be_bytes([high, low]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_an_address() {
        for number in [0, 1, 255, 256, 59_999] {
            assert_eq!(client(address(number)), number);
        }
    }
}
