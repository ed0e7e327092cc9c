//! What the server itself writes into conversations.

use super::chat::pair_of;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::store::{Consultation, Deed, MessageKind, NewMessage, Status};
use uuid::Uuid;

/// Writes down that a consultation began or ended, where its people write to each other at all.
///
/// # Errors
/// The store's.
pub(crate) async fn note_status(app: &App, consultation: &Consultation) -> Result<(), Failure> {
    let word = match consultation.status {
        Status::Active => "consultation_started",
        Status::Ended => "consultation_ended",
        Status::Pending | Status::Cancelled => return Ok(()),
    };
    let Some(conversation) = app.store.conversation_of(pair_of(consultation)).await? else {
        return Ok(());
    };
    let new = NewMessage {
        id: Uuid::now_v7(),
        consultation_id: Some(consultation.id),
        sender_id: None,
        kind: MessageKind::System,
        content: word.into(),
        file_id: None,
        // Once for each consultation, whoever ends it again.
        client_id: Some(format!("{word}:{}", consultation.id)),
    };
    let deed = Deed::by("system", "message.send", new.id);
    let kept = app.store.add_message(&conversation, new, deed, Timestamp::now());
    if kept.await?.is_ok() {
        app.courier.look();
    }
    Ok(())
}
