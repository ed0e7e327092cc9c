//! Who may open a socket.

use crate::support::Clinic;
use crate::support::socket::SocketClient;
use axum::http::Method;
use serde_json::json;

#[tokio::test]
async fn strangers_are_not_let_in() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    for auth in [
        json!({}),
        json!({"token": "Bearer nonsense"}),
        json!({"token": 5}),
        json!([]),
    ] {
        let refused = SocketClient::connect_with(address, auth.clone(), None).await;
        assert_eq!(refused.err().as_deref(), Some("unauthenticated"), "{auth}");
    }
    let (token, _) = clinic.sign_in("doctor").await;
    let auth = json!({"token": token});
    for (origin, welcome) in [
        ("https://evil.example", false),
        ("null", false),
        ("http://localhost:8080", true),
        ("https://app.clinic.example", true),
    ] {
        let connected = SocketClient::connect_with(address, auth.clone(), Some(origin)).await;
        assert_eq!(connected.is_ok(), welcome, "{origin}");
    }
    let own = format!("http://{address}");
    assert!(
        SocketClient::connect_with(address, auth, Some(&own))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn pages_of_listed_sites_may_poll() {
    let clinic = Clinic::open().await;
    let ask = async |method: Method, origin: &str| {
        let request = axum::http::Request::builder()
            .method(method)
            .uri("/socket.io/?EIO=4&transport=polling")
            .header("origin", origin)
            .body(axum::body::Body::empty())
            .expect("a request");
        clinic.send(request).await
    };
    for method in [Method::OPTIONS, Method::GET] {
        let answer = ask(method, "https://app.clinic.example").await;
        assert!(answer.status.is_success(), "{}", answer.status);
        assert_eq!(
            answer.headers["access-control-allow-origin"],
            "https://app.clinic.example"
        );
    }
    assert_eq!(
        ask(Method::GET, "https://evil.example").await.problem(),
        (403, "forbidden".into())
    );
}
