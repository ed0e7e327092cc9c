//! An offer, answered when it can be read; the answer, read as a client reads it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transport::sdp::{LineAnswer, Local, Offer, answer, client::Answer};

const FINGERPRINT: &str =
    "sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

fuzz_target!(|text: &str| {
    let _ = Answer::parse(text);
    let Ok(offer) = Offer::parse(text) else {
        return;
    };
    let local = Local {
        ufrag: "serverUfrag",
        pwd: "serverPasswordOf24Chars+",
        fingerprint: FINGERPRINT,
        candidates: &[],
        session_id: 1,
        version: 1,
    };
    let taken = LineAnswer {
        receive: true,
        red: true,
        seat: None,
    };
    let lines = vec![taken; offer.lines.len()];
    let _ = answer(&offer, &local, &lines);
});
