//! What is told of single streams.

use super::*;
use crate::peer::Outbound;

const FRAME: Duration = Duration::from_millis(33);

fn pair() -> Pair {
    let line = ClientLine::video("cam".parse().unwrap(), Some((21, 22)), true);
    Pair::new(vec![line])
}

#[test]
fn a_packet_that_comes_by_a_retransmission_is_lost_and_repaired() {
    let mut pair = pair();
    assert_eq!(pair.peer.inbound(0, 0), None);
    for sequence in 1..=40 {
        pair.client
            .send(0, 0, &forward(96, sequence, &[0x10; 50]), &mut pair.to_peer);
        if sequence == 20 {
            pair.to_peer.clear();
        }
        pair.step(FRAME);
        for event in std::mem::take(&mut pair.client_events) {
            if let Event::Lost { sequence, .. } = event {
                let again = forward(96, sequence.into(), &[0x10; 50]);
                pair.client.resend(0, 0, &again, &mut pair.to_peer);
            }
        }
    }
    let inbound = pair.peer.inbound(0, 0).unwrap();
    assert_eq!((inbound.packets, inbound.lost, inbound.repaired), (39, 1, 1));
    assert_eq!(inbound.bytes, 40 * 50);
    assert_eq!(pair.peer.inbound(0, 1), None);
}

#[test]
fn what_the_client_reports_of_a_seat_is_told() {
    let mut pair = pair();
    assert_eq!(pair.peer.outbound(0), Some(Outbound::default()));
    for sequence in 1..=100 {
        let packet = forward(96, sequence, &[0x10; 50]);
        pair.peer
            .send(pair.now, 0, &packet, |_, _| {}, &mut pair.to_client);
        if sequence % 10 == 5 {
            pair.to_client.clear();
        }
        // Now ten milliseconds early, now as late, by the timestamps' 33 ms a packet.
        pair.step(Duration::from_millis(if sequence % 2 == 0 { 23 } else { 43 }));
    }
    let again = forward(96, 5, &[0x10; 50]);
    pair.peer
        .resend(pair.now, 0, &again, |_, _| {}, &mut pair.to_client);
    let outbound = pair.peer.outbound(0).unwrap();
    assert_eq!((outbound.packets, outbound.bytes), (100, 100 * 50));
    assert!((8..=10).contains(&outbound.lost), "{outbound:?}");
    assert_eq!(outbound.repeated, 1);
    let jitter = outbound.jitter.as_millis();
    assert!((7..=11).contains(&jitter), "{jitter} ms");
    assert_eq!(pair.peer.outbound(7), None);
}
