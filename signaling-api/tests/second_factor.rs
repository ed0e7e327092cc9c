//! A second factor from its making to its end.

mod support;

use aws_lc_rs::hmac;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use support::{Answer, Clinic};

/// What an authenticator app shows `ahead` steps from now (RFC 6238).
fn code(secret: &str, ahead: i64) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |letter: u8| letters.iter().position(|one| *one == letter).expect("base 32");
    let bits: String = secret
        .bytes()
        .map(|letter| format!("{:05b}", digit(letter)))
        .collect();
    let bytes = bits.as_bytes().chunks_exact(8);
    let byte = |bits: &[u8]| u8::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap();
    let key = hmac::Key::new(
        hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        &bytes.map(byte).collect::<Vec<u8>>(),
    );
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    let hash = hmac::sign(&key, &(now / 30 + ahead).to_be_bytes());
    let hash = hash.as_ref();
    let offset = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

async fn login(clinic: &Clinic, totp: Option<&str>) -> Answer {
    let body = json!({"email": "doctor@demo.test", "password": "vestibule-demo", "totp": totp});
    clinic
        .call(Method::POST, "/api/v1/auth/login", None, Some(body))
        .await
}

/// The doctor's access token, secret and recovery codes.
async fn set_up(clinic: &Clinic) -> (String, String, Vec<String>) {
    let (doctor, _) = clinic.sign_in("doctor").await;
    let offered = clinic.post("/api/v1/me/totp", &doctor, json!({})).await.json();
    let secret = text(&offered["secret"]).to_owned();
    let uri = text(&offered["uri"]);
    assert!(
        uri.starts_with("otpauth://totp/Vestibule%20localhost:doctor%40demo.test?"),
        "{uri}"
    );
    assert!(uri.contains(&secret));
    let wrong = json!({"code": "12345"});
    let refused = clinic.post("/api/v1/me/totp/confirm", &doctor, wrong).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));
    assert_eq!(
        clinic.login("doctor@demo.test").await.status,
        StatusCode::OK,
        "not confirmed yet"
    );
    let body = json!({"code": code(&secret, -1)});
    let confirmed = clinic.post("/api/v1/me/totp/confirm", &doctor, body).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.text);
    let codes = confirmed.json()["recovery_codes"].as_array().unwrap().clone();
    (
        doctor,
        secret,
        codes.iter().map(|code| text(code).to_owned()).collect(),
    )
}

#[tokio::test]
async fn a_code_is_asked_for_and_works_once() {
    let clinic = Clinic::open().await;
    let (doctor, secret, _) = set_up(&clinic).await;
    let again = clinic.post("/api/v1/me/totp", &doctor, json!({})).await;
    assert_eq!(
        again.problem(),
        (409, "conflict".into()),
        "no other secret takes its place"
    );
    for absent in [None, Some(""), Some("  ")] {
        assert_eq!(
            login(&clinic, absent).await.problem(),
            (401, "totp_required".into())
        );
    }
    let used = login(&clinic, Some(&code(&secret, -1))).await;
    assert_eq!(
        used.problem(),
        (401, "totp_wrong".into()),
        "it confirmed the secret"
    );
    let now = code(&secret, 1);
    assert_eq!(login(&clinic, Some(&now)).await.status, StatusCode::OK);
    assert_eq!(
        login(&clinic, Some(&now)).await.problem(),
        (401, "totp_wrong".into())
    );
    let wrong_password = json!({"email": "doctor@demo.test", "password": "wrong password", "totp": now});
    let refused = clinic
        .call(Method::POST, "/api/v1/auth/login", None, Some(wrong_password))
        .await;
    assert_eq!(refused.problem(), (401, "unauthenticated".into()));
}

#[tokio::test]
async fn recovery_codes_work_once_and_are_renewed() {
    let clinic = Clinic::open().await;
    let (doctor, _, codes) = set_up(&clinic).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[0].to_lowercase();
    assert_eq!(login(&clinic, Some(&typed)).await.status, StatusCode::OK);
    assert_eq!(
        login(&clinic, Some(&typed)).await.problem(),
        (401, "totp_wrong".into())
    );
    let shown = clinic.get("/api/v1/me/totp", &doctor).await.json();
    assert_eq!(shown, json!({"enabled": true, "recovery_codes_left": 9}));
    let path = "/api/v1/me/totp/recovery-codes";
    let renewed = clinic.post(path, &doctor, json!({"code": codes[1]})).await.json();
    assert_eq!(renewed["recovery_codes"].as_array().unwrap().len(), 10);
    assert_eq!(
        login(&clinic, Some(&codes[2])).await.problem(),
        (401, "totp_wrong".into())
    );
    assert_eq!(
        login(&clinic, renewed["recovery_codes"][0].as_str()).await.status,
        StatusCode::OK
    );
    let gone = json!({"code": renewed["recovery_codes"][1]});
    let removed = clinic.post("/api/v1/me/totp/remove", &doctor, gone).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT, "{}", removed.text);
    assert_eq!(login(&clinic, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_administrator_takes_it_away() {
    let clinic = Clinic::open().await;
    let (doctor, _, _) = set_up(&clinic).await;
    let (admin, _) = clinic.sign_in("admin").await;
    let found = clinic.get("/api/v1/users?q=doctor@demo", &admin).await.json();
    assert_eq!(found["items"][0]["totp"], true);
    let path = format!("/api/v1/users/{}/totp", text(&found["items"][0]["id"]));
    let refused = clinic.call(Method::DELETE, &path, Some(&doctor), None).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));
    let removed = clinic.call(Method::DELETE, &path, Some(&admin), None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(login(&clinic, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn wrong_codes_lock_the_account_though_the_password_is_right() {
    let dir = support::new_dir();
    let clinic = Clinic::with(support::config(&dir)).await;
    set_up(&clinic).await;
    let mut clinics = vec![clinic];
    // A clinic slows down after ten; what was counted outlives it. The right password alone forgets nothing.
    for _ in 0..2 {
        let clinic = Clinic::with(support::config(&dir)).await;
        for _ in 0..10 {
            assert_eq!(
                login(&clinic, None).await.problem(),
                (401, "totp_required".into())
            );
            assert_eq!(
                login(&clinic, Some("nothing")).await.problem(),
                (401, "totp_wrong".into())
            );
        }
        clinics.push(clinic);
    }
    let clinic = Clinic::with(support::config(&dir)).await;
    assert_eq!(
        login(&clinic, None).await.problem(),
        (429, "account_locked".into())
    );
}
