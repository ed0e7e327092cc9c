//! The least that forwarding can be: receive, decrypt, copy, encrypt, send.

use crate::cpu::{ThreadId, own_thread};
use crate::generator::{Clients, Generator};
use crate::inbox::Arrival;
use crate::ledger::Ledger;
use crate::schedule::Due;
use crate::shape::Shape;
use crate::stamp::{Stamp, wall_clock};
use crate::video::{self, AUDIO};
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use model::MediaKind;
use sfu_server::socket::{BATCH, MediaSocket, Receiver, Sender, Waker, wait};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender as Channel, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use transport::{FiveTuple, Protocol, SendArena};

/// Bytes before the encrypted part: the fixed RTP header with an extension of one word. The last eight say which client
/// sent it and count its packets.
const HEADER: usize = 20;

/// Bytes of an AES-GCM tag.
const TAG: usize = 16;

/// A bare loop at work.
pub(crate) struct Bare {
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<io::Result<()>>,
    pub(crate) number: ThreadId,
    pub(crate) clients: BareClients,
}

impl Bare {
    /// Starts the thread that forwards as the shape says.
    ///
    /// # Errors
    /// A socket or thread cannot be had.
    pub(crate) fn start(generator: &Generator, shape: Shape) -> io::Result<Self> {
        let socket = MediaSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let local = socket.local_addr();
        let ways = (0..shape.clients()).map(|client| Way {
            tuple: turned(generator.tuple(client, local)),
            key: key(client),
        });
        let forwarder = Forwarder {
            ways: ways.collect(),
            audiences: (0..shape.clients())
                .map(|client| shape.audience(client).collect())
                .collect(),
            socket,
        };
        let stopping = Arc::new(AtomicBool::new(false));
        let (tell, told) = channel();
        let shared = Arc::clone(&stopping);
        let thread = std::thread::Builder::new()
            .name("bare-loop".into())
            .spawn(move || forwarder.run(&shared, &tell))?;
        Ok(Self {
            number: told.recv().map_err(io::Error::other)?,
            clients: BareClients::new(generator, shape, local),
            stopping,
            thread,
        })
    }

    /// Ends it.
    ///
    /// # Errors
    /// It failed.
    pub(crate) fn stop(self) -> io::Result<()> {
        self.stopping.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .map_err(|_| io::Error::other("the bare loop panicked"))?
    }
}

struct Way {
    tuple: FiveTuple,
    key: LessSafeKey,
}

struct Forwarder {
    socket: MediaSocket,
    /// By client.
    ways: Vec<Way>,
    /// By client: who gets what it sends.
    audiences: Vec<Vec<usize>>,
}

impl Forwarder {
    fn run(self, stopping: &AtomicBool, tell: &Channel<ThreadId>) -> io::Result<()> {
        let waker = Waker::new()?;
        let mut receiver = Receiver::new();
        let mut sender = Sender::new(&self.socket, 4096);
        let mut arena = SendArena::new(4 << 20, 4096);
        tell.send(own_thread()).map_err(io::Error::other)?;
        while !stopping.load(Ordering::Relaxed) {
            wait(&self.socket, &waker, Some(Duration::from_millis(100)))?;
            let mut taken = BATCH;
            while taken == BATCH {
                taken = receiver.receive(&self.socket)?;
                for index in 0..taken {
                    if let Some((_, datagram)) = receiver.datagram(index) {
                        self.forward(datagram, &mut arena);
                    }
                    if arena.is_pressed() {
                        sender.flush(&self.socket, &mut arena);
                    }
                }
                sender.flush(&self.socket, &mut arena);
            }
        }
        Ok(())
    }

    fn forward(&self, datagram: &mut [u8], arena: &mut SendArena) {
        let Some((header, sealed)) = datagram.split_at_mut_checked(HEADER) else {
            return;
        };
        let client = usize::from(header[15]) | usize::from(header[14]) << 8;
        let (Some(from), Some(audience)) = (self.ways.get(client), self.audiences.get(client)) else {
            return;
        };
        let Ok(payload) = from.key.open_in_place(nonce(header), Aad::from(&*header), sealed) else {
            return;
        };
        for to in audience {
            let Way { tuple, key } = &self.ways[*to];
            push(*tuple, key, header, arena, |place| {
                place[..payload.len()].copy_from_slice(payload);
                payload.len()
            });
        }
    }
}

/// The clients: publishers seal, receivers open what they count.
pub(crate) struct BareClients {
    ways: Vec<Way>,
    shape: Shape,
    /// By client.
    packets: Vec<u32>,
    pictures: Vec<u16>,
    ledger: Ledger,
}

impl BareClients {
    fn new(generator: &Generator, shape: Shape, forwarder: SocketAddr) -> Self {
        let ways = (0..shape.clients()).map(|client| Way {
            tuple: generator.tuple(client, forwarder),
            key: key(client),
        });
        Self {
            ways: ways.collect(),
            shape,
            packets: vec![0; shape.clients()],
            pictures: vec![0; shape.clients()],
            ledger: Ledger::new(shape),
        }
    }

    fn send_packet(&mut self, client: usize, kind: MediaKind, payload: &mut [u8], out: &mut SendArena) {
        self.packets[client] += 1;
        let mut header = [0; HEADER];
        header[..2].copy_from_slice(&[0x90, 96]);
        header[12..16].copy_from_slice(&(client as u32).to_be_bytes());
        header[16..].copy_from_slice(&self.packets[client].to_be_bytes());
        let stamp = Stamp {
            place: self.shape.place(client),
            kind,
            number: self.ledger.number(client, kind),
            sent: wall_clock(),
        };
        stamp.write(payload);
        let Way { tuple, key } = &self.ways[client];
        push(*tuple, key, &header, out, |place| {
            place[..payload.len()].copy_from_slice(payload);
            payload.len()
        });
    }
}

impl Clients for BareClients {
    fn handle_timeout(&mut self, _: Instant, _: &mut SendArena) {}

    fn send(&mut self, _: Instant, Due { client, kind, .. }: Due, out: &mut SendArena) {
        match kind {
            MediaKind::Audio => self.send_packet(client, kind, &mut [0x5a; AUDIO], out),
            MediaKind::Video => {
                self.pictures[client] = self.pictures[client].wrapping_add(1) & 0x7fff;
                let mut place = [0x5a; 1200];
                for piece in video::frame(video::LARGEST, self.pictures[client], false) {
                    self.send_packet(client, kind, piece.write(&mut place), out);
                }
            }
        }
    }

    fn handle_datagram(&mut self, _: Instant, client: usize, arrival: Arrival<'_>, _: &mut SendArena) {
        let (Some(Way { key, .. }), Some((header, sealed))) = (
            self.ways.get(client),
            arrival.datagram.split_at_mut_checked(HEADER),
        ) else {
            return;
        };
        let opened = key.open_in_place(nonce(header), Aad::from(&*header), sealed);
        if let Some(stamp) = opened.ok().and_then(|payload| Stamp::read(payload)) {
            self.ledger.arrived(client, &stamp, arrival.at);
        }
    }

    fn ledger(&mut self) -> &mut Ledger {
        &mut self.ledger
    }
}

/// Writes a sealed packet into the arena; `fill` writes its payload, returns how many bytes that was.
fn push(
    tuple: FiveTuple,
    key: &LessSafeKey,
    header: &[u8],
    arena: &mut SendArena,
    fill: impl FnOnce(&mut [u8]) -> usize,
) {
    arena.push(tuple, HEADER + 1200 + TAG, |place| {
        let (start, rest) = place.split_at_mut(HEADER);
        start.copy_from_slice(header);
        let len = fill(rest);
        let (text, spare) = rest.split_at_mut(len);
        let tag = key
            .seal_in_place_separate_tag(nonce(start), Aad::from(&*start), text)
            .ok()?;
        spare[..TAG].copy_from_slice(tag.as_ref());
        Some(HEADER + len + TAG)
    });
}

/// A way as its other end sees it.
fn turned(tuple: FiveTuple) -> FiveTuple {
    FiveTuple {
        protocol: Protocol::Udp,
        local: tuple.remote,
        remote: tuple.local,
    }
}

/// A key of its own for each client.
fn key(client: usize) -> LessSafeKey {
    let mut bytes = [7; 16];
    bytes[..8].copy_from_slice(&(client as u64).to_be_bytes());
    LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &bytes).expect("AES-128-GCM takes any 16 bytes as a key"))
}

/// From the eight bytes of the header that name a packet here.
fn nonce(header: &[u8]) -> Nonce {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&header[12..20]);
    Nonce::assume_unique_for_key(nonce)
}
