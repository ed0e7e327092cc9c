//! Captions: who may send them, who sees them, that nothing stays of them.

use crate::call::{Call, text};
use crate::support::socket::SocketClient;
use axum::http::Method;
use serde_json::{Value, json};

impl Call {
    async fn caption(&self, token: &str, line: Value) -> (u16, String) {
        let path = format!("/api/v1/consultations/{}/captions", text(self.id()));
        let answer = self.clinic.post(&path, token, line).await;
        let code = answer.status.is_client_error().then(|| answer.problem().1);
        (answer.status.as_u16(), code.unwrap_or_default())
    }

    /// Somebody comes by an invitation of their own; the participant token.
    async fn come_as(&self, role: &str) -> String {
        let path = format!("/api/v1/consultations/{}/invitations", text(self.id()));
        let invited = self
            .clinic
            .post(&path, &self.access, json!({"role": role}))
            .await
            .json();
        let (_, secret) = text(&invited["link"]).rsplit_once('/').expect("a link");
        let body = json!({"share_token": secret, "display_name": "Ana Silva"});
        text(&self.clinic.join(body).await.json()["token"]).to_owned()
    }

    async fn key(&self, scope: &str) -> String {
        let (admin, _) = self.clinic.sign_in("admin").await;
        let body = json!({"name": "Speech to text", "scopes": [scope]});
        let made = self.clinic.post("/api/v1/api-keys", &admin, body).await.json();
        text(&made["secret"]).to_owned()
    }
}

#[tokio::test]
async fn a_line_is_seen_by_all_who_are_in_and_by_nobody_else() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    let (patient, _) = call.clinic.sign_in("patient").await;
    let mut outside = SocketClient::connect(call.address, &patient).await.expect("in");
    let interpreter = call.come_as("interpreter").await;
    let mut speaker = SocketClient::connect(call.address, &interpreter)
        .await
        .expect("in");
    let own = speaker.expect("room_state").await["participantId"].clone();

    let line = json!({"sessionId": id, "text": " Bonjour,\nJeanne ", "language": "fr", "final": false});
    assert_eq!(speaker.ask("caption", line).await, json!({"ok": true}));
    let seen = json!({"sessionId": id, "participantId": own, "text": "Bonjour, Jeanne", "language": "fr", "final": false});
    for socket in [&mut call.doctor, &mut call.guest, &mut speaker] {
        assert_eq!(socket.expect("caption").await, seen);
    }
    let line = json!({"text": "Good morning <b>Jeanne</b>"});
    assert_eq!(call.caption(&interpreter, line).await.0, 204);
    let seen = call.guest.expect("caption").await;
    assert_eq!(
        (&seen["text"], &seen["language"], &seen["final"]),
        (&json!("Good morning <b>Jeanne</b>"), &Value::Null, &json!(true))
    );
    let heard = outside.names_so_far().await;
    assert!(!heard.contains(&"caption".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn a_servers_lines_are_nobodys() {
    let mut call = Call::begin().await;
    let key = call.key("captions:write").await;
    let line = json!({"text": "Where does it hurt?", "language": "en"});
    assert_eq!(call.caption(&key, line.clone()).await, (204, String::new()));
    let seen = call.guest.expect("caption").await;
    assert_eq!(
        (&seen["participantId"], &seen["text"]),
        (&Value::Null, &line["text"])
    );
    let other = call.key("rooms:read").await;
    assert_eq!(
        call.caption(&other, line.clone()).await,
        (403, "forbidden".into())
    );
    let nowhere = format!("/api/v1/consultations/{}/captions", uuid::Uuid::now_v7());
    let refused = call.clinic.post(&nowhere, &key, line.clone()).await;
    assert_eq!(refused.problem(), (404, "not_found".into()));
    assert_eq!(
        call.caption("no key", line).await,
        (401, "unauthenticated".into())
    );
}

#[tokio::test]
async fn those_without_that_part_and_those_outside_show_nothing() {
    let mut call = Call::begin().await;
    let line = json!({"text": "a"});
    let relative = call.come_as("relative").await;
    for token in [&call.guest_token, &relative] {
        assert_eq!(call.caption(token, line.clone()).await, (403, "forbidden".into()));
    }
    let asked = json!({"sessionId": call.id(), "text": "a"});
    assert_eq!(call.guest.ask("caption", asked).await["code"], "forbidden");
    let clinician = call.come_as("second_clinician").await;
    let refused = call.caption(&clinician, line.clone()).await;
    assert_eq!(refused, (403, "not_admitted".into()), "nobody sees who speaks");
    let (admin, _) = call.clinic.sign_in("admin").await;
    assert_eq!(
        call.caption(&admin, line.clone()).await,
        (403, "forbidden".into())
    );
    let other = call.clinic.consultation().await.0;
    let path = format!("/api/v1/consultations/{}/captions", text(&other["id"]));
    let refused = call.clinic.post(&path, &clinician, line.clone()).await;
    assert_eq!(refused.problem(), (404, "not_found".into()));
    let refused = call.clinic.call(Method::POST, &path, None, Some(line)).await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
    let heard = call.doctor.names_so_far().await;
    assert!(!heard.contains(&"caption".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn lines_are_bounded_and_nothing_stays_of_them() {
    let mut call = Call::begin().await;
    let token = call.access.clone();
    for wrong in [
        json!({}),
        json!({"text": ""}),
        json!({"text": "a".repeat(301)}),
        json!({"text": "a", "language": "not a tag"}),
        json!({"text": "a", "final": "yes"}),
    ] {
        assert_eq!(call.caption(&token, wrong).await, (422, "validation".into()));
    }
    let line = json!({"text": "Sonnenblumenkerne"});
    let mut sent = 0;
    let limited = loop {
        match call.caption(&token, line.clone()).await {
            (204, _) => sent += 1,
            refused => break refused,
        }
        assert!(sent < 1000, "there is a limit");
    };
    assert_eq!(limited, (429, "rate_limited".into()));
    assert_eq!(call.guest.expect("caption").await["text"], line["text"]);
    let end = format!("/api/v1/consultations/{}/end", text(call.id()));
    call.clinic.post(&end, &token, json!({})).await;
    assert_eq!(
        call.caption(&token, line).await,
        (410, "consultation_ended".into())
    );
    for kept in std::fs::read_dir(&call.clinic.dir)
        .expect("a directory")
        .flatten()
    {
        let bytes = std::fs::read(kept.path()).unwrap_or_default();
        let is_in = bytes.windows(17).any(|part| part == b"Sonnenblumenkerne");
        assert!(!is_in, "{:?} has a caption", kept.path());
    }
}
