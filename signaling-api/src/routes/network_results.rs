//! What network tests found, kept with the consultation for its doctor.

use crate::app::App;
use crate::caller::{Holder, SignedIn};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::live::ServerEvent;
use crate::network_path::{PathReport, checked};
use crate::policy::Act;
use crate::role::ParticipantRole;
use crate::routes::body::{Json, Path};
use crate::store::{Deed, NetworkTest};
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// What a browser measured.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NetworkTestReport)]
pub(crate) struct Report {
    /// Each path that was tried, once.
    paths: Vec<PathReport>,
}

/// The last network test of a participant.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = NetworkTest)]
pub(crate) struct View {
    /// Whose network it is.
    participant_id: Uuid,
    /// Their name.
    display_name: String,
    /// Their part.
    role: ParticipantRole,
    /// When the result came.
    #[schema(value_type = String, format = DateTime)]
    taken_at: Timestamp,
    /// What was tried, in the order in which browsers like paths.
    paths: Vec<PathReport>,
}

/// The network tests of a consultation.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = NetworkTestList)]
pub(crate) struct List {
    /// Newest first, one for each participant, at most 50.
    items: Vec<View>,
}

impl From<NetworkTest> for View {
    fn from(test: NetworkTest) -> Self {
        Self {
            participant_id: test.participant,
            display_name: test.display_name,
            role: test.role,
            taken_at: test.taken_at,
            paths: test.paths,
        }
    }
}

/// Report one's network test
#[utoipa::path(post, path = "/api/v1/consultations/{id}/network-tests", tag = "network test", security(("participant" = [])), params(("id" = Uuid, Path)), request_body = Report, responses(
    (status = 204, description = "Kept in place of the participant's last one; the doctor is told"),
    (status = 404, description = "`not_found`: the token is for another consultation"),
    (status = 410, description = "`consultation_ended`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn report(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    Holder(claims): Holder,
    Json(report): Json<Report>,
) -> Result<StatusCode, Failure> {
    let pass = claims.into();
    let consultation = visits::of_pass(&app, &pass, id).await?;
    let place: Uuid = pass.identity.parse().map_err(|_| Code::NotFound)?;
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits.reports.take(&place, Instant::now()).map_err(limited)?;
    let paths = checked(report.paths)?;
    let deed = Deed::by("participant", "consultation.report_network", id);
    app.store
        .keep_network_test(place, &paths, deed, Timestamp::now())
        .await?;
    let event = ServerEvent::NetworkTested {
        session_id: id,
        participant_id: pass.participant(),
    };
    app.hall
        .tell_doctor(consultation.room, consultation.doctor_id, &event)
        .await;
    Ok(StatusCode::NO_CONTENT)
}

/// List network tests
#[utoipa::path(get, path = "/api/v1/consultations/{id}/network-tests", tag = "network test", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The last test of each participant", body = List),
    (status = 403, description = "`forbidden`: its doctor and administrators alone see them"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<List>, Failure> {
    visits::open(&app, &user, id, Act::SeeNetworks).await?;
    let tests = app.store.network_tests(id).await?;
    let items = tests.into_iter().map(View::from).collect();
    Ok(axum::Json(List { items }))
}
