//! Those whom somebody may call.

use crate::app::App;
use crate::caller::SignedIn;
use crate::error::Failure;
use crate::policy::{self, Verdict};
use crate::role::UserRole;
use crate::routes::body::Query;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Most people in one answer.
const MOST: i64 = 1000;
/// Longest text to look for, in bytes.
const LONGEST_TEXT: usize = 100;

/// Which of them.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// Whose name contains this.
    q: Option<String>,
    /// Those alone who can be rung now.
    online: Option<bool>,
}

/// Somebody to call.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Contact {
    id: Uuid,
    name: String,
    role: UserRole,
    /// Whether a device of theirs can be rung now.
    online: bool,
}

/// Those whom one may call.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Contacts {
    /// By name, at most 1000.
    items: Vec<Contact>,
}

/// See whom one may call
#[utoipa::path(get, path = "/api/v1/contacts", tag = "calls", security(("access" = [])), params(Which), responses(
    (status = 200, description = "A doctor's patients and colleagues; a patient's doctors, where patients may call", body = Contacts),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<axum::Json<Contacts>, Failure> {
    let text = which.q.unwrap_or_default();
    if text.len() > LONGEST_TEXT {
        return Err(Failure::validation("q is longer than 100 bytes"));
    }
    let known = app.store.contacts(user.id, user.role, &text, MOST).await?;
    let may =
        |role| policy::may_call(user.role, role, true, app.config.patients_may_call) == Verdict::Allowed;
    let presence = app.presence();
    let people = known
        .into_iter()
        .filter(|person| may(person.role))
        .map(|person| Contact {
            online: presence.is_online(person.id),
            id: person.id,
            name: person.name,
            role: person.role,
        });
    let wanted = |contact: &Contact| contact.online || which.online != Some(true);
    Ok(axum::Json(Contacts {
        items: people.filter(wanted).collect(),
    }))
}
