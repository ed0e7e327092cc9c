//! Looking back at consultations.

use crate::clock::Timestamp;
use crate::folding;
use crate::history::{Conclusion, Interval, Outcome};
use crate::store::consultations::read as read_consultation;
use crate::store::{Consultation, Status, Store, id, parsed};
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// The time of a consultation: when it is planned, else when it was made.
const TIME: &str = "COALESCE(c.starts_at, c.created_at)";

/// How many recordings of a consultation can be played.
const RECORDINGS: &str =
    "(SELECT COUNT(*) FROM recordings k WHERE k.consultation_id = c.id AND k.state = 'ready') AS recordings";

/// Whose consultations are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    /// A doctor's, and those in which a colleague called them.
    Doctor(Uuid),
    /// A patient's.
    Patient(Uuid),
    /// Everybody's.
    All,
}

/// Which of them.
#[derive(Clone)]
pub(crate) struct Period {
    /// Whose.
    pub whose: Whose,
    /// Planned, else made, at or after.
    pub from: Timestamp,
    /// Planned, else made, before.
    pub to: Timestamp,
    /// For this patient's account.
    pub patient: Option<Uuid>,
    /// With one of these; with any if empty.
    pub statuses: Vec<Status>,
    /// With one of these; with any, or none, if empty.
    pub outcomes: Vec<Outcome>,
    /// Somebody's name, the title or the code has this text in it.
    pub text: String,
    /// Older than this one: its time with its id.
    pub before: Option<(Timestamp, Uuid)>,
    /// At most so many.
    pub limit: i64,
}

/// A consultation with what came of it.
pub(crate) struct Past {
    /// Its time.
    pub at: Timestamp,
    /// The consultation.
    pub consultation: Consultation,
    /// The name of the patient's account.
    pub patient_name: Option<String>,
    /// What came of it, so far.
    pub conclusion: Conclusion,
    /// Recordings of it that can be played.
    pub recordings: i64,
}

/// What statistics are made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Figures {
    /// The consultation's time.
    pub at: Timestamp,
    /// The patient's account.
    pub patient: Option<Uuid>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// How long the doctor and another were together, in milliseconds.
    pub held_ms: i64,
    /// How long they waited for the doctor, in milliseconds.
    pub waited_ms: Option<i64>,
}

impl Whose {
    /// The condition that indexes serve, on the parameter `$1`.
    fn condition(self) -> &'static str {
        match self {
            Self::Doctor(_) => "(c.doctor_id = $1 OR c.colleague_id = $1)",
            Self::Patient(_) => "c.patient_id = $1",
            Self::All => "$1 = ''",
        }
    }

    fn parameter(self) -> String {
        match self {
            Self::Doctor(user) | Self::Patient(user) => user.to_string(),
            Self::All => String::new(),
        }
    }
}

impl Store {
    /// Consultations with what came of them, the latest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn past(&self, which: &Period) -> Result<Vec<Past>, sqlx::Error> {
        let condition = which.whose.condition();
        let query = format!(
            "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team, p.name AS patient_name, {TIME} AS at,
             o.outcome, o.met_at, o.parted_at, o.held_ms, o.waited_ms, {RECORDINGS}
             FROM consultations c JOIN users u ON u.id = c.doctor_id LEFT JOIN users p ON p.id = c.patient_id
             LEFT JOIN outcomes o ON o.consultation_id = c.id
             WHERE {condition} AND {TIME} >= $2 AND {TIME} < $3 AND ($4 = '' OR c.patient_id = $4)
             AND ($5 = '' OR $5 LIKE '%,' || c.status || ',%') AND ($6 = '' OR $6 LIKE '%,' || o.outcome || ',%')
             AND ($7 = '' OR c.code = $8 OR c.folded_title LIKE $7 ESCAPE '\\' OR p.folded_name LIKE $7 ESCAPE '\\'
                  OR u.folded_name LIKE $7 ESCAPE '\\' OR EXISTS (SELECT 1 FROM participants v
                  WHERE v.consultation_id = c.id AND v.folded_name LIKE $7 ESCAPE '\\'))
             AND ({TIME} < $9 OR ({TIME} = $9 AND c.id < $10)) ORDER BY {TIME} DESC, c.id DESC LIMIT $11"
        );
        let before = which.before.map(|(at, id)| (at.0, id.to_string()));
        let (before_at, before_id) = before.unwrap_or((i64::MAX, String::new()));
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(which.whose.parameter())
            .bind(which.from.0)
            .bind(which.to.0)
            .bind(
                which
                    .patient
                    .map(|patient| patient.to_string())
                    .unwrap_or_default(),
            )
            .bind(listed(which.statuses.iter().map(|status| status.as_str())))
            .bind(listed(which.outcomes.iter().map(|outcome| outcome.as_str())))
            .bind(pattern(&which.text))
            .bind(crate::code::normalise(&which.text).unwrap_or_default())
            .bind(before_at)
            .bind(before_id)
            .bind(which.limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// What came of one consultation so far.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn past_one(&self, consultation: Uuid) -> Result<Option<Past>, sqlx::Error> {
        let query = format!(
            "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team, p.name AS patient_name, {TIME} AS at,
             o.outcome, o.met_at, o.parted_at, o.held_ms, o.waited_ms, {RECORDINGS}
             FROM consultations c JOIN users u ON u.id = c.doctor_id LEFT JOIN users p ON p.id = c.patient_id
             LEFT JOIN outcomes o ON o.consultation_id = c.id WHERE c.id = $1"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(consultation.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// What statistics of a time are made of, in order of time.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn figures(
        &self,
        whose: Whose,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Figures>, sqlx::Error> {
        let condition = whose.condition();
        let query = format!(
            "SELECT {TIME} AS at, c.patient_id, o.outcome, o.held_ms, o.waited_ms
             FROM consultations c LEFT JOIN outcomes o ON o.consultation_id = c.id
             WHERE {condition} AND {TIME} >= $2 AND {TIME} < $3 ORDER BY {TIME}"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(whose.parameter())
            .bind(from.0)
            .bind(to.0)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_figures).collect()
    }
}

/// Words between commas, so that one of them can be looked for by `LIKE`.
fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    if words.is_empty() {
        String::new()
    } else {
        format!(",{},", words.join(","))
    }
}

/// Nothing where everything is looked for.
fn pattern(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    folding::part(text)
}

fn read(row: &AnyRow) -> Result<Past, sqlx::Error> {
    let together = row
        .try_get::<Option<i64>, _>("met_at")?
        .zip(row.try_get::<Option<i64>, _>("parted_at")?);
    Ok(Past {
        at: Timestamp(row.try_get("at")?),
        consultation: read_consultation(row)?,
        patient_name: row.try_get("patient_name")?,
        conclusion: Conclusion {
            outcome: outcome(row)?,
            together: together.map(|(from, to)| Interval { from, to }),
            held_ms: row.try_get::<Option<i64>, _>("held_ms")?.unwrap_or_default(),
            waited_ms: row.try_get("waited_ms")?,
        },
        recordings: row.try_get("recordings")?,
    })
}

fn read_figures(row: &AnyRow) -> Result<Figures, sqlx::Error> {
    let patient: Option<String> = row.try_get("patient_id")?;
    Ok(Figures {
        at: Timestamp(row.try_get("at")?),
        patient: patient.map(|_| id(row, "patient_id")).transpose()?,
        outcome: outcome(row)?,
        held_ms: row.try_get::<Option<i64>, _>("held_ms")?.unwrap_or_default(),
        waited_ms: row.try_get("waited_ms")?,
    })
}

fn outcome(row: &AnyRow) -> Result<Option<Outcome>, sqlx::Error> {
    let outcome: Option<String> = row.try_get("outcome")?;
    outcome.map(|word| parsed(&word)).transpose()
}
