//! A client that was away is noticed when it is back.

use super::*;

#[test]
fn a_check_after_a_silence_is_told_once() {
    let mut pair = Pair::new(vec![ClientLine::audio("mic".parse().unwrap(), Some(11), true)]);
    pair.step(Duration::from_secs(1));
    pair.peer_events.clear();
    // Neither media nor a check came meanwhile; a check is the first that comes.
    pair.step(Duration::from_secs(15));
    for _ in 0..100 {
        pair.step(Duration::from_millis(10));
    }
    assert_eq!(pair.peer_events, [Event::Back]);
}

#[test]
fn a_client_that_goes_on_was_never_away() {
    let mut pair = Pair::new(vec![ClientLine::audio("mic".parse().unwrap(), Some(11), true)]);
    pair.peer_events.clear();
    for _ in 0..2_000 {
        pair.step(Duration::from_millis(10));
    }
    assert!(pair.peer_events.is_empty());
}
