//! Tokens that must not open anything.

mod support;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use axum::http::{Method, StatusCode};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use support::Clinic;

struct Forge {
    pkcs8: Vec<u8>,
    public: Vec<u8>,
}

impl Forge {
    /// The clinic's own key: what it signs is refused for what it says alone.
    fn of(clinic: &Clinic) -> Self {
        let pkcs8 = std::fs::read(clinic.dir.join("token-signing-key.pk8")).expect("the key");
        let public = Ed25519KeyPair::from_pkcs8(&pkcs8)
            .expect("a pair")
            .public_key()
            .as_ref()
            .to_vec();
        Self { pkcs8, public }
    }

    fn sign(&self, claims: &Value) -> String {
        let key = EncodingKey::from_ed_der(&self.pkcs8);
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &key).expect("a token")
    }
}

fn now() -> u64 {
    jsonwebtoken::get_current_timestamp()
}

fn with(claims: &Value, field: &str, value: Value) -> Value {
    let mut claims = claims.clone();
    claims[field] = value;
    claims
}

fn without(claims: &Value, field: &str) -> Value {
    let mut claims = claims.clone();
    claims.as_object_mut().expect("an object").remove(field);
    claims
}

/// Base64url, by way of a token whose claims these are.
fn segment(value: &Value) -> String {
    let key = EncodingKey::from_secret(b"x");
    let token = jsonwebtoken::encode(&Header::default(), value, &key).expect("a token");
    token.split('.').nth(1).expect("claims").to_owned()
}

fn forgeries(forge: &Forge, good: &Value, stranger: &Forge) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, token: String| all.push((name.to_owned(), token));
    for (field, values) in [
        (
            "exp",
            vec![
                json!(now() - 61),
                json!(0),
                json!(-1),
                json!("9999999999"),
                json!(null),
                json!([now() + 60]),
                json!(1e30),
                json!({}),
                json!(true),
            ],
        ),
        (
            "nbf",
            vec![json!(now() + 120), json!("0"), json!(null), json!([]), json!(-5)],
        ),
        (
            "aud",
            vec![
                json!("vestibule"),
                json!(""),
                json!(null),
                json!([]),
                json!(["other"]),
                json!(5),
                json!({"vestibule-room": 1}),
            ],
        ),
        ("sub", vec![json!(null), json!(5), json!([]), json!({})]),
        ("room", vec![json!("*"), json!(null), json!("../"), json!([])]),
        ("role", vec![json!("admin"), json!("root"), json!(null), json!(7)]),
        (
            "grants",
            vec![
                json!(null),
                json!("all"),
                json!({"publish": "yes", "subscribe": 1}),
                json!({}),
            ],
        ),
        ("jti", vec![json!(null), json!(1)]),
        ("iat", vec![json!("now"), json!(null)]),
    ] {
        for value in values {
            add(
                &format!("{field} = {value}"),
                forge.sign(&with(good, field, value.clone())),
            );
        }
        add(&format!("no {field}"), forge.sign(&without(good, field)));
    }
    let token = forge.sign(good);
    let parts: Vec<&str> = token.split('.').collect();
    let (claims, signature) = (parts[1], parts[2]);
    for header in [
        json!({"alg": "none"}),
        json!({"alg": "None", "typ": "JWT"}),
        json!({"alg": "nOnE"}),
        json!({}),
        json!({"alg": null}),
        json!({"alg": ["EdDSA"]}),
        json!({"alg": "HS256"}),
        json!({"alg": "RS256"}),
        json!({"alg": "ES256"}),
        json!({"alg": "EdDSA", "kid": "../../etc/passwd"}),
        json!({"alg": "EdDSA", "jku": "http://127.0.0.1:1/keys"}),
    ] {
        add(
            &format!("{header} without a signature"),
            format!("{}.{claims}.", segment(&header)),
        );
        add(
            &format!("{header} with another's signature"),
            format!("{}.{claims}.{signature}", segment(&header)),
        );
    }
    for (name, secret) in [("public key", &forge.public), ("private key", &forge.pkcs8)] {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let key = EncodingKey::from_secret(secret);
            let token = jsonwebtoken::encode(&Header::new(algorithm), good, &key).expect("a token");
            add(&format!("{algorithm:?} with the {name}"), token);
        }
    }
    add("a stranger's signature", stranger.sign(good));
    add("empty", String::new());
    add("two parts", format!("{}.{claims}", parts[0]));
    add("four parts", format!("{token}.{signature}"));
    add("no claims", format!("{}..{signature}", parts[0]));
    add("cut", token[..token.len() - 2].to_owned());
    add(
        "other claims",
        format!(
            "{}.{}.{signature}",
            parts[0],
            segment(&with(good, "sub", json!("other")))
        ),
    );
    add("huge", format!("{token}{}", "A".repeat(8000)));
    all
}

#[tokio::test]
async fn none_of_these_opens_a_room() {
    let clinic = Clinic::open().await;
    let stranger = Clinic::open().await;
    let (forge, stranger) = (Forge::of(&clinic), Forge::of(&stranger));
    let (room, tokens) = clinic.room(&["camera"]).await;
    let good = json!({
        "sub": "camera", "room": room, "name": "camera", "role": "guest", "aud": "vestibule-room",
        "grants": {"publish": true, "subscribe": true}, "iat": now(), "nbf": now(), "exp": now() + 600,
        "jti": "7f3d7bd5-53a2-4d0b-a4d7-2d1b2c1f0d55",
    });
    let path = format!("/whip/{room}");
    let post = async |token: &str| {
        clinic
            .sdp(Method::POST, &path, token, "application/sdp", "v=0")
            .await
    };
    for fine in [
        tokens[0].clone(),
        forge.sign(&good),
        forge.sign(&with(&good, "exp", json!(now() - 30))),
        forge.sign(&with(&good, "nbf", json!(now() + 30))),
    ] {
        assert_eq!(
            post(&fine).await.status,
            StatusCode::CREATED,
            "clocks may differ by a minute"
        );
    }
    let forgeries = forgeries(&forge, &good, &stranger);
    assert!(forgeries.len() >= 60, "{}", forgeries.len());
    for (name, token) in forgeries {
        let answer = post(&token).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}: {}", answer.text);
    }
    let expired = post(&forge.sign(&with(&good, "exp", json!(now() - 61)))).await;
    assert_eq!(expired.problem(), (401, "token_expired".into()));
    assert_eq!(expired.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn a_token_is_for_one_thing_only() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["camera"]).await;
    let (other, _) = clinic.room(&[]).await;
    let (access, _) = clinic.sign_in("doctor").await;
    let path = format!("/whip/{other}");
    let elsewhere = clinic
        .sdp(Method::POST, &path, &tokens[0], "application/sdp", "v=0")
        .await;
    assert_eq!(
        elsewhere.problem(),
        (404, "not_found".into()),
        "other rooms do not exist for it"
    );
    let path = format!("/whip/{room}");
    let access_token = clinic
        .sdp(Method::POST, &path, &access, "application/sdp", "v=0")
        .await;
    assert_eq!(access_token.problem().0, 401);
    for token in [tokens[0].as_str(), signaling_api::DEMO_API_KEY] {
        assert_eq!(clinic.get("/api/v1/me", token).await.problem().0, 401);
    }
    for token in [tokens[0].as_str(), access.as_str(), "", "vestibule-demo-ke"] {
        assert_eq!(
            clinic.post("/api/v1/rooms", token, json!({})).await.problem().0,
            401
        );
    }
}
