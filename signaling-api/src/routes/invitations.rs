//! Invitations of one person to one consultation.

use crate::accounts;
use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::invitations::{self, Invited};
use crate::language::Language;
use crate::policy::Act;
use crate::role::Kind;
use crate::routes::body::{Json, Path, line};
use crate::routes::join::LONGEST_NAME;
use crate::store::{Delivery, Invitation};
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Whom to invite.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewInvitation)]
pub(crate) struct Create {
    /// As what.
    role: Kind,
    /// Their name, at most 80 characters.
    name: Option<String>,
    /// Where to send the link, if e-mail is set up.
    email: Option<String>,
    /// Where to send the link, if text messages are set up: digits with or without `+`.
    phone: Option<String>,
    /// Whether the first browser that uses the link keeps it; yes if nothing is said.
    one_time: Option<bool>,
    /// What they read; what the doctor reads if nothing is said.
    language: Option<Language>,
}

/// An invitation.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// As what.
    role: Kind,
    /// Whom.
    name: Option<String>,
    /// Where the link was sent.
    email: Option<String>,
    /// Where the link was sent.
    phone: Option<String>,
    /// For this person alone.
    link: String,
    /// Whether the first browser that uses it keeps it.
    one_time: bool,
    /// What they read.
    language: Language,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was first used; `null` before that.
    #[schema(value_type = Option<String>, format = DateTime)]
    used_at: Option<Timestamp>,
    /// `waiting` while the link is on its way, `failed` where it was given up, else `done`.
    delivery: Delivery,
}

/// A consultation's invitations.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Invitations)]
pub(crate) struct List {
    /// Oldest first.
    items: Vec<View>,
}

/// Invite somebody
#[utoipa::path(post, path = "/api/v1/consultations/{id}/invitations", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Create, responses(
    (status = 201, description = "The invitation; its link is also sent where that is possible", body = View),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`"),
    (status = 409, description = "`conflict`: it has 50 already"),
    (status = 410, description = "`consultation_ended`"),
    (status = 503, description = "`unavailable`: too many messages wait to be sent"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<View>), Failure> {
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let name = given(create.name).map(|name| line("name", &name, LONGEST_NAME));
    let email = given(create.email).map(|email| accounts::email(&email));
    let phone = given(create.phone).map(|phone| telephone(&phone));
    let invited = Invited {
        kind: create.role,
        name: name.transpose()?.unwrap_or_default(),
        email: email.transpose()?.unwrap_or_default(),
        phone: phone.transpose()?.unwrap_or_default(),
        language: create.language,
        one_time: create.one_time.unwrap_or(true),
    };
    let invitation = invitations::invite(&app, &user, id, invited).await?;
    Ok((StatusCode::CREATED, axum::Json(view(&app, invitation))))
}

/// List a consultation's invitations
#[utoipa::path(get, path = "/api/v1/consultations/{id}/invitations", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "Those that were not taken back", body = List),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<List>, Failure> {
    let consultation = visits::open(&app, &user, id, Act::InviteOthers).await?;
    let found = app.store.invitations(consultation.id).await?;
    let items = found.into_iter().map(|invitation| view(&app, invitation));
    Ok(axum::Json(List {
        items: items.collect(),
    }))
}

/// Take an invitation back
#[utoipa::path(delete, path = "/api/v1/consultations/{id}/invitations/{invitation}", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path), ("invitation" = Uuid, Path)), responses(
    (status = 204, description = "The link works no more; who came by it is out"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path((id, invitation)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Failure> {
    invitations::revoke(&app, &user, id, invitation).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(app: &App, invitation: Invitation) -> View {
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    View {
        id: invitation.id,
        role: invitation.kind,
        link: invitations::link(app, &invitation),
        name: given(invitation.name),
        email: given(invitation.email),
        phone: given(invitation.phone),
        one_time: invitation.one_time,
        language: invitation.language,
        created_at: invitation.created_at,
        used_at: invitation.used_at,
        delivery: invitation.delivery,
    }
}

/// A number as gateways take it (ITU-T E.164): spaces, hyphens, dots and brackets go.
fn telephone(text: &str) -> Result<String, Failure> {
    let kept = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"-.()".contains(*letter));
    let number: String = kept.take(20).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    if (6..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Ok(number);
    }
    Err(Failure::validation(
        "phone must be a number such as +33 6 12 34 56 78",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, number) in [
            ("+33 6 00-00.00 00", "+33600000000"),
            ("(06) 00 00 00 00", "0600000000"),
        ] {
            assert_eq!(telephone(typed).ok().as_deref(), Some(number));
        }
        for wrong in ["12345", "06 00 00 00 00 x", "++33600000000", "1234567890123456"] {
            assert!(telephone(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}") {
            let _ = telephone(&text);
        }
    }
}
