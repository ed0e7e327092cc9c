//! A client whose certificate is told once it has answered.

use super::*;
use crate::sdp::client::ClientLine;

/// The offer with a fingerprint that is nobody's.
fn without_certificate(offer: &str) -> String {
    let lines = offer
        .lines()
        .map(|line| match line.strip_prefix("a=fingerprint:") {
            Some(_) => format!("a=fingerprint:sha-256 {}", ["00"; 32].join(":")),
            None => line.to_owned(),
        });
    lines.map(|line| line + "\r\n").collect()
}

fn awaited() -> Pair {
    let line = ClientLine::audio("0".parse().unwrap(), Some(7), true);
    Pair::answered(vec![line], without_certificate)
}

#[test]
fn nobody_shakes_hands_until_the_certificate_is_told() {
    let mut pair = awaited();
    assert!(!pair.connects());
    let (offer, ufrag) = (
        Offer::parse(&pair.client.offer()).unwrap(),
        pair.peer.ufrag().to_owned(),
    );
    assert!(pair.peer.continues_with(&offer));
    pair.peer.answer(pair.now, &offer, ALL).unwrap();
    assert_eq!(pair.peer.ufrag(), ufrag, "the client goes on by it");
    assert!(pair.connects());
}

#[test]
fn a_certificate_that_was_told_stays() {
    let mut pair = awaited();
    let offer = Offer::parse(&pair.client.offer()).unwrap();
    pair.peer.answer(pair.now, &offer, ALL).unwrap();
    let other = Certificate::generate().unwrap();
    let told = pair.client.offer();
    let (before, after) = told.split_once("a=fingerprint:").unwrap();
    let after = after.split_once("\r\n").unwrap().1;
    let changed = format!("{before}a=fingerprint:{}\r\n{after}", other.fingerprint());
    assert!(!pair.peer.continues_with(&Offer::parse(&changed).unwrap()));
}

#[test]
fn whoever_is_awaited_may_take_a_minute() {
    let mut pair = awaited();
    let start = pair.now;
    assert_eq!(pair.peer.end(start + Duration::from_secs(59)), None);
    assert_eq!(
        pair.peer.end(start + Duration::from_secs(61)),
        Some(End::NeverReached)
    );
    let offer = Offer::parse(&pair.client.offer()).unwrap();
    let late = start + Duration::from_secs(50);
    pair.peer.answer(late, &offer, ALL).unwrap();
    assert_eq!(pair.peer.end(late + Duration::from_secs(29)), None);
    assert_eq!(
        pair.peer.end(late + Duration::from_secs(31)),
        Some(End::NeverReached)
    );
}
