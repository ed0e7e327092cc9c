//! Client with server over an in-memory path that loses, cuts, repeats, reorders, lies.

mod agreement;
mod ending;
mod forgery;
mod loss;

use super::*;
use crate::dtls::record::{message_header, push_plaintext};
use std::sync::LazyLock;

static CERTIFICATES: LazyLock<[Certificate; 2]> =
    LazyLock::new(|| [Certificate::generate().unwrap(), Certificate::generate().unwrap()]);

const BOTH: [Profile; 2] = [Profile::AeadAes128Gcm, Profile::Aes128CmHmacSha1_80];

fn fingerprint(certificate: &Certificate) -> Fingerprint {
    certificate.fingerprint().parse().unwrap()
}

/// A client with a server, the time, what either refused.
struct Pair {
    client: Handshake,
    server: Handshake,
    now: Instant,
    start: Instant,
    /// The end of either side.
    errors: Vec<DtlsError>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum To {
    Client,
    Server,
}

impl Pair {
    fn new() -> Self {
        Self::offering(&BOTH)
    }

    fn offering(profiles: &[Profile]) -> Self {
        let [ours, theirs] = &*CERTIFICATES;
        Self::with(fingerprint(theirs), fingerprint(ours), profiles)
    }

    fn with(clients: Fingerprint, servers: Fingerprint, profiles: &[Profile]) -> Self {
        let [ours, theirs] = &*CERTIFICATES;
        let now = Instant::now();
        Self {
            client: Handshake::offering(Role::Client, theirs, servers, now, profiles).unwrap(),
            server: Handshake::new(Role::Server, ours, clients, now).unwrap(),
            now,
            start: now,
            errors: Vec::new(),
        }
    }

    /// Carries datagrams until nothing moves; `path` turns one datagram into those that arrive.
    fn exchange(&mut self, path: &mut impl FnMut(To, Vec<u8>) -> Vec<Vec<u8>>) {
        loop {
            let (to, datagram) = if let Some(datagram) = self.client.poll_transmit() {
                (To::Server, datagram)
            } else if let Some(datagram) = self.server.poll_transmit() {
                (To::Client, datagram)
            } else {
                return;
            };
            for datagram in path(to, datagram.to_vec()) {
                let side = if to == To::Server {
                    &mut self.server
                } else {
                    &mut self.client
                };
                match side.handle(self.now, &datagram) {
                    Err(error) if error.is_fatal() => self.errors.push(error),
                    _ => {}
                }
            }
        }
    }

    /// Lets time pass until both are established or nothing more is to come.
    fn run(&mut self, path: &mut impl FnMut(To, Vec<u8>) -> Vec<Vec<u8>>) {
        self.exchange(path);
        while let Some(next) = self
            .client
            .poll_timeout()
            .into_iter()
            .chain(self.server.poll_timeout())
            .min()
        {
            assert!(next > self.now || self.now == self.start, "time goes on");
            self.now = next;
            self.client.handle_timeout(next);
            self.server.handle_timeout(next);
            self.exchange(path);
        }
    }

    /// Both sides' keys, which have to fit.
    fn keys(&mut self) -> Option<Profile> {
        let (ours, theirs) = (self.server.keys()?, self.client.keys()?);
        assert!(ours.local == theirs.remote && ours.remote == theirs.local);
        assert_eq!(ours.profile, theirs.profile);
        assert_ne!(ours.local, ours.remote);
        assert!(
            self.server.keys().is_none() && self.client.keys().is_none(),
            "keys come once"
        );
        Some(ours.profile)
    }
}

fn deliver(_: To, datagram: Vec<u8>) -> Vec<Vec<u8>> {
    vec![datagram]
}

fn established() -> Pair {
    let mut pair = Pair::new();
    pair.run(&mut deliver);
    assert!(pair.client.is_established() && pair.server.is_established());
    pair
}

/// Cuts plaintext handshake messages into fragments of at most `size` bytes, one to a datagram.
fn cut(datagram: &[u8], size: usize) -> Vec<Vec<u8>> {
    let mut cut = Vec::new();
    for record in records(datagram) {
        if (record.epoch, record.kind) != (0, HANDSHAKE) {
            cut.push(record.bytes.to_vec());
            continue;
        }
        for fragment in record.fragments() {
            for (at, data) in fragment.data.chunks(size).enumerate() {
                let mut body = message_header(fragment.kind, fragment.length, fragment.sequence).to_vec();
                body[6..9].copy_from_slice(&((fragment.offset + at * size) as u32).to_be_bytes()[1..]);
                body[9..12].copy_from_slice(&(data.len() as u32).to_be_bytes()[1..]);
                body.extend_from_slice(data);
                let mut datagram = Vec::new();
                push_plaintext(&mut datagram, HANDSHAKE, cut.len() as u64, &body);
                cut.push(datagram);
            }
            if fragment.data.is_empty() {
                let mut datagram = Vec::new();
                push_plaintext(&mut datagram, HANDSHAKE, 0, &record.bytes[13..]);
                cut.push(datagram);
            }
        }
    }
    cut
}
