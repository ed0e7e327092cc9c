//! A doctor leads the call: hands, muting, removing; how it was, afterwards.

use crate::call::{Call, offer, text};
use crate::support::socket::SocketClient;
use axum::http::StatusCode;
use protocol::Request;
use serde_json::{Value, json};

impl Call {
    fn of_consultation(&self, verb: &str) -> String {
        format!("/api/v1/consultations/{}/{verb}", text(self.id()))
    }

    async fn doctor_asks(&self, verb: &str, participant: &str) -> (u16, String) {
        let body = json!({"participant_id": participant});
        let answer = self
            .clinic
            .post(&self.of_consultation(verb), &self.access, body)
            .await;
        let code = answer.status.is_client_error().then(|| answer.problem().1);
        (answer.status.as_u16(), code.unwrap_or_default())
    }

    async fn rate(&self, token: &str, body: Value) -> (u16, String) {
        let answer = self
            .clinic
            .post(&self.of_consultation("rating"), token, body)
            .await;
        let code = answer.status.is_client_error().then(|| answer.problem().1);
        (answer.status.as_u16(), code.unwrap_or_default())
    }
}

fn hand_of(state: &Value, participant: &str) -> Value {
    let people = state["participants"].as_array().expect("a list");
    let person = people
        .iter()
        .find(|person| person["participantId"] == participant)
        .expect("there");
    person["handSince"].clone()
}

#[tokio::test]
async fn a_raised_hand_is_seen_by_all_keeps_its_turn_and_is_lowered_by_the_doctor() {
    let mut call = Call::begin().await;
    let (id, guest) = (call.id().clone(), call.guest_id.to_string());
    let up = json!({"sessionId": id, "raised": true});
    assert_eq!(
        call.guest.ask("raise_hand", up.clone()).await,
        json!({"ok": true})
    );
    let seen = call.doctor.expect("hand_raised").await;
    assert_eq!(seen["participantId"], guest);
    assert_eq!(seen["raised"], true);
    assert_eq!(
        call.guest.expect("hand_raised").await,
        seen,
        "other pages of theirs too"
    );
    // Again is no other turn.
    call.guest.ask("raise_hand", up).await;
    let mut late = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    assert_eq!(hand_of(&late.expect("room_state").await, &guest), seen["since"]);

    let lower = json!({"sessionId": id, "raised": false, "participantId": guest});
    assert_eq!(call.doctor.ask("raise_hand", lower).await, json!({"ok": true}));
    let lowered = call.guest.expect("hand_raised").await;
    assert_eq!(
        (&lowered["raised"], &lowered["since"]),
        (&json!(false), &Value::Null)
    );
}

#[tokio::test]
async fn nobody_moves_the_hand_of_another_but_the_doctor_who_lowers_it() {
    let mut call = Call::begin().await;
    let (id, guest) = (call.id().clone(), call.guest_id.to_string());
    let of = |raised: bool, whose: &str| json!({"sessionId": id, "raised": raised, "participantId": whose});
    let refused = call.doctor.ask("raise_hand", of(true, &guest)).await;
    assert_eq!(refused["code"], "forbidden");
    let stranger = uuid::Uuid::now_v7().to_string();
    let refused = call.guest.ask("raise_hand", of(false, &stranger)).await;
    assert_eq!(refused["code"], "forbidden");
    let refused = call.doctor.ask("raise_hand", of(false, &stranger)).await;
    assert_eq!(refused["code"], "not_found");
    let heard = call.doctor.names_so_far().await;
    assert!(!heard.contains(&"hand_raised".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn the_doctor_asks_one_microphone_to_be_off_and_only_while_it_is_on() {
    let mut call = Call::begin().await;
    let (id, guest) = (call.id().clone(), call.guest_id.to_string());
    call.guest.expect("room_state").await;
    assert_eq!(call.doctor_asks("mute", &guest).await.0, 204);
    let asked = call.guest.expect("track_mute_requested").await;
    assert_eq!(
        asked,
        json!({"sessionId": id, "participantId": guest, "source": "microphone"})
    );
    let muted = json!({"sessionId": id, "source": "microphone", "muted": true});
    call.guest.ask("track_muted", muted).await;
    assert_eq!(call.doctor_asks("mute", &guest).await.0, 204);
    let heard = call.guest.names_so_far().await;
    assert!(!heard.contains(&"track_mute_requested".to_owned()), "{heard:?}");
    let stranger = uuid::Uuid::now_v7().to_string();
    assert_eq!(
        call.doctor_asks("mute", &stranger).await,
        (404, "not_found".into())
    );
}

#[tokio::test]
async fn who_is_removed_is_out_with_media_and_token_and_waits_on_coming_again() {
    let mut call = Call::begin().await;
    let (id, guest) = (call.id().clone(), call.guest_id.to_string());
    call.guest.ask("webrtc_offer", offer(&id)).await;
    call.clinic.node.take();

    assert_eq!(call.doctor_asks("remove", &guest).await.0, 204);
    for socket in [&mut call.guest, &mut call.doctor] {
        let left = socket.expect("participant_left").await;
        assert_eq!(left["participantId"], guest);
        assert_eq!(left["reason"], "removed");
    }
    let refused = call.guest.ask("webrtc_offer", offer(&id)).await;
    assert_eq!(refused["code"], "not_admitted");
    let again = SocketClient::connect(call.address, &call.guest_token).await;
    assert_eq!(again.err().as_deref(), Some("not_admitted"));
    let ended = call.clinic.node.take().into_iter().any(
        |request| matches!(request, Request::RemoveParticipant { participant, .. } if participant == call.guest_id),
    );
    assert!(ended, "the node was told to end their media");
    assert_eq!(
        call.doctor_asks("remove", &guest).await.0,
        204,
        "again changes nothing"
    );
    let said = call.rate(&call.guest_token, json!({"rating": 1})).await;
    assert_eq!(said, (403, "not_admitted".into()));

    // The consultation had no waiting room; it has one for whoever comes now.
    let body = json!({"code": call.consultation["code"], "display_name": "Ana"});
    let place = call.clinic.join(body).await.json();
    assert_eq!(place["lobby"], "waiting");
    let waiting = text(&place["participant_id"]);
    let refused = call.doctor_asks("remove", waiting).await;
    assert_eq!(refused, (409, "conflict".into()), "who waits is denied");
    assert_eq!(call.doctor_asks("admit", waiting).await.0, 204);
}

#[tokio::test]
async fn a_patient_with_an_account_waits_after_being_removed() {
    let call = Call::begin().await;
    let (patient, _) = call.clinic.sign_in("patient").await;
    let join = call.of_consultation("join");
    let place = call.clinic.post(&join, &patient, json!({})).await.json();
    assert_eq!(place["lobby"], "accepted");
    let id = text(&place["participant_id"]);
    assert_eq!(call.doctor_asks("remove", id).await.0, 204);
    let again = call.clinic.post(&join, &patient, json!({})).await.json();
    assert_eq!(
        (&again["participant_id"], &again["lobby"]),
        (&json!(id), &json!("waiting"))
    );
}

#[tokio::test]
async fn only_its_doctor_removes_and_mutes_and_never_the_doctor() {
    let call = Call::begin().await;
    let guest = json!({"participant_id": call.guest_id.to_string()});
    let (patient, _) = call.clinic.sign_in("patient").await;
    let (admin, _) = call.clinic.sign_in("admin").await;
    for verb in ["remove", "mute"] {
        for token in [&patient, &admin] {
            let answer = call
                .clinic
                .post(&call.of_consultation(verb), token, guest.clone())
                .await;
            assert_eq!(answer.problem(), (403, "forbidden".into()), "{verb}");
        }
    }
    let join = call.of_consultation("join");
    let own = call.clinic.post(&join, &call.access, json!({})).await.json();
    let refused = call.doctor_asks("remove", text(&own["participant_id"])).await;
    assert_eq!(refused, (409, "conflict".into()));
    let stranger = uuid::Uuid::now_v7().to_string();
    assert_eq!(
        call.doctor_asks("remove", &stranger).await,
        (404, "not_found".into())
    );
}

#[tokio::test]
async fn a_participant_says_once_how_it_was_also_after_the_end() {
    let call = Call::begin().await;
    let token = call.guest_token.clone();
    for wrong in [
        json!({"rating": 0}),
        json!({"rating": 6}),
        json!({"rating": 3, "comment": ""}),
        json!({}),
    ] {
        assert_eq!(call.rate(&token, wrong).await.0, 422);
    }
    let ended = call
        .clinic
        .post(&call.of_consultation("end"), &call.access, json!({}))
        .await;
    assert_eq!(ended.status, StatusCode::OK);
    let said = json!({"rating": 3, "comment": "The sound broke off twice."});
    assert_eq!(call.rate(&token, said.clone()).await.0, 204);
    assert_eq!(
        call.rate(&token, json!({"rating": 5})).await,
        (409, "conflict".into())
    );
    let listed = call
        .clinic
        .get(&call.of_consultation("participants"), &call.access)
        .await
        .json();
    assert_eq!(listed["items"][0]["rating"], said);
    assert_eq!(listed["items"][1]["rating"], Value::Null);

    let other = call.clinic.consultation().await.0;
    let elsewhere = format!("/api/v1/consultations/{}/rating", text(&other["id"]));
    let refused = call.clinic.post(&elsewhere, &token, json!({"rating": 5})).await;
    assert_eq!(refused.problem(), (404, "not_found".into()));
    let refused = call.rate(&call.access, json!({"rating": 5})).await;
    assert_eq!(refused.0, 401, "an access token is no place");
}
