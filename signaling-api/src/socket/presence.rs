//! Events that tell others something.

use super::client::{Client, on};
use crate::error::{Code, Failure};
use crate::live::Readiness;
use crate::token::Pass;
use model::Source;
use serde::Deserialize;
use socketioxide::extract::SocketRef;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TrackMuted {
    session_id: Uuid,
    source: Source,
    muted: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Leave {
    session_id: Uuid,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LobbyReport {
    session_id: Uuid,
    #[serde(flatten)]
    readiness: Readiness,
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "track_muted", muted);
    on(socket, client, "leave", leave);
    on(socket, client, "lobby_report", reported);
}

async fn muted(client: Arc<Client>, _: SocketRef, data: TrackMuted) -> Result<(), Failure> {
    let places = client.places.lock().await;
    let pass = sitting(&places, data.session_id)?;
    let (room, participant) = (pass.room, pass.participant());
    client
        .app
        .hall
        .change(|rooms| rooms.mute(room, participant, data.source, data.muted))
        .await;
    Ok(())
}

async fn leave(client: Arc<Client>, _: SocketRef, data: Leave) -> Result<(), Failure> {
    let mut places = client.places.lock().await;
    let pass = sitting(&places, data.session_id)?.clone();
    places.retain(|_, known| known.room != pass.room);
    client
        .app
        .hall
        .change(|rooms| rooms.leave(pass.room, pass.participant()))
        .await;
    Ok(())
}

async fn reported(client: Arc<Client>, _: SocketRef, data: LobbyReport) -> Result<(), Failure> {
    let places = client.places.lock().await;
    let pass = sitting(&places, data.session_id)?;
    let (room, participant) = (pass.room, pass.participant());
    client
        .app
        .hall
        .change(|rooms| rooms.report(room, participant, data.readiness))
        .await;
    Ok(())
}

/// The place that `session_id` names, for a socket that sits there.
pub(super) fn sitting(places: &HashMap<Uuid, Pass>, session_id: Uuid) -> Result<&Pass, Failure> {
    places.get(&session_id).ok_or_else(|| Code::NotFound.into())
}
