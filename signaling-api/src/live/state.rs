//! Rooms and what is in them, as participants are told.

use super::lobby::LobbyState;
use super::recording::RecordingView;
use crate::clock::Timestamp;
use crate::diagnosis::Diagnosis;
use crate::role::{Kind, ParticipantRole, UserRole};
use crate::store::{Mode, Party, Status, User};
use model::{MediaKind, Mid, ParticipantId, Quality, QualityReason, RoomId, Source, TrackId, VideoStep};
use serde::Serialize;
use uuid::Uuid;

/// `RTCSessionDescriptionInit` of the W3C.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub(crate) struct SessionDescription {
    /// Always `answer`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The SDP.
    pub sdp: String,
}

/// Somebody who calls, as the one who is called sees them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct CallParty {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// What the account is for.
    pub role: UserRole,
}

impl From<&Party> for CallParty {
    fn from(party: &Party) -> Self {
        Self {
            id: party.id,
            name: party.name.clone(),
            role: party.role,
        }
    }
}

/// A room as one participant is told of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoomState {
    /// The consultation or room.
    pub session_id: Uuid,
    /// The room.
    pub room_id: RoomId,
    /// The receiver's own place.
    pub participant_id: ParticipantId,
    /// Everybody, the receiver too, in order of arrival.
    pub participants: Vec<ParticipantState>,
    /// The receiver's seats.
    pub seats: Vec<SeatState>,
    /// Whether the server still has the receiver's PeerConnection: one that it gave up is never taken up again.
    pub has_media: bool,
    /// How many layers of the receiver's own pictures are wanted, where the media node has said so.
    pub layers_wanted: Vec<LayersState>,
    /// Who speaks, loudest first.
    pub active_speakers: Vec<ParticipantId>,
    /// Where the receiver is, with those whom they may let in.
    pub lobby: LobbyState,
    /// Nothing for a room made by a server.
    pub consultation: Option<ConsultationState>,
    /// The recording that is asked for or goes on.
    pub recording: Option<RecordingView>,
}

/// A participant as others see them.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ParticipantState {
    /// Who.
    pub participant_id: ParticipantId,
    /// Their name.
    pub display_name: String,
    /// Their part.
    pub role: ParticipantRole,
    /// As what a guest was invited.
    pub kind: Option<Kind>,
    /// Whether socket or media are there.
    pub connected: bool,
    /// What can be had of them.
    pub tracks: Vec<TrackState>,
    /// Since when their hand is up.
    pub hand_since: Option<Timestamp>,
    /// How well media go to and from them.
    pub connection: QualityState,
    /// How far they have come in joining; for themselves and the doctor.
    pub join: Option<Diagnosis>,
}

/// How well somebody is connected.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QualityState {
    /// Nothing while the media node has not said.
    pub quality: Option<Quality>,
    /// Why it is less than good.
    pub reason: Option<QualityReason>,
    /// How far the pictures that they receive are stepped down.
    pub video: VideoStep,
}

/// How much of a picture its sender is to send.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LayersState {
    /// The m-line.
    pub mid: Mid,
    /// Simulcast layers from the smallest on; 0 for none.
    pub layers: u8,
}

/// A track as others see it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrackState {
    /// The track.
    pub track_id: TrackId,
    /// Where it comes from.
    pub source: Source,
    /// Audio or video.
    pub kind: MediaKind,
    /// Whether it is silent or dark.
    pub muted: bool,
}

/// A seat as its owner sees it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SeatState {
    /// The m-line.
    pub mid: Mid,
    /// Audio or video.
    pub kind: MediaKind,
    /// Who sits there.
    pub participant_id: Option<ParticipantId>,
    /// Which of their tracks.
    pub track_id: Option<TrackId>,
    /// Where it comes from.
    pub source: Option<Source>,
}

impl From<&protocol::Seat> for SeatState {
    fn from(seat: &protocol::Seat) -> Self {
        Self {
            mid: seat.mid,
            kind: seat.kind,
            participant_id: seat.taken.map(|(participant, ..)| participant),
            track_id: seat.taken.map(|(_, track, _)| track),
            source: seat.taken.map(|(.., source)| source),
        }
    }
}

/// A consultation as those in it see it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConsultationState {
    /// Its id.
    pub id: Uuid,
    /// Where it is in its life.
    pub status: Status,
    /// With pictures or without.
    pub mode: Mode,
    /// What the doctor calls it.
    pub title: Option<String>,
    /// Whose it is.
    pub doctor_id: Uuid,
    /// Their name.
    pub doctor_name: String,
    /// Whether doctors of the same team may take it over.
    pub shared_queue: bool,
    /// Whether all but the doctor wait to be let in.
    pub waiting_room: bool,
    /// Who has just ended it for all; nothing in any other news, and where a server or time did.
    pub ended_by: Option<EndedBy>,
}

/// Whoever ended a consultation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndedBy {
    /// What the account is for.
    pub role: UserRole,
    /// The name that others see.
    pub display_name: String,
}

impl From<&User> for EndedBy {
    fn from(user: &User) -> Self {
        Self {
            role: user.role,
            display_name: user.name.clone(),
        }
    }
}

impl From<&Party> for EndedBy {
    fn from(party: &Party) -> Self {
        Self {
            role: party.role,
            display_name: party.name.clone(),
        }
    }
}

impl From<&crate::store::Consultation> for ConsultationState {
    fn from(consultation: &crate::store::Consultation) -> Self {
        Self {
            id: consultation.id,
            status: consultation.status,
            mode: consultation.mode,
            title: consultation.title.clone(),
            doctor_id: consultation.doctor_id,
            doctor_name: consultation.doctor_name.clone(),
            shared_queue: consultation.shared_with().is_some(),
            waiting_room: consultation.waiting_room,
            ended_by: None,
        }
    }
}
