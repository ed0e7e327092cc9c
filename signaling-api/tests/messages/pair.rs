//! A doctor and a patient with a conversation.

#![allow(unreachable_pub, reason = "a test's tool")]

use crate::support::socket::SocketClient;
use crate::support::{Answer, Clinic};
use axum::http::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;

pub const BASE: &str = "/api/messaging/medecin-patient";

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// The demo doctor and patient, who have a consultation and a conversation.
pub struct Pair {
    pub clinic: Clinic,
    pub address: SocketAddr,
    pub consultation: Value,
    pub doctor: String,
    pub doctor_id: String,
    pub patient: String,
    pub patient_id: String,
    pub conversation: String,
}

impl Pair {
    pub async fn meet() -> Self {
        Self::in_clinic(Clinic::open().await).await
    }

    pub async fn in_clinic(clinic: Clinic) -> Self {
        let address = clinic.listen().await;
        let (consultation, doctor) = clinic.consultation().await;
        let (_, doctor_id) = clinic.sign_in("doctor").await;
        let (patient, patient_id) = clinic.sign_in("patient").await;
        let made = clinic
            .post(
                &format!("{BASE}/conversations"),
                &doctor,
                json!({"patientId": patient_id}),
            )
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        let conversation = text(&made.json()["id"]).to_owned();
        Self {
            clinic,
            address,
            consultation,
            doctor,
            doctor_id,
            patient,
            patient_id,
            conversation,
        }
    }

    /// The path of the conversation's messages.
    pub fn messages(&self) -> String {
        format!("{BASE}/conversations/{}/messages", self.conversation)
    }

    pub fn chat(&self) -> String {
        format!("/api/v1/consultations/{}/chat", text(&self.consultation["id"]))
    }

    pub async fn say(&self, token: &str, content: &str) -> Value {
        let (path, body) = (self.messages(), json!({"content": content}));
        let said = self.clinic.post(&path, token, body).await;
        assert_eq!(said.status, 201, "{}", said.text);
        said.json()
    }

    pub async fn put(&self, path: &str, token: &str) -> Answer {
        self.clinic.call(Method::PUT, path, Some(token), None).await
    }

    pub async fn patch(&self, path: &str, token: &str, body: Value) -> Answer {
        self.clinic
            .call(Method::PATCH, path, Some(token), Some(body))
            .await
    }

    /// A socket as the messaging service's clients open it, with the newest message that it has.
    pub async fn socket(&self, token: &str, last: Option<&Value>) -> SocketClient {
        let auth = json!({"token": format!("Bearer {token}"), "userType": "medecin", "userId": "x", "role": "medecin", "lastMessageId": last});
        let mut socket = SocketClient::connect_with(self.address, auth, None)
            .await
            .expect("in");
        socket.expect("connection_established").await;
        socket
    }

    /// The same, when it hears of what comes.
    pub async fn ready(&self, token: &str) -> SocketClient {
        let mut socket = self.socket(token, None).await;
        assert_eq!(socket.expect("messages_synced").await["complete"], false);
        socket
    }

    /// A place in the consultation by its code, with the name `Ana`; its token and id.
    pub async fn guest(&self) -> (String, String) {
        let body = json!({"code": self.consultation["code"], "display_name": "Ana"});
        let place = self.clinic.join(body).await.json();
        (
            text(&place["token"]).to_owned(),
            text(&place["participant_id"]).to_owned(),
        )
    }

    /// The place of a user in the consultation: its participant token.
    pub async fn seat(&self, token: &str) -> String {
        let path = format!("/api/v1/consultations/{}/join", text(&self.consultation["id"]));
        let place = self.clinic.post(&path, token, json!({})).await;
        assert_eq!(place.status, 200, "{}", place.text);
        text(&place.json()["token"]).to_owned()
    }
}
