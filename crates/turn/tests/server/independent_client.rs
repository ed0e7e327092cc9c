//! The client of another hand gets on with the server.

use crate::scene::*;
use bytes::BytesMut;
use rtc_shared::{TaggedBytesMut, TransportContext, TransportProtocol};
use rtc_turn::client::{Client, ClientConfig, Event};
use sansio::Protocol as _;
use std::net::SocketAddr;
use transport::FiveTuple;
use turn::Outcome;

struct Pair {
    scene: Scene,
    client: Client,
    tuple: FiveTuple,
    /// Datagrams that came out at the SFU.
    relayed: Vec<(FiveTuple, Vec<u8>)>,
}

impl Pair {
    fn new() -> Self {
        let scene = Scene::new();
        let ours = scene.client("192.0.2.1:1000", "p");
        let config = ClientConfig {
            turn_serv_addr: PEER.to_owned(),
            local_addr: ours.tuple.remote,
            transport_protocol: TransportProtocol::UDP,
            username: ours.credentials.username,
            password: ours.credentials.credential,
            ..ClientConfig::default()
        };
        let client = Client::new(config, PROVIDER.clone()).unwrap();
        Self {
            scene,
            client,
            tuple: ours.tuple,
            relayed: Vec::new(),
        }
    }

    /// Carries messages until there are no more; what the client has to tell.
    fn run(&mut self) -> Vec<Event> {
        while let Some(sent) = self.client.poll_write() {
            let (outcome, answers) = self.scene.say(self.tuple, &sent.message);
            if let Outcome::Relayed { path, datagram } = outcome {
                self.relayed.push((path, sent.message[datagram].to_vec()));
            }
            answers.iter().for_each(|(_, answer)| self.deliver(answer));
        }
        std::iter::from_fn(|| self.client.poll_event()).collect()
    }

    fn deliver(&mut self, bytes: &[u8]) {
        let message = TaggedBytesMut {
            now: self.scene.now,
            transport: TransportContext {
                local_addr: self.tuple.remote,
                peer_addr: addr(PEER),
                transport_protocol: TransportProtocol::UDP,
                ecn: None,
            },
            message: BytesMut::from(bytes),
        };
        self.client.handle_read(message).unwrap();
    }

    fn allocate(&mut self) -> SocketAddr {
        self.client.allocate(self.scene.now).unwrap();
        assert!(
            self.run().is_empty(),
            "too short a question for a stranger's answer"
        );
        // Its timer repeats the question.
        self.scene.now = self.client.poll_timeout().unwrap();
        self.client.handle_timeout(self.scene.now).unwrap();
        match self.run()[..] {
            [Event::AllocateResponse(_, relayed)] => relayed,
            ref other => panic!("{other:?}"),
        }
    }

    fn send(&mut self, relayed: SocketAddr, data: &[u8]) {
        let now = self.scene.now;
        self.client
            .relay(relayed)
            .unwrap()
            .send_to(now, data, addr(PEER))
            .unwrap();
        self.run();
    }
}

#[test]
fn it_allocates_permits_binds_sends_and_hears() {
    let mut pair = Pair::new();
    let relayed = pair.allocate();
    let now = pair.scene.now;
    pair.client
        .relay(relayed)
        .unwrap()
        .create_permission(now, addr(PEER))
        .unwrap();
    assert!(matches!(pair.run()[..], [Event::CreatePermissionResponse(_, peer)] if peer == addr(PEER)));
    // The first goes as an indication, with the binding of a channel under way; the second by that.
    for data in [&b"first"[..], b"second"] {
        pair.send(relayed, data);
        assert_eq!(pair.relayed.pop(), Some((path(relayed), data.to_vec())));
    }
    let (_, bytes) = pair.scene.forward(relayed, b"media").unwrap();
    assert_eq!(bytes[0], 0x40);
    pair.deliver(&bytes);
    match &pair.run()[..] {
        [Event::DataIndicationOrChannelData(Some(_), peer, data)] => {
            assert_eq!((*peer, &data[..]), (addr(PEER), &b"media"[..]))
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_reaches_nobody_else_and_lets_go() {
    let mut pair = Pair::new();
    let relayed = pair.allocate();
    let now = pair.scene.now;
    pair.client
        .relay(relayed)
        .unwrap()
        .create_permission(now, addr("10.0.0.1:80"))
        .unwrap();
    assert!(matches!(pair.run()[..], [Event::CreatePermissionError(..)]));
    pair.client.relay(relayed).unwrap().close(now).unwrap();
    pair.run();
    assert_eq!(pair.scene.server.allocations(), 0);
}
