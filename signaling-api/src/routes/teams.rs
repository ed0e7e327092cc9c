//! Teams of doctors who share their waiting rooms, for administrators.

use crate::app::App;
use crate::caller::Administrator;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::routes::body::{Json, Path, line};
use crate::store::{NotMade, Team, TeamMembers};
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Longest name of a team, in characters.
const LONGEST_NAME: usize = 80;

/// A team to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewTeam)]
pub(crate) struct Create {
    /// What people call it, at most 80 characters.
    #[schema(example = "Cardiology")]
    name: String,
}

/// A team that was made.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = TeamMade)]
pub(crate) struct Made {
    /// Its id.
    id: Uuid,
}

/// A team.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Team)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// What people call it.
    name: String,
    /// Its doctors, by name.
    doctors: Vec<Member>,
}

/// A doctor of a team.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = TeamMember)]
pub(crate) struct Member {
    /// The account.
    id: Uuid,
    /// The name that others see.
    name: String,
}

/// All teams.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Teams)]
pub(crate) struct List {
    /// By name, at most 200.
    items: Vec<View>,
}

impl From<TeamMembers> for View {
    fn from(team: TeamMembers) -> Self {
        let member = |(id, name)| Member { id, name };
        Self {
            id: team.id,
            name: team.name,
            doctors: team.doctors.into_iter().map(member).collect(),
        }
    }
}

/// Make a team
#[utoipa::path(post, path = "/api/v1/teams", tag = "accounts", security(("access" = [])), request_body = Create, responses(
    (status = 201, description = "The team, still without doctors", body = Made),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 409, description = "`conflict`: another has the name, or there are 200"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    let name = line("name", &create.name, LONGEST_NAME)?;
    let id = app.store.add_team(name, admin.id, Timestamp::now()).await?;
    let id = id.map_err(|why| match why {
        NotMade::NameTaken => Failure::new(Code::Conflict, "another team has this name"),
        NotMade::Full => Failure::new(Code::Conflict, "there are 200 teams already"),
    })?;
    Ok((StatusCode::CREATED, axum::Json(Made { id })))
}

/// List teams
#[utoipa::path(get, path = "/api/v1/teams", tag = "accounts", security(("access" = [])), responses(
    (status = 200, description = "All teams with their doctors", body = List),
    (status = 403, description = "`forbidden`: administrators alone"),
))]
pub(crate) async fn list(State(app): State<Arc<App>>, _: Administrator) -> Result<axum::Json<List>, Failure> {
    let teams = app.store.teams().await?;
    Ok(axum::Json(List {
        items: teams.into_iter().map(View::from).collect(),
    }))
}

/// Remove a team
#[utoipa::path(delete, path = "/api/v1/teams/{id}", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "Its doctors are in none now"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let before = app.store.teams().await?.into_iter().find(|team| team.id == id);
    let is_removed = app.store.remove_team(id, admin.id, Timestamp::now()).await?;
    for (doctor, _) in before.into_iter().flat_map(|team| team.doctors) {
        app.hall.change_team(doctor, Team(Some(id)), Team(None)).await;
    }
    done(is_removed)
}

/// Put a doctor into a team
#[utoipa::path(put, path = "/api/v1/teams/{id}/doctors/{doctor}", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path), ("doctor" = Uuid, Path)), responses(
    (status = 204, description = "They are in it, and in no other"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`: no such team, or no doctor's account"),
))]
pub(crate) async fn join(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path((id, doctor)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Failure> {
    let before = app.store.user(doctor).await?.ok_or(Code::NotFound)?.team;
    let is_in = app
        .store
        .join_team(id, doctor, admin.id, Timestamp::now())
        .await?;
    if is_in {
        app.hall.change_team(doctor, before, Team(Some(id))).await;
    }
    done(is_in)
}

/// Take a doctor out of a team
#[utoipa::path(delete, path = "/api/v1/teams/{id}/doctors/{doctor}", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path), ("doctor" = Uuid, Path)), responses(
    (status = 204, description = "They are in none now"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`, also where they were not in it"),
))]
pub(crate) async fn leave(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path((id, doctor)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Failure> {
    let is_out = app
        .store
        .leave_team(id, doctor, admin.id, Timestamp::now())
        .await?;
    if is_out {
        app.hall.change_team(doctor, Team(Some(id)), Team(None)).await;
    }
    done(is_out)
}

fn done(is_found: bool) -> Result<StatusCode, Failure> {
    if is_found {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Code::NotFound.into())
    }
}
