//! The least that forwarding can be: receive, decrypt, copy, encrypt, send.

use crate::cadence::Cadence;
use crate::cpu::{ThreadId, own_thread};
use crate::generator::{Clients, Generator};
use crate::measurement::{Figure, Measurement};
use crate::video::{AUDIO, Video};
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use model::MediaKind;
use sfu_server::socket::{BATCH, MediaSocket, Receiver, Sender, Waker, wait};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender as Channel, channel};
use std::time::{Duration, Instant};
use transport::{FiveTuple, Protocol, SendArena};

/// Bytes before the encrypted part: the fixed RTP header with an extension of one word.
const HEADER: usize = 20;

/// Bytes of an AES-GCM tag.
const TAG: usize = 16;

/// The publisher's place among the clients; receivers come after.
const PUBLISHER: u8 = 1;

/// Measures the bare loop.
///
/// # Errors
/// A socket or thread cannot be had.
pub(crate) fn measure(generator: &mut Generator, receivers: u8, turn: Duration) -> io::Result<Figure> {
    let socket = MediaSocket::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    let local = socket.local_addr();
    let addresses = (1..=receivers).map(|n| generator.address(PUBLISHER + n));
    let ways = addresses
        .map(|remote| {
            (
                FiveTuple {
                    protocol: Protocol::Udp,
                    local,
                    remote,
                },
                key(remote),
            )
        })
        .collect();
    let stopping = Arc::new(AtomicBool::new(false));
    let (tell, told) = channel();
    let forwarder = Forwarder {
        socket,
        ways,
        stopping: Arc::clone(&stopping),
    };
    let thread = std::thread::spawn(move || forwarder.run(&tell));
    let number = told.recv().map_err(io::Error::other)?;
    let mut clients = BareClients::new(generator, local);
    generator.run(&mut clients, Duration::from_millis(500), |_| false)?;
    let measurement = Measurement::begin(number, clients.arrived)?;
    generator.run(&mut clients, turn, |_| false)?;
    let figure = measurement.end(clients.arrived);
    stopping.store(true, Ordering::Relaxed);
    thread
        .join()
        .map_err(|_| io::Error::other("the bare loop panicked"))??;
    figure
}

struct Forwarder {
    socket: MediaSocket,
    ways: Vec<(FiveTuple, LessSafeKey)>,
    stopping: Arc<AtomicBool>,
}

impl Forwarder {
    fn run(self, tell: &Channel<ThreadId>) -> io::Result<()> {
        let waker = Waker::new()?;
        let mut receiver = Receiver::new();
        let mut sender = Sender::new(&self.socket, 4096);
        let mut arena = SendArena::new(4 << 20, 4096);
        let publisher = key(SocketAddr::from(([0, 0, 0, 0], 0)));
        tell.send(own_thread()).map_err(io::Error::other)?;
        while !self.stopping.load(Ordering::Relaxed) {
            wait(&self.socket, &waker, Some(Duration::from_millis(100)))?;
            let mut taken = BATCH;
            while taken == BATCH {
                taken = receiver.receive(&self.socket)?;
                for index in 0..taken {
                    if let Some((_, datagram)) = receiver.datagram(index) {
                        self.forward(&publisher, datagram, &mut arena);
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

    fn forward(&self, publisher: &LessSafeKey, datagram: &mut [u8], arena: &mut SendArena) {
        let Some((header, sealed)) = datagram.split_at_mut_checked(HEADER) else {
            return;
        };
        let Ok(payload) = publisher.open_in_place(nonce(header), Aad::from(&*header), sealed) else {
            return;
        };
        for (tuple, key) in &self.ways {
            let end = HEADER + payload.len();
            arena.push(*tuple, end + TAG, |place| {
                place[..HEADER].copy_from_slice(header);
                place[HEADER..end].copy_from_slice(payload);
                let (start, rest) = place.split_at_mut(HEADER);
                let (text, spare) = rest.split_at_mut(end - HEADER);
                let tag = key
                    .seal_in_place_separate_tag(nonce(start), Aad::from(&*start), text)
                    .ok()?;
                spare.copy_from_slice(tag.as_ref());
                Some(end + TAG)
            });
        }
    }
}

/// The publisher with its receivers, which only count.
struct BareClients {
    way: FiveTuple,
    key: LessSafeKey,
    cadence: Cadence,
    video: Video,
    sequence: u64,
    arrived: u64,
}

impl BareClients {
    fn new(generator: &Generator, forwarder: SocketAddr) -> Self {
        Self {
            way: generator.tuple(PUBLISHER, forwarder),
            key: key(SocketAddr::from(([0, 0, 0, 0], 0))),
            cadence: Cadence::new(Instant::now()),
            video: Video::default(),
            sequence: 0,
            arrived: 0,
        }
    }

    fn send(&mut self, payload: &[u8], out: &mut SendArena) {
        self.sequence += 1;
        let (sequence, key) = (self.sequence, &self.key);
        let end = HEADER + payload.len();
        out.push(self.way, end + TAG, |place| {
            place[..HEADER].fill(0);
            place[..2].copy_from_slice(&[0x90, 96]);
            place[8..16].copy_from_slice(&sequence.to_be_bytes());
            place[HEADER..end].copy_from_slice(payload);
            let (header, rest) = place.split_at_mut(HEADER);
            let (text, spare) = rest.split_at_mut(end - HEADER);
            let tag = key
                .seal_in_place_separate_tag(nonce(header), Aad::from(&*header), text)
                .ok()?;
            spare.copy_from_slice(tag.as_ref());
            Some(end + TAG)
        });
    }
}

impl Clients for BareClients {
    fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        while let Some(kind) = self.cadence.poll(now) {
            match kind {
                MediaKind::Audio => self.send(&[0x5a; AUDIO], out),
                MediaKind::Video => {
                    for piece in self.video.frame(false) {
                        self.send(&piece.payload[..piece.len], out);
                    }
                }
            }
        }
    }

    fn handle_datagram(&mut self, _: Instant, _: u8, _: &mut [u8], _: &mut SendArena) {
        self.arrived += 1;
    }
}

/// A key of its own for each address.
fn key(of: SocketAddr) -> LessSafeKey {
    let mut bytes = [7; 16];
    if let std::net::IpAddr::V4(ip) = of.ip() {
        bytes[..4].copy_from_slice(&ip.octets());
    }
    LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &bytes).expect("AES-128-GCM takes any 16 bytes as a key"))
}

/// From the eight bytes of the header that count packets here.
fn nonce(header: &[u8]) -> Nonce {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&header[8..16]);
    Nonce::assume_unique_for_key(nonce)
}
