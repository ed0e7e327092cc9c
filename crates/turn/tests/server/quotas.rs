//! How much one may have.

use crate::scene::*;
use turn::{MOST_ALLOCATIONS, MOST_OF_ADDRESS, MOST_OF_PARTICIPANT};

#[test]
fn one_participant_has_sixteen_whatever_the_credentials() {
    let mut scene = Scene::new();
    for n in 0..100 {
        let mut client = scene.client(&format!("192.0.2.{n}:1000"), "p");
        let allocated = scene.allocate(&mut client);
        assert_eq!(allocated.is_ok(), n < MOST_OF_PARTICIPANT, "{n}");
        assert!(allocated.is_ok() || allocated == Err(486));
        scene.now += std::time::Duration::from_secs(1);
    }
    assert!(scene.allocate(&mut scene.client("192.0.2.1:2000", "q")).is_ok());
    scene.pass(600);
    assert!(scene.allocate(&mut scene.client("192.0.2.1:1000", "p")).is_ok());
}

#[test]
fn one_address_and_all_together_have_no_more_than_their_share() {
    let mut scene = Scene::new();
    // A request that knows its nonce: the challenges are rationed apart.
    let mut allocate = |host: usize, port: usize| {
        let remote = format!("192.0.{host}.1:{}", 1000 + port);
        let mut client = scene.client(&remote, &format!("p{host}-{port}"));
        client.tuple.protocol = transport::Protocol::Tcp;
        scene.allocate(&mut client)
    };
    for port in 0..=MOST_OF_ADDRESS {
        assert_eq!(allocate(0, port).err(), (port == MOST_OF_ADDRESS).then_some(486));
    }
    for n in MOST_OF_ADDRESS..=MOST_ALLOCATIONS {
        let answer = allocate(n / MOST_OF_ADDRESS, n % MOST_OF_ADDRESS);
        assert_eq!(answer.err(), (n == MOST_ALLOCATIONS).then_some(508), "{n}");
    }
    assert_eq!(scene.server.allocations(), MOST_ALLOCATIONS);
    scene.pass(600);
    assert_eq!(scene.server.allocations(), 0);
}
