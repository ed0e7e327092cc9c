//! Whom a client never reaches.

use crate::scene::*;
use rtc_stun::attributes::*;
use rtc_stun::message::*;

/// Everybody but the SFU at exactly the address that it announces.
const FORBIDDEN: [&str; 56] = [
    // This host.
    "0.0.0.0:3478",
    "0.0.0.0:0",
    "0.1.2.3:80",
    "127.0.0.1:3478",
    "127.0.0.1:5432",
    "127.0.0.1:22",
    "127.255.255.254:80",
    "[::]:3478",
    "[::1]:3478",
    "[::1]:5432",
    // The same in the guise of IPv6: mapped, compatible, NAT64, 6to4, Teredo, ISATAP.
    "[::ffff:127.0.0.1]:3478",
    "[::ffff:0.0.0.0]:3478",
    "[::ffff:10.0.0.1]:80",
    "[::ffff:169.254.169.254]:80",
    "[::ffff:203.0.113.5]:3478",
    "[::ffff:0:127.0.0.1]:3478",
    "[::127.0.0.1]:3478",
    "[::203.0.113.5]:3478",
    "[64:ff9b::127.0.0.1]:3478",
    "[64:ff9b::10.0.0.1]:80",
    "[64:ff9b::203.0.113.5]:3478",
    "[64:ff9b:1::10.0.0.1]:80",
    "[2002:7f00:1::1]:3478",
    "[2002:cb00:7105::1]:3478",
    "[2001:0:cb00:7105::1]:3478",
    "[fe80::5efe:127.0.0.1]:80",
    // Private networks, carriers' networks, link-local ones with the metadata services of clouds.
    "10.0.0.1:80",
    "10.255.255.255:3478",
    "172.16.0.1:443",
    "172.31.255.1:443",
    "192.168.0.1:80",
    "192.168.1.1:3478",
    "100.64.0.1:80",
    "169.254.1.1:80",
    "169.254.169.254:80",
    "100.100.100.200:80",
    "[fd00:ec2::254]:80",
    "[fc00::1]:80",
    "[fd12:3456::1]:3478",
    "[fe80::1]:80",
    "[fec0::1]:80",
    // Many at once, or nobody.
    "224.0.0.1:3478",
    "239.255.255.250:1900",
    "255.255.255.255:3478",
    "240.0.0.1:80",
    "[ff02::1]:3478",
    "[100::1]:80",
    // The right address with another port, its neighbours, the range of relayed addresses.
    "203.0.113.5:5432",
    "203.0.113.5:22",
    "203.0.113.5:3479",
    "203.0.113.5:0",
    "203.0.113.4:3478",
    "[2001:db8::5]:5432",
    "[2001:db8::6]:3478",
    "198.18.24.1:40000",
    "8.8.8.8:53",
];

#[test]
fn nobody_but_the_sfu_is_permitted_bound_or_sent_to() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    scene.allocate(&mut client).unwrap();
    for peer in FORBIDDEN {
        assert_eq!(scene.permit(&mut client, peer), Err(403), "{peer}");
        assert_eq!(scene.bind(&mut client, 0x4000, peer), Err(403), "{peer}");
    }
    scene.permit(&mut client, PEER).unwrap();
    for peer in FORBIDDEN {
        assert_eq!(
            scene.say(client.tuple, &send_indication(peer, b"data")).0,
            turn::Outcome::Ignored,
            "{peer}"
        );
    }
    let outcome = scene.say(client.tuple, &send_indication(PEER, b"data")).0;
    assert!(matches!(outcome, turn::Outcome::Relayed { .. }));
}

#[test]
fn one_forbidden_peer_among_permitted_ones_spoils_all() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    let relayed = scene.allocate(&mut client).unwrap();
    let (good, bad) = (peer_value(addr(PEER)), peer_value(addr("10.0.0.1:80")));
    let both = [
        (ATTR_XOR_PEER_ADDRESS, &good[..]),
        (ATTR_XOR_PEER_ADDRESS, &bad[..]),
    ];
    assert_eq!(
        scene.ask(&mut client, METHOD_CREATE_PERMISSION, &both).map(drop),
        Err(403)
    );
    assert!(scene.forward(relayed, b"x").is_none());
}

#[test]
fn a_relayed_address_is_no_peer() {
    let mut scene = Scene::new();
    let (_, relayed) = scene.settled("192.0.2.1:1000");
    let (mut other, _) = scene.settled("192.0.2.1:1001");
    assert_eq!(scene.permit(&mut other, &relayed.to_string()), Err(403));
}

pub(crate) fn send_indication(peer: &str, data: &[u8]) -> Vec<u8> {
    let mut message = Message::new();
    message.write_header();
    MessageType::new(METHOD_SEND, CLASS_INDICATION)
        .add_to(&mut message)
        .unwrap();
    TRANSACTION.add_to(&mut message).unwrap();
    message.add(ATTR_XOR_PEER_ADDRESS, &peer_value(addr(peer)));
    message.add(ATTR_DATA, data);
    message.raw
}
