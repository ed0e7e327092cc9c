//! Tokens of the clinic's own platform.

mod support;

use axum::http::StatusCode;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};
use signaling_api::{ApiConfig, ClaimNames, PlatformConfig};
use std::time::{SystemTime, UNIX_EPOCH};
use support::Clinic;
use support::socket::SocketClient;

const SECRET: &str = "a secret of thirty-two characters";

fn config(create_users: bool, link_by_email: bool) -> ApiConfig {
    ApiConfig {
        platform: Some(PlatformConfig {
            issuers: vec!["https://platform.example".into()],
            audience: "vestibule".into(),
            algorithms: vec!["HS256".into()],
            secret: Some(SECRET.into()),
            jwks: None,
            create_users,
            link_by_email,
            claims: ClaimNames::default(),
        }),
        ..support::config(&support::new_dir())
    }
}

fn token(mut claims: Value, seconds: i64) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a time")
        .as_secs() as i64;
    claims["iss"] = json!("https://platform.example");
    claims["aud"] = json!("vestibule");
    claims["exp"] = json!(now + seconds);
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::new(jsonwebtoken::Algorithm::HS256), &claims, &key).expect("signed")
}

fn doctor() -> Value {
    json!({"medecin": {"id_medecin": 7, "nom": "Curie", "prenom": "Ada", "email": "ada@platform.example"}})
}

#[tokio::test]
async fn a_doctor_and_a_patient_of_the_platform_meet() {
    let clinic = Clinic::with(config(true, false)).await;
    let ada = token(doctor(), 600);
    let me = clinic.get("/api/v1/me", &ada).await;
    assert_eq!(me.status, StatusCode::OK, "{}", me.text);
    let me = me.json();
    assert_eq!(
        (&me["name"], &me["role"]),
        (&json!("Ada Curie"), &json!("doctor"))
    );
    let again = clinic.get("/api/v1/me", &token(doctor(), 600)).await.json();
    assert_eq!(again["id"], me["id"], "the same person");
    let paul = token(
        json!({"patient": {"id_patient": 7, "nom": "Martin", "prenom": "Paul"}}),
        600,
    );
    let patient = clinic.get("/api/v1/me", &paul).await.json();
    assert_ne!(patient["id"], me["id"], "the same number, another person");
    let body = json!({"mode": "video", "patient_id": patient["id"]});
    let made = clinic.post("/api/v1/consultations", &ada, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let path = format!(
        "/api/v1/consultations/{}/join",
        made.json()["id"].as_str().expect("an id")
    );
    let joined = clinic.post(&path, &paul, json!({})).await;
    assert_eq!(joined.json()["role"], "patient", "{}", joined.text);
    let refused = clinic.get("/api/v1/outbox", &ada).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));
    let late = clinic.get("/api/v1/me", &token(doctor(), -600)).await;
    assert_eq!(late.problem(), (401, "token_expired".into()));
}

#[tokio::test]
async fn nobody_gets_an_account_unless_that_is_wanted() {
    let clinic = Clinic::with(config(false, false)).await;
    let refused = clinic.get("/api/v1/me", &token(doctor(), 600)).await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
    let clinic = Clinic::open().await;
    let refused = clinic.get("/api/v1/me", &token(doctor(), 600)).await;
    assert_eq!(
        refused.problem(),
        (401, "unauthenticated".into()),
        "no platform is set up"
    );
}

#[tokio::test]
async fn an_address_links_where_that_is_wanted_and_the_role_fits() {
    let claims = |part: &str, id: &str| json!({part: {id: 9, "email": "doctor@demo.test"}});
    let linked = Clinic::with(config(false, true)).await;
    let (_, demo) = linked.sign_in("doctor").await;
    let me = linked
        .get("/api/v1/me", &token(claims("medecin", "id_medecin"), 600))
        .await
        .json();
    assert_eq!(me["id"], json!(demo));
    let patient = linked
        .get("/api/v1/me", &token(claims("patient", "id_patient"), 600))
        .await;
    assert_eq!(
        patient.problem(),
        (401, "unauthenticated".into()),
        "a patient becomes no doctor"
    );
    let apart = Clinic::with(config(true, false)).await;
    let (_, demo) = apart.sign_in("doctor").await;
    let me = apart
        .get("/api/v1/me", &token(claims("medecin", "id_medecin"), 600))
        .await
        .json();
    assert_ne!(
        me["id"],
        json!(demo),
        "another account, though the address is taken"
    );
}

#[tokio::test]
async fn a_disabled_account_is_let_in_no_more() {
    let clinic = Clinic::with(config(true, false)).await;
    let me = clinic.get("/api/v1/me", &token(doctor(), 600)).await.json();
    let (admin, _) = clinic.sign_in("admin").await;
    let path = format!("/api/v1/users/{}", me["id"].as_str().expect("an id"));
    let gone = clinic
        .call(axum::http::Method::DELETE, &path, Some(&admin), None)
        .await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let refused = clinic.get("/api/v1/me", &token(doctor(), 600)).await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
}

#[tokio::test]
async fn a_socket_opens_with_a_token_of_the_platform() {
    let clinic = Clinic::with(config(true, false)).await;
    let address = clinic.listen().await;
    let opened = SocketClient::connect(address, &token(doctor(), 600)).await;
    assert!(opened.is_ok(), "{:?}", opened.err());
    for (shown, code) in [
        (token(doctor(), -600), "token_expired"),
        (token(json!({"sub": "nobody"}), 600), "unauthenticated"),
    ] {
        let refused = SocketClient::connect(address, &shown).await;
        assert_eq!(refused.err().as_deref(), Some(code));
    }
}
