//! One person's place in a room.

use super::News;
use super::attempt::Attempt;
use super::state::{LayersState, ParticipantState, QualityState, TrackState};
use crate::clock::Timestamp;
use crate::token::{Life, Pass};
use model::{MediaKind, ParticipantId, SessionId, Source, TrackId};
use protocol::{Seat, Wish};
use socketioxide::socket::Sid;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// A place that is taken.
pub(super) struct Person {
    pub(super) id: ParticipantId,
    pub(super) pass: Pass,
    pub(super) arrived_at: Instant,
    pub(super) sockets: Vec<Socket>,
    pub(super) sessions: HashMap<SessionId, Session>,
    pub(super) tracks: Vec<(TrackId, Source)>,
    pub(super) muted: Vec<Source>,
    /// Since when their hand is up.
    pub(super) hand_since: Option<Timestamp>,
    /// A person without socket ever (WHIP, WHEP) goes with the last media session.
    pub(super) had_socket: bool,
    pub(super) had_media: bool,
    pub(super) attempt: Attempt,
    /// Since when neither socket nor media are there; others were told.
    pub(super) away_since: Option<Instant>,
}

pub(super) struct Socket {
    pub(super) id: Sid,
    /// When a participant token is due for a newer one, and how long that lasts; nothing for an access token.
    pub(super) renewal: Option<(Instant, Duration)>,
    /// The pictures that its page shows, once it has said so.
    pub(super) interest: Option<Vec<Wish>>,
}

impl Socket {
    /// How long its token lasts, where it has one that is renewed.
    pub(super) fn life(&self, now: Instant) -> Option<Life> {
        let (due, whole) = self.renewal?;
        Some(Life::due_at(due.saturating_duration_since(now), whole))
    }

    /// Asks once for a newer token if that is due.
    pub(super) fn renew(&mut self, pass: &Pass, now: Instant) -> Option<News> {
        let (_, life) = self.renewal.take_if(|(due, _)| *due <= now)?;
        Some(News::Renew {
            socket: self.id,
            pass: pass.clone(),
            life,
        })
    }
}

/// One PeerConnection.
#[derive(Default)]
pub(super) struct Session {
    pub(super) connected: bool,
    /// The socket that offered it; nothing for WHIP and WHEP.
    pub(super) offered_by: Option<Sid>,
    pub(super) seats: Vec<Seat>,
    pub(super) layers: Vec<LayersState>,
    pub(super) connection: Option<QualityState>,
}

impl Session {
    /// A PeerConnection is new: what was said of the one before is of no use.
    pub(super) fn begin_anew(&mut self) {
        self.layers.clear();
        self.connection = None;
    }
}

impl Person {
    pub(super) fn new(id: ParticipantId, pass: Pass, now: Instant) -> Self {
        Self {
            id,
            pass,
            arrived_at: now,
            sockets: Vec::new(),
            sessions: HashMap::new(),
            tracks: Vec::new(),
            muted: Vec::new(),
            hand_since: None,
            had_socket: false,
            had_media: false,
            attempt: Attempt::new(),
            away_since: None,
        }
    }

    /// Socket or media: as long as media flow nobody is missed, and as long as a socket is there they can come back.
    pub(super) fn is_connected(&self) -> bool {
        !self.sockets.is_empty() || self.sessions.values().any(|session| session.connected)
    }

    /// Whether this socket sits here.
    pub(super) fn has_socket(&self, socket: Sid) -> bool {
        self.sockets.iter().any(|known| known.id == socket)
    }

    /// Whether a PeerConnection with this id is known.
    pub(super) fn has_session(&self, session: SessionId) -> bool {
        self.sessions.contains_key(&session)
    }

    /// Whether a socket that came after `socket` has the session. Sockets stand in the order in which they came.
    pub(super) fn is_outrun(&self, session: SessionId, socket: Sid) -> bool {
        let place = |socket| self.sockets.iter().position(|known| known.id == socket);
        let owner = self.sessions.get(&session).and_then(|known| known.offered_by);
        owner.and_then(place) > place(socket)
    }

    /// Where the tracks come from.
    pub(super) fn sources(&self) -> Vec<Source> {
        self.tracks.iter().map(|(_, source)| *source).collect()
    }

    pub(super) fn state(&self) -> ParticipantState {
        ParticipantState {
            participant_id: self.id,
            display_name: self.pass.name.clone(),
            role: self.pass.role,
            connected: self.is_connected(),
            tracks: self
                .tracks
                .iter()
                .map(|(track, source)| self.track_state(*track, *source))
                .collect(),
            hand_since: self.hand_since,
            connection: self.connection(),
            join: None,
        }
    }

    /// How well media go, by the PeerConnection that fares worst.
    pub(super) fn connection(&self) -> QualityState {
        let told = self.sessions.values().filter_map(|session| session.connection);
        told.min_by_key(|state| state.quality).unwrap_or_default()
    }

    /// What a socket's page shows, if this socket is the one that looks at what the session receives.
    pub(super) fn interest(&self, session: SessionId, socket: Sid) -> Option<&Vec<Wish>> {
        let offered_by = self.sessions.get(&session)?.offered_by?;
        let another_looks = offered_by != socket && self.has_socket(offered_by);
        let own = self.sockets.iter().find(|known| known.id == socket)?;
        own.interest.as_ref().filter(|_| !another_looks)
    }

    /// Whether a page of theirs shows somebody's source; sound is always played.
    pub(super) fn takes(&self, author: ParticipantId, source: Source) -> bool {
        let is_shown = |wish: &Wish| wish.participant == author && wish.source == source && wish.height > 0;
        let mut interests = self.sockets.iter().map(|socket| socket.interest.as_ref());
        source.kind() == MediaKind::Audio
            || interests.any(|shown| shown.is_none_or(|shown| shown.iter().any(is_shown)))
    }

    pub(super) fn track_state(&self, track_id: TrackId, source: Source) -> TrackState {
        TrackState {
            track_id,
            source,
            kind: source.kind(),
            muted: self.muted.contains(&source),
        }
    }
}
