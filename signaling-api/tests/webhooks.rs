//! Other programs are told what happens, to a real server of theirs.

mod support;

use axum::Router;
use axum::http::{HeaderMap, Method, StatusCode};
use model::{ParticipantId, RoomId};
use protocol::{Event, Request};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::{Answer, Clinic};
use tokio::sync::mpsc::{Receiver, channel};

const EVERYTHING: [&str; 7] = [
    "consultation.created",
    "consultation.started",
    "consultation.ended",
    "participant.joined",
    "participant.left",
    "message.created",
    "report.ready",
];

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// A program that answers so; what it was sent.
async fn program(status: StatusCode) -> (String, Receiver<(HeaderMap, Value)>) {
    let (sender, receiver) = channel(64);
    let take = async move |headers: HeaderMap, axum::Json(body): axum::Json<Value>| {
        let taken = sender.send((headers, body)).await;
        taken.map_or(StatusCode::GONE, |()| status)
    };
    let router = Router::new().route("/hook", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, receiver)
}

async fn subscribe(clinic: &Clinic, who: &str, url: &str, events: &[&str]) -> Value {
    let body = json!({"url": url, "events": events, "description": "Records"});
    let made = clinic.post("/api/v1/webhooks", who, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    made.json()
}

async fn change(clinic: &Clinic, who: &str, path: &str, body: Value) -> Answer {
    clinic.call(Method::PATCH, path, Some(who), Some(body)).await
}

/// Who takes the place is heard of by the media node.
async fn connect(clinic: &Clinic, room: RoomId, place: &Value) -> ParticipantId {
    clinic.node.take();
    let made = clinic
        .sdp(
            Method::POST,
            &format!("/whip/{room}"),
            text(&place["token"]),
            "application/sdp",
            "v=0",
        )
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let mut offers = clinic
        .node
        .take()
        .into_iter()
        .filter_map(|request| match request {
            Request::Offer(offer) => Some(offer),
            _ => None,
        });
    let offer = offers.next_back().expect("an offer");
    let (participant, session) = (offer.participant, offer.session);
    let event = Event::SessionConnected {
        room,
        participant,
        session,
    };
    clinic.events.send(event).await.expect("told");
    participant
}

#[tokio::test]
async fn a_consultation_is_followed_from_its_making_to_its_report() {
    let clinic = Clinic::open().await;
    let (url, mut told) = program(StatusCode::OK).await;
    let (admin, _) = clinic.sign_in("admin").await;
    subscribe(&clinic, &admin, &url, &EVERYTHING).await;
    let (made, doctor) = clinic.consultation().await;
    let (id, room) = (
        text(&made["id"]),
        RoomId(text(&made["room_id"]).parse().expect("an id")),
    );
    let own = format!("/api/v1/consultations/{id}");
    let place = clinic
        .post(&format!("{own}/join"), &doctor, json!({}))
        .await
        .json();
    let seated = connect(&clinic, room, &place).await;
    let guest = clinic
        .join(json!({"code": made["code"], "display_name": "Zoé Ombre"}))
        .await
        .json();
    connect(&clinic, room, &guest).await;
    let body = json!({"content": "Bonjour"});
    let said = clinic.post(&format!("{own}/chat"), &doctor, body).await;
    assert_eq!(said.status, StatusCode::CREATED, "{}", said.text);
    // Those who come are written down a second later, and in any order with what goes on meanwhile.
    let mut names = BTreeSet::new();
    while names.len() < 3 {
        let (_, body) = told.recv().await.expect("told");
        assert!(
            !body.to_string().contains("Zoé") && !body.to_string().contains("Bonjour"),
            "{body}"
        );
        if body["type"] == "participant.joined" && body["data"]["role"] == "doctor" {
            assert_eq!(body["data"]["participant_id"], seated.to_string());
        }
        names.insert(text(&body["type"]).to_owned());
    }
    let ended = clinic.post(&format!("{own}/end"), &doctor, json!({})).await;
    assert_eq!(ended.status, StatusCode::OK, "{}", ended.text);
    loop {
        let (headers, body) = told.recv().await.expect("told");
        let is_of_it = body["data"]["consultation_id"] == id;
        assert!(is_of_it && headers["webhook-id"] == text(&body["id"]), "{body}");
        names.insert(text(&body["type"]).to_owned());
        if body["type"] == "report.ready" {
            assert_eq!(body["data"]["outcome"], "held");
            break;
        }
    }
    // Nobody has a socket here, so nobody has met by one.
    names.insert("consultation.started".into());
    assert_eq!(names, EVERYTHING.map(str::to_owned).into());
}

#[tokio::test]
async fn what_was_sent_is_listed_and_sent_again_by_hand() {
    let clinic = Clinic::open().await;
    let (url, mut told) = program(StatusCode::SERVICE_UNAVAILABLE).await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let made = subscribe(&clinic, &admin, &url, &["report.ready"]).await;
    let own = format!("/api/v1/webhooks/{}", text(&made["id"]));
    let pinged = clinic.post(&format!("{own}/ping"), &admin, json!({})).await;
    assert_eq!(pinged.status, StatusCode::ACCEPTED, "{}", pinged.text);
    let (first, body) = told.recv().await.expect("sent");
    assert_eq!((&body["type"], &body["data"]), (&json!("ping"), &json!({})));
    let deliveries = format!("{own}/deliveries");
    let tried = loop {
        let listed = clinic
            .get(&format!("{deliveries}?state=waiting"), &admin)
            .await
            .json();
        if listed["items"][0]["attempts"] == 1 {
            break listed["items"][0].clone();
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(
        (&tried["status_code"], &tried["failure"]),
        (&json!(503), &json!("status"))
    );
    assert!(tried["next_attempt_at"].is_string() && tried["settled_at"].is_null());
    let again = format!("{deliveries}/{}/redeliver", text(&tried["id"]));
    let again = clinic.post(&again, &admin, json!({})).await;
    assert_eq!(
        (again.status, &again.json()["attempts"]),
        (StatusCode::ACCEPTED, &json!(0))
    );
    let (second, _) = told.recv().await.expect("sent again");
    assert_eq!(first["webhook-id"], second["webhook-id"]);
    let none = clinic
        .get(&format!("{deliveries}?state=failed"), &admin)
        .await
        .json();
    assert_eq!(none, json!({"items": [], "next_cursor": null}));
    // Each deed is in the audit.
    let trail = clinic
        .get(&format!("/api/v1/audit?subject={}", text(&made["id"])), &admin)
        .await
        .json();
    let deeds: Vec<_> = trail["items"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (&row["action"], &row["actor"]))
        .collect();
    let by = json!(admin_id);
    let expected = ["webhook.redeliver", "webhook.ping", "webhook.create"].map(|deed| json!(deed));
    assert_eq!(deeds, expected.each_ref().map(|deed| (deed, &by)));
}

#[tokio::test]
async fn a_webhook_is_changed_disabled_and_removed() {
    let clinic = Clinic::open().await;
    let key = signaling_api::DEMO_API_KEY;
    let (url, _told) = program(StatusCode::OK).await;
    let made = subscribe(&clinic, key, &url, &["message.created", "message.created"]).await;
    assert!(text(&made["secret"]).starts_with("whsec_"));
    assert_eq!(made["events"], json!(["message.created"]));
    let own = format!("/api/v1/webhooks/{}", text(&made["id"]));
    let listed = clinic.get("/api/v1/webhooks", key).await;
    assert!(!listed.text.contains("whsec_"), "the secret is told once");
    let changed = change(
        &clinic,
        key,
        &own,
        json!({"events": ["report.ready"], "enabled": false}),
    )
    .await
    .json();
    assert_eq!(changed["disabled_for"], "hand");
    assert_eq!(
        (&changed["enabled"], &changed["url"]),
        (&json!(false), &json!(url))
    );
    let pinged = clinic.post(&format!("{own}/ping"), key, json!({})).await;
    assert_eq!(pinged.problem(), (409, "conflict".into()));
    let enabled = change(&clinic, key, &own, json!({"enabled": true})).await.json();
    assert_eq!(
        (&enabled["enabled"], &enabled["disabled_for"]),
        (&json!(true), &Value::Null)
    );
    let secret = clinic.post(&format!("{own}/secret"), key, json!({})).await.json();
    assert_ne!(secret["secret"], made["secret"]);
    let removed = clinic.call(Method::DELETE, &own, Some(key), None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    for path in [own.clone(), format!("{own}/deliveries")] {
        assert_eq!(clinic.get(&path, key).await.problem(), (404, "not_found".into()));
    }
}

#[tokio::test]
async fn what_cannot_be_subscribed_to_is_refused_in_words() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    for (url, events) in [
        ("http://hooks.example/", json!(["report.ready"])),
        ("https://169.254.169.254/", json!(["report.ready"])),
        ("https://10.0.0.1/", json!(["report.ready"])),
        ("hooks.example", json!(["report.ready"])),
        ("https://hooks.example/", json!([])),
        ("https://hooks.example/", json!(["recording.lost"])),
    ] {
        let body = json!({"url": url, "events": events});
        let refused = clinic.post("/api/v1/webhooks", &admin, body).await;
        assert_eq!(refused.problem(), (422, "validation".into()), "{url}");
    }
    for _ in 0..20 {
        subscribe(&clinic, &admin, "https://hooks.invalid/", &["report.ready"]).await;
    }
    let body = json!({"url": "https://hooks.invalid/", "events": ["report.ready"]});
    let refused = clinic.post("/api/v1/webhooks", &admin, body).await;
    assert_eq!(refused.problem(), (409, "conflict".into()));
}

#[tokio::test]
async fn webhooks_are_for_administrators_and_for_keys_with_their_scopes() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let mut callers = vec![(admin.clone(), [200, 201])];
    for (scope, row) in [
        ("webhooks:read", [200, 403]),
        ("webhooks:write", [403, 201]),
        ("rooms:read", [403, 403]),
    ] {
        let body = json!({"name": "Records", "scopes": [scope]});
        let key = clinic.post("/api/v1/api-keys", &admin, body).await.json();
        callers.push((text(&key["secret"]).to_owned(), row));
    }
    for role in ["doctor", "patient"] {
        callers.push((clinic.sign_in(role).await.0, [403, 403]));
    }
    callers.push(("nonsense".into(), [401, 401]));
    for (caller, [read, write]) in callers {
        let looked = clinic.get("/api/v1/webhooks", &caller).await;
        let body = json!({"url": "https://hooks.invalid/", "events": ["report.ready"]});
        let made = clinic.post("/api/v1/webhooks", &caller, body).await;
        assert_eq!((looked.status.as_u16(), made.status.as_u16()), (read, write));
    }
}
