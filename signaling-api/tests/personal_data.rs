//! What is known of a person is handed out to them, and forgotten.

mod support;

use axum::http::{Method, StatusCode};
use serde_json::json;
use signaling_api::verify_audit;
use support::Clinic;

#[tokio::test]
async fn a_person_gets_all_that_is_known_of_them_and_nothing_of_others() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let (token, patient) = clinic.sign_in("patient").await;
    let id = consultation["id"].as_str().expect("an id");
    let joined = clinic
        .post(&format!("/api/v1/consultations/{id}/join"), &token, json!({}))
        .await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
    let answer = clinic
        .get(&format!("/api/v1/users/{patient}/export"), &token)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(
        answer.headers["content-disposition"]
            .to_str()
            .is_ok_and(|text| text.starts_with("attachment"))
    );
    let known = answer.json();
    assert_eq!(known["account"]["email"], "patient@demo.test");
    assert!(
        known["account"]["created_at"]
            .as_str()
            .is_some_and(|time| time.ends_with('Z')),
        "{known}"
    );
    assert_eq!(known["consultations"][0]["id"], id);
    assert_eq!(known["consultations"][0]["part"], "patient");
    assert_eq!(known["places"][0]["display_name"], "Paul Martin");
    assert_eq!(
        known["audit"][0]["action"], "user.export",
        "the export is written down"
    );
    for secret in ["password_hash", "digest", "share_token", "doctor@demo.test"] {
        assert!(!answer.text.contains(secret), "{secret}");
    }
    let (admin, _) = clinic.sign_in("admin").await;
    let path = format!("/api/v1/users/{patient}/export");
    assert_eq!(clinic.get(&path, &admin).await.status, StatusCode::OK);
    assert_eq!(
        clinic.get(&path, &doctor).await.problem(),
        (403, "forbidden".into())
    );
    let nobody = format!("/api/v1/users/{}/export", uuid::Uuid::nil());
    assert_eq!(clinic.get(&nobody, &admin).await.problem().0, 404);
}

#[tokio::test]
async fn an_erased_person_is_nobody_and_still_counted() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let (token, patient) = clinic.sign_in("patient").await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let id = consultation["id"].as_str().expect("an id");
    let path = format!("/api/v1/consultations/{id}");
    let change = json!({"title": "Paul's knee"});
    clinic
        .call(Method::PATCH, &path, Some(&doctor), Some(change))
        .await;
    clinic.post(&format!("{path}/join"), &token, json!({})).await;
    let erase = |id: &str| format!("/api/v1/users/{id}/erase");
    assert_eq!(
        clinic
            .post(&erase(&patient), &doctor, json!({}))
            .await
            .problem()
            .0,
        403
    );
    let done = clinic.post(&erase(&patient), &admin, json!({})).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{}", done.text);
    assert_eq!(
        clinic.get("/api/v1/me", &token).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        clinic.login("patient@demo.test").await.status,
        StatusCode::UNAUTHORIZED
    );
    let known = clinic
        .get(&format!("/api/v1/users/{patient}/export"), &admin)
        .await;
    for trace in ["Paul", "Martin", "patient@demo", "knee"] {
        assert!(!known.text.contains(trace), "{trace}: {}", known.text);
    }
    let known = known.json();
    assert_eq!(known["places"].as_array().map(Vec::len), Some(1), "still counted");
    assert_eq!(known["sessions"], json!([]));
    assert_eq!(clinic.get(&path, &doctor).await.json()["title"], json!(null));
    let last = clinic.post(&erase(&admin_id), &admin, json!({})).await;
    assert_eq!(
        last.problem(),
        (409, "conflict".into()),
        "one administrator stays"
    );
    let again = clinic.post(&erase(&patient), &admin, json!({})).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT);
    let rows = clinic
        .get(
            &format!("/api/v1/audit?subject={patient}&action=user.erase"),
            &admin,
        )
        .await;
    assert_eq!(rows.json()["items"].as_array().map(Vec::len), Some(2));
    let config = support::config(&clinic.dir);
    let verdict = verify_audit(&config.data_dir, &config.database_url, None).await;
    assert!(verdict.expect("reads").is_ok(), "the chain is whole");
}
