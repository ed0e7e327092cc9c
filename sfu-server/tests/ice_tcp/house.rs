//! A media node behind a TCP listener, with an open room.

use crate::caller::Caller;
use model::{Grants, ParticipantId, RoomId, SessionId};
use protocol::{Event, Offer, Reply, Request};
use sfu_server::{MediaConfig, MediaNode};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

pub(crate) struct House {
    pub(crate) node: Arc<MediaNode>,
    pub(crate) room: RoomId,
    pub(crate) tcp: SocketAddr,
    registry: prometheus::Registry,
    /// Kept, so that news have somewhere to go.
    _news: mpsc::Receiver<Event>,
}

impl House {
    /// Two media threads, so that the room's must be found.
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let tcp = listener.local_addr().expect("an address");
        let registry = prometheus::Registry::new();
        let config = MediaConfig {
            listen: "127.0.0.1:0".parse().expect("an address"),
            announce: Vec::new(),
            tcp: vec![tcp],
            threads: 2,
            turn: true,
            turn_tls: None,
            recordings: None,
        };
        let (node, news) = MediaNode::start(config, &registry).expect("a media node");
        let node = Arc::new(node);
        let carrier = Arc::clone(&node);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let node = Arc::clone(&carrier);
                tokio::spawn(async move { node.carry(stream, false, |stream| stream).await });
            }
        });
        // The second room lives on the second thread.
        let rooms = [RoomId::generate(), RoomId::generate()];
        for room in rooms {
            assert_eq!(node.ask(Request::OpenRoom(room)).await, Ok(Reply::Done));
        }
        Self {
            node,
            room: rooms[1],
            tcp,
            registry,
            _news: news,
        }
    }

    /// Answers a caller's offer.
    pub(crate) async fn answer(&self, session: SessionId, sdp: String) -> String {
        let offer = Offer {
            room: self.room,
            participant: ParticipantId::generate(),
            session,
            sdp,
            grants: Grants {
                publish: true,
                subscribe: true,
            },
            sources: Vec::new(),
            from: Vec::new(),
        };
        match self.node.ask(Request::Offer(offer)).await {
            Ok(Reply::Answer { sdp }) => sdp,
            other => panic!("an offer is answered, not {other:?}"),
        }
    }

    /// How often clients chose a way by `transport`; told each second.
    pub(crate) fn chosen(&self, transport: &str) -> f64 {
        let families = self.registry.gather();
        let paths = families
            .iter()
            .find(|f| f.name() == "vestibule_selected_path_total");
        let metrics = paths.expect("a metric").get_metric().iter();
        metrics
            .filter(|metric| metric.get_label().iter().any(|label| label.value() == transport))
            .map(|metric| metric.get_counter().get_value())
            .sum()
    }

    /// Somebody who is connected by TCP.
    pub(crate) async fn join(&self, publishes: bool) -> Caller {
        let mut caller = Caller::new(self.tcp, publishes);
        let answer = self.answer(caller.session, caller.offer()).await;
        caller.connect(&answer);
        caller
    }
}
