//! A media node with a room that people join.

use crate::peer::{Lines, Peer};
use model::{Grants, ParticipantId, RoomId};
use prometheus::proto::{Metric, MetricType};
use protocol::{Event, IceServer, Offer, Refusal, Reply, Request};
use sfu_server::{MediaConfig, MediaNode, RecordingStore};
use std::collections::HashSet;
use std::time::{Duration, SystemTime};
use tokio::sync::mpsc;

/// Longest wait for anything; loopback takes milliseconds, a loaded machine more.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Call {
    node: MediaNode,
    news: mpsc::Receiver<Event>,
    pub(crate) room: RoomId,
    people: u8,
    registry: prometheus::Registry,
    /// The media threads that answered, by the first character of their user name fragments.
    pub(crate) threads: HashSet<char>,
}

impl Call {
    pub(crate) async fn open() -> Self {
        Self::open_on(1).await
    }

    /// On a node with so many media threads.
    pub(crate) async fn open_on(threads: usize) -> Self {
        Self::open_with(threads, None).await
    }

    /// On a node that may record there.
    pub(crate) async fn open_with(threads: usize, recordings: Option<RecordingStore>) -> Self {
        let config = MediaConfig {
            listen: "127.0.0.1:0".parse().expect("an address"),
            announce: Vec::new(),
            tcp: Vec::new(),
            threads,
            turn: true,
            turn_tls: None,
            recordings,
        };
        let registry = prometheus::Registry::new();
        let (node, news) = MediaNode::start(config, &registry).expect("a media node");
        let mut call = Self {
            node,
            news,
            room: RoomId::generate(),
            people: 0,
            registry,
            threads: HashSet::new(),
        };
        call.change_room().await;
        call
    }

    /// Asks the node.
    pub(crate) async fn ask(&self, request: Request) -> Result<Reply, Refusal> {
        self.node.ask(request).await
    }

    /// Who joins from now on comes to a new room; the others go on.
    pub(crate) async fn change_room(&mut self) {
        self.room = RoomId::generate();
        let opened = self.node.ask(Request::OpenRoom(self.room)).await;
        assert_eq!(opened, Ok(Reply::Done));
    }

    /// A new person, connected.
    pub(crate) async fn join(&mut self, lines: Lines) -> Peer {
        let peer = Peer::new(self.next_author(), lines, Vec::new()).await;
        self.connect(peer).await
    }

    /// A new person, connected through the relay alone, by UDP, of which browsers are not told.
    pub(crate) async fn join_relayed(&mut self, lines: Lines) -> Peer {
        let credentials = self
            .node
            .turn_credentials(ParticipantId::generate(), SystemTime::now())
            .expect("a relay");
        let port = self.node.local_addr().port();
        let relay = IceServer {
            urls: vec![format!("turn:127.0.0.1:{port}?transport=udp")],
            username: credentials.username,
            credential: credentials.credential,
        };
        let peer = Peer::new(self.next_author(), lines, vec![relay]).await;
        self.connect(peer).await
    }

    fn next_author(&mut self) -> u8 {
        self.people += 1;
        self.people
    }

    async fn connect(&mut self, peer: Peer) -> Peer {
        let (participant, session) = (peer.participant, peer.session);
        let offer = Offer {
            room: self.room,
            participant,
            session,
            sdp: peer.offer().await,
            grants: Grants {
                publish: true,
                subscribe: true,
            },
            sources: Vec::new(),
            from: Vec::new(),
        };
        let Ok(Reply::Answer { sdp }) = self.node.ask(Request::Offer(offer)).await else {
            panic!("an offer is answered");
        };
        let ufrag = sdp.split_once("a=ice-ufrag:").expect("a user name fragment").1;
        self.threads.extend(ufrag.chars().next());
        peer.accept(sdp).await;
        let connected =
            |event: &Event| matches!(event, Event::SessionConnected { session: s, .. } if *s == session);
        self.news_of(connected).await;
        until("the client knows too", || peer.is_connected()).await;
        peer
    }

    /// What a metric with these values of its labels tells: a count, a level, how often a histogram was observed.
    pub(crate) fn figure(&self, name: &str, labels: &[&str]) -> Option<f64> {
        let families = self.registry.gather();
        let family = families.iter().find(|family| family.name() == name)?;
        let is_it = |metric: &&Metric| {
            let told = metric.get_label().iter().map(|label| label.value());
            told.eq(labels.iter().copied())
        };
        let metric = family.get_metric().iter().find(is_it)?;
        Some(match family.get_field_type() {
            MetricType::COUNTER => metric.get_counter().get_value(),
            MetricType::GAUGE => metric.get_gauge().get_value(),
            _ => metric.get_histogram().get_sample_count() as f64,
        })
    }

    /// By what metrics are told apart.
    pub(crate) fn labels(&self) -> HashSet<String> {
        let families = self.registry.gather();
        let metrics = families.iter().flat_map(|family| family.get_metric());
        let labels = metrics.flat_map(|metric| metric.get_label());
        labels.map(|label| label.name().to_owned()).collect()
    }

    /// The next piece of news that is wanted; others before it are passed over.
    pub(crate) async fn news_of(&mut self, wanted: impl Fn(&Event) -> bool) -> Event {
        let search = async {
            loop {
                let event = self.news.recv().await.expect("the node lives");
                if wanted(&event) {
                    return event;
                }
            }
        };
        tokio::time::timeout(PATIENCE, search)
            .await
            .expect("news in time")
    }
}

/// Waits for something to become true.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = tokio::time::Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
