//! Datagrams on their way through an allocation.

use crate::forbidden::send_indication;
use crate::scene::*;
use proptest::prelude::*;
use rtc_stun::attributes::*;
use rtc_stun::message::*;
use transport::{FiveTuple, Protocol};
use turn::{Frame, Outcome, frame, shard_of};

#[test]
fn by_channel_and_by_indication_they_come_as_from_the_relayed_address() {
    let mut scene = Scene::new();
    let (mut client, relayed) = scene.settled("192.0.2.1:1000");
    assert_eq!(shard_of(&relayed), 3);
    let message = send_indication(PEER, b"inner");
    let (outcome, sent) = scene.say(client.tuple, &message);
    let Outcome::Relayed { path: way, datagram } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        (way, &message[datagram], sent.len()),
        (path(relayed), &b"inner"[..], 0)
    );
    scene.bind(&mut client, 0x4007, PEER).unwrap();
    let message = b"\x40\x07\x00\x05inner\0\0\0";
    let outcome = scene.say(client.tuple, message).0;
    assert_eq!(
        outcome,
        Outcome::Relayed {
            path: path(relayed),
            datagram: 4..9
        }
    );
    assert_eq!(scene.say(client.tuple, b"\x40\x08\0\0").0, Outcome::Ignored);
    assert_eq!(scene.say(client.tuple, b"\x40\x07\0\x01").0, Outcome::Ignored);
    let mut stranger = client.tuple;
    stranger.remote.set_port(1001);
    assert_eq!(scene.say(stranger, message).0, Outcome::Ignored);
}

#[test]
fn what_the_sfu_sends_comes_as_an_indication_until_a_channel_is_bound() {
    let mut scene = Scene::new();
    let (mut client, relayed) = scene.settled("192.0.2.1:1000");
    let (to, bytes) = scene.forward(relayed, b"media").unwrap();
    let indication = decoded(&bytes);
    assert_eq!(
        (to, indication.typ),
        (client.tuple, MessageType::new(METHOD_DATA, CLASS_INDICATION))
    );
    assert_eq!(address(&indication, ATTR_XOR_PEER_ADDRESS), addr(PEER));
    assert_eq!(indication.get(ATTR_DATA).unwrap(), b"media");
    scene.bind(&mut client, 0x4000, PEER).unwrap();
    assert_eq!(
        scene.forward(relayed, b"media"),
        Some((client.tuple, b"\x40\0\0\x05media".to_vec()))
    );
}

#[test]
fn without_permission_nothing_passes() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    let relayed = scene.allocate(&mut client).unwrap();
    assert_eq!(scene.forward(relayed, b"media"), None);
    assert_eq!(
        scene.say(client.tuple, &send_indication(PEER, b"x")).0,
        Outcome::Ignored
    );
}

#[test]
fn in_a_stream_every_message_ends_at_four_bytes() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    client.tuple.protocol = Protocol::Tcp;
    let relayed = scene.allocate(&mut client).unwrap();
    scene.bind(&mut client, 0x4000, PEER).unwrap();
    assert_eq!(
        scene.forward(relayed, b"media").unwrap().1,
        b"\x40\0\0\x05media\0\0\0"
    );
    assert_eq!(
        frame([0x40, 0, 0, 5]),
        Some(Frame {
            message: 9,
            padded: 12
        })
    );
}

#[test]
fn an_allocation_anew_has_another_relayed_address() {
    let mut scene = Scene::new();
    let (mut client, former) = scene.settled("192.0.2.1:1000");
    scene.refresh(&mut client, 0).unwrap();
    let (_, relayed) = scene.settled("192.0.2.1:1000");
    assert_ne!(former, relayed);
    // Media for who had it comes to nobody.
    assert!(scene.forward(former, b"media").is_none() && scene.forward(relayed, b"media").is_some());
}

proptest! {
    #[test]
    fn any_datagram_passes_unchanged_both_ways(datagram in prop::collection::vec(any::<u8>(), 0..1500), is_bound: bool, by_tcp: bool) {
        let mut scene = Scene::new();
        let mut client = scene.client("192.0.2.1:1000", "p");
        client.tuple.protocol = if by_tcp { Protocol::Tcp } else { Protocol::Udp };
        let relayed = scene.allocate(&mut client).unwrap();
        scene.permit(&mut client, PEER).unwrap();
        if is_bound {
            scene.bind(&mut client, 0x4000, PEER).unwrap();
        }
        let (to, mut bytes) = scene.forward(relayed, &datagram).unwrap();
        prop_assert_eq!(to, client.tuple);
        let overhead = if is_bound { 7 } else { 39 };
        prop_assert!(bytes.len() <= datagram.len() + overhead);
        // What the server writes, it reads back as if the client had said it.
        if !is_bound {
            bytes[1] = 0x16;
        }
        let outcome = scene.say(client.tuple, &bytes).0;
        let Outcome::Relayed { path: way, datagram: range } = outcome else { panic!("{outcome:?}") };
        // The SFU is told how the client reaches the relay.
        let expected = FiveTuple { protocol: client.tuple.protocol.relayed(), ..path(relayed) };
        prop_assert_eq!((way, &bytes[range]), (expected, &datagram[..]));
    }
}
