//! What was measured of one consultation, minute by minute, as a file.

use super::csv::{Separator, table};
use super::figures::LegView;
use super::report::{Attendee, MinuteView, report};
use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::routes::body::{Path, Query};
use crate::store::Deed;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

const HEAD: [&str; 21] = [
    "at",
    "participant",
    "role",
    "levels",
    "reason",
    "video",
    "rtt_ms",
    "up_loss_permille",
    "up_jitter_ms",
    "up_sound_mos",
    "up_picture_mos",
    "down_loss_permille",
    "down_jitter_ms",
    "down_sound_mos",
    "down_picture_mos",
    "up_video_kbit_s",
    "up_frozen_permille",
    "up_missing_permille",
    "down_video_kbit_s",
    "down_frozen_permille",
    "down_missing_permille",
];

/// How the file is to be.
#[derive(Clone, Copy, Deserialize, utoipa::IntoParams)]
pub(crate) struct Shape {
    /// What stands between two fields; `comma` if nothing is said, `semicolon`, with decimal commas, for Excel in French.
    #[serde(default)]
    #[param(inline)]
    separator: Separator,
}

/// Take what was measured of one consultation away as a table
#[utoipa::path(get, path = "/api/v1/history/{id}/minutes", tag = "history", security(("access" = [])), params(("id" = Uuid, Path), Shape), responses(
    (status = 200, description = "A row for each participant and minute, of those whose connection the report shows", body = String, content_type = "text/csv"),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn minutes(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Query(shape): Query<Shape>,
) -> Result<impl IntoResponse, Failure> {
    let report = report(&app, &user, id).await?;
    let deed = Deed::by_user(user.id, "history.export", id);
    app.store.record(deed, Timestamp::now()).await?;
    let rows = report
        .people
        .iter()
        .flat_map(|person| rows(person, shape.separator));
    Ok((
        [
            (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
            (CONTENT_DISPOSITION, "attachment; filename=\"minutes.csv\""),
        ],
        table(HEAD, rows, shape.separator),
    ))
}

fn rows(person: &Attendee, separator: Separator) -> impl Iterator<Item = [String; HEAD.len()]> {
    let minutes = person
        .connection
        .iter()
        .flat_map(|connection| &connection.minutes);
    minutes.map(move |minute| row(person, minute, separator))
}

fn row(person: &Attendee, minute: &MinuteView, separator: Separator) -> [String; HEAD.len()] {
    let figures = minute.figures.as_ref();
    let up = figures.map(|figures| &figures.up);
    let down = figures.map(|figures| &figures.down);
    let [loss_up, jitter_up, sound_up, picture_up] = leg(up, separator);
    let [video_up, frozen_up, missing_up] = flow(up);
    let [video_down, frozen_down, missing_down] = flow(down);
    let [loss_down, jitter_down, sound_down, picture_down] = leg(down, separator);
    [
        minute.at.to_string(),
        person.presence.display_name.clone(),
        person.presence.role.as_str().into(),
        minute.levels.clone(),
        minute.reason.clone().unwrap_or_default(),
        minute.video.clone(),
        field(figures.and_then(|figures| figures.rtt_ms)),
        loss_up,
        jitter_up,
        sound_up,
        picture_up,
        loss_down,
        jitter_down,
        sound_down,
        picture_down,
        video_up,
        frozen_up,
        missing_up,
        video_down,
        frozen_down,
        missing_down,
    ]
}

fn leg(leg: Option<&LegView>, separator: Separator) -> [String; 4] {
    let score = |score| match separator {
        // Those who need it write decimals with a comma.
        Separator::Semicolon => field(score).replace('.', ","),
        Separator::Comma | Separator::Tab => field(score),
    };
    [
        field(leg.and_then(|leg| leg.loss_permille)),
        field(leg.and_then(|leg| leg.jitter_ms)),
        score(leg.and_then(|leg| leg.sound_mos)),
        score(leg.and_then(|leg| leg.picture_mos)),
    ]
}

fn flow(leg: Option<&LegView>) -> [String; 3] {
    [
        field(leg.and_then(|leg| leg.video_kbit_s)),
        field(leg.and_then(|leg| leg.frozen_permille)),
        field(leg.and_then(|leg| leg.missing_permille)),
    ]
}

fn field(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
