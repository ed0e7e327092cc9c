//! The clients' side of the network: one socket that is a publisher with many receivers.

use sfu_server::socket::{MediaSocket, Receiver, Sender};
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::{FiveTuple, Protocol, SendArena};

/// How often it looks at the clock and the socket.
const STEP: Duration = Duration::from_millis(1);

/// What the clients do.
pub(crate) trait Clients {
    /// Sends what is due.
    fn handle_timeout(&mut self, now: Instant, out: &mut SendArena);
    /// Takes a datagram of a client in.
    fn handle_datagram(&mut self, now: Instant, client: u8, datagram: &mut [u8], out: &mut SendArena);
}

/// Drives clients, each with a loopback address of its own, all on one port: the forwarder sees as many destinations as
/// with a socket each, and draining them costs the machine little beside what is measured.
pub(crate) struct Generator {
    socket: MediaSocket,
    receiver: Receiver,
    sender: Sender,
    arena: SendArena,
}

impl Generator {
    /// Binds.
    ///
    /// # Errors
    /// The system's refusal.
    pub(crate) fn new() -> io::Result<Self> {
        let socket = MediaSocket::bind(SocketAddr::from(([0, 0, 0, 0], 0)))?;
        let sender = Sender::new(&socket, 1024);
        Ok(Self {
            socket,
            receiver: Receiver::new(),
            sender,
            arena: SendArena::new(1 << 21, 1024),
        })
    }

    /// A client's own address.
    pub(crate) fn address(&self, client: u8) -> SocketAddr {
        SocketAddr::from(([127, 0, 1, client], self.socket.local_addr().port()))
    }

    /// The way from a client to the forwarder.
    pub(crate) fn tuple(&self, client: u8, remote: SocketAddr) -> FiveTuple {
        FiveTuple {
            protocol: Protocol::Udp,
            local: self.address(client),
            remote,
        }
    }

    /// Lets the clients live until they are done or the time is over.
    ///
    /// # Errors
    /// The socket is broken.
    pub(crate) fn run<C: Clients>(
        &mut self,
        clients: &mut C,
        most: Duration,
        done: impl Fn(&C) -> bool,
    ) -> io::Result<()> {
        let end = Instant::now() + most;
        while Instant::now() < end && !done(clients) {
            clients.handle_timeout(Instant::now(), &mut self.arena);
            self.sender.flush(&self.socket, &mut self.arena);
            self.drain(clients)?;
            std::thread::sleep(STEP);
        }
        Ok(())
    }

    fn drain<C: Clients>(&mut self, clients: &mut C) -> io::Result<()> {
        loop {
            let taken = self.receiver.receive(&self.socket)?;
            if taken == 0 {
                return Ok(());
            }
            let now = Instant::now();
            for index in 0..taken {
                let Some((tuple, datagram)) = self.receiver.datagram(index) else {
                    continue;
                };
                if let std::net::IpAddr::V4(local) = tuple.local.ip() {
                    clients.handle_datagram(now, local.octets()[3], datagram, &mut self.arena);
                }
            }
            self.sender.flush(&self.socket, &mut self.arena);
        }
    }
}
