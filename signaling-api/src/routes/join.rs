//! Coming in by a code or a link, without an account.

use crate::app::App;
use crate::caller::Peer;
use crate::clock::Timestamp;
use crate::code;
use crate::cookies;
use crate::error::{Code, Failure};
use crate::invitations;
use crate::limiter::{network, seconds_up};
use crate::role::{Kind, ParticipantRole};
use crate::routes::body::{Json, line};
use crate::store::{Consultation, Invitation, Lobby, Mode, Status};
use crate::token::PARTICIPANT_LIFE;
use crate::visits::{self, Guest, Seated};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use model::{ParticipantId, RoomId};
use protocol::IceServer;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// How long a browser keeps the secret by which one-time invitations know it, in seconds.
const DEVICE_LIFE: u64 = 30 * 24 * 3600;
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
    /// With a one-time link, by pages that keep no cookies of this server: a secret of the browser, 16 to 128 characters, the
    /// same at each coming.
    device: Option<String>,
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
    /// As what a guest was invited; `null` for all others.
    pub kind: Option<Kind>,
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
            kind: pass.kind,
            display_name: pass.name.clone(),
            lobby: seated.lobby,
        })
    }
}

/// Join by code or link
#[utoipa::path(post, path = "/api/v1/join", tag = "consultations", request_body = Join, responses(
    (status = 200, description = "A participant token", body = JoinAnswer),
    (status = 404, description = "`code_unknown`"),
    (status = 409, description = "`invitation_used`: the one-time link belongs to another browser"),
    (status = 410, description = "`consultation_ended`, `code_expired`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn join(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(join): Json<Join>,
) -> Result<Response, Failure> {
    let name = line("display_name", &join.display_name, LONGEST_NAME)?;
    let device = Device::of(&app, &headers, &join)?;
    let seated = seat(&app, peer, &join, &name, &device).await;
    app.metrics.door(&seated);
    let (seated, consultation) = seated?;
    let answer = axum::Json(JoinAnswer::new(&app, &seated, &consultation)?);
    Ok(match device {
        Device::Made(secret) if seated.keeps_device => {
            let kept = cookies::set(&app, cookies::DEVICE, &secret, DEVICE_LIFE);
            ([(SET_COOKIE, kept)], answer).into_response()
        }
        Device::Made(_) | Device::Shown(_) => answer.into_response(),
    })
}

/// The secret by which a one-time invitation knows a browser.
enum Device {
    /// The browser has it.
    Shown(String),
    /// It gets it now.
    Made(String),
}

impl Device {
    fn of(app: &App, headers: &HeaderMap, join: &Join) -> Result<Self, Failure> {
        match &join.device {
            Some(secret) if (16..=128).contains(&secret.len()) => Ok(Self::Shown(secret.clone())),
            Some(_) => Err(Failure::validation("device must have 16 to 128 bytes")),
            None => Ok(match cookies::get(app, headers, cookies::DEVICE) {
                Some(secret) => Self::Shown(secret.to_owned()),
                None => Self::Made(code::share_token()),
            }),
        }
    }

    fn secret(&self) -> &str {
        match self {
            Self::Shown(secret) | Self::Made(secret) => secret,
        }
    }
}

/// What a code or a link opens.
enum Found {
    Consultation(Consultation),
    Invitation(Invitation),
}

async fn seat(
    app: &App,
    peer: Option<std::net::IpAddr>,
    join: &Join,
    name: &str,
    device: &Device,
) -> Result<(Seated, Consultation), Failure> {
    // Wrong attempts alone are counted: everybody in a clinic may share one address.
    let (address, now) = (network(peer.unwrap_or([0; 4].into())), Instant::now());
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    // Who guesses codes on and on waits longer and longer; a link cannot be guessed.
    let is_code = join.share_token.is_none();
    if is_code {
        app.limits.guesses.check(&address, now).map_err(limited)?;
    }
    app.limits.joins.take(&address, now).map_err(limited)?;
    let Some(found) = find(app, join).await? else {
        if is_code {
            app.limits.guesses.wrong(&address, now);
        }
        return Err(Code::InvitationUnknown.into());
    };
    app.limits.joins.give_back(&address);
    match found {
        Found::Invitation(invitation) => invitations::seat(app, &invitation, device.secret(), name).await,
        Found::Consultation(consultation) => {
            let guest = Guest {
                name,
                kind: None,
                invitation: None,
            };
            let seated = visits::seat_guest(app, &consultation, &guest).await?;
            Ok((seated, consultation))
        }
    }
}

async fn find(app: &App, join: &Join) -> Result<Option<Found>, Failure> {
    match (&join.share_token, &join.code) {
        (Some(token), _) => match app.store.consultation_by_share_token(token).await? {
            Some(consultation) => Ok(Some(Found::Consultation(consultation))),
            None => {
                let invitation = app.store.invitation_by_token(token).await?;
                Ok(invitation.map(Found::Invitation))
            }
        },
        (None, Some(typed)) => match code::normalise(typed) {
            Some(code) => {
                let consultation = app.store.consultation_by_code(&code).await?;
                Ok(consultation.map(Found::Consultation))
            }
            None => Ok(None),
        },
        (None, None) => Err(Failure::validation("give a code or a share_token")),
    }
}
