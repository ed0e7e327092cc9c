//! A doctor and a guest in one consultation.

#![allow(unreachable_pub, reason = "a test's tool")]

use crate::support::Clinic;
use crate::support::socket::SocketClient;
use model::{ParticipantId, RoomId};
use protocol::{Offer, Request};
use serde_json::{Value, json};
use std::net::SocketAddr;

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

pub fn offer(session: &Value) -> Value {
    json!({"sessionId": session, "offer": {"type": "offer", "sdp": "v=0\r\n"}, "fromUserId": "x", "toUserId": "y"})
}

/// The last offer that the node was given.
pub fn offered(clinic: &Clinic) -> Offer {
    let asked = clinic.node.take();
    let mut offers = asked.into_iter().filter_map(|request| match request {
        Request::Offer(offer) => Some(offer),
        _ => None,
    });
    offers.next_back().expect("an offer")
}

/// A doctor and a guest with their sockets in one consultation.
pub struct Call {
    pub clinic: Clinic,
    pub address: SocketAddr,
    pub consultation: Value,
    pub access: String,
    pub doctor: SocketClient,
    pub guest: SocketClient,
    pub guest_token: String,
    pub guest_id: ParticipantId,
    pub room: RoomId,
}

impl Call {
    pub async fn begin() -> Self {
        let clinic = Clinic::open().await;
        let address = clinic.listen().await;
        let (consultation, access) = clinic.consultation().await;
        let join = format!("/api/v1/consultations/{}/join", text(&consultation["id"]));
        let place = clinic.post(&join, &access, json!({})).await.json();
        let mut doctor = SocketClient::connect(address, text(&place["token"]))
            .await
            .expect("in");
        doctor.expect("room_state").await;
        let body = json!({"code": consultation["code"], "display_name": "Ana"});
        let place = clinic.join(body).await.json();
        let guest_token = text(&place["token"]).to_owned();
        let mut guest = SocketClient::connect(address, &guest_token).await.expect("in");
        // A socket is open before its participant is in the room.
        guest.hear("room_state").await;
        Self {
            address,
            access,
            doctor,
            guest,
            guest_token,
            guest_id: text(&place["participant_id"]).parse().expect("an id"),
            room: text(&place["room_id"]).parse().expect("an id"),
            consultation,
            clinic,
        }
    }

    pub fn id(&self) -> &Value {
        &self.consultation["id"]
    }
}
