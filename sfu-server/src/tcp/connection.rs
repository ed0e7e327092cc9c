//! One TCP connection, from its first check to its end.

use super::deframer::{Deframer, TooLong};
use super::outlet::Outlet;
use super::streams::PATIENCE;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{Instant, MissedTickBehavior, interval};
use transport::{FiveTuple, Protocol};

/// Messages that are looked at before one of them was a valid check, or the wish for an allocation that was granted. A
/// client repeats them, so a handful is plenty.
const TRIES: usize = 8;

/// Bytes that the kernel may hold for a slow client, to which media would come ever later.
const SEND_BUFFER: usize = 64 << 10;

/// How often it is looked whether the connection should end.
const LOOK: Duration = Duration::from_secs(1);

/// A connection with its two queues. Runs as a task; the media thread meets it by its [`Outlet`] alone.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    tuple: FiveTuple,
    deframer: Deframer,
    outlet: Arc<Outlet>,
    tries: usize,
    began: Instant,
    /// Frames being written, with how much of them is.
    frames: Vec<u8>,
    written: usize,
    /// Closed by the media thread when it was looked last.
    ending: bool,
}

/// A datagram that came by a connection.
#[derive(Debug)]
pub(crate) struct Arrival<'a> {
    /// The connection's 5-tuple.
    pub(crate) tuple: FiveTuple,
    /// The way back.
    pub(crate) outlet: &'a Arc<Outlet>,
    /// Nothing at the end of a batch.
    pub(crate) datagram: Option<&'a [u8]>,
}

/// A connection came to its end.
#[derive(Debug)]
struct GivenUp;

impl Connection {
    /// Takes a connection on which nothing was read.
    ///
    /// # Errors
    /// It is closed already.
    pub(crate) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        socket2::SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER)?;
        let canonical = |address: SocketAddr| SocketAddr::new(address.ip().to_canonical(), address.port());
        let tuple = FiveTuple {
            protocol: Protocol::Tcp,
            local: canonical(stream.local_addr()?),
            remote: canonical(stream.peer_addr()?),
        };
        Ok(Self {
            stream,
            tuple,
            deframer: Deframer::new(),
            outlet: Arc::new(Outlet::new()),
            tries: 0,
            began: Instant::now(),
            frames: Vec::new(),
            written: 0,
            ending: false,
        })
    }

    /// Carries datagrams both ways until either side ends it. `deliver` gets each that came, `None` after a batch of them,
    /// and returns whether the connection is worth keeping.
    pub(crate) async fn run(mut self, mut deliver: impl FnMut(Arrival<'_>) -> bool) {
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let outlet = Arc::clone(&self.outlet);
        loop {
            let idle = self.frames.is_empty();
            let went_on = tokio::select! {
                ready = self.stream.readable() => ready.is_ok() && self.read(&mut deliver).is_ok(),
                more = outlet.take(&mut self.frames), if idle => more,
                ready = self.stream.writable(), if !idle => ready.is_ok() && self.write().is_ok(),
                _ = look.tick() => self.is_worth_keeping(),
            };
            if !went_on {
                break;
            }
        }
        outlet.close();
    }

    fn read(&mut self, deliver: &mut impl FnMut(Arrival<'_>) -> bool) -> Result<(), GivenUp> {
        match self.stream.try_read(self.deframer.room()) {
            Ok(0) => return Err(GivenUp),
            Ok(bytes) => self.deframer.filled(bytes),
            Err(error) => return passing(&error),
        }
        if let Some(framing) = self.deframer.framing() {
            self.outlet.frame_as(framing);
        }
        while let Some(datagram) = self.deframer.next().map_err(|TooLong| GivenUp)? {
            if !self.outlet.is_proven() {
                self.tries += 1;
                if self.tries > TRIES {
                    continue;
                }
            }
            let arrival = Arrival {
                tuple: self.tuple,
                outlet: &self.outlet,
                datagram: Some(datagram),
            };
            if !deliver(arrival) {
                return Err(GivenUp);
            }
        }
        let batch_end = Arrival {
            tuple: self.tuple,
            outlet: &self.outlet,
            datagram: None,
        };
        if deliver(batch_end) { Ok(()) } else { Err(GivenUp) }
    }

    fn write(&mut self) -> Result<(), GivenUp> {
        match self.stream.try_write(&self.frames[self.written..]) {
            Ok(bytes) => self.written += bytes,
            Err(error) => return passing(&error),
        }
        if self.written == self.frames.len() {
            self.frames.clear();
            self.written = 0;
        }
        Ok(())
    }

    /// Not when nothing was valid in time, or when a client does not take what the media thread left behind.
    fn is_worth_keeping(&mut self) -> bool {
        let waited = self.began.elapsed() >= PATIENCE && !self.outlet.is_proven();
        let ending = std::mem::replace(&mut self.ending, self.outlet.is_closed());
        !waited && !ending
    }
}

/// Lets an error pass that means "nothing now".
fn passing(error: &io::Error) -> Result<(), GivenUp> {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(()),
        _ => Err(GivenUp),
    }
}
