//! What keeps the API from starting is told in one sentence.

mod support;

use axum::Router;
use prometheus::Registry;
use signaling_api::{Api, ApiConfig, StartError};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use tokio::sync::mpsc;

async fn start(config: ApiConfig) -> StartError {
    let (_events, receiver) = mpsc::channel(1);
    let node = Arc::new(support::PlayedNode::default());
    let started = Api::start(config, node, receiver, Registry::new(), Router::new()).await;
    let error = started.expect_err("it does not start");
    assert!(!error.to_string().contains('\n'));
    error
}

#[tokio::test]
async fn a_wrong_address_or_database() {
    let dir = support::new_dir();
    let mut config = support::config(&dir);
    config.public_url = "clinic.example".into();
    assert!(matches!(start(config).await, StartError::PublicUrl(_)));
    let mut config = support::config(&dir);
    config.database_url = "mysql://clinic".into();
    assert!(matches!(start(config).await, StartError::DatabaseKind));
    let mut config = support::config(&dir);
    config.data_dir = "/proc/nowhere".into();
    assert!(matches!(start(config).await, StartError::DataDir { .. }));
    let _ = std::fs::remove_dir_all(dir);
}

#[tokio::test]
async fn a_damaged_database() {
    let dir = support::new_dir();
    std::fs::create_dir_all(&dir).expect("a directory");
    std::fs::write(dir.join("vestibule.db"), vec![7; 8192]).expect("a file");
    let mut config = support::config(&dir);
    config.database_url = support::database::sqlite(&dir);
    let error = start(config).await;
    assert!(matches!(error, StartError::DatabaseDamaged(_)), "{error}");
    assert!(error.to_string().contains("backup"));
    let _ = std::fs::remove_dir_all(dir);
}

#[tokio::test]
async fn a_database_server_that_is_away() {
    let dir = support::new_dir();
    let mut config = support::config(&dir);
    config.database_url = "postgres://vestibule:secret@127.0.0.1:1/vestibule".into();
    let error = start(config).await;
    assert!(matches!(error, StartError::Database(_)), "{error}");
    assert!(!error.to_string().contains("secret"));
    let _ = std::fs::remove_dir_all(dir);
}

#[tokio::test]
async fn a_database_of_a_newer_version() {
    let dir = support::new_dir();
    let config = support::config(&dir);
    signaling_api::create_user(
        &config.database_url,
        "a@b",
        signaling_api::UserRole::Doctor,
        "A",
        "a long password",
    )
    .await
    .expect("a database");
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&config.database_url)
        .await
        .expect("the database");
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', TRUE, '\\x00', 0)",
    )
    .execute(&pool)
    .await
    .expect("a row");
    pool.close().await;
    assert!(matches!(start(config).await, StartError::DatabaseNewer));
    support::database::remove(&dir);
    let _ = std::fs::remove_dir_all(dir);
}

#[tokio::test]
async fn a_key_that_others_can_read() {
    let dir = support::new_dir();
    std::fs::create_dir_all(&dir).expect("a directory");
    let key = dir.join("token-signing-key.pk8");
    std::fs::write(&key, "no key").expect("a file");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).expect("a mode");
    let error = start(support::config(&dir)).await;
    assert!(error.to_string().contains("0600"), "{error}");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).expect("a mode");
    let error = start(support::config(&dir)).await;
    assert!(matches!(error, StartError::SigningKey { .. }), "{error}");
    let _ = std::fs::remove_dir_all(dir);
}

#[tokio::test]
async fn secrets_on_disk_are_the_owners_alone() {
    let dir = support::new_dir();
    let mut config = support::config(&dir);
    config.database_url = support::database::sqlite(&dir);
    let clinic = support::Clinic::with(config).await;
    for file in ["token-signing-key.pk8", "vestibule.db", "vestibule.db-wal"] {
        let mode = std::fs::metadata(clinic.dir.join(file))
            .expect(file)
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{file}");
    }
}
