//! Packets that get lost on the way.

use crate::call::{Call, until};
use crate::hearing::Arrival;
use crate::peer::{Lines, Peer};
use crate::watching::{assert_unbroken, until_seen};

/// Every so manieth packet of pictures is lost.
const LOSS: usize = 17;

/// Times that the server sends one lost packet again.
const MOST_AGAIN: usize = 10;

/// Arrivals in the order of their numbers, each once.
fn sorted(viewer: &Peer) -> Vec<Arrival> {
    let mut pictures = viewer.hearing.pictures();
    pictures.sort_by_key(|picture| picture.label.number);
    pictures.dedup_by_key(|picture| picture.label.number);
    pictures
}

#[tokio::test]
async fn what_a_speaker_loses_is_asked_for_without_a_storm() {
    let mut call = Call::open().await;
    let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    speaker.wire.lose_sent(LOSS);
    speaker.play();
    until_seen(&viewer, 150).await;
    speaker.wire.lose_sent(0);
    let lost = speaker.wire.sent().lost;
    until("every request", || speaker.wire.received().nacks >= lost).await;
    until("every packet", || sorted(&viewer).len() >= 160).await;
    assert_unbroken(&sorted(&viewer)[..150]);
    let (sent, received) = (speaker.wire.sent(), speaker.wire.received());
    assert!(lost >= 8, "{sent:?}");
    // Loopback repairs within a millisecond; further requests are for a machine that stood still meanwhile.
    assert!(received.nacks <= 3 * lost, "{received:?}");
    assert!(sent.repairs <= received.nacks, "{sent:?}");
    assert_eq!(received.keyframe_requests, 0, "nothing was given up");
}

/// This peer does not count what a retransmission stream brings as received, so it asks for it each 100 ms for ever.
#[tokio::test]
async fn a_viewer_that_never_stops_asking_is_answered_ten_times() {
    let mut call = Call::open().await;
    let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    viewer.wire.lose_received(LOSS);
    speaker.play();
    until("some losses", || viewer.wire.received().lost >= 4).await;
    viewer.wire.lose_received(0);
    let lost = viewer.wire.received().lost;
    let storm = (MOST_AGAIN + 4) * lost;
    until("a storm", || viewer.wire.sent().nacks >= storm).await;
    assert_unbroken(&sorted(&viewer)[..100]);
    let received = viewer.wire.received();
    assert!(
        (lost..=MOST_AGAIN * lost).contains(&received.repairs),
        "{received:?}"
    );
    let asked = speaker.wire.received();
    assert_eq!(
        (asked.nacks, asked.keyframe_requests),
        (0, 0),
        "not the speaker's business"
    );
}
