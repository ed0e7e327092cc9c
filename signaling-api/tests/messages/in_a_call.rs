//! The chat of a consultation.

use crate::pair::{Pair, text};
use crate::support::socket::SocketClient;
use serde_json::{Value, json};

/// A participant's socket that hears of messages.
async fn sit(pair: &Pair, token: &str) -> SocketClient {
    let mut socket = SocketClient::connect(pair.address, token).await.expect("in");
    socket.expect("messages_synced").await;
    socket
}

fn contents(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("a list");
    items.iter().map(|message| text(&message["content"])).collect()
}

#[tokio::test]
async fn guests_take_part_and_see_that_consultation_alone() {
    let pair = Pair::meet().await;
    pair.say(&pair.patient, "long before").await;
    let (guest_token, guest_id) = pair.guest().await;
    let doctor_token = pair.seat(&pair.doctor).await;
    let patient_token = pair.seat(&pair.patient).await;
    let mut doctor = sit(&pair, &doctor_token).await;
    let mut patient = sit(&pair, &patient_token).await;
    let mut guest = sit(&pair, &guest_token).await;
    let mut page = pair.ready(&pair.patient).await;

    let receipt = guest
        .ask("send_message", json!({"content": "I translate", "type": "text"}))
        .await;
    assert_eq!(receipt["ok"], true, "{receipt}");
    for socket in [&mut doctor, &mut patient, &mut page] {
        let heard = socket.expect("new_message").await;
        assert_eq!(
            (&heard["senderId"], &heard["senderName"], &heard["consultationId"]),
            (&json!(guest_id), &json!("Ana"), &pair.consultation["id"])
        );
    }
    let body = json!({"content": "good", "sessionId": pair.consultation["id"]});
    assert_eq!(doctor.ask("send_message", body).await["ok"], true);
    assert_eq!(guest.expect("new_message").await["content"], "good");
    assert_eq!(patient.expect("new_message").await["senderId"], pair.doctor_id);
    // What is said outside the call is for the two.
    pair.say(&pair.doctor, "aside").await;
    assert_eq!(patient.expect("new_message").await["content"], "aside");
    assert_eq!(
        doctor.expect("new_message").await["content"],
        "aside",
        "on the doctor's own other device"
    );
    assert!(!guest.names_so_far().await.contains(&"new_message".to_owned()));

    let seen = pair.clinic.get(&pair.chat(), &guest_token).await.json();
    assert_eq!(contents(&seen), ["good", "I translate"]);
    assert_eq!(
        (&seen["sender_id"], &seen["next_cursor"]),
        (&json!(guest_id), &Value::Null)
    );
    for token in [&doctor_token, &patient_token, &pair.doctor, &pair.patient] {
        let seen = pair.clinic.get(&pair.chat(), token).await.json();
        assert_eq!(contents(&seen), ["aside", "good", "I translate", "long before"]);
        assert_eq!(seen["conversation_id"], pair.conversation);
    }
    let first = pair
        .clinic
        .get(&format!("{}?limit=1", pair.chat()), &guest_token)
        .await
        .json();
    assert_eq!(contents(&first), ["good"]);
    let path = format!("{}?cursor={}", pair.chat(), text(&first["next_cursor"]));
    assert_eq!(
        contents(&pair.clinic.get(&path, &guest_token).await.json()),
        ["I translate"]
    );
}

#[tokio::test]
async fn what_a_guest_reads_the_patient_has_not_read() {
    let pair = Pair::meet().await;
    let (guest_token, _) = pair.guest().await;
    let said = pair
        .clinic
        .post(&pair.chat(), &pair.doctor, json!({"content": "hello"}))
        .await
        .json();
    let body = json!({"message_id": said["id"]});
    let path = format!("{}/read", pair.chat());
    assert_eq!(
        pair.clinic.post(&path, &guest_token, body.clone()).await.status,
        204
    );
    let status = async || pair.clinic.get(&pair.messages(), &pair.doctor).await.json()[0]["status"].clone();
    assert_eq!(status().await, "sent");
    let patient_token = pair.seat(&pair.patient).await;
    assert_eq!(pair.clinic.post(&path, &patient_token, body).await.status, 204);
    assert_eq!(status().await, "read");
    let aside = pair.say(&pair.doctor, "aside").await;
    let refused = pair
        .clinic
        .post(&path, &guest_token, json!({"message_id": aside["id"]}))
        .await;
    assert_eq!(refused.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn a_consultation_without_a_patients_account_has_a_chat_of_its_own() {
    let mut pair = Pair::meet().await;
    let made = pair
        .clinic
        .post("/api/v1/consultations", &pair.doctor, json!({"mode": "audio"}))
        .await;
    pair.consultation = made.json();
    let (guest_token, guest_id) = pair.guest().await;
    let empty = pair.clinic.get(&pair.chat(), &guest_token).await.json();
    assert_eq!(
        (&empty["conversation_id"], &empty["items"]),
        (&Value::Null, &json!([]))
    );
    let mut page = pair.ready(&pair.doctor).await;
    let said = pair
        .clinic
        .post(
            &pair.chat(),
            &guest_token,
            json!({"content": "hello", "clientId": "1"}),
        )
        .await;
    assert_eq!(said.status, 201, "{}", said.text);
    let again = pair
        .clinic
        .post(
            &pair.chat(),
            &guest_token,
            json!({"content": "hello", "clientId": "1"}),
        )
        .await;
    assert_eq!(
        (again.status.as_u16(), again.json()["id"].clone()),
        (200, said.json()["id"].clone())
    );
    assert_eq!(page.expect("new_message").await["senderId"], guest_id);
    let listed = pair
        .clinic
        .get(
            "/api/messaging/medecin-patient/medecin/conversations",
            &pair.doctor,
        )
        .await;
    assert_eq!(
        listed.json().as_array().map(Vec::len),
        Some(1),
        "it is in nobody's list"
    );
    assert_eq!(
        pair.clinic.get(&pair.chat(), &pair.patient).await.problem().0,
        404,
        "not the patient's"
    );
    let end = pair.chat().replace("/chat", "/end");
    assert_eq!(pair.clinic.post(&end, &pair.doctor, json!({})).await.status, 200);
    let kept = pair.clinic.get(&pair.chat(), &pair.doctor).await.json();
    assert_eq!(contents(&kept), ["hello"], "after the end");
}

#[tokio::test]
async fn who_waits_hears_and_says_nothing() {
    let mut pair = Pair::meet().await;
    let body = json!({"mode": "video", "patient_id": pair.patient_id, "waiting_room": true});
    pair.consultation = pair
        .clinic
        .post("/api/v1/consultations", &pair.doctor, body)
        .await
        .json();
    let (guest_token, guest_id) = pair.guest().await;
    let mut guest = SocketClient::connect(pair.address, &guest_token)
        .await
        .expect("waits");
    guest.expect("messages_synced").await;
    let doctor_token = pair.seat(&pair.doctor).await;
    let mut doctor = sit(&pair, &doctor_token).await;
    assert_eq!(
        doctor.ask("send_message", json!({"content": "between us"})).await["ok"],
        true
    );
    assert_eq!(
        guest.ask("send_message", json!({"content": "let me in"})).await["code"],
        "not_admitted"
    );
    assert_eq!(
        guest.ask("typing", json!({"typing": true})).await["code"],
        "not_admitted"
    );
    for answer in [
        pair.clinic.get(&pair.chat(), &guest_token).await,
        pair.clinic
            .post(&pair.chat(), &guest_token, json!({"content": "let me in"}))
            .await,
        pair.clinic.get(&pair.chat(), &pair.patient).await,
        pair.clinic
            .post(&pair.chat(), &pair.patient, json!({"content": "me too"}))
            .await,
    ] {
        assert_eq!(answer.problem(), (403, "not_admitted".into()));
    }
    assert!(!guest.names_so_far().await.contains(&"new_message".to_owned()));
    let admit = pair.chat().replace("/chat", "/admit");
    let admitted = pair
        .clinic
        .post(&admit, &doctor_token, json!({"participant_id": guest_id}))
        .await;
    assert_eq!(admitted.status, 401, "a place lets nobody in");
    let admitted = pair
        .clinic
        .post(&admit, &pair.doctor, json!({"participant_id": guest_id}))
        .await;
    assert_eq!(admitted.status, 204, "{}", admitted.text);
    guest.expect("lobby_admitted").await;
    assert_eq!(
        doctor.ask("send_message", json!({"content": "welcome"})).await["ok"],
        true
    );
    assert_eq!(guest.expect("new_message").await["content"], "welcome");
    let back = pair.chat().replace("/chat", "/put-back");
    let answer = pair
        .clinic
        .post(&back, &pair.doctor, json!({"participant_id": guest_id}))
        .await;
    assert_eq!(answer.status, 204);
    assert_eq!(
        doctor
            .ask("send_message", json!({"content": "again between us"}))
            .await["ok"],
        true
    );
    assert!(!guest.names_so_far().await.contains(&"new_message".to_owned()));
}

#[tokio::test]
async fn after_the_end_its_doctor_and_patient_read_it_and_nobody_writes() {
    let pair = Pair::meet().await;
    let (guest_token, _) = pair.guest().await;
    let body = json!({"content": "take two a day", "clientId": "k"});
    assert_eq!(
        pair.clinic
            .post(&pair.chat(), &pair.doctor, body.clone())
            .await
            .status,
        201
    );
    let end = pair.chat().replace("/chat", "/end");
    pair.clinic.post(&end, &pair.doctor, json!({})).await;
    for token in [&pair.doctor, &pair.patient] {
        let seen = pair.clinic.get(&pair.chat(), token).await.json();
        assert_eq!(contents(&seen), ["take two a day"]);
        let refused = pair
            .clinic
            .post(&pair.chat(), token, json!({"content": "x"}))
            .await;
        assert_eq!(refused.problem(), (410, "consultation_ended".into()));
    }
    let again = pair.clinic.post(&pair.chat(), &pair.doctor, body).await;
    assert_eq!(again.status, 200, "what was said before the end was said");
    assert_eq!(pair.clinic.get(&pair.chat(), &guest_token).await.problem().0, 410);
    pair.say(&pair.patient, "their conversation goes on").await;
}

#[tokio::test]
async fn a_guest_who_comes_back_hears_what_was_missed_in_the_consultation() {
    let pair = Pair::meet().await;
    let (guest_token, _) = pair.guest().await;
    let first = pair
        .clinic
        .post(&pair.chat(), &pair.doctor, json!({"content": "0"}))
        .await
        .json();
    for content in ["1", "2"] {
        pair.clinic
            .post(&pair.chat(), &pair.patient, json!({"content": content}))
            .await;
        pair.say(&pair.doctor, "aside").await;
    }
    let auth = json!({"token": guest_token, "lastMessageId": first["id"]});
    let mut guest = SocketClient::connect_with(pair.address, auth, None)
        .await
        .expect("in");
    assert_eq!(guest.expect("messages_synced").await["complete"], true);
    assert_eq!(guest.expect("new_message").await["content"], "1");
    assert_eq!(guest.expect("new_message").await["content"], "2");
    assert!(!guest.names_so_far().await.contains(&"new_message".to_owned()));
}

#[tokio::test]
async fn a_place_in_another_consultation_opens_nothing() {
    let pair = Pair::meet().await;
    let said = pair
        .clinic
        .post(&pair.chat(), &pair.doctor, json!({"content": "x"}))
        .await
        .json();
    let mut other = Pair::meet().await;
    let made = pair
        .clinic
        .post("/api/v1/consultations", &pair.doctor, json!({"mode": "video"}))
        .await;
    other.consultation = made.json();
    let body = json!({"code": other.consultation["code"], "display_name": "Eve"});
    let place = pair.clinic.join(body).await.json();
    let token = text(&place["token"]);
    assert_eq!(pair.clinic.get(&pair.chat(), token).await.problem().0, 404);
    let mut eve = SocketClient::connect(pair.address, token).await.expect("in");
    let body = json!({"content": "x", "sessionId": pair.consultation["id"]});
    assert_eq!(eve.ask("send_message", body).await["code"], "not_found");
    let body = json!({"content": "x", "conversationId": pair.conversation});
    assert_eq!(eve.ask("send_message", body).await["code"], "not_found");
    assert_eq!(
        eve.ask("message_read", json!({"messageId": said["id"]})).await["code"],
        "not_found"
    );
}
