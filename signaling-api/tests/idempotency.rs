//! A request that was sent twice makes one thing.

mod support;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use support::{Answer, Clinic};

const KEY: &str = "3e8f2b7c-0d51-4a36-9a61-5b2f6d1c9e77";

async fn post(clinic: &Clinic, path: &str, token: &str, key: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header(CONTENT_TYPE, "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()));
    clinic.send(request.expect("a request")).await
}

#[tokio::test]
async fn the_same_request_makes_one_consultation_and_is_answered_the_same() {
    let clinic = Clinic::open().await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    let (path, body) = ("/api/v1/consultations", json!({"mode": "audio"}));
    let first = post(&clinic, path, &doctor, KEY, &body).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    assert!(!first.headers.contains_key("idempotency-replayed"));
    // Another browser of the same person, or the same with a newer token.
    let (newer, _) = clinic.sign_in("doctor").await;
    let again = post(&clinic, path, &newer, KEY, &body).await;
    assert_eq!((again.status, again.json()), (StatusCode::CREATED, first.json()));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert_eq!(again.headers[CONTENT_TYPE], "application/json");
    let listed = clinic.get(path, &doctor).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    let other = post(&clinic, path, &doctor, KEY, &json!({"mode": "video"})).await;
    assert_eq!(other.problem(), (422, "idempotency_key_reused".into()));
    let next = post(&clinic, path, &doctor, &format!("{KEY}2"), &body).await;
    assert_ne!(next.json()["id"], first.json()["id"]);
}

#[tokio::test]
async fn keys_are_ones_own_and_secrets_are_told_to_their_holder_alone() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let body = json!({"name": "k", "scopes": ["rooms:read"]});
    let first = post(&clinic, "/api/v1/api-keys", &admin, KEY, &body).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let again = post(&clinic, "/api/v1/api-keys", &admin, KEY, &body).await;
    assert_eq!(again.json()["secret"], first.json()["secret"]);
    let rooms = signaling_api::DEMO_API_KEY;
    let one = post(&clinic, "/api/v1/rooms", rooms, KEY, &json!({})).await;
    let two = post(&clinic, "/api/v1/rooms", rooms, KEY, &json!({})).await;
    assert_eq!(one.json(), two.json(), "servers too");
    let (doctor, _) = clinic.sign_in("doctor").await;
    let refused = post(&clinic, "/api/v1/api-keys", &doctor, KEY, &body).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));
    let stranger = post(&clinic, "/api/v1/api-keys", "x", KEY, &body).await;
    assert_eq!(stranger.problem().0, 401);
}

#[tokio::test]
async fn what_made_nothing_can_be_tried_again() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let body = |email: &str| json!({"email": email, "name": "A", "role": "doctor"});
    let taken = post(&clinic, "/api/v1/users", &admin, KEY, &body("doctor@demo.test")).await;
    assert_eq!(taken.problem().0, 409);
    let made = post(&clinic, "/api/v1/users", &admin, KEY, &body("new@demo.test")).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    for key in ["", "fifteen letters", &"x".repeat(101)] {
        let refused = post(&clinic, "/api/v1/users", &admin, key, &body("b@demo.test")).await;
        assert_eq!(refused.problem(), (422, "validation".into()), "{key}");
    }
}

#[tokio::test]
async fn of_many_at_once_one_is_first() {
    let clinic = std::sync::Arc::new(Clinic::open().await);
    let (doctor, _) = clinic.sign_in("doctor").await;
    let mut requests = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (clinic, doctor) = (clinic.clone(), doctor.clone());
        requests.spawn(async move {
            let body = json!({"mode": "audio"});
            post(&clinic, "/api/v1/consultations", &doctor, KEY, &body).await
        });
    }
    let answers = requests.join_all().await;
    assert!(answers.iter().any(|answer| answer.status == StatusCode::CREATED));
    for answer in answers
        .iter()
        .filter(|answer| answer.status != StatusCode::CREATED)
    {
        assert_eq!(answer.problem(), (409, "request_in_progress".into()));
    }
    let listed = clinic.get("/api/v1/consultations", &doctor).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_request_goes_on_where_its_client_goes_away() {
    let clinic = Clinic::open().await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    let (path, body) = ("/api/v1/consultations", json!({"mode": "audio"}));
    let mut request = Box::pin(post(&clinic, path, &doctor, KEY, &body));
    // Until the consultation is there; its answer need not be.
    while clinic.get(path, &doctor).await.json()["items"] == json!([]) {
        let _ = tokio::time::timeout(std::time::Duration::ZERO, request.as_mut()).await;
    }
    drop(request);
    let again = loop {
        let again = post(&clinic, path, &doctor, KEY, &body).await;
        if again.status != StatusCode::CONFLICT {
            break again;
        }
    };
    assert_eq!(again.status, StatusCode::CREATED, "{}", again.text);
    let listed = clinic.get(path, &doctor).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_is_told_once_is_told_again_to_who_lost_the_answer() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let (_, patient) = clinic.sign_in("patient").await;
    let new = json!({"url": "https://a.example/hook", "events": ["consultation.created"]});
    let webhooks = "/api/v1/webhooks";
    let made = post(&clinic, webhooks, &admin, KEY, &new).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let again = post(&clinic, webhooks, &admin, KEY, &new).await;
    assert_eq!(again.json(), made.json());
    let listed = clinic.get(webhooks, &admin).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    let id = made.json()["id"].as_str().map(str::to_owned).expect("an id");
    for path in [
        format!("{webhooks}/{id}/secret"),
        format!("{webhooks}/{id}/ping"),
        format!("/api/v1/users/{patient}/invitation"),
    ] {
        let first = post(&clinic, &path, &admin, KEY, &json!({})).await;
        assert!(first.status.is_success(), "{path}: {}", first.text);
        let again = post(&clinic, &path, &admin, KEY, &json!({})).await;
        assert_eq!(
            (again.status, again.json()),
            (first.status, first.json()),
            "{path}"
        );
        assert_eq!(again.headers["idempotency-replayed"], "true", "{path}");
    }
    let team = json!({"name": "Cardiology"});
    let first = post(&clinic, "/api/v1/teams", &admin, KEY, &team).await;
    let again = post(&clinic, "/api/v1/teams", &admin, KEY, &team).await;
    assert_eq!((again.status, again.json()), (StatusCode::CREATED, first.json()));
}
