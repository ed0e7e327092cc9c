//! Who is expected soon is reminded once for each planned time.

use super::To;
use super::letters::{self, Visit};
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::invitations;
use crate::store::{Consultation, OutboxMessage};
use crate::visits;
use std::time::Duration;

/// Consultations looked at in one go.
const MOST: i64 = 50;

/// Writes the reminders that are due.
///
/// # Errors
/// The store's.
pub(super) async fn write(app: &App, now: Timestamp) -> Result<(), Failure> {
    let Some(minutes) = app.config.reminder_minutes else {
        return Ok(());
    };
    let lead = Duration::from_secs(u64::from(minutes) * 60);
    for consultation in app.store.consultations_to_remind_of(now, lead, MOST).await? {
        let messages = messages(app, &consultation).await?;
        app.store.keep_reminders(&consultation, &messages, now).await?;
    }
    Ok(())
}

async fn messages(app: &App, consultation: &Consultation) -> Result<Vec<OutboxMessage>, Failure> {
    let mut messages = Vec::new();
    if let Some(patient) = consultation.patient_id {
        let patient = app.store.user(patient).await?;
        messages.extend(
            patient
                .filter(|patient| patient.can_be_written_to())
                .and_then(|patient| {
                    let language = patient.language.unwrap_or(app.outbox.language());
                    let link = visits::link(app, consultation);
                    let letter = letters::reminder(language, visit(consultation, &link));
                    address(app, To::Mail(&patient.email), &letter, consultation)
                }),
        );
    }
    for invitation in app.store.invitations(consultation.id).await? {
        let link = invitations::link(app, &invitation);
        let letter = letters::reminder(invitation.language, visit(consultation, &link));
        let addressed = invitations::addresses(&invitation);
        messages.extend(addressed.filter_map(|to| address(app, to, &letter, consultation)));
    }
    Ok(messages)
}

fn visit<'a>(consultation: &'a Consultation, link: &'a str) -> Visit<'a> {
    Visit {
        doctor: &consultation.doctor_name,
        at: consultation.starts_at,
        link,
    }
}

/// A reminder is of no use once the consultation was to begin.
fn address(
    app: &App,
    to: To<'_>,
    letter: &letters::Letter,
    consultation: &Consultation,
) -> Option<OutboxMessage> {
    let until = consultation.starts_at?;
    app.outbox.addressed(to, letter, consultation.id, until)
}
