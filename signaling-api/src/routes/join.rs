//! Coming in by a code or a link, without an account.

use crate::app::App;
use crate::caller::Peer;
use crate::clock::Timestamp;
use crate::code;
use crate::error::{Code, Failure, Problem};
use crate::limiter::{network, seconds_up};
use crate::role::ParticipantRole;
use crate::routes::body::{Json, line};
use crate::store::{Consultation, Lobby, Mode, Status};
use crate::token::PARTICIPANT_LIFE;
use crate::visits::{self, Seated};
use axum::extract::State;
use model::{ParticipantId, RoomId};
use protocol::IceServer;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// Longest display name, in characters.
pub(crate) const LONGEST_NAME: usize = 80;

/// A code or the secret of a link, with a name.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Join {
    /// The conference code; spaces, hyphens and case are ignored.
    #[schema(example = "ABC 34D")]
    code: Option<String>,
    /// The secret of a link; goes before the code.
    share_token: Option<String>,
    /// What others see, at most 80 characters.
    display_name: String,
}

/// A place in a consultation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct JoinAnswer {
    /// The participant token: one room, one identity.
    pub token: String,
    /// When it ends; while its socket is connected a newer one comes before.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// The room.
    #[schema(value_type = Uuid)]
    pub room_id: RoomId,
    /// The place.
    #[schema(value_type = Uuid)]
    pub participant_id: ParticipantId,
    /// For the configuration of an `RTCPeerConnection`: relays to the server alone, `{urls, username, credential}`, good for a
    /// new connection for five minutes; newer ones come over the socket. The server's own addresses are in its answers.
    #[schema(value_type = Vec<Object>)]
    pub ice_servers: Vec<IceServer>,
    /// What it is a place in.
    pub consultation: Visit,
    /// The part in the consultation.
    pub role: ParticipantRole,
    /// What others see.
    pub display_name: String,
    /// `waiting` until the doctor lets them in, `accepted` past the door.
    pub lobby: Lobby,
}

/// A consultation as those who join see it.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Visit {
    /// Its id, `sessionId` in Socket.IO events.
    id: Uuid,
    /// With pictures or without.
    mode: Mode,
    /// What the doctor calls it.
    title: Option<String>,
    /// Where it is in its life.
    status: Status,
    /// Whose it is.
    doctor_name: String,
}

impl JoinAnswer {
    /// A fresh token for a place.
    ///
    /// # Errors
    /// [`Code::Internal`] where signing fails.
    pub(crate) fn new(app: &App, seated: &Seated, consultation: &Consultation) -> Result<Self, Failure> {
        let pass = &seated.pass;
        let issued = app
            .tokens
            .issue_participant(pass, PARTICIPANT_LIFE, Timestamp::now())?;
        Ok(Self {
            token: issued.token,
            expires_at: issued.expires_at,
            room_id: pass.room,
            participant_id: pass.participant(),
            ice_servers: app.media.ice_servers(pass.participant()),
            consultation: Visit {
                id: consultation.id,
                mode: consultation.mode,
                title: consultation.title.clone(),
                status: consultation.status,
                doctor_name: consultation.doctor_name.clone(),
            },
            role: pass.role,
            display_name: pass.name.clone(),
            lobby: seated.lobby,
        })
    }
}

/// Join by code or link
#[utoipa::path(post, path = "/api/v1/join", tag = "consultations", request_body = Join, responses(
    (status = 200, description = "A participant token", body = JoinAnswer),
    (status = 404, description = "`code_unknown`", body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "`consultation_ended`, `code_expired`", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "`validation`", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "`rate_limited`, with Retry-After", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn join(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    Json(join): Json<Join>,
) -> Result<axum::Json<JoinAnswer>, Failure> {
    let name = line("display_name", &join.display_name, LONGEST_NAME)?;
    let seated = seat(&app, peer, &join, &name).await;
    app.metrics.door(&seated);
    let (seated, consultation) = seated?;
    JoinAnswer::new(&app, &seated, &consultation).map(axum::Json)
}

async fn seat(
    app: &App,
    peer: Option<std::net::IpAddr>,
    join: &Join,
    name: &str,
) -> Result<(Seated, Consultation), Failure> {
    // Wrong attempts alone are counted: everybody in a clinic may share one address.
    let address = network(peer.unwrap_or([0; 4].into()));
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits.joins.take(&address, Instant::now()).map_err(limited)?;
    let consultation = find(app, join).await?;
    app.limits.joins.give_back(&address);
    let seated = visits::seat_guest(app, &consultation, name).await?;
    Ok((seated, consultation))
}

async fn find(app: &App, join: &Join) -> Result<Consultation, Failure> {
    let found = match (&join.share_token, &join.code) {
        (Some(token), _) => app.store.consultation_by_share_token(token).await?,
        (None, Some(typed)) => match code::normalise(typed) {
            Some(code) => app.store.consultation_by_code(&code).await?,
            None => None,
        },
        (None, None) => return Err(Failure::validation("give a code or a share_token")),
    };
    found.ok_or_else(|| Code::InvitationUnknown.into())
}
