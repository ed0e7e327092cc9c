//! The true media node under the same load.

use crate::generator::{Clients, Generator};
use crate::inbox::Arrival;
use crate::ledger::Ledger;
use crate::publisher::Publisher;
use crate::random::Random;
use crate::schedule::Due;
use crate::shape::Shape;
use crate::stamp::Stamp;
use model::{Grants, MediaKind, Mid, ParticipantId, RoomId, SessionId};
use protocol::{Offer, Reply, Request};
use sfu_server::{MediaConfig, MediaNode};
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant, SystemTime};
use transport::SendArena;
use transport::dtls::Certificate;
use transport::feedback::NtpClock;
use transport::packet::{Kind, Rid, classify};
use transport::peer::{self, Client};
use transport::sdp::client::{ClientLine, Layer};

/// Time for all clients to connect, see and hear.
const CONNECT: Duration = Duration::from_secs(40);

/// How often each client looks at its timers.
const TICK: Duration = Duration::from_millis(10);

/// A media node at work.
pub(crate) struct Node {
    node: MediaNode,
    reader: std::thread::JoinHandle<()>,
    pub(crate) clients: NodeClients,
}

impl Node {
    /// Starts a node, lets the clients join; returns when all see and hear.
    ///
    /// # Errors
    /// It does not start, refuses a client, or a client does not connect.
    pub(crate) fn start(
        generator: &mut Generator,
        shape: Shape,
        threads: usize,
        manner: Manner,
    ) -> Result<Self, Box<dyn Error>> {
        let config = MediaConfig {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            announce: Vec::new(),
            tcp: Vec::new(),
            threads,
            turn: false,
            turn_tls: None,
            recordings: None,
        };
        let (node, mut events) = MediaNode::start(config, &prometheus::Registry::new())?;
        // Somebody reads the news, as the API would.
        let reader = std::thread::spawn(move || while events.blocking_recv().is_some() {});
        let mut clients = NodeClients::join(&node, generator, shape, manner)?;
        let all = shape.clients();
        generator.run(&mut clients, CONNECT, |clients| clients.ledger.served() == all)?;
        let served = clients.ledger.served();
        if served < all {
            return Err(format!("only {served} of {all} clients see and hear all whom they should").into());
        }
        Ok(Self {
            node,
            reader,
            clients,
        })
    }

    /// Ends it.
    ///
    /// # Errors
    /// A thread panicked.
    pub(crate) fn stop(self) -> Result<(), &'static str> {
        drop(self.node);
        self.reader.join().map_err(|_| "the reader of news panicked")
    }
}

/// How clients behave.
pub(crate) struct Manner {
    /// What gets lost.
    pub(crate) loss: Loss,
    /// Publishers send their picture in three sizes. A receiver gets one of them, so whole frames are counted in place of
    /// packets.
    pub(crate) simulcast: bool,
}

/// Packets that get lost on the clients' way, there or back.
pub(crate) struct Loss {
    share: f64,
    random: Random,
    /// Takes what is sent and lost.
    void: SendArena,
    /// How many were.
    pub(crate) dropped: u64,
}

impl Loss {
    /// Loses a share of the packets.
    pub(crate) fn new(share: f64, seed: u64) -> Self {
        Self {
            share,
            random: Random::new(seed),
            void: SendArena::new(1 << 14, 16),
            dropped: 0,
        }
    }

    fn strikes(&mut self) -> bool {
        let strikes = self.share > 0.0 && self.random.share() < self.share;
        self.dropped += u64::from(strikes);
        strikes
    }
}

/// All clients of a load.
pub(crate) struct NodeClients {
    shape: Shape,
    clients: Vec<Client>,
    /// By client, receivers have none.
    publishers: Vec<Option<Publisher>>,
    ledger: Ledger,
    pub(crate) loss: Loss,
    simulcast: bool,
    /// Whose timers are next. They take turns, as clients do not beat time.
    ticking: usize,
    next_tick: Instant,
}

impl NodeClients {
    fn join(
        node: &MediaNode,
        generator: &Generator,
        shape: Shape,
        Manner { loss, simulcast }: Manner,
    ) -> Result<Self, Box<dyn Error>> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let certificate = Certificate::generate()?;
        let now = Instant::now();
        let clock = NtpClock::new(now, SystemTime::UNIX_EPOCH.elapsed()?);
        let (mut clients, mut room) = (Vec::new(), RoomId::generate());
        for place in 0..shape.clients() {
            if shape.place(place) == 0 {
                room = RoomId::generate();
                runtime.block_on(node.ask(Request::OpenRoom(room)))?;
            }
            let lines = lines(shape.publishes(place), simulcast, shape.heard_by(place).count())?;
            let mut client = Client::new(certificate.clone(), lines, clock, now);
            let reply = runtime.block_on(node.ask(Request::Offer(offer(room, client.offer()))))?;
            let Reply::Answer { sdp } = reply else {
                return Err("an offer is answered".into());
            };
            client.accept(now, &sdp, generator.tuple(place, node.local_addr()))?;
            clients.push(client);
        }
        let publisher = |place| {
            let publishes = shape.publishes(place);
            publishes.then(|| Publisher::new(shape.place(place), simulcast, now))
        };
        Ok(Self {
            publishers: (0..clients.len()).map(publisher).collect(),
            clients,
            ledger: Ledger::new(shape),
            shape,
            loss,
            simulcast,
            ticking: 0,
            next_tick: now,
        })
    }

    fn tick(&mut self, now: Instant, place: usize, out: &mut SendArena) {
        let client = &mut self.clients[place];
        client.handle_timeout(now, out);
        if let Some(publisher) = self.publishers[place].as_mut().filter(|_| client.is_connected()) {
            publisher.report(now, client, out);
        }
        self.follow_events(place, out);
    }

    fn follow_events(&mut self, place: usize, out: &mut SendArena) {
        let client = &mut self.clients[place];
        while let Some(event) = client.poll_event() {
            let Some(publisher) = &mut self.publishers[place] else {
                continue;
            };
            match event {
                peer::Event::KeyframeWanted { encoding, .. } => publisher.want_keyframe(encoding),
                // Sound comes too late when sent again.
                peer::Event::Lost { line: 0, .. } => {}
                peer::Event::Lost {
                    encoding, sequence, ..
                } => {
                    publisher.resend(encoding, sequence, client, out);
                }
                peer::Event::Connected | peer::Event::Back | peer::Event::Gap { .. } => {}
            }
        }
    }
}

impl Clients for NodeClients {
    fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        // After a pause they go on, they do not catch up.
        self.next_tick = self.next_tick.max(now.checked_sub(TICK).unwrap_or(now));
        while self.next_tick <= now {
            self.tick(now, self.ticking, out);
            self.ticking = (self.ticking + 1) % self.clients.len();
            self.next_tick += TICK / self.clients.len() as u32;
        }
    }

    fn send(&mut self, now: Instant, due: Due, out: &mut SendArena) {
        let client = &mut self.clients[due.client];
        let Some(publisher) = self.publishers[due.client]
            .as_mut()
            .filter(|_| client.is_connected())
        else {
            return;
        };
        let loss = &mut self.loss;
        let mut through = |send: &mut dyn FnMut(&mut SendArena)| {
            if loss.strikes() {
                send(&mut loss.void);
                loss.void.clear();
            } else {
                send(out);
            }
        };
        let mut number = || self.ledger.number(due.client, due.kind);
        match due.kind {
            MediaKind::Audio => {
                let number = number();
                through(&mut |out| publisher.send_audio(now, number, client, out));
            }
            MediaKind::Video => {
                let frame = self.simulcast.then(&mut number);
                for piece in publisher.frame() {
                    let number = frame.unwrap_or_else(&mut number);
                    through(&mut |out| publisher.send_video(now, number, piece, client, out));
                }
            }
        }
    }

    fn handle_datagram(&mut self, now: Instant, place: usize, arrival: Arrival<'_>, out: &mut SendArena) {
        let kind = classify(arrival.datagram);
        if place >= self.shape.clients() || (kind == Kind::Rtp && self.loss.strikes()) {
            return;
        }
        if let Some(packet) = self.clients[place].handle_datagram(now, arrival.datagram, out) {
            let Some(stamp) = Stamp::read(&arrival.datagram[packet.payload]) else {
                return;
            };
            if self.simulcast && stamp.kind == MediaKind::Video && !packet.marker {
                self.ledger.passed();
            } else {
                self.ledger.arrived(place, &stamp, arrival.at);
            }
        } else if kind == Kind::Rtcp {
            self.follow_events(place, out);
        }
    }

    fn ledger(&mut self) -> &mut Ledger {
        &mut self.ledger
    }
}

/// Lines of a client: its own sound and picture, then a pair of seats for each whom it receives.
pub(crate) fn lines(
    publishes: bool,
    simulcast: bool,
    seats: usize,
) -> Result<Vec<ClientLine>, Box<dyn Error>> {
    let mut lines = Vec::new();
    if publishes {
        let video = Mid::new(b"v")?;
        lines.push(ClientLine::audio(Mid::new(b"a")?, Some(11), false));
        lines.push(if simulcast {
            ClientLine::simulcast(video, layers()?)
        } else {
            ClientLine::video(video, Some((22, 23)), false)
        });
    }
    for seat in 0..seats {
        lines.push(ClientLine::audio(
            Mid::new(format!("a{seat}").as_bytes())?,
            None,
            true,
        ));
        lines.push(ClientLine::video(
            Mid::new(format!("v{seat}").as_bytes())?,
            None,
            true,
        ));
    }
    Ok(lines)
}

/// Three sizes, the smallest first, named as browsers' pages do.
fn layers() -> Result<Vec<Layer>, Box<dyn Error>> {
    let names = [(b"q", 30), (b"h", 40), (b"f", 50)];
    let layer = |(name, ssrc): (&[u8; 1], u32)| {
        Ok(Layer {
            rid: Rid::new(name)?,
            ssrc,
            rtx_ssrc: ssrc + 1,
        })
    };
    names.into_iter().map(layer).collect()
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
