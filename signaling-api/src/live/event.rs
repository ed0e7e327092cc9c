//! Socket.IO events that the server sends.

use super::lobby::{Denial, Message, WaiterState};
use super::recording::RecordingView;
use super::state::{
    CallParty, ConsultationState, LayersState, QualityState, RoomState, SeatState, SessionDescription,
    TrackState,
};
use crate::calls::CallStatus;
use crate::clock::Timestamp;
use crate::diagnosis::Diagnosis;
use crate::error::Failure;
use crate::messages::MessageEvent;
use crate::peer_signal::Signal;
use crate::role::{Kind, ParticipantRole};
use crate::store::Mode;
use model::{ParticipantId, Source, TrackId};
use protocol::IceServer;
use serde::Serialize;
use std::borrow::Cow;
use uuid::Uuid;

/// An event with its data.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(crate) enum ServerEvent {
    /// The token was accepted.
    ConnectionEstablished {
        /// The user, or the identity of a participant without an account.
        user_id: String,
        /// The place, for a participant token.
        #[serde(skip_serializing_if = "Option::is_none")]
        participant_id: Option<ParticipantId>,
    },
    /// Events may be sent.
    ServiceReady {},
    /// A whole room.
    RoomState(Box<RoomState>),
    /// The SDP answer to this client's offer.
    WebrtcAnswer {
        /// The consultation or room.
        session_id: Uuid,
        /// The answer.
        answer: SessionDescription,
        /// Always `sfu`.
        from_user_id: &'static str,
        /// The participant.
        to_user_id: String,
    },
    /// A new consultation.
    WebrtcSessionCreated {
        /// The consultation.
        session_id: Uuid,
        /// Its link.
        conference_link: String,
        /// Its code.
        conference_code: String,
        /// Its users.
        participants: Vec<Uuid>,
    },
    /// All seats of this client.
    Seats {
        /// The consultation or room.
        session_id: Uuid,
        /// In m-line order.
        seats: Vec<SeatState>,
    },
    /// Somebody came.
    ParticipantJoined {
        /// The consultation or room.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// Their name.
        display_name: String,
        /// Their part.
        role: ParticipantRole,
        /// As what a guest was invited.
        kind: Option<Kind>,
        /// Whether socket or media are there.
        connected: bool,
    },
    /// Somebody left for good.
    ParticipantLeft {
        /// The consultation or room.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// Why.
        reason: LeaveReason,
    },
    /// Somebody lost the connection, or is back.
    ParticipantUpdated {
        /// The consultation or room.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// Whether socket or media are there.
        connected: bool,
    },
    /// A track can be had.
    TrackPublished {
        /// The consultation or room.
        session_id: Uuid,
        /// Whose.
        participant_id: ParticipantId,
        /// The track.
        #[serde(flatten)]
        track: TrackState,
    },
    /// A track is gone.
    TrackUnpublished {
        /// The consultation or room.
        session_id: Uuid,
        /// Whose.
        participant_id: ParticipantId,
        /// The track.
        track_id: TrackId,
    },
    /// Somebody muted a source, or took that back.
    TrackMuted {
        /// The consultation or room.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// What.
        source: Source,
        /// Whether it is silent or dark.
        muted: bool,
    },
    /// The doctor asks this client to mute a source.
    TrackMuteRequested {
        /// The consultation.
        session_id: Uuid,
        /// The receiver.
        participant_id: ParticipantId,
        /// What.
        source: Source,
    },
    /// Somebody raised a hand, or it was lowered.
    HandRaised {
        /// The consultation or room.
        session_id: Uuid,
        /// Whose.
        participant_id: ParticipantId,
        /// Whether it is up.
        raised: bool,
        /// Since when; nothing for a lowered one.
        since: Option<Timestamp>,
    },
    /// A line of what is said, to be read.
    Caption {
        /// The consultation.
        session_id: Uuid,
        /// Who sent it; nothing for a server.
        participant_id: Option<ParticipantId>,
        /// The words.
        text: String,
        /// Their language.
        language: Option<String>,
        /// Whether no more words of the line come.
        #[serde(rename = "final")]
        is_final: bool,
    },
    /// A recording is asked for, goes on, or is over.
    RecordingUpdated {
        /// The consultation.
        session_id: Uuid,
        /// How far, for the receiver.
        recording: RecordingView,
    },
    /// Who speaks changed.
    ActiveSpeakers {
        /// The consultation or room.
        session_id: Uuid,
        /// At most three, loudest first.
        participant_ids: Vec<ParticipantId>,
    },
    /// How many layers of a picture that this client sends anybody takes.
    LayersWanted {
        /// The consultation or room.
        session_id: Uuid,
        /// The picture.
        #[serde(flatten)]
        wanted: LayersState,
    },
    /// How well somebody is connected changed.
    ConnectionQuality {
        /// The consultation or room.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// How well.
        #[serde(flatten)]
        connection: QualityState,
    },
    /// How far somebody has come in joining, what there is to say about it.
    JoinDiagnosis {
        /// The consultation or room.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// How far.
        #[serde(flatten)]
        diagnosis: Diagnosis,
    },
    /// Somebody's network test has a result, for the doctor.
    NetworkTested {
        /// The consultation.
        session_id: Uuid,
        /// Whose.
        participant_id: ParticipantId,
    },
    /// This client's own media.
    ConnectionState {
        /// The consultation or room.
        session_id: Uuid,
        /// What became of it.
        state: MediaState,
        /// Why it closed.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<&'static str>,
    },
    /// Somebody waits to be let in, or something about them changed.
    LobbyWaiting {
        /// The consultation.
        session_id: Uuid,
        /// Who.
        #[serde(flatten)]
        waiter: WaiterState,
    },
    /// Somebody is let in.
    LobbyAdmitted {
        /// The consultation.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
    },
    /// Somebody is not let in.
    LobbyDenied {
        /// The consultation.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// Why.
        #[serde(flatten)]
        denial: Denial,
    },
    /// Somebody waits no more.
    LobbyLeft {
        /// The consultation.
        session_id: Uuid,
        /// Who.
        participant_id: ParticipantId,
        /// Why.
        reason: LeaveReason,
    },
    /// The doctor says something to somebody who waits.
    LobbyMessage {
        /// The consultation.
        session_id: Uuid,
        /// What.
        #[serde(flatten)]
        message: Message,
    },
    /// A consultation changed.
    ConsultationUpdated(ConsultationState),
    /// Something about messages.
    Message(MessageEvent),
    /// Somebody calls.
    CallRinging {
        /// The call.
        call_id: Uuid,
        /// The consultation that it is held in.
        session_id: Uuid,
        /// Who calls.
        from: CallParty,
        /// With pictures or without.
        mode: Mode,
    },
    /// A call came further, or is over; the event's name says how.
    CallSettled {
        /// How.
        #[serde(skip)]
        to: CallStatus,
        /// The call.
        call_id: Uuid,
        /// The consultation that it is held in; nothing where it never rang.
        session_id: Option<Uuid>,
        /// Who called.
        from: CallParty,
        /// With pictures or without.
        mode: Mode,
        /// Whose deed it is; nothing where time or the room decided.
        by: Option<Uuid>,
    },
    /// The other one of a chat's call signals; media go to and from the server.
    PeerSignal {
        /// Who.
        id: Uuid,
        /// The chat room.
        room_name: String,
        /// The name that they gave themselves.
        pseudo: String,
        /// What.
        signal: Signal,
    },
    /// A platform made a meeting, which the other one has accepted.
    MeetingCreated {
        /// The meeting.
        call_id: Uuid,
        /// The consultation that it is held in.
        session_id: Uuid,
        /// Who accepted.
        from: CallParty,
        /// With pictures or without.
        mode: Mode,
    },
    /// Somebody whom the receiver may call came or went.
    PresenceChanged {
        /// Who.
        user_id: Uuid,
        /// Whether they can be rung.
        online: bool,
    },
    /// A newer token for the same place.
    TokenRenewed {
        /// The token.
        token: String,
        /// When it ends.
        expires_at: Timestamp,
        /// Fresh ones for the next connection.
        ice_servers: Vec<IceServer>,
    },
    /// Something the client sent was refused.
    Error {
        /// The stable name.
        code: &'static str,
        /// For its author.
        message: Cow<'static, str>,
        /// The event that was refused.
        #[serde(rename = "ref")]
        reference: String,
    },
}

impl ServerEvent {
    /// The event's name on the wire.
    #[must_use]
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::ConnectionEstablished { .. } => "connection_established",
            Self::ServiceReady {} => "service_ready",
            Self::RoomState(_) => "room_state",
            Self::WebrtcAnswer { .. } => "webrtc_answer",
            Self::WebrtcSessionCreated { .. } => "webrtc_session_created",
            Self::Seats { .. } => "seats",
            Self::ParticipantJoined { .. } => "participant_joined",
            Self::ParticipantLeft { .. } => "participant_left",
            Self::ParticipantUpdated { .. } => "participant_updated",
            Self::TrackPublished { .. } => "track_published",
            Self::TrackUnpublished { .. } => "track_unpublished",
            Self::TrackMuted { .. } => "track_muted",
            Self::TrackMuteRequested { .. } => "track_mute_requested",
            Self::HandRaised { .. } => "hand_raised",
            Self::Caption { .. } => "caption",
            Self::RecordingUpdated { .. } => "recording_updated",
            Self::ActiveSpeakers { .. } => "active_speakers",
            Self::LayersWanted { .. } => "layers_wanted",
            Self::ConnectionQuality { .. } => "connection_quality",
            Self::JoinDiagnosis { .. } => "join_diagnosis",
            Self::NetworkTested { .. } => "network_tested",
            Self::ConnectionState { .. } => "connection_state",
            Self::LobbyWaiting { .. } => "lobby_waiting",
            Self::LobbyAdmitted { .. } => "lobby_admitted",
            Self::LobbyDenied { .. } => "lobby_denied",
            Self::LobbyLeft { .. } => "lobby_left",
            Self::LobbyMessage { .. } => "lobby_message",
            Self::ConsultationUpdated(_) => "consultation_updated",
            Self::Message(event) => event.name(),
            Self::CallRinging { .. } => "call_ringing",
            Self::CallSettled { to, .. } => to.event(),
            Self::PeerSignal { .. } => "peer-signal",
            Self::MeetingCreated { .. } => "meeting_created",
            Self::PresenceChanged { .. } => "presence_changed",
            Self::TokenRenewed { .. } => "token_renewed",
            Self::Error { .. } => "error",
        }
    }

    /// The refusal of an event.
    #[must_use]
    pub(crate) fn refusal(failure: &Failure, reference: &str) -> Self {
        Self::Error {
            code: failure.code.as_str(),
            message: failure.detail.clone(),
            reference: reference.to_owned(),
        }
    }
}

/// Why somebody left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LeaveReason {
    /// They said so.
    Left,
    /// They were away for too long.
    Timeout,
    /// The consultation or room is over.
    Ended,
    /// The doctor put them back before the door.
    PutBack,
    /// The doctor removed them.
    Removed,
}

/// What became of a client's media.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MediaState {
    /// DTLS is done.
    Connected,
    /// It is over.
    Closed,
}
