//! Accounts from their making to their end.

mod support;

use axum::body::Body;
use axum::http::header::USER_AGENT;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use support::{Answer, Clinic};

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

async fn login(clinic: &Clinic, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    clinic
        .call(Method::POST, "/api/v1/auth/login", None, Some(body))
        .await
}

async fn set_password(clinic: &Clinic, link: &Value, password: &str) -> Answer {
    let (page, token) = text(link).split_once('#').expect("a secret after #");
    assert_eq!(page, "http://localhost:8080/password");
    let body = json!({"token": token, "password": password});
    clinic
        .call(Method::POST, "/api/v1/auth/password", None, Some(body))
        .await
}

async fn made(clinic: &Clinic, admin: &str, email: &str, role: &str) -> Value {
    let body = json!({"email": email, "name": "Dr New", "role": role});
    let made = clinic.post("/api/v1/users", admin, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    made.json()
}

#[tokio::test]
async fn an_administrator_invites_and_the_owner_sets_the_password_once() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let invited = made(&clinic, &admin, "New@clinic.example", "doctor").await;
    assert_eq!(invited["user"]["has_password"], false);
    assert_eq!(invited["user"]["email"], "new@clinic.example");
    let refused = login(&clinic, "new@clinic.example", "").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let short = set_password(&clinic, &invited["link"], "short").await;
    assert_eq!(short.problem(), (422, "validation".into()));
    let set = set_password(&clinic, &invited["link"], "a long password").await;
    assert_eq!(set.status, StatusCode::NO_CONTENT, "{}", set.text);
    let again = set_password(&clinic, &invited["link"], "another password").await;
    assert_eq!(again.problem(), (404, "not_found".into()));
    let signed_in = login(&clinic, "new@clinic.example", "a long password").await;
    assert_eq!(signed_in.json()["user"]["role"], "doctor");
    let body = json!({"email": "new@clinic.example", "name": "X", "role": "patient"});
    let taken = clinic.post("/api/v1/users", &admin, body).await;
    assert_eq!(taken.problem(), (409, "conflict".into()));

    let path = format!("/api/v1/users/{}/invitation", text(&invited["user"]["id"]));
    let first = clinic.post(&path, &admin, json!({})).await.json();
    let second = clinic.post(&path, &admin, json!({})).await.json();
    let old = set_password(&clinic, &first["link"], "a third password").await;
    assert_eq!(
        old.problem(),
        (404, "not_found".into()),
        "the last link alone works"
    );
    let last = set_password(&clinic, &second["link"], "a third password").await;
    assert_eq!(last.status, StatusCode::NO_CONTENT);
    let token = signed_in.json();
    let refused = clinic.get("/api/v1/me", text(&token["access_token"])).await;
    assert_eq!(
        refused.problem(),
        (401, "unauthenticated".into()),
        "signed out everywhere"
    );
}

#[tokio::test]
async fn many_wrong_passwords_in_a_row_lock_and_an_administrator_unlocks() {
    let dir = support::new_dir();
    let mut clinics = Vec::new();
    // A clinic slows down after ten; what was counted outlives it.
    for _ in 0..2 {
        let clinic = Clinic::with(support::config(&dir)).await;
        for email in ["doctor@demo.test", "nobody@demo.test"] {
            for _ in 0..10 {
                let wrong = login(&clinic, email, "wrong password").await;
                assert_eq!(wrong.problem(), (401, "unauthenticated".into()));
            }
        }
        clinics.push(clinic);
    }
    let clinic = Clinic::with(support::config(&dir)).await;
    let unknown = login(&clinic, "nobody@demo.test", "vestibule-demo").await;
    assert_eq!(
        unknown.problem(),
        (429, "account_locked".into()),
        "as a known one"
    );
    let locked = login(&clinic, "doctor@demo.test", "vestibule-demo").await;
    assert_eq!(locked.problem(), (429, "account_locked".into()));
    let wait: u64 = locked.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((600..=900).contains(&wait), "{wait}");
    let (admin, _) = clinic.sign_in("admin").await;
    let found = clinic.get("/api/v1/users?q=doctor@demo", &admin).await.json();
    assert!(found["items"][0]["locked_until"].is_string());
    let path = format!("/api/v1/users/{}/unlock", text(&found["items"][0]["id"]));
    let unlocked = clinic.post(&path, &admin, json!({})).await;
    assert_eq!(unlocked.status, StatusCode::NO_CONTENT);
    let open = login(&clinic, "doctor@demo.test", "vestibule-demo").await;
    assert_eq!(open.status, StatusCode::OK);
}

#[tokio::test]
async fn browsers_are_listed_and_signed_out_at_once() {
    let clinic = Clinic::open().await;
    let (other, _) = clinic.sign_in("doctor").await;
    let body = json!({"email": "doctor@demo.test", "password": "vestibule-demo"});
    let request = Request::post("/api/v1/auth/login")
        .header(USER_AGENT, "Pocket telephone")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .expect("a request");
    let mine = clinic.send(request).await.json();
    let mine = text(&mine["access_token"]);
    let listed = clinic.get("/api/v1/me/sessions", mine).await.json();
    let items = listed["items"].as_array().expect("a list");
    let (current, others): (Vec<&Value>, Vec<&Value>) =
        items.iter().partition(|item| item["current"] == true);
    assert_eq!((current.len(), others.len()), (1, 1));
    assert_eq!(current[0]["device"], "Pocket telephone");
    let path = format!("/api/v1/me/sessions/{}", text(&others[0]["id"]));
    let (patient, _) = clinic.sign_in("patient").await;
    let strangers = clinic.call(Method::DELETE, &path, Some(&patient), None).await;
    assert_eq!(strangers.problem(), (404, "not_found".into()));
    let revoked = clinic.call(Method::DELETE, &path, Some(mine), None).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    let refused = clinic.get("/api/v1/me", &other).await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
    assert_eq!(clinic.get("/api/v1/me", mine).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_changed_password_signs_the_other_browsers_out() {
    let clinic = Clinic::open().await;
    let (other, _) = clinic.sign_in("doctor").await;
    let (mine, _) = clinic.sign_in("doctor").await;
    let change = async |current: &str, new: &str| {
        let body = json!({"current_password": current, "new_password": new});
        clinic.post("/api/v1/me/password", &mine, body).await
    };
    let wrong = change("wrong password", "a long password").await;
    assert_eq!(wrong.problem(), (403, "forbidden".into()));
    let short = change("vestibule-demo", "short").await;
    assert_eq!(short.problem(), (422, "validation".into()));
    let right = change("vestibule-demo", "a long password").await;
    assert_eq!(right.status, StatusCode::NO_CONTENT, "{}", right.text);
    assert_eq!(clinic.get("/api/v1/me", &mine).await.status, StatusCode::OK);
    let refused = clinic.get("/api/v1/me", &other).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let old = clinic.login("doctor@demo.test").await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = login(&clinic, "doctor@demo.test", "a long password").await;
    assert_eq!(new.status, StatusCode::OK);
}

#[tokio::test]
async fn accounts_are_changed_and_disabled_but_for_the_last_administrator() {
    let clinic = Clinic::open().await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let (doctor, doctor_id) = clinic.sign_in("doctor").await;
    let path = format!("/api/v1/users/{doctor_id}");
    let patch =
        async |path: &str, body: Value| clinic.call(Method::PATCH, path, Some(&admin), Some(body)).await;
    let changed = patch(&path, json!({"name": "Dr C. Moreau"})).await.json();
    assert_eq!(
        (&changed["name"], &changed["role"]),
        (&json!("Dr C. Moreau"), &json!("doctor"))
    );
    let taken = patch(&path, json!({"email": "patient@demo.test"})).await;
    assert_eq!(taken.problem(), (409, "conflict".into()));
    let own = format!("/api/v1/users/{admin_id}");
    for last in [json!({"role": "doctor"}), json!({"disabled": true})] {
        assert_eq!(patch(&own, last).await.problem(), (409, "conflict".into()));
    }
    let gone = clinic.call(Method::DELETE, &path, Some(&admin), None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let refused = clinic.get("/api/v1/me", &doctor).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let refused = clinic.login("doctor@demo.test").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let invitation = clinic
        .post(&format!("{path}/invitation"), &admin, json!({}))
        .await;
    assert_eq!(invitation.problem(), (404, "not_found".into()));
    let back = patch(&path, json!({"disabled": false})).await.json();
    assert_eq!(back["disabled"], false);
    assert_eq!(clinic.login("doctor@demo.test").await.status, StatusCode::OK);
    let unknown = patch("/api/v1/users/0195d3a0-0000-7000-8000-000000000000", json!({})).await;
    assert_eq!(unknown.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn doctors_look_up_their_patients_and_colleagues_alone() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    let (_, doctor) = clinic.consultation().await;
    let (patient, _) = clinic.sign_in("patient").await;
    made(&clinic, &admin, "other@clinic.example", "patient").await;
    let names = async |path: &str, token: &str| -> Vec<String> {
        let page = clinic.get(path, token).await.json();
        let items = page["items"].as_array().expect("a list").iter();
        items.map(|item| text(&item["name"]).to_owned()).collect()
    };
    assert_eq!(
        names("/api/v1/users?role=patient", &doctor).await,
        ["Paul Martin"]
    );
    for (q, found) in [
        ("OTHER%40clinic.example", 1),
        ("other%40clinic.exampl", 0),
        ("other", 0),
    ] {
        let path = format!("/api/v1/users?role=patient&q={q}");
        assert_eq!(
            names(&path, &doctor).await.len(),
            found,
            "{q}: a whole address finds anybody"
        );
    }
    let colleagues = clinic.get("/api/v1/users?role=doctor", &doctor).await.json();
    let seen: Vec<&String> = colleagues["items"][0]
        .as_object()
        .expect("a map")
        .keys()
        .collect();
    assert_eq!(seen, ["id", "name", "role"], "names alone");
    assert_eq!(names("/api/v1/users", &admin).await.len(), 4);
    assert_eq!(names("/api/v1/users?q=MARTIN", &admin).await, ["Paul Martin"]);
    let none = names("/api/v1/users?q=%25", &admin).await;
    assert!(none.is_empty(), "a sign of the query language is a sign");
    for (token, path) in [
        (&doctor, "/api/v1/users"),
        (&doctor, "/api/v1/users?role=admin"),
        (&patient, "/api/v1/users?role=doctor"),
    ] {
        assert_eq!(clinic.get(path, token).await.problem(), (403, "forbidden".into()));
    }
    let body = json!({"email": "x@y.example", "name": "X", "role": "admin"});
    let made = clinic.post("/api/v1/users", &doctor, body).await;
    assert_eq!(made.problem(), (403, "forbidden".into()));
}
