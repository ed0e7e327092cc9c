//! Messages and conversations as the clinics' messaging service shapes them.

use crate::clock::Timestamp;
use crate::store::{Mark, Message, MessageKind, SharedFile, Summary};
use serde::{Serialize, Serializer};
use uuid::Uuid;

/// Where files are had.
const FILES: &str = "/api/messaging/medecin-patient/files/";

/// A message.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Message)]
pub(crate) struct MessageView {
    id: Uuid,
    /// The same, as events call it.
    message_id: Uuid,
    conversation_id: Uuid,
    /// An account, the participant id of a guest, or `system`.
    sender_id: Sender,
    sender_name: String,
    content: String,
    #[serde(rename = "type")]
    kind: MessageKind,
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
    status: Progress,
    metadata: Metadata,
    /// Where it was said in a consultation.
    #[serde(skip_serializing_if = "Option::is_none")]
    consultation_id: Option<Uuid>,
    /// What the sender's client calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
}

/// Who said something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(as = MessageSender, value_type = String)]
pub(crate) struct Sender(Option<Uuid>);

/// How far a message came on the other side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = MessageStatus)]
pub(crate) enum Progress {
    /// It is kept.
    Sent,
    /// A device of the other has it.
    Delivered,
    /// The other read it.
    Read,
}

/// The file of a message.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MessageMetadata)]
pub(crate) struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    file_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_name: Option<String>,
    /// In bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_size: Option<i64>,
    /// The media type that its bytes show.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_type: Option<String>,
}

/// A conversation as one side sees it.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Conversation)]
pub(crate) struct ConversationView {
    id: Uuid,
    patient_id: Option<Uuid>,
    medecin_id: Uuid,
    patient_name: String,
    medecin_name: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    last_message: Option<LastMessage>,
    /// Messages of the other that this side has not read.
    unread_count: i64,
    status: Standing,
    /// Whoever blocked it can unblock it.
    blocked_by: Option<Uuid>,
}

impl ConversationView {
    /// What its two change of it.
    #[must_use]
    pub(crate) fn edited(&self) -> (Standing, Option<Uuid>) {
        (self.status, self.blocked_by)
    }
}

/// The newest message of a conversation.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
struct LastMessage {
    id: Uuid,
    content: String,
    #[serde(rename = "type")]
    kind: MessageKind,
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
    sender_id: Sender,
}

/// What a conversation is to one side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = ConversationStatus)]
pub(crate) enum Standing {
    /// Open.
    Active,
    /// Put away by this side, until the other says something.
    Archived,
    /// Closed for both.
    Blocked,
}

impl Serialize for Sender {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(id) => id.serialize(serializer),
            None => serializer.serialize_str("system"),
        }
    }
}

impl From<Option<Mark>> for Progress {
    fn from(mark: Option<Mark>) -> Self {
        match mark {
            None => Self::Sent,
            Some(Mark::Delivered) => Self::Delivered,
            Some(Mark::Read) => Self::Read,
        }
    }
}

impl From<&SharedFile> for Metadata {
    fn from(file: &SharedFile) -> Self {
        Self {
            file_url: Some(file_url(file.id)),
            file_name: Some(file.name.clone()),
            file_size: Some(file.size),
            file_type: Some(file.kind.clone()),
        }
    }
}

impl From<Message> for MessageView {
    fn from(message: Message) -> Self {
        Self {
            id: message.id,
            message_id: message.id,
            conversation_id: message.conversation_id,
            sender_id: Sender(message.sender_id),
            metadata: message.file.as_ref().map(Metadata::from).unwrap_or_default(),
            sender_name: message.sender_name,
            content: message.content,
            kind: message.kind,
            timestamp: message.sent_at,
            status: message.mark.into(),
            consultation_id: message.consultation_id,
            client_id: message.client_id,
        }
    }
}

impl From<Message> for LastMessage {
    fn from(message: Message) -> Self {
        Self {
            id: message.id,
            content: message.content,
            kind: message.kind,
            timestamp: message.sent_at,
            sender_id: Sender(message.sender_id),
        }
    }
}

impl From<Summary> for ConversationView {
    fn from(summary: Summary) -> Self {
        let conversation = summary.conversation;
        let status = match (conversation.blocked_by, summary.archived) {
            (Some(_), _) => Standing::Blocked,
            (None, true) => Standing::Archived,
            (None, false) => Standing::Active,
        };
        Self {
            id: conversation.id,
            patient_id: conversation.patient_id,
            medecin_id: conversation.doctor_id,
            patient_name: summary.patient_name,
            medecin_name: summary.doctor_name,
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
            last_message: summary.last.map(LastMessage::from),
            unread_count: summary.unread,
            status,
            blocked_by: conversation.blocked_by,
        }
    }
}

/// Where a file is had.
#[must_use]
pub(crate) fn file_url(file: Uuid) -> String {
    format!("{FILES}{file}")
}

/// The file that is had there; also from a URL with scheme and host, for what follows them is ours.
#[must_use]
pub(super) fn file_of_url(url: &str) -> Option<Uuid> {
    let (_, id) = url.split_once(FILES)?;
    id.parse().ok()
}
