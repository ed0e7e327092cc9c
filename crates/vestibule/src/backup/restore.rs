//! An archive put back where nothing is.

use super::{DATA, DATABASE, SEALING_KEY, archive, sqlite_file};
use crate::config::Settings;
use crate::failure::Failure;
use crate::installation;
use signaling_api::DatabaseState;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Verifies an archive, then unpacks it; all of it or nothing.
///
/// # Errors
/// The archive is damaged, or there is an installation already.
pub(crate) async fn restore(settings: &Settings, file: &Path) -> Result<(), Failure> {
    let data_dir = installation::data_dir(settings);
    let url = installation::database_url(settings, &data_dir);
    let database = sqlite_file(&url);
    refuse_to_overwrite(&data_dir, database.as_deref())?;
    let manifest = archive::read(file, |_, _| Ok(()))?;
    if manifest.files.contains_key(DATABASE) != database.is_some() {
        let sentence = "the archive is of another kind of database than database_url";
        return Err(Failure::Backup(sentence.into()));
    }
    // Beside the data directory, so that one rename makes it that.
    let home = data_dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    let home = home.unwrap_or(Path::new("."));
    std::fs::create_dir_all(home)?;
    let scratch = tempfile::Builder::new()
        .prefix(".vestibule-restore-")
        .tempdir_in(home)?;
    let (data, copy) = (scratch.path().join("data"), scratch.path().join(DATABASE));
    make_dir(&data)?;
    archive::read(file, |path, bytes| {
        let to = place(path, &data, &copy)?;
        let mut out = create(&to)?;
        std::io::copy(bytes, &mut out)?;
        Ok(out.sync_all()?)
    })?;
    if let Some(database) = &database {
        prove(&copy).await?;
        put_database(&copy, database, &data_dir, &data)?;
    }
    std::fs::rename(&data, &data_dir)?;
    File::open(home)?.sync_all()?;
    let count = manifest.files.len();
    let mut out = std::io::stdout();
    writeln!(out, "{count} files are back in {}", data_dir.display())?;
    // Backups of versions that sealed nothing need none.
    if !manifest.files.contains_key(&format!("{DATA}{SEALING_KEY}")) {
        writeln!(
            out,
            "{SEALING_KEY} is not among them: a database that was sealed with it needs that file in {}",
            data_dir.display()
        )?;
    }
    Ok(())
}

fn refuse_to_overwrite(data_dir: &Path, database: Option<&Path>) -> Result<(), Failure> {
    let is_empty = match std::fs::read_dir(data_dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    let taken = match database {
        _ if !is_empty => Some(data_dir),
        Some(database) if database.exists() => Some(database),
        _ => None,
    };
    match taken {
        Some(path) => Err(Failure::Backup(format!(
            "{} is in use: stop the server and move it away first",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Where a member goes.
fn place(path: &Path, data: &Path, copy: &Path) -> Result<PathBuf, Failure> {
    if path == Path::new(DATABASE) {
        return Ok(copy.to_owned());
    }
    match path.strip_prefix(DATA) {
        Ok(rest) => Ok(data.join(rest)),
        Err(_) => Err(Failure::Backup(format!(
            "{} belongs to no installation",
            path.display()
        ))),
    }
}

/// Looks whether the database is undamaged and not newer than this program.
async fn prove(copy: &Path) -> Result<(), Failure> {
    let state = signaling_api::database_state(&format!("sqlite://{}", copy.display())).await;
    match state {
        Ok(DatabaseState::Sound) => Ok(()),
        Ok(DatabaseState::Absent) => Err(Failure::Backup("it holds no database".into())),
        Err(error) => Err(Failure::Backup(error.to_string())),
    }
}

/// Moves the database to its place: within what will be the data directory, or elsewhere.
fn put_database(copy: &Path, database: &Path, data_dir: &Path, data: &Path) -> Result<(), Failure> {
    let to = match database.strip_prefix(data_dir) {
        Ok(within) => data.join(within),
        Err(_) => database.to_owned(),
    };
    let mut out = create(&to)?;
    std::io::copy(&mut File::open(copy)?, &mut out)?;
    Ok(out.sync_all()?)
}

fn create(path: &Path) -> Result<File, Failure> {
    if let Some(parent) = path.parent() {
        make_dir(parent)?;
    }
    let mut options = OpenOptions::new();
    Ok(options.write(true).create_new(true).mode(0o600).open(path)?)
}

fn make_dir(path: &Path) -> Result<(), Failure> {
    Ok(std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)?)
}
