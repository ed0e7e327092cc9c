//! Whether the clock can be believed: tokens, certificates and relay credentials depend on it.

use super::finding::Finding;
use std::path::Path;
use std::time::{Duration, SystemTime};

const NAME: &str = "clock";
const REMEDY: &str = "timedatectl set-ntp true, or install chrony";
/// Tokens and certificates tolerate about this much.
const TOLERABLE: Duration = Duration::from_secs(30);
/// Files by which programs that keep the clock show that they do; a running container's host shows none.
const SIGNS: [&str; 4] = [
    "/run/systemd/timesync/synchronized",
    "/run/chrony",
    "/run/ntpd.pid",
    "/run/openntpd.sock",
];

/// Looks at this machine's clock.
pub(crate) fn look() -> Finding {
    let built = std::env::current_exe().and_then(std::fs::metadata);
    let built = built.and_then(|metadata| metadata.modified()).ok();
    let kept = SIGNS.iter().any(|sign| Path::new(sign).exists());
    judge(SystemTime::now(), built, kept)
}

/// `built` is when the program was written to this machine.
fn judge(now: SystemTime, built: Option<SystemTime>, kept: bool) -> Finding {
    let day = Duration::from_secs(24 * 3600);
    if built.is_some_and(|built| now + day < built) {
        return Finding::fail(NAME, "it is earlier than this program was made", REMEDY);
    }
    if kept {
        Finding::pass(NAME, "kept right by a time service")
    } else {
        Finding::warn(NAME, "no time service was found on this machine", REMEDY)
    }
}

/// How far another machine's clock is, by the `Date` that it sent between two moments of ours.
pub(crate) fn compare(asked: SystemTime, answered: SystemTime, theirs: Option<SystemTime>) -> Finding {
    const NAME: &str = "clock difference";
    let Some(theirs) = theirs else {
        return Finding::warn(
            NAME,
            "the server sends no Date",
            "let the proxy in front pass it on",
        );
    };
    // The header has whole seconds, so a second before is no difference.
    let behind = asked
        .duration_since(theirs + Duration::from_secs(1))
        .unwrap_or_default();
    let ahead = theirs.duration_since(answered).unwrap_or_default();
    let off = behind.max(ahead);
    let says = format!("{} s between the server and this machine", off.as_secs());
    if off > TOLERABLE {
        Finding::fail(NAME, says, format!("on the one that is wrong: {REMEDY}"))
    } else {
        Finding::pass(NAME, says)
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_clock_before_the_program_is_wrong_and_one_that_nobody_keeps_is_doubtful() {
        let (day, built) = (24 * 3600, 1_800_000_000);
        for (now, kept, verdict) in [
            (built + day, true, Verdict::Pass),
            (built + day, false, Verdict::Warn),
            // The time zone of a file system may be off by some hours.
            (built - day / 2, true, Verdict::Pass),
            (built - 2 * day, true, Verdict::Fail),
        ] {
            assert_eq!(judge(at(now), Some(at(built)), kept).verdict, verdict, "{now}");
        }
        assert_eq!(judge(at(1), None, true).verdict, Verdict::Pass);
    }

    #[test]
    fn another_clock_may_be_half_a_minute_off() {
        for (theirs, verdict) in [
            (Some(1000), Verdict::Pass),
            (Some(999), Verdict::Pass),
            (Some(969), Verdict::Pass),
            (Some(968), Verdict::Fail),
            (Some(1032), Verdict::Pass),
            (Some(1033), Verdict::Fail),
            (None, Verdict::Warn),
        ] {
            let found = compare(at(1000), at(1002), theirs.map(at));
            assert_eq!(found.verdict, verdict, "{theirs:?}");
        }
    }
}
