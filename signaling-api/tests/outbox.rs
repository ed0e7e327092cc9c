//! What people are written: invitations to an account, new passwords, reminders.

mod support;

use axum::body::Body;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::{Json, Router};
use serde_json::{Value, json};
use signaling_api::{ApiConfig, MailConfig, SmsConfig};
use std::time::Duration;
use support::{Answer, Clinic};

fn config() -> ApiConfig {
    ApiConfig {
        mail: Some(MailConfig {
            from: "Clinic <noreply@clinic.example>".into(),
            url: "file".into(),
            ca_file: None,
        }),
        reminder_minutes: Some(1),
        ..support::config(&support::new_dir())
    }
}

/// The next letter to an address, decoded; looked for until the test's own end.
async fn letter_to(clinic: &Clinic, address: &str) -> String {
    let wanted = format!("To: {address}");
    loop {
        for file in std::fs::read_dir(clinic.dir.join("mail"))
            .expect("a directory")
            .flatten()
        {
            let text = std::fs::read_to_string(file.path()).expect("a letter");
            // A file that is still being written has no end.
            if text.contains(&wanted) && text.ends_with('\n') {
                std::fs::remove_file(file.path()).expect("removed");
                return decoded(&text);
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Quoted-printable (RFC 2045 section 6.7) or plain text read.
fn decoded(letter: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = letter.replace("=\r\n", "").into_bytes().into_iter();
    while let Some(byte) = rest.next() {
        if byte != b'=' || !letter.contains("quoted-printable") {
            bytes.push(byte);
            continue;
        }
        let hex = String::from_utf8(rest.by_ref().take(2).collect()).expect("two digits");
        bytes.extend(u8::from_str_radix(&hex, 16));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn token_in(letter: &str) -> &str {
    let (_, rest) = letter.split_once("/password#").expect("a link");
    rest.split_whitespace().next().expect("a secret")
}

async fn forgot(clinic: &Clinic, email: &str, language: &str) -> Answer {
    let request = Request::post("/api/v1/auth/password-reset")
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT_LANGUAGE, language)
        .body(Body::from(json!({"email": email}).to_string()))
        .expect("a request");
    clinic.send(request).await
}

async fn set_password(clinic: &Clinic, token: &str) -> Answer {
    let body = json!({"token": token, "password": "a long password"});
    clinic
        .call(Method::POST, "/api/v1/auth/password", None, Some(body))
        .await
}

#[tokio::test]
async fn who_gets_an_account_is_written_in_their_language() {
    let clinic = Clinic::with(config()).await;
    let (admin, _) = clinic.sign_in("admin").await;
    let body = json!({"email": "zoe@clinic.example", "name": "Zoé", "role": "doctor", "language": "fr"});
    let made = clinic.post("/api/v1/users", &admin, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let letter = letter_to(&clinic, "zoe@clinic.example").await;
    assert!(letter.contains("Bonjour Zoé"), "{letter}");
    assert!(
        made.json()["link"]
            .as_str()
            .is_some_and(|link| letter.contains(link))
    );
}

#[tokio::test]
async fn a_forgotten_password_is_set_by_a_link_and_nothing_is_told() {
    let clinic = Clinic::with(config()).await;
    let settings = clinic
        .call(Method::GET, "/api/v1/settings", None, None)
        .await
        .json();
    assert_eq!(settings["password_reset"], true);
    let known = forgot(&clinic, "Doctor@demo.test", "fr-FR").await;
    let unknown = forgot(&clinic, "nobody@demo.test", "fr-FR").await;
    assert_eq!((known.status, known.text), (StatusCode::ACCEPTED, String::new()));
    assert_eq!(
        (unknown.status, unknown.text),
        (StatusCode::ACCEPTED, String::new())
    );
    let letter = letter_to(&clinic, "doctor@demo.test").await;
    assert!(letter.contains("Bonjour Dr Claire Moreau"), "{letter}");
    let set = set_password(&clinic, token_in(&letter)).await;
    assert_eq!(set.status, StatusCode::NO_CONTENT, "{}", set.text);
    let again = set_password(&clinic, token_in(&letter)).await;
    assert_eq!(again.problem(), (404, "not_found".into()));
    let old = clinic.login("doctor@demo.test").await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn asking_for_passwords_is_slowed_down() {
    let clinic = Clinic::with(config()).await;
    for _ in 0..10 {
        assert_eq!(
            forgot(&clinic, "doctor@demo.test", "en").await.status,
            StatusCode::ACCEPTED
        );
    }
    let refused = forgot(&clinic, "doctor@demo.test", "en").await;
    assert_eq!(refused.problem(), (429, "rate_limited".into()));
    // Three letters an hour, whoever asks; the last one's link works.
    for _ in 0..3 {
        letter_to(&clinic, "doctor@demo.test").await;
    }
    let (admin, _) = clinic.sign_in("admin").await;
    let waiting = clinic.get("/api/v1/outbox", &admin).await.json();
    assert_eq!(waiting["items"], json!([]), "no fourth one");
}

#[tokio::test]
async fn without_e_mail_nothing_is_offered_and_nothing_told() {
    let clinic = Clinic::open().await;
    let settings = clinic
        .call(Method::GET, "/api/v1/settings", None, None)
        .await
        .json();
    assert_eq!(settings["password_reset"], false);
    assert_eq!(settings["invitations"], json!({"mail": false, "sms": false}));
    assert_eq!(
        forgot(&clinic, "doctor@demo.test", "en").await.status,
        StatusCode::ACCEPTED
    );
}

#[tokio::test]
async fn the_outbox_is_for_administrators() {
    let clinic = Clinic::open().await;
    for (role, status) in [("admin", 200), ("doctor", 403), ("patient", 403)] {
        let (token, _) = clinic.sign_in(role).await;
        let answer = clinic.get("/api/v1/outbox", &token).await;
        assert_eq!(answer.status.as_u16(), status, "{role}");
    }
}

#[tokio::test]
async fn who_is_expected_soon_is_reminded() {
    let clinic = Clinic::with(config()).await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    let (_, patient) = clinic.sign_in("patient").await;
    // A minute before is three seconds from now.
    let time = time::OffsetDateTime::now_utc() + time::Duration::seconds(63);
    let time = time
        .format(&time::format_description::well_known::Rfc3339)
        .expect("a time");
    let body = json!({"mode": "video", "patient_id": patient, "starts_at": time});
    let made = clinic.post("/api/v1/consultations", &doctor, body).await.json();
    let letter = letter_to(&clinic, "patient@demo.test").await;
    assert!(
        letter.contains(made["link"].as_str().expect("a link")),
        "{letter}"
    );
    assert!(
        letter.contains("Reminder: online consultation with Dr Claire Moreau"),
        "{letter}"
    );
}

/// A gateway for text messages; what it was sent, with the header that opens it.
async fn gateway() -> (String, tokio::sync::mpsc::Receiver<(String, Value)>) {
    let (sender, receiver) = tokio::sync::mpsc::channel(8);
    let take = async move |headers: HeaderMap, Json(body): Json<Value>| {
        let key = headers["x-key"].to_str().unwrap_or_default().to_owned();
        sender
            .send((key, body))
            .await
            .map_or(StatusCode::GONE, |()| StatusCode::OK)
    };
    let router = Router::new().route("/send", axum::routing::put(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}/send", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, receiver)
}

#[tokio::test]
async fn an_invitation_travels_by_mail_and_by_text_message() {
    let (url, mut sent) = gateway().await;
    let mut config = config();
    config.sms = Some(SmsConfig {
        url,
        method: Some("PUT".into()),
        header: Some("X-Key: secret".into()),
        body: r#"{"recipients": ["{to}"], "message": {"body": "{text}"}}"#.into(),
    });
    let clinic = Clinic::with(config).await;
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}/invitations",
        consultation["id"].as_str().expect("an id")
    );
    let body = json!({"role": "relative", "email": "zoe@clinic.example", "phone": "+33 600000000", "language": "fr"});
    let invited = clinic.post(&path, &doctor, body).await;
    assert_eq!(invited.status, StatusCode::CREATED, "{}", invited.text);
    let link = invited.json()["link"].as_str().expect("a link").to_owned();
    let (key, text) = sent.recv().await.expect("a text message");
    assert_eq!(
        (key.as_str(), &text["recipients"]),
        ("secret", &json!(["+33600000000"]))
    );
    let text = text["message"]["body"].as_str().expect("a text");
    assert!(
        text.starts_with("Consultation en ligne avec Dr Claire Moreau") && text.ends_with(&link),
        "{text}"
    );
    let letter = letter_to(&clinic, "zoe@clinic.example").await;
    assert!(
        letter.contains("Dr Claire Moreau vous invite") && letter.contains(&link),
        "{letter}"
    );
}
