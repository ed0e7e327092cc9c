//! A doctor hears of a network test in the room and on their pages; others do not.

use crate::call::{Call, text};
use crate::support::socket::SocketClient;
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_doctor_hears_of_a_result() {
    let mut call = Call::begin().await;
    let mut page = SocketClient::connect(call.address, &call.access)
        .await
        .expect("in");
    page.expect("service_ready").await;
    let path = format!("/api/v1/consultations/{}/network-tests", text(call.id()));
    let body = json!({"paths": [{"path": "udp", "outcome": "failed"}]});
    let kept = call.clinic.post(&path, &call.guest_token, body).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text);
    let told = json!({"sessionId": call.id(), "participantId": call.guest_id.to_string()});
    assert_eq!(call.doctor.expect("network_tested").await, told);
    assert_eq!(page.expect("network_tested").await, told);
    let names = call.guest.names_so_far().await;
    assert!(!names.contains(&"network_tested".to_owned()), "{names:?}");
}
