//! What a page shows, so that nothing else is sent to it.

use super::client::{Client, on};
use super::presence::sitting;
use crate::error::{Code, Failure};
use crate::media::socket_session;
use crate::token::Pass;
use model::{MediaKind, ParticipantId, Source};
use protocol::{Request, Wish};
use serde::Deserialize;
use socketioxide::extract::SocketRef;
use std::sync::Arc;
use uuid::Uuid;

/// Most pictures that a page may show.
const MOST_PICTURES: usize = 64;
/// Highest picture that anybody can ask for, in pixels; what is more counts as this.
const GREATEST_HEIGHT: u16 = 4320;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetInterest {
    session_id: Uuid,
    pictures: Vec<Picture>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Picture {
    participant_id: ParticipantId,
    source: Source,
    height: u32,
    #[serde(default)]
    pinned: bool,
}

impl SetInterest {
    fn wishes(&self) -> Result<Vec<Wish>, Failure> {
        if self.pictures.len() > MOST_PICTURES {
            return Err(Failure::validation("pictures names more than 64"));
        }
        self.pictures.iter().map(Picture::wish).collect()
    }
}

impl Picture {
    fn wish(&self) -> Result<Wish, Failure> {
        if self.source.kind() != MediaKind::Video {
            return Err(Failure::validation("source must be \"camera\" or \"screen\""));
        }
        Ok(Wish {
            participant: self.participant_id,
            source: self.source,
            height: u16::try_from(self.height)
                .unwrap_or(u16::MAX)
                .min(GREATEST_HEIGHT),
            pinned: self.pinned,
        })
    }
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "set_interest", shown);
}

async fn shown(client: Arc<Client>, socket: SocketRef, data: SetInterest) -> Result<(), Failure> {
    let wishes = data.wishes()?;
    let places = client.places.lock().await;
    let pass = sitting(&places, data.session_id)?;
    let (room, participant) = (pass.room, pass.participant());
    let remember = |rooms: &mut crate::live::Rooms| {
        rooms.set_interest(room, participant, socket.id, wishes);
        Vec::new()
    };
    client.app.hall.change(remember).await;
    forward(&client, &socket, pass).await
}

/// Tells the media node what this socket's page shows, if that was said and the socket's session is there.
///
/// # Errors
/// [`Code::MediaAway`] where the node is silent.
pub(super) async fn forward(client: &Client, socket: &SocketRef, pass: &Pass) -> Result<(), Failure> {
    let (room, participant, session) = (pass.room, pass.participant(), socket_session(pass));
    let hall = &client.app.hall;
    let wishes = hall.look(|rooms| rooms.interest(room, participant, session, socket.id));
    let Some(wishes) = wishes.await else {
        return Ok(());
    };
    let request = Request::SetInterest {
        room,
        session,
        wishes,
    };
    match client.app.media.ask(request).await {
        // A session that has just ended is followed by an offer, after which this is said again.
        Err(failure) if failure.code == Code::NotFound => Ok(()),
        answer => answer.map(|_| ()),
    }
}
