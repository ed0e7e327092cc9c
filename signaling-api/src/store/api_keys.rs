//! Keys of servers.

use super::{Deed, Store, audit, id, parsed};
use crate::clock::Timestamp;
use crate::code;
use crate::scope::Scope;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::time::Duration;
use uuid::Uuid;

/// How exactly the last use of a key is known: not each one is written.
const USE_GRAIN: Duration = Duration::from_secs(60);
/// Most keys that are listed.
const MOST: i64 = 200;

/// A key, without its secret.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ApiKey {
    /// Its id.
    pub id: Uuid,
    /// What its maker calls it.
    pub name: String,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends, if ever.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to a minute.
    pub last_used_at: Option<Timestamp>,
}

impl Store {
    /// Makes a key; gives it with its secret.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_api_key(
        &self,
        name: String,
        scopes: Vec<Scope>,
        expires_at: Option<Timestamp>,
        by: Uuid,
        now: Timestamp,
    ) -> Result<(ApiKey, String), sqlx::Error> {
        let (key, secret) = (Uuid::now_v7(), format!("vk_{}", code::share_token()));
        let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO api_keys (id, name, digest, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(key.to_string())
        .bind(name.clone())
        .bind(code::digest(&secret))
        .bind(words.join(" "))
        .bind(now.0)
        .bind(expires_at.map(|time| time.0))
        .execute(&mut *transaction)
        .await?;
        audit::record(&mut transaction, Deed::by_user(by, "api_key.create", key), now).await?;
        transaction.commit().await?;
        let made = ApiKey {
            id: key,
            name,
            scopes,
            created_at: now,
            expires_at,
            last_used_at: None,
        };
        Ok((made, secret))
    }

    /// The key with this secret, if it is good; its use is remembered.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn api_key(&self, secret: &str, now: Timestamp) -> Result<Option<ApiKey>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT * FROM api_keys WHERE digest = $1 AND (expires_at IS NULL OR expires_at > $2)",
        )
        .bind(code::digest(secret))
        .bind(now.0)
        .fetch_optional(&self.pool)
        .await?;
        let found = row.as_ref().map(read).transpose()?;
        if let Some(key) = &found
            && key.last_used_at.is_none_or(|used| used + USE_GRAIN < now)
        {
            sqlx::query("UPDATE api_keys SET last_used_at = $1 WHERE id = $2")
                .bind(now.0)
                .bind(key.id.to_string())
                .execute(&self.pool)
                .await?;
        }
        Ok(found)
    }

    /// All keys, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn api_keys(&self) -> Result<Vec<ApiKey>, sqlx::Error> {
        let rows = sqlx::query("SELECT * FROM api_keys ORDER BY id DESC LIMIT $1")
            .bind(MOST)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Ends a key; whether there was one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn revoke_api_key(
        &self,
        key: Uuid,
        by: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change = sqlx::query("DELETE FROM api_keys WHERE id = $1").bind(key.to_string());
        self.change(change, Deed::by_user(by, "api_key.revoke", key), now)
            .await
    }
}

fn read(row: &AnyRow) -> Result<ApiKey, sqlx::Error> {
    let time = |column| -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, &str>(column)?.map(Timestamp))
    };
    let scopes: String = row.try_get("scopes")?;
    Ok(ApiKey {
        id: id(row, "id")?,
        name: row.try_get("name")?,
        scopes: scopes.split_whitespace().map(parsed).collect::<Result<_, _>>()?,
        created_at: Timestamp(row.try_get("created_at")?),
        expires_at: time("expires_at")?,
        last_used_at: time("last_used_at")?,
    })
}
