//! Each fault of the virtual network by itself.

use std::net::SocketAddr;
use std::time::{Duration, Instant};
use virtual_net::{Bursts, Conditions, VirtualNet};

const PACKETS: u16 = 20_000;

fn address(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// A packet of 100 bytes each millisecond; which arrived when, in order of arrival.
fn arrivals(start: Instant, seed: u64, conditions: Conditions) -> Vec<(Duration, u16)> {
    let mut net = VirtualNet::new(seed, conditions);
    for number in 0..PACKETS {
        let mut packet = vec![0; 100];
        packet[..2].copy_from_slice(&number.to_be_bytes());
        let now = start + Duration::from_millis(number.into());
        net.send(now, address(1), address(2), packet);
    }
    drain(&mut net, start)
}

fn drain(net: &mut VirtualNet, start: Instant) -> Vec<(Duration, u16)> {
    let mut arrived = Vec::new();
    while let Some(now) = net.next_arrival() {
        assert_eq!(net.deliver(now - Duration::from_nanos(1)), None);
        let (from, to, bytes) = net.deliver(now).expect("it was announced");
        assert_eq!((from, to, bytes.len()), (address(1), address(2), 100));
        arrived.push((now - start, u16::from_be_bytes([bytes[0], bytes[1]])));
    }
    arrived
}

fn sent_at(number: u16) -> Duration {
    Duration::from_millis(number.into())
}

#[test]
fn a_good_network_delivers_all_at_once() {
    let arrived = arrivals(Instant::now(), 1, Conditions::default());
    let expected: Vec<_> = (0..PACKETS).map(|number| (sent_at(number), number)).collect();
    assert_eq!(arrived, expected);
}

#[test]
fn the_same_seed_gives_the_same_network() {
    let conditions = Conditions {
        loss: 0.1,
        bursts: Some(Bursts { mean_len: 3.0 }),
        delay: Duration::from_millis(20),
        jitter: Duration::from_millis(30),
        reorder: 0.05,
        duplicate: 0.05,
        rate_bps: Some(900_000),
        queue_bytes: 10_000,
    };
    let start = Instant::now();
    let first = arrivals(start, 7, conditions);
    assert_eq!(first, arrivals(start, 7, conditions));
    assert_ne!(first, arrivals(start, 8, conditions));
    assert!(first.is_sorted_by_key(|(at, _)| *at));
}

#[test]
fn losses_are_as_many_as_asked() {
    for bursts in [None, Some(Bursts { mean_len: 5.0 })] {
        for loss in [0.0, 0.05, 0.3, 1.0] {
            let conditions = Conditions {
                loss,
                bursts,
                ..Conditions::default()
            };
            let arrived = arrivals(Instant::now(), 3, conditions).len() as f64;
            let lost = 1.0 - arrived / f64::from(PACKETS);
            assert!((lost - loss).abs() < 0.02, "{lost} instead of {loss}");
        }
    }
}

#[test]
fn bursts_are_as_long_as_asked() {
    let conditions = Conditions {
        loss: 0.1,
        bursts: Some(Bursts { mean_len: 6.0 }),
        ..Conditions::default()
    };
    let arrived = arrivals(Instant::now(), 4, conditions);
    let gaps: Vec<u16> = arrived
        .windows(2)
        .map(|pair| pair[1].1 - pair[0].1 - 1)
        .filter(|gap| *gap > 0)
        .collect();
    let mean = gaps.iter().map(|gap| f64::from(*gap)).sum::<f64>() / gaps.len() as f64;
    assert!((5.0..7.0).contains(&mean), "{mean} in a row");
}

#[test]
fn jitter_spreads_arrivals_yet_keeps_their_order() {
    let conditions = Conditions {
        delay: Duration::from_millis(50),
        jitter: Duration::from_millis(20),
        ..Conditions::default()
    };
    let arrived = arrivals(Instant::now(), 5, conditions);
    assert!(arrived.is_sorted_by_key(|(_, number)| *number));
    let way = |(at, number): &(Duration, u16)| *at - sent_at(*number);
    let (least, most) = (arrived.iter().map(way).min(), arrived.iter().map(way).max());
    assert!(least >= Some(Duration::from_millis(50)) && least < Some(Duration::from_millis(55)));
    assert!(most <= Some(Duration::from_millis(70)) && most > Some(Duration::from_millis(65)));
}

#[test]
fn reordered_packets_are_passed_by_others() {
    let conditions = Conditions {
        reorder: 0.1,
        ..Conditions::default()
    };
    let arrived = arrivals(Instant::now(), 6, conditions);
    let late = arrived
        .iter()
        .filter(|(at, number)| *at > sent_at(*number))
        .count();
    assert!((1_800..2_200).contains(&late));
    assert!(!arrived.is_sorted_by_key(|(_, number)| *number));
    assert_eq!(arrived.len(), usize::from(PACKETS));
}

#[test]
fn duplicates_are_as_many_as_asked() {
    let conditions = Conditions {
        duplicate: 0.25,
        ..Conditions::default()
    };
    let twice = arrivals(Instant::now(), 7, conditions).len() - usize::from(PACKETS);
    assert!((4_700..5_300).contains(&twice));
}

#[test]
fn a_narrow_link_queues_then_drops() {
    // 800 kbit/s carry one packet of 100 bytes in a millisecond; at half of that every second one is lost.
    let conditions = Conditions {
        rate_bps: Some(400_000),
        queue_bytes: 1_000,
        ..Conditions::default()
    };
    let start = Instant::now();
    let arrived = arrivals(start, 8, conditions);
    let half = usize::from(PACKETS) / 2;
    assert!((half..half + 20).contains(&arrived.len()));
    let longest = arrived.iter().map(|(at, number)| *at - sent_at(*number)).max();
    // 1000 bytes at 50 bytes in a millisecond.
    assert!(longest > Some(Duration::from_millis(18)) && longest <= Some(Duration::from_millis(20)));
}

#[test]
fn each_direction_has_its_own_conditions() {
    let start = Instant::now();
    let mut net = VirtualNet::new(9, Conditions::default());
    let deaf = Conditions {
        loss: 1.0,
        ..Conditions::default()
    };
    net.set_link(address(2), address(1), deaf);
    net.send(start, address(2), address(1), vec![0; 100]);
    net.send(start, address(1), address(2), vec![0; 100]);
    assert_eq!(drain(&mut net, start).len(), 1);
    assert_eq!(net.dropped(), 1);
    net.set_conditions(deaf);
    net.send(start, address(1), address(2), vec![0; 100]);
    assert_eq!((net.next_arrival(), net.dropped()), (None, 2));
}
