//! What lives how long.

use crate::scene::*;
use proptest::prelude::*;
use rtc_stun::attributes::*;
use rtc_stun::message::*;
use turn::VALIDITY;

#[test]
fn an_allocation_lives_ten_minutes_unless_asked_for_longer() {
    for (asked, granted) in [
        (None, 600),
        (Some(0), 600),
        (Some(60), 600),
        (Some(1200), 1200),
        (Some(u32::MAX), 3600),
    ] {
        let mut scene = Scene::new();
        let mut client = scene.client("192.0.2.1:1000", "p");
        let seconds = asked.unwrap_or_default().to_be_bytes();
        let attributes = [UDP, (ATTR_LIFETIME, &seconds)];
        let answer = scene.ask(
            &mut client,
            METHOD_ALLOCATE,
            &attributes[..1 + usize::from(asked.is_some())],
        );
        assert_eq!(lifetime(&answer.unwrap()), granted);
        scene.pass(u64::from(granted) - 1);
        assert!(scene.server.knows(&client.tuple));
        scene.pass(1);
        assert!(!scene.server.knows(&client.tuple));
        assert_eq!(
            (scene.server.allocations(), scene.server.poll_timeout()),
            (0, None)
        );
    }
}

#[test]
fn a_refresh_prolongs_it_and_one_of_zero_ends_it() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    assert_eq!(scene.refresh(&mut client, 600), Err(437));
    scene.allocate(&mut client).unwrap();
    for asked in [600, 1800, 9000] {
        scene.pass(590);
        assert_eq!(scene.refresh(&mut client, asked), Ok(asked.min(3600)));
    }
    assert_eq!(scene.refresh(&mut client, 0), Ok(0));
    client.credentials = scene.secret.issue("p", scene.epoch());
    assert_eq!(
        (scene.server.allocations(), scene.refresh(&mut client, 600)),
        (0, Err(437))
    );
    scene.allocate(&mut client).unwrap();
}

#[test]
fn an_expired_one_does_nothing_even_before_it_is_freed() {
    let mut scene = Scene::new();
    let (mut client, relayed) = scene.settled("192.0.2.1:1000");
    scene.bind(&mut client, 0x4000, PEER).unwrap();
    scene.now += std::time::Duration::from_secs(600);
    assert_eq!(scene.forward(relayed, b"late"), None);
    assert_eq!(
        scene.say(client.tuple, &[0x40, 0, 0, 0]).0,
        turn::Outcome::Ignored
    );
    assert_eq!(scene.permit(&mut client, PEER), Err(401));
}

#[test]
fn a_permission_lasts_five_minutes() {
    let mut scene = Scene::new();
    let (mut client, relayed) = scene.settled("192.0.2.1:1000");
    scene.pass(299);
    assert!(scene.forward(relayed, b"x").is_some());
    scene.permit(&mut client, PEER).unwrap();
    scene.pass(299);
    assert!(scene.forward(relayed, b"x").is_some());
    scene.pass(1);
    assert!(scene.forward(relayed, b"x").is_none());
}

#[test]
fn a_channel_lasts_ten_minutes_and_permits_for_five() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    let answer = scene
        .ask(
            &mut client,
            METHOD_ALLOCATE,
            &[UDP, (ATTR_LIFETIME, &3600_u32.to_be_bytes())],
        )
        .unwrap();
    let relayed = address(&answer, ATTR_XOR_RELAYED_ADDRESS);
    scene.bind(&mut client, 0x4001, PEER).unwrap();
    assert_eq!(scene.forward(relayed, b"x").unwrap().1[..2], [0x40, 0x01]);
    scene.pass(300);
    assert!(scene.forward(relayed, b"x").is_none());
    scene.permit(&mut client, PEER).unwrap();
    assert_eq!(scene.forward(relayed, b"x").unwrap().1[..2], [0x40, 0x01]);
    scene.pass(299);
    // Bound to nobody else meanwhile, free after.
    assert_eq!(scene.bind(&mut client, 0x4002, PEER), Err(400));
    assert!(matches!(
        scene.say(client.tuple, &[0x40, 1, 0, 0]).0,
        turn::Outcome::Relayed { .. }
    ));
    scene.pass(1);
    assert_eq!(
        scene.say(client.tuple, &[0x40, 1, 0, 0]).0,
        turn::Outcome::Ignored
    );
    assert_eq!(scene.bind(&mut client, 0x4002, PEER), Ok(()));
}

#[test]
fn expired_credentials_keep_an_allocation_and_start_none() {
    let mut scene = Scene::new();
    let mut client = scene.client("192.0.2.1:1000", "p");
    scene.allocate(&mut client).unwrap();
    scene.refresh(&mut client, 1800).unwrap();
    scene.pass(VALIDITY.as_secs() - 1);
    let mut second = scene.client("192.0.2.1:1001", "p");
    second.credentials = client.credentials.clone();
    scene.allocate(&mut second).unwrap();
    scene.pass(1);
    let mut third = scene.client("192.0.2.1:1002", "p");
    third.credentials = client.credentials.clone();
    assert_eq!(scene.allocate(&mut third), Err(401));
    for _ in 0..20 {
        assert_eq!(scene.refresh(&mut client, 600), Ok(600));
        assert_eq!(scene.permit(&mut client, PEER), Ok(()));
        scene.pass(599);
    }
    assert_eq!(scene.refresh(&mut client, 0), Ok(0));
    assert_eq!(scene.allocate(&mut client), Err(401));
}

#[test]
fn a_connection_that_closes_takes_its_allocation_along() {
    let mut scene = Scene::new();
    let (client, relayed) = scene.settled("192.0.2.1:1000");
    scene.server.forget(&client.tuple);
    assert!(!scene.server.knows(&client.tuple) && scene.forward(relayed, b"x").is_none());
}

/// One step of a client's life.
#[derive(Clone, Debug)]
enum Step {
    Allocate,
    Refresh(u32),
    Permit,
    Bind,
    Pass(u64),
    Close,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Allocate),
        (0..5000_u32).prop_map(Step::Refresh),
        Just(Step::Refresh(0)),
        Just(Step::Permit),
        Just(Step::Bind),
        (0..400_u64).prop_map(Step::Pass),
        Just(Step::Close),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// The server against a model of three deadlines.
    #[test]
    fn any_life_is_as_the_deadlines_say(steps in prop::collection::vec(step(), 1..40)) {
        let mut scene = Scene::new();
        let mut client = scene.client("192.0.2.1:1000", "p");
        let (mut clock, mut expires, mut permitted, mut bound) = (0, 0, 0, 0);
        let mut relayed = None;
        for step in steps {
            // Each allocation starts with credentials of the day.
            let lives = clock < expires;
            if !lives {
                client.credentials = scene.secret.issue("p", scene.epoch());
                (permitted, bound) = (0, 0);
            }
            match step {
                Step::Allocate => {
                    let answer = scene.allocate(&mut client);
                    prop_assert!(answer.is_ok());
                    if !lives {
                        expires = clock + 600;
                        prop_assert_ne!(relayed, answer.ok());
                    } else {
                        prop_assert_eq!(relayed, answer.ok());
                    }
                    relayed = answer.ok();
                }
                Step::Refresh(seconds) => {
                    let granted = if seconds == 0 { 0 } else { seconds.clamp(600, 3600) };
                    let expected = if lives { Ok(granted) } else { Err(437) };
                    prop_assert_eq!(scene.refresh(&mut client, seconds), expected);
                    if lives {
                        expires = clock + u64::from(granted);
                    }
                }
                Step::Permit => {
                    prop_assert_eq!(scene.permit(&mut client, PEER).is_ok(), lives);
                    permitted = if lives { clock + 300 } else { 0 };
                }
                Step::Bind => {
                    prop_assert_eq!(scene.bind(&mut client, 0x4000, PEER).is_ok(), lives);
                    (permitted, bound) = if lives { (clock + 300, clock + 600) } else { (0, 0) };
                }
                Step::Pass(seconds) => {
                    clock += seconds;
                    scene.pass(seconds);
                }
                Step::Close => {
                    scene.server.forget(&client.tuple);
                    expires = 0;
                }
            }
            let lives = clock < expires;
            let inwards = matches!(scene.say(client.tuple, &[0x40, 0, 0, 0]).0, turn::Outcome::Relayed { .. });
            prop_assert_eq!(inwards, lives && clock < bound);
            if let Some(relayed) = relayed {
                prop_assert_eq!(scene.forward(relayed, b"x").is_some(), lives && clock < permitted);
            }
        }
    }
}
