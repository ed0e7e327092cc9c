//! Keys of servers.

mod support;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::Clinic;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

async fn key(clinic: &Clinic, admin: &str, scopes: Value) -> Value {
    let body = json!({"name": "Records", "scopes": scopes});
    let made = clinic.post("/api/v1/api-keys", admin, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    made.json()
}

#[tokio::test]
async fn a_key_opens_what_its_scopes_name() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let (room, _) = clinic.room(&[]).await;
    let (own, tokens) = (
        format!("/api/v1/rooms/{room}"),
        format!("/api/v1/rooms/{room}/tokens"),
    );
    let doors = [
        (Method::GET, own.as_str(), None),
        (Method::POST, "/api/v1/rooms", Some(json!({}))),
        (Method::POST, tokens.as_str(), Some(json!({"identity": "a"}))),
        (Method::DELETE, own.as_str(), None),
    ];
    let table = [
        ("rooms:read", [200, 403, 403, 403]),
        ("tokens:write", [403, 403, 201, 403]),
        ("rooms:write", [403, 201, 403, 204]),
    ];
    for (scope, row) in table {
        let key = key(&clinic, &admin, json!([scope])).await;
        for ((method, path, body), expected) in doors.iter().zip(row) {
            let answer = clinic
                .call(method.clone(), path, Some(text(&key["secret"])), body.clone())
                .await;
            assert_eq!(answer.status.as_u16(), expected, "{scope} {method} {path}");
        }
    }
}

#[tokio::test]
async fn a_key_is_told_once_listed_and_revoked() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let made = key(&clinic, &admin, json!(["rooms:write", "rooms:write"])).await;
    let secret = text(&made["secret"]);
    assert_eq!(made["scopes"], json!(["rooms:write"]));
    let listed = clinic.get("/api/v1/api-keys", &admin).await;
    assert!(!listed.text.contains(secret), "the secret is told once");
    assert_eq!(listed.json()["items"][0]["last_used_at"], Value::Null);
    let room = clinic.post("/api/v1/rooms", secret, json!({})).await;
    assert_eq!(room.status, StatusCode::CREATED);
    let listed = clinic.get("/api/v1/api-keys", &admin).await.json();
    assert!(listed["items"][0]["last_used_at"].is_string());
    let path = format!("/api/v1/api-keys/{}", text(&made["id"]));
    let revoked = clinic.call(Method::DELETE, &path, Some(&admin), None).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    let refused = clinic.post("/api/v1/rooms", secret, json!({})).await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
    let again = clinic.call(Method::DELETE, &path, Some(&admin), None).await;
    assert_eq!(again.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn administrators_alone_make_keys_that_make_sense() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    for wrong in [
        json!({"name": "X", "scopes": []}),
        json!({"name": "X", "scopes": ["everything"]}),
        json!({"name": "", "scopes": ["rooms:read"]}),
        json!({"name": "X", "scopes": ["rooms:read"], "expires_at": "2020-01-01T00:00:00Z"}),
        json!({"name": "X", "scopes": ["rooms:read"], "expires_at": "soon"}),
    ] {
        let refused = clinic.post("/api/v1/api-keys", &admin, wrong).await;
        assert_eq!(refused.problem(), (422, "validation".into()));
    }
    let good = json!({"name": "X", "scopes": ["rooms:read"]});
    for who in ["doctor", "patient"] {
        let (token, _) = clinic.sign_in(who).await;
        let refused = clinic.post("/api/v1/api-keys", &token, good.clone()).await;
        assert_eq!(refused.problem(), (403, "forbidden".into()));
        assert_eq!(
            clinic.get("/api/v1/api-keys", &token).await.status,
            StatusCode::FORBIDDEN
        );
    }
    let by_key = clinic
        .post("/api/v1/api-keys", signaling_api::DEMO_API_KEY, good)
        .await;
    assert_eq!(by_key.problem(), (401, "unauthenticated".into()));
}
