//! Brings messages to devices: in the order of the store, to each of them once.

use super::audience::{everybody, sides};
use super::event::MessageEvent;
use super::marking::delivered;
use super::view::MessageView;
use crate::app::App;
use crate::live::{ServerEvent, hand};
use crate::store::{Message, Range, Scope};
use socketioxide::extract::SocketRef;
use socketioxide::socket::Sid;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::oneshot;
use uuid::Uuid;

/// Errands that wait. After each of them the store is looked at, so a call to look that finds no room is not missed.
const ERRANDS: usize = 64;
/// Messages taken from the store at once.
const BATCH: i64 = 100;
/// Most messages that a device which comes back is told; fewer than its queue holds.
const MOST_MISSED: i64 = 50;
/// How often the store is looked at where nobody calls: it may have been away, or another server may have written.
const ROUND: Duration = Duration::from_secs(1);

/// The way to the courier.
pub(crate) struct Courier {
    errands: Sender<Errand>,
    // Which socket sent a message that is under way. Held for a moment, never across an await.
    senders: Mutex<HashMap<Uuid, Sid>>,
}

/// What the courier is asked to do.
pub(crate) enum Errand {
    /// There may be something new.
    Look,
    /// A device is there.
    Meet(Box<Meeting>),
}

/// A device that comes, or comes back.
pub(crate) struct Meeting {
    socket: SocketRef,
    listener: Listener,
    /// The newest message that it has.
    last: Option<Uuid>,
    done: oneshot::Sender<()>,
}

/// Who listens at a device.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listener {
    /// What they may see now; nothing for those who wait.
    pub scope: Option<Scope>,
    /// The side that they are.
    pub member: Option<Uuid>,
}

impl Courier {
    /// A courier with what it is to be asked, for [`carry`].
    #[must_use]
    pub(crate) fn new() -> (Self, Receiver<Errand>) {
        let (errands, receiver) = mpsc::channel(ERRANDS);
        let courier = Self {
            errands,
            senders: Mutex::default(),
        };
        (courier, receiver)
    }

    /// There is something new in the store.
    pub(super) fn look(&self) {
        let _ = self.errands.try_send(Errand::Look);
    }

    /// A message that is about to be kept is not brought to the socket that sent it.
    pub(super) fn leave_out(&self, message: Uuid, socket: Option<Sid>) {
        if let Some(socket) = socket {
            self.senders().insert(message, socket);
        }
    }

    /// The message was not kept.
    pub(super) fn forget(&self, message: Uuid) -> Option<Sid> {
        self.senders().remove(&message)
    }

    /// Tells a device what it missed since it had `last`; from then on it hears of what comes.
    pub(crate) async fn meet(&self, socket: &SocketRef, listener: Listener, last: Option<Uuid>) {
        let (done, is_done) = oneshot::channel();
        let meeting = Meeting {
            socket: socket.clone(),
            listener,
            last,
            done,
        };
        if self.errands.send(Errand::Meet(Box::new(meeting))).await.is_ok() {
            // A courier that is gone meets nobody: the server ends.
            let _ = is_done.await;
        }
    }

    fn senders(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Sid>> {
        // The map is whole after a panic: each change is one call.
        self.senders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs errands until the server ends; messages after `number` are new.
pub(crate) async fn carry(app: Weak<App>, mut errands: Receiver<Errand>, mut number: i64) {
    loop {
        let errand = match tokio::time::timeout(ROUND, errands.recv()).await {
            Ok(None) => return,
            Ok(Some(errand)) => Some(errand),
            Err(_) => None,
        };
        let Some(app) = app.upgrade() else { return };
        // Where the store fails, the next round tries again from the same message.
        let _ = bring_new(&app, &mut number).await;
        if let Some(Errand::Meet(meeting)) = errand {
            meet(&app, *meeting, number).await;
        }
    }
}

async fn bring_new(app: &App, number: &mut i64) -> Result<(), sqlx::Error> {
    loop {
        let found = app.store.messages_after(*number, BATCH).await?;
        if found.is_empty() {
            return Ok(());
        }
        for message in found {
            let next = message.number;
            bring(app, message).await?;
            *number = next;
        }
    }
}

/// Brings one message to everybody. The store is asked first: nothing is brought twice because it failed halfway.
async fn bring(app: &App, message: Message) -> Result<(), sqlx::Error> {
    let sender = app.courier.forget(message.id);
    let Some(conversation) = app.store.conversation(message.conversation_id).await? else {
        return Ok(());
    };
    let audience = everybody(app, &conversation, message.consultation_id).await?;
    let sides = sides(app, &conversation, message.consultation_id).await?;
    let event = new_message(&message);
    let mut reached = Vec::new();
    for socket in app.hall.listeners(&audience) {
        if Some(socket.id) != sender && hand(&socket, &event) {
            let side = sides.iter().find(|side| side.devices().has(&socket));
            reached.extend(side.map(|side| side.user));
        }
    }
    reached.sort_unstable();
    reached.dedup();
    for side in reached {
        // The message is there all the same; the next list of that side marks it.
        let _ = delivered(app, side, std::slice::from_ref(&message)).await;
    }
    Ok(())
}

async fn meet(app: &App, meeting: Meeting, number: i64) {
    let Meeting {
        socket,
        listener,
        last,
        done,
    } = meeting;
    let missed = missed(app, listener, last, number).await;
    let (messages, complete) = missed.ok().flatten().unwrap_or_default();
    app.hall.met(&socket);
    let taken = messages
        .iter()
        .take_while(|message| hand(&socket, &new_message(message)));
    let taken = taken.count();
    let _ = hand(&socket, &ServerEvent::Message(MessageEvent::Synced { complete }));
    let _ = done.send(());
    if let Some(member) = listener.member {
        let _ = delivered(app, member, messages.get(..taken).unwrap_or_default()).await;
    }
}

/// What came after the last message that a device has, up to `number`, and whether that is all.
async fn missed(
    app: &App,
    listener: Listener,
    last: Option<Uuid>,
    number: i64,
) -> Result<Option<(Vec<Message>, bool)>, sqlx::Error> {
    let (Some(scope), Some(last)) = (listener.scope, last) else {
        return Ok(None);
    };
    let Some(last) = app.store.message(last).await? else {
        return Ok(None);
    };
    let range = Range::Between(last.number, number);
    let mut messages = app.store.messages(scope, range, MOST_MISSED + 1).await?;
    let complete = messages.len() <= MOST_MISSED as usize;
    messages.truncate(MOST_MISSED as usize);
    Ok(Some((messages, complete)))
}

fn new_message(message: &Message) -> ServerEvent {
    let view = MessageView::from(message.clone());
    ServerEvent::Message(MessageEvent::New(Box::new(view)))
}
