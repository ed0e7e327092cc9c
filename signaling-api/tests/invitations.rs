//! Invitations of one person to one consultation.

mod support;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use support::{Answer, Clinic};

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

fn path(consultation: &Value) -> String {
    format!("/api/v1/consultations/{}/invitations", text(&consultation["id"]))
}

fn token(invitation: &Value) -> &str {
    let (_, token) = text(&invitation["link"]).rsplit_once('/').expect("a link");
    token
}

async fn invite(clinic: &Clinic, doctor: &str, consultation: &Value, body: Value) -> Value {
    let made = clinic.post(&path(consultation), doctor, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    made.json()
}

async fn come(clinic: &Clinic, invitation: &Value, cookie: Option<&str>) -> Answer {
    let body = json!({"share_token": token(invitation), "display_name": "Ana"});
    let mut request = Request::post("/api/v1/join").header(CONTENT_TYPE, "application/json");
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    clinic
        .send(request.body(Body::from(body.to_string())).expect("a request"))
        .await
}

fn cookie(answer: &Answer) -> String {
    let cookie = answer.headers[SET_COOKIE].to_str().expect("a cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    cookie.split(';').next().expect("a pair").to_owned()
}

#[tokio::test]
async fn a_link_belongs_to_the_first_browser_that_uses_it() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let body = json!({"role": "interpreter", "name": "Ana", "phone": "+33 6 00 00 00 00"});
    let invited = invite(&clinic, &doctor, &consultation, body).await;
    assert_eq!(
        (&invited["used_at"], &invited["one_time"]),
        (&Value::Null, &json!(true))
    );
    assert_eq!(invited["phone"], "+33600000000");
    assert_eq!(invited["delivery"], "done", "no gateway is set up");
    let first = come(&clinic, &invited, None).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    let place = first.json();
    assert_eq!(
        (&place["role"], &place["kind"]),
        (&json!("guest"), &json!("interpreter"))
    );
    let mine = cookie(&first);
    let again = come(&clinic, &invited, Some(&mine)).await.json();
    assert_eq!(
        again["participant_id"], place["participant_id"],
        "a reload is no other person"
    );
    for strange in [None, Some("vestibule_device=another")] {
        let refused = come(&clinic, &invited, strange).await;
        assert_eq!(refused.problem(), (409, "invitation_used".into()));
        assert!(!refused.headers.contains_key(SET_COOKIE));
    }
    let listed = clinic.get(&path(&consultation), &doctor).await.json();
    assert!(listed["items"][0]["used_at"].is_string());
    assert_eq!(listed["items"][0]["id"], invited["id"]);
}

#[tokio::test]
async fn a_page_without_cookies_keeps_a_secret_of_its_own() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let invited = invite(&clinic, &doctor, &consultation, json!({"role": "relative"})).await;
    let come = async |device: &str| {
        clinic
            .join(json!({"share_token": token(&invited), "display_name": "Ana", "device": device}))
            .await
    };
    assert_eq!(come("short").await.problem(), (422, "validation".into()));
    let first = come("a secret of sixteen").await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(!first.headers.contains_key(SET_COOKIE));
    assert_eq!(come("a secret of sixteen").await.status, StatusCode::OK);
    assert_eq!(
        come("another of sixteen").await.problem(),
        (409, "invitation_used".into())
    );
}

#[tokio::test]
async fn a_link_for_many_gives_each_a_place() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let body = json!({"role": "relative", "one_time": false});
    let invited = invite(&clinic, &doctor, &consultation, body).await;
    let (one, other) = (
        come(&clinic, &invited, None).await,
        come(&clinic, &invited, None).await,
    );
    assert_eq!((one.status, other.status), (StatusCode::OK, StatusCode::OK));
    assert_ne!(one.json()["participant_id"], other.json()["participant_id"]);
    assert_eq!(other.json()["kind"], "relative");
}

#[tokio::test]
async fn what_is_taken_back_or_over_opens_nothing() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let revoked = invite(&clinic, &doctor, &consultation, json!({"role": "patient"})).await;
    let kept = invite(
        &clinic,
        &doctor,
        &consultation,
        json!({"role": "second_clinician"}),
    )
    .await;
    let place = come(&clinic, &revoked, None).await.json();
    let one = format!("{}/{}", path(&consultation), text(&revoked["id"]));
    let gone = clinic.call(Method::DELETE, &one, Some(&doctor), None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let twice = clinic.call(Method::DELETE, &one, Some(&doctor), None).await;
    assert_eq!(twice.problem(), (404, "not_found".into()));
    assert_eq!(
        come(&clinic, &revoked, None).await.problem(),
        (410, "code_expired".into())
    );
    let whip = format!("/whip/{}", text(&place["room_id"]));
    let out = clinic
        .sdp(
            Method::POST,
            &whip,
            text(&place["token"]),
            "application/sdp",
            "v=0",
        )
        .await;
    assert_eq!(
        out.problem(),
        (403, "not_admitted".into()),
        "who came by it is out"
    );
    let listed = clinic.get(&path(&consultation), &doctor).await.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    let end = format!("/api/v1/consultations/{}/end", text(&consultation["id"]));
    assert_eq!(clinic.post(&end, &doctor, json!({})).await.status, StatusCode::OK);
    assert_eq!(
        come(&clinic, &kept, None).await.problem(),
        (410, "consultation_ended".into())
    );
    let late = clinic
        .post(&path(&consultation), &doctor, json!({"role": "patient"}))
        .await;
    assert_eq!(late.problem(), (410, "consultation_ended".into()));
}

#[tokio::test]
async fn its_doctor_alone_invites() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    for (role, code) in [("patient", "forbidden"), ("admin", "forbidden")] {
        let (user, _) = clinic.sign_in(role).await;
        let refused = clinic
            .post(&path(&consultation), &user, json!({"role": "relative"}))
            .await;
        assert_eq!(refused.problem(), (403, code.into()), "{role}");
        assert_eq!(
            clinic.get(&path(&consultation), &user).await.problem().0,
            403,
            "{role}"
        );
    }
    for wrong in [
        json!({}),
        json!({"role": "doctor"}),
        json!({"role": "patient", "email": "nobody"}),
        json!({"role": "patient", "phone": "12"}),
    ] {
        let refused = clinic.post(&path(&consultation), &doctor, wrong).await;
        assert_eq!(refused.problem(), (422, "validation".into()));
    }
    for _ in 0..50 {
        invite(&clinic, &doctor, &consultation, json!({"role": "patient"})).await;
    }
    let many = clinic
        .post(&path(&consultation), &doctor, json!({"role": "patient"}))
        .await;
    assert_eq!(many.problem(), (409, "conflict".into()));
}
