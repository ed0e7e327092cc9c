//! Places that were given out.

use super::{Store, audit, id, parsed};
use crate::clock::Timestamp;
use crate::folding::fold;
use crate::live::{Denial, DenyReason};
use crate::role::{Kind, ParticipantRole};
use crate::store::Deed;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::str::FromStr;
use uuid::Uuid;

/// Where somebody is: before the door or past it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = LobbyState)]
pub(crate) enum Lobby {
    /// Until the doctor lets them in.
    Waiting,
    /// Let in.
    Accepted,
    /// Sent away.
    Denied,
}

/// A place in a consultation.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Participant {
    /// Its id, which is also the identity in tokens.
    pub id: Uuid,
    /// The account behind it.
    pub user_id: Option<Uuid>,
    /// Their part.
    pub role: ParticipantRole,
    /// As what somebody without an account was invited.
    pub kind: Option<Kind>,
    /// The name that others see.
    pub display_name: String,
    /// Whether they were let in.
    pub lobby: Lobby,
    /// Since when they wait or waited.
    pub waiting_since: Option<Timestamp>,
    /// The doctor's last word to them while they wait, and when it was said.
    pub message: Option<(String, Timestamp)>,
    /// Why they were sent away; nothing where nobody said so.
    pub denial: Option<Denial>,
}

/// Who comes.
pub(crate) struct Coming<'a> {
    /// The account.
    pub user: Option<Uuid>,
    /// The one-time invitation.
    pub invitation: Option<Uuid>,
    /// The part in the consultation.
    pub role: ParticipantRole,
    /// As what somebody without an account was invited.
    pub kind: Option<Kind>,
    /// The name that others see.
    pub name: &'a str,
    /// Whether they wait at their first coming.
    pub waits: bool,
}

impl Coming<'_> {
    /// Whether they come back to the place that they had.
    #[must_use]
    pub(crate) fn has_one_place(&self) -> bool {
        self.user.is_some() || self.invitation.is_some()
    }
}

impl Lobby {
    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Denied => "denied",
        }
    }
}

impl FromStr for Lobby {
    type Err = super::consultations::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "waiting" => Ok(Self::Waiting),
            "accepted" => Ok(Self::Accepted),
            "denied" => Ok(Self::Denied),
            _ => Err(super::consultations::UnknownWord),
        }
    }
}

impl Store {
    /// The place of a user or a one-time invitation in a consultation, made at the first coming; a guest gets a new one each time. Who was let in
    /// stays so, who was sent away and comes again waits again; a doctor is always in.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn give_place(
        &self,
        consultation: Uuid,
        coming: &Coming<'_>,
        now: Timestamp,
    ) -> Result<Participant, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let lobby = if coming.waits {
            Lobby::Waiting
        } else {
            Lobby::Accepted
        };
        // Nobody has both, so one of the two is what a second coming meets.
        let one_place = if coming.invitation.is_some() {
            "invitation_id"
        } else {
            "consultation_id, user_id"
        };
        let sql = format!(
            "INSERT INTO participants (id, consultation_id, user_id, role, display_name, created_at, lobby, waiting_since, kind, invitation_id, folded_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT ({one_place}) DO UPDATE SET display_name = $5, folded_name = $11,
             lobby = CASE WHEN participants.lobby = 'denied' OR $7 = 'accepted' THEN $7 ELSE participants.lobby END,
             waiting_since = CASE WHEN participants.lobby = 'denied' THEN $8 ELSE participants.waiting_since END,
             message = CASE WHEN participants.lobby = 'denied' THEN NULL ELSE participants.message END,
             denied_reason = NULL, denied_message = NULL RETURNING *"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(Uuid::now_v7().to_string())
            .bind(consultation.to_string())
            .bind(coming.user.map(|user| user.to_string()))
            .bind(coming.role.as_str())
            .bind(coming.name.to_owned())
            .bind(now.0)
            .bind(lobby.as_str())
            .bind(coming.waits.then_some(now.0))
            .bind(coming.kind.map_or("", Kind::as_str))
            .bind(coming.invitation.map(|invitation| invitation.to_string()))
            .bind(fold(coming.name))
            .fetch_one(&mut *transaction)
            .await?;
        let deed = match coming.user {
            Some(user) => Deed::by_user(user, "consultation.join", consultation),
            None => Deed::by("guest", "consultation.join", consultation),
        };
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        read(&row)
    }

    /// A place in a consultation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn place(
        &self,
        consultation: Uuid,
        participant: Uuid,
    ) -> Result<Option<Participant>, sqlx::Error> {
        let row = sqlx::query("SELECT * FROM participants WHERE id = $1 AND consultation_id = $2")
            .bind(participant.to_string())
            .bind(consultation.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Moves somebody through the door, with a reason where they are sent away; nothing where they are not where they were thought
    /// to be, or are the doctor.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn move_place(
        &self,
        participant: &Participant,
        to: Lobby,
        denial: Option<Denial>,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<Participant>, sqlx::Error> {
        let (reason, word) = denial
            .map(|denial| (denial.reason.as_str(), denial.message))
            .unzip();
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "UPDATE participants SET lobby = $1, waiting_since = CASE WHEN $1 = 'waiting' THEN $2 ELSE waiting_since END,
             message = NULL, message_at = NULL, denied_reason = $5, denied_message = $6
             WHERE id = $3 AND lobby = $4 AND role <> 'doctor' RETURNING *",
        )
        .bind(to.as_str())
        .bind(now.0)
        .bind(participant.id.to_string())
        .bind(participant.lobby.as_str())
        .bind(reason)
        .bind(word.flatten())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(None) };
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        read(&row).map(Some)
    }

    /// Keeps the doctor's word to one of those who wait, or to all of them; whom it reaches.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn tell_waiting(
        &self,
        consultation: Uuid,
        participant: Option<Uuid>,
        message: &str,
        now: Timestamp,
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        let rows = sqlx::query(
            "UPDATE participants SET message = $1, message_at = $2
             WHERE consultation_id = $3 AND lobby = 'waiting' AND ($4 = '' OR id = $4) RETURNING id",
        )
        .bind(message.to_owned())
        .bind(now.0)
        .bind(consultation.to_string())
        .bind(participant.map(|id| id.to_string()).unwrap_or_default())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| id(row, "id")).collect()
    }

    /// The place that belongs to a one-time invitation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn place_of_invitation(
        &self,
        invitation: Uuid,
    ) -> Result<Option<Participant>, sqlx::Error> {
        let row = sqlx::query("SELECT * FROM participants WHERE invitation_id = $1")
            .bind(invitation.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The place that a user has in a consultation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn place_of_user(
        &self,
        consultation: Uuid,
        user: Uuid,
    ) -> Result<Option<Participant>, sqlx::Error> {
        let row = sqlx::query("SELECT * FROM participants WHERE consultation_id = $1 AND user_id = $2")
            .bind(consultation.to_string())
            .bind(user.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }
}

/// The doctor who had a consultation has no place in it any more, within the transaction that gives it away.
pub(super) async fn shut_out_doctor(
    connection: &mut AnyConnection,
    consultation: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE participants SET lobby = 'denied' WHERE consultation_id = $1 AND role = 'doctor'")
        .bind(consultation.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Participant, sqlx::Error> {
    let time = |column| -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, &str>(column)?.map(Timestamp))
    };
    let user: Option<String> = row.try_get("user_id")?;
    let message: Option<String> = row.try_get("message")?;
    let reason: Option<String> = row.try_get("denied_reason")?;
    let word: Option<String> = row.try_get("denied_message")?;
    Ok(Participant {
        id: id(row, "id")?,
        user_id: user.as_deref().map(parsed).transpose()?,
        role: parsed(&row.try_get::<String, _>("role")?)?,
        kind: row.try_get::<String, _>("kind")?.parse().ok(),
        display_name: row.try_get("display_name")?,
        lobby: parsed(&row.try_get::<String, _>("lobby")?)?,
        waiting_since: time("waiting_since")?,
        message: message.zip(time("message_at")?),
        denial: reason.map(|reason| Denial {
            reason: DenyReason::of(&reason),
            message: word,
        }),
    })
}
