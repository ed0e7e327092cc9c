//! Paths that lose, cut, repeat, reorder.

use super::*;
use proptest::prelude::*;

#[test]
fn fragments_in_any_order_make_the_handshake() {
    for size in [1000, 100, 60] {
        for is_reversed in [false, true] {
            let mut pair = Pair::new();
            pair.exchange(&mut |_, datagram| {
                let mut fragments = cut(&datagram, size);
                if is_reversed {
                    fragments.reverse();
                }
                fragments
            });
            assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm), "{size} {is_reversed}");
        }
    }
}

#[test]
fn any_single_loss_is_recovered() {
    for lost in 0..12 {
        let (mut pair, mut count) = (Pair::new(), 0);
        pair.run(&mut |_, datagram| {
            count += 1;
            if count == lost + 1 {
                Vec::new()
            } else {
                vec![datagram]
            }
        });
        assert!(pair.keys().is_some(), "datagram {lost}");
        assert!(pair.now - pair.start < Duration::from_secs(1), "datagram {lost}");
    }
}

#[test]
fn a_lost_last_flight_is_repeated() {
    let mut pair = Pair::new();
    let mut lost = 0;
    pair.run(&mut |to, datagram| {
        let is_last = to == To::Client && records(&datagram).any(|record| record.epoch == 1);
        if is_last && lost < 3 {
            lost += 1;
            return Vec::new();
        }
        vec![datagram]
    });
    assert_eq!(lost, 3);
    assert!(pair.keys().is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_bad_path_gives_keys_in_the_end(seed in prop::collection::vec(0..10u8, 400)) {
        let (mut pair, mut at, mut late) = (Pair::new(), 0, [None, None]);
        pair.run(&mut |to, datagram| {
            let mut arriving = Vec::new();
            for piece in cut(&datagram, 300) {
                at += 1;
                // Three in ten are lost, one comes twice, two come late.
                match seed[at % seed.len()] {
                    0..3 => {}
                    3 => arriving.extend([piece.clone(), piece]),
                    4 | 5 => arriving.extend(late[to as usize].replace(piece)),
                    _ => arriving.push(piece),
                }
            }
            arriving
        });
        let state = |side: &Handshake| (side.failure(), side.is_established());
        let states = (state(&pair.client), state(&pair.server), pair.now - pair.start, at);
        prop_assert_eq!(pair.keys(), Some(Profile::AeadAes128Gcm), "{:?}", states);
    }
}
