//! Calls to somebody who is there.

use crate::support::Clinic;
use crate::support::socket::SocketClient;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;

/// The demo doctor and patient, who know each other, each with a device.
struct Phones {
    clinic: Clinic,
    address: SocketAddr,
    doctor: (String, String),
    patient: (String, String),
    doctors: SocketClient,
    patients: SocketClient,
}

impl Phones {
    async fn new() -> Self {
        let clinic = Clinic::open().await;
        clinic.consultation().await;
        let address = clinic.listen().await;
        let doctor = clinic.sign_in("doctor").await;
        let patient = clinic.sign_in("patient").await;
        let mut doctors = SocketClient::connect(address, &doctor.0).await.expect("in");
        let mut patients = SocketClient::connect(address, &patient.0).await.expect("in");
        doctors.expect("service_ready").await;
        patients.expect("service_ready").await;
        Self {
            clinic,
            address,
            doctor,
            patient,
            doctors,
            patients,
        }
    }

    async fn doctor_calls(&self, mode: &str) -> Value {
        let body = json!({"user_id": self.patient.1, "mode": mode});
        let made = self.clinic.post("/api/v1/calls", &self.doctor.0, body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        made.json()
    }

    async fn act(&self, token: &str, call: &Value, act: &str) -> (StatusCode, Value) {
        let path = format!("/api/v1/calls/{}/{act}", call["id"].as_str().expect("an id"));
        let answer = self.clinic.call(Method::POST, &path, Some(token), None).await;
        (answer.status, answer.json())
    }
}

#[tokio::test]
async fn a_call_rings_on_every_device_until_one_answers() {
    let mut phones = Phones::new().await;
    let mut tablet = SocketClient::connect(phones.address, &phones.patient.0)
        .await
        .expect("in");
    let call = phones.doctor_calls("audio").await;
    assert_eq!(
        (&call["status"], &call["direction"]),
        (&json!("ringing"), &json!("outgoing"))
    );
    assert_eq!(call["consultation"]["status"], "pending");
    for device in [&mut phones.patients, &mut tablet] {
        let rings = device.expect("call_ringing").await;
        let from = json!({"id": phones.doctor.1, "name": "Dr Claire Moreau", "role": "doctor"});
        let expected = json!({"callId": call["id"], "sessionId": call["consultation"]["id"], "from": from, "mode": "audio"});
        assert_eq!(rings, expected);
    }
    // A device that comes while it rings, rings.
    let mut late = SocketClient::connect(phones.address, &phones.patient.0)
        .await
        .expect("in");
    assert_eq!(late.expect("call_ringing").await["callId"], call["id"]);

    let answered = tablet.ask("call_accepted", json!({"callId": call["id"]})).await;
    assert_eq!(answered["ok"], true);
    for device in [&mut phones.patients, &mut tablet, &mut late, &mut phones.doctors] {
        let accepted = device.expect("call_accepted").await;
        assert_eq!(
            (&accepted["callId"], &accepted["by"]),
            (&call["id"], &json!(phones.patient.1))
        );
        assert_eq!(accepted["sessionId"], call["consultation"]["id"]);
    }
    let slow = phones
        .patients
        .ask("call_accepted", json!({"callId": call["id"]}))
        .await;
    assert_eq!(slow["code"], "conflict");
    let path = format!(
        "/api/v1/consultations/{}",
        call["consultation"]["id"].as_str().unwrap()
    );
    let consultation = phones.clinic.get(&path, &phones.doctor.0).await.json();
    assert_eq!(
        (&consultation["status"], &consultation["waiting_room"]),
        (&json!("active"), &json!(false))
    );
    assert_eq!(consultation["patient_id"], json!(phones.patient.1));
}

#[tokio::test]
async fn both_join_the_call_as_any_consultation_and_it_ends_when_one_leaves() {
    let mut phones = Phones::new().await;
    let call = phones.doctor_calls("video").await;
    let (status, accepted) = phones.act(&phones.patient.0, &call, "accept").await;
    assert_eq!(
        (status, &accepted["status"]),
        (StatusCode::OK, &json!("accepted"))
    );
    let path = format!(
        "/api/v1/consultations/{}/join",
        call["consultation"]["id"].as_str().unwrap()
    );
    let mut places = Vec::new();
    for token in [&phones.doctor.0, &phones.patient.0] {
        let joined = phones
            .clinic
            .call(Method::POST, &path, Some(token), None)
            .await
            .json();
        assert_eq!(joined["lobby"], "accepted");
        let token = joined["token"].as_str().unwrap();
        let mut socket = SocketClient::connect(phones.address, token).await.expect("in");
        socket.expect("room_state").await;
        places.push(socket);
    }
    places[0].expect("participant_joined").await;
    // The sweep must have seen both before one leaves; whether it has or not, the call ends.
    let session = &call["consultation"]["id"];
    assert_eq!(
        places[0].ask("leave", json!({"sessionId": session})).await["ok"],
        true
    );
    assert_eq!(places[1].expect("participant_left").await["reason"], "left");
    let (status, _) = phones.act(&phones.patient.0, &call, "hangup").await;
    assert!(
        matches!(status, StatusCode::OK | StatusCode::NOT_FOUND),
        "over, or over already"
    );
    let over = phones.doctors.expect("call_hangup").await;
    assert_eq!(over["callId"], call["id"]);
    let path = format!("/api/v1/calls/{}", call["id"].as_str().unwrap());
    let kept = phones.clinic.get(&path, &phones.doctor.0).await.json();
    assert_eq!(
        (&kept["status"], &kept["consultation"]["status"]),
        (&json!("hangup"), &json!("ended"))
    );
    assert!(kept["answered_at"].is_string() && kept["ended_at"].is_string());
}

#[tokio::test]
async fn a_call_that_is_rejected_or_given_up_leaves_a_cancelled_consultation() {
    let mut phones = Phones::new().await;
    let call = phones.doctor_calls("audio").await;
    let (status, rejected) = phones.act(&phones.patient.0, &call, "reject").await;
    assert_eq!(
        (status, &rejected["status"]),
        (StatusCode::OK, &json!("rejected"))
    );
    assert_eq!(phones.doctors.expect("call_rejected").await["callId"], call["id"]);
    let (status, _) = phones.act(&phones.patient.0, &call, "accept").await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    let call = phones.doctor_calls("audio").await;
    let (status, _) = phones.act(&phones.doctor.0, &call, "accept").await;
    assert_eq!(status, StatusCode::CONFLICT, "one's own call");
    let (status, given_up) = phones.act(&phones.doctor.0, &call, "hangup").await;
    assert_eq!((status, &given_up["status"]), (StatusCode::OK, &json!("hangup")));
    assert_eq!(given_up["answered_at"], Value::Null);
    assert_eq!(phones.patients.expect("call_hangup").await["callId"], call["id"]);

    let mine = phones.clinic.get("/api/v1/calls", &phones.patient.0).await.json();
    let words: Vec<_> = mine["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| (&call["direction"], &call["status"]))
        .collect();
    let (incoming, hangup, rejected) = (json!("incoming"), json!("hangup"), json!("rejected"));
    assert_eq!(words, [(&incoming, &hangup), (&incoming, &rejected)]);
    let cancelled = phones
        .clinic
        .get("/api/v1/consultations?status=cancelled", &phones.doctor.0)
        .await
        .json();
    assert_eq!(cancelled["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn two_who_call_each_other_at_the_same_moment_talk() {
    let mut phones = Phones::new().await;
    let call = phones.doctor_calls("audio").await;
    let again = phones.doctor_calls("audio").await;
    assert_eq!(again["id"], call["id"], "it rings already");
    let body = json!({"user_id": phones.doctor.1});
    let back = phones.clinic.post("/api/v1/calls", &phones.patient.0, body).await;
    assert_eq!(back.status, StatusCode::CREATED, "{}", back.text);
    assert_eq!(
        (&back.json()["id"], &back.json()["status"]),
        (&call["id"], &json!("accepted"))
    );
    assert_eq!(phones.doctors.expect("call_accepted").await["callId"], call["id"]);
}

#[tokio::test]
async fn somebody_in_a_consultation_is_busy() {
    let mut phones = Phones::new().await;
    let (consultation, _) = phones.clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}/join",
        consultation["id"].as_str().unwrap()
    );
    let joined = phones
        .clinic
        .call(Method::POST, &path, Some(&phones.patient.0), None)
        .await
        .json();
    let token = joined["token"].as_str().unwrap();
    let mut there = SocketClient::connect(phones.address, token).await.expect("in");
    there.expect("room_state").await;
    let call = phones.doctor_calls("audio").await;
    assert_eq!(
        (&call["status"], &call["consultation"]),
        (&json!("busy"), &Value::Null)
    );
    assert_eq!(phones.doctors.expect("call_busy").await["callId"], call["id"]);
    assert_eq!(
        phones.patients.expect("call_busy").await["from"]["name"],
        "Dr Claire Moreau"
    );
}

#[tokio::test]
async fn whom_one_may_call_is_told_and_kept() {
    let clinic = Clinic::open().await;
    let (doctor, doctor_id) = clinic.sign_in("doctor").await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let call = async |token: &str, user: &str| {
        let made = clinic
            .post("/api/v1/calls", token, json!({"user_id": user}))
            .await;
        if made.status.is_success() {
            (201, String::new())
        } else {
            made.problem()
        }
    };
    let hidden = (404, "not_found".to_owned());
    assert_eq!(call(&doctor, &patient_id).await, hidden, "no consultation yet");
    assert_eq!(call(&patient, &doctor_id).await, hidden);
    assert_eq!(call(&doctor, &admin_id).await, hidden);
    assert_eq!(call(&admin, &doctor_id).await, (403, "forbidden".to_owned()));
    assert_eq!(call(&doctor, &doctor_id).await, (422, "validation".to_owned()));
    clinic.consultation().await;

    let address = clinic.listen().await;
    let mut socket = SocketClient::connect(address, &doctor).await.expect("in");
    socket.expect("service_ready").await;
    let contacts = clinic.get("/api/v1/contacts", &doctor).await.json();
    assert_eq!(contacts["items"][0]["id"], json!(patient_id));
    assert_eq!(contacts["items"][0]["online"], false);
    let _there = SocketClient::connect(address, &patient).await.expect("in");
    assert_eq!(
        socket.expect("presence_changed").await,
        json!({"userId": patient_id, "online": true})
    );
    let online = clinic.get("/api/v1/contacts?online=true", &doctor).await.json();
    assert_eq!(online["items"].as_array().unwrap().len(), 1);
    assert_eq!(call(&patient, &doctor_id).await.0, 201);
    assert_eq!(call(&admin, &patient_id).await.0, 403);
    assert_eq!(
        clinic.get("/api/v1/contacts", &admin).await.json(),
        json!({"items": []})
    );
}

#[tokio::test]
async fn a_caller_whose_devices_are_gone_rings_nobody() {
    let phones = Phones::new().await;
    phones.doctor_calls("audio").await;
    let Phones {
        doctors,
        mut patients,
        ..
    } = phones;
    doctors.close().await;
    patients.expect("call_ringing").await;
    // The grace of ten seconds passes first.
    patients.patience = Duration::from_secs(20);
    assert!(patients.expect("call_hangup").await["sessionId"].is_string());
}
