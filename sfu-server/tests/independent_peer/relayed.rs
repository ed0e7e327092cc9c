//! People whom nothing but the TURN relay reaches, also from one media thread to the other.

use crate::call::Call;
use crate::peer::{Lines, Peer};
use crate::watching::{assert_unbroken, until_seen};

/// That nothing is missing from the first packet on that came. On a busy machine this client has been seen to miss the very
/// first one through a relay.
fn assert_flow(viewer: &Peer, author: u8) {
    let (pictures, sound) = (viewer.hearing.pictures(), viewer.hearing.sound());
    assert_eq!(
        (pictures[0].label.author, sound[0].label.author),
        (author, author)
    );
    assert_unbroken(&pictures);
    assert_unbroken(&sound);
}

#[tokio::test]
async fn they_see_and_hear_each_other_whichever_thread_has_the_allocation() {
    let mut call = Call::open_on(2).await;
    let mut pairs = Vec::new();
    for _ in 0..3 {
        let mut speaker = call.join_relayed(Lines::Send).await;
        let viewer = call.join_relayed(Lines::Receive).await;
        speaker.play();
        pairs.push((speaker, viewer));
        call.change_room().await;
    }
    for (speaker, viewer) in &pairs {
        until_seen(viewer, 60).await;
        assert_flow(viewer, speaker.author);
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
    assert_flow(&one, other.author);
    assert_flow(&other, one.author);
}
