//! Calls by TCP.

use crate::caller::Caller;
use crate::house::House;
use protocol::Request;

/// The speaker says a number of words while the listener hears them; no word is lost on TCP, so all come in order.
fn assert_heard(speaker: &mut Caller, listener: &mut Caller, by_tcp: bool) {
    let silence = listener.heard.len();
    // The seat is taken by the first packet that comes.
    while listener.heard.len() == silence {
        speaker.speak(b"is this on?");
        speaker.step();
        listener.step();
    }
    for word in 0..60_u8 {
        speaker.speak(&[word; 80]);
        speaker.step();
        listener.step();
    }
    listener.until("the last word", |l| {
        l.heard.iter().any(|(word, _)| word[..] == [59; 80])
    });
    let heard = &listener.heard[silence..];
    let words: Vec<u8> = heard
        .iter()
        .filter(|(w, _)| w.len() == 80)
        .map(|(w, _)| w[0])
        .collect();
    assert_eq!(words, (0..60).collect::<Vec<_>>());
    assert!(heard.last().is_some_and(|(_, tcp)| *tcp == by_tcp));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hear_each_other_by_tcp_alone() {
    let house = House::open().await;
    let (mut speaker, mut listener) = (house.join(true).await, house.join(false).await);
    assert_heard(&mut speaker, &mut listener, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nomination_moves_media_from_tcp_to_udp() {
    let house = House::open().await;
    let (mut speaker, mut listener) = (house.join(true).await, house.join(false).await);
    assert_heard(&mut speaker, &mut listener, true);
    let answer = house.answer(listener.session, listener.restart()).await;
    listener.move_to_udp(&answer, house.node.local_addr());
    let began = std::time::Instant::now();
    while listener.heard.last().is_none_or(|(_, by_tcp)| *by_tcp) {
        assert!(began.elapsed().as_secs() < 20, "media go by UDP");
        speaker.speak(b"and now?");
        speaker.step();
        listener.step();
    }
    listener.until("the ways are counted", |_| {
        (house.chosen("tcp"), house.chosen("udp")) == (2.0, 1.0)
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_takes_its_connection_with_it() {
    let house = House::open().await;
    let mut caller = house.join(true).await;
    let close = Request::CloseSession {
        room: house.room,
        session: caller.session,
    };
    house.node.ask(close).await.expect("a session");
    let began = std::time::Instant::now();
    while caller.step() {
        assert!(began.elapsed().as_secs() < 20, "the server closes it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_candidates_are_announced_udp_first() {
    let house = House::open().await;
    let caller = Caller::new(house.tcp, true);
    let answer = house.answer(caller.session, caller.offer()).await;
    let (udp, tcp) = (house.node.local_addr().port(), house.tcp.port());
    let lines: Vec<_> = answer
        .lines()
        .filter(|line| line.starts_with("a=candidate:"))
        .collect();
    assert!(lines[0].contains(&format!("udp 2130706431 127.0.0.1 {udp} typ host")));
    assert!(lines[1].ends_with(&format!("127.0.0.1 {tcp} typ host tcptype passive")));
}
