//! The history as a file.

use super::list::{Which, period};
use super::view::{View, views};
use super::{csv, fhir};
use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::routes::body::Query;
use crate::store::Deed;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Most consultations in one file: the answer is made in memory.
const MOST: i64 = 5000;

/// What kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// A table (RFC 4180).
    #[default]
    Csv,
    /// What the list answers.
    Json,
    /// A FHIR R4 `Bundle` of `Encounter` and `Appointment`.
    Fhir,
}

/// How the file is to be.
#[derive(Clone, Copy, Deserialize, utoipa::IntoParams)]
pub(crate) struct Shape {
    /// `csv` if nothing is said.
    #[serde(default)]
    #[param(inline)]
    format: Format,
    /// What stands between two fields of `csv`; `comma` if nothing is said, `semicolon` for Excel in French.
    #[serde(default)]
    #[param(inline)]
    separator: csv::Separator,
}

/// Take the history away as a file
#[utoipa::path(get, path = "/api/v1/history/export", tag = "history", security(("access" = [])), params(Which, Shape), responses(
    (status = 200, description = "All that the filter leaves, the latest first: UTF-8 with a byte order mark as `csv`, the list's items as `json`, a FHIR R4 `Bundle` as `fhir`", content(
        (Vec<View> = "application/json"), (String = "text/csv"), (serde_json::Value = "application/fhir+json"))),
    (status = 422, description = "`validation`, also for more than 5000 consultations"),
))]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
    Query(shape): Query<Shape>,
) -> Result<Response, Failure> {
    let found = app.store.past(&period(&user, &which, MOST + 1)?).await?;
    if found.len() > MOST as usize {
        return Err(Failure::validation(
            "more than 5000 consultations; choose a shorter time",
        ));
    }
    let views = views(&app, &user, found).await?;
    // What was taken away is remembered, as who took it.
    let deed = Deed::by_user(user.id, "history.export", user.id);
    app.store.record(deed, Timestamp::now()).await?;
    Ok(file(shape, &views))
}

fn file(shape: Shape, views: &[View]) -> Response {
    let (kind, name, bytes) = match shape.format {
        Format::Csv => (
            "text/csv; charset=utf-8; header=present",
            "history.csv",
            csv::write(views, shape.separator),
        ),
        Format::Json => ("application/json", "history.json", json(&views)),
        Format::Fhir => (
            "application/fhir+json; fhirVersion=4.0",
            "history.fhir.json",
            json(&fhir::bundle(views, Uuid::now_v7(), Timestamp::now())),
        ),
    };
    let disposition = format!("attachment; filename=\"{name}\"");
    (
        [
            (CONTENT_TYPE, kind.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response()
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    // Maps with text keys and numbers that are finite: nothing in them can fail.
    serde_json::to_vec(value).unwrap_or_default()
}
