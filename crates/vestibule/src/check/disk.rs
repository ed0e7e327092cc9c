//! Whether the data directory can be written to, and has room.

use super::finding::Finding;
use std::path::Path;

const NAME: &str = "disk";
const MIB: u64 = 1 << 20;
/// Below, the database may be unable to grow within days.
const LEAST: u64 = 100 * MIB;
const COMFORTABLE: u64 = 1024 * MIB;

/// What the system says of a directory.
#[derive(Clone, Copy, Debug)]
struct Room {
    bytes: u64,
    /// Files that may still be made; nothing where the file system does not count.
    files: Option<u64>,
    writable: bool,
}

/// Looks at the data directory, or at the one in which it would be made.
pub(crate) fn look(data_dir: &Path) -> Finding {
    let absolute = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
    let existing = absolute.ancestors().find(|path| path.exists());
    let existing = existing.unwrap_or(Path::new("/"));
    match room(existing) {
        Ok(room) => judge(existing, room),
        Err(cause) => Finding::fail(
            NAME,
            format!("{}: {cause}", existing.display()),
            "let data_dir name a directory",
        ),
    }
}

fn room(directory: &Path) -> std::io::Result<Room> {
    let told = rustix::fs::statvfs(directory)?;
    Ok(Room {
        bytes: told.f_bavail.saturating_mul(told.f_frsize),
        files: (told.f_files > 0).then_some(told.f_favail),
        writable: tempfile::tempfile_in(directory).is_ok(),
    })
}

fn judge(directory: &Path, room: Room) -> Finding {
    let (directory, mib) = (directory.display(), room.bytes / MIB);
    if !room.writable {
        return Finding::fail(
            NAME,
            format!("{directory} cannot be written to by this user"),
            "run the check as the server's user, or give the directory to it: chown",
        );
    }
    if room.files.is_some_and(|files| files < 100) {
        return Finding::fail(
            NAME,
            format!("{directory} can take no more files"),
            "remove files from that file system",
        );
    }
    let says = format!("{mib} MiB free in {directory}");
    let remedy = "free some, or move data_dir to a larger disk";
    match room.bytes {
        bytes if bytes < LEAST => Finding::fail(NAME, says, remedy),
        bytes if bytes < COMFORTABLE => Finding::warn(NAME, says, remedy),
        _ => Finding::pass(NAME, says),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    #[test]
    fn room_is_judged_by_bytes_files_and_rights() {
        for (mib, files, writable, verdict) in [
            (5000, Some(9000), true, Verdict::Pass),
            (5000, None, true, Verdict::Pass),
            (500, None, true, Verdict::Warn),
            (50, None, true, Verdict::Fail),
            (5000, Some(3), true, Verdict::Fail),
            (5000, None, false, Verdict::Fail),
        ] {
            let room = Room {
                bytes: mib * MIB,
                files,
                writable,
            };
            assert_eq!(judge(Path::new("/x"), room).verdict, verdict, "{room:?}");
        }
    }

    #[test]
    fn a_directory_that_is_not_there_is_judged_by_the_one_above() {
        let above = tempfile::tempdir().expect("a directory");
        let finding = look(&above.path().join("not/there"));
        assert!(
            finding.says.contains(&above.path().display().to_string()),
            "{finding:?}"
        );
        assert!(!above.path().join("not").exists(), "nothing was made");
    }
}
