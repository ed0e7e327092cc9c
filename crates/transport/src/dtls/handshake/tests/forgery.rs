//! What strangers send, or somebody on the path.

use super::*;
use crate::dtls::handshake::sending::MAX_OUTGOING;
use crate::dtls::record::{CLIENT_HELLO, VERSION};
use proptest::prelude::*;

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
