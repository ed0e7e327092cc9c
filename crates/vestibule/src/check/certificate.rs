//! The certificate: for which names, for how long.

use super::finding::Finding;
use super::trust::Shown;
use crate::certificate;
use crate::config::TlsMode;
use crate::installation::Installation;
use front_door::Validity;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const NAME: &str = "certificate";
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Authorities' certificates are renewed a month before; a week before the end somebody has to look.
const SOON: u64 = 14;

/// Looks at the certificate that a running server showed, else at that of the settings' files.
pub(crate) fn look(installation: &Installation, shown: Option<&Shown>) -> Finding {
    look_by(installation, shown, of_files)
}

/// The same from inside that server, which has the key already.
pub(crate) fn look_again(installation: &Installation) -> Finding {
    look_by(installation, None, read)
}

fn look_by(
    installation: &Installation,
    shown: Option<&Shown>,
    of_files: impl FnOnce(&Installation) -> Result<Validity, String>,
) -> Finding {
    let settings = &installation.settings;
    let found = match (settings.tls, shown) {
        (None, _) => return judge_none(settings.public_url.as_deref()),
        (Some(TlsMode::SelfSigned), _) => {
            let says = "self-signed: every browser warns of it";
            return Finding::warn(NAME, says, "tls = \"acme\" or \"files\"");
        }
        (Some(_), Some(shown)) => Validity::of(&shown.certificate),
        (Some(TlsMode::Files), None) => of_files(installation),
        (Some(TlsMode::Acme), None) => match kept(&installation.data_dir.join("acme")) {
            Some(validity) => Ok(validity),
            None => return not_yet(),
        },
    };
    match found {
        Ok(validity) => judge(&validity, settings.host().as_deref(), SystemTime::now()),
        Err(problem) => Finding::fail(
            NAME,
            problem,
            "correct tls_certificate and tls_key, or renew them",
        ),
    }
}

/// The pair is read as the server reads it: the key has to belong to the certificate.
fn of_files(installation: &Installation) -> Result<Validity, String> {
    certificate::open(installation).map_err(|failure| failure.to_string())?;
    read(installation)
}

fn read(installation: &Installation) -> Result<Validity, String> {
    let file = installation.settings.tls_certificate.clone().unwrap_or_default();
    Validity::of_file(&file).map_err(|error| error.to_string())
}

fn not_yet() -> Finding {
    let remedy = "start the server; the authority has to reach port 443 of the public name";
    Finding::warn(NAME, "none from the authority yet", remedy)
}

/// The newest of the certificates in the cache of `rustls-acme`.
fn kept(cache: &Path) -> Option<Validity> {
    let files = std::fs::read_dir(cache).ok()?.filter_map(Result::ok);
    let certificates = files.filter(|file| file.file_name().to_string_lossy().starts_with("cached_cert"));
    let paths: Vec<PathBuf> = certificates.map(|file| file.path()).collect();
    let readable = paths.iter().filter_map(|path| Validity::of_file(path).ok());
    readable.max_by_key(|validity| validity.until)
}

fn judge_none(public_url: Option<&str>) -> Finding {
    let says = if public_url.is_some_and(|url| url.starts_with("https://")) {
        "none here: a proxy in front has to show one (look with --url)"
    } else {
        "none: plain HTTP, which browsers accept on this machine alone"
    };
    Finding::pass(NAME, says)
}

/// Judges what a certificate says, for the host that browsers open.
pub(crate) fn judge(validity: &Validity, host: Option<&str>, now: SystemTime) -> Finding {
    let shown = host.map_or_else(|| validity.names.join(", "), str::to_owned);
    if let Some(host) = host.filter(|host| !validity.names.iter().any(|name| is_for(name, host))) {
        return Finding::fail(
            NAME,
            format!("it is for {}, not for {host}", validity.names.join(", ")),
            "get one for the host of public_url",
        );
    }
    let Ok(left) = validity.until.duration_since(now) else {
        return Finding::fail(
            NAME,
            format!("{shown}, expired"),
            "renew it now: browsers refuse it",
        );
    };
    let days = left.as_secs() / DAY.as_secs();
    let says = format!("{shown}, {days} days left");
    if days < SOON {
        Finding::warn(
            NAME,
            says,
            "renew it; where that is automatic, find out why it was not renewed",
        )
    } else {
        Finding::pass(NAME, says)
    }
}

/// RFC 6125 section 6.4: case does not count, `*` stands for one label.
fn is_for(name: &str, host: &str) -> bool {
    let (name, host) = (name.to_ascii_lowercase(), host.to_ascii_lowercase());
    let under = name.strip_prefix("*.").zip(host.split_once('.'));
    name == host || under.is_some_and(|(parent, (_, rest))| parent == rest)
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    #[test]
    fn a_certificate_is_judged_by_its_names_and_days() {
        let now = SystemTime::UNIX_EPOCH + DAY * 20_000;
        for (names, host, days, verdict) in [
            (&["clinic.example"][..], Some("clinic.example"), 61, Verdict::Pass),
            (&["clinic.example"], Some("Clinic.Example"), 61, Verdict::Pass),
            (
                &["*.clinic.example"],
                Some("visio.clinic.example"),
                61,
                Verdict::Pass,
            ),
            (
                &["*.clinic.example"],
                Some("a.visio.clinic.example"),
                61,
                Verdict::Fail,
            ),
            (&["*.clinic.example"], Some("clinic.example"), 61, Verdict::Fail),
            (
                &["other.example", "192.0.2.1"],
                Some("192.0.2.1"),
                61,
                Verdict::Pass,
            ),
            (&["other.example"], Some("clinic.example"), 61, Verdict::Fail),
            (&["clinic.example"], None, 61, Verdict::Pass),
            (&["clinic.example"], Some("clinic.example"), 13, Verdict::Warn),
            (&["clinic.example"], Some("clinic.example"), -1, Verdict::Fail),
        ] {
            let age = DAY * u32::try_from(i64::abs(days)).expect("few");
            let validity = Validity {
                until: if days < 0 { now - age } else { now + age },
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            };
            let found = judge(&validity, host, now);
            assert_eq!(found.verdict, verdict, "{names:?} {host:?} {days}: {found:?}");
        }
    }
}
