//! Whether the database can be read, by a server that does not run.

use super::finding::Finding;
use signaling_api::{DatabaseState, StartError, database_state};

const NAME: &str = "database";

/// Looks without changing anything.
pub(crate) async fn look(database_url: &str) -> Finding {
    judge(&database_state(database_url).await)
}

fn judge(state: &Result<DatabaseState, StartError>) -> Finding {
    match state {
        Ok(DatabaseState::Sound) => Finding::pass(NAME, "undamaged, of this version or an older one"),
        Ok(DatabaseState::Absent) => Finding::pass(NAME, "none yet; the first start makes it"),
        Err(error) => Finding::fail(NAME, error.to_string(), remedy(error)),
    }
}

fn remedy(error: &StartError) -> &'static str {
    match error {
        StartError::DatabaseKind => "correct database_url",
        StartError::DatabaseNewer => "see there",
        StartError::DatabaseDamaged(_) => {
            "if it belongs to another user run the check as that one, else see there"
        }
        _ => "run the check as the server's user; else restore the last backup",
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    #[tokio::test]
    async fn a_file_is_judged_and_left_as_it_is() {
        let directory = tempfile::tempdir().expect("a directory");
        let file = directory.path().join("a.sqlite");
        let url = format!("sqlite://{}", file.display());
        assert_eq!(look(&url).await.verdict, Verdict::Pass);
        assert!(!file.exists(), "nothing was made");
        let made = signaling_api::create_user(
            directory.path(),
            &url,
            "a@b.test",
            signaling_api::UserRole::Admin,
            "A",
            "a password long enough",
        );
        made.await.expect("a database with somebody in it");
        closed(&file).await;
        let sound = look(&url).await;
        assert_eq!(
            (sound.verdict, sound.says.contains("undamaged")),
            (Verdict::Pass, true),
            "{sound:?}"
        );
        let left = std::fs::read_dir(directory.path()).expect("is there").count();
        assert_eq!(
            left, 3,
            "beside the keys of audit and sealing, no companions were made"
        );
        std::fs::write(&file, [7; 5000]).expect("is written");
        assert_eq!(look(&url).await.verdict, Verdict::Fail);
        assert_eq!(look("mysql://x").await.verdict, Verdict::Fail);
    }
    /// Waits for those who made it to let go of it, in the background.
    async fn closed(file: &std::path::Path) {
        let log = format!("{}-wal", file.display());
        let gone = async {
            while std::path::Path::new(&log).exists() {
                tokio::task::yield_now().await;
            }
        };
        let patience = std::time::Duration::from_secs(20);
        tokio::time::timeout(patience, gone).await.expect("is closed");
    }
}
