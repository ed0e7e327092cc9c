//! Signing in with an OpenID Connect provider, against one that is played to the letter of its specifications.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use aws_lc_rs::digest;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RsaKeyPair;
use axum::extract::{Form, State};
use axum::http::header::{AUTHORIZATION, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use signaling_api::{ApiConfig, OidcConfig, UserRole};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use support::{Answer, Clinic};

/// `client:a secret` in base 64, form-encoded before (RFC 6749 section 2.3.1).
const BASIC: &str = "Basic Y2xpbmljOmElMjBzZWNyZXQ=";

/// A provider whose one user agrees to everything.
struct Provider {
    issuer: String,
    key: EncodingKey,
    public: Jwk,
    /// What the browser was sent with, by the code that it was sent back with.
    codes: Mutex<HashMap<String, HashMap<String, String>>>,
    /// What the ID token says beside or instead of what it should.
    says: Mutex<Value>,
    /// What the user info says.
    user_info: Mutex<Value>,
}

impl Provider {
    async fn start() -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let pair: RsaKeyPair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().expect("written");
        let key = EncodingKey::from_rsa_der(&pkcs1(pkcs8.as_ref()));
        let mut public = Jwk::from_encoding_key(&key, Algorithm::RS256).expect("a public key");
        public.common.key_id = Some("one".into());
        let provider = Arc::new(Self {
            issuer,
            key,
            public,
            codes: Mutex::default(),
            says: Mutex::new(json!({})),
            user_info: Mutex::new(json!({"sub": "ada"})),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// What its page does once the user agreed: the browser goes back with a code.
    fn agree(&self, way: &str) -> String {
        let (page, query) = way.split_once('?').expect("a query");
        assert_eq!(page, format!("{}/authorize", self.issuer));
        let asked: HashMap<String, String> = query
            .split('&')
            .map(|pair| pair.split_once('=').expect("a pair"))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], "clinic");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["scope"], "openid%20email%20profile");
        let redirect = "http%3A%2F%2Flocalhost%3A8080%2Fapi%2Fv1%2Fauth%2Foidc%2Fcallback";
        assert_eq!(asked["redirect_uri"], redirect);
        let code = uuid::Uuid::new_v4().to_string();
        let state = asked["state"].clone();
        self.codes.lock().unwrap().insert(code.clone(), asked);
        format!("/api/v1/auth/oidc/callback?code={code}&state={state}")
    }
}

/// The RSA key within PKCS #8: its last field (RFC 5208 section 5).
fn pkcs1(pkcs8: &[u8]) -> Vec<u8> {
    let mut sequences = (1..pkcs8.len() - 4).filter(|at| {
        let length = usize::from(u16::from_be_bytes([pkcs8[at + 2], pkcs8[at + 3]]));
        pkcs8[*at..at + 2] == [0x30, 0x82] && at + 4 + length == pkcs8.len()
    });
    let at = sequences.next().expect("a key within");
    pkcs8[at..].to_vec()
}

async fn discovery(State(provider): State<Arc<Provider>>) -> Json<Value> {
    let issuer = &provider.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn jwks(State(provider): State<Arc<Provider>>) -> Json<JwkSet> {
    Json(JwkSet {
        keys: vec![provider.public.clone()],
    })
}

async fn token(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    // Each code works once (RFC 6749 section 4.1.2).
    let asked = provider.codes.lock().unwrap().remove(&form["code"]);
    let challenge = digest::digest(&digest::SHA256, form["code_verifier"].as_bytes());
    let fits = asked
        .as_ref()
        .is_some_and(|asked| asked["code_challenge"] == base64url(challenge.as_ref()));
    let redirect = form["redirect_uri"] == "http://localhost:8080/api/v1/auth/oidc/callback";
    if headers[AUTHORIZATION] != BASIC || !fits || !redirect || form["grant_type"] != "authorization_code" {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response();
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut claims = json!({
        "iss": provider.issuer, "sub": "ada", "aud": "clinic", "iat": now, "exp": now + 300,
        "nonce": asked.expect("asked")["nonce"],
    });
    for (name, value) in provider.says.lock().unwrap().as_object().unwrap() {
        claims[name] = value.clone();
    }
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some("one".into());
    let id_token = jsonwebtoken::encode(&header, &claims, &provider.key).unwrap();
    Json(json!({"id_token": id_token, "access_token": "look", "token_type": "Bearer", "expires_in": 60}))
        .into_response()
}

async fn user_info(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    if headers[AUTHORIZATION] != "Bearer look" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(provider.user_info.lock().unwrap().clone()).into_response()
}

fn base64url(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let sixes = bits
        .as_bytes()
        .chunks(6)
        .map(|six| format!("{:0<6}", std::str::from_utf8(six).unwrap()));
    sixes
        .map(|six| char::from(digits[usize::from_str_radix(&six, 2).unwrap()]))
        .collect()
}

async fn clinic(provider: &Provider, create_users_as: Option<UserRole>) -> Clinic {
    Clinic::with(ApiConfig {
        oidc: Some(OidcConfig {
            name: "Clinic ID".into(),
            issuer: provider.issuer.clone(),
            client_id: "clinic".into(),
            client_secret: "a secret".into(),
            create_users_as,
        }),
        ..support::config(&support::new_dir())
    })
    .await
}

fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let all = answer.headers.get_all(SET_COOKIE).iter();
    let pairs = all.filter_map(|set| set.to_str().ok()?.split(';').next().map(str::to_owned));
    pairs
        .into_iter()
        .find(|pair| pair.starts_with(&format!("{name}=")) && !pair.ends_with('='))
}

/// The browser goes to the provider: where it was sent, the cookie that it keeps.
async fn leave(clinic: &Clinic) -> (String, String) {
    let sent = clinic
        .call(Method::GET, "/api/v1/auth/oidc/start", None, None)
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let set = sent.headers[SET_COOKIE].to_str().unwrap();
    assert!(set.contains("HttpOnly; SameSite=Lax"), "{set}");
    let way = sent.headers[LOCATION].to_str().unwrap().to_owned();
    (way, cookie(&sent, "vestibule_errand").expect("a cookie"))
}

async fn come_back(clinic: &Clinic, path: &str, cookie: &str) -> Answer {
    let request = Request::get(path).header(COOKIE, cookie);
    clinic
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await
}

/// The whole way; where the browser ends up, and who is signed in there.
async fn sign_in(clinic: &Clinic, provider: &Provider) -> (String, Option<Value>) {
    let (way, kept) = leave(clinic).await;
    let back = come_back(clinic, &provider.agree(&way), &kept).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    let page = back.headers[LOCATION].to_str().unwrap().to_owned();
    let Some(refresh) = cookie(&back, "vestibule_refresh") else {
        return (page, None);
    };
    let request = Request::post("/api/v1/auth/refresh").header(COOKIE, refresh);
    let answer = clinic
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await;
    (page, Some(answer.json()["user"].clone()))
}

#[tokio::test]
async fn a_verified_address_is_an_account() {
    let provider = Provider::start().await;
    let clinic = clinic(&provider, None).await;
    let settings = clinic
        .call(Method::GET, "/api/v1/settings", None, None)
        .await
        .json();
    assert_eq!(settings["oidc"], json!({"name": "Clinic ID"}));
    *provider.says.lock().unwrap() = json!({"email": "Doctor@demo.test", "email_verified": true});
    let (page, user) = sign_in(&clinic, &provider).await;
    assert_eq!(
        (page.as_str(), &user.expect("signed in")["email"]),
        ("/#signed-in", &json!("doctor@demo.test"))
    );
    // From now on it is the subject that counts, whatever becomes of the address.
    *provider.says.lock().unwrap() = json!({"email": "other@demo.test", "email_verified": true});
    let (_, user) = sign_in(&clinic, &provider).await;
    assert_eq!(user.expect("signed in")["email"], "doctor@demo.test");
}

#[tokio::test]
async fn who_is_unknown_gets_an_account_only_where_that_is_wanted() {
    let provider = Provider::start().await;
    let strict = clinic(&provider, None).await;
    for says in [
        json!({"email": "doctor@demo.test", "email_verified": false}),
        json!({"email": "doctor@demo.test"}),
        json!({"email": "new@demo.test", "email_verified": true}),
        json!({}),
    ] {
        *provider.says.lock().unwrap() = says;
        assert_eq!(sign_in(&strict, &provider).await, ("/#no-account".into(), None));
    }
    let open = clinic(&provider, Some(UserRole::Doctor)).await;
    // The ID token has no address: the user info has.
    *provider.says.lock().unwrap() = json!({});
    *provider.user_info.lock().unwrap() =
        json!({"sub": "ada", "email": "new@demo.test", "email_verified": true, "name": "Ada Curie"});
    let (page, user) = sign_in(&open, &provider).await;
    let user = user.expect("signed in");
    assert_eq!(
        (page.as_str(), &user["name"], &user["role"]),
        ("/#signed-in", &json!("Ada Curie"), &json!("doctor"))
    );
    let (_, again) = sign_in(&open, &provider).await;
    assert_eq!(again, Some(user));
    *provider.user_info.lock().unwrap() =
        json!({"sub": "another", "email": "x@demo.test", "email_verified": true});
    assert_eq!(
        sign_in(&open, &provider).await,
        ("/#sign-in-failed".into(), None),
        "of somebody else"
    );
}

#[tokio::test]
async fn what_an_id_token_says_makes_this_table() {
    let provider = Provider::start().await;
    let clinic = clinic(&provider, None).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    for (says, passes) in [
        (json!({}), true),
        (json!({"aud": ["clinic"]}), true),
        (json!({"aud": ["clinic", "other"], "azp": "clinic"}), true),
        (json!({"aud": ["clinic", "other"]}), false),
        (json!({"azp": "other"}), false),
        (json!({"aud": "other"}), false),
        (json!({"iss": "https://evil.example"}), false),
        (json!({"nonce": "another"}), false),
        (json!({"nonce": null}), false),
        (json!({"exp": now - 600}), false),
        (json!({"sub": ""}), false),
    ] {
        let mut says = says;
        says["email"] = json!("doctor@demo.test");
        says["email_verified"] = json!(true);
        *provider.says.lock().unwrap() = says.clone();
        let (page, _) = sign_in(&clinic, &provider).await;
        assert_eq!(page == "/#signed-in", passes, "{says}");
    }
}

#[tokio::test]
async fn an_answer_belongs_to_the_browser_that_asked() {
    let provider = Provider::start().await;
    let clinic = clinic(&provider, None).await;
    *provider.says.lock().unwrap() = json!({"email": "doctor@demo.test", "email_verified": true});
    let (way, mine) = leave(&clinic).await;
    let (_, other) = leave(&clinic).await;
    let path = provider.agree(&way);
    for (path, kept) in [
        (path.clone(), other.as_str()),
        (path.clone(), "vestibule_errand=nothing"),
        (path.clone(), "nothing=at-all"),
        (path.replace("state=", "state=x"), mine.as_str()),
        (format!("{path}&iss=https://evil.example"), mine.as_str()),
        (
            "/api/v1/auth/oidc/callback?error=access_denied".into(),
            mine.as_str(),
        ),
    ] {
        let refused = come_back(&clinic, &path, kept).await;
        assert_eq!(refused.headers[LOCATION], "/#sign-in-failed", "{path}");
        assert_eq!(cookie(&refused, "vestibule_refresh"), None);
    }
    let good = come_back(&clinic, &path, &mine).await;
    assert_eq!(good.headers[LOCATION], "/#signed-in");
    let again = come_back(&clinic, &path, &mine).await;
    assert_eq!(again.headers[LOCATION], "/#sign-in-failed", "the code was used");
}

#[tokio::test]
async fn a_provider_that_is_away_or_absent_is_told() {
    let provider = Provider::start().await;
    let mut config = support::config(&support::new_dir());
    config.oidc = Some(OidcConfig {
        name: "Clinic ID".into(),
        issuer: format!("{}/other", provider.issuer),
        client_id: "clinic".into(),
        client_secret: "a secret".into(),
        create_users_as: None,
    });
    let clinic = Clinic::with(config).await;
    let sent = clinic
        .call(Method::GET, "/api/v1/auth/oidc/start", None, None)
        .await;
    assert_eq!(sent.headers[LOCATION], "/#sign-in-failed");
    let clinic = Clinic::open().await;
    for path in ["start", "callback"] {
        let refused = clinic
            .call(Method::GET, &format!("/api/v1/auth/oidc/{path}"), None, None)
            .await;
        assert_eq!(refused.problem(), (404, "not_found".into()), "{path}");
    }
}
