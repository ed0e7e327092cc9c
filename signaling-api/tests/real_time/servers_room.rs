//! A room that a server made.

use crate::call::offer;
use crate::support::Clinic;
use crate::support::socket::SocketClient;
use axum::http::Method;
use model::{ParticipantId, RoomId, SessionId};
use protocol::Event;
use serde_json::{Value, json};

#[tokio::test]
async fn a_servers_participants_call_by_room() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (room, tokens) = clinic.room(&["a", "b"]).await;
    let mut first = SocketClient::connect(address, &tokens[0]).await.expect("in");
    let state = first.expect("room_state").await;
    assert_eq!(
        (&state["sessionId"], &state["consultation"]),
        (&json!(room), &Value::Null)
    );
    first.ask("webrtc_offer", offer(&json!(room))).await;
    first.expect("webrtc_answer").await;
    let path = format!("/whip/{room}");
    let made = clinic
        .sdp(Method::POST, &path, &tokens[1], "application/sdp", "v=0")
        .await;
    let joined = first.expect("participant_joined").await;
    assert_eq!(
        (&joined["displayName"], &joined["connected"]),
        (&json!("b"), &json!(false))
    );
    let session: SessionId = made.headers["location"]
        .to_str()
        .expect("a path")
        .rsplit('/')
        .next()
        .expect("an id")
        .parse()
        .expect("an id");
    let room_id: RoomId = room.parse().expect("an id");
    let event = Event::SessionConnected {
        room: room_id,
        participant: ParticipantId::of_identity(room_id, "b"),
        session,
    };
    clinic.events.send(event).await.expect("told");
    assert_eq!(first.expect("participant_updated").await["connected"], true);
    let path = format!("/api/v1/rooms/{room}");
    clinic
        .call(Method::DELETE, &path, Some(signaling_api::DEMO_API_KEY), None)
        .await;
    assert_eq!(first.expect("participant_left").await["reason"], "ended");
    let refused = first.ask("webrtc_offer", offer(&json!(room))).await;
    assert_eq!(refused["code"], "not_found");
}
