//! What must happen after a room changed.

use super::event::ServerEvent;
use super::lobby::Hosts;
use super::state::QualityState;
use crate::diagnosis::{Diagnosis, Stage};
use crate::token::Pass;
use model::{Measurement, ParticipantId, RoomId};
use socketioxide::socket::Sid;
use uuid::Uuid;

/// Something that must happen after a room changed.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum News {
    /// Tell everybody in a room, but not one of them.
    Room {
        /// The room.
        room: RoomId,
        /// Who is not told.
        except: Option<ParticipantId>,
        /// What.
        event: ServerEvent,
    },
    /// Tell all sockets of a participant.
    Participant {
        /// The room.
        room: RoomId,
        /// Who.
        participant: ParticipantId,
        /// What.
        event: ServerEvent,
    },
    /// Tell one socket.
    Socket {
        /// Which.
        socket: Sid,
        /// What.
        event: ServerEvent,
    },
    /// A place was given up: its sockets hear no more, its media must end.
    Gone {
        /// The room.
        room: RoomId,
        /// Who.
        participant: ParticipantId,
    },
    /// Tell those who let people in.
    Hosts {
        /// The room.
        room: RoomId,
        /// Doctors in the room.
        doctors: Vec<ParticipantId>,
        /// Whom else.
        hosts: Option<Hosts>,
        /// What.
        event: ServerEvent,
    },
    /// Somebody was put back before the door: their sockets hear no more of the room, their media must end.
    SentOut {
        /// The room.
        room: RoomId,
        /// Who.
        participant: ParticipantId,
    },
    /// Somebody waits no more: their sockets hear no more of it.
    OutOfLobby {
        /// The room.
        room: RoomId,
        /// Who.
        participant: ParticipantId,
    },
    /// A socket's token has used up most of its life.
    Renew {
        /// Which socket.
        socket: Sid,
        /// For whom.
        pass: Pass,
        /// How long the newer one lasts.
        life: std::time::Duration,
    },
    /// Somebody has come further in joining, or there is something else to say about it.
    Joining {
        /// Who.
        participant: ParticipantId,
        /// How far.
        diagnosis: Diagnosis,
        /// Stages reached for the first time.
        stages: Vec<Stage>,
        /// Whether the store knows of them.
        is_kept: bool,
    },
    /// Whether media of somebody whom the store knows are there, and how well they go, is new.
    Media {
        /// Who.
        participant: ParticipantId,
        /// Of which consultation.
        consultation: Uuid,
        /// Nothing where there are none.
        state: Option<QualityState>,
    },
    /// How media of somebody whom the store knows fared in the last ten seconds.
    Measured {
        /// Who.
        participant: ParticipantId,
        /// The figures.
        figures: Measurement,
    },
    /// Media of a participant flow for the first time, so long after they took their place.
    MediaUp {
        /// How long it took.
        after: std::time::Duration,
    },
    /// Media of a participant never came up.
    MediaDown,
}
