//! What participants say of a call.

use crate::app::App;
use crate::caller::Holder;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::routes::body::{Json, Path, line};
use crate::store::{Deed, Lobby, Rating};
use crate::token::Pass;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Longest comment, in characters.
const LONGEST_COMMENT: usize = 500;

/// What somebody says of a call.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewRating)]
pub(crate) struct New {
    /// From 1, bad, to 5, good.
    #[schema(minimum = 1, maximum = 5)]
    rating: u8,
    /// In their own words, at most 500 characters.
    comment: Option<String>,
}

/// Say how the call was
#[utoipa::path(post, path = "/api/v1/consultations/{id}/rating", tag = "consultations", security(("participant" = [])), params(("id" = Uuid, Path)), request_body = New, responses(
    (status = 204, description = "Kept, also after the consultation ended"),
    (status = 403, description = "`not_admitted`: they were never in, or were removed"),
    (status = 404, description = "`not_found`: the token is for another consultation"),
    (status = 409, description = "`conflict`: they said it already"),
))]
pub(crate) async fn rate(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    Holder(claims): Holder,
    Json(new): Json<New>,
) -> Result<StatusCode, Failure> {
    let rating = checked(new)?;
    let pass: Pass = claims.into();
    let participant = pass.participant().0;
    let place = match pass.consultation {
        Some(own) if own == id => app.store.place(id, participant).await?,
        _ => None,
    };
    if place.ok_or(Code::NotFound)?.lobby != Lobby::Accepted {
        return Err(Code::NotAdmitted.into());
    }
    let deed = Deed::by("participant", "consultation.rate", id);
    let now = Timestamp::now();
    if app.store.add_rating(participant, &rating, deed, now).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Failure::new(Code::Conflict, "they said it already"))
    }
}

fn checked(New { rating, comment }: New) -> Result<Rating, Failure> {
    if !(1..=5).contains(&rating) {
        return Err(Failure::validation("rating must be 1 to 5"));
    }
    let comment = comment.map(|comment| line("comment", &comment, LONGEST_COMMENT));
    Ok(Rating {
        rating,
        comment: comment.transpose()?,
    })
}
