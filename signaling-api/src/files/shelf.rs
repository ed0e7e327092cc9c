//! Where files lie.

use crate::app::App;
use crate::clock::Timestamp;
use crate::start::StartError;
use crate::store::Store;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Weak;
use std::time::Duration;
use tokio::fs::{File, OpenOptions};
use uuid::Uuid;

/// How long a file waits for the message that shows it.
const UNSENT: Duration = Duration::from_secs(3600);
/// How often files that wait for too long are looked for.
const ROUND: Duration = Duration::from_secs(300);

/// The directories of files, with the rules for what may lie there.
pub(crate) struct Shelf {
    directory: PathBuf,
    /// Longest file, in bytes.
    pub(super) longest: u64,
    /// The operator's command that judges files; empty without one.
    pub(super) scanner: Vec<String>,
}

impl Shelf {
    /// Opens the directories; what was half there when the server stopped is removed.
    ///
    /// # Errors
    /// They cannot be made.
    pub(crate) fn open(data_dir: &Path, longest: u64, scanner: Vec<String>) -> Result<Self, StartError> {
        let directory = data_dir.join("files");
        let shelf = Self {
            directory,
            longest,
            scanner,
        };
        let incoming = shelf.directory.join("incoming");
        let emptied = match std::fs::remove_dir_all(&incoming) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other,
        };
        let mut builder = std::fs::DirBuilder::new();
        let made = emptied.and_then(|()| builder.recursive(true).mode(0o700).create(&incoming));
        made.map_err(|error| StartError::DataDir {
            path: incoming,
            error,
        })?;
        Ok(shelf)
    }

    /// Longest file, in bytes.
    #[must_use]
    pub(crate) fn longest(&self) -> u64 {
        self.longest
    }

    /// Where a file lies.
    #[must_use]
    pub(crate) fn path(&self, file: Uuid) -> PathBuf {
        self.directory.join(file.to_string())
    }

    /// Where a file lies while it comes.
    pub(super) fn incoming(&self, file: Uuid) -> PathBuf {
        self.directory.join("incoming").join(file.to_string())
    }

    /// A new file that its owner alone can read.
    pub(super) async fn create(&self, path: &Path) -> std::io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        options.open(path).await
    }

    /// Removes what lies here though the store does not know it: its consultation is gone, or the server died between removing the
    /// row and the bytes. What came lately may still be on its way into the store.
    ///
    /// # Errors
    /// The directory's, or the store's.
    pub(crate) async fn remove_unknown(&self, store: &Store) -> std::io::Result<()> {
        let mut entries = tokio::fs::read_dir(&self.directory).await?;
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            let Some(file) = name.to_str().and_then(|name| Uuid::try_parse(name).ok()) else {
                continue;
            };
            let age = entry.metadata().await?.modified()?.elapsed().unwrap_or_default();
            if age > UNSENT && !store.knows_file(file).await.map_err(std::io::Error::other)? {
                tokio::fs::remove_file(entry.path()).await?;
            }
        }
        Ok(())
    }
}

/// Removes, from time to time, files that no message shows.
pub(crate) async fn sweep(app: Weak<App>) {
    let mut ticks = tokio::time::interval(ROUND);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        forget_unsent(&app, Timestamp::now()).await;
    }
}

async fn forget_unsent(app: &App, now: Timestamp) {
    let then = Timestamp(now.0 - UNSENT.as_millis() as i64);
    for file in app.store.forget_unsent_files(then).await.unwrap_or_default() {
        let _ = tokio::fs::remove_file(app.shelf.path(file)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{START, Shelf as Rows, conversation, keep_file};
    use std::time::SystemTime;

    #[tokio::test]
    async fn what_no_row_tells_of_goes_unless_it_just_came() {
        let rows = Rows::new().await;
        let directory = std::env::temp_dir().join(format!("vestibule-shelf-{}", Uuid::now_v7()));
        let shelf = Shelf::open(&directory, 1000, Vec::new()).expect("opens");
        let talk = conversation(&rows).await;
        let known = keep_file(&rows, &talk, START).await;
        let (unknown, fresh) = (Uuid::now_v7(), Uuid::now_v7());
        for file in [known, unknown, fresh] {
            let made = std::fs::File::create(shelf.path(file)).expect("is made");
            let age = if file == fresh { UNSENT / 2 } else { UNSENT * 2 };
            made.set_modified(SystemTime::now() - age).expect("is dated");
        }
        shelf.remove_unknown(&rows.store).await.expect("is done");
        let stay = [known, unknown, fresh].map(|file| shelf.path(file).exists());
        std::fs::remove_dir_all(&directory).expect("is removed");
        assert_eq!(stay, [true, false, true]);
    }
}
