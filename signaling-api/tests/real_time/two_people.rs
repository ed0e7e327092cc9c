//! Two people meet, one of them ends it for both.

use crate::call::{Call, offer, text};
use crate::support::socket::SocketClient;
use serde_json::{Value, json};

#[tokio::test]
async fn two_people_meet_and_part() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    assert_eq!(
        call.guest.expect("connection_established").await["participantId"],
        call.guest_id.to_string()
    );
    call.guest.expect("service_ready").await;
    let state = call.guest.expect("room_state").await;
    assert_eq!(state["sessionId"], id);
    assert_eq!(state["consultation"]["mode"], "video");
    let names: Vec<&str> = state["participants"]
        .as_array()
        .expect("people")
        .iter()
        .map(|person| text(&person["displayName"]))
        .collect();
    assert_eq!(names, ["Dr Claire Moreau", "Ana"]);
    let joined = call.doctor.expect("participant_joined").await;
    assert_eq!(joined["displayName"], "Ana");
    assert_eq!(joined["role"], "guest");
    assert_eq!(joined["connected"], true);
    for socket in [&mut call.doctor, &mut call.guest] {
        let begun = socket.expect("consultation_updated").await;
        assert_eq!(
            (&begun["status"], &begun["endedBy"]),
            (&json!("active"), &Value::Null)
        );
    }
    let path = format!("/api/v1/consultations/{}", text(&id));
    let seen = call.clinic.get(&path, &call.access).await.json();
    assert_eq!(
        (&seen["status"], &seen["participants"]),
        (&json!("active"), &json!(2))
    );
    assert!(seen["started_at"].is_string());

    call.clinic
        .post(&format!("{path}/end"), &call.access, json!({}))
        .await;
    for socket in [&mut call.doctor, &mut call.guest] {
        let ended = socket.expect("consultation_updated").await;
        assert_eq!(ended["status"], "ended");
        let by = json!({"role": "doctor", "displayName": "Dr Claire Moreau"});
        assert_eq!(ended["endedBy"], by);
        assert_eq!(socket.expect("participant_left").await["reason"], "ended");
        assert_eq!(socket.expect("participant_left").await["reason"], "ended");
        let refused = socket.ask("webrtc_offer", offer(&id)).await;
        assert_eq!(refused["code"], "consultation_ended");
    }
    let late = SocketClient::connect(call.address, &call.guest_token).await;
    assert_eq!(late.err().as_deref(), Some("consultation_ended"));
}
