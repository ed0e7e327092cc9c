//! What a page must know of the installation before anybody signs in.

use crate::app::App;
use crate::config::Clinic;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;

/// What this installation offers.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Settings)]
pub(crate) struct View {
    /// Whose installation this is.
    clinic: Clinic,
    /// Whether who forgot their password gets a link by e-mail.
    password_reset: bool,
    /// With whom people may sign in, at `/api/v1/auth/oidc/start`; `null` where with nobody.
    oidc: Option<Provider>,
    /// How people can be invited.
    invitations: Channels,
    /// Whether doctors may ask that a call be recorded.
    recording: bool,
}

/// An identity provider.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = IdentityProvider)]
pub(crate) struct Provider {
    /// What people call it.
    name: String,
}

/// Ways to reach people.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Channels {
    /// By e-mail.
    mail: bool,
    /// By text message.
    sms: bool,
}

/// See what this installation offers
#[utoipa::path(get, path = "/api/v1/settings", tag = "auth", responses(
    (status = 200, description = "For everybody, without secrets", body = View),
))]
pub(crate) async fn show(State(app): State<Arc<App>>) -> axum::Json<View> {
    axum::Json(View {
        clinic: app.config.clinic.clone(),
        password_reset: app.outbox.sends_mail(),
        oidc: app.oidc.as_ref().map(|oidc| Provider {
            name: oidc.config.name.clone(),
        }),
        invitations: Channels {
            mail: app.outbox.sends_mail(),
            sms: app.outbox.sends_sms(),
        },
        recording: app.config.recording,
    })
}
