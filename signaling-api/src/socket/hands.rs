//! Hands that go up to ask for the word.

use super::client::{Client, on};
use super::presence::sitting;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy::{self, Verdict};
use model::ParticipantId;
use serde::Deserialize;
use socketioxide::extract::SocketRef;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RaiseHand {
    session_id: Uuid,
    raised: bool,
    /// Whose hand, to lower another's; one's own if nothing is said.
    participant_id: Option<ParticipantId>,
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "raise_hand", raised);
}

async fn raised(client: Arc<Client>, _: SocketRef, data: RaiseHand) -> Result<(), Failure> {
    let places = client.places.lock().await;
    let pass = sitting(&places, data.session_id)?;
    let whose = data.participant_id.unwrap_or_else(|| pass.participant());
    let is_own = whose == pass.participant();
    // Nobody raises the hand of another.
    let verdict = policy::may_lower_hand(pass.role, is_own);
    if verdict != Verdict::Allowed || (data.raised && !is_own) {
        return Err(Code::Forbidden.into());
    }
    let room = pass.room;
    let hall = &client.app.hall;
    if !hall.look(|rooms| rooms.has_place(room, whose)).await {
        return Err(if is_own { Code::NotAdmitted } else { Code::NotFound }.into());
    }
    let since = data.raised.then(Timestamp::now);
    hall.change(|rooms| rooms.raise_hand(room, whose, since)).await;
    Ok(())
}
