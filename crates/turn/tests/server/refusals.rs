//! Which error answers which mistake.

use crate::scene::*;
use rtc_stun::attributes::*;
use rtc_stun::message::*;
use turn::Outcome;

#[test]
fn what_an_allocation_cannot_be_is_said() {
    let cases: [(Given<'_>, u16); 10] = [
        (&[], 400),
        (&[(ATTR_REQUESTED_TRANSPORT, &[17])], 400),
        (&[(ATTR_REQUESTED_TRANSPORT, &[6, 0, 0, 0])], 442),
        (&[UDP, (ATTR_REQUESTED_ADDRESS_FAMILY, &[3, 0, 0, 0])], 440),
        (&[UDP, (ATTR_REQUESTED_ADDRESS_FAMILY, &[])], 440),
        (&[UDP, (ATTR_EVEN_PORT, &[0x80])], 508),
        (&[UDP, (ATTR_EVEN_PORT, &[])], 508),
        (&[UDP, (ATTR_RESERVATION_TOKEN, &[1; 8])], 508),
        (&[UDP, (AttrType(0x001B), b"token")], 420),
        (&[UDP, (AttrType(0x7FFF), &[])], 420),
    ];
    for (attributes, code) in cases {
        let mut scene = Scene::new();
        let mut client = scene.client("192.0.2.1:1000", "p");
        assert_eq!(
            scene.ask(&mut client, METHOD_ALLOCATE, attributes).map(drop),
            Err(code),
            "{attributes:?}"
        );
        assert_eq!(scene.server.allocations(), 0);
    }
}

#[test]
fn an_even_port_is_given_without_its_neighbour() {
    let mut scene = Scene::new();
    for port in 1000..1010 {
        let mut client = scene.client(&format!("192.0.2.1:{port}"), "p");
        let attributes = [UDP, (ATTR_EVEN_PORT, &[0][..])];
        let answer = scene.ask(&mut client, METHOD_ALLOCATE, &attributes).unwrap();
        assert_eq!(address(&answer, ATTR_XOR_RELAYED_ADDRESS).port() % 2, 0);
    }
}

#[test]
fn what_need_not_be_understood_is_passed_over() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    let attributes = [
        UDP,
        (ATTR_DONT_FRAGMENT, &[][..]),
        (ATTR_SOFTWARE, b"some"),
        (AttrType(0x8000), &[2, 0, 0, 0]),
        (AttrType(0xC001), b"?"),
    ];
    let answer = scene.ask(&mut client, METHOD_ALLOCATE, &attributes).unwrap();
    assert_eq!(address(&answer, ATTR_XORMAPPED_ADDRESS), client.tuple.remote);
}

#[test]
fn a_second_allocation_of_one_5_tuple_mismatches_but_a_retransmission_is_answered_again() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    let relayed = scene.allocate(&mut client).unwrap();
    scene.pass(10);
    let again = scene.ask(&mut client, METHOD_ALLOCATE, &[UDP]).unwrap();
    assert_eq!(
        (address(&again, ATTR_XOR_RELAYED_ADDRESS), lifetime(&again)),
        (relayed, 590)
    );
    let mut other = scene.client("192.0.2.1:1000", "q");
    assert_eq!(scene.allocate(&mut other), Err(437));
    assert_eq!(scene.refresh(&mut other, 0), Err(441));
    assert_eq!(scene.permit(&mut other, PEER), Err(441));
    assert_eq!(scene.bind(&mut other, 0x4000, PEER), Err(441));
    assert_eq!(scene.server.allocations(), 1);
}

#[test]
fn families_are_kept_apart() {
    let mut scene = Scene::new();
    let (mut four, mut six) = (
        scene.client("192.0.2.1:1000", "p"),
        scene.client("192.0.2.1:1001", "p"),
    );
    scene.allocate(&mut four).unwrap();
    let family = (ATTR_REQUESTED_ADDRESS_FAMILY, &[2, 0, 0, 0][..]);
    let answer = scene.ask(&mut six, METHOD_ALLOCATE, &[UDP, family]).unwrap();
    assert!(address(&answer, ATTR_XOR_RELAYED_ADDRESS).is_ipv6());
    assert_eq!(scene.permit(&mut four, PEER_V6), Err(443));
    assert_eq!(scene.permit(&mut six, PEER), Err(443));
    assert_eq!(scene.permit(&mut six, PEER_V6), Ok(()));
    assert_eq!(
        scene.ask(&mut four, METHOD_REFRESH, &[family]).map(drop),
        Err(443)
    );
    assert_eq!(scene.ask(&mut six, METHOD_REFRESH, &[family]).map(drop), Ok(()));
    let mut lone = Scene::with_peers(&[PEER]);
    let mut client = lone.client("192.0.2.1:1000", "p");
    assert_eq!(
        lone.ask(&mut client, METHOD_ALLOCATE, &[UDP, family]).map(drop),
        Err(440)
    );
}

#[test]
fn channels_are_of_their_range_and_bound_once() {
    let mut scene = Scene::with_peers(&[PEER, "203.0.113.6:3478"]);
    let mut client = scene.client("192.0.2.1:1000", "p");
    assert_eq!(scene.bind(&mut client, 0x4000, PEER), Err(437));
    scene.allocate(&mut client).unwrap();
    for number in [0, 0x3FFF, 0x5000, 0x7FFF, 0xFFFF] {
        assert_eq!(scene.bind(&mut client, number, PEER), Err(400));
    }
    assert_eq!(scene.bind(&mut client, 0x4FFF, PEER), Ok(()));
    assert_eq!(scene.bind(&mut client, 0x4FFF, PEER), Ok(()));
    assert_eq!(scene.bind(&mut client, 0x4FFF, "203.0.113.6:3478"), Err(400));
    assert_eq!(scene.bind(&mut client, 0x4000, PEER), Err(400));
    assert_eq!(scene.bind(&mut client, 0x4000, "203.0.113.6:3478"), Ok(()));
    let peer = peer_value(addr(PEER));
    for attributes in [
        &[(ATTR_CHANNEL_NUMBER, &[0x40, 0, 0, 0][..])][..],
        &[(ATTR_XOR_PEER_ADDRESS, &peer[..])],
        &[(ATTR_CHANNEL_NUMBER, &[0x40]), (ATTR_XOR_PEER_ADDRESS, &peer)],
        &[
            (ATTR_CHANNEL_NUMBER, &[0x4F, 0xFF, 0, 0]),
            (ATTR_XOR_PEER_ADDRESS, &peer[..7]),
        ],
    ] {
        assert_eq!(
            scene.ask(&mut client, METHOD_CHANNEL_BIND, attributes).map(drop),
            Err(400)
        );
    }
    assert_eq!(
        scene.ask(&mut client, METHOD_CREATE_PERMISSION, &[]).map(drop),
        Err(400)
    );
}

#[test]
fn who_cannot_prove_to_be_somebody_is_challenged() {
    let mut scene = Scene::new();
    let good = scene.client("192.0.2.1:1000", "p");
    let code_for = |scene: &mut Scene, change: &dyn Fn(&mut crate::scene::Client)| {
        let mut client = scene.client("192.0.2.1:1000", "p");
        change(&mut client);
        scene.allocate(&mut client)
    };
    assert_eq!(
        code_for(&mut scene, &|c| c.credentials.credential.push('x')),
        Err(401)
    );
    assert_eq!(
        code_for(&mut scene, &|c| c.credentials.username =
            "99999999999:p".to_owned()),
        Err(401)
    );
    assert_eq!(
        code_for(&mut scene, &|c| c.credentials.username = "p".to_owned()),
        Err(401)
    );
    assert_eq!(
        code_for(&mut scene, &|c| c.credentials.username.clear()),
        Err(401)
    );
    let nameless = scene.secret.issue("", std::time::Duration::ZERO);
    assert_eq!(
        code_for(&mut scene, &|c| c.credentials = nameless.clone()),
        Err(401)
    );
    assert!(code_for(&mut scene, &|c| c.credentials = good.credentials.clone()).is_ok());
}

#[test]
fn a_nonce_goes_stale_after_an_hour_and_for_others_at_once() {
    let mut scene = Scene::new();
    let (mut client, _) = scene.settled("192.0.2.1:1000");
    scene.refresh(&mut client, 3600).unwrap();
    let (old, answered) = (client.nonce.clone(), client.request(METHOD_REFRESH, &[]));
    assert_eq!(code(&decoded(&scene.say(client.tuple, &answered).1[0].1)), None);
    scene.pass(3601);
    assert_eq!(
        code(&decoded(&scene.say(client.tuple, &answered).1[0].1)),
        Some(438)
    );
    scene.allocate(&mut scene.client("192.0.2.1:1000", "p")).unwrap();
    let mut other = scene.client("192.0.2.1:1001", "p");
    other.nonce = old;
    let request = other.request(METHOD_ALLOCATE, &[UDP]);
    assert_eq!(
        code(&decoded(&scene.say(other.tuple, &request).1[0].1)),
        Some(438)
    );
}

#[test]
fn half_of_the_credentials_is_a_bad_request() {
    let mut scene = Scene::new();
    let client = scene.client("192.0.2.1:1000", "p");
    for kinds in [
        &[ATTR_REALM, ATTR_NONCE][..],
        &[ATTR_USERNAME, ATTR_NONCE],
        &[ATTR_USERNAME, ATTR_REALM],
    ] {
        let values = kinds.iter().map(|kind| (*kind, &b"text"[..]));
        let attributes: Vec<_> = values.chain([(ATTR_MESSAGE_INTEGRITY, &[0; 20][..])]).collect();
        let request = client.request(METHOD_ALLOCATE, &attributes);
        assert_eq!(
            code(&decoded(&scene.say(client.tuple, &request).1[0].1)),
            Some(400)
        );
    }
}

#[test]
fn what_is_no_request_is_not_answered() {
    let mut scene = Scene::new();
    let (client, _) = scene.settled("192.0.2.1:1000");
    let request = client.request(METHOD_ALLOCATE, &[UDP]);
    let with = |at: usize, byte: u8| {
        let mut changed = request.clone();
        changed[at] = byte;
        changed
    };
    let longer = [&request[..], &[0; 4]].concat();
    // A Binding request, a method of TCP allocations, an answer, another cookie, too much or too little.
    for bytes in [
        with(1, 1),
        with(1, 0x0A),
        with(0, 1),
        with(4, 0),
        longer,
        request[..24].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(scene.say(client.tuple, &bytes), (Outcome::Ignored, Vec::new()));
    }
    let mut fingerprinted = decoded(&request);
    fingerprinted.add(ATTR_FINGERPRINT, &[1, 2, 3, 4]);
    assert_eq!(
        scene.say(client.tuple, &fingerprinted.raw),
        (Outcome::Ignored, Vec::new())
    );
}
