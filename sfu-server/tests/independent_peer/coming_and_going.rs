//! People who come and go beside others.

use crate::call::{Call, until};
use crate::peer::Lines;
use crate::watching::{assert_call, until_seen};

#[tokio::test]
async fn a_second_viewer_joins_and_leaves_without_disturbing_the_first() {
    let mut call = Call::open().await;
    let (mut speaker, first) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    speaker.play();
    until_seen(&first, 15).await;
    let second = call.join(Lines::Receive).await;
    until_seen(&second, 30).await;
    assert_call(&second, speaker.author);
    second.close().await;
    let seen = first.hearing.pictures().len();
    until_seen(&first, seen + 30).await;
    assert_call(&first, speaker.author);
    assert_eq!(first.wire.sent().nacks, 0);
}

#[tokio::test]
async fn a_seat_goes_over_to_the_next_speaker_without_a_word_of_sdp() {
    let mut call = Call::open().await;
    let (mut speaker, viewer) = (call.join(Lines::Send).await, call.join(Lines::Receive).await);
    speaker.play();
    until_seen(&viewer, 15).await;
    let mut next = call.join(Lines::Send).await;
    next.play();
    until("the next sends", || next.wire.sent().pictures > 15).await;
    speaker.close().await;
    let is_next = |author: u8| author == next.author;
    until("a switch", || {
        let pictures = viewer.hearing.pictures();
        pictures.iter().filter(|p| is_next(p.label.author)).count() > 15
    })
    .await;
    let pictures = viewer.hearing.pictures();
    let first = pictures
        .iter()
        .position(|p| is_next(p.label.author))
        .expect("a switch");
    assert!(pictures[first].label.keyframe, "a switch is at a keyframe");
    for pair in pictures.windows(2) {
        assert_eq!(pair[1].ssrc, pair[0].ssrc);
        assert_eq!(pair[1].sequence, pair[0].sequence.wrapping_add(1));
        // Within the viewer's patience; the clocks of two speakers do not show.
        assert!(pair[1].timestamp.wrapping_sub(pair[0].timestamp) < 90_000 * 10);
    }
    assert_eq!(viewer.wire.sent().nacks, 0);
}
