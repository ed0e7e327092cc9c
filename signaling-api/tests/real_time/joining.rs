//! How far somebody comes in joining: told, kept, given to the doctor and administrators.

use crate::call::{Call, offer, offered, text};
use axum::http::StatusCode;
use model::{AddressFamily, Path, PathTransport, Progress};
use protocol::Event;
use serde_json::{Value, json};

async fn told(call: &Call, session: model::SessionId, progress: Progress) {
    let event = Event::SessionProgress {
        room: call.room,
        participant: call.guest_id,
        session,
        progress,
    };
    call.clinic.events.send(event).await.expect("told");
}

/// The next word on the guest's joining that says so.
async fn expect_stage(socket: &mut crate::support::socket::SocketClient, guest: &str, stage: &str) -> Value {
    loop {
        let told = socket.expect("join_diagnosis").await;
        if told["participantId"] == guest && told["stage"] == stage {
            return told;
        }
    }
}

#[tokio::test]
async fn a_join_is_told_step_by_step_and_can_be_read_after_the_call() {
    let mut call = Call::begin().await;
    let (id, guest) = (call.id().clone(), call.guest_id.to_string());
    let page = json!({"sessionId": id, "stage": "page"});
    assert_eq!(call.guest.ask("join_progress", page).await, json!({"ok": true}));
    call.guest.ask("webrtc_offer", offer(&id)).await;
    let session = offered(&call.clinic).session;
    let frame = json!({"sessionId": id, "stage": "first_frame"});
    let early = call.guest.ask("join_progress", frame.clone()).await;
    assert_eq!(early["code"], "conflict", "no frame without media");
    for stage in ["dtls", "token", "packet_in"] {
        let forged = call
            .guest
            .ask("join_progress", json!({"sessionId": id, "stage": stage}))
            .await;
        assert_eq!(forged["code"], "validation", "{stage} is the server's to say");
    }

    told(&call, session, Progress::default()).await;
    let path = Some(Path {
        transport: PathTransport::TurnTls,
        family: AddressFamily::Ipv6,
    });
    let connected = Progress {
        checked: true,
        path,
        secured: true,
        received: true,
        acknowledged: true,
    };
    told(&call, session, connected).await;
    let seen = expect_stage(&mut call.doctor, &guest, "packet_out").await;
    assert_eq!(
        seen,
        json!({"sessionId": id, "participantId": guest, "stage": "packet_out",
            "path": {"transport": "turn_tls", "family": "ipv6"}, "advice": null})
    );
    expect_stage(&mut call.guest, &guest, "packet_out").await;
    assert_eq!(call.guest.ask("join_progress", frame).await, json!({"ok": true}));
    expect_stage(&mut call.doctor, &guest, "first_frame").await;

    let text_of = text(&id).to_owned();
    let end = format!("/api/v1/consultations/{text_of}/end");
    call.clinic.post(&end, &call.access, json!({})).await;
    let list = format!("/api/v1/consultations/{text_of}/participants");
    let item = kept(&call, &list, &guest, "first_frame").await;
    assert_eq!(item["path"], json!({"transport": "turn_tls", "family": "ipv6"}));
    assert_eq!(
        (&item["role"], &item["present"]),
        (&json!("guest"), &json!(false))
    );
    assert!(item["stage_at"].as_str() >= item["created_at"].as_str());

    let metrics = call.clinic.get("/metrics", "figures").await.text;
    for line in [
        r#"vestibule_join_stages_total{stage="page"} 2"#,
        r#"vestibule_join_stages_total{stage="token"} 2"#,
        r#"vestibule_join_stages_total{stage="socket"} 2"#,
        r#"vestibule_join_stages_total{stage="ice"} 1"#,
        r#"vestibule_join_stages_total{stage="first_frame"} 1"#,
    ] {
        assert!(metrics.lines().any(|told| told == line), "{line} in\n{metrics}");
    }
}

/// A participant in the list, once they have come that far: the store hears of it within a second or two.
async fn kept(call: &Call, list: &str, guest: &str, stage: &str) -> Value {
    for _ in 0..100 {
        let page = call.clinic.get(list, &call.access).await.json();
        let items = page["items"].as_array().expect("items").clone();
        let found = items.into_iter().find(|item| item["id"] == guest);
        let item = found.expect("the guest");
        if item["stage"] == stage {
            return item;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{stage} was not kept")
}

#[tokio::test]
async fn its_doctor_and_administrators_read_it_nobody_else() {
    let call = Call::begin().await;
    let list = format!("/api/v1/consultations/{}/participants", text(call.id()));
    let (admin, _) = call.clinic.sign_in("admin").await;
    let (patient, _) = call.clinic.sign_in("patient").await;
    for access in [&call.access, &admin] {
        let page = call.clinic.get(&list, access).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let page = page.json();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(page["next_cursor"], Value::Null);
        assert_eq!(page["items"][0]["present"], true);
    }
    let refused = call.clinic.get(&list, &patient).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));
    let stranger = call.clinic.get(&list, &call.guest_token).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    let nowhere = "/api/v1/consultations/019a0000-0000-7000-8000-000000000000/participants";
    assert_eq!(
        call.clinic.get(nowhere, &call.access).await.problem(),
        (404, "not_found".into())
    );
    let cursor = format!("{list}?cursor={}", call.guest_id);
    let older = call.clinic.get(&cursor, &call.access).await.json();
    assert_eq!(older["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(older["items"][0]["role"], "doctor");
}

#[tokio::test]
async fn a_place_taken_anew_begins_anew() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    let list = format!("/api/v1/consultations/{}/participants", text(&id));
    let page = call.clinic.get(&list, &call.access).await.json();
    let doctor = text(&page["items"][1]["id"]).to_owned();
    kept(&call, &list, &doctor, "socket").await;
    assert_eq!(
        call.doctor.ask("leave", json!({"sessionId": id})).await["ok"],
        true
    );
    let join = format!("/api/v1/consultations/{}/join", text(&id));
    call.clinic.post(&join, &call.access, json!({})).await;
    kept(&call, &list, &doctor, "token").await;
}
