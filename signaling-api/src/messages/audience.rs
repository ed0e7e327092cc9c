//! Whose devices hear of what happens in a conversation.

use crate::app::App;
use crate::live::Audience;
use crate::store::{Conversation, Seat};
use model::ParticipantId;
use uuid::Uuid;

/// Everybody who hears of a message: both sides wherever they are; in a consultation all who are in.
///
/// # Errors
/// The store's.
pub(super) async fn everybody(
    app: &App,
    conversation: &Conversation,
    visit: Option<Uuid>,
) -> Result<Audience, sqlx::Error> {
    let mut audience = Audience::default();
    for member in sides(app, conversation, visit).await? {
        member.add_to(&mut audience);
    }
    if let Some(room) = living_room(app, visit).await? {
        audience.add_room(room);
    }
    Ok(audience)
}

/// The devices of one who says something: an account, or the place of a guest.
///
/// # Errors
/// The store's.
pub(super) async fn devices(
    app: &App,
    conversation: &Conversation,
    visit: Option<Uuid>,
    sender: Uuid,
) -> Result<Audience, sqlx::Error> {
    let mut audience = Audience::default();
    let sides = sides(app, conversation, visit).await?;
    if let Some(side) = sides.iter().find(|side| side.user == sender) {
        side.add_to(&mut audience);
    } else if let Some(room) = living_room(app, visit).await? {
        audience.add_place(room, ParticipantId(sender));
    }
    Ok(audience)
}

/// One side of a conversation with its places in calls.
pub(super) struct Side {
    /// The account.
    pub user: Uuid,
    seats: Vec<Seat>,
}

impl Side {
    /// All of its devices.
    #[must_use]
    pub(super) fn devices(&self) -> Audience {
        let mut audience = Audience::default();
        self.add_to(&mut audience);
        audience
    }

    fn add_to(&self, audience: &mut Audience) {
        audience.add_user(self.user);
        for seat in &self.seats {
            audience.add_place(seat.room, seat.participant);
        }
    }
}

/// The accounts on both sides.
///
/// # Errors
/// The store's.
pub(super) async fn sides(
    app: &App,
    conversation: &Conversation,
    visit: Option<Uuid>,
) -> Result<Vec<Side>, sqlx::Error> {
    let seats = app.store.seats_of(conversation, visit).await?;
    let side = |user| Side {
        user,
        seats: seats.iter().filter(|seat| seat.user == user).copied().collect(),
    };
    Ok(conversation.members().map(side).collect())
}

async fn living_room(app: &App, visit: Option<Uuid>) -> Result<Option<model::RoomId>, sqlx::Error> {
    match visit {
        Some(visit) => app.store.living_room(visit).await,
        None => Ok(None),
    }
}
