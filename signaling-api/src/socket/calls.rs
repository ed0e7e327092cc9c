//! Events by which the one who is called answers, and both hang up.

use super::client::{Client, Who, on};
use crate::calling;
use crate::error::{Code, Failure};
use crate::store::User;
use serde::Deserialize;
use socketioxide::extract::SocketRef;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Named {
    call_id: Uuid,
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "call_accepted", accepted);
    on(socket, client, "call_rejected", rejected);
    on(socket, client, "call_busy", busy);
    on(socket, client, "call_hangup", hung_up);
}

async fn accepted(client: Arc<Client>, _: SocketRef, data: Named) -> Result<(), Failure> {
    let user = signed_in(&client)?;
    calling::accept(&client.app, user, data.call_id).await.map(drop)
}

async fn rejected(client: Arc<Client>, _: SocketRef, data: Named) -> Result<(), Failure> {
    let user = signed_in(&client)?;
    calling::reject(&client.app, user, data.call_id, false)
        .await
        .map(drop)
}

async fn busy(client: Arc<Client>, _: SocketRef, data: Named) -> Result<(), Failure> {
    let user = signed_in(&client)?;
    calling::reject(&client.app, user, data.call_id, true)
        .await
        .map(drop)
}

async fn hung_up(client: Arc<Client>, _: SocketRef, data: Named) -> Result<(), Failure> {
    let user = signed_in(&client)?;
    calling::hang_up(&client.app, user, data.call_id).await.map(drop)
}

/// Calls are users' business: a participant token opens one room.
pub(super) fn signed_in(client: &Client) -> Result<&User, Failure> {
    match &client.who {
        Who::User(user) => Ok(user),
        Who::Participant(..) => Err(Code::Forbidden.into()),
    }
}
