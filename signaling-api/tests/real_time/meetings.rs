//! Meetings that a platform makes for two of its users.

use crate::support::Clinic;
use crate::support::socket::SocketClient;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use signaling_api::DEMO_API_KEY;

async fn meet(clinic: &Clinic, accepted_by: &str, other: &str) -> Value {
    let body = json!({"acceptedBy": accepted_by, "userId": other});
    let made = clinic.post("/api/v1/meetings", DEMO_API_KEY, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    made.json()
}

#[tokio::test]
async fn the_other_one_is_told_and_finds_the_meeting_as_long_as_it_lives() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (doctor, doctor_id) = clinic.sign_in("doctor").await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    let mut devices = Vec::new();
    for _ in 0..2 {
        let mut device = SocketClient::connect(address, &patient).await.expect("in");
        device.expect("service_ready").await;
        devices.push(device);
    }
    let made = meet(&clinic, &doctor_id, &patient_id).await;
    assert_eq!(
        (&made["status"], &made["acceptedBy"]),
        (&json!("active"), &json!(doctor_id))
    );
    assert!(made["createdAt"].is_string() && made.get("endedAt").is_none());
    let id = made["callId"].as_str().expect("an id");
    assert_eq!(made["link"], format!("http://localhost:8080/meet/{id}"));
    for device in &mut devices {
        let told = device.expect("meeting_created").await;
        assert_eq!(
            (&told["callId"], &told["from"]["role"]),
            (&json!(id), &json!("doctor"))
        );
    }
    let own = clinic.get("/api/v1/me/meetings", &patient).await.json();
    assert_eq!(
        (&own["items"][0]["callId"], &own["items"][0]["other"]["id"]),
        (&json!(id), &json!(doctor_id))
    );
    let theirs = clinic
        .get(&format!("/api/v1/meetings?user_id={doctor_id}"), DEMO_API_KEY)
        .await;
    assert_eq!(theirs.json()["items"][0]["callId"], id);

    // Both come by a token of their own; the first who hangs up completes it.
    let mut places = Vec::new();
    for user in [&doctor_id, &patient_id] {
        let path = format!("/api/v1/meetings/{id}/tokens");
        let token = clinic.post(&path, DEMO_API_KEY, json!({"userId": user})).await;
        assert_eq!(token.status, StatusCode::CREATED, "{}", token.text);
        let token = token.json()["token"].as_str().expect("a token").to_owned();
        let mut place = SocketClient::connect(address, &token).await.expect("in");
        place.expect("room_state").await;
        places.push(place);
    }
    assert_eq!(places[0].expect("consultation_updated").await["status"], "active");
    let path = format!("/api/v1/meetings/{id}/end");
    let ended = clinic
        .call(Method::POST, &path, Some(DEMO_API_KEY), None)
        .await
        .json();
    assert_eq!(
        (&ended["status"], ended["endedAt"].is_string()),
        (&json!("completed"), true)
    );
    assert_eq!(places[1].expect("participant_left").await["reason"], "ended");
    assert_eq!(
        clinic.get("/api/v1/me/meetings", &doctor).await.json(),
        json!({"items": []})
    );
    let still = clinic
        .get(&format!("/api/v1/meetings/{id}"), DEMO_API_KEY)
        .await
        .json();
    assert_eq!(still["status"], "completed");
}

#[tokio::test]
async fn a_meeting_is_over_when_one_of_the_two_hangs_up() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (doctor, doctor_id) = clinic.sign_in("doctor").await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    let made = meet(&clinic, &patient_id, &doctor_id).await;
    let id = made["callId"].as_str().expect("an id");
    let mut places = Vec::new();
    for token in [&doctor, &patient] {
        let path = format!("/api/v1/consultations/{id}/join");
        let joined = clinic.call(Method::POST, &path, Some(token), None).await.json();
        let token = joined["token"].as_str().expect("a token");
        let mut place = SocketClient::connect(address, token).await.expect("in");
        place.expect("room_state").await;
        places.push(place);
    }
    assert_eq!(places[0].expect("consultation_updated").await["status"], "active");
    let left = places[1].ask("leave", json!({"sessionId": id})).await;
    assert_eq!(left["ok"], true);
    assert_eq!(places[0].expect("consultation_updated").await["status"], "ended");
    let path = format!("/api/v1/meetings/{id}");
    assert_eq!(
        clinic.get(&path, DEMO_API_KEY).await.json()["status"],
        "completed"
    );
}

#[tokio::test]
async fn platforms_make_meetings_with_the_right_key_of_the_right_people() {
    let clinic = Clinic::open().await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let (doctor, doctor_id) = clinic.sign_in("doctor").await;
    let (_, patient_id) = clinic.sign_in("patient").await;
    for (one, other) in [
        (&admin_id, &patient_id),
        (&patient_id, &patient_id),
        (&doctor_id, &doctor_id),
    ] {
        let body = json!({"acceptedBy": one, "userId": other});
        let refused = clinic.post("/api/v1/meetings", DEMO_API_KEY, body).await;
        assert_eq!(refused.problem(), (422, "validation".into()));
    }
    let body = json!({"name": "rooms", "scopes": ["rooms:write"]});
    let key = clinic.post("/api/v1/api-keys", &admin, body).await.json();
    let secret = key["secret"].as_str().expect("a secret");
    let body = json!({"acceptedBy": doctor_id, "userId": patient_id});
    let refused = clinic.post("/api/v1/meetings", secret, body.clone()).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));
    let refused = clinic.post("/api/v1/meetings", &doctor, body).await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
    let (consultation, _) = clinic.consultation().await;
    let path = format!("/api/v1/meetings/{}", consultation["id"].as_str().expect("an id"));
    assert_eq!(
        clinic.get(&path, DEMO_API_KEY).await.problem(),
        (404, "not_found".into()),
        "no meeting"
    );
    let made = meet(&clinic, &doctor_id, &patient_id).await;
    let path = format!(
        "/api/v1/meetings/{}/tokens",
        made["callId"].as_str().expect("an id")
    );
    let refused = clinic
        .post(&path, DEMO_API_KEY, json!({"userId": admin_id}))
        .await;
    assert_eq!(refused.problem(), (404, "not_found".into()));
}
