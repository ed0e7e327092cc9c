//! One consultation with all that was measured of it.

use super::figures::FiguresView;
use super::view::{Participant, View};
use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::history::{Means, Seconds, overall};
use crate::network_path::PathReport;
use crate::policy::{self, Act};
use crate::routes::body::Path;
use crate::routes::joining::Joining;
use crate::store::{NetworkTest, Reading, User, Visit};
use crate::visits;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use uuid::Uuid;

/// A consultation with all that was measured of it.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryReport)]
pub(crate) struct Report {
    /// What the list says of it.
    #[serde(flatten)]
    entry: View,
    /// Everybody who was given a place, in order of arrival.
    pub(super) people: Vec<Attendee>,
}

/// Somebody who was given a place.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryAttendee)]
pub(crate) struct Attendee {
    /// Who, and when their media were there.
    #[serde(flatten)]
    pub(super) presence: Participant,
    /// How their connection was; for the doctor and administrators, and of oneself.
    pub(super) connection: Option<Connection>,
}

/// How somebody's connection was.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryConnection)]
pub(crate) struct Connection {
    /// Their latest attempt to join.
    join: Joining,
    /// Their last network test before it.
    network_test: Option<Test>,
    /// Whole seconds of each level.
    seconds: Seconds,
    /// The means of what was measured; `null` where nothing was.
    pub(super) figures: Option<FiguresView>,
    /// Minute by minute.
    pub(super) minutes: Vec<MinuteView>,
}

/// A network test.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryNetworkTest)]
pub(crate) struct Test {
    /// When the result came.
    #[schema(value_type = String, format = DateTime)]
    taken_at: Timestamp,
    /// What was tried.
    paths: Vec<PathReport>,
}

/// One minute.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = QualityMinute)]
pub(crate) struct MinuteView {
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub(super) at: Timestamp,
    /// A letter for each ten seconds, the worst of them: `g`, `f`, `p`, `l` for good, fair, poor, lost; `-` for nothing known.
    pub(super) levels: String,
    /// What was amiss at the worst.
    pub(super) reason: Option<String>,
    /// How far the pictures that they received were stepped down at most.
    pub(super) video: String,
    /// The means of what was measured; `null` where nothing was.
    pub(super) figures: Option<FiguresView>,
}

/// Look back at one consultation
#[utoipa::path(get, path = "/api/v1/history/{id}", tag = "history", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "All that was measured of it", body = Report),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Report>, Failure> {
    report(&app, &user, id).await.map(axum::Json)
}

/// All that somebody may know of a consultation.
///
/// # Errors
/// They may not; the database's.
pub(super) async fn report(app: &App, user: &User, id: Uuid) -> Result<Report, Failure> {
    let consultation = visits::open(app, user, id, Act::Review).await?;
    let sees_all = policy::sees_all_connections(policy::standing(user, &consultation));
    let past = app.store.past_one(id).await?.ok_or(Code::NotFound)?;
    let visits = app.store.visits(id).await?;
    let (readings, tests) = (app.store.readings(id).await?, app.store.network_tests(id).await?);
    let people = visits.iter().map(|visit| Attendee {
        presence: Participant::new(visit),
        connection: (sees_all || visit.user == Some(user.id)).then(|| connection(visit, &readings, &tests)),
    });
    let people: Vec<Attendee> = people.collect();
    let known = people.iter().filter_map(|person| person.connection.as_ref());
    let quality = overall(known.map(|connection| connection.seconds));
    Ok(Report {
        entry: View::new(past, &visits, quality),
        people,
    })
}

fn connection(visit: &Visit, readings: &[Reading], tests: &[NetworkTest]) -> Connection {
    let own = readings
        .iter()
        .filter(|reading| reading.participant == visit.join.id);
    let test = tests.iter().find(|test| test.participant == visit.join.id);
    let mut seconds = Seconds::default();
    own.clone().for_each(|reading| seconds.add(&reading.levels));
    let mut means = Means::default();
    own.clone().for_each(|reading| means.add(&reading.figures));
    let minutes = own.map(|reading| MinuteView {
        at: reading.started_at,
        levels: reading.levels.clone(),
        reason: reading.reason.clone(),
        video: reading.video.clone(),
        figures: FiguresView::of(&reading.figures),
    });
    Connection {
        join: visit.join.diagnosis.into(),
        network_test: test.map(|test| Test {
            taken_at: test.taken_at,
            paths: test.paths.clone(),
        }),
        seconds,
        figures: FiguresView::of(&means.means()),
        minutes: minutes.collect(),
    }
}
