//! The media node with a machine that echoes, closes and fails on demand.

use super::*;
use model::{Grants, ParticipantId, RoomId, SessionId};
use protocol::{CloseCause, Offer};
use sfu_core::{Addressee, Readings, Statistics, Taped};
use std::collections::{HashSet, VecDeque};
use std::net::UdpSocket;
use std::time::Duration;
use transport::{FiveTuple, SendArena, ice};

mod several;

/// Echoes datagrams with its number, knows rooms, ticks each 20 ms once a session is there, panics at the word `panic`.
#[derive(Default)]
struct Fake {
    shard: u8,
    /// Nothing to take any datagram for its own; else those that came the way of a check.
    proven: Option<HashSet<FiveTuple>>,
    unknown: u64,
    rooms: Vec<RoomId>,
    events: VecDeque<Event>,
    sessions: Vec<(RoomId, ParticipantId, SessionId)>,
    next: Option<Instant>,
    ticks: u64,
}

const TICK: Duration = Duration::from_millis(20);

impl Machine for Fake {
    fn handle_datagram(
        &mut self,
        _: Instant,
        tuple: FiveTuple,
        datagram: &mut [u8],
        out: &mut SendArena,
    ) -> Addressee {
        let named = ice::addressed_ufrag(datagram).and_then(ice::shard_of);
        let known = self.proven.as_ref().is_none_or(|proven| proven.contains(&tuple));
        if named.is_some_and(|shard| shard != self.shard) || (named.is_none() && !known) {
            return Addressee::Nobody;
        }
        assert!(datagram != b"panic", "as told");
        let echo = [&[self.shard], &*datagram].concat();
        out.copy(tuple, &echo);
        if named.is_none() {
            return Addressee::Own;
        }
        self.proven.get_or_insert_default().insert(tuple);
        Addressee::Proven
    }

    fn pass_on(&mut self, _: Instant, _: &mut SendArena) {}

    fn drain_tape(&mut self, _: &mut dyn FnMut(&Taped<'_>) -> bool) {}

    fn knows(&self, tuple: &FiveTuple) -> bool {
        self.proven.as_ref().is_some_and(|proven| proven.contains(tuple))
    }

    fn forget(&mut self, tuple: &FiveTuple) {
        if let Some(proven) = &mut self.proven {
            proven.remove(tuple);
        }
    }

    fn count_unknown(&mut self) {
        self.unknown += 1;
    }

    fn handle_request(
        &mut self,
        now: Instant,
        request: Request,
        _: &mut SendArena,
    ) -> Result<Reply, Refusal> {
        match request {
            Request::OpenRoom(room) => self.rooms.push(room),
            Request::CloseRoom(room) => {
                let (gone, kept) = self.sessions.drain(..).partition(|(of, ..)| *of == room);
                self.sessions = kept;
                let gone: Vec<_> = gone;
                self.events
                    .extend(
                        gone.into_iter()
                            .map(|(room, participant, session)| Event::SessionClosed {
                                room,
                                participant,
                                session,
                                cause: CloseCause::Asked,
                            }),
                    );
                self.rooms.retain(|open| *open != room);
            }
            Request::Offer(offer) => {
                assert!(offer.sdp != "panic", "as told");
                if !self.rooms.contains(&offer.room) {
                    return Err(Refusal::RoomUnknown);
                }
                let (room, participant, session) = (offer.room, offer.participant, offer.session);
                self.sessions.push((room, participant, session));
                self.events.push_back(Event::SessionConnected {
                    room,
                    participant,
                    session,
                });
                self.next = Some(now + TICK);
                let sdp = format!("{} {}", self.shard, offer.sdp);
                return Ok(Reply::Answer { sdp });
            }
            Request::CloseSession { .. }
            | Request::RemoveParticipant { .. }
            | Request::SetInterest { .. }
            | Request::Record { .. } => {
                return Err(Refusal::SessionUnknown);
            }
        }
        Ok(Reply::Done)
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.next
    }

    fn handle_timeout(&mut self, now: Instant, _: &mut SendArena) {
        if self.next.is_none_or(|due| now < due) {
            return;
        }
        self.ticks += 1;
        self.next = Some(now + TICK);
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    fn statistics(&self) -> Statistics {
        let (rooms, sessions) = (self.rooms.len() as u64, self.ticks);
        let mut statistics = Statistics {
            rooms,
            sessions,
            ..Statistics::default()
        };
        statistics.counters.dropped.unknown = self.unknown;
        statistics
    }

    fn read(&self, _: Instant, _: &mut Readings) {}
}

impl Fake {
    fn new(shard: u8) -> Self {
        Self {
            shard,
            ..Self::default()
        }
    }

    /// One that takes datagrams after a check alone.
    fn strict(shard: u8) -> Self {
        Self {
            proven: Some(HashSet::new()),
            ..Self::new(shard)
        }
    }
}

fn config() -> MediaConfig {
    MediaConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        announce: Vec::new(),
        tcp: Vec::new(),
        threads: 1,
        turn: true,
        turn_tls: None,
        recordings: None,
    }
}

fn start() -> (MediaNode, mpsc::Receiver<Event>) {
    MediaNode::start_with(config(), &prometheus::Registry::new(), |shard, _| {
        Fake::new(shard)
    })
    .unwrap()
}

fn client(node: &MediaNode) -> UdpSocket {
    let client = UdpSocket::bind("127.0.0.1:0").unwrap();
    client.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    client.connect(node.local_addr()).unwrap();
    client
}

fn assert_echo(client: &UdpSocket) {
    client.send(b"hello").unwrap();
    let mut bytes = [0; 16];
    assert_eq!(
        client.recv(&mut bytes).map(|len| bytes[1..len].to_vec()).unwrap(),
        b"hello"
    );
}

fn offer(room: RoomId, sdp: &str) -> Offer {
    Offer {
        room,
        participant: ParticipantId::generate(),
        session: SessionId::generate(),
        sdp: sdp.into(),
        grants: Grants {
            publish: true,
            subscribe: true,
        },
        sources: Vec::new(),
        from: Vec::new(),
    }
}

async fn news(events: &mut mpsc::Receiver<Event>) -> Option<Event> {
    tokio::time::timeout(Duration::from_secs(2), events.recv())
        .await
        .expect("news within two seconds")
}

#[tokio::test]
async fn requests_datagrams_and_news_go_round() {
    let (node, mut events) = start();
    let room = RoomId::generate();
    assert_eq!(
        node.ask(Request::Offer(offer(room, "x"))).await,
        Err(Refusal::RoomUnknown)
    );
    assert_eq!(node.ask(Request::OpenRoom(room)).await, Ok(Reply::Done));
    let offer = offer(room, "x");
    assert_eq!(
        node.ask(Request::Offer(offer.clone())).await,
        Ok(Reply::Answer { sdp: "0 x".into() })
    );
    let Offer {
        participant, session, ..
    } = offer;
    assert_eq!(
        news(&mut events).await,
        Some(Event::SessionConnected {
            room,
            participant,
            session
        })
    );
    assert_echo(&client(&node));
    assert!(node.is_well());
}

#[tokio::test]
async fn many_requests_at_once_are_all_answered() {
    let (node, _events) = start();
    let node = Arc::new(node);
    let asked: Vec<_> = (0..200)
        .map(|_| {
            let node = Arc::clone(&node);
            tokio::spawn(async move { node.ask(Request::OpenRoom(RoomId::generate())).await })
        })
        .collect();
    for answer in asked {
        assert_eq!(answer.await.unwrap(), Ok(Reply::Done));
    }
}

#[tokio::test]
async fn a_panic_costs_the_sessions_and_nothing_else() {
    let (node, mut events) = start();
    let room = RoomId::generate();
    node.ask(Request::OpenRoom(room)).await.unwrap();
    let offered = offer(room, "x");
    node.ask(Request::Offer(offered.clone())).await.unwrap();
    let Offer {
        participant, session, ..
    } = offered;
    news(&mut events).await;
    let client = client(&node);
    client.send(b"panic").unwrap();
    let cause = CloseCause::Fault;
    assert_eq!(
        news(&mut events).await,
        Some(Event::SessionClosed {
            room,
            participant,
            session,
            cause
        })
    );
    assert_echo(&client);
    assert_eq!(
        node.ask(Request::Offer(offer(room, "panic"))).await,
        Err(Refusal::Away)
    );
    assert!(
        node.ask(Request::Offer(offer(room, "again"))).await.is_ok(),
        "its rooms are there"
    );
    assert!(node.is_well());
}

#[tokio::test]
async fn stopping_says_goodbye_and_frees_the_port() {
    let (node, mut events) = start();
    let room = RoomId::generate();
    node.ask(Request::OpenRoom(room)).await.unwrap();
    let offered = offer(room, "x");
    node.ask(Request::Offer(offered.clone())).await.unwrap();
    news(&mut events).await;
    let began = Instant::now();
    node.stop();
    node.stop();
    assert!(began.elapsed() < Duration::from_millis(500));
    let Offer {
        participant, session, ..
    } = offered;
    let cause = CloseCause::Asked;
    assert_eq!(
        news(&mut events).await,
        Some(Event::SessionClosed {
            room,
            participant,
            session,
            cause
        })
    );
    assert_eq!(news(&mut events).await, None);
    assert_eq!(node.ask(Request::OpenRoom(room)).await, Err(Refusal::Away));
    assert!(!node.is_well());
    UdpSocket::bind(node.local_addr()).unwrap();
}

#[tokio::test]
async fn figures_are_told_each_second_and_timers_run() {
    let registry = prometheus::Registry::new();
    let (node, _events) = MediaNode::start_with(config(), &registry, |shard, _| Fake::new(shard)).unwrap();
    let room = RoomId::generate();
    node.ask(Request::OpenRoom(room)).await.unwrap();
    node.ask(Request::Offer(offer(room, "x"))).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let snapshot = node.threads[0].link.vitals.snapshot();
    assert_eq!(snapshot.statistics.rooms, 1);
    // The fake tells its ticks as sessions: fifty a second at most, some even on a loaded machine.
    assert!(
        (5..=50).contains(&snapshot.statistics.sessions),
        "{}",
        snapshot.statistics.sessions
    );
    assert!((0.0..0.5).contains(&snapshot.busy), "{}", snapshot.busy);
    assert!(
        registry
            .gather()
            .iter()
            .any(|family| family.name() == "vestibule_media_thread_busy_ratio")
    );
}

#[tokio::test]
async fn the_true_shard_starts() {
    let (node, _events) = MediaNode::start(config(), &prometheus::Registry::new()).unwrap();
    let room = RoomId::generate();
    assert_eq!(node.ask(Request::OpenRoom(room)).await, Ok(Reply::Done));
    assert_eq!(node.ask(Request::CloseRoom(room)).await, Ok(Reply::Done));
    assert_eq!(
        node.ask(Request::CloseRoom(room)).await,
        Err(Refusal::RoomUnknown)
    );
}

#[tokio::test]
async fn garbage_is_counted_and_harms_nothing() {
    let (node, _events) = MediaNode::start(config(), &prometheus::Registry::new()).unwrap();
    let client = client(&node);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for first in [0, 1, 20, 22, 63, 64, 128, 144, 200, 255].repeat(200) {
        let mut datagram: Vec<u8> = (0..random() % 1500).map(|_| random() as u8).collect();
        datagram.iter_mut().take(1).for_each(|byte| *byte = first);
        client.send(&datagram).unwrap();
        if random() % 64 == 0 {
            // Room for the socket's buffer on systems with a small one.
            tokio::task::yield_now().await;
        }
    }
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let snapshot = node.threads[0].link.vitals.snapshot();
    assert_eq!(snapshot.failures, 0);
    assert!(
        snapshot.statistics.counters.dropped.unknown > 1000,
        "{:?}",
        snapshot.statistics.counters.dropped
    );
    assert!(node.is_well());
    assert!(node.ask(Request::OpenRoom(RoomId::generate())).await.is_ok());
}

#[test]
fn what_cannot_start_says_why() {
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap();
    let refused = |config| MediaNode::start(config, &prometheus::Registry::new()).unwrap_err();
    assert!(
        matches!(refused(MediaConfig { listen, ..config() }), StartError::PortTaken(port) if port == listen.port())
    );
    let both = MediaConfig {
        listen,
        ..several::spread()
    };
    assert!(matches!(refused(both), StartError::PortTaken(_)));
    let listen = "192.0.2.99:0".parse().unwrap();
    assert!(matches!(
        refused(MediaConfig { listen, ..config() }),
        StartError::ForeignAddress(_)
    ));
    for threads in [0, 65] {
        let refused = refused(MediaConfig { threads, ..config() });
        assert!(matches!(refused, StartError::Threads(told) if told == threads));
    }
}
