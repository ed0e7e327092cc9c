//! The metrics of a call, as an operator gets them.

use crate::call::{Call, until};
use crate::peer::{Lines, Peer};
use crate::watching::until_seen;

/// Every so manieth packet of pictures is lost.
const LOSS: usize = 20;

/// Metrics of media with the labels that must have moved in a call both ways, with some loss and a freeze.
const MOVED: [(&str, &[&str]); 23] = [
    ("vestibule_rtp_packets_total", &["in", "audio"]),
    ("vestibule_rtp_packets_total", &["out", "video"]),
    ("vestibule_rtp_bytes_total", &["in", "video"]),
    ("vestibule_rtp_bytes_total", &["out", "audio"]),
    ("vestibule_rtp_lost_packets_total", &["in", "video"]),
    ("vestibule_rtp_lost_packets_total", &["out", "video"]),
    ("vestibule_tracks", &["in", "audio"]),
    ("vestibule_tracks", &["out", "video"]),
    ("vestibule_nack_total", &["in"]),
    ("vestibule_nack_total", &["out"]),
    ("vestibule_keyframe_requests_total", &[]),
    ("vestibule_selected_path_total", &["ipv4", "udp"]),
    ("vestibule_media_thread_busy_ratio", &["0"]),
    ("vestibule_rtp_jitter_seconds", &[]),
    ("vestibule_rtt_seconds", &[]),
    ("vestibule_forward_delay_seconds", &[]),
    ("vestibule_estimated_mos", &["in", "audio"]),
    ("vestibule_estimated_mos", &["in", "video"]),
    ("vestibule_estimated_mos", &["out", "audio"]),
    ("vestibule_estimated_mos", &["out", "video"]),
    ("vestibule_freezes_total", &[]),
    ("vestibule_datagrams_dropped_total", &["unknown"]),
    ("vestibule_media_thread_failures_total", &["0"]),
];

/// Those that a good call leaves at zero.
const STILL: [&str; 2] = [
    "vestibule_datagrams_dropped_total",
    "vestibule_media_thread_failures_total",
];

/// All of a peer's pictures are lost for a while.
async fn freeze(peer: &Peer) {
    let before = peer.wire.sent().lost;
    peer.wire.lose_sent(1);
    // Three packets each 20 ms: half a second.
    until("a freeze", || peer.wire.sent().lost >= before + 75).await;
    peer.wire.lose_sent(0);
}

#[tokio::test]
async fn every_figure_moves_in_a_call_and_names_nobody() {
    let mut call = Call::open().await;
    let (mut one, mut other) = (call.join(Lines::Both).await, call.join(Lines::Both).await);
    one.play();
    other.play();
    one.wire.lose_sent(LOSS);
    other.wire.lose_received(LOSS);
    until_seen(&one, 60).await;
    until_seen(&other, 60).await;
    freeze(&one).await;
    other.hearing.ask_for_keyframe().await;
    for (name, labels) in MOVED {
        let what = format!("{name} {labels:?}");
        if STILL.contains(&name) {
            assert_eq!(call.figure(name, labels), Some(0.0), "{what}");
        } else {
            until(&what, || {
                call.figure(name, labels).is_some_and(|value| value > 0.0)
            })
            .await;
        }
    }
    let known = ["direction", "family", "kind", "reason", "thread", "transport"];
    assert!(call.labels().iter().all(|name| known.contains(&name.as_str())));
}
