//! A socket is lost, a second tab opens, a place is given up.

use crate::call::{Call, offer, offered};
use crate::support::socket::SocketClient;
use protocol::{CloseCause, Event, Request};
use serde_json::json;

#[tokio::test]
async fn a_lost_socket_keeps_the_place_and_media() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    call.guest.ask("webrtc_offer", offer(&id)).await;
    let session = offered(&call.clinic).session;
    let (room, participant) = (call.room, call.guest_id);
    let event = Event::SessionConnected {
        room,
        participant,
        session,
    };
    call.clinic.events.send(event).await.expect("told");
    call.guest.expect("connection_state").await;
    call.doctor.expect("participant_joined").await;

    call.guest.close().await;
    let heard = call.doctor.names_so_far().await;
    assert!(
        !heard.contains(&"participant_updated".to_owned()),
        "media run on: {heard:?}"
    );
    let event = Event::SessionClosed {
        room,
        participant,
        session,
        cause: CloseCause::Silent,
    };
    call.clinic.events.send(event).await.expect("told");
    assert_eq!(
        call.doctor.expect("participant_updated").await["connected"],
        false
    );
    assert!(call.clinic.node.take().is_empty(), "nothing is ended by it");

    let mut back = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in again");
    let state = back.expect("room_state").await;
    assert_eq!(state["participantId"], participant.to_string());
    assert_eq!(state["hasMedia"], false, "no offer takes up what was given up");
    assert_eq!(call.doctor.expect("participant_updated").await["connected"], true);
    let heard = call.doctor.names_so_far().await;
    assert!(!heard.contains(&"participant_left".to_owned()), "{heard:?}");

    assert_eq!(back.ask("leave", json!({"sessionId": id})).await["ok"], true);
    assert_eq!(call.doctor.expect("participant_left").await["reason"], "left");
    assert_eq!(
        call.clinic.node.take(),
        [Request::RemoveParticipant { room, participant }]
    );
}

#[tokio::test]
async fn a_second_tab_takes_the_media_over() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    call.guest.ask("webrtc_offer", offer(&id)).await;
    let first = offered(&call.clinic).session;
    let mut tab = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    assert_eq!(tab.expect("room_state").await["hasMedia"], true);
    tab.ask("webrtc_offer", offer(&id)).await;
    assert_eq!(offered(&call.clinic).session, first, "one place, one session");
    let state = call.guest.expect("connection_state").await;
    assert_eq!(
        (&state["state"], &state["cause"]),
        (&json!("closed"), &json!("replaced"))
    );
    let heard = tab.names_so_far().await;
    assert!(!heard.contains(&"connection_state".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn a_tab_whose_place_another_gave_up_comes_again() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    let mut tab = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    tab.expect("room_state").await;
    tab.ask("leave", json!({"sessionId": id})).await;
    call.doctor.expect("participant_left").await;
    call.guest.expect("room_state").await;
    assert_eq!(call.guest.ask("webrtc_offer", offer(&id)).await["ok"], true);
    let state = call.guest.expect("room_state").await;
    assert_eq!(state["participants"].as_array().map(Vec::len), Some(2));
}
