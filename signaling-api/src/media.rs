//! Demands on the media node.

use crate::code;
use crate::error::{Code, Failure};
use crate::sfu_link::SfuLink;
use crate::token::Pass;
use model::{Grants, Mid, ParticipantId, RoomId, SessionId, Source};
use protocol::{IceServer, Offer, Reply, Request};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// How long the node may take for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest SDP over HTTP, in bytes.
pub(crate) const LONGEST_SDP: usize = 256 * 1024;
/// Most sessions over plain HTTP at a time.
const MOST_RESOURCES: usize = 4096;

/// Asks the node; remembers the sessions that were made over plain HTTP.
pub(crate) struct Media {
    link: Arc<dyn SfuLink>,
    // Held for a look-up, never across an await.
    resources: Mutex<HashMap<SessionId, Resource>>,
}

/// A WHIP or WHEP session (RFC 9725 section 4.2).
#[derive(Clone)]
pub(crate) struct Resource {
    /// Its room.
    pub room: RoomId,
    /// Whose it is.
    pub participant: ParticipantId,
    /// The strong entity tag of its ICE session.
    pub etag: String,
    /// What was offered; offered again with other credentials it restarts ICE.
    pub wish: Arc<Wish>,
}

/// What an offer asks for.
#[derive(Clone)]
pub(crate) struct Wish {
    /// The PeerConnection.
    pub session: SessionId,
    /// The offer.
    pub sdp: String,
    /// What it may do.
    pub grants: Grants,
    /// See [`Offer::sources`].
    pub sources: Vec<(Mid, Source)>,
    /// See [`Offer::from`].
    pub from: Vec<ParticipantId>,
}

impl Media {
    /// Asks over this link.
    #[must_use]
    pub(crate) fn new(link: Arc<dyn SfuLink>) -> Self {
        Self {
            link,
            resources: Mutex::default(),
        }
    }

    /// Whether the node would take a call now.
    #[must_use]
    pub(crate) fn is_well(&self) -> bool {
        self.link.is_well()
    }

    /// The relays through which a participant may reach the node.
    #[must_use]
    pub(crate) fn ice_servers(&self, participant: ParticipantId) -> Vec<IceServer> {
        self.link.ice_servers(participant)
    }

    /// The answer to an offer. The room is opened first: a node that was restarted knows it again.
    ///
    /// # Errors
    /// The node's, or [`Code::MediaAway`] where it is silent.
    pub(crate) async fn negotiate(&self, pass: &Pass, wish: Wish) -> Result<String, Failure> {
        if wish.sdp.len() > LONGEST_SDP {
            return Err(Code::TooLarge.into());
        }
        self.ask(Request::OpenRoom(pass.room)).await?;
        let offer = Offer {
            room: pass.room,
            participant: pass.participant(),
            session: wish.session,
            sdp: wish.sdp,
            grants: wish.grants,
            sources: wish.sources,
            from: wish.from,
        };
        match self.ask(Request::Offer(offer)).await? {
            Reply::Answer { sdp } => Ok(sdp),
            Reply::Done => Err(Code::Internal.into()),
        }
    }

    /// Asks the node.
    ///
    /// # Errors
    /// The node's, or [`Code::MediaAway`] where it is silent.
    pub(crate) async fn ask(&self, request: Request) -> Result<Reply, Failure> {
        match tokio::time::timeout(PATIENCE, self.link.ask(request)).await {
            Ok(answer) => answer.map_err(Failure::from),
            Err(_) => Err(Code::MediaAway.into()),
        }
    }

    /// Remembers a session made over plain HTTP, or its new ICE session; gives the entity tag.
    ///
    /// # Errors
    /// [`Code::MediaFull`] where there are too many.
    pub(crate) fn keep(&self, pass: &Pass, wish: Wish) -> Result<String, Failure> {
        let etag = format!("\"{}\"", code::share_token());
        let session = wish.session;
        let resource = Resource {
            room: pass.room,
            participant: pass.participant(),
            etag: etag.clone(),
            wish: Arc::new(wish),
        };
        let mut resources = self.lock();
        if resources.len() >= MOST_RESOURCES && !resources.contains_key(&session) {
            return Err(Code::MediaFull.into());
        }
        resources.insert(session, resource);
        Ok(etag)
    }

    /// The session, if it belongs to this participant of this room: to anybody else it does not exist.
    #[must_use]
    pub(crate) fn resource(&self, session: SessionId, pass: &Pass) -> Option<Resource> {
        let resource = self.lock().get(&session).cloned();
        resource.filter(|known| known.room == pass.room && known.participant == pass.participant())
    }

    /// Forgets a session.
    pub(crate) fn forget(&self, session: SessionId) {
        self.lock().remove(&session);
    }

    /// Forgets all sessions of a participant.
    pub(crate) fn forget_participant(&self, room: RoomId, participant: ParticipantId) {
        self.lock()
            .retain(|_, resource| (resource.room, resource.participant) != (room, participant));
    }

    /// Forgets all sessions of a room.
    pub(crate) fn forget_room(&self, room: RoomId) {
        self.lock().retain(|_, resource| resource.room != room);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<SessionId, Resource>> {
        // The map is whole after a panic: each change is one call.
        self.resources
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The PeerConnection of a participant's Socket.IO client: always the same one, so that a reloaded page replaces it.
#[must_use]
pub(crate) fn socket_session(pass: &Pass) -> SessionId {
    SessionId(Uuid::new_v5(&pass.room.0, pass.participant().0.as_bytes()))
}
