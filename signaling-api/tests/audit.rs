//! What is done is written down, and administrators read it.

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use signaling_api::{StartError, audit_head, verify_audit};
use support::Clinic;

async fn rows(clinic: &Clinic, admin: &str, query: &str) -> Vec<Value> {
    let answer = clinic.get(&format!("/api/v1/audit?{query}"), admin).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()["items"].as_array().expect("rows").clone()
}

#[tokio::test]
async fn deeds_are_found_by_who_what_whom_and_when() {
    let clinic = Clinic::open().await;
    let (consultation, _) = clinic.consultation().await;
    let (_, doctor) = clinic.sign_in("doctor").await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let id = consultation["id"].as_str().expect("an id");
    let made = rows(&clinic, &admin, &format!("subject={id}")).await;
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["action"], "consultation.create");
    assert_eq!(
        (&made[0]["actor"], &made[0]["outcome"]),
        (&json!(doctor), &json!("done"))
    );
    let at = made[0]["at"].as_str().expect("a time");
    assert_eq!(
        rows(&clinic, &admin, &format!("subject={id}&from={at}"))
            .await
            .len(),
        1
    );
    assert_eq!(
        rows(&clinic, &admin, &format!("subject={id}&to={at}"))
            .await
            .len(),
        0
    );
    let logins = rows(&clinic, &admin, &format!("actor={doctor}&action=user.login")).await;
    assert_eq!(logins.len(), 2, "one session for the consultation, one here");
    let looks = rows(&clinic, &admin, &format!("actor={admin_id}&action=audit.list")).await;
    assert_eq!(looks.len(), 5, "each look is written down, this one as well");
}

#[tokio::test]
async fn others_than_administrators_read_nothing() {
    let clinic = Clinic::open().await;
    for who in ["doctor", "patient"] {
        let (token, _) = clinic.sign_in(who).await;
        assert_eq!(clinic.get("/api/v1/audit", &token).await.problem().0, 403);
    }
    let (admin, _) = clinic.sign_in("admin").await;
    for wrong in [
        "from=yesterday",
        "cursor=x",
        "actor=%00",
        &format!("subject={}", "x".repeat(101)),
    ] {
        let answer = clinic.get(&format!("/api/v1/audit?{wrong}"), &admin).await;
        assert_eq!(answer.problem(), (422, "validation".into()), "{wrong}");
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let clinic = Clinic::open().await;
    let (admin, _) = clinic.sign_in("admin").await;
    for _ in 0..110 {
        rows(&clinic, &admin, "action=none").await;
    }
    let first = clinic.get("/api/v1/audit", &admin).await.json();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(100));
    let cursor = first["next_cursor"].as_i64().expect("a cursor");
    let rest = clinic
        .get(&format!("/api/v1/audit?cursor={cursor}"), &admin)
        .await
        .json();
    assert_eq!(rest["items"][0]["seq"], cursor - 1);
    assert_eq!(rest["next_cursor"], Value::Null);
}

#[tokio::test]
async fn an_administrators_look_at_a_person_is_written_down() {
    let clinic = Clinic::open().await;
    let (consultation, doctor_token) = clinic.consultation().await;
    let (_, patient) = clinic.sign_in("patient").await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let id = consultation["id"].as_str().expect("an id");
    clinic.get(&format!("/api/v1/users/{patient}"), &admin).await;
    clinic.get("/api/v1/users?q=martin", &admin).await;
    clinic.get(&format!("/api/v1/consultations/{id}"), &admin).await;
    clinic
        .get(&format!("/api/v1/consultations/{id}"), &doctor_token)
        .await;
    let seen = rows(&clinic, &admin, &format!("subject={patient}&action=user.see")).await;
    assert_eq!((seen.len(), &seen[0]["actor"]), (1, &json!(admin_id)));
    assert_eq!(rows(&clinic, &admin, "action=user.list").await.len(), 1);
    let seen = rows(&clinic, &admin, &format!("subject={id}&action=consultation.see")).await;
    assert_eq!(
        (seen.len(), &seen[0]["actor"]),
        (1, &json!(admin_id)),
        "not the doctor's own look"
    );
}

#[tokio::test]
async fn the_chain_is_verified_beside_the_server() {
    let clinic = Clinic::open().await;
    let config = support::config(&clinic.dir);
    let kept = audit_head(&config.data_dir, &config.database_url)
        .await
        .expect("a head");
    clinic.consultation().await;
    let verdict = verify_audit(&config.data_dir, &config.database_url, Some(&kept)).await;
    let end = verdict.expect("reads").expect("is good");
    assert!(end.seq > kept.seq);
    let elsewhere = support::new_dir();
    std::fs::create_dir_all(&elsewhere).expect("a directory");
    // It opens the database, which takes the key of what is sealed in it.
    let unsealed = verify_audit(&elsewhere, &config.database_url, None).await;
    assert!(matches!(unsealed, Err(StartError::OtherSealingKey)));
    let sealing = "sealing-key";
    std::fs::copy(config.data_dir.join(sealing), elsewhere.join(sealing)).expect("a key");
    let other_key = verify_audit(&elsewhere, &config.database_url, None)
        .await
        .expect("reads");
    assert!(other_key.is_err(), "another key vouches for nothing");
    let none = support::config(&elsewhere);
    assert!(audit_head(&none.data_dir, &none.database_url).await.is_err());
    let _ = std::fs::remove_dir_all(elsewhere);
}
