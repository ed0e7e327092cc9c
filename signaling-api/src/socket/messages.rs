//! Events that say something.

use super::client::{Client, Who, answer, on};
use crate::error::{Code, Failure};
use crate::live::{ServerEvent, hand};
use crate::messages::{self, Actor, Chat, Listener, MessageEvent, Receipt, Said, Voice};
use crate::store::Scope;
use serde::Deserialize;
use socketioxide::extract::SocketRef;
use std::sync::Arc;
use uuid::Uuid;

/// Where something is said; the holder of a place has one chat alone.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Where {
    conversation_id: Option<Uuid>,
    session_id: Option<Uuid>,
}

#[derive(Deserialize)]
struct SendMessage {
    #[serde(flatten)]
    place: Where,
    #[serde(flatten)]
    said: Said,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MessageRead {
    message_id: Uuid,
}

#[derive(Deserialize)]
struct Typing {
    #[serde(flatten)]
    place: Where,
    typing: bool,
}

pub(super) fn listen(socket: &SocketRef, client: &Arc<Client>) {
    answer(socket, client, "send_message", sent);
    on(socket, client, "message_read", read);
    on(socket, client, "typing", typing);
}

/// Who listens at a socket.
pub(super) async fn listener(client: &Client) -> Listener {
    let nobody = Listener {
        scope: None,
        member: None,
    };
    match &client.who {
        Who::User(user) => Listener {
            scope: Some(Scope::Account(user.id)),
            member: Some(user.id),
        },
        Who::Participant(pass, _) => {
            let Some(id) = pass.consultation else {
                return nobody;
            };
            // Who waits hears nothing yet, and lists what was said once they are in.
            let chat = Chat::enter(&client.app, &client.speaker(), id).await;
            chat.map_or(nobody, |chat| Listener {
                scope: Some(chat.scope()),
                member: chat.member(),
            })
        }
    }
}

async fn sent(client: Arc<Client>, socket: SocketRef, data: SendMessage) -> Result<Receipt, Failure> {
    let draft = data.said.checked()?;
    let voice = voice(&client, data.place).await?;
    let posted = voice.post(&client.app, draft, Some(socket.id)).await?;
    let event = ServerEvent::Message(MessageEvent::from(&posted.message));
    hand(&socket, &event);
    Ok(Receipt::from(&posted.message))
}

async fn read(client: Arc<Client>, _: SocketRef, data: MessageRead) -> Result<(), Failure> {
    let app = &client.app;
    match &client.who {
        Who::User(user) => {
            let message = messages::of_user(app, user, data.message_id).await?;
            messages::read(app, Actor::User, user.id, &message).await?;
        }
        Who::Participant(pass, _) => {
            let id = pass.consultation.ok_or(Code::NotFound)?;
            let chat = Chat::enter(app, &client.speaker(), id).await?;
            let message = app.store.message(data.message_id).await?;
            let message = message.filter(|message| chat.shows(message));
            messages::read_in(app, &chat, &message.ok_or(Code::NotFound)?).await?;
        }
    }
    Ok(())
}

async fn typing(client: Arc<Client>, _: SocketRef, data: Typing) -> Result<(), Failure> {
    let voice = voice(&client, data.place).await?;
    messages::say_typing(&client.app, &voice, data.typing).await
}

async fn voice(client: &Client, place: Where) -> Result<Voice, Failure> {
    let app = &client.app;
    match (&client.who, place.session_id, place.conversation_id) {
        (Who::Participant(pass, _), session, conversation) => {
            let id = pass.consultation.ok_or(Code::NotFound)?;
            if session.is_some_and(|session| session != id && session != pass.room.0) {
                return Err(Code::NotFound.into());
            }
            let voice = Chat::enter(app, &client.speaker(), id).await?.voice(app).await?;
            if conversation.is_some_and(|conversation| conversation != voice.conversation.id) {
                return Err(Code::NotFound.into());
            }
            Ok(voice)
        }
        (Who::User(_), Some(session), _) => {
            Chat::enter(app, &client.speaker(), session)
                .await?
                .voice(app)
                .await
        }
        (Who::User(user), None, Some(conversation)) => {
            let conversation = messages::open(app, user, conversation).await?;
            Ok(Voice::of_user(user, conversation))
        }
        (Who::User(_), None, None) => Err(Failure::validation("conversationId is missing")),
    }
}
