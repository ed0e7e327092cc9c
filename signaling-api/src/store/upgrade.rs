//! A database that an earlier version left is brought forward with what is in it.

use super::engine::MIGRATIONS;
use super::tests::{Place, START};
use sqlx::migrate::{MigrateDatabase, Migrator};
use sqlx::{Any, AnyConnection, Connection};
use std::borrow::Cow;
use uuid::Uuid;

/// What the first version writes; every later one still takes it.
const ROWS: [&str; 4] = [
    "INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES ($1, 'old@b.example', 'Old', 'doctor', 'x', $2)",
    "INSERT INTO rooms (id, made_by, created_at) VALUES ($1, 'consultation', $2)",
    "INSERT INTO consultations (id, room_id, doctor_id, mode, status, code, share_token, share_digest, expires_at, created_at)
     VALUES ($1, $1, $1, 'video', 'pending', 'ABCDEF', 'token', 'digest', $2, $2)",
    "INSERT INTO participants (id, consultation_id, user_id, role, display_name, created_at) VALUES ($1, $1, $1, 'doctor', 'Old', $2)",
];
const DEED: &str = "INSERT INTO audit (id, at, actor, action, subject, outcome) VALUES ($1, $2, 'system', 'user.create', $1, 'done')";
/// The version that chains the audit: it writes rows of its own only.
const CHAIN: i64 = 7;

#[tokio::test]
async fn rows_of_every_earlier_version_come_forward() {
    let versions: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
    for version in &versions[..versions.len() - 1] {
        let (place, id) = (Place::new(), Uuid::now_v7());
        write(&place.url, *version, id).await;
        let store = place.open().await;
        let found = store.consultation(id).await.expect("answers");
        assert_eq!(found.map(|found| found.doctor_id), Some(id), "from {version}");
        let audit = store.verify_audit(None).await.expect("answers");
        assert!(audit.is_ok(), "from {version}");
    }
}

/// A database as it was at a version, with a row in each table that the first one had.
pub(super) async fn write(url: &str, version: i64, id: Uuid) {
    sqlx::any::install_default_drivers();
    Any::create_database(url).await.expect("a database");
    let mut connection = AnyConnection::connect(url).await.expect("a connection");
    let earlier = MIGRATIONS.iter().filter(|migration| migration.version <= version);
    let migrator = Migrator {
        migrations: Cow::Owned(earlier.cloned().collect()),
        ..Migrator::DEFAULT
    };
    migrator.run(&mut connection).await.expect("is done");
    let deed = (version < CHAIN).then_some(DEED);
    for row in ROWS.into_iter().chain(deed) {
        let query = sqlx::query(row).bind(id.to_string()).bind(START.0);
        query.execute(&mut connection).await.expect("is written");
    }
    connection.close().await.expect("is closed");
}
