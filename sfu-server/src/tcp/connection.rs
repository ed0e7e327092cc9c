//! One TCP connection, from its first check to its end.

use super::deframer::{Deframer, TooLong};
use super::outlet::Outlet;
use super::streams::PATIENCE;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
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

/// A connection with its two queues, of TCP or of TLS on it. Runs as a task; the media thread meets it by its [`Outlet`]
/// alone.
#[derive(Debug)]
pub(crate) struct Connection<S> {
    stream: S,
    inlet: Inlet,
    began: Instant,
    /// Closed by the media thread when it was looked last.
    ending: bool,
}

/// What comes by a connection.
#[derive(Debug)]
struct Inlet {
    tuple: FiveTuple,
    deframer: Deframer,
    outlet: Arc<Outlet>,
    tries: usize,
}

/// Frames being written.
#[derive(Default, Debug)]
struct Frames {
    bytes: Vec<u8>,
    written: usize,
    /// The stream may hold back what it took.
    is_held: bool,
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

impl<S: AsyncRead + AsyncWrite> Connection<S> {
    /// Takes a connection on which nothing was read; `socket` tells the socket beneath it, and `protocol` what it is.
    ///
    /// # Errors
    /// It is closed already.
    pub(crate) fn new(stream: S, protocol: Protocol, socket: impl Fn(&S) -> &TcpStream) -> io::Result<Self> {
        let tuple = prepare(socket(&stream), protocol)?;
        Ok(Self {
            stream,
            inlet: Inlet {
                tuple,
                deframer: Deframer::new(),
                outlet: Arc::new(Outlet::new()),
                tries: 0,
            },
            began: Instant::now(),
            ending: false,
        })
    }

    /// Carries datagrams both ways until either side ends it. `deliver` gets each that came, `None` after a batch of them,
    /// and returns whether the connection is worth keeping.
    pub(crate) async fn run(self, mut deliver: impl FnMut(Arrival<'_>) -> bool) {
        let Self {
            stream,
            mut inlet,
            began,
            mut ending,
        } = self;
        let (mut reader, mut writer) = tokio::io::split(stream);
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let outlet = Arc::clone(&inlet.outlet);
        let mut frames = Frames::default();
        loop {
            let went_on = tokio::select! {
                read = reader.read(inlet.deframer.room()) => inlet.read(read.ok(), &mut deliver).is_ok(),
                more = frames.go_on(&outlet, &mut writer) => more,
                _ = look.tick() => {
                    // Not when nothing was valid in time, or when a client does not take what the media thread left behind.
                    let waited = began.elapsed() >= PATIENCE && !outlet.is_proven();
                    let was_ending = std::mem::replace(&mut ending, outlet.is_closed());
                    !waited && !was_ending
                }
            };
            if !went_on {
                break;
            }
        }
        outlet.close();
    }
}

/// Sets a socket up for media; its 5-tuple.
fn prepare(socket: &TcpStream, protocol: Protocol) -> io::Result<FiveTuple> {
    socket.set_nodelay(true)?;
    socket2::SockRef::from(socket).set_send_buffer_size(SEND_BUFFER)?;
    let canonical = |address: SocketAddr| SocketAddr::new(address.ip().to_canonical(), address.port());
    Ok(FiveTuple {
        protocol,
        local: canonical(socket.local_addr()?),
        remote: canonical(socket.peer_addr()?),
    })
}

impl Inlet {
    fn read(
        &mut self,
        read: Option<usize>,
        deliver: &mut impl FnMut(Arrival<'_>) -> bool,
    ) -> Result<(), GivenUp> {
        match read {
            None | Some(0) => return Err(GivenUp),
            Some(bytes) => self.deframer.filled(bytes),
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
}

impl Frames {
    /// Writes what the stream takes, has it sent, then waits for more; whether there can be more. Given up in between, it
    /// goes on where it was.
    async fn go_on(&mut self, outlet: &Outlet, writer: &mut (impl AsyncWrite + Unpin)) -> bool {
        if !self.bytes.is_empty() {
            return self.write(writer).await.is_ok();
        }
        if self.is_held {
            self.is_held = writer.flush().await.is_err();
            return !self.is_held;
        }
        outlet.take(&mut self.bytes).await
    }

    async fn write(&mut self, writer: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        match writer.write(&self.bytes[self.written..]).await? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            bytes => self.written += bytes,
        }
        self.is_held = true;
        if self.written == self.bytes.len() {
            self.bytes.clear();
            self.written = 0;
        }
        Ok(())
    }
}
