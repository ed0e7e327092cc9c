//! Whether the settings are good, and make sense together.

use super::finding::Finding;
use crate::failure::Failure;
use crate::installation::Installation;
use std::path::Path;

const NAME: &str = "configuration";

/// Judges settings that were read from `file` and the environment.
pub(crate) fn look(file: Option<&Path>, installation: &Installation) -> Finding {
    let port = installation.listen.port();
    let source = file.map_or("environment and defaults".into(), |file| {
        file.display().to_string()
    });
    match installation
        .remark(port)
        .and_then(|remark| remark.rsplit_once("; "))
    {
        Some((problem, remedy)) => Finding::warn(NAME, problem, remedy),
        None => Finding::pass(
            NAME,
            format!("{source}; browsers open {}", installation.public_url(port)),
        ),
    }
}

/// Tells of settings that could not be read.
pub(crate) fn unreadable(failure: &Failure) -> Finding {
    Finding::fail(
        NAME,
        failure.to_string(),
        "correct it there; nothing else was looked at",
    )
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;
    use crate::config::{Settings, TlsMode};

    #[test]
    fn what_browsers_cannot_use_is_remarked() {
        let judge = |listen: &str, url: Option<&str>, tls| {
            let settings = Settings {
                listen: Some(listen.parse().expect("an address")),
                public_url: url.map(str::to_owned),
                tls,
                ..Settings::default()
            };
            look(None, &Installation::of_check(settings))
        };
        let good = judge(
            "0.0.0.0:443",
            Some("https://clinic.example"),
            Some(TlsMode::Files),
        );
        assert_eq!(good.verdict, Verdict::Pass, "{good:?}");
        assert_eq!(judge("127.0.0.1:8080", None, None).verdict, Verdict::Pass);
        for (listen, url, tls) in [
            ("0.0.0.0:443", None, None),
            ("192.0.2.1:80", Some("http://192.0.2.1"), None),
            (
                "0.0.0.0:443",
                Some("https://x.example"),
                Some(TlsMode::SelfSigned),
            ),
        ] {
            let found = judge(listen, url, tls);
            assert_eq!(found.verdict, Verdict::Warn, "{found:?}");
            assert!(found.remedy.is_some_and(|remedy| !remedy.is_empty()));
        }
    }
}
