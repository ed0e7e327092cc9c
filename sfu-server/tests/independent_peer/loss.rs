//! Packets that get lost on the way.

use crate::call::{Call, until};
use crate::hearing::Arrival;
use crate::peer::{Lines, Peer};
use crate::watching::{assert_unbroken, until_seen};

/// Every so manieth packet of pictures is lost.
const LOSS: usize = 17;

/// Times that one lost packet may be sent again to a peer that asks each 100 ms until its history is over.
const MOST_AGAIN: usize = 24;

/// Arrivals in the order of their numbers, each once.
fn sorted(viewer: &Peer) -> Vec<Arrival> {
    let mut pictures = viewer.hearing.pictures();
    pictures.sort_by_key(|picture| picture.label.number);
    pictures.dedup_by_key(|picture| picture.label.number);
    pictures
}

#[tokio::test]
async fn what_a_speaker_loses_is_asked_for_once() {
    let mut call = Call::open().await;
    let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    speaker.wire.state().sent.loss = LOSS;
    speaker.play();
    until_seen(&viewer, 150).await;
    let (sent, received) = (speaker.wire.state().sent, speaker.wire.state().received);
    assert!(sent.lost >= 8, "{sent:?}");
    // Loopback repairs within a millisecond; the second request is for a machine that stood still meanwhile.
    assert!(
        (sent.lost - 1..=2 * sent.lost).contains(&received.nacks),
        "{received:?}"
    );
    assert!(sent.repairs <= received.nacks, "{sent:?}");
    assert_eq!(received.keyframe_requests, 0, "nothing was given up");
    assert_unbroken(&sorted(&viewer)[..140]);
}

#[tokio::test]
async fn what_a_viewer_loses_is_sent_again_in_a_stream_of_its_own() {
    let mut call = Call::open().await;
    let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    viewer.wire.state().received.loss = LOSS;
    speaker.play();
    until("a while", || viewer.wire.state().received.pictures > 150).await;
    until("every packet", || sorted(&viewer).len() > 150).await;
    assert_unbroken(&sorted(&viewer)[..150]);
    let (sent, received) = (viewer.wire.state().sent, viewer.wire.state().received);
    // This peer asks each 100 ms for what came by retransmission too: the server answers at most what was asked.
    assert!(
        received.repairs >= received.lost - 1 && received.repairs <= sent.nacks,
        "{sent:?} {received:?}"
    );
    assert!(received.repairs <= MOST_AGAIN * received.lost, "{received:?}");
    assert_eq!(
        speaker.wire.state().received.nacks,
        0,
        "what the viewer lost is not the speaker's business"
    );
    assert_eq!(speaker.wire.state().received.keyframe_requests, 0);
}
