//! What is kept no longer is removed, once a day.

use crate::app::App;
use crate::clock::Timestamp;
use crate::recordings;
use crate::store::Store;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often.
const PERIOD: Duration = Duration::from_secs(24 * 3600);
const DAY: Duration = PERIOD;
/// Days for which deliveries of webhooks are kept: long enough to see what went wrong.
const DELIVERIES: u32 = 30;

/// For how many days what is kept; without a number for ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Retention {
    /// Consultations that are over, with their participants, from their end.
    pub consultations: Option<u32>,
    /// Messages with their files, from their sending; what guests wrote goes with its consultation at the latest.
    pub messages: Option<u32>,
    /// Results of network tests.
    pub network_tests: Option<u32>,
    /// Recordings, from their end; those of consultations that are removed go with them.
    pub recordings: Option<u32>,
    /// Rows of the audit.
    pub audit: Option<u32>,
}

/// How much was removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Removed {
    /// Consultations.
    pub consultations: u64,
    /// Messages.
    pub messages: u64,
    /// Paths of network tests.
    pub network_tests: u64,
    /// Recordings.
    pub recordings: u64,
    /// Rows of the audit.
    pub audit: u64,
    /// Deliveries of webhooks.
    pub deliveries: u64,
}

/// Removes what is due, at the start and then daily, as long as there is an API.
pub(crate) async fn run(app: Weak<App>) {
    let mut ticks = tokio::time::interval(PERIOD);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        look(&app).await;
    }
}

async fn look(app: &Arc<App>) {
    match apply(&app.store, app.config.retention, Timestamp::now()).await {
        Ok(removed) if removed != Removed::default() => {
            tracing::info!(?removed, "what was kept long enough is removed")
        }
        Ok(_) => {}
        Err(_) => tracing::error!("what was kept long enough could not be removed; tried again tomorrow"),
    }
    recordings::tidy(app).await;
    if app.shelf.remove_unknown(&app.store).await.is_err() {
        tracing::error!("files that belong to nothing any more could not be removed; tried again tomorrow");
    }
}

/// Removes all that is due, a few rows at a time so that nobody waits long.
///
/// # Errors
/// The store's; what was removed before stays so.
pub(crate) async fn apply(
    store: &Store,
    retention: Retention,
    now: Timestamp,
) -> Result<Removed, sqlx::Error> {
    let consultations = all(store, Kind::Consultations, retention.consultations, now).await?;
    let messages = all(store, Kind::Messages, retention.messages, now).await?;
    let network_tests = all(store, Kind::NetworkTests, retention.network_tests, now).await?;
    Ok(Removed {
        consultations,
        messages,
        network_tests,
        recordings: all(store, Kind::Recordings, retention.recordings, now).await?,
        audit: all(store, Kind::Audit, retention.audit, now).await?,
        deliveries: all(store, Kind::Deliveries, Some(DELIVERIES), now).await?,
    })
}

#[derive(Clone, Copy)]
enum Kind {
    Consultations,
    Messages,
    NetworkTests,
    Recordings,
    Audit,
    Deliveries,
}

async fn all(store: &Store, kind: Kind, days: Option<u32>, now: Timestamp) -> Result<u64, sqlx::Error> {
    let Some(days) = days else { return Ok(0) };
    let (before, mut sum) = (now - DAY * days, 0);
    loop {
        let removed = match kind {
            Kind::Consultations => store.expire_consultations(before, now).await?,
            Kind::Messages => store.expire_messages(before, now).await?,
            Kind::NetworkTests => store.expire_network_tests(before).await?,
            Kind::Recordings => store.expire_recordings(before, now).await?,
            Kind::Audit => store.expire_audit(before, now).await?,
            Kind::Deliveries => store.expire_deliveries(before).await?,
        };
        if removed == 0 {
            return Ok(sum);
        }
        sum += removed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::ParticipantRole;
    use crate::store::tests::{START, Shelf};
    use crate::store::{Coming, Consultation, Deed, Mode, NewConsultation, Status};

    const EVERYTHING: Retention = Retention {
        consultations: Some(30),
        messages: Some(30),
        network_tests: Some(30),
        recordings: Some(30),
        audit: Some(30),
    };

    fn day(number: u32) -> Timestamp {
        START + DAY * number
    }

    async fn consultation(shelf: &Shelf, at: Timestamp, ends: Option<Timestamp>) -> Consultation {
        let new = NewConsultation {
            doctor_id: shelf.user,
            patient_id: None,
            colleague_id: None,
            mode: Mode::Video,
            title: None,
            waiting_room: false,
            shared_queue: false,
            starts_at: None,
        };
        let made = shelf.store.add_consultation(&new, at).await.expect("made");
        let coming = Coming {
            user: None,
            role: ParticipantRole::Guest,
            name: "Ana",
            waits: false,
            kind: None,
            invitation: None,
        };
        shelf.store.give_place(made.id, &coming, at).await.expect("given");
        if let Some(end) = ends {
            let deed = Deed::by("system", "consultation.end", made.id);
            let closed = shelf
                .store
                .close_consultation(&made, Status::Ended, deed, end)
                .await;
            closed.expect("answers").expect("is closed");
        }
        made
    }

    #[tokio::test]
    async fn what_is_old_goes_and_the_rest_stays() {
        let shelf = Shelf::new().await;
        let old = consultation(&shelf, START, Some(day(1))).await;
        let missed = consultation(&shelf, START, None).await;
        let planned = consultation(&shelf, day(39), None).await;
        let recent = consultation(&shelf, START, Some(day(20))).await;
        let removed = apply(&shelf.store, EVERYTHING, day(40)).await.expect("is done");
        assert_eq!(removed.consultations, 2);
        let store = &shelf.store;
        for (made, stays) in [(&old, false), (&missed, false), (&planned, true), (&recent, true)] {
            let found = store.consultation(made.id).await.expect("answers");
            assert_eq!(found.is_some(), stays);
            let joins = store.joins(made.id, None, 10).await.expect("answers");
            assert_eq!(joins.len(), usize::from(stays), "participants go with it");
            assert_eq!(store.room(made.room).await.expect("answers").is_some(), stays);
        }
        assert!(removed.audit > 0);
        assert!(
            store.verify_audit(None).await.expect("answers").is_ok(),
            "the chain is whole"
        );
        let again = apply(store, EVERYTHING, day(40)).await.expect("is done");
        assert_eq!(again, Removed::default());
    }

    #[tokio::test]
    async fn more_than_one_batch_goes_and_nothing_goes_unasked() {
        let shelf = Shelf::new().await;
        for _ in 0..103 {
            consultation(&shelf, START, Some(day(1))).await;
        }
        let kept = apply(&shelf.store, Retention::default(), day(4000))
            .await
            .expect("is done");
        assert_eq!(kept, Removed::default());
        let removed = apply(&shelf.store, EVERYTHING, day(40)).await.expect("is done");
        assert_eq!(removed.consultations, 103);
    }
}
