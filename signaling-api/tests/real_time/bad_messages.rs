//! Messages that are wrong, too many, too large.

use crate::call::{Call, offer, offered};
use crate::support::socket::SocketClient;
use serde_json::json;

#[tokio::test]
async fn bad_messages_are_refused_by_name() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    let other = json!("0190a5a0-0000-7000-8000-000000000000");
    for (event, data, code) in [
        ("webrtc_offer", json!({}), "validation"),
        ("webrtc_offer", json!(5), "validation"),
        (
            "webrtc_offer",
            json!({"sessionId": id, "offer": {"type": "answer", "sdp": "v=0"}}),
            "validation",
        ),
        (
            "webrtc_offer",
            json!({"sessionId": id, "offer": {"type": "offer", "sdp": "nonsense"}}),
            "offer_rejected",
        ),
        ("webrtc_offer", offer(&other), "not_found"),
        (
            "webrtc_answer",
            json!({"sessionId": id, "answer": {"type": "answer", "sdp": "v=0"}}),
            "conflict",
        ),
        (
            "webrtc_ice_candidates",
            json!({"sessionId": id, "candidates": 1}),
            "validation",
        ),
        (
            "track_muted",
            json!({"sessionId": id, "source": "nose", "muted": true}),
            "validation",
        ),
        (
            "track_muted",
            json!({"sessionId": other, "source": "camera", "muted": true}),
            "not_found",
        ),
        ("leave", json!({"sessionId": other}), "not_found"),
        ("make_coffee", json!({}), "validation"),
    ] {
        let refused = call.guest.ask(event, data.clone()).await;
        assert_eq!(
            (&refused["ok"], &refused["code"]),
            (&json!(false), &json!(code)),
            "{event} {data}"
        );
        assert!(refused["message"].is_string());
        let error = call.guest.expect("error").await;
        assert_eq!(
            (&error["code"], &error["ref"]),
            (&json!(code), &json!(event)),
            "{event} {data}"
        );
    }
    let heard = call.doctor.names_so_far().await;
    assert!(!heard.contains(&"participant_left".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn a_chatterer_is_slowed_down() {
    let mut call = Call::begin().await;
    let candidates = json!({"sessionId": call.id(), "candidates": []});
    for _ in 0..70 {
        call.guest.tell("webrtc_ice_candidates", candidates.clone()).await;
    }
    assert_eq!(call.guest.expect("error").await["code"], "rate_limited");
}

#[tokio::test]
async fn an_offer_of_sixty_kilobytes_fits_and_a_larger_one_ends_the_socket() {
    let mut call = Call::begin().await;
    let sized = |bytes: usize| {
        let sdp = "a=x\r\n".repeat(bytes / 5);
        json!({"sessionId": call.consultation["id"], "offer": {"type": "offer", "sdp": sdp}})
    };
    let (fits, too_large) = (sized(45_000), sized(200_000));
    assert_eq!(call.guest.ask("webrtc_offer", fits).await["ok"], true);
    call.guest.tell("webrtc_offer", too_large).await;
    // The place outlives the socket.
    let mut back = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    let state = back.expect("room_state").await;
    assert_eq!(state["participants"].as_array().map(Vec::len), Some(2));
    assert_eq!(offered(&call.clinic).sdp.len(), 45_000);
}
