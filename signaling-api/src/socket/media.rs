//! Events that negotiate media.

use super::client::{Client, on};
use super::interest;
use crate::admission;
use crate::error::{Code, Failure};
use crate::live::{ServerEvent, SessionDescription};
use crate::media::{Wish, socket_session};
use crate::token::Pass;
use model::{Mid, Source};
use serde::Deserialize;
use serde::de::IgnoredAny;
use socketioxide::extract::SocketRef;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// Most tracks that an offer may name.
const MOST_TRACKS: usize = 64;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WebrtcOffer {
    session_id: Uuid,
    offer: Description,
    #[serde(default)]
    tracks: Vec<Track>,
}

#[derive(Deserialize)]
struct Description {
    #[serde(rename = "type")]
    kind: String,
    sdp: String,
}

#[derive(Deserialize)]
struct Track {
    mid: Mid,
    source: Source,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WebrtcIceCandidates {
    #[serde(rename = "sessionId")]
    _session_id: Uuid,
    #[serde(rename = "candidates")]
    _candidates: Vec<IgnoredAny>,
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    on(socket, client, "webrtc_offer", offered);
    on(socket, client, "webrtc_answer", answered);
    on(socket, client, "webrtc_ice_candidates", gathered);
}

async fn offered(client: Arc<Client>, socket: SocketRef, data: WebrtcOffer) -> Result<(), Failure> {
    if data.offer.kind != "offer" {
        return Err(Failure::validation("offer.type must be \"offer\""));
    }
    if data.offer.sdp.len() > super::LONGEST_MESSAGE {
        return Err(Code::TooLarge.into());
    }
    if data.tracks.len() > MOST_TRACKS {
        return Err(Failure::validation("tracks names more than 64"));
    }
    let mut places = client.places.lock().await;
    if !socket.connected() {
        return Ok(());
    }
    let pass = client
        .place(&socket, &mut places, data.session_id)
        .await?
        .admitted()?;
    let sdp = negotiate(&client, &socket, &pass, data).await?;
    let event = ServerEvent::WebrtcAnswer {
        session_id: pass.session_id(),
        answer: SessionDescription { kind: "answer", sdp },
        from_user_id: "sfu",
        to_user_id: client.user_id(),
    };
    let _ = socket.emit(event.name(), &event);
    // A new PeerConnection shows what the page shows. Where the node cannot be told now, it shows everything.
    let _ = interest::forward(&client, &socket, &pass).await;
    Ok(())
}

async fn negotiate(
    client: &Client,
    socket: &SocketRef,
    pass: &Pass,
    data: WebrtcOffer,
) -> Result<String, Failure> {
    let (room, participant, session) = (pass.room, pass.participant(), socket_session(pass));
    let hall = &client.app.hall;
    if hall.look(|rooms| rooms.is_outrun(pass, session, socket.id)).await {
        return Err(Failure::new(Code::Conflict, "a newer socket has this place"));
    }
    let known = hall
        .look(|rooms| rooms.has_session(room, participant, session))
        .await;
    hall.change(|rooms| rooms.enter_session(pass.clone(), session, Some(socket.id), Instant::now()))
        .await;
    let wish = Wish {
        session,
        sdp: data.offer.sdp,
        grants: pass.grants,
        sources: data
            .tracks
            .into_iter()
            .map(|track| (track.mid, track.source))
            .collect(),
        from: Vec::new(),
    };
    let mut answer = client.app.media.negotiate(pass, wish).await;
    if let Err(put_out) = admission::still_admitted(&client.app, pass).await {
        answer = Err(put_out);
    }
    if answer.is_err() && !known {
        hall.change(|rooms| rooms.drop_session(room, participant, session, Instant::now()))
            .await;
    }
    answer
}

/// The server never offers, so there is nothing to answer.
async fn answered(_: Arc<Client>, _: SocketRef, _: IgnoredAny) -> Result<(), Failure> {
    Err(Failure::new(
        Code::Conflict,
        "the server never offers; send webrtc_offer",
    ))
}

/// An ICE-lite server (RFC 8445 section 2.5) learns a client's addresses from its checks.
async fn gathered(_: Arc<Client>, _: SocketRef, _: WebrtcIceCandidates) -> Result<(), Failure> {
    Ok(())
}
