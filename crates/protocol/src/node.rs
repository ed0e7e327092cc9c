//! What the API asks of a media node, what it answers, what it tells unasked.

use model::{
    Grants, Measurement, MediaKind, Mid, ParticipantId, Progress, Quality, QualityReason, RecordingId,
    RoomId, SessionId, Source, TrackId, VideoStep,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A demand of the API.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Makes a room; a room that is there stays as it is.
    OpenRoom(RoomId),
    /// Ends a room with every session in it.
    CloseRoom(RoomId),
    /// Negotiates a session. Answered by [`Reply::Answer`].
    Offer(Offer),
    /// Ends one session.
    CloseSession {
        /// The room.
        room: RoomId,
        /// The session.
        session: SessionId,
    },
    /// Ends every session of a participant.
    RemoveParticipant {
        /// The room.
        room: RoomId,
        /// The participant.
        participant: ParticipantId,
    },
    /// Says what a session's person looks at.
    SetInterest {
        /// The room.
        room: RoomId,
        /// The session.
        session: SessionId,
        /// Pictures that are shown; any other is not. Before the first time everything is shown in full.
        wishes: Vec<Wish>,
    },
    /// Says whether a room is recorded, and whom of; it takes the place of what was said before.
    Record {
        /// The room.
        room: RoomId,
        /// The recording that goes on; nothing ends it.
        recording: Option<Recording>,
    },
}

/// What is recorded of a room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recording {
    /// Where it is written to.
    pub id: RecordingId,
    /// Of whom; nothing of anybody else is written.
    pub participants: Vec<ParticipantId>,
}

/// How a recording ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RecordingEnd {
    /// All that came is written.
    Complete,
    /// The disk took no more; what was written before plays.
    DiskFull,
    /// Writing failed; what was written before plays.
    Failed,
}

/// How long the credentials of an [`IceServer`] are good for a beginning.
pub const ICE_SERVER_LIFE: Duration = Duration::from_secs(300);

/// A relay that a client may use to reach the node, in the shape of an `RTCIceServer`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IceServer {
    /// Where it is (RFC 7065).
    pub urls: Vec<String>,
    /// Who asks, and until when that is good for a beginning.
    pub username: String,
    /// The proof of it.
    pub credential: String,
}

impl std::fmt::Debug for IceServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IceServer")
            .field("urls", &self.urls)
            .finish_non_exhaustive()
    }
}

/// A picture that somebody looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wish {
    /// Whose.
    pub participant: ParticipantId,
    /// Camera or screen.
    pub source: Source,
    /// Height at which it is shown, in physical pixels; 0 for hidden.
    pub height: u16,
    /// Whether it comes before all others.
    pub pinned: bool,
}

/// An SDP offer with what the server must know of its sender.
///
/// An offer for a session that lives renegotiates it when its SDP origin is the same (RFC 8866 section 5.2), and replaces
/// the session by a fresh PeerConnection when it is not: a reloaded page keeps its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The room.
    pub room: RoomId,
    /// Who offers.
    pub participant: ParticipantId,
    /// The PeerConnection, named by the API.
    pub session: SessionId,
    /// The offer.
    pub sdp: String,
    /// What the sender may do.
    pub grants: Grants,
    /// Sources of sending m-lines that differ from the rule "audio is the microphone, the first video the camera, the second the screen".
    pub sources: Vec<(Mid, Source)>,
    /// The participants to seat, in this order; empty for everybody in order of arrival.
    pub from: Vec<ParticipantId>,
}

/// An answer to a demand.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// It is done.
    Done,
    /// The SDP answer.
    Answer {
        /// The answer.
        sdp: String,
    },
}

/// Why a demand was not met.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// No such room.
    #[error("no such room")]
    RoomUnknown,
    /// No such session.
    #[error("no such session")]
    SessionUnknown,
    /// The offer cannot be answered; the text says why, for the offer's author.
    #[error("the offer cannot be answered: {0}")]
    BadOffer(String),
    /// The node takes no more.
    #[error("the media node is full")]
    Full,
    /// The node is gone or stopping.
    #[error("the media node is away")]
    Away,
    /// The node has no place for recordings.
    #[error("the media node does not record")]
    CannotRecord,
}

/// Who sits in a receiving m-line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seat {
    /// The m-line.
    pub mid: Mid,
    /// Its kind.
    pub kind: MediaKind,
    /// Whose track sits there, which, from where; nothing for an empty seat.
    pub taken: Option<(ParticipantId, TrackId, Source)>,
}

/// Why a session ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CloseCause {
    /// The API asked.
    Asked,
    /// The client closed it (DTLS close_notify).
    Client,
    /// No valid connectivity check came within the time for connecting.
    NeverReached,
    /// Checks came, the DTLS handshake did not end.
    NoHandshake,
    /// Silence for longer than consent lasts (RFC 7675).
    Silent,
    /// The media thread failed.
    Fault,
}

/// News of a media node.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// DTLS is done: media may flow.
    SessionConnected {
        /// The room.
        room: RoomId,
        /// The participant.
        participant: ParticipantId,
        /// The session.
        session: SessionId,
    },
    /// How far a session has come, after that changed; nothing reached yet for a fresh PeerConnection, in place of another too.
    SessionProgress {
        /// The room.
        room: RoomId,
        /// The participant.
        participant: ParticipantId,
        /// The session.
        session: SessionId,
        /// How far.
        progress: Progress,
    },
    /// A session ended.
    SessionClosed {
        /// The room.
        room: RoomId,
        /// The participant.
        participant: ParticipantId,
        /// The session.
        session: SessionId,
        /// Why.
        cause: CloseCause,
    },
    /// First packets of a track came.
    TrackPublished {
        /// The room.
        room: RoomId,
        /// The participant.
        participant: ParticipantId,
        /// The track.
        track: TrackId,
        /// Where it comes from.
        source: Source,
    },
    /// A track is gone.
    TrackUnpublished {
        /// The room.
        room: RoomId,
        /// The participant.
        participant: ParticipantId,
        /// The track.
        track: TrackId,
    },
    /// All seats of a session, after one changed.
    Seats {
        /// The room.
        room: RoomId,
        /// Whose seats.
        participant: ParticipantId,
        /// The session.
        session: SessionId,
        /// The seats in m-line order.
        seats: Vec<Seat>,
    },
    /// Who speaks, after that changed.
    ActiveSpeakers {
        /// The room.
        room: RoomId,
        /// At most three, loudest first; empty when it is quiet.
        speakers: Vec<ParticipantId>,
    },
    /// How many layers of a published picture anybody takes, after that changed.
    LayersWanted {
        /// The room.
        room: RoomId,
        /// The publisher.
        participant: ParticipantId,
        /// The publisher's session.
        session: SessionId,
        /// The m-line.
        mid: Mid,
        /// Simulcast layers from the smallest on that are to be sent; 0 for none.
        layers: u8,
    },
    /// How well somebody is connected, after that changed.
    ConnectionQuality {
        /// The room.
        room: RoomId,
        /// Who.
        participant: ParticipantId,
        /// The session.
        session: SessionId,
        /// How well.
        quality: Quality,
        /// The first cause, where quality is less than good.
        reason: Option<QualityReason>,
        /// How far the pictures that this person receives were stepped down.
        video: VideoStep,
    },
    /// A recording is over, its files are closed. Told once, also where it ended by itself.
    RecordingEnded {
        /// The recording.
        recording: RecordingId,
        /// How.
        end: RecordingEnd,
        /// Bytes of all its files; none where nobody was heard or seen.
        bytes: u64,
        /// Packets that were left out because writing was too slow.
        dropped: u64,
    },
    /// How somebody's media fared in the last ten seconds; told as often, left out where the API is slow to listen.
    Measured {
        /// The room.
        room: RoomId,
        /// Who.
        participant: ParticipantId,
        /// The figures.
        figures: Measurement,
    },
}
