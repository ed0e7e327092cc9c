//! One connected socket with what it is allowed.

use crate::admission::{self, Admission};
use crate::app::App;
use crate::caller::Speaker;
use crate::error::{Code, Failure};
use crate::limiter::{Limiter, seconds_up};
use crate::live::{Rooms, ServerEvent};
use crate::store::User;
use crate::token::{Life, Pass};
use crate::visits;
use serde::Serialize;
use serde::de::DeserializeOwned;
use socketioxide::extract::{AckSender, SocketRef, TryData};
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, OwnedMutexGuard};
use uuid::Uuid;

/// Messages a second.
const PACE: u32 = 50;
/// Refused messages after which a socket that does not slow down is cut.
const PATIENCE: u32 = 200;

/// Who is at the other end.
pub(super) enum Who {
    /// The holder of a participant token, which lasted for so long at connecting.
    Participant(Pass, Life),
    /// Somebody who signed in.
    User(User),
}

/// Where a place is.
pub(super) enum Seat {
    /// In the room.
    In(Pass),
    /// Before its door.
    Waiting,
}

impl Seat {
    /// The place, if it is in the room.
    ///
    /// # Errors
    /// [`Code::NotAdmitted`].
    pub(super) fn admitted(self) -> Result<Pass, Failure> {
        match self {
            Self::In(pass) => Ok(pass),
            Self::Waiting => Err(Code::NotAdmitted.into()),
        }
    }
}

/// Places that a socket sits in, by the `sessionId` of its events.
pub(super) type Places = HashMap<Uuid, Pass>;

/// A socket's memory.
pub(super) struct Client {
    pub(super) app: Arc<App>,
    pub(super) who: Who,
    /// The session of the browser, where it showed an access token.
    pub(super) session: Option<Uuid>,
    /// The newest message that it had at connecting.
    pub(super) last_message: Option<Uuid>,
    /// Held while one message is dealt with, so that the welcome of a socket, its messages and its end are dealt with
    /// one after the other.
    pub(super) places: Arc<Mutex<Places>>,
    // Held for a moment, never across an await.
    first_turn: std::sync::Mutex<Option<OwnedMutexGuard<Places>>>,
    pace: Limiter<()>,
    refused: AtomicU32,
}

/// The acknowledgement of an event that was dealt with.
#[derive(Serialize)]
struct Done<'a, A> {
    ok: bool,
    #[serde(flatten)]
    answer: &'a A,
}

/// The acknowledgement of an event that was refused.
#[derive(Serialize)]
struct Refused<'a> {
    ok: bool,
    code: &'static str,
    message: &'a str,
}

/// An answer that says no more than that it was done.
#[derive(Serialize)]
struct Nothing {}

impl Client {
    pub(super) fn new(app: Arc<App>, who: Who, session: Option<Uuid>, last_message: Option<Uuid>) -> Self {
        let places: Arc<Mutex<Places>> = Arc::default();
        // Nobody else knows of these places yet: the welcome goes before any message.
        let first_turn = std::sync::Mutex::new(places.clone().try_lock_owned().ok());
        Self {
            app,
            who,
            session,
            last_message,
            places,
            first_turn,
            pace: Limiter::new(PACE, Duration::from_secs(1)),
            refused: AtomicU32::new(0),
        }
    }

    /// The turn of the welcome, once.
    pub(super) fn first_turn(&self) -> Option<OwnedMutexGuard<Places>> {
        self.first_turn.lock().ok()?.take()
    }

    /// The user or participant, as `userId` and `toUserId` name them.
    pub(super) fn user_id(&self) -> String {
        match &self.who {
            Who::Participant(pass, _) => pass.identity.clone(),
            Who::User(user) => user.id.to_string(),
        }
    }

    /// Who is at the other end, as one who says something.
    pub(super) fn speaker(&self) -> Speaker {
        match &self.who {
            Who::User(user) => Speaker::User(user.clone()),
            Who::Participant(pass, _) => Speaker::Participant(pass.clone()),
        }
    }

    /// The place that `session_id` names, which is taken if this socket does not sit there yet.
    pub(super) async fn place(
        &self,
        socket: &SocketRef,
        places: &mut Places,
        session_id: Uuid,
    ) -> Result<Seat, Failure> {
        if let Some(pass) = places.get(&session_id).cloned() {
            let answer = admission::admission(&self.app, &pass).await;
            if matches!(&answer, Err(failure) if failure.code == Code::NotAdmitted) {
                // Somebody with an account may come again.
                places.retain(|_, known| known.room != pass.room);
            }
            let admission = answer?;
            // Another tab may have given the place up.
            if self.is_there(&admission, &pass, socket).await {
                return Ok(seat(&admission, pass));
            }
        }
        let (pass, life) = match &self.who {
            Who::Participant(pass, life) => {
                if session_id != pass.session_id() && session_id != pass.room.0 {
                    return Err(Code::NotFound.into());
                }
                (pass.clone(), Some(*life))
            }
            Who::User(user) => {
                let (seated, _) = visits::seat_user(&self.app, user, session_id).await?;
                (seated.pass, None)
            }
        };
        self.sit(socket, places, pass, life).await
    }

    /// Whether this socket is where its place is.
    async fn is_there(&self, admission: &Admission, pass: &Pass, socket: &SocketRef) -> bool {
        let (room, participant) = (pass.room, pass.participant());
        let look = |rooms: &Rooms| match admission {
            Admission::Accepted(_) => rooms.has_socket(room, participant, socket.id),
            Admission::Waiting(..) => rooms.waits(room, participant, socket.id),
        };
        self.app.hall.look(look).await
    }

    /// Takes a place in the room or before its door, tells the socket what that is like.
    async fn sit(
        &self,
        socket: &SocketRef,
        places: &mut Places,
        pass: Pass,
        life: Option<Life>,
    ) -> Result<Seat, Failure> {
        let (app, hall) = (&self.app, &self.app.hall);
        let before = admission::admission(app, &pass).await?;
        match &before {
            Admission::Accepted(consultation) => {
                let finish = |state| match consultation {
                    Some(consultation) => admission::within(consultation, state),
                    None => state,
                };
                hall.enter_socket(&pass, socket, life, finish).await;
            }
            Admission::Waiting(consultation, wait) => {
                let finish = |state| admission::within(consultation, state);
                hall.enter_lobby(&pass, wait.clone(), socket, life, finish).await;
            }
        }
        places.insert(pass.session_id(), pass.clone());
        places.insert(pass.room.0, pass.clone());
        // Somebody may have decided meanwhile: the store has the last word.
        let after = admission::admission(app, &pass).await;
        if !matches!(&after, Ok(after) if after.is_waiting() == before.is_waiting()) {
            admission::catch_up(app, &pass).await?;
        }
        visits::begin_if_met(app, &pass).await?;
        Ok(seat(&after?, pass))
    }

    /// Counts a message.
    fn pace(&self, socket: &SocketRef) -> Result<(), Failure> {
        let Err(wait) = self.pace.take(&(), Instant::now()) else {
            return Ok(());
        };
        if self.refused.fetch_add(1, Ordering::Relaxed) >= PATIENCE {
            let _ = socket.clone().disconnect();
        }
        Err(Failure::rate_limited(seconds_up(wait)))
    }
}

fn seat(admission: &Admission, pass: Pass) -> Seat {
    match admission {
        Admission::Accepted(_) => Seat::In(pass),
        Admission::Waiting(..) => Seat::Waiting,
    }
}

/// Deals with an event by `handle`; acknowledges it, tells a failure also as `error`.
pub(super) fn on<T, F, R>(socket: &SocketRef, client: &Arc<Client>, event: &'static str, handle: F)
where
    T: DeserializeOwned + Send + Sync + 'static,
    F: Fn(Arc<Client>, SocketRef, T) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let handle = move |client, socket, data| {
        let done = handle(client, socket, data);
        async move { done.await.map(|()| Nothing {}) }
    };
    answer(socket, client, event, handle);
}

/// As [`on`]; the acknowledgement says what `handle` answers.
pub(super) fn answer<T, F, R, A>(socket: &SocketRef, client: &Arc<Client>, event: &'static str, handle: F)
where
    T: DeserializeOwned + Send + Sync + 'static,
    F: Fn(Arc<Client>, SocketRef, T) -> R + Copy + Send + Sync + 'static,
    R: Future<Output = Result<A, Failure>> + Send + 'static,
    A: Serialize,
{
    let client = client.clone();
    let respond = move |socket: SocketRef, TryData(data): TryData<T>, ack: AckSender| {
        let client = client.clone();
        async move {
            let result = match (client.pace(&socket), data) {
                (Err(failure), _) => Err(failure),
                (Ok(()), Err(wrong)) => Err(Failure::validation(format!("the data is not valid: {wrong}"))),
                (Ok(()), Ok(data)) => handle(client, socket.clone(), data).await,
            };
            acknowledge(&socket, ack, event, &result);
        }
    };
    socket.on(event, respond);
}

/// Refuses an event that nobody deals with.
pub(super) fn refuse_unknown(client: &Arc<Client>, socket: &SocketRef, event: &str, ack: AckSender) {
    let result: Result<Nothing, Failure> = client
        .pace(socket)
        .and_then(|()| Err(Failure::validation("this event is not known")));
    let name: String = event.chars().take(64).collect();
    acknowledge(socket, ack, &name, &result);
}

fn acknowledge<A: Serialize>(socket: &SocketRef, ack: AckSender, event: &str, result: &Result<A, Failure>) {
    // A socket that is gone or does not read hears nothing; there is nobody else to tell.
    let _ = match result {
        Ok(answer) => ack.send(&Done { ok: true, answer }),
        Err(failure) => {
            let told = ServerEvent::refusal(failure, event);
            let _ = socket.emit(told.name(), &told);
            ack.send(&Refused {
                ok: false,
                code: failure.code.as_str(),
                message: &failure.detail,
            })
        }
    };
}
