//! What participants measured of their way to the media server.

use super::{Deed, Store, audit, id, parsed};
use crate::clock::Timestamp;
use crate::network_path::{Figures, NetworkPath, Outcome, PathReport};
use crate::role::ParticipantRole;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// Most tests that are told of one consultation.
const MOST: i64 = 50;

/// The last test of a participant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NetworkTest {
    /// Who measured.
    pub participant: Uuid,
    /// Their name.
    pub display_name: String,
    /// Their part.
    pub role: ParticipantRole,
    /// When the result came.
    pub taken_at: Timestamp,
    /// What was tried.
    pub paths: Vec<PathReport>,
}

impl Store {
    /// Keeps what a participant measured in place of what they measured before.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn keep_network_test(
        &self,
        participant: Uuid,
        paths: &[PathReport],
        deed: Deed,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM network_test_paths WHERE participant_id = $1")
            .bind(participant.to_string())
            .execute(&mut *transaction)
            .await?;
        for report in paths {
            let figure =
                |of: fn(&Figures) -> Option<u32>| report.figures.as_ref().and_then(of).map(i64::from);
            sqlx::query(
                "INSERT INTO network_test_paths (participant_id, path, outcome, up_kbit_s, down_kbit_s, up_loss_permille,
                 round_trip_loss_permille, jitter_ms, rtt_ms, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(participant.to_string())
            .bind(report.path.as_str())
            .bind(report.outcome.as_str())
            .bind(figure(|all| Some(all.up_kbit_s)))
            .bind(figure(|all| Some(all.down_kbit_s)))
            .bind(figure(|all| all.up_loss_permille))
            .bind(figure(|all| Some(all.round_trip_loss_permille)))
            .bind(figure(|all| Some(all.jitter_ms)))
            .bind(figure(|all| all.rtt_ms))
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        }
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await
    }

    /// The last test of each participant of a consultation, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn network_tests(&self, consultation: Uuid) -> Result<Vec<NetworkTest>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT t.*, p.display_name, p.role FROM network_test_paths t JOIN participants p ON p.id = t.participant_id
             WHERE p.id IN (SELECT n.participant_id FROM network_test_paths n JOIN participants q ON q.id = n.participant_id
                            WHERE q.consultation_id = $1 GROUP BY n.participant_id ORDER BY MAX(n.taken_at) DESC LIMIT $2)
             ORDER BY t.taken_at DESC, t.participant_id DESC",
        )
        .bind(consultation.to_string())
        .bind(MOST)
        .fetch_all(&self.pool)
        .await?;
        let mut tests: Vec<NetworkTest> = Vec::new();
        for row in &rows {
            let participant = id(row, "participant_id")?;
            let report = read(row)?;
            match tests.last_mut() {
                Some(last) if last.participant == participant => last.paths.push(report),
                _ => tests.push(NetworkTest {
                    participant,
                    display_name: row.try_get("display_name")?,
                    role: parsed(&row.try_get::<String, _>("role")?)?,
                    taken_at: Timestamp(row.try_get("taken_at")?),
                    paths: vec![report],
                }),
            }
        }
        for test in &mut tests {
            test.paths.sort_by_key(|report| report.path);
        }
        Ok(tests)
    }
}

fn read(row: &AnyRow) -> Result<PathReport, sqlx::Error> {
    let known = |column| -> Result<Option<u32>, sqlx::Error> {
        let figure = row.try_get::<Option<i64>, &str>(column)?.map(u32::try_from);
        figure
            .transpose()
            .map_err(|error| sqlx::Error::Decode(Box::new(error)))
    };
    let figure = |column| known(column)?.ok_or(sqlx::Error::RowNotFound);
    let path: NetworkPath = parsed(&row.try_get::<String, _>("path")?)?;
    let outcome: Outcome = parsed(&row.try_get::<String, _>("outcome")?)?;
    let figures = match outcome {
        Outcome::Failed | Outcome::NotOffered => None,
        Outcome::Ok => Some(Figures {
            up_kbit_s: figure("up_kbit_s")?,
            down_kbit_s: figure("down_kbit_s")?,
            up_loss_permille: known("up_loss_permille")?,
            round_trip_loss_permille: figure("round_trip_loss_permille")?,
            jitter_ms: figure("jitter_ms")?,
            rtt_ms: known("rtt_ms")?,
        }),
    };
    Ok(PathReport {
        path,
        outcome,
        figures,
    })
}
