//! Several streams of one camera.

use super::*;
use crate::packet::Rid;
use crate::sdp::client::Layer;

const NAMES: [&[u8]; 3] = [b"q", b"h", b"f"];

fn layers() -> Vec<Layer> {
    let layer = |(place, name): (usize, &&[u8])| Layer {
        rid: Rid::new(name).unwrap(),
        ssrc: 100 + place as u32,
        rtx_ssrc: 200 + place as u32,
    };
    NAMES.iter().enumerate().map(layer).collect()
}

fn line(layers: Vec<Layer>) -> ClientLine {
    ClientLine::simulcast("cam".parse().unwrap(), layers)
}

fn simulcast() -> Pair {
    let pair = Pair::new(vec![line(layers())]);
    assert_eq!(pair.peer.lines()[0].encodings(), 3);
    pair
}

impl Pair {
    fn send(&mut self, encoding: u8, sequence: u64) {
        let payload = [0x10, encoding, sequence as u8];
        self.client
            .send(0, encoding, &forward(96, sequence, &payload), &mut self.to_peer);
    }

    /// Sends a packet that the peer never gets.
    fn lose(&mut self, encoding: u8, sequence: u64) {
        self.carry();
        self.send(encoding, sequence);
        drain(&mut self.to_peer);
    }

    fn repeat(&mut self, encoding: u8, sequence: u64) {
        let payload = [0x10, encoding, sequence as u8];
        self.client
            .resend(0, encoding, &forward(96, sequence, &payload), &mut self.to_peer);
    }

    /// Another sender's stream takes the place of a layer: what a client does that begins it anew.
    fn restart(&mut self, encoding: u8, ssrc: u32) {
        let stream = self.client.media.lines[0].outgoing.get_mut(encoding).unwrap();
        (stream.ssrc, stream.is_heard) = (ssrc, false);
    }
}

#[test]
fn packets_say_their_layer_also_after_their_names_are_gone() {
    let mut pair = simulcast();
    for sequence in 1..4 {
        (0..3).for_each(|encoding| pair.send(encoding, sequence));
        pair.carry();
        let low = sequence as u16;
        assert_eq!(pair.news(), [(0, 100, low), (1, 101, low), (2, 102, low)]);
        // Receiver reports go out in this time: the client learns that its SSRCs are known.
        pair.step(Duration::from_millis(1_100));
    }
    let heard = |stream: &line::Outgoing| stream.is_heard;
    assert!(pair.client.media.lines[0].outgoing.iter().all(heard));
}

#[test]
fn a_retransmission_repairs_its_own_layer() {
    let mut pair = simulcast();
    for encoding in 0..3 {
        pair.send(encoding, 1);
        pair.lose(encoding, 2);
        pair.send(encoding, 3);
    }
    pair.carry();
    pair.news();
    for encoding in [2, 0, 1] {
        pair.repeat(encoding, 2);
    }
    pair.carry();
    let payloads: Vec<_> = pair.received.iter().map(|(_, payload)| payload.clone()).collect();
    assert_eq!(payloads, [[0x10, 2, 2], [0x10, 0, 2], [0x10, 1, 2]]);
    assert_eq!(pair.news(), [(2, 102, 2), (0, 100, 2), (1, 101, 2)]);
}

#[test]
fn a_retransmission_before_its_layer_is_dropped() {
    let mut pair = simulcast();
    pair.send(0, 1);
    pair.lose(1, 1);
    pair.repeat(1, 1);
    pair.carry();
    assert_eq!(pair.news(), [(0, 100, 1)]);
    pair.send(1, 2);
    pair.lose(1, 3);
    pair.send(1, 4);
    pair.repeat(1, 3);
    pair.carry();
    assert_eq!(pair.news(), [(1, 101, 2), (1, 101, 4), (1, 101, 3)]);
}

#[test]
fn what_a_layer_lacks_is_asked_of_that_layer() {
    let mut pair = simulcast();
    for encoding in 0..3 {
        pair.send(encoding, 1);
    }
    pair.lose(1, 2);
    pair.send(1, 3);
    pair.carry();
    for _ in 0..20 {
        pair.step(Duration::from_millis(10));
    }
    let lost = |event: &Event| match event {
        Event::Lost {
            encoding, sequence, ..
        } => Some((*encoding, *sequence)),
        _ => None,
    };
    assert_eq!(pair.client_events.iter().find_map(lost), Some((1, 2)));
    assert!(
        pair.client_events
            .iter()
            .filter_map(lost)
            .all(|lost| lost == (1, 2))
    );
    for _ in 0..300 {
        pair.step(Duration::from_millis(10));
    }
    assert!(pair.peer_events.contains(&Event::Gap { line: 0, encoding: 1 }));
}

#[test]
fn keyframes_are_asked_of_one_layer() {
    let mut pair = simulcast();
    (0..3).for_each(|encoding| pair.send(encoding, 1));
    pair.carry();
    pair.client_events.clear();
    for encoding in [1, 2, 0, 3] {
        pair.peer.request_keyframe(0, encoding, &mut pair.to_client);
    }
    pair.carry();
    let wanted = |encoding| Event::KeyframeWanted { line: 0, encoding };
    assert_eq!(pair.client_events, [wanted(1), wanted(2), wanted(0)]);
}

#[test]
fn each_layer_has_its_clock() {
    let mut pair = simulcast();
    (0..3).for_each(|encoding| pair.send(encoding, 1));
    for encoding in 0..3 {
        let timestamp = 1_000_000 * (u32::from(encoding) + 1);
        pair.client
            .report(pair.now, 0, encoding, timestamp, &mut pair.to_peer);
    }
    pair.carry();
    let later = pair.now + Duration::from_millis(100);
    for encoding in 0..3 {
        let timestamp = pair.peer.source_timestamp(0, encoding, later).unwrap();
        let expected = 1_000_000 * (u32::from(encoding) + 1) + 9_000;
        assert!(timestamp.abs_diff(expected) < 10, "{timestamp}");
    }
    assert_eq!(pair.peer.source_timestamp(0, 3, later), None);
}

#[test]
fn a_layer_that_fell_silent_goes_on_with_another_ssrc() {
    let mut pair = simulcast();
    (0..3).for_each(|encoding| pair.send(encoding, 1));
    pair.carry();
    pair.news();
    pair.restart(1, 300);
    pair.step(Duration::from_millis(400));
    pair.send(1, 2);
    pair.carry();
    assert_eq!(pair.news(), [], "not while the former may go on");
    pair.step(Duration::from_millis(200));
    pair.send(1, 3);
    pair.send(2, 2);
    pair.carry();
    assert_eq!(pair.news(), [(1, 300, 3), (2, 102, 2)]);
    // The former comes no more, however long the new one is silent.
    pair.restart(1, 101);
    pair.step(Duration::from_secs(2));
    pair.send(1, 4);
    pair.carry();
    assert_eq!(pair.news(), []);
    pair.peer.request_keyframe(0, 1, &mut pair.to_client);
    pair.restart(1, 300);
    pair.carry();
    assert!(
        pair.client_events
            .contains(&Event::KeyframeWanted { line: 0, encoding: 1 })
    );
}

#[test]
fn a_stream_without_a_known_name_is_nobodys() {
    let mut pair = simulcast();
    pair.client.media.lines[0].outgoing.get_mut(1).unwrap().rid = None;
    pair.client.media.lines[0].outgoing.get_mut(2).unwrap().rid = Rid::new(b"x").ok();
    (0..3).for_each(|encoding| pair.send(encoding, 1));
    pair.carry();
    assert_eq!(pair.news(), [(0, 100, 1)]);
    assert_eq!(pair.peer.counters().dropped.unwanted, 2);
}

#[test]
fn layers_of_older_pages_have_the_places_of_their_ssrcs() {
    let mut pair = Pair::new(vec![ClientLine::video(
        "cam".parse().unwrap(),
        Some((100, 200)),
        false,
    )]);
    let offered = &mut pair.peer.media.lines[0];
    offered.layer_ssrcs = vec![100, 101, 102];
    offered.repairs.push((101, 201));
    let streams = &mut pair.client.media.lines[0].outgoing;
    for place in 1..4 {
        let mut stream = streams.first().unwrap().clone();
        (stream.ssrc, stream.rtx_ssrc) = (100 + place, 200 + place);
        streams.push(stream);
    }
    (0..4).for_each(|encoding| pair.send(encoding, 1));
    pair.lose(1, 2);
    pair.send(1, 3);
    pair.repeat(1, 2);
    pair.carry();
    let layers = [(0, 100, 1), (1, 101, 1), (2, 102, 1), (1, 101, 3), (1, 101, 2)];
    assert_eq!(pair.news(), layers);
    assert_eq!(pair.peer.lines()[0].encodings(), 3);
}

#[test]
fn the_order_is_that_of_the_offer_and_a_fourth_layer_is_not_taken() {
    let mut offered = layers();
    offered.reverse();
    offered.push(Layer {
        rid: Rid::new(b"x").unwrap(),
        ssrc: 103,
        rtx_ssrc: 203,
    });
    let mut pair = Pair::new(vec![line(offered)]);
    assert_eq!(pair.peer.lines()[0].encodings(), 3);
    (0..4).for_each(|encoding| pair.send(encoding, 1));
    pair.carry();
    assert_eq!(pair.news(), [(0, 102, 1), (1, 101, 1), (2, 100, 1)]);
}

#[test]
fn a_single_stream_is_encoding_zero() {
    let mut pair = Pair::new(vec![ClientLine::video(
        "cam".parse().unwrap(),
        Some((100, 200)),
        false,
    )]);
    assert_eq!(pair.peer.lines()[0].encodings(), 1);
    pair.send(0, 1);
    pair.lose(0, 2);
    pair.send(0, 3);
    pair.repeat(0, 2);
    pair.carry();
    assert_eq!(pair.news(), [(0, 100, 1), (0, 100, 3), (0, 100, 2)]);
}

#[test]
fn one_ssrc_on_two_lines_stays_with_the_first() {
    let video = |mid: &str| ClientLine::video(mid.parse().unwrap(), Some((100, 200)), false);
    let mut pair = Pair::new(vec![video("one"), video("two")]);
    let payload = [0x10];
    for (line, sequence) in [(0, 1), (1, 2), (0, 3)] {
        pair.client
            .send(line, 0, &forward(96, sequence, &payload), &mut pair.to_peer);
    }
    pair.carry();
    let lines: Vec<_> = pair.received.iter().map(|(packet, _)| packet.line).collect();
    assert_eq!(lines, [0, 0, 0]);
}
