//! The certificate that an installation shows.

use crate::config::TlsMode;
use crate::failure::Failure;
use crate::installation::Installation;
use front_door::{AcmeAccount, CertificateSource, Tls};

/// TLS as the settings ask for it; nothing for plain HTTP. Needs the runtime: certificates are kept fresh by a task.
///
/// # Errors
/// There is no certificate to show.
pub(crate) fn open(installation: &Installation) -> Result<Option<Tls>, Failure> {
    let Some(source) = source(installation) else {
        return Ok(None);
    };
    Ok(Some(
        Tls::new(source).map_err(|error| Failure::Certificate(error.to_string()))?,
    ))
}

fn source(installation: &Installation) -> Option<CertificateSource> {
    let settings = &installation.settings;
    let source = match settings.tls? {
        TlsMode::Files => CertificateSource::Files {
            certificate: settings.tls_certificate.clone()?,
            key: settings.tls_key.clone()?,
        },
        TlsMode::Acme => CertificateSource::Acme(AcmeAccount {
            domain: settings.domain()?,
            contact: settings.acme_contact.clone(),
            directory: settings.acme_directory.clone(),
            root: settings.acme_root.clone(),
            cache: installation.data_dir.join("acme"),
        }),
        TlsMode::SelfSigned => CertificateSource::SelfSigned {
            names: names(installation),
            directory: installation.data_dir.clone(),
        },
    };
    Some(source)
}

/// What browsers may call this machine: the host of the public URL, the addresses that are announced, loopback.
fn names(installation: &Installation) -> Vec<String> {
    let settings = &installation.settings;
    let mut names: Vec<String> = settings.host().into_iter().collect();
    names.extend(settings.media_addresses.iter().map(ToString::to_string));
    let listen = installation.listen.ip();
    if !listen.is_unspecified() {
        names.push(listen.to_string());
    }
    names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
    let mut known = std::collections::HashSet::new();
    names.retain(|name| known.insert(name.clone()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ServeArgs;
    use crate::config::Settings;

    #[test]
    fn a_certificate_made_here_is_for_all_that_browsers_may_call_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let settings = Settings {
            listen: Some("192.0.2.1:443".parse().expect("an address")),
            public_url: Some("https://[2001:db8::5]:8443".into()),
            media_addresses: vec!["192.0.2.1".parse().expect("an address")],
            data_dir: Some(directory.path().to_owned()),
            tls: Some(TlsMode::SelfSigned),
            ..Settings::default()
        };
        let arguments = ServeArgs {
            config: None,
            demo: false,
            demo_beyond_loopback: false,
        };
        let installation = Installation::of_serve(settings, &arguments).expect("starts");
        let expected = ["2001:db8::5", "192.0.2.1", "localhost", "127.0.0.1", "::1"];
        assert_eq!(names(&installation), expected);
    }
}
