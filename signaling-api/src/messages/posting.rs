//! Saying something.

use super::audience::{devices, everybody};
use super::draft::Draft;
use super::event::MessageEvent;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::live::ServerEvent;
use crate::store::{Conversation, Deed, Message, MessageKind, NewMessage, NotPosted};
use socketioxide::socket::Sid;
use std::time::Instant;
use uuid::Uuid;

/// Somebody who may say something somewhere.
pub(crate) struct Voice {
    /// Where.
    pub conversation: Conversation,
    /// In whose chat.
    pub visit: Option<Uuid>,
    /// Whether that consultation is over.
    pub is_over: bool,
    /// The account, or the place of a guest.
    pub sender: Uuid,
    /// The name that others see.
    pub name: String,
    /// Who it is for the audit.
    pub actor: Actor,
}

/// Who does something, for the audit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Actor {
    /// Somebody with an account.
    User,
    /// Somebody without.
    Guest,
}

impl Actor {
    /// A deed of that one, where `sender` is the account.
    #[must_use]
    pub(crate) fn deed(self, sender: Uuid, action: &'static str, subject: Uuid) -> Deed {
        match self {
            Self::User => Deed::by_user(sender, action, subject),
            Self::Guest => Deed::by("guest", action, subject),
        }
    }
}

/// A message that is kept.
pub(crate) struct Posted {
    /// The message.
    pub message: Message,
    /// Whether it was not there before.
    pub is_new: bool,
}

impl Voice {
    /// Says something: it is kept, then brought to every device but `socket`. The same again is the same message.
    ///
    /// # Errors
    /// [`Code::ConversationBlocked`], [`Code::ConsultationEnded`], [`Code::RateLimited`], [`Code::Validation`] for a file
    /// that is none of the sender's here.
    pub(crate) async fn post(&self, app: &App, draft: Draft, socket: Option<Sid>) -> Result<Posted, Failure> {
        let client_id = draft.client_id.clone();
        if let Some(posted) = self.posted_before(app, client_id.as_deref()).await? {
            return Ok(posted);
        }
        self.check()?;
        let limited = |wait| Failure::rate_limited(seconds_up(wait));
        app.limits
            .messages
            .take(&self.sender, Instant::now())
            .map_err(limited)?;
        self.check_file(app, &draft).await?;
        match self.keep(app, draft, socket).await? {
            Ok(message) => Ok(Posted {
                message,
                is_new: true,
            }),
            Err(NotPosted::Blocked) => Err(Code::ConversationBlocked.into()),
            Err(NotPosted::Doubled) => {
                let posted = self.posted_before(app, client_id.as_deref()).await?;
                posted.ok_or_else(|| Code::Internal.into())
            }
        }
    }

    /// Lets pass who may say something now.
    ///
    /// # Errors
    /// [`Code::ConversationBlocked`], [`Code::ConsultationEnded`].
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.is_over {
            return Err(Code::ConsultationEnded.into());
        }
        if self.conversation.blocked_by.is_some() {
            return Err(Code::ConversationBlocked.into());
        }
        Ok(())
    }

    async fn posted_before(&self, app: &App, client_id: Option<&str>) -> Result<Option<Posted>, Failure> {
        let Some(client_id) = client_id else {
            return Ok(None);
        };
        let known = app
            .store
            .message_of_client(self.conversation.id, self.sender, client_id)
            .await?;
        Ok(known.map(|message| Posted {
            message,
            is_new: false,
        }))
    }

    async fn check_file(&self, app: &App, draft: &Draft) -> Result<(), Failure> {
        let Some(id) = draft.file else { return Ok(()) };
        let file = app
            .store
            .file_of_sender(id, self.conversation.id, self.sender)
            .await?;
        let file = file.ok_or_else(|| {
            Failure::validation("metadata.fileUrl must name a file that you sent to this conversation")
        })?;
        if draft.kind == MessageKind::Image && !file.kind.starts_with("image/") {
            return Err(Failure::validation("that file is no image; its type is file"));
        }
        Ok(())
    }

    async fn keep(
        &self,
        app: &App,
        draft: Draft,
        socket: Option<Sid>,
    ) -> Result<Result<Message, NotPosted>, Failure> {
        let new = NewMessage {
            id: Uuid::now_v7(),
            consultation_id: self.visit,
            sender_id: Some(self.sender),
            kind: draft.kind,
            content: draft.content,
            file_id: draft.file,
            client_id: draft.client_id,
        };
        let id = new.id;
        let deed = self.actor.deed(self.sender, "message.send", id);
        // Before it can be seen in the store: the courier may be faster than this task.
        app.courier.leave_out(id, socket);
        let kept = app
            .store
            .add_message(&self.conversation, new, deed, Timestamp::now())
            .await;
        if matches!(&kept, Ok(Ok(_))) {
            app.courier.look();
        } else {
            app.courier.forget(id);
        }
        Ok(kept?)
    }
}

/// Tells the others that somebody writes.
///
/// # Errors
/// [`Code::RateLimited`], what [`Voice::check`] refuses, the store's.
pub(crate) async fn say_typing(app: &App, voice: &Voice, typing: bool) -> Result<(), Failure> {
    voice.check()?;
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .typing
        .take(&voice.sender, Instant::now())
        .map_err(limited)?;
    let audience = everybody(app, &voice.conversation, voice.visit).await?;
    let own = devices(app, &voice.conversation, voice.visit, voice.sender).await?;
    let event = ServerEvent::Message(MessageEvent::Typing {
        conversation_id: voice.conversation.id,
        sender_id: voice.sender,
        sender_name: voice.name.clone(),
        typing,
    });
    app.hall.tell_audience(&audience, &own, &event).await;
    Ok(())
}
