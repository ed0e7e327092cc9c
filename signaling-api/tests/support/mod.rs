//! A clinic for tests: the real API on a store of its own, a media node that is played.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test's tool, each test uses a part of it"
)]

pub mod database;
pub mod socket;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, Request as HttpRequest, StatusCode};
use model::ParticipantId;
use protocol::{Event, IceServer, Refusal, Reply, Request};
use serde_json::{Value, json};
use signaling_api::{Api, ApiConfig, BoxFuture, Check, Machine, Setting, SfuLink, Verdict};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;
use tower::ServiceExt;

/// A media node that says yes, and remembers what it was asked.
#[derive(Default)]
pub struct PlayedNode {
    pub asked: Mutex<Vec<Request>>,
    pub is_away: AtomicBool,
    /// Held by a test for as long as no offer is to be answered.
    pub busy: tokio::sync::Mutex<()>,
}

impl PlayedNode {
    /// What was asked since the last call.
    pub fn take(&self) -> Vec<Request> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl SfuLink for PlayedNode {
    fn ask(&self, request: Request) -> BoxFuture<'_, Result<Reply, Refusal>> {
        Box::pin(async move {
            if !self.is_well() {
                return Err(Refusal::Away);
            }
            self.asked.lock().unwrap().push(request.clone());
            if matches!(request, Request::Offer(_)) {
                let _answered_in_turn = self.busy.lock().await;
            }
            match request {
                Request::Offer(offer) if offer.sdp.contains("nonsense") => {
                    Err(Refusal::BadOffer("there is no m-line".into()))
                }
                Request::Offer(offer) => Ok(Reply::Answer {
                    sdp: format!(
                        "v=0\r\ns=answer to {}\r\na=ice-lite\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n\
                         a=ice-ufrag:node\r\na=ice-pwd:nodenodenodenodenodenode\r\n",
                        offer.sdp.len()
                    ),
                }),
                _ => Ok(Reply::Done),
            }
        })
    }

    fn ice_servers(&self, participant: ParticipantId) -> Vec<IceServer> {
        vec![IceServer {
            urls: vec!["turn:192.0.2.1:443?transport=tcp".into()],
            username: participant.to_string(),
            credential: "secret".into(),
        }]
    }

    fn is_well(&self) -> bool {
        !self.is_away.load(Ordering::Relaxed)
    }
}

/// The API with what it stands on.
pub struct Clinic {
    pub router: Router,
    pub node: Arc<PlayedNode>,
    pub events: mpsc::Sender<Event>,
    pub dir: PathBuf,
    /// The address that requests come from.
    pub peer: SocketAddr,
}

impl Drop for Clinic {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
        database::remove(&self.dir);
    }
}

/// What a request was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// The status with the code of a problem.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.headers[CONTENT_TYPE], "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        (
            self.status.as_u16(),
            problem["code"].as_str().unwrap_or_default().to_owned(),
        )
    }
}

pub fn config(dir: &std::path::Path) -> ApiConfig {
    ApiConfig {
        database_url: database::url(dir),
        patients_may_call: true,
        recording: true,
        metrics_token: Some("figures".into()),
        allowed_origins: vec!["https://app.clinic.example".into()],
        demo: true,
        machine: Arc::new(PlayedMachine),
        ..ApiConfig::new("http://localhost:8080", dir.to_owned())
    }
}

/// A machine whose disk is nearly full.
struct PlayedMachine;

impl Machine for PlayedMachine {
    fn look(&self) -> Vec<Check> {
        vec![Check {
            name: "disk",
            verdict: Verdict::Warn,
            says: "500 MiB free".into(),
            remedy: Some("free some".into()),
        }]
    }

    fn settings(&self) -> Vec<Setting> {
        vec![Setting {
            name: "api_key",
            value: "set".into(),
        }]
    }
}

pub fn new_dir() -> PathBuf {
    std::env::temp_dir().join(format!("vestibule-api-{}", uuid::Uuid::now_v7()))
}

impl Clinic {
    /// A demo clinic.
    pub async fn open() -> Self {
        let dir = new_dir();
        Self::with(config(&dir)).await
    }

    pub async fn with(config: ApiConfig) -> Self {
        let node = Arc::new(PlayedNode::default());
        let (events, receiver) = mpsc::channel(64);
        let dir = config.data_dir.clone();
        let web = Router::new().fallback(async || "the web client");
        let registry = prometheus::Registry::new();
        let router = Api::start(config, node.clone(), receiver, registry, web)
            .await
            .expect("the API starts");
        Self {
            router,
            node,
            events,
            dir,
            peer: ([198, 51, 100, 7], 40_000).into(),
        }
    }

    /// What a request is answered, with its bytes as they come.
    pub async fn respond(&self, request: HttpRequest<Body>) -> axum::response::Response {
        let mut request = request;
        request.extensions_mut().insert(ConnectInfo(self.peer));
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn send(&self, request: HttpRequest<Body>) -> Answer {
        let response = self.respond(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = axum::body::to_bytes(response.into_body(), 1 << 22).await.unwrap();
        Answer {
            status,
            headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// A request with a bearer token and a JSON body, either of which may be missing.
    pub async fn call(&self, method: Method, path: &str, token: Option<&str>, body: Option<Value>) -> Answer {
        let mut request = HttpRequest::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.call(Method::GET, path, Some(token), None).await
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(token), Some(body)).await
    }

    pub async fn login(&self, email: &str) -> Answer {
        let body = json!({"email": email, "password": "vestibule-demo"});
        self.call(Method::POST, "/api/v1/auth/login", None, Some(body))
            .await
    }

    /// Access token and id of a demo account: `admin`, `doctor`, `patient`.
    pub async fn sign_in(&self, who: &str) -> (String, String) {
        let answer = self.login(&format!("{who}@demo.test")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let session = answer.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&session["access_token"]), text(&session["user"]["id"]))
    }

    /// A new consultation of the demo doctor for the demo patient, with the doctor's access token.
    pub async fn consultation(&self) -> (Value, String) {
        let (doctor, _) = self.sign_in("doctor").await;
        let (_, patient) = self.sign_in("patient").await;
        let body = json!({"mode": "video", "patient_id": patient});
        let made = self.post("/api/v1/consultations", &doctor, body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        (made.json(), doctor)
    }

    pub async fn join(&self, body: Value) -> Answer {
        self.call(Method::POST, "/api/v1/join", None, Some(body)).await
    }

    /// A server's room with tokens for these identities.
    pub async fn room(&self, identities: &[&str]) -> (String, Vec<String>) {
        let key = signaling_api::DEMO_API_KEY;
        let made = self.post("/api/v1/rooms", key, json!({})).await;
        let room = made.json()["id"].as_str().unwrap().to_owned();
        let mut tokens = Vec::new();
        for identity in identities {
            let path = format!("/api/v1/rooms/{room}/tokens");
            let made = self.post(&path, key, json!({"identity": identity})).await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
            tokens.push(made.json()["token"].as_str().unwrap().to_owned());
        }
        (room, tokens)
    }

    /// An SDP body with a token.
    pub async fn sdp(&self, method: Method, path: &str, token: &str, kind: &str, sdp: &str) -> Answer {
        let request = HttpRequest::builder()
            .method(method)
            .uri(path)
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header(CONTENT_TYPE, kind)
            .body(Body::from(sdp.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// The same API on a real socket, for Socket.IO.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = self
            .router
            .clone()
            .into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }
}
