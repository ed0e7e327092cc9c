//! Browsers are told of calls and of those who wait by a push service that is played, and reads nothing of it.

mod support;

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use signaling_api::ApiConfig;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use support::Clinic;
use tokio::sync::mpsc::{Receiver, channel};

const AUTH: [u8; 16] = *b"an authorisation";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// A browser with the push service of its maker.
struct Browser {
    key: PrivateKey,
    endpoint: String,
    sent: Receiver<(HeaderMap, Bytes)>,
    status: Arc<AtomicU16>,
}

fn hkdf(salt: &[u8], input: &[u8], info: &[u8]) -> Vec<u8> {
    let extracted = sign(&Key::new(HMAC_SHA256, salt), input);
    // One block of 32 bytes is enough for all that is asked here.
    let expanded = sign(&Key::new(HMAC_SHA256, extracted.as_ref()), &[info, &[1]].concat());
    expanded.as_ref().to_vec()
}

impl Browser {
    async fn open() -> Self {
        let (sender, sent) = channel(16);
        let status = Arc::new(AtomicU16::new(201));
        let answer = status.clone();
        let take = async move |headers: HeaderMap, body: Bytes| {
            let _ = sender.send((headers, body)).await;
            StatusCode::from_u16(answer.load(Ordering::SeqCst)).expect("a status")
        };
        let router = Router::new().route("/push/one", axum::routing::post(take));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let endpoint = format!("http://{}/push/one", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            key: PrivateKey::generate(&ECDH_P256).expect("a key"),
            endpoint,
            sent,
            status,
        }
    }

    fn public(&self) -> Vec<u8> {
        self.key.compute_public_key().expect("a key").as_ref().to_vec()
    }

    fn subscription(&self) -> Value {
        let keys =
            json!({"p256dh": URL_SAFE_NO_PAD.encode(self.public()), "auth": URL_SAFE_NO_PAD.encode(AUTH)});
        json!({"endpoint": self.endpoint, "expirationTime": null, "keys": keys})
    }

    /// The next message, read as RFC 8291 says a browser does.
    async fn next(&mut self) -> (HeaderMap, Value) {
        let (headers, body) = self.sent.recv().await.expect("sent");
        let (salt, rest) = body.split_at(16);
        assert_eq!((&rest[..4], rest[4]), (&[0, 0, 16, 0][..], 65));
        let (sender, record) = rest[5..].split_at(65);
        let peer = UnparsedPublicKey::new(&ECDH_P256, sender);
        let shared = agree(&self.key, peer, (), |shared| Ok(shared.to_vec())).expect("agreed");
        let info = [b"WebPush: info\0", self.public().as_slice(), sender].concat();
        let input = hkdf(&AUTH, &shared, &info);
        let key = hkdf(salt, &input, b"Content-Encoding: aes128gcm\0");
        let nonce = hkdf(salt, &input, b"Content-Encoding: nonce\0");
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).expect("a key"));
        let nonce = Nonce::try_assume_unique_for_key(&nonce[..12]).expect("a nonce");
        let mut record = record.to_vec();
        let opened = key
            .open_in_place(nonce, Aad::empty(), &mut record)
            .expect("opens");
        let (end, text) = opened.split_last().expect("not empty");
        assert_eq!(*end, 2, "the last record");
        (headers, serde_json::from_slice(text).expect("JSON"))
    }
}

async fn open() -> Clinic {
    let config = ApiConfig {
        private_destinations: vec!["127.0.0.0/8".parse().expect("a network")],
        waiting_room: true,
        ..support::config(&support::new_dir())
    };
    Clinic::with(config).await
}

async fn subscribe(clinic: &Clinic, who: &str, browser: &Browser) -> Value {
    let made = clinic
        .post("/api/v1/me/push-subscriptions", who, browser.subscription())
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    made.json()
}

async fn listed(clinic: &Clinic, who: &str) -> usize {
    let list = clinic.get("/api/v1/me/push-subscriptions", who).await.json();
    list["items"].as_array().expect("a list").len()
}

#[tokio::test]
async fn who_is_called_is_told_and_then_that_it_was_missed() {
    let clinic = open().await;
    let mut browser = Browser::open().await;
    let (_, doctor) = clinic.consultation().await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    subscribe(&clinic, &patient, &browser).await;
    let call = json!({"user_id": patient_id, "mode": "video"});
    let call = clinic.post("/api/v1/calls", &doctor, call).await.json();
    let (headers, words) = browser.next().await;
    assert_eq!(words["title"], "Incoming call");
    assert_eq!(words["body"], "Dr Claire Moreau");
    assert_eq!(
        (&words["path"], &words["urgent"]),
        (&json!("/patient"), &json!(true))
    );
    let header = |name: &str| headers[name].to_str().expect("text").to_owned();
    assert_eq!(
        (header("ttl").as_str(), header("urgency").as_str()),
        ("45", "high")
    );
    assert_eq!(header("content-encoding"), "aes128gcm");
    let key = clinic.get("/api/v1/push", &patient).await.json();
    let signed = header("authorization");
    assert!(
        signed.starts_with("vapid t=") && signed.ends_with(text(&key["public_key"])),
        "{signed}"
    );
    let path = format!("/api/v1/calls/{}/hangup", text(&call["id"]));
    clinic.post(&path, &doctor, json!({})).await;
    let (missed, after) = browser.next().await;
    assert_eq!(
        (&after["title"], &after["tag"]),
        (&json!("Missed call"), &words["tag"])
    );
    assert_eq!(
        missed["topic"], headers["topic"],
        "it replaces what was not handed over"
    );
}

#[tokio::test]
async fn the_doctor_is_told_that_somebody_waits_and_not_who() {
    let clinic = open().await;
    let mut browser = Browser::open().await;
    let (made, doctor) = clinic.consultation().await;
    subscribe(&clinic, &doctor, &browser).await;
    for _ in 0..2 {
        let joined = clinic
            .join(json!({"code": made["code"], "display_name": "Zoé Ombre"}))
            .await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
    }
    let (_, words) = browser.next().await;
    assert_eq!(words["title"], "Your patient is waiting");
    assert_eq!(words["path"], format!("/conference/{}", text(&made["id"])));
    assert!(!words.to_string().contains("Zoé"), "{words}");
    assert!(browser.sent.try_recv().is_err(), "once a minute");
}

#[tokio::test]
async fn a_browser_is_forgotten_with_its_session_or_by_its_push_service() {
    let clinic = open().await;
    let mut browser = Browser::open().await;
    let (_, doctor) = clinic.consultation().await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    let made = subscribe(&clinic, &patient, &browser).await;
    let again = subscribe(&clinic, &patient, &browser).await;
    assert_eq!((&made["id"], listed(&clinic, &patient).await), (&again["id"], 1));
    let path = format!("/api/v1/me/push-subscriptions/{}", text(&made["id"]));
    let others = clinic.call(Method::DELETE, &path, Some(&doctor), None).await;
    assert_eq!(others.problem(), (404, "not_found".into()));
    let removed = clinic.call(Method::DELETE, &path, Some(&patient), None).await;
    assert_eq!(
        (removed.status, listed(&clinic, &patient).await),
        (StatusCode::NO_CONTENT, 0)
    );
    // Another session of the same person signs this one out.
    subscribe(&clinic, &patient, &browser).await;
    let (other, _) = clinic.sign_in("patient").await;
    let sessions = clinic.get("/api/v1/me/sessions", &patient).await.json();
    let own = sessions["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|session| session["current"] == true);
    let path = format!("/api/v1/me/sessions/{}", text(&own.expect("its own")["id"]));
    clinic.call(Method::DELETE, &path, Some(&other), None).await;
    assert_eq!(listed(&clinic, &other).await, 0);
    // The push service knows it no more.
    subscribe(&clinic, &other, &browser).await;
    browser.status.store(410, Ordering::SeqCst);
    let call = json!({"user_id": patient_id, "mode": "audio"});
    clinic.post("/api/v1/calls", &doctor, call).await;
    browser.next().await;
    while listed(&clinic, &other).await > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_is_no_push_service_is_refused() {
    let clinic = Clinic::open().await;
    let browser = Browser::open().await;
    let (patient, _) = clinic.sign_in("patient").await;
    let good = URL_SAFE_NO_PAD.encode(browser.public());
    for (endpoint, p256dh) in [
        (browser.endpoint.as_str(), good.as_str()),
        ("https://127.0.0.1/push", &good),
        ("http://push.example/one", &good),
        ("https://push.example/one", "nonsense"),
    ] {
        let body =
            json!({"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": URL_SAFE_NO_PAD.encode(AUTH)}});
        let refused = clinic.post("/api/v1/me/push-subscriptions", &patient, body).await;
        assert_eq!(refused.problem(), (422, "validation".into()), "{endpoint}");
    }
}
