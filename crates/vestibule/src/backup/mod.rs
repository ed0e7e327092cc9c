//! One archive of all that an installation keeps, made while it serves.

mod archive;
mod restore;

pub(crate) use restore::restore;

use crate::config::Settings;
use crate::failure::Failure;
use crate::installation;
use archive::Archive;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file of the data directory without which secrets in the database cannot be read.
const SEALING_KEY: &str = "sealing-key";
/// The database within the archive.
const DATABASE: &str = "database.sqlite";
/// What begins the names of the data directory's files within the archive.
const DATA: &str = "data/";

/// Makes an archive of the database, as it is at one moment, and of the data directory.
///
/// # Errors
/// There is a file of that name, or something cannot be read or written.
pub(crate) async fn backup(settings: &Settings, file: &Path) -> Result<(), Failure> {
    let data_dir = installation::data_dir(settings);
    let url = installation::database_url(settings, &data_dir);
    let home = target(file, &data_dir)?;
    let scratch = tempfile::tempdir_in(&home)?;
    let copy = scratch.path().join(DATABASE);
    let kept = signaling_api::copy_database(&data_dir, &url, &copy).await;
    let has_database = kept.map_err(|error| Failure::Backup(error.to_string()))?;
    let mut archive = Archive::begin(&home)?;
    if has_database {
        archive.add(DATABASE, &copy)?;
    }
    let database = sqlite_file(&url);
    for path in files(&data_dir)? {
        if !database
            .as_deref()
            .is_some_and(|database| belongs(&path, database))
        {
            let name = path.strip_prefix(&data_dir).unwrap_or(&path);
            archive.add(&format!("{DATA}{}", name.display()), &path)?;
        }
    }
    let count = archive.end(file)?;
    let mut out = std::io::stdout();
    writeln!(out, "{count} files are in {}", file.display())?;
    if !has_database {
        writeln!(
            out,
            "the PostgreSQL database is not among them: run `pg_dump --format=custom` beside this, and keep both: \
             {SEALING_KEY}, which is here, opens the secrets that are there"
        )?;
    }
    Ok(())
}

/// The directory that the archive goes to: not one that is backed up itself.
fn target(file: &Path, data_dir: &Path) -> Result<PathBuf, Failure> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let home = parent.unwrap_or(Path::new(".")).canonicalize()?;
    if home.starts_with(data_dir.canonicalize()?) {
        let sentence = "put it elsewhere than into the data directory";
        return Err(Failure::Backup(sentence.into()));
    }
    if file.exists() {
        return Err(Failure::Backup(format!("{} is there already", file.display())));
    }
    Ok(home)
}

/// The file of a SQLite database.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    let file = url.strip_prefix("sqlite://")?;
    file.split('?').next().map(PathBuf::from)
}

/// Whether a file is the database or one of its companions, which are only good together.
fn belongs(path: &Path, database: &Path) -> bool {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .any(|end| path.as_os_str() == format!("{}{end}", database.display()).as_str())
}

/// Every file below a directory, in the order of their names.
fn files(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                waiting.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
