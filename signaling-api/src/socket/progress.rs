//! How far a client says that it has come.

use super::client::{Client, on};
use super::presence::sitting;
use crate::error::{Code, Failure};
use crate::live::ClientStage;
use serde::Deserialize;
use socketioxide::extract::SocketRef;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct JoinProgress {
    session_id: Uuid,
    stage: ClientStage,
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "join_progress", advanced);
}

async fn advanced(client: Arc<Client>, _: SocketRef, data: JoinProgress) -> Result<(), Failure> {
    let places = client.places.lock().await;
    let pass = sitting(&places, data.session_id)?;
    let (room, participant) = (pass.room, pass.participant());
    let mut is_believed = false;
    let advance = |rooms: &mut crate::live::Rooms| {
        let news = rooms.client_progress(room, participant, data.stage, Instant::now());
        is_believed = news.is_some();
        news.unwrap_or_default()
    };
    client.app.hall.change(advance).await;
    if is_believed {
        Ok(())
    } else {
        Err(Failure::new(
            Code::Conflict,
            "no frame comes before media are connected",
        ))
    }
}
