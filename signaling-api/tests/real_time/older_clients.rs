//! The messaging service's clients.

use crate::support::Clinic;
use crate::support::socket::SocketClient;
use serde_json::json;

#[tokio::test]
async fn the_messaging_services_clients_call_with_their_access_tokens() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (doctor_token, doctor_id) = clinic.sign_in("doctor").await;
    let (patient_token, patient_id) = clinic.sign_in("patient").await;
    let connect = async |token: &str, kind: &str, id: &str| {
        let auth = json!({"token": format!("Bearer {token}"), "userType": kind, "userId": id, "role": kind});
        SocketClient::connect_with(address, auth, None).await.expect("in")
    };
    let mut doctor = connect(&doctor_token, "medecin", &doctor_id).await;
    let mut patient = connect(&patient_token, "patient", &patient_id).await;
    assert_eq!(
        patient.expect("connection_established").await,
        json!({"userId": patient_id})
    );
    patient.expect("service_ready").await;

    let body = json!({"patientId": patient_id, "medecinId": doctor_id});
    let path = "/api/messaging/medecin-patient/webrtc/sessions";
    let made = clinic.post(path, &doctor_token, body).await.json();
    let told = patient.expect("webrtc_session_created").await;
    assert_eq!(told["sessionId"], made["id"]);
    assert_eq!(told["conferenceCode"], made["conferenceCode"]);
    assert_eq!(told["participants"], json!([doctor_id, patient_id]));
    doctor.expect("webrtc_session_created").await;

    for (socket, id) in [(&mut patient, &patient_id), (&mut doctor, &doctor_id)] {
        let wish = json!({"sessionId": made["id"], "offer": {"type": "offer", "sdp": "v=0\r\n"}, "fromUserId": id, "toUserId": "other"});
        assert_eq!(socket.ask("webrtc_offer", wish).await["ok"], true);
        let answer = socket.expect("webrtc_answer").await;
        assert_eq!(
            (&answer["fromUserId"], &answer["toUserId"]),
            (&json!("sfu"), &json!(id))
        );
        let candidates = json!({"sessionId": made["id"], "candidates": [{"candidate": "candidate:1"}], "fromUserId": id, "toUserId": "sfu"});
        assert_eq!(socket.ask("webrtc_ice_candidates", candidates).await["ok"], true);
    }
    let joined = patient.expect("participant_joined").await;
    assert_eq!(
        (&joined["role"], &joined["displayName"]),
        (&json!("doctor"), &json!("Dr Claire Moreau"))
    );
    assert_eq!(patient.expect("consultation_updated").await["status"], "active");
    let state = doctor.expect("room_state").await;
    assert_eq!(state["participants"][0]["role"], "patient");
}
