//! What operators, machines and browsers find beside the API itself.

mod support;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;
use signaling_api::{StartError, UserRole, create_user};
use std::sync::atomic::Ordering;
use support::Clinic;

#[tokio::test]
async fn health_is_told_with_reasons() {
    let clinic = Clinic::open().await;
    let answer = clinic.call(Method::GET, "/health", None, None).await;
    assert_eq!(
        (answer.status, answer.json()),
        (StatusCode::OK, json!({"status": "ok"}))
    );
    clinic.node.is_away.store(true, Ordering::Relaxed);
    let answer = clinic.call(Method::GET, "/health", None, None).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        answer.json(),
        json!({"status": "unavailable", "reasons": ["the media node is away"]})
    );
}

#[tokio::test]
async fn administrators_see_the_machine_from_inside() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    for path in ["/api/v1/admin/health", "/api/v1/admin/settings"] {
        assert_eq!(clinic.get(path, &doctor).await.problem().0, 403, "{path}");
        assert_eq!(
            clinic.call(Method::GET, path, None, None).await.problem().0,
            401,
            "{path}"
        );
    }
    let health = clinic.get("/api/v1/admin/health", &admin).await.json();
    let told = |name: &str| {
        let checks = health["checks"].as_array().expect("a list");
        let found = checks.iter().find(|check| check["name"] == name);
        found.map(|check| check["verdict"].clone()).unwrap_or_default()
    };
    assert_eq!(
        (told("disk"), told("database"), told("media")),
        (json!("warn"), json!("pass"), json!("pass"))
    );
    assert_eq!(health["checks"][0]["remedy"], "free some", "the worst is first");
    clinic.node.is_away.store(true, Ordering::Relaxed);
    let health = clinic.get("/api/v1/admin/health", &admin).await.json();
    assert_eq!(
        (&health["checks"][0]["name"], &health["checks"][0]["verdict"]),
        (&json!("media"), &json!("fail"))
    );
    let settings = clinic.get("/api/v1/admin/settings", &admin).await.json();
    assert_eq!(settings, json!({"items": [{"name": "api_key", "value": "set"}]}));
}

#[tokio::test]
async fn figures_are_for_this_host_or_by_token() {
    let mut clinic = Clinic::open().await;
    assert_eq!(
        clinic.call(Method::GET, "/metrics", None, None).await.problem().0,
        401
    );
    assert_eq!(clinic.get("/metrics", "wrong").await.problem().0, 401);
    let answer = clinic.get("/metrics", "figures").await;
    assert_eq!(answer.status, StatusCode::OK);
    for name in [
        "vestibule_rooms 0",
        "vestibule_participants 0",
        "vestibule_joins_total{outcome=\"failure\",stage=\"media\"} 0",
        "vestibule_build_info{version=",
        "# TYPE vestibule_join_duration_seconds histogram",
    ] {
        assert!(answer.text.contains(name), "{name}\n{}", answer.text);
    }
    clinic.peer = ([127, 0, 0, 1], 40_000).into();
    assert_eq!(
        clinic.call(Method::GET, "/metrics", None, None).await.status,
        StatusCode::OK
    );
    let proxied = Request::get("/metrics")
        .header("x-forwarded-for", "203.0.113.9")
        .body(Body::empty())
        .unwrap();
    assert_eq!(clinic.send(proxied).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn pages_are_the_web_clients_and_the_rest_is_ours() {
    let clinic = Clinic::open().await;
    for path in [
        "/",
        "/conference/join/secret",
        "/webrtc",
        "/assets/app.js",
        "/apis",
    ] {
        let answer = clinic.call(Method::GET, path, None, None).await;
        assert_eq!(answer.text, "the web client", "{path}");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
        assert!(
            answer.headers["permissions-policy"]
                .to_str()
                .unwrap()
                .starts_with("camera=(self)")
        );
        assert!(!answer.headers.contains_key("strict-transport-security"));
        assert!(answer.headers.contains_key("x-request-id"));
    }
    for path in ["/api", "/api/v1/unknown", "/whip", "/whep/a/b/c"] {
        let answer = clinic.call(Method::GET, path, None, None).await;
        assert_eq!(answer.problem(), (404, "not_found".into()), "{path}");
    }
    let answer = clinic.call(Method::GET, "/api/v1/join", None, None).await;
    assert_eq!(answer.problem(), (405, "method_not_allowed".into()));
}

#[tokio::test]
async fn the_contract_in_the_repository_is_the_one_that_is_served() {
    let clinic = Clinic::open().await;
    let served = clinic.call(Method::GET, "/api/v1/openapi.json", None, None).await;
    assert_eq!(served.text, signaling_api::openapi());
    assert_eq!(served.json()["openapi"], "3.1.0");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(path, &served.text).expect("the document is written");
    }
    let kept = std::fs::read_to_string(path).expect("docs/openapi.json");
    assert!(
        kept == served.text,
        "docs/openapi.json is behind; run the tests with UPDATE_OPENAPI=1"
    );
}

#[tokio::test]
async fn rooms_and_accounts_survive_a_restart() {
    let dir = support::new_dir();
    let first = Clinic::with(support::config(&dir)).await;
    let (room, tokens) = first.room(&["camera"]).await;
    let (doctor, _) = first.sign_in("doctor").await;
    let again = Clinic::with(support::config(&dir)).await;
    let path = format!("/whip/{room}");
    let answer = again
        .sdp(Method::POST, &path, &tokens[0], "application/sdp", "v=0")
        .await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    assert_eq!(again.get("/api/v1/me", &doctor).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_account_is_made_on_the_command_line() {
    let dir = support::new_dir();
    let database = support::config(&dir).database_url;
    let make = async |email: &str, password: &str| {
        create_user(&database, email, UserRole::Doctor, "Dr Who", password).await
    };
    make("Who@clinic.example", "a long password").await.expect("made");
    let taken = make("who@clinic.example", "a long password").await;
    assert!(matches!(taken, Err(StartError::EmailTaken)));
    for (email, password) in [("no address", "a long password"), ("a@b", "short")] {
        assert!(matches!(make(email, password).await, Err(StartError::Account(_))));
    }
    let mut config = support::config(&dir);
    config.demo = false;
    let clinic = Clinic::with(config).await;
    let body = json!({"email": "who@clinic.example", "password": "a long password"});
    let login = clinic
        .call(Method::POST, "/api/v1/auth/login", None, Some(body))
        .await;
    assert_eq!(login.json()["user"]["name"], "Dr Who");
    let demo = clinic.login("doctor@demo.test").await;
    assert_eq!(
        demo.status,
        StatusCode::UNAUTHORIZED,
        "the demo alone has demo accounts"
    );
    let rooms = clinic
        .post("/api/v1/rooms", signaling_api::DEMO_API_KEY, json!({}))
        .await;
    assert_eq!(rooms.status, StatusCode::UNAUTHORIZED);
}
