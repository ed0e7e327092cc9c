//! Where recordings lie.

use super::Reader;
use crate::key_file;
use crate::start::StartError;
use crate::store::Store;
use recording::PartName;
use recording::sealed::KEY;
use std::io;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The directory of recordings with what their files are sealed with.
pub(crate) struct Archive {
    directory: PathBuf,
    key: [u8; KEY],
}

/// One file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    /// What its name tells.
    pub name: PartName,
    /// On the disk.
    pub bytes: u64,
}

/// The directory of an installation's recordings and what their files are sealed with, made at the first time.
///
/// # Errors
/// The key cannot be read or written, or others than its owner can read it.
pub fn recording_key(data_dir: &Path) -> Result<(PathBuf, [u8; KEY]), StartError> {
    let path = data_dir.join("recording.key");
    let fault = |what: String| StartError::RecordingKey {
        path: path.clone(),
        what,
    };
    let mut builder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(builder.recursive(true), 0o700)
        .create(data_dir)
        .map_err(|error| fault(error.to_string()))?;
    let make = || {
        let mut key = vec![0; KEY];
        aws_lc_rs::rand::fill(&mut key)
            .map_err(|_| io::Error::other("the system gives no random numbers"))?;
        Ok(key)
    };
    let bytes = key_file::read_or_make(&path, make).map_err(|error| fault(error.to_string()))?;
    let key = bytes
        .try_into()
        .map_err(|_| fault("it has another length".into()))?;
    Ok((data_dir.join("recordings"), key))
}

impl Archive {
    /// Opens the archive of an installation.
    ///
    /// # Errors
    /// As [`recording_key`].
    pub(crate) fn open(data_dir: &Path) -> Result<Self, StartError> {
        let (directory, key) = recording_key(data_dir)?;
        Ok(Self { directory, key })
    }

    /// The files of a recording, in order of their beginnings; none where the directory cannot be read.
    #[must_use]
    pub(crate) fn parts(&self, recording: Uuid) -> Vec<Part> {
        let entries = std::fs::read_dir(self.directory.join(recording.to_string()));
        let entries = entries.into_iter().flatten().flatten();
        let mut parts: Vec<_> = entries
            .filter_map(|entry| {
                let name = entry.file_name().to_str()?.parse().ok()?;
                let bytes = entry.metadata().ok()?.len();
                Some(Part { name, bytes })
            })
            .collect();
        parts.sort_unstable_by_key(|part| part.name);
        parts
    }

    /// Opens a file to read it.
    ///
    /// # Errors
    /// There is none, or it is damaged.
    pub(crate) fn read(&self, recording: Uuid, name: PartName) -> io::Result<Reader> {
        let path = self.directory.join(recording.to_string()).join(name.to_string());
        Reader::open(&path, &self.key)
    }

    /// Removes the files of a recording; those of none are gone already.
    ///
    /// # Errors
    /// The disk's.
    pub(crate) async fn remove(&self, recording: Uuid) -> io::Result<()> {
        let removed = tokio::fs::remove_dir_all(self.directory.join(recording.to_string())).await;
        match removed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Removes what lies here though the store does not know it: its consultation is gone, or somebody in it was forgotten.
    ///
    /// # Errors
    /// The directory's, or the store's.
    pub(crate) async fn remove_unknown(&self, store: &Store) -> io::Result<()> {
        let mut entries = match tokio::fs::read_dir(&self.directory).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            let Some(recording) = name.to_str().and_then(|name| Uuid::try_parse(name).ok()) else {
                continue;
            };
            let known = store.recording(recording).await.map_err(io::Error::other)?;
            if known.is_none() {
                self.remove(recording).await?;
            }
        }
        Ok(())
    }
}
