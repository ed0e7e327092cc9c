//! Answers to what real clients offer.

mod clients;
mod hostile;
mod layers;
mod rules;

use super::*;
use crate::Protocol;

/// A fixture: an offer that a real client made, before it gathered candidates, unless its name says otherwise.
macro_rules! fixtures {
    ($($name:literal),* $(,)?) => {
        const FIXTURES: &[(&str, &str)] = &[$(($name, include_str!(concat!("fixtures/", $name, ".sdp")))),*];
    };
}

fixtures!(
    "chromium-sendrecv",
    "chromium-seats",
    "chromium-data",
    "chromium-whep",
    "chromium-whip",
    "chromium-simulcast",
    "chromium-simulcast-h264",
    "chromium-simulcast-paused",
    "firefox-sendrecv",
    "firefox-seats",
    "firefox-data",
    "firefox-whep",
    "firefox-whip",
    "firefox-simulcast",
    "aiortc-sendrecv",
    "gstreamer-sendrecv",
    "wrtc-sendrecv",
);

const UFRAG: &str = "serverUfrag";
const PWD: &str = "serverPasswordOf24Chars+";
const FINGERPRINT: &str =
    "sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

fn fixture(name: &str) -> &'static str {
    let found = FIXTURES.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no fixture {name}")).1
}

fn candidates() -> [Candidate; 1] {
    [Candidate {
        protocol: Protocol::Udp,
        address: "192.0.2.1:8080".parse().unwrap(),
    }]
}

/// Takes all that is offered: line K gets SSRC 1000+K with RTX 2000+K, two lines at a time share a stream.
fn answer_all(text: &str) -> Result<(Offer, String, Vec<Option<Negotiated>>), SdpError> {
    let offer = Offer::parse(text)?;
    let decisions: Vec<_> = (0u32..)
        .zip(&offer.lines)
        .map(|(index, _)| LineAnswer {
            receive: true,
            red: true,
            seat: Some(SeatStream {
                ssrc: 1000 + index,
                rtx_ssrc: Some(2000 + index),
                stream: format!("seat{}", index / 2),
                track: format!("track{index}"),
            }),
        })
        .collect();
    let (candidates, version) = (candidates(), offer.origin.version + 1);
    let local = Local {
        ufrag: UFRAG,
        pwd: PWD,
        fingerprint: FINGERPRINT,
        candidates: &candidates,
        session_id: 7,
        version,
    };
    let (text, negotiated) = answer(&offer, &local, &decisions)?;
    Ok((offer, text, negotiated))
}

/// The lines of each part of a description: first the session, then the m-lines.
fn parts(text: &str) -> Vec<Vec<&str>> {
    let mut parts = vec![Vec::new()];
    for line in text.lines() {
        if line.starts_with("m=") {
            parts.push(Vec::new());
        }
        parts.last_mut().unwrap().push(line);
    }
    parts
}

fn has(part: &[&str], line: &str) -> bool {
    part.contains(&line)
}

/// The lines that begin with `start`, without it.
fn after<'a>(part: &[&'a str], start: &str) -> Vec<&'a str> {
    part.iter().filter_map(|line| line.strip_prefix(start)).collect()
}
