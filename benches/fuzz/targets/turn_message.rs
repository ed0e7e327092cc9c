//! Messages at the TURN server from somebody without credentials, and frames of its streams.
#![no_main]

use fuzz::{datagrams, now, relayed_tuple, tuple};
use libfuzzer_sys::fuzz_target;
use std::time::Duration;
use transport::SendArena;
use turn::{Config, Secret, Server, frame, is_turn};

fuzz_target!(|input: &[u8]| {
    let mut server = Server::new(Config {
        secret: Secret::generate(),
        shard: 0,
        peers: vec![tuple().local],
        anchor: (now(), Duration::from_secs(1_900_000_000)),
    });
    let mut out = SendArena::new(1 << 16, 64);
    for message in datagrams(input) {
        let _ = is_turn(message);
        let _ = message.first_chunk().copied().map(frame);
        let _ = server.handle(now(), tuple(), message, &mut out);
        let _ = server.forward(now(), &relayed_tuple(), message, &mut out);
        out.clear();
    }
});
