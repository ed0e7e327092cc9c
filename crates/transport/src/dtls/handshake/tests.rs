//! Client with server over an in-memory path that loses, cuts, repeats, reorders, lies.

use super::*;
use crate::dtls::record::{VERSION, message_header};
use proptest::prelude::*;
use rtc_dtls::config::ConfigBuilder;
use rtc_dtls::endpoint::Endpoint;
use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_shared::TransportProtocol;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

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

#[test]
fn keys_fit_without_a_timeout() {
    let mut pair = Pair::new();
    pair.exchange(&mut deliver);
    assert!(pair.client.is_established() && pair.server.is_established());
    assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm));
    assert_eq!(
        (pair.client.poll_timeout(), pair.server.poll_timeout()),
        (None, None)
    );
    assert_eq!((pair.client.failure(), pair.errors.len()), (None, 0));
}

#[test]
fn gcm_is_chosen_in_any_order_counter_mode_otherwise() {
    for (profiles, expected) in [
        (
            &[Profile::Aes128CmHmacSha1_80, Profile::AeadAes128Gcm][..],
            Profile::AeadAes128Gcm,
        ),
        (&[Profile::AeadAes128Gcm], Profile::AeadAes128Gcm),
        (&[Profile::Aes128CmHmacSha1_80], Profile::Aes128CmHmacSha1_80),
    ] {
        let mut pair = Pair::offering(profiles);
        pair.exchange(&mut deliver);
        assert_eq!(pair.keys(), Some(expected), "{profiles:?}");
    }
}

#[test]
fn a_client_without_a_profile_is_refused() {
    let mut pair = Pair::offering(&[]);
    pair.run(&mut deliver);
    assert_eq!(pair.server.failure(), Some(DtlsError::NoSrtpProfile));
    assert!(pair.server.keys().is_none() && pair.client.keys().is_none());
}

#[test]
fn fragments_in_any_order_make_the_handshake() {
    for size in [1000, 100, 60] {
        for is_reversed in [false, true] {
            let mut pair = Pair::new();
            pair.exchange(&mut |_, datagram| {
                let mut fragments = cut(&datagram, size);
                if is_reversed {
                    fragments.reverse();
                }
                fragments
            });
            assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm), "{size} {is_reversed}");
        }
    }
}

#[test]
fn any_single_loss_is_recovered() {
    for lost in 0..12 {
        let (mut pair, mut count) = (Pair::new(), 0);
        pair.run(&mut |_, datagram| {
            count += 1;
            if count == lost + 1 {
                Vec::new()
            } else {
                vec![datagram]
            }
        });
        assert!(pair.keys().is_some(), "datagram {lost}");
        assert!(pair.now - pair.start < Duration::from_secs(1), "datagram {lost}");
    }
}

#[test]
fn a_silent_server_is_given_up() {
    let mut pair = Pair::new();
    let mut sent = 0;
    pair.run(&mut |_, _| {
        sent += 1;
        Vec::new()
    });
    assert_eq!(pair.client.failure(), Some(DtlsError::TimedOut));
    assert_eq!(pair.now - pair.start, PATIENCE);
    assert!((25..40).contains(&sent), "{sent}");
    assert_eq!(pair.server.failure(), None, "it was never spoken to");
}

#[test]
fn a_client_that_vanishes_is_given_up() {
    let mut pair = Pair::new();
    let mut heard = 0;
    pair.run(&mut |to, datagram| {
        heard += usize::from(to == To::Server);
        if heard <= 2 { vec![datagram] } else { Vec::new() }
    });
    assert_eq!(pair.server.failure(), Some(DtlsError::TimedOut));
}

#[test]
fn a_wrong_fingerprint_never_gets_keys() {
    let [ours, theirs] = &*CERTIFICATES;
    let stranger = fingerprint(&Certificate::generate().unwrap());

    let mut pair = Pair::with(stranger.clone(), fingerprint(ours), &BOTH);
    pair.run(&mut deliver);
    assert_eq!(pair.server.failure(), Some(DtlsError::FingerprintMismatch));
    assert!(pair.keys().is_none() && pair.server.keys().is_none() && pair.client.keys().is_none());

    let mut pair = Pair::with(fingerprint(theirs), stranger, &BOTH);
    pair.run(&mut deliver);
    assert_eq!(pair.client.failure(), Some(DtlsError::FingerprintMismatch));
    assert!(pair.client.keys().is_none() && pair.server.keys().is_none());
}

/// What anybody can send who knows the address: alerts, data, garbage, plaintext with a bold number.
fn forgeries() -> Vec<Vec<u8>> {
    let record = |kind: u8, epoch: u8, body: &[u8]| {
        let mut datagram = Vec::new();
        push_plaintext(&mut datagram, kind, 1 << 40, body);
        datagram[4] = epoch;
        datagram
    };
    let mut early_finished = message_header(20, 12, 7).to_vec();
    early_finished.extend_from_slice(&[0; 12]);
    vec![
        record(ALERT, 0, &[2, 40]),
        record(ALERT, 0, &[1, 0]),
        record(ALERT, 1, &[0; 26]),
        record(ALERT, 1, &[1, 0]),
        record(23, 0, b"data"),
        record(23, 1, &[0; 40]),
        record(20, 0, &[1]),
        record(20, 0, &[9, 9]),
        record(HANDSHAKE, 0, &[0xff; 40]),
        record(HANDSHAKE, 0, &message_header(CLIENT_HELLO, 0, 0)),
        record(HANDSHAKE, 0, &message_header(0, 0, 0)),
        record(HANDSHAKE, 0, &early_finished),
        record(HANDSHAKE, 1, &[7; 48]),
        record(HANDSHAKE, 2, &[7; 48]),
        record(99, 0, b"?"),
        vec![ALERT; 20],
        vec![HANDSHAKE],
        Vec::new(),
    ]
}

#[test]
fn forgeries_stop_no_handshake() {
    let mut pair = Pair::new();
    pair.run(&mut |_, datagram| {
        let mut arriving = forgeries();
        arriving.push(datagram);
        arriving.extend(forgeries());
        arriving
    });
    assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm));
    assert!(pair.errors.is_empty(), "{:?}", pair.errors);
}

#[test]
fn forgeries_end_no_session() {
    let mut pair = established();
    for _ in 0..200 {
        for forgery in forgeries() {
            for side in [&mut pair.server, &mut pair.client] {
                let outcome = side.handle(pair.now, &forgery);
                assert!(outcome.is_ok() || outcome == Err(DtlsError::Unacceptable));
            }
        }
    }
    assert!(pair.client.is_established() && pair.server.is_established());
    pair.client.close();
    pair.exchange(&mut deliver);
    assert!(pair.server.is_closed());
}

#[test]
fn a_forged_client_hello_costs_the_client_nothing() {
    let mut other = Pair::offering(&[Profile::Aes128CmHmacSha1_80]);
    let forged = other.client.poll_transmit().unwrap().to_vec();
    let mut pair = Pair::new();
    pair.exchange(&mut |to, datagram| match to {
        To::Server => vec![forged.clone(), datagram, forged.clone()],
        To::Client => vec![datagram],
    });
    assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm));
}

#[test]
fn the_server_answers_no_more_than_it_is_asked() {
    let mut pair = Pair::new();
    let hello = pair.client.poll_transmit().unwrap();
    pair.server.handle(pair.now, &hello).unwrap();
    let answer = pair.server.poll_transmit().unwrap();
    assert!(answer.len() <= hello.len());
    assert!(pair.server.poll_transmit().is_none() && pair.server.poll_timeout().is_none());
    assert_eq!(answer[1..3], VERSION);
}

/// A client of the library's own, which shows no certificate.
fn anonymous() -> (Endpoint, SocketAddr, Instant) {
    let (address, now) = (SocketAddr::from(([127, 0, 0, 1], 9)), Instant::now());
    let config = ConfigBuilder::default()
        .with_crypto_provider(rtc_crypto::default_provider().unwrap())
        .with_srtp_protection_profiles(vec![SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm])
        .with_insecure_skip_verify(true)
        .build(true, Some(address))
        .unwrap();
    let mut client = Endpoint::new(address, TransportProtocol::UDP, None);
    client.connect(now, address, Arc::new(config), None).unwrap();
    (client, address, now)
}

#[test]
fn a_client_without_a_certificate_gets_no_keys() {
    let [ours, theirs] = &*CERTIFICATES;
    let (mut client, address, now) = anonymous();
    let mut server = Handshake::new(Role::Server, ours, fingerprint(theirs), now).unwrap();
    let mut reached = 0;
    for _ in 0..10 {
        while let Some(datagram) = client.poll_transmit() {
            reached += 1;
            let _ = server.handle(now, &datagram.message);
        }
        while let Some(datagram) = server.poll_transmit() {
            let _ = client.read(now, address, None, datagram);
        }
    }
    assert!(reached > 2, "the client answered the server's flight");
    assert!(server.keys().is_none() && !server.is_established());
    server.handle_timeout(now + PATIENCE);
    assert_eq!(server.failure(), Some(DtlsError::TimedOut));
}

#[test]
fn a_lost_last_flight_is_repeated() {
    let mut pair = Pair::new();
    let mut lost = 0;
    pair.run(&mut |to, datagram| {
        let is_last = to == To::Client && records(&datagram).any(|record| record.epoch == 1);
        if is_last && lost < 3 {
            lost += 1;
            return Vec::new();
        }
        vec![datagram]
    });
    assert_eq!(lost, 3);
    assert!(pair.keys().is_some());
}

#[test]
fn a_goodbye_is_heard_once_keys_are_proved() {
    let mut pair = established();
    pair.server.close();
    assert!(pair.server.is_closed());
    pair.exchange(&mut deliver);
    assert!(pair.client.is_closed());
    assert_eq!(pair.client.handle(pair.now, &[0; 20]), Err(DtlsError::Closed));

    let mut pair = Pair::new();
    pair.server.close();
    assert!(pair.server.is_closed() && pair.server.poll_transmit().is_none());
}

#[test]
fn what_waits_is_bounded() {
    let mut pair = Pair::new();
    let hello = pair.client.poll_transmit().unwrap();
    for _ in 0..1000 {
        pair.server.handle(pair.now, &hello).unwrap();
    }
    assert_eq!(
        std::iter::from_fn(|| pair.server.poll_transmit()).count(),
        MAX_OUTGOING
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_bad_path_gives_keys_in_the_end(seed in prop::collection::vec(0..10u8, 400)) {
        let (mut pair, mut at, mut late) = (Pair::new(), 0, [None, None]);
        pair.run(&mut |to, datagram| {
            let mut arriving = Vec::new();
            for piece in cut(&datagram, 300) {
                at += 1;
                // Three in ten are lost, one comes twice, two come late.
                match seed[at % seed.len()] {
                    0..3 => {}
                    3 => arriving.extend([piece.clone(), piece]),
                    4 | 5 => arriving.extend(late[to as usize].replace(piece)),
                    _ => arriving.push(piece),
                }
            }
            arriving
        });
        let state = |side: &Handshake| (side.failure(), side.is_established());
        let states = (state(&pair.client), state(&pair.server), pair.now - pair.start, at);
        prop_assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm), "{:?}", states);
    }

    #[test]
    fn anything_is_handled_without_a_panic(datagrams in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 1..20), kind in 20..24u8) {
        let mut pair = Pair::new();
        pair.run(&mut |_, datagram| {
            let mut arriving: Vec<Vec<u8>> = datagrams.clone();
            for body in &datagrams {
                let mut headed = Vec::new();
                push_plaintext(&mut headed, kind, 3, body);
                arriving.push(headed);
            }
            arriving.push(datagram);
            arriving
        });
        prop_assert!(pair.keys().is_some());
    }

    #[test]
    fn changed_messages_never_give_keys_that_differ(at in any::<prop::sample::Index>(), nth in 0..8usize, bit in 0..8u8) {
        let (mut pair, mut count) = (Pair::new(), 0);
        pair.run(&mut |_, mut datagram| {
            if count == nth {
                let at = at.index(datagram.len());
                datagram[at] ^= 1 << bit;
            }
            count += 1;
            vec![datagram]
        });
        pair.keys();
    }
}
