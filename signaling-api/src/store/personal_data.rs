//! All that is known of one person, to hand out or to forget.

use super::directory::{NotChanged, admins_left};
use super::{Deed, Store, audit};
use crate::clock::Timestamp;
use serde_json::{Map, Value};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// Newest audit rows that are handed out.
const AUDIT: &str =
    "SELECT at, action, outcome, CASE WHEN actor = $1 THEN 'self' ELSE 'other' END AS done_by FROM audit
    WHERE actor = $1 OR subject = $1 ORDER BY seq DESC LIMIT 10000";
const ACCOUNT: &str = "SELECT id, email, name, role, created_at, disabled_at FROM users WHERE id = $1";
const SESSIONS: &str =
    "SELECT device, created_at, rotated_at AS used_at FROM refresh_sessions WHERE user_id = $1 ORDER BY id";
const PUSH: &str =
    "SELECT device, endpoint, created_at FROM push_subscriptions WHERE user_id = $1 ORDER BY id";
const CONSULTATIONS: &str = "SELECT id, mode, title, status, starts_at, created_at, started_at, ended_at,
    CASE WHEN doctor_id = $1 THEN 'doctor' ELSE 'patient' END AS part FROM consultations
    WHERE doctor_id = $1 OR patient_id = $1 ORDER BY id";
const PLACES: &str = "SELECT id, consultation_id, role, display_name, created_at, furthest_stage, furthest_at, path_transport,
    path_family, advice, lobby, waiting_since, message, message_at, denied_reason, denied_message FROM participants WHERE user_id = $1 ORDER BY id";
const NETWORK_TESTS: &str =
    "SELECT t.* FROM network_test_paths t JOIN participants p ON p.id = t.participant_id
    WHERE p.user_id = $1 ORDER BY t.participant_id, t.path";

const MESSAGES: &str =
    "SELECT m.id, m.conversation_id, m.kind, m.content, f.name AS file_name, m.sent_at FROM messages m
    LEFT JOIN files f ON f.id = m.file_id WHERE m.sender_id = $1 ORDER BY m.number";
const CALLS: &str = "SELECT id, mode, status, created_at, answered_at, ended_at,
    CASE WHEN caller_id = $1 THEN 'caller' ELSE 'callee' END AS part FROM calls
    WHERE caller_id = $1 OR callee_id = $1 ORDER BY id";
const RATINGS: &str =
    "SELECT r.rating, r.comment, r.created_at FROM ratings r JOIN participants p ON p.id = r.participant_id
    WHERE p.user_id = $1 ORDER BY r.participant_id";

const RECORDINGS: &str =
    "SELECT r.id, r.consultation_id, r.asked_at, a.agreed, a.answered_at FROM recording_answers a
    JOIN recordings r ON r.id = a.recording_id JOIN participants p ON p.id = a.participant_id
    WHERE p.user_id = $1 ORDER BY r.id";

/// What is handed out, by the name of its kind.
const KINDS: [(&str, &str); 10] = [
    ("sessions", SESSIONS),
    ("push_subscriptions", PUSH),
    ("consultations", CONSULTATIONS),
    ("places", PLACES),
    ("network_tests", NETWORK_TESTS),
    ("messages", MESSAGES),
    ("calls", CALLS),
    ("ratings", RATINGS),
    ("recordings", RECORDINGS),
    ("audit", AUDIT),
];

/// What takes a person out of rows that stay for the statistics.
const FORGET: [&str; 13] = [
    // Voices and faces cannot be taken out of what others said with them: the files go as a whole, by the round that follows.
    "DELETE FROM recordings WHERE state <> 'recording' AND state <> 'saving' AND id IN (SELECT a.recording_id FROM recording_answers a
     JOIN participants p ON p.id = a.participant_id WHERE p.user_id = $1)",
    "DELETE FROM refresh_sessions WHERE user_id = $1",
    "DELETE FROM password_tokens WHERE user_id = $1",
    "DELETE FROM push_subscriptions WHERE user_id = $1",
    "DELETE FROM totp_secrets WHERE user_id = $1",
    "DELETE FROM recovery_codes WHERE user_id = $1",
    "DELETE FROM external_identities WHERE user_id = $1",
    // Their files are shown by no message then: the next round takes the bytes away.
    "UPDATE messages SET content = '(erased)', kind = 'text', file_id = NULL WHERE sender_id = $1",
    "UPDATE files SET name = '(erased)' WHERE sender_id = $1",
    "UPDATE ratings SET comment = NULL WHERE participant_id IN (SELECT id FROM participants WHERE user_id = $1)",
    "UPDATE participants SET display_name = '(erased)', folded_name = '(erased)', message = NULL, message_at = NULL,
     denied_message = NULL WHERE user_id = $1",
    "UPDATE consultations SET title = NULL, folded_title = '' WHERE patient_id = $1",
    "UPDATE users SET name = '(erased)', folded_name = '(erased)', email = $1 || '@erased.invalid', password_hash = '' WHERE id = $1",
];

impl Store {
    /// All that is known of the owner of an account, except what others wrote of other people; nothing where there is no such
    /// account.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn export_person(
        &self,
        person: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<Value>, sqlx::Error> {
        let mut writing = self.begin().await?;
        audit::record(&mut writing, deed, now).await?;
        let mut account = rows(&mut writing, ACCOUNT, person).await?;
        let Some(account) = account.pop() else {
            return Ok(None);
        };
        let mut all = Map::from_iter([("account".to_owned(), account)]);
        for (kind, query) in KINDS {
            all.insert(
                kind.to_owned(),
                Value::Array(rows(&mut writing, query, person).await?),
            );
        }
        writing.commit().await?;
        Ok(Some(Value::Object(all)))
    }

    /// Takes the owner of an account out of all rows: the account is nobody's and disabled, what it took part in is still counted.
    /// Failures to sign in are forgotten by `digest`. One administrator always stays.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn erase_person(
        &self,
        person: Uuid,
        digest: &str,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Result<(), NotChanged>, sqlx::Error> {
        let mut writing = self.begin().await?;
        let done = sqlx::query("UPDATE users SET disabled_at = COALESCE(disabled_at, $1) WHERE id = $2")
            .bind(now.0)
            .bind(person.to_string())
            .execute(&mut *writing)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(Err(NotChanged::Unknown));
        }
        if admins_left(&mut writing).await? == 0 {
            return Ok(Err(NotChanged::LastAdmin));
        }
        sqlx::query("DELETE FROM sign_in_failures WHERE digest = $1")
            .bind(digest.to_owned())
            .execute(&mut *writing)
            .await?;
        for statement in FORGET {
            sqlx::query(statement)
                .bind(person.to_string())
                .execute(&mut *writing)
                .await?;
        }
        audit::record(&mut writing, deed, now).await?;
        writing.commit().await?;
        Ok(Ok(()))
    }
}

async fn rows(
    connection: &mut AnyConnection,
    query: &'static str,
    person: Uuid,
) -> Result<Vec<Value>, sqlx::Error> {
    let rows = sqlx::query(query)
        .bind(person.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(object).collect()
}

/// A row as an object: times, whose columns end in `_at`, in RFC 3339.
fn object(row: &AnyRow) -> Result<Value, sqlx::Error> {
    let mut object = Map::new();
    for (at, column) in sqlx::Row::columns(row).iter().enumerate() {
        let name = sqlx::Column::name(column);
        let value = match row.try_get::<Option<String>, _>(at) {
            Ok(text) => text.map(Value::from),
            Err(_) => row
                .try_get::<Option<i64>, _>(at)?
                .map(|number| number_or_time(name, number)),
        };
        object.insert(name.to_owned(), value.unwrap_or_default());
    }
    Ok(Value::Object(object))
}

fn number_or_time(column: &str, number: i64) -> Value {
    if column.ends_with("_at") || column == "waiting_since" {
        Timestamp(number).to_string().into()
    } else {
        number.into()
    }
}
