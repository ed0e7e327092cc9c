//! Datagrams of every kind at a peer that has answered an offer and is not connected.
#![no_main]

use fuzz::{datagrams, now, tuple};
use libfuzzer_sys::fuzz_target;
use model::Grants;
use std::sync::LazyLock;
use std::time::Duration;
use transport::dtls::Certificate;
use transport::feedback::NtpClock;
use transport::packet::classify;
use transport::peer::{Peer, Setting};
use transport::sdp::Offer;
use transport::{SendArena, ice};

const OFFER: &str = include_str!("../../../crates/transport/src/sdp/fixtures/chromium-simulcast.sdp");

static SETTING: LazyLock<Setting> = LazyLock::new(|| Setting {
    certificate: Certificate::generate().expect("a certificate"),
    candidates: [].into(),
    clock: NtpClock::new(now(), Duration::from_secs(1_900_000_000)),
    shard: 0,
    red: true,
});

fuzz_target!(|input: &[u8]| {
    let mut peer = Peer::new(&SETTING, now());
    let offer = Offer::parse(OFFER).expect("an offer of a browser");
    let grants = Grants {
        publish: true,
        subscribe: true,
    };
    let _ = peer.answer(now(), &offer, grants);
    let mut out = SendArena::new(1 << 16, 64);
    for datagram in datagrams(input) {
        let kind = classify(datagram);
        let _ = ice::addressed_ufrag(datagram).map(|name| peer.answers_to(name));
        let _ = peer.handle_datagram(now(), tuple(), kind, &mut datagram.to_vec(), &mut out);
        peer.handle_timeout(now() + Duration::from_secs(1), &mut out);
        out.clear();
    }
});
