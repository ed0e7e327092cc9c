//! A peer with its client, wired to each other in told time.

mod awaited;
mod media;
mod silence;
mod simulcast;
mod statistics;

use super::*;
use crate::Protocol;
use crate::packet::classify;
use crate::sdp::Offer;
use crate::sdp::client::ClientLine;
use model::Grants;

const ALL: Grants = Grants {
    publish: true,
    subscribe: true,
};

/// Both ends; nothing is lost between them unless a test takes it.
struct Pair {
    now: Instant,
    peer: Peer,
    client: Client,
    to_peer: SendArena,
    to_client: SendArena,
    /// Media that came to the peer, with its payload.
    received: Vec<(Packet, Vec<u8>)>,
    /// Media that came to the client, with its datagram.
    shown: Vec<(Packet, Vec<u8>)>,
    peer_events: Vec<Event>,
    client_events: Vec<Event>,
}

impl Pair {
    /// A connected pair with these lines of the client.
    fn new(lines: Vec<ClientLine>) -> Self {
        let mut pair = Self::answered(lines, str::to_owned);
        assert!(pair.connects(), "no connection");
        pair
    }

    /// A pair that has an answer, after the client's offer was changed on its way.
    fn answered(lines: Vec<ClientLine>, change: impl FnOnce(&str) -> String) -> Self {
        let now = Instant::now();
        let certificate = Certificate::generate().unwrap();
        let clock = NtpClock::new(now, Duration::from_secs(1_700_000_000));
        let (peer_at, client_at) = (
            "192.0.2.1:443".parse().unwrap(),
            "198.51.100.1:5000".parse().unwrap(),
        );
        let candidates = [Candidate {
            protocol: Protocol::Udp,
            address: peer_at,
        }];
        let setting = Setting {
            shard: 0,
            certificate: certificate.clone(),
            candidates: candidates.into(),
            clock,
            red: true,
        };
        let mut peer = Peer::new(&setting, now);
        let mut client = Client::new(certificate, lines, clock, now);
        let offer = Offer::parse(&change(&client.offer())).unwrap();
        let answer = peer.answer(now, &offer, ALL).unwrap();
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: client_at,
            remote: peer_at,
        };
        client.accept(now, &answer, tuple).unwrap();
        Self {
            now,
            peer,
            client,
            to_peer: SendArena::new(1 << 18, 512),
            to_client: SendArena::new(1 << 18, 512),
            received: Vec::new(),
            shown: Vec::new(),
            peer_events: Vec::new(),
            client_events: Vec::new(),
        }
    }

    /// Whether both ends have keys within a second.
    fn connects(&mut self) -> bool {
        (0..100).any(|_| {
            self.step(Duration::from_millis(10));
            self.peer.is_connected() && self.client.is_connected()
        })
    }

    /// Lets time pass, then carries what is on the way.
    fn step(&mut self, time: Duration) {
        self.now += time;
        self.client.handle_timeout(self.now, &mut self.to_peer);
        if self.peer.poll_timeout() <= self.now {
            self.peer.handle_timeout(self.now, &mut self.to_client);
        }
        self.carry();
    }

    /// Carries what both ends have sent.
    fn carry(&mut self) {
        while !self.to_peer.is_empty() || !self.to_client.is_empty() {
            for mut datagram in drain(&mut self.to_peer) {
                self.give_peer(&mut datagram);
            }
            for mut datagram in drain(&mut self.to_client) {
                let packet = self
                    .client
                    .handle_datagram(self.now, &mut datagram, &mut self.to_peer);
                self.shown.extend(packet.map(|packet| (packet, datagram)));
            }
        }
        self.peer_events
            .extend(std::iter::from_fn(|| self.peer.poll_event()));
        self.client_events
            .extend(std::iter::from_fn(|| self.client.poll_event()));
    }

    fn give_peer(&mut self, datagram: &mut [u8]) {
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: "192.0.2.1:443".parse().unwrap(),
            remote: "198.51.100.1:5000".parse().unwrap(),
        };
        let kind = classify(datagram);
        let received = self
            .peer
            .handle_datagram(self.now, tuple, kind, datagram, &mut self.to_client);
        if let Received::Packet(packet) = received {
            let payload = datagram[packet.payload.clone()].to_vec();
            self.received.push((packet, payload));
        }
    }

    /// What the peer received since it was asked last: encoding, SSRC, low bits of the sequence number.
    fn news(&mut self) -> Vec<(u8, u32, u16)> {
        let received = self.received.drain(..);
        received
            .map(|(packet, _)| (packet.encoding, packet.stream, packet.sequence as u16))
            .collect()
    }
}

/// Takes the datagrams out of an arena.
fn drain(arena: &mut SendArena) -> Vec<Vec<u8>> {
    let datagrams = arena.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    arena.clear();
    datagrams
}

fn forward(payload_type: u8, sequence: u64, payload: &[u8]) -> Forward<'_> {
    Forward {
        payload_type,
        sequence,
        timestamp: sequence as u32 * 3_000,
        marker: true,
        audio_level: None,
        descriptor: None,
        payload,
    }
}
