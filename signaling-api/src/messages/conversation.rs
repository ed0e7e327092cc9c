//! Conversations: opening, putting away, closing them.

use super::event::MessageEvent;
use super::posting::{Actor, Voice};
use super::view::Standing;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::{Audience, ServerEvent};
use crate::policy::{self, Verdict};
use crate::role::UserRole;
use crate::store::{Before, Conversation, Deed, Message, Pair, Step, Unmoved, User};
use crate::visits::refusal;
use uuid::Uuid;

/// The conversation with this id, if it is the user's.
///
/// # Errors
/// [`Code::NotFound`], also for other people's.
pub(crate) async fn open(app: &App, user: &User, id: Uuid) -> Result<Conversation, Failure> {
    let conversation = app.store.conversation(id).await?.ok_or(Code::NotFound)?;
    let verdict = policy::converses(user, &conversation);
    if verdict == Verdict::Allowed {
        return Ok(conversation);
    }
    let deed = Deed::by_user(user.id, "conversation.see", id).refused();
    app.store.record(deed, Timestamp::now()).await?;
    Err(refusal(verdict))
}

/// The message with this id, if it is in a conversation of the user.
///
/// # Errors
/// [`Code::NotFound`], also for other people's.
pub(crate) async fn of_user(app: &App, user: &User, id: Uuid) -> Result<Message, Failure> {
    let message = app.store.message(id).await?.ok_or(Code::NotFound)?;
    open(app, user, message.conversation_id).await?;
    Ok(message)
}

/// The conversation of a user with another account, made where there is none; also whether it is new.
///
/// # Errors
/// [`Code::NotFound`] where that is nobody whom they know, [`Code::Forbidden`].
pub(crate) async fn converse(app: &App, user: &User, other: Uuid) -> Result<(Conversation, bool), Failure> {
    let account = app.store.user(other).await?;
    // An account that is not there looks like a patient to doctors and like a doctor to patients.
    let role = account.map_or(
        match user.role {
            UserRole::Doctor => UserRole::Patient,
            UserRole::Patient | UserRole::Admin => UserRole::Doctor,
        },
        |account| account.role,
    );
    let (doctor, patient) = match user.role {
        UserRole::Doctor => (user.id, other),
        UserRole::Patient | UserRole::Admin => (other, user.id),
    };
    let acquainted = app.store.are_acquainted(doctor, patient).await?;
    let verdict = policy::may_converse(user.role, role, acquainted);
    if verdict != Verdict::Allowed {
        let deed = Deed::by_user(user.id, "conversation.open", other).refused();
        app.store.record(deed, Timestamp::now()).await?;
        return Err(refusal(verdict));
    }
    let deed = |new| Deed::by_user(user.id, "conversation.open", new);
    let pair = Pair::People { doctor, patient };
    Ok(app.store.open_conversation(pair, deed, Timestamp::now()).await?)
}

/// Puts a conversation away, closes it, or opens it again; the devices concerned hear of it.
///
/// # Errors
/// The store's.
pub(crate) async fn change(
    app: &App,
    before: &Before,
    to: Standing,
) -> Result<Result<Conversation, Unmoved>, Failure> {
    let is_closed = before.conversation.blocked_by.is_some();
    let step = match to {
        Standing::Archived => Step {
            archived: Some(true),
            blocked: None,
        },
        Standing::Blocked => Step {
            archived: None,
            blocked: Some(true),
        },
        Standing::Active => Step {
            archived: Some(false),
            blocked: is_closed.then_some(false),
        },
    };
    let actions = [
        step.blocked
            .map(|blocked| (blocked, "conversation.block", "conversation.unblock")),
        step.archived
            .map(|archived| (archived, "conversation.archive", "conversation.activate")),
    ];
    let actions = actions.into_iter().flatten();
    let deeds = actions.map(|(is_on, on, off)| {
        let action = if is_on { on } else { off };
        Deed::by_user(before.user, action, before.conversation.id)
    });
    let (deeds, now) = (deeds.collect(), Timestamp::now());
    let changed = app.store.change_conversation(before, step, deeds, now).await?;
    if let Ok(changed) = &changed {
        if step.blocked.is_some() {
            tell(app, changed, changed.members(), to).await;
        }
        if step.archived.is_some() {
            tell(app, changed, [before.user], to).await;
        }
    }
    Ok(changed)
}

impl Voice {
    /// A user, ready to say something in a conversation of theirs.
    #[must_use]
    pub(crate) fn of_user(user: &User, conversation: Conversation) -> Self {
        Self {
            conversation,
            visit: None,
            is_over: false,
            sender: user.id,
            name: user.name.clone(),
            actor: Actor::User,
        }
    }
}

async fn tell(
    app: &App,
    conversation: &Conversation,
    users: impl IntoIterator<Item = Uuid>,
    status: Standing,
) {
    let mut audience = Audience::default();
    for user in users {
        audience.add_user(user);
    }
    let event = ServerEvent::Message(MessageEvent::Conversation {
        conversation_id: conversation.id,
        status,
        blocked_by: conversation.blocked_by,
    });
    app.hall
        .tell_audience(&audience, &Audience::default(), &event)
        .await;
}
