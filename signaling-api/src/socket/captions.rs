//! Captions that come by a socket.

use super::client::{Client, on};
use crate::caller::Captioner;
use crate::captions::{self, Said};
use crate::error::Failure;
use serde::Deserialize;
use socketioxide::extract::SocketRef;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    session_id: Uuid,
    #[serde(flatten)]
    said: Said,
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "caption", said);
}

async fn said(client: Arc<Client>, _: SocketRef, line: Line) -> Result<(), Failure> {
    // One after the other: the next may take the place of this.
    let _turn = client.places.lock().await;
    let captioner = Captioner::Speaker(client.speaker());
    captions::show(&client.app, &captioner, line.session_id, line.said).await
}
