//! People whom nothing but the TURN relay reaches, also from one media thread to the other.

use crate::call::Call;
use crate::peer::Lines;
use crate::watching::{assert_call, until_seen};

#[tokio::test]
async fn they_see_and_hear_each_other_whichever_thread_has_the_allocation() {
    let mut call = Call::open_on(2).await;
    let mut pairs = Vec::new();
    for _ in 0..3 {
        let speaker = call.join_relayed(Lines::Send).await;
        pairs.push((speaker, call.join_relayed(Lines::Receive).await));
        call.change_room().await;
    }
    // Not before all are there: joining takes seconds, in which a busy machine delays so much that pictures are paused.
    pairs.iter_mut().for_each(|(speaker, _)| speaker.play());
    for (speaker, viewer) in &pairs {
        until_seen(viewer, 60).await;
        assert_call(viewer, speaker.author);
    }
    assert_eq!(call.threads.len(), 2, "rooms live on both");
}

#[tokio::test]
async fn one_through_the_relay_and_one_without_see_each_other() {
    let mut call = Call::open().await;
    let mut one = call.join_relayed(Lines::Both).await;
    one.play();
    let mut other = call.join(Lines::Both).await;
    other.play();
    until_seen(&one, 60).await;
    until_seen(&other, 60).await;
    assert_call(&one, other.author);
    assert_call(&other, one.author);
}
