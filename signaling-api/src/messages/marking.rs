//! How far messages came, told to those who sent them.

use super::audience::{devices, everybody};
use super::chat::Chat;
use super::event::MessageEvent;
use super::posting::Actor;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::{Audience, ServerEvent};
use crate::store::{Mark, Message};
use std::collections::HashMap;
use uuid::Uuid;

/// One side has these messages: their senders hear of it.
///
/// # Errors
/// The store's.
pub(crate) async fn delivered(app: &App, member: Uuid, messages: &[Message]) -> Result<(), sqlx::Error> {
    let news = messages
        .iter()
        .filter(|message| message.mark.is_none() && message.sender_id.is_some_and(|sender| sender != member));
    // A mark is for all messages before it, too.
    let mut newest: HashMap<(Uuid, Option<Uuid>), &Message> = HashMap::new();
    for message in news {
        let place = newest
            .entry((message.conversation_id, message.sender_id))
            .or_insert(message);
        if place.number < message.number {
            *place = message;
        }
    }
    for message in newest.into_values() {
        deliver(app, member, message).await?;
    }
    Ok(())
}

/// One side reads a message, with all before it: both hear of it.
///
/// # Errors
/// [`Code::NotFound`] where there is no such conversation, the store's.
pub(crate) async fn read(app: &App, actor: Actor, member: Uuid, message: &Message) -> Result<(), Failure> {
    let conversation = app.store.conversation(message.conversation_id).await?;
    let conversation = conversation.ok_or(Code::NotFound)?;
    let now = Timestamp::now();
    let deed = actor.deed(member, "message.read", message.id);
    let is_new = app
        .store
        .mark(
            conversation.id,
            member,
            Mark::Read,
            message.number,
            Some(deed),
            now,
        )
        .await?;
    if is_new {
        let audience = everybody(app, &conversation, message.consultation_id).await?;
        let event = ServerEvent::Message(MessageEvent::Read {
            message_id: message.id,
            conversation_id: conversation.id,
            reader_id: member,
            timestamp: now,
        });
        app.hall
            .tell_audience(&audience, &Audience::default(), &event)
            .await;
    }
    Ok(())
}

/// Somebody reads a message of a chat. What guests read of a conversation of two says nothing of those.
///
/// # Errors
/// As [`read`].
pub(crate) async fn read_in(app: &App, chat: &Chat, message: &Message) -> Result<(), Failure> {
    match chat.member() {
        Some(member) => read(app, chat.actor(), member, message).await,
        None => Ok(()),
    }
}

async fn deliver(app: &App, member: Uuid, message: &Message) -> Result<(), sqlx::Error> {
    let (now, id) = (Timestamp::now(), message.conversation_id);
    let is_new = app
        .store
        .mark(id, member, Mark::Delivered, message.number, None, now)
        .await?;
    let (Some(sender), true) = (message.sender_id, is_new) else {
        return Ok(());
    };
    let Some(conversation) = app.store.conversation(id).await? else {
        return Ok(());
    };
    let audience = devices(app, &conversation, message.consultation_id, sender).await?;
    let event = ServerEvent::Message(MessageEvent::Delivered {
        message_id: message.id,
        conversation_id: id,
        timestamp: now,
    });
    app.hall
        .tell_audience(&audience, &Audience::default(), &event)
        .await;
    Ok(())
}
