//! Doctors who share their waiting rooms.

use super::{Deed, Store, audit, id};
use crate::clock::Timestamp;
use sqlx::Row;
use uuid::Uuid;

/// Most teams of an installation.
const MOST: i64 = 200;

/// With whom a doctor shares: a team, or all who are in none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Team(pub Option<Uuid>);

/// A team with its doctors.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TeamMembers {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Ids and names of its doctors, by name.
    pub doctors: Vec<(Uuid, String)>,
}

/// Why a team was not made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotMade {
    /// Another has the name.
    NameTaken,
    /// There are too many.
    Full,
}

impl Store {
    /// All teams by name.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn teams(&self) -> Result<Vec<TeamMembers>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT t.id, t.name, u.id AS doctor_id, u.name AS doctor_name FROM teams t
             LEFT JOIN users u ON u.team_id = t.id AND u.role = 'doctor' AND u.disabled_at IS NULL ORDER BY t.name, t.id, u.name, u.id",
        )
        .fetch_all(&self.pool)
        .await?;
        let mut teams: Vec<TeamMembers> = Vec::new();
        for row in rows {
            let team = id(&row, "id")?;
            if teams.last().is_none_or(|last| last.id != team) {
                teams.push(TeamMembers {
                    id: team,
                    name: row.try_get("name")?,
                    doctors: Vec::new(),
                });
            }
            let doctor: Option<String> = row.try_get("doctor_name")?;
            if let (Some(name), Some(last)) = (doctor, teams.last_mut()) {
                last.doctors.push((id(&row, "doctor_id")?, name));
            }
        }
        Ok(teams)
    }

    /// Makes a team.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_team(
        &self,
        name: String,
        by: Uuid,
        now: Timestamp,
    ) -> Result<Result<Uuid, NotMade>, sqlx::Error> {
        let team = Uuid::now_v7();
        let mut writing = self.begin().await?;
        let row = sqlx::query("SELECT COUNT(*) FROM teams")
            .fetch_one(&mut *writing)
            .await?;
        if row.try_get::<i64, _>(0)? >= MOST {
            return Ok(Err(NotMade::Full));
        }
        let done = sqlx::query(
            "INSERT INTO teams (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
        )
        .bind(team.to_string())
        .bind(name)
        .bind(now.0)
        .execute(&mut *writing)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(Err(NotMade::NameTaken));
        }
        audit::record(&mut writing, Deed::by_user(by, "team.create", team), now).await?;
        writing.commit().await?;
        Ok(Ok(team))
    }

    /// Removes a team: its doctors are in none then. Whether there was one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn remove_team(
        &self,
        team: Uuid,
        by: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut writing = self.begin().await?;
        sqlx::query("UPDATE users SET team_id = NULL WHERE team_id = $1")
            .bind(team.to_string())
            .execute(&mut *writing)
            .await?;
        let done = sqlx::query("DELETE FROM teams WHERE id = $1")
            .bind(team.to_string())
            .execute(&mut *writing)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit::record(&mut writing, Deed::by_user(by, "team.remove", team), now).await?;
        writing.commit().await?;
        Ok(true)
    }

    /// Puts a doctor into a team, out of the one before. Whether there are such a team and such a doctor.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn join_team(
        &self,
        team: Uuid,
        doctor: Uuid,
        by: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let query = "UPDATE users SET team_id = $1 WHERE id = $2 AND role = 'doctor' AND EXISTS (SELECT 1 FROM teams WHERE id = $1)";
        self.change_members(query, team, doctor, Deed::by_user(by, "team.join", doctor), now)
            .await
    }

    /// Takes a doctor out of a team. Whether they were in it.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn leave_team(
        &self,
        team: Uuid,
        doctor: Uuid,
        by: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let query = "UPDATE users SET team_id = NULL WHERE team_id = $1 AND id = $2";
        self.change_members(query, team, doctor, Deed::by_user(by, "team.leave", doctor), now)
            .await
    }

    /// Runs `query` on the team and the doctor; whether it changed anything.
    async fn change_members(
        &self,
        query: &'static str,
        team: Uuid,
        doctor: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change = sqlx::query(query).bind(team.to_string()).bind(doctor.to_string());
        self.change(change, deed, now).await
    }
}
