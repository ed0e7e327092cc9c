//! A browser that is signed out from afar hears no more.

use crate::support::Clinic;
use crate::support::socket::SocketClient;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[tokio::test]
async fn sockets_end_with_the_session_of_their_browser() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (one, _) = clinic.sign_in("doctor").await;
    let (other, _) = clinic.sign_in("doctor").await;
    let connect = async |token: &str| SocketClient::connect(address, token).await;
    let mut here = connect(&one).await.expect("connected");
    let mut there = connect(&other).await.expect("connected");
    here.hear("service_ready").await;
    there.hear("service_ready").await;
    let sessions = clinic.get("/api/v1/me/sessions", &one).await.json();
    let items = sessions["items"].as_array().expect("a list");
    let others = items.iter().find(|session| session["current"] == false);
    let path = format!("/api/v1/me/sessions/{}", text(&others.expect("the other")["id"]));
    let ended = clinic.call(Method::DELETE, &path, Some(&one), None).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    there.ends().await;
    assert_eq!(connect(&other).await.err().as_deref(), Some("unauthenticated"));

    let (third, _) = clinic.sign_in("doctor").await;
    let mut third = connect(&third).await.expect("connected");
    third.hear("service_ready").await;
    let change = json!({"current_password": "vestibule-demo", "new_password": "a long password"});
    let changed = clinic.post("/api/v1/me/password", &one, change).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    third.ends().await;
    assert_eq!(
        here.ask("message_read", json!({})).await["ok"],
        false,
        "it is still there"
    );
}
