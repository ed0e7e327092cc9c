//! Datagrams of the DTLS handshake at a server that has authenticated none of them yet.
#![no_main]

use fuzz::{datagrams, now};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use transport::dtls::{Certificate, Handshake, Role};

static CERTIFICATE: LazyLock<Certificate> = LazyLock::new(|| Certificate::generate().expect("a certificate"));

fuzz_target!(|input: &[u8]| {
    let remote = CERTIFICATE.fingerprint().parse().expect("its own fingerprint");
    let mut server = Handshake::new(Role::Server, &CERTIFICATE, remote, now()).expect("a server");
    for datagram in datagrams(input) {
        let _ = server.handle(now(), datagram);
        while server.poll_transmit().is_some() {}
    }
});
