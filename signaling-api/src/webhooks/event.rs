//! What subscribers are told: ids, never names or words of people.

use crate::clock::Timestamp;
use crate::history::Outcome;
use crate::role::ParticipantRole;
use crate::store::{Consultation, MessageKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::str::FromStr;
use uuid::Uuid;

/// What can be subscribed to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WebhookEventType)]
pub(crate) enum EventType {
    /// A consultation was made.
    #[serde(rename = "consultation.created")]
    ConsultationCreated,
    /// The doctor and another have met.
    #[serde(rename = "consultation.started")]
    ConsultationStarted,
    /// It is over or was cancelled, as its status says.
    #[serde(rename = "consultation.ended")]
    ConsultationEnded,
    /// Somebody's media are there.
    #[serde(rename = "participant.joined")]
    ParticipantJoined,
    /// Somebody who joined is gone, after the time that a lost connection has to come back.
    #[serde(rename = "participant.left")]
    ParticipantLeft,
    /// A message was said; its words are to be asked for.
    #[serde(rename = "message.created")]
    MessageCreated,
    /// A consultation ended and what came of it is written down.
    #[serde(rename = "report.ready")]
    ReportReady,
    /// A recording is over and can be played.
    #[serde(rename = "recording.ready")]
    RecordingReady,
}

/// A type that does not exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no such type of event")]
pub(crate) struct NoSuchEvent;

impl EventType {
    /// Every type.
    pub(crate) const ALL: [Self; 8] = [
        Self::ConsultationCreated,
        Self::ConsultationStarted,
        Self::ConsultationEnded,
        Self::ParticipantJoined,
        Self::ParticipantLeft,
        Self::MessageCreated,
        Self::ReportReady,
        Self::RecordingReady,
    ];

    /// The name on the wires and in the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ConsultationCreated => "consultation.created",
            Self::ConsultationStarted => "consultation.started",
            Self::ConsultationEnded => "consultation.ended",
            Self::ParticipantJoined => "participant.joined",
            Self::ParticipantLeft => "participant.left",
            Self::MessageCreated => "message.created",
            Self::ReportReady => "report.ready",
            Self::RecordingReady => "recording.ready",
        }
    }
}

impl FromStr for EventType {
    type Err = NoSuchEvent;
    fn from_str(text: &str) -> Result<Self, NoSuchEvent> {
        let mut all = Self::ALL.into_iter();
        all.find(|event| event.as_str() == text).ok_or(NoSuchEvent)
    }
}

/// Something that happened.
pub(crate) struct Event {
    /// What, as subscribers know it.
    pub name: &'static str,
    data: Value,
}

impl Event {
    /// What happened to a consultation.
    #[must_use]
    pub(crate) fn consultation(kind: EventType, consultation: &Consultation) -> Self {
        Self {
            name: kind.as_str(),
            data: json!({
                "consultation_id": consultation.id,
                "status": consultation.status.as_str(),
                "mode": consultation.mode.as_str(),
                "doctor_id": consultation.doctor_id,
                "patient_id": consultation.patient_id,
            }),
        }
    }

    /// Somebody came or went.
    #[must_use]
    pub(crate) fn participant(
        kind: EventType,
        consultation: Uuid,
        participant: Uuid,
        role: ParticipantRole,
        user: Option<Uuid>,
    ) -> Self {
        Self {
            name: kind.as_str(),
            data: json!({
                "consultation_id": consultation,
                "participant_id": participant,
                "role": role.as_str(),
                "user_id": user,
            }),
        }
    }

    /// Somebody said something; `sender` is nobody where the server did.
    #[must_use]
    pub(crate) fn message(
        message: Uuid,
        conversation: Uuid,
        consultation: Option<Uuid>,
        sender: Option<Uuid>,
        kind: MessageKind,
    ) -> Self {
        Self {
            name: EventType::MessageCreated.as_str(),
            data: json!({
                "message_id": message,
                "conversation_id": conversation,
                "consultation_id": consultation,
                "sender_id": sender,
                "kind": kind.as_str(),
            }),
        }
    }

    /// It is known what came of a consultation.
    #[must_use]
    pub(crate) fn report(consultation: Uuid, outcome: Outcome) -> Self {
        Self {
            name: EventType::ReportReady.as_str(),
            data: json!({"consultation_id": consultation, "outcome": outcome.as_str()}),
        }
    }

    /// A recording can be played.
    #[must_use]
    pub(crate) fn recording(recording: Uuid, consultation: Uuid) -> Self {
        Self {
            name: EventType::RecordingReady.as_str(),
            data: json!({"consultation_id": consultation, "recording_id": recording}),
        }
    }

    /// Nothing, to see whether it arrives.
    #[must_use]
    pub(crate) fn ping() -> Self {
        Self {
            name: "ping",
            data: json!({}),
        }
    }

    /// The body of a delivery.
    #[must_use]
    pub(crate) fn body(&self, delivery: Uuid, at: Timestamp) -> String {
        json!({"id": delivery, "type": self.name, "created_at": at, "data": self.data}).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_and_the_wires_say_the_same() {
        for event in EventType::ALL {
            assert_eq!(event.as_str().parse(), Ok(event));
            assert_eq!(serde_json::to_value(event).ok(), Some(event.as_str().into()));
        }
        assert_eq!("recording.begun".parse::<EventType>(), Err(NoSuchEvent));
    }
}
