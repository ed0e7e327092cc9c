//! A consultation with what came of it, as answers show it.

use crate::app::App;
use crate::clock::Timestamp;
use crate::history::{Interval, Outcome, Rating, SHORTEST, Stay, overall, stays};
use crate::policy;
use crate::role::ParticipantRole;
use crate::store::{Mode, Past, Status, User, Visit};
use serde::Serialize;
use uuid::Uuid;

/// A consultation with what came of it.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryEntry)]
pub(crate) struct View {
    /// The consultation.
    pub id: Uuid,
    /// When it was planned, else made.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Where it is in its life.
    pub status: Status,
    /// What came of it; `null` while that is open.
    pub outcome: Option<Outcome>,
    /// With pictures or without.
    pub mode: Mode,
    /// What the doctor calls it.
    pub title: Option<String>,
    /// Whose it is.
    pub doctor: Person,
    /// For whom it was made, where they have an account.
    pub patient: Option<Person>,
    /// When it was planned.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub starts_at: Option<Timestamp>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When media of the doctor and of another were first there together.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub met_at: Option<Timestamp>,
    /// When they were last.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub parted_at: Option<Timestamp>,
    /// When it was ended or cancelled.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// How long they were together, in whole seconds.
    pub duration_s: i64,
    /// How long whoever met the doctor had waited, in whole seconds.
    pub waited_s: Option<i64>,
    /// How well it went on the whole, by the connections that the reader may see; `null` for what was not held, was shorter than
    /// half a minute, or of which nothing was measured.
    pub quality: Option<Rating>,
    /// Recordings of it that can be played.
    pub recordings: i64,
    /// Those whose media came, in order of arrival.
    pub participants: Vec<Participant>,
}

/// An account.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryPerson)]
pub(crate) struct Person {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

/// Somebody who was there.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryParticipant)]
pub(crate) struct Participant {
    /// Who.
    pub id: Uuid,
    /// The name that others saw.
    pub display_name: String,
    /// Their part.
    pub role: ParticipantRole,
    /// How long their media were there, in whole seconds.
    pub present_s: i64,
    /// Times with media; a connection that came back within 90 s is a gap in one.
    pub stays: Vec<StayView>,
}

/// A time with media.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Stay)]
pub(crate) struct StayView {
    /// When media came.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// The last sign of life.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
    /// When they were lost meanwhile.
    pub gaps: Vec<Gap>,
}

/// A time without media.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Gap {
    /// When media were lost.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// When they were back.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
}

impl From<Interval> for Gap {
    fn from(interval: Interval) -> Self {
        Self {
            from: Timestamp(interval.from),
            to: Timestamp(interval.to),
        }
    }
}

impl From<Stay> for StayView {
    fn from(stay: Stay) -> Self {
        Self {
            from: stay.from(),
            to: stay.to(),
            gaps: stay.gaps.into_iter().map(Gap::from).collect(),
        }
    }
}

impl Participant {
    /// Somebody as they were measured.
    #[must_use]
    pub(super) fn new(visit: &Visit) -> Self {
        let stays = stays(visit.attendance.present.clone());
        Self {
            id: visit.join.id,
            display_name: visit.join.display_name.clone(),
            role: visit.join.role,
            present_s: stays.iter().map(Stay::present).sum::<i64>() / 1000,
            stays: stays.into_iter().map(StayView::from).collect(),
        }
    }
}

impl View {
    /// A consultation with its people.
    #[must_use]
    pub(super) fn new(past: Past, visits: &[Visit], quality: Option<Rating>) -> Self {
        let Past {
            at,
            consultation,
            patient_name,
            conclusion,
            recordings,
        } = past;
        let is_judged = conclusion.outcome == Some(Outcome::Held) && conclusion.held_ms >= SHORTEST;
        let there = visits.iter().filter(|visit| !visit.attendance.present.is_empty());
        Self {
            id: consultation.id,
            at,
            status: consultation.status,
            outcome: conclusion.outcome,
            mode: consultation.mode,
            title: consultation.title,
            doctor: Person {
                id: consultation.doctor_id,
                name: consultation.doctor_name,
            },
            patient: consultation
                .patient_id
                .zip(patient_name)
                .map(|(id, name)| Person { id, name }),
            starts_at: consultation.starts_at,
            created_at: consultation.created_at,
            met_at: conclusion.together.map(|span| Timestamp(span.from)),
            parted_at: conclusion.together.map(|span| Timestamp(span.to)),
            ended_at: consultation.ended_at,
            duration_s: conclusion.held_ms / 1000,
            waited_s: conclusion.waited_ms.map(|waited| waited / 1000),
            quality: quality.filter(|_| is_judged),
            recordings,
            participants: there.map(Participant::new).collect(),
        }
    }
}

/// Consultations with their people, as a user may see them.
///
/// # Errors
/// The database's.
pub(super) async fn views(app: &App, user: &User, found: Vec<Past>) -> Result<Vec<View>, sqlx::Error> {
    let mut views = Vec::with_capacity(found.len());
    for past in found {
        let visits = app.store.visits(past.consultation.id).await?;
        let sees_all = policy::sees_all_connections(policy::standing(user, &past.consultation));
        let own = (!sees_all).then_some(user.id);
        let quality = overall(app.store.levels(past.consultation.id, own).await?);
        views.push(View::new(past, &visits, quality));
    }
    Ok(views)
}
