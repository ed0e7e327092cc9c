//! Which database it is.

use super::{postgres, sqlite};
use crate::database_state::DatabaseState;
use crate::start::StartError;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Row, Transaction};
use std::time::Duration;

/// Most connections; writers take turns anyway.
const CONNECTIONS: u32 = 8;

/// The migrations of both databases.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The databases that hold a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// The one that a URL names.
    ///
    /// # Errors
    /// It names another.
    pub(super) fn of(database_url: &str) -> Result<Self, StartError> {
        match database_url.split_once("://") {
            Some(("sqlite", _)) => Ok(Self::Sqlite),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres),
            _ => Err(StartError::DatabaseKind),
        }
    }

    /// Connects to a database that was made where it was missing, looked at for damage, brought up to date.
    ///
    /// # Errors
    /// It cannot be opened, is damaged, or was written by a newer program.
    pub(super) async fn connect(self, database_url: &str) -> Result<AnyPool, StartError> {
        sqlx::any::install_default_drivers();
        match self {
            Self::Sqlite => sqlite::prepare(database_url).await?,
            Self::Postgres => postgres::prepare(database_url).await?,
        }
        let settings = match self {
            Self::Sqlite => sqlite::SETTINGS,
            Self::Postgres => postgres::SETTINGS,
        };
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(5))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    for setting in settings {
                        sqlx::query(*setting).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            })
            .connect(database_url)
            .await?;
        MIGRATIONS.run(&pool).await.map_err(|error| match error {
            MigrateError::VersionMissing(_) => StartError::DatabaseNewer,
            other => StartError::Migration(other.to_string()),
        })?;
        Ok(pool)
    }

    /// Begins to write; others who do so wait until this ends. So what a writer reads stays true until it is done.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn begin(self, pool: &AnyPool) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self {
            Self::Sqlite => pool.begin_with(sqlite::BEGIN).await,
            Self::Postgres => {
                let mut transaction = pool.begin().await?;
                sqlx::query(postgres::TAKE_TURN)
                    .execute(&mut *transaction)
                    .await?;
                Ok(transaction)
            }
        }
    }

    /// Begins to read all at one point in time, while others write.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn snapshot(self, pool: &AnyPool) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self {
            Self::Sqlite => pool.begin().await,
            Self::Postgres => pool.begin_with(postgres::SNAPSHOT).await,
        }
    }

    /// Removes what was changed or removed from where the database still keeps it.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn scrub(self, pool: &AnyPool) -> Result<(), sqlx::Error> {
        let statements = match self {
            Self::Sqlite => sqlite::SCRUB,
            Self::Postgres => postgres::SCRUB,
        };
        for statement in statements {
            sqlx::query(*statement).execute(pool).await?;
        }
        Ok(())
    }

    /// Statements after which the database itself refuses to change or remove audit rows; done again they change nothing.
    pub(super) fn audit_guards(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => sqlite::AUDIT_GUARDS,
            Self::Postgres => postgres::AUDIT_GUARDS,
        }
    }
}

/// See [`database_state`](crate::database_state::database_state).
pub(crate) async fn look(database_url: &str) -> Result<DatabaseState, StartError> {
    let engine = Engine::of(database_url)?;
    sqlx::any::install_default_drivers();
    let connection = match engine {
        Engine::Sqlite => sqlite::look(database_url).await?,
        Engine::Postgres => postgres::look(database_url).await?,
    };
    let Some(mut connection) = connection else {
        return Ok(DatabaseState::Absent);
    };
    let newest = newest_migration(&mut connection).await?;
    connection.close().await?;
    if newest > MIGRATIONS.iter().map(|migration| migration.version).max() {
        return Err(StartError::DatabaseNewer);
    }
    Ok(DatabaseState::Sound)
}

/// The last migration that was done; a database that holds nothing yet has no such table.
async fn newest_migration(connection: &mut AnyConnection) -> Result<Option<i64>, sqlx::Error> {
    let asked = sqlx::query("SELECT MAX(version) FROM _sqlx_migrations");
    match asked.fetch_one(connection).await {
        Ok(row) => row.try_get(0),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_named_by_its_url() {
        assert_eq!(Engine::of("sqlite:///a").ok(), Some(Engine::Sqlite));
        for url in ["postgres://a", "postgresql://a"] {
            assert_eq!(Engine::of(url).ok(), Some(Engine::Postgres));
        }
        for wrong in ["", "mysql://a", "sqlite", "postgres"] {
            assert!(Engine::of(wrong).is_err(), "{wrong}");
        }
    }
}
