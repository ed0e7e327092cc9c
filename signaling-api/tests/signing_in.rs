//! Signing in, staying signed in, signing out.

mod support;

use axum::body::Body;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use serde_json::json;
use support::{Answer, Clinic};

async fn with_cookie(clinic: &Clinic, path: &str, cookie: &str) -> Answer {
    let request = Request::post(path)
        .header(COOKIE, cookie)
        .body(Body::empty())
        .expect("a request");
    clinic.send(request).await
}

fn cookie(answer: &Answer) -> String {
    let cookie = answer.headers[SET_COOKIE].to_str().expect("a cookie");
    cookie.split(';').next().expect("a pair").to_owned()
}

#[tokio::test]
async fn a_demo_account_signs_in_and_is_known() {
    let clinic = Clinic::open().await;
    let answer = clinic.login("Doctor@demo.test").await;
    assert_eq!(answer.status, StatusCode::OK);
    let session = answer.json();
    assert_eq!(session["token_type"], "Bearer");
    assert_eq!(session["expires_in"], 600);
    assert_eq!(session["user"]["name"], "Dr Claire Moreau");
    assert_eq!(session["user"]["role"], "doctor");
    let set = answer.headers[SET_COOKIE].to_str().unwrap();
    assert!(
        set.starts_with("vestibule_refresh=") && set.contains("HttpOnly; SameSite=Strict"),
        "{set}"
    );
    let me = clinic
        .get("/api/v1/me", session["access_token"].as_str().unwrap())
        .await;
    assert_eq!(me.json(), session["user"]);
}

#[tokio::test]
async fn over_tls_the_cookie_belongs_to_the_host_alone() {
    let mut config = support::config(&support::new_dir());
    config.public_url = "https://clinic.example".into();
    let clinic = Clinic::with(config).await;
    let answer = clinic.login("doctor@demo.test").await;
    let set = answer.headers[SET_COOKIE].to_str().unwrap();
    assert!(
        set.starts_with("__Host-vestibule_refresh=") && set.ends_with("; Secure"),
        "{set}"
    );
    assert!(answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn a_refresh_token_works_once_then_gives_the_thief_away() {
    let clinic = Clinic::open().await;
    let first = cookie(&clinic.login("doctor@demo.test").await);
    let refreshed = with_cookie(&clinic, "/api/v1/auth/refresh", &first).await;
    assert_eq!(refreshed.status, StatusCode::OK);
    assert_eq!(refreshed.json()["user"]["email"], "doctor@demo.test");
    let second = cookie(&refreshed);
    assert_ne!(first, second);
    // Another tab with the old one, at the same moment, is let in but gets no newer one.
    let other_tab = with_cookie(&clinic, "/api/v1/auth/refresh", &first).await;
    assert_eq!(other_tab.status, StatusCode::OK);
    assert!(!other_tab.headers.contains_key(SET_COOKIE));

    let out = with_cookie(&clinic, "/api/v1/auth/logout", &second).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let refused = with_cookie(&clinic, "/api/v1/auth/refresh", &second).await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
}

#[tokio::test]
async fn wrong_passwords_and_unknown_accounts_are_told_the_same() {
    let clinic = Clinic::open().await;
    let mut told = Vec::new();
    for (email, password) in [
        ("doctor@demo.test", "wrong password"),
        ("nobody@demo.test", "vestibule-demo"),
    ] {
        let body = json!({"email": email, "password": password});
        let answer = clinic
            .call(Method::POST, "/api/v1/auth/login", None, Some(body))
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        told.push(answer.text);
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_told_for_how_long() {
    let clinic = Clinic::open().await;
    let body = json!({"email": "doctor@demo.test", "password": "wrong password"});
    for _ in 0..10 {
        let answer = clinic
            .call(Method::POST, "/api/v1/auth/login", None, Some(body.clone()))
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = clinic
        .call(Method::POST, "/api/v1/auth/login", None, Some(body))
        .await;
    assert_eq!(answer.problem(), (429, "rate_limited".into()));
    let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=6).contains(&wait), "{wait}");
}

#[tokio::test]
async fn bad_bodies_are_problems() {
    let clinic = Clinic::open().await;
    for (body, kind) in [
        ("{", "application/json"),
        ("{\"email\": 1}", "application/json"),
        ("[]", "application/json"),
        ("", "application/json"),
    ] {
        let request = Request::post("/api/v1/auth/login")
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap();
        assert_eq!(
            clinic.send(request).await.problem(),
            (422, "validation".into()),
            "{body}"
        );
    }
    let request = Request::post("/api/v1/auth/login").body(Body::from("x")).unwrap();
    assert_eq!(
        clinic.send(request).await.problem(),
        (415, "unsupported_media_type".into())
    );
    let request = Request::post("/api/v1/auth/login")
        .header("content-type", "application/json")
        .body(Body::from(vec![b' '; (1 << 20) + 1]))
        .unwrap();
    assert_eq!(clinic.send(request).await.problem(), (413, "too_large".into()));
}
