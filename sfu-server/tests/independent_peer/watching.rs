//! One person sends, another only receives.

use crate::call::{Call, until};
use crate::hearing::Arrival;
use crate::peer::{Lines, Peer};

/// That nothing is missing, doubled or out of order between the first and the last arrival.
pub(crate) fn assert_unbroken(arrivals: &[Arrival]) {
    for pair in arrivals.windows(2) {
        assert_eq!(pair[1].label.author, pair[0].label.author);
        assert_eq!(
            pair[1].label.number,
            pair[0].label.number + 1,
            "of {}: {pair:?}",
            arrivals.len()
        );
        assert_eq!(pair[1].sequence, pair[0].sequence.wrapping_add(1));
        assert_eq!(pair[1].ssrc, pair[0].ssrc, "a seat keeps its SSRC");
    }
}

/// That a viewer sees a keyframe first, every packet after it, and hears as much.
pub(crate) fn assert_call(viewer: &Peer, author: u8) {
    let (pictures, sound) = (viewer.hearing.pictures(), viewer.hearing.sound());
    assert!(pictures[0].label.keyframe, "a seat starts with a keyframe");
    assert_eq!(
        (pictures[0].label.author, sound[0].label.author),
        (author, author)
    );
    assert_unbroken(&pictures);
    assert_unbroken(&sound);
}

/// Waits until a viewer got so many packets of pictures, with the sound of that time.
pub(crate) async fn until_seen(viewer: &Peer, pictures: usize) {
    until("pictures", || viewer.hearing.pictures().len() >= pictures).await;
    until("sound", || viewer.hearing.sound().len() >= pictures / 3).await;
}

#[tokio::test]
async fn a_latecomer_gets_every_byte_in_order_from_a_keyframe_on() {
    let mut call = Call::open().await;
    let mut speaker = call.join(Lines::Send).await;
    speaker.play();
    until("a while alone", || speaker.wire.sent().pictures > 30).await;
    let before = speaker.wire.received().keyframe_requests;
    let viewer = call.join(Lines::Receive).await;
    until_seen(&viewer, 90).await;
    assert_call(&viewer, speaker.author);
    let asked = speaker.wire.received().keyframe_requests - before;
    assert!((1..=4).contains(&asked), "{asked} keyframes asked for one seat");
    let wires = [&speaker.wire, &viewer.wire];
    let nacks = wires.map(|wire| (wire.sent().nacks, wire.received().nacks));
    assert_eq!(nacks, [(0, 0); 2], "nothing was lost");
    until("a sender report", || viewer.wire.received().sender_reports > 0).await;
}

#[tokio::test]
async fn a_viewers_pli_reaches_the_speaker_and_brings_a_keyframe() {
    let mut call = Call::open().await;
    let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    speaker.play();
    until_seen(&viewer, 15).await;
    let keyframes = || {
        viewer
            .hearing
            .pictures()
            .iter()
            .filter(|p| p.label.keyframe)
            .count()
    };
    let (before, seen) = (speaker.wire.received().keyframe_requests, keyframes());
    viewer.hearing.ask_for_keyframe().await;
    until("a keyframe on demand", || keyframes() > seen).await;
    assert!(speaker.wire.received().keyframe_requests > before);
    assert_call(&viewer, speaker.author);
}
