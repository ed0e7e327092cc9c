//! Forms of packets that a line may or may not carry.

use super::*;

fn audio() -> ClientLine {
    ClientLine::audio("mic".parse().unwrap(), Some(11), true)
}

fn video() -> ClientLine {
    ClientLine::video("cam".parse().unwrap(), Some((21, 22)), true)
}

#[test]
fn redundant_packets_are_of_the_codec_they_repeat() {
    let mut pair = Pair::new(vec![audio().with_red()]);
    for (sequence, payload_type) in [(1, 63), (2, 111)] {
        pair.client
            .send(0, 0, &forward(payload_type, sequence, &[1, 2]), &mut pair.to_peer);
    }
    pair.carry();
    let received = pair.received.iter();
    let forms: Vec<_> = received
        .map(|(packet, _)| (packet.codec, packet.is_red, packet.stream))
        .collect();
    assert_eq!(forms, [(0, true, 11), (0, false, 11)]);
    let line = &pair.peer.lines()[0];
    assert_eq!(line.red_payload_type_for(line.format(0).unwrap()), Some(63));
}

#[test]
fn who_offers_no_redundant_audio_sends_none() {
    let mut pair = Pair::new(vec![audio()]);
    pair.client
        .send(0, 0, &forward(63, 1, &[1, 2]), &mut pair.to_peer);
    pair.carry();
    assert!(pair.received.is_empty());
    let line = &pair.peer.lines()[0];
    assert_eq!(line.red_payload_type_for(line.format(0).unwrap()), None);
}

#[test]
fn descriptors_reach_the_other_end_as_edited() {
    let mut pair = Pair::new(vec![ClientLine {
        descriptor: true,
        ..video()
    }]);
    for len in [1, 16, 17, 255] {
        let descriptor = vec![len as u8; len];
        let packet = Forward {
            descriptor: Some(&descriptor),
            ..forward(96, len as u64, &[0x10, 1, 2])
        };
        pair.client.send(0, 0, &packet, &mut pair.to_peer);
        let edit = |payload: &mut [u8], descriptor: Option<&mut [u8]>| {
            payload[2] = 9;
            descriptor.unwrap()[len - 1] = 7;
        };
        pair.peer.send(pair.now, 0, &packet, edit, &mut pair.to_client);
        pair.peer.resend(
            pair.now,
            0,
            &forward(96, 1_000 + len as u64, &[0x10]),
            |_, descriptor| assert_eq!(descriptor, None),
            &mut pair.to_client,
        );
        for mut datagram in drain(&mut pair.to_peer) {
            pair.give_peer(&mut datagram);
            let read = pair.received.pop().and_then(|(packet, _)| packet.descriptor);
            assert_eq!(datagram[read.unwrap()], descriptor);
        }
        pair.carry();
        let (packet, datagram) = pair
            .shown
            .iter()
            .find(|(packet, _)| packet.sequence as u16 == len as u16)
            .unwrap();
        let mut expected = descriptor.clone();
        expected[len - 1] = 7;
        assert_eq!(datagram[packet.descriptor.clone().unwrap()], expected);
        assert_eq!(datagram[packet.payload.clone()], [0x10, 1, 9]);
    }
}

#[test]
fn who_reads_no_descriptors_gets_none() {
    let mut pair = Pair::new(vec![video()]);
    let packet = Forward {
        descriptor: Some(&[1, 2, 3]),
        ..forward(96, 1, &[0x10])
    };
    let edit = |_: &mut [u8], descriptor: Option<&mut [u8]>| assert_eq!(descriptor, None);
    pair.peer.send(pair.now, 0, &packet, edit, &mut pair.to_client);
    pair.carry();
    assert_eq!(pair.shown.len(), 1);
    assert_eq!(pair.shown[0].0.descriptor, None);
}
