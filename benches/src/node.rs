//! The true media node under the same load.

use crate::cadence::Cadence;
use crate::cpu::thread_named;
use crate::generator::{Clients, Generator};
use crate::measurement::{Figure, Measurement};
use crate::video::{AUDIO, Video};
use model::{Grants, MediaKind, Mid, ParticipantId, RoomId, SessionId};
use protocol::{Offer, Reply, Request};
use sfu_server::{MediaConfig, MediaNode};
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant, SystemTime};
use transport::SendArena;
use transport::dtls::Certificate;
use transport::feedback::NtpClock;
use transport::peer::{self, Client, Forward};
use transport::sdp::client::ClientLine;

/// The publisher's place among the clients; receivers come after.
const PUBLISHER: u8 = 1;

/// Payload types that [`ClientLine`] offers.
const OPUS: u8 = 111;
const VP8: u8 = 96;

/// Measures the media node.
///
/// # Errors
/// It does not start, refuses a client, or a client does not connect.
pub(crate) fn measure(
    generator: &mut Generator,
    receivers: u8,
    turn: Duration,
) -> Result<Figure, Box<dyn Error>> {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let config = MediaConfig {
        listen,
        announce: Vec::new(),
        tcp: Vec::new(),
        threads: 1,
    };
    let (node, mut events) = MediaNode::start(config, &prometheus::Registry::new())?;
    // Somebody reads the news, as the API would.
    let reader = std::thread::spawn(move || while events.blocking_recv().is_some() {});
    let mut clients = Room::join(&node, generator, receivers)?;
    generator.run(&mut clients, Duration::from_secs(20), Room::is_flowing)?;
    if !clients.is_flowing() {
        return Err(format!("only {} of {receivers} receivers see and hear", clients.served()).into());
    }
    generator.run(&mut clients, Duration::from_millis(500), |_| false)?;
    let measurement = Measurement::begin(thread_named("media-0")?, clients.arrived)?;
    generator.run(&mut clients, turn, |_| false)?;
    let figure = measurement.end(clients.arrived)?;
    drop(node);
    reader.join().map_err(|_| "the reader of news panicked")?;
    Ok(figure)
}

/// A publisher with its receivers.
struct Room {
    clients: Vec<Client>,
    /// By receiver: audio, video packets that came.
    heard: Vec<[u64; 2]>,
    arrived: u64,
    publisher: Publisher,
    next_tick: Instant,
}

struct Publisher {
    cadence: Cadence,
    began: Instant,
    video: Video,
    key: bool,
    sequence: [u64; 2],
}

impl Room {
    fn join(node: &MediaNode, generator: &Generator, receivers: u8) -> Result<Self, Box<dyn Error>> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let room = RoomId::generate();
        runtime.block_on(node.ask(Request::OpenRoom(room)))?;
        let certificate = Certificate::generate()?;
        let now = Instant::now();
        let clock = NtpClock::new(now, SystemTime::UNIX_EPOCH.elapsed()?);
        let mut clients = Vec::new();
        for place in PUBLISHER..=PUBLISHER + receivers {
            let lines = lines(place == PUBLISHER)?;
            let mut client = Client::new(certificate.clone(), lines, clock, now);
            let reply = runtime.block_on(node.ask(Request::Offer(offer(room, client.offer()))))?;
            let Reply::Answer { sdp } = reply else {
                return Err("an offer is answered".into());
            };
            client.accept(now, &sdp, generator.tuple(place, node.local_addr()))?;
            clients.push(client);
        }
        Ok(Self {
            heard: vec![[0; 2]; clients.len()],
            clients,
            arrived: 0,
            publisher: Publisher::new(now),
            next_tick: now,
        })
    }

    fn served(&self) -> usize {
        self.heard[1..]
            .iter()
            .filter(|heard| heard.iter().all(|kind| *kind > 0))
            .count()
    }

    fn is_flowing(&self) -> bool {
        self.served() + 1 == self.clients.len()
    }
}

impl Clients for Room {
    fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        if self.next_tick <= now {
            self.next_tick = now + Duration::from_millis(10);
            self.clients
                .iter_mut()
                .for_each(|client| client.handle_timeout(now, out));
        }
        let client = &mut self.clients[0];
        while let Some(event) = client.poll_event() {
            self.publisher.key |= matches!(event, peer::Event::KeyframeWanted { .. });
        }
        if client.is_connected() {
            self.publisher.send_due(now, client, out);
        }
    }

    fn handle_datagram(&mut self, now: Instant, client: u8, datagram: &mut [u8], out: &mut SendArena) {
        let place = usize::from(client - PUBLISHER);
        if let Some(packet) = self.clients[place].handle_datagram(now, datagram, out) {
            self.heard[place][packet.line] += 1;
            self.arrived += 1;
        }
    }
}

impl Publisher {
    fn new(now: Instant) -> Self {
        Self {
            cadence: Cadence::new(now),
            began: now,
            video: Video::default(),
            key: true,
            sequence: [1000; 2],
        }
    }

    fn send_due(&mut self, now: Instant, client: &mut Client, out: &mut SendArena) {
        while let Some(kind) = self.cadence.poll(now) {
            match kind {
                MediaKind::Audio => self.send(now, client, kind, true, &[0x5a; AUDIO], out),
                MediaKind::Video => {
                    let key = std::mem::take(&mut self.key);
                    for piece in self.video.frame(key) {
                        self.send(now, client, kind, piece.marker, &piece.payload[..piece.len], out);
                    }
                }
            }
        }
    }

    fn send(
        &mut self,
        now: Instant,
        client: &mut Client,
        kind: MediaKind,
        marker: bool,
        payload: &[u8],
        out: &mut SendArena,
    ) {
        let (line, payload_type, rate) = match kind {
            MediaKind::Audio => (0, OPUS, 48),
            MediaKind::Video => (1, VP8, 90),
        };
        self.sequence[line] += 1;
        let packet = Forward {
            payload_type,
            sequence: self.sequence[line],
            timestamp: ((now - self.began).as_millis() * rate) as u32,
            marker,
            audio_level: None,
            descriptor: None,
            payload,
        };
        client.send(line, &packet, out);
    }
}

/// Lines of the publisher, or of a receiver.
pub(crate) fn lines(publishes: bool) -> Result<Vec<ClientLine>, Box<dyn Error>> {
    let (audio, video) = (Mid::new(b"0")?, Mid::new(b"1")?);
    Ok(if publishes {
        vec![
            ClientLine::audio(audio, Some(11), false),
            ClientLine::video(video, Some((22, 23)), false),
        ]
    } else {
        vec![
            ClientLine::audio(audio, None, true),
            ClientLine::video(video, None, true),
        ]
    })
}

/// An offer of somebody new.
pub(crate) fn offer(room: RoomId, sdp: String) -> Offer {
    Offer {
        room,
        participant: ParticipantId::generate(),
        session: SessionId::generate(),
        sdp,
        grants: Grants {
            publish: true,
            subscribe: true,
        },
        sources: Vec::new(),
        from: Vec::new(),
    }
}
