//! How handshakes are given up, sessions left.

use super::*;

#[test]
fn a_silent_server_is_given_up() {
    let mut pair = Pair::new();
    let mut sent = 0;
    pair.run(&mut |_, _| {
        sent += 1;
        Vec::new()
    });
    assert_eq!(pair.client.failure(), Some(DtlsError::TimedOut));
    assert_eq!(pair.now - pair.start, PATIENCE);
    assert!((25..40).contains(&sent), "{sent}");
    assert_eq!(pair.server.failure(), None, "it was never spoken to");
}

#[test]
fn a_client_that_vanishes_is_given_up() {
    let mut pair = Pair::new();
    let mut heard = 0;
    pair.run(&mut |to, datagram| {
        heard += usize::from(to == To::Server);
        if heard <= 2 { vec![datagram] } else { Vec::new() }
    });
    assert_eq!(pair.server.failure(), Some(DtlsError::TimedOut));
}

#[test]
fn a_goodbye_is_heard_once_keys_are_proved() {
    let mut pair = established();
    pair.server.close();
    assert!(pair.server.is_closed());
    pair.exchange(&mut deliver);
    assert!(pair.client.is_closed());
    assert_eq!(pair.client.handle(pair.now, &[0; 20]), Err(DtlsError::Closed));

    let mut pair = Pair::new();
    pair.server.close();
    assert!(pair.server.is_closed() && pair.server.poll_transmit().is_none());
}
