//! How many files and connections a process may have open.

use super::finding::Finding;
use rustix::process::{Resource, getrlimit};

const NAME: &str = "file limit";
/// The port takes 1024 connections of media and 1024 that said nothing yet; pages and the database come on top.
const COMFORTABLE: u64 = 4096;
/// A small clinic's calls with their pages.
const LEAST: u64 = 256;
const REMEDY: &str = "LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536";

/// Looks at the limit of this process; that of a service may be another.
pub(crate) fn look() -> Finding {
    judge(getrlimit(Resource::Nofile).current)
}

/// Nothing is no limit.
fn judge(limit: Option<u64>) -> Finding {
    let says = limit.map_or("none".into(), |limit| {
        format!("{limit} open files, as started from here")
    });
    match limit {
        Some(limit) if limit < LEAST => Finding::fail(NAME, says, REMEDY),
        Some(limit) if limit < COMFORTABLE => Finding::warn(NAME, says, REMEDY),
        _ => Finding::pass(NAME, says),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    #[test]
    fn a_limit_is_judged_by_the_connections_that_it_leaves() {
        for (limit, verdict) in [
            (None, Verdict::Pass),
            (Some(65_536), Verdict::Pass),
            (Some(1024), Verdict::Warn),
            (Some(64), Verdict::Fail),
        ] {
            assert_eq!(judge(limit).verdict, verdict, "{limit:?}");
        }
    }
}
