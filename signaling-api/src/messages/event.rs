//! Socket.IO events about messages.

use super::MessageView;
use super::view::{Progress, Standing};
use crate::clock::Timestamp;
use serde::Serialize;
use uuid::Uuid;

/// An event with its data.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(crate) enum MessageEvent {
    /// Somebody said something.
    New(Box<MessageView>),
    /// What this socket sent is kept.
    Saved {
        /// The message.
        message_id: Uuid,
        /// Where it is.
        conversation_id: Uuid,
        /// When it was said.
        timestamp: Timestamp,
        /// What the client calls it.
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<String>,
    },
    /// A device of the other has that message and all before it.
    Delivered {
        /// The message.
        message_id: Uuid,
        /// Where it is.
        conversation_id: Uuid,
        /// When that was.
        timestamp: Timestamp,
    },
    /// Somebody read that message and all before it.
    Read {
        /// The message.
        message_id: Uuid,
        /// Where it is.
        conversation_id: Uuid,
        /// Who.
        reader_id: Uuid,
        /// When that was.
        timestamp: Timestamp,
    },
    /// Somebody writes, or has ceased to.
    Typing {
        /// Where.
        conversation_id: Uuid,
        /// Who.
        sender_id: Uuid,
        /// Their name.
        sender_name: String,
        /// Whether they do.
        typing: bool,
    },
    /// A conversation was put away, closed or opened.
    Conversation {
        /// Which.
        conversation_id: Uuid,
        /// What it is now.
        status: Standing,
        /// Who closed it.
        blocked_by: Option<Uuid>,
    },
    /// What was missed was told.
    Synced {
        /// Whether nothing lies between what the client had and what comes from now on.
        complete: bool,
    },
}

/// The acknowledgement of a message.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Receipt {
    message_id: Uuid,
    conversation_id: Uuid,
    timestamp: Timestamp,
    status: Progress,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
}

impl From<&crate::store::Message> for Receipt {
    fn from(message: &crate::store::Message) -> Self {
        Self {
            message_id: message.id,
            conversation_id: message.conversation_id,
            timestamp: message.sent_at,
            status: message.mark.into(),
            client_id: message.client_id.clone(),
        }
    }
}

impl From<&crate::store::Message> for MessageEvent {
    /// What the socket that sent a message hears.
    fn from(message: &crate::store::Message) -> Self {
        Self::Saved {
            message_id: message.id,
            conversation_id: message.conversation_id,
            timestamp: message.sent_at,
            client_id: message.client_id.clone(),
        }
    }
}

impl MessageEvent {
    /// The event's name on the wire.
    #[must_use]
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::New(_) => "new_message",
            Self::Saved { .. } => "message_saved",
            Self::Delivered { .. } => "message_delivered",
            Self::Read { .. } => "message_read",
            Self::Typing { .. } => "typing",
            Self::Conversation { .. } => "conversation_updated",
            Self::Synced { .. } => "messages_synced",
        }
    }
}
