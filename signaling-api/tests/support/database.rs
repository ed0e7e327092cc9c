//! Which database a test gets: a SQLite file, or a database of its own on the server that `VESTIBULE_TEST_POSTGRES` names.

use sqlx::Any;
use sqlx::migrate::MigrateDatabase;
use std::path::Path;

/// `postgres://USER@HOST` of a server that is there for tests alone; `scripts/with-postgres.sh` starts one.
const SERVER: &str = "VESTIBULE_TEST_POSTGRES";

/// The database that goes with a data directory.
pub fn url(dir: &Path) -> String {
    on_server(dir).unwrap_or_else(|| sqlite(dir))
}

/// The same, a SQLite file in any case.
pub fn sqlite(dir: &Path) -> String {
    format!("sqlite://{}/vestibule.db", dir.display())
}

/// Removes a database of the server, whoever is connected.
pub fn remove(dir: &Path) {
    let Some(url) = on_server(dir) else { return };
    // A runtime of its own: this is called where one runs that cannot wait.
    let removed = std::thread::spawn(move || {
        sqlx::any::install_default_drivers();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(Any::force_drop_database(&url))
    });
    let _ = removed.join();
}

fn on_server(dir: &Path) -> Option<String> {
    let server = std::env::var(SERVER).ok()?;
    let name = dir.file_name()?.to_str()?;
    Some(format!("{server}/{name}"))
}
