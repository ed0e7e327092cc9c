//! A decrypted RTCP datagram, read to the last number in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transport::feedback::{Feedback, Incoming};

fuzz_target!(|datagram: &[u8]| {
    let Ok(items) = Incoming::parse(datagram) else {
        return;
    };
    for item in items {
        match item {
            Feedback::Nack { missing, .. } => drop(missing.sequences().count()),
            Feedback::TransportWide(feedback) => drop(feedback.arrivals().count()),
            _ => {}
        }
    }
});
