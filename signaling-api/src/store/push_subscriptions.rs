//! Browsers that are sent push messages.

use super::sealing::{PUSH_AUTH, PUSH_KEY};
use super::{Deed, Store, Team, audit, id, parsed};
use crate::clock::Timestamp;
use crate::language::Language;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// Most browsers of one person; the oldest make room.
const MOST: i64 = 10;
/// Most browsers that one message is sent to.
const MOST_AT_ONCE: i64 = 500;

/// A browser to be.
pub(crate) struct NewSubscription {
    /// Whose.
    pub user: Uuid,
    /// Their session in it; nothing where a platform speaks for them.
    pub session: Option<Uuid>,
    /// Where the push service takes messages for it.
    pub endpoint: String,
    /// Its public key, in URL-safe base 64.
    pub p256dh: String,
    /// Its secret, in the same.
    pub auth: String,
    /// What it calls itself.
    pub device: String,
}

/// A browser, as its owner sees it.
pub(crate) struct Subscription {
    /// Its id.
    pub id: Uuid,
    /// What it calls itself.
    pub device: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Their session in it.
    pub session: Option<Uuid>,
}

/// Whose browsers a message is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whom {
    /// Of one person.
    User(Uuid),
    /// Of the doctors of a team.
    Team(Team),
}

/// A browser, as it is sent to.
#[derive(Clone)]
pub(crate) struct Addressee {
    /// Its id.
    pub id: Uuid,
    /// Where the push service takes messages for it.
    pub endpoint: String,
    /// Its public key, in URL-safe base 64.
    pub p256dh: String,
    /// Its secret, in the same.
    pub auth: String,
    /// What its owner reads.
    pub language: Option<Language>,
}

impl Store {
    /// Keeps a browser, whoever it belonged to before; its id.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_push_subscription(
        &self,
        new: NewSubscription,
        now: Timestamp,
    ) -> Result<Subscription, sqlx::Error> {
        let user = new.user;
        let mut writing = self.begin().await?;
        let known = sqlx::query("SELECT id FROM push_subscriptions WHERE endpoint = $1")
            .bind(new.endpoint.clone())
            .fetch_optional(&mut *writing)
            .await?;
        let own = known.map(|row| id(&row, "id")).transpose()?;
        let own = own.unwrap_or_else(Uuid::now_v7);
        let seal = &self.keys.seal;
        let row = sqlx::query(
            "INSERT INTO push_subscriptions (id, user_id, session_id, endpoint, p256dh, auth, device, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id,
             session_id = excluded.session_id, p256dh = excluded.p256dh, auth = excluded.auth, device = excluded.device
             RETURNING *",
        )
        .bind(own.to_string())
        .bind(user.to_string())
        .bind(new.session.map(|session| session.to_string()))
        .bind(new.endpoint)
        .bind(seal.seal(PUSH_KEY, own, &new.p256dh)?)
        .bind(seal.seal(PUSH_AUTH, own, &new.auth)?)
        .bind(new.device)
        .bind(now.0)
        .fetch_one(&mut *writing)
        .await?;
        let kept = read(&row)?;
        sqlx::query(
            "DELETE FROM push_subscriptions WHERE user_id = $1 AND id NOT IN
             (SELECT id FROM push_subscriptions WHERE user_id = $1 ORDER BY id DESC LIMIT $2)",
        )
        .bind(user.to_string())
        .bind(MOST)
        .execute(&mut *writing)
        .await?;
        audit::record(&mut writing, Deed::by_user(user, "push.subscribe", kept.id), now).await?;
        writing.commit().await?;
        Ok(kept)
    }

    /// A person's browsers, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn push_subscriptions(&self, user: Uuid) -> Result<Vec<Subscription>, sqlx::Error> {
        let rows = sqlx::query("SELECT * FROM push_subscriptions WHERE user_id = $1 ORDER BY id DESC")
            .bind(user.to_string())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// A person's browser is sent nothing any more; whether there was one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn remove_push_subscription(
        &self,
        user: Uuid,
        subscription: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change = sqlx::query("DELETE FROM push_subscriptions WHERE id = $1 AND user_id = $2")
            .bind(subscription.to_string())
            .bind(user.to_string());
        self.change(change, Deed::by_user(user, "push.unsubscribe", subscription), now)
            .await
    }

    /// The push service knows a browser no more.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn forget_push_subscription(&self, subscription: Uuid) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM push_subscriptions WHERE id = $1")
            .bind(subscription.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Browsers that a message is for; of nobody whose account is disabled.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn push_addressees(&self, whom: Whom) -> Result<Vec<Addressee>, sqlx::Error> {
        let (user, team) = match whom {
            Whom::User(user) => (user.to_string(), String::new()),
            Whom::Team(Team(team)) => (
                String::new(),
                team.map(|team| team.to_string()).unwrap_or_default(),
            ),
        };
        let rows = sqlx::query(
            "SELECT s.*, u.language FROM push_subscriptions s JOIN users u ON u.id = s.user_id
             WHERE u.disabled_at IS NULL AND (s.user_id = $1 OR ($1 = '' AND u.role = 'doctor' AND COALESCE(u.team_id, '') = $2))
             ORDER BY s.id DESC LIMIT $3",
        )
        .bind(user)
        .bind(team)
        .bind(MOST_AT_ONCE)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| self.read_addressee(row)).collect()
    }

    fn read_addressee(&self, row: &AnyRow) -> Result<Addressee, sqlx::Error> {
        let own = id(row, "id")?;
        let opened = |column, sealed: String| self.keys.seal.open(column, own, &sealed);
        Ok(Addressee {
            id: own,
            endpoint: row.try_get("endpoint")?,
            p256dh: opened(PUSH_KEY, row.try_get("p256dh")?)?,
            auth: opened(PUSH_AUTH, row.try_get("auth")?)?,
            language: row.try_get::<String, _>("language")?.parse().ok(),
        })
    }
}

/// Browsers that were signed out are sent nothing any more, within the transaction that signs them out: all sessions of a
/// person but one.
pub(super) async fn forget_other_sessions(
    connection: &mut AnyConnection,
    user: Uuid,
    but: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM push_subscriptions WHERE user_id = $1 AND (session_id IS NULL OR session_id <> $2)",
    )
    .bind(user.to_string())
    .bind(but.map(|session| session.to_string()).unwrap_or_default())
    .execute(connection)
    .await?;
    Ok(())
}

/// As [`forget_other_sessions`], of one session.
pub(super) async fn forget_session(connection: &mut AnyConnection, session: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM push_subscriptions WHERE session_id = $1")
        .bind(session.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Subscription, sqlx::Error> {
    let session: Option<String> = row.try_get("session_id")?;
    Ok(Subscription {
        id: id(row, "id")?,
        device: row.try_get("device")?,
        created_at: Timestamp(row.try_get("created_at")?),
        session: session.as_deref().map(parsed).transpose()?,
    })
}
