//! Two people who change the same thing do not overwrite each other.

mod support;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderName, Method, Request, StatusCode};
use serde_json::{Value, json};
use support::{Answer, Clinic};

async fn on_condition(
    clinic: &Clinic,
    (method, path, token): (Method, &str, &str),
    (name, tag): (HeaderName, &str),
    body: &Value,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header(CONTENT_TYPE, "application/json")
        .header(name, tag)
        .body(Body::from(body.to_string()));
    clinic.send(request.expect("a request")).await
}

async fn patch(clinic: &Clinic, path: &str, token: &str, tag: &str, body: Value) -> Answer {
    on_condition(clinic, (Method::PATCH, path, token), (IF_MATCH, tag), &body).await
}

fn tag(answer: &Answer) -> String {
    let tag = answer.headers[ETAG].to_str().expect("text");
    assert!(tag.starts_with('"') && tag.ends_with('"'), "strong: {tag}");
    tag.to_owned()
}

/// One resource with two changes of it: the second does not know of the first.
async fn is_not_overwritten(clinic: &Clinic, path: &str, token: &str, one: Value, other: Value) {
    let seen = clinic.get(path, token).await;
    let first = patch(clinic, path, token, &tag(&seen), one).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert_ne!(tag(&first), tag(&seen), "{path}");
    let second = patch(clinic, path, token, &tag(&seen), other.clone()).await;
    assert_eq!(second.problem(), (412, "precondition_failed".into()), "{path}");
    let now = clinic.get(path, token).await;
    assert_eq!((tag(&now), now.json()), (tag(&first), first.json()), "{path}");
    let weak = format!("W/{}", tag(&now));
    assert_eq!(
        patch(clinic, path, token, &weak, other.clone()).await.problem().0,
        412
    );
    let either = format!("\"old\", {}", tag(&now));
    let third = patch(clinic, path, token, &either, other.clone()).await;
    assert_eq!(third.status, StatusCode::OK, "{}", third.text);
    assert_eq!(
        patch(clinic, path, token, "*", other).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_change_of_what_was_changed_meanwhile_is_refused() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}",
        consultation["id"].as_str().expect("an id")
    );
    is_not_overwritten(
        &clinic,
        &path,
        &doctor,
        json!({"title": "One"}),
        json!({"mode": "audio"}),
    )
    .await;

    let (admin, _) = clinic.sign_in("admin").await;
    let (patient, id) = clinic.sign_in("patient").await;
    let path = format!("/api/v1/users/{id}");
    is_not_overwritten(
        &clinic,
        &path,
        &admin,
        json!({"name": "One"}),
        json!({"role": "patient"}),
    )
    .await;

    let new = json!({"url": "https://a.example/hook", "events": ["consultation.created"]});
    let made = clinic.post("/api/v1/webhooks", &admin, new).await.json();
    let path = format!("/api/v1/webhooks/{}", made["id"].as_str().expect("an id"));
    is_not_overwritten(
        &clinic,
        &path,
        &admin,
        json!({"description": "One"}),
        json!({"enabled": false}),
    )
    .await;

    let open = json!({"patientId": id});
    let opened = clinic
        .post("/api/messaging/medecin-patient/conversations", &doctor, open)
        .await;
    let id = opened.json()["id"].as_str().map(str::to_owned).expect("an id");
    let path = format!("/api/messaging/medecin-patient/conversations/{id}");
    let (put_away, take_back) = (json!({"status": "archived"}), json!({"status": "active"}));
    is_not_overwritten(&clinic, &path, &patient, put_away, take_back).await;
}

/// Six change the same at once, all of whom saw the same.
async fn one_of_six(clinic: &std::sync::Arc<Clinic>, path: &str, token: &str, change: fn(usize) -> Value) {
    let seen = tag(&clinic.get(path, token).await);
    let mut changes = tokio::task::JoinSet::new();
    for number in 0..6 {
        let (clinic, token, path, seen) = (clinic.clone(), token.to_owned(), path.to_owned(), seen.clone());
        changes.spawn(async move { patch(&clinic, &path, &token, &seen, change(number)).await.status });
    }
    let statuses = changes.join_all().await;
    let count = |status| statuses.iter().filter(|one| **one == status).count();
    let refused = count(StatusCode::PRECONDITION_FAILED);
    assert_eq!((count(StatusCode::OK), refused), (1, 5), "{path}");
}

#[tokio::test]
async fn of_several_at_once_one_is_made() {
    let clinic = std::sync::Arc::new(Clinic::open().await);
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}",
        consultation["id"].as_str().expect("an id")
    );
    one_of_six(
        &clinic,
        &path,
        &doctor,
        |number| json!({"title": format!("Title {number}")}),
    )
    .await;

    let (admin, _) = clinic.sign_in("admin").await;
    let new = json!({"url": "https://a.example/hook", "events": ["consultation.created"]});
    let made = clinic.post("/api/v1/webhooks", &admin, new).await.json();
    let path = format!("/api/v1/webhooks/{}", made["id"].as_str().expect("an id"));
    one_of_six(
        &clinic,
        &path,
        &admin,
        |number| json!({"description": format!("Number {number}")}),
    )
    .await;

    let (_, patient) = clinic.sign_in("patient").await;
    let open = json!({"patientId": patient});
    let opened = clinic
        .post("/api/messaging/medecin-patient/conversations", &doctor, open)
        .await;
    let id = opened.json()["id"].as_str().map(str::to_owned).expect("an id");
    let path = format!("/api/messaging/medecin-patient/conversations/{id}");
    one_of_six(&clinic, &path, &doctor, |_| json!({"status": "archived"})).await;
}

#[tokio::test]
async fn who_comes_and_goes_is_no_change_but_is_told() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}",
        consultation["id"].as_str().expect("an id")
    );
    let seen = clinic.get(&path, &doctor).await;
    let asked = |tag: String| {
        let (clinic, path, doctor) = (&clinic, &path, &doctor);
        let question = (Method::GET, path.as_str(), doctor.as_str());
        async move { on_condition(clinic, question, (IF_NONE_MATCH, &tag), &Value::Null).await }
    };
    for known in [
        tag(&seen),
        format!("W/{}", tag(&seen)),
        format!("\"a\", {}", tag(&seen)),
        "*".into(),
    ] {
        let again = asked(known).await;
        assert_eq!(
            (again.status, again.text.as_str()),
            (StatusCode::NOT_MODIFIED, "")
        );
        assert_eq!(tag(&again), tag(&seen));
    }
    assert_eq!(asked("\"other\"".into()).await.status, StatusCode::OK);
    let ended = clinic.post(&format!("{path}/end"), &doctor, json!({})).await;
    assert_eq!(ended.status, StatusCode::OK);
    let told = asked(tag(&seen)).await;
    assert_eq!(
        (told.status, &told.json()["status"]),
        (StatusCode::OK, &json!("ended"))
    );
    let late = patch(&clinic, &path, &doctor, &tag(&seen), json!({"title": "Late"})).await;
    assert_eq!(
        late.problem(),
        (410, "consultation_ended".into()),
        "not an edit of somebody else"
    );
}
