//! What somebody gets who has no credentials: little.

use crate::scene::*;
use proptest::prelude::*;
use rtc_stun::attributes::*;
use rtc_stun::message::*;
use std::time::Duration;
use transport::Protocol;
use turn::Outcome;

/// The shortest question, the longest challenge, the bytes that an address is answered at once and by the second.
const SHORTEST: usize = 28;
const LONGEST: usize = 56;
const BURST: u64 = 8192;
const RATE: u64 = 2048;

#[test]
fn the_shortest_question_gets_a_short_challenge_when_it_is_repeated() {
    let mut scene = Scene::new();
    let client = scene.client("192.0.2.1:1000", "p");
    let request = client.request(METHOD_ALLOCATE, &[UDP]);
    assert_eq!(request.len(), SHORTEST);
    assert_eq!(scene.say(client.tuple, &request), (Outcome::Answered, vec![]));
    let (outcome, sent) = scene.say(client.tuple, &request);
    assert_eq!(
        (outcome, sent.len(), sent[0].1.len()),
        (Outcome::Answered, 1, LONGEST)
    );
    assert!(!decoded(&sent[0].1).contains(ATTR_SOFTWARE));
}

#[test]
fn who_asks_for_the_own_address_gets_it_when_the_question_is_repeated() {
    let mut scene = Scene::new();
    let client = scene.client("192.0.2.1:1000", "p");
    let request = client.request(METHOD_BINDING, &[]);
    assert_eq!(scene.say(client.tuple, &request), (Outcome::Answered, vec![]));
    let (_, sent) = scene.say(client.tuple, &request);
    let mapped = address(&decoded(&sent[0].1), ATTR_XORMAPPED_ADDRESS);
    assert_eq!(mapped, client.tuple.remote);
    // A check has attributes, and is not for us.
    let check = client.request(METHOD_BINDING, &[(ATTR_USERNAME, b"a:b")]);
    assert_eq!(scene.say(client.tuple, &check), (Outcome::Ignored, vec![]));
}

#[test]
fn a_flood_in_somebodys_name_is_rationed_and_a_neighbour_is_not_harmed() {
    let mut scene = Scene::new();
    let victim = scene.client("192.0.2.1:1000", "p");
    let request = victim.request(METHOD_ALLOCATE, &[UDP]);
    let mut answered = |port: u16, address: &str| {
        let mut tuple = victim.tuple;
        tuple.remote = addr(&format!("{address}:{port}"));
        scene.say(tuple, &request).1.len()
    };
    let flooded: usize = (1..60_000).map(|port| answered(port, "192.0.2.1")).sum();
    assert_eq!(flooded as u64, BURST / LONGEST as u64);
    // One in four thousand neighbours shares the account.
    let mut twice = |address: &str| answered(1, address) + answered(1, address);
    assert!((1..=3).any(|last| twice(&format!("198.51.100.{last}")) == 1));
}

#[test]
fn who_came_by_a_connection_is_answered_always() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    client.tuple.protocol = Protocol::Tcp;
    let request = client.request(METHOD_ALLOCATE, &[UDP]);
    assert!((0..1000).all(|_| scene.say(client.tuple, &request).1.len() == 1));
}

/// Bytes that look like a request without its secret.
fn nearly_a_request() -> impl Strategy<Value = Vec<u8>> {
    let kinds = prop::sample::select(vec![
        0x06_u16, 0x08, 0x0C, 0x0D, 0x12, 0x13, 0x14, 0x15, 0x17, 0x18, 0x19, 0x22, 0x8028, 0x7777,
    ]);
    let attribute = (kinds, prop::collection::vec(any::<u8>(), 0..40));
    let types = prop::sample::select(vec![[0, 1], [0, 3], [0, 4], [0, 8], [0, 9], [0, 0x16], [0x40, 0]]);
    (types, prop::collection::vec(attribute, 0..6)).prop_map(|(kind, attributes)| {
        let mut message = Message::new();
        message.write_header();
        for (kind, value) in attributes {
            message.add(AttrType(kind), &value);
        }
        message.raw[..2].copy_from_slice(&kind);
        message.raw
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_stranger_gets_more_than_the_rule(
        questions in prop::collection::vec((prop_oneof![nearly_a_request(), prop::collection::vec(any::<u8>(), 0..80)], 0..50_u64), 1..200),
    ) {
        let mut scene = Scene::new();
        let client = scene.client("192.0.2.1:1000", "p");
        let (mut asked, mut sent) = (0, 0);
        for (question, pause) in questions {
            scene.now += Duration::from_millis(pause);
            let (outcome, answers) = scene.say(client.tuple, &question);
            prop_assert!(matches!(outcome, Outcome::Ignored | Outcome::Answered));
            prop_assert!(answers.len() <= 1);
            asked += question.len() as u64;
            for (to, answer) in answers {
                prop_assert!(to == client.tuple && answer.len() <= LONGEST);
                sent += answer.len() as u64;
            }
            prop_assert!(sent <= asked, "{} for {}", sent, asked);
            let elapsed = (scene.now - scene.start).as_millis() as u64;
            prop_assert!(sent <= BURST + elapsed * RATE / 1000);
        }
        prop_assert_eq!(scene.server.allocations(), 0);
    }

    /// The same bytes from somebody with an allocation: no panic, and nothing reaches anybody but the SFU.
    #[test]
    fn any_bytes_of_a_client_reach_the_sfu_or_nobody(
        messages in prop::collection::vec(prop_oneof![nearly_a_request(), prop::collection::vec(any::<u8>(), 0..80)], 1..50),
    ) {
        let mut scene = Scene::new();
        let (mut client, relayed) = scene.settled("192.0.2.1:1000");
        scene.bind(&mut client, 0x4000, PEER).unwrap();
        for message in messages {
            match scene.say(client.tuple, &message).0 {
                Outcome::Relayed { path: way, datagram } => {
                    prop_assert!(way == path(relayed) && datagram.end <= message.len());
                }
                outcome => prop_assert!(outcome != Outcome::Allocated),
            }
        }
        prop_assert_eq!(scene.server.allocations(), 1);
    }
}
