//! A STUN message at the ICE agent, by the right name and by any.
#![no_main]

use fuzz::{now, tuple};
use libfuzzer_sys::fuzz_target;
use transport::ice::{Attributes, Credentials, LiteAgent, addressed_ufrag};

fuzz_target!(|input: &[u8]| {
    let ufrag = addressed_ufrag(input).unwrap_or("serverUfrag").to_owned();
    let pwd = "serverPasswordOf24Chars+".to_owned();
    let mut agent = LiteAgent::new(Credentials { ufrag, pwd });
    let _ = agent.handle(now(), tuple(), input, &mut Vec::new());
    let _ = Attributes(input).count();
});
