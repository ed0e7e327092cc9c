//! Settings from a TOML file, overruled by the environment.

mod clinic;
mod environment;
mod messages;
mod recording;
#[cfg(test)]
mod tests;
mod tls;

pub(crate) use recording::RecordingMode;
pub(crate) use tls::TlsMode;

use crate::failure::Failure;
use axum::http::Uri;
use serde::Deserialize;
use signaling_api::{Language, MailConfig, Network, OidcConfig, PlatformConfig, SmsConfig};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Largest file that may be allowed, in megabytes.
const MOST_MEGABYTES: u64 = 10_000;

/// What an installation may set. Every key `k` is also the variable `VESTIBULE_K`.
#[derive(Deserialize, Default, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// The address and port for TCP and, with the same port, for media over UDP.
    pub(crate) listen: Option<SocketAddr>,
    /// What browsers open, `https://host` or `http://localhost:port`, without a path.
    pub(crate) public_url: Option<String>,
    /// What patients know the clinic by, at most 80 characters; "Vestibule" stands there when absent.
    pub(crate) clinic_name: Option<String>,
    /// The number that patients call for help, as it is read; none is shown when absent.
    pub(crate) clinic_phone: Option<String>,
    /// The directory of the database and of keys.
    pub(crate) data_dir: Option<PathBuf>,
    /// `sqlite://FILE` or `postgres://...`.
    pub(crate) database_url: Option<String>,
    /// Addresses to announce for media; those of the machine's interfaces when empty.
    pub(crate) media_addresses: Vec<IpAddr>,
    /// Number of media threads, at most the cores; one when absent, which is plenty for a clinic.
    pub(crate) media_threads: Option<usize>,
    /// Whether browsers may come by TURN too, through the same ports; yes when absent.
    pub(crate) turn: Option<bool>,
    /// Whether all but the doctor wait until they are let in, where a consultation does not say; yes when absent.
    pub(crate) waiting_room: Option<bool>,
    /// Largest file that goes with a message, in megabytes; 25 when absent.
    pub(crate) file_limit_mb: Option<u64>,
    /// A command that judges files, with its arguments; it is given the path after them, 0 lets pass, 1 refuses.
    pub(crate) scan_command: Vec<String>,
    /// Whether patients may call doctors who gave them a consultation; no when absent, but in the demo.
    pub(crate) patients_may_call: Option<bool>,
    /// Whether doctors may have calls recorded where all agree, `ask`; `off` when absent, but in the demo.
    pub(crate) recording: Option<RecordingMode>,
    /// With `tls`: host and port where browsers find TURN over TLS, where a proxy passes it on by that name; those of
    /// `public_url` when absent.
    pub(crate) turn_tls: Option<String>,
    /// The secret with which servers make rooms.
    pub(crate) api_key: Option<String>,
    /// The token that opens `/metrics` from elsewhere than this machine.
    pub(crate) metrics_token: Option<String>,
    /// Further origins whose pages may use the API, as `https://app.example.org`.
    pub(crate) allowed_origins: Vec<String>,
    /// Reverse proxies, `192.0.2.7` or `192.0.2.0/24`, that are believed whose request they pass on.
    pub(crate) trusted_proxies: Vec<Network>,
    /// Networks that are not public which webhooks and push messages may be sent to, also without TLS.
    pub(crate) private_destinations: Vec<Network>,
    /// Where the certificate of TLS comes from; without it the port speaks plain HTTP.
    pub(crate) tls: Option<TlsMode>,
    /// With `files`: the certificate followed by its issuers, PEM.
    pub(crate) tls_certificate: Option<PathBuf>,
    /// With `files`: its private key, PEM.
    pub(crate) tls_key: Option<PathBuf>,
    /// With `acme`: the e-mail address of the account at the authority.
    pub(crate) acme_contact: Option<String>,
    /// With `acme`: the URL of the authority's directory; that of Let's Encrypt when absent.
    pub(crate) acme_directory: Option<String>,
    /// With `acme`: the authority's own root certificate, PEM, where it is not a public one.
    pub(crate) acme_root: Option<PathBuf>,
    /// A further TCP address, as `0.0.0.0:80`, that sends browsers to `public_url`.
    pub(crate) redirect_listen: Option<SocketAddr>,
    /// How e-mail travels; without it none is sent.
    pub(crate) mail: Option<MailConfig>,
    /// How text messages travel; without it none is sent.
    pub(crate) sms: Option<SmsConfig>,
    /// Whose tokens are accepted beside the server's own: those of the clinic's platform.
    pub(crate) platform: Option<PlatformConfig>,
    /// With whom people may sign in.
    pub(crate) oidc: Option<OidcConfig>,
    /// How many minutes before a consultation its people are reminded; never when absent.
    pub(crate) reminder_minutes: Option<u32>,
    /// What people are written in of whom nothing is known, `en` or `fr`; English when absent.
    pub(crate) language: Option<Language>,
    /// Days for which consultations that are over are kept; for ever when absent.
    pub(crate) retention_consultations: Option<u32>,
    /// Days for which messages are kept, with their files; for ever when absent.
    pub(crate) retention_messages: Option<u32>,
    /// Days for which results of network tests are kept; as long as their consultation when absent.
    pub(crate) retention_network_tests: Option<u32>,
    /// Days for which recordings are kept; as long as their consultation when absent.
    pub(crate) retention_recordings: Option<u32>,
    /// Days for which rows of the audit are kept; for ever when absent.
    pub(crate) retention_audit: Option<u32>,
    /// Filter of the log.
    pub(crate) log: Option<String>,
}

impl Settings {
    /// Reads `file` if one is named, then the environment.
    ///
    /// # Errors
    /// An unreadable file, an unknown key, a value that does not parse.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self, Failure> {
        Self::load_with(file, |name| std::env::var(name).ok())
    }

    fn load_with(file: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        let mut settings = match file {
            Some(path) => Self::read(path)?,
            None => Self::default(),
        };
        settings.overrule(environment)?;
        settings.check()?;
        Ok(settings)
    }

    fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|cause| Failure::Unreadable {
            path: path.to_owned(),
            cause,
        })?;
        toml::from_str(&text).map_err(|error| located(path, &text, &error))
    }

    fn check(&mut self) -> Result<(), Failure> {
        if let Some(url) = &mut self.public_url {
            *url = checked_origin("public_url", url)?;
        }
        for url in &mut self.allowed_origins {
            *url = checked_origin("allowed_origins", url)?;
        }
        self.check_clinic()?;
        if self.file_limit_mb.is_some_and(|limit| limit > MOST_MEGABYTES) {
            return Err(broken("file_limit_mb", format!("at most {MOST_MEGABYTES}")));
        }
        if self
            .scan_command
            .first()
            .is_some_and(|program| program.trim().is_empty())
        {
            return Err(broken("scan_command", "the program has no name".into()));
        }
        if self.media_threads == Some(0) {
            return Err(broken("media_threads", "at least one is needed".into()));
        }
        if self.media_addresses.iter().any(IpAddr::is_unspecified) {
            return Err(broken(
                "media_addresses",
                "0.0.0.0 or :: cannot be announced; name addresses that clients can reach".into(),
            ));
        }
        self.check_tls()?;
        self.check_messages()?;
        secret("api_key", self.api_key.as_deref())?;
        secret("metrics_token", self.metrics_token.as_deref())
    }
}

fn broken(place: &str, problem: String) -> Failure {
    Failure::Configuration {
        place: place.to_owned(),
        problem,
    }
}

/// The file, the line and the key of a mistake in `text`.
fn located(path: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..start).unwrap_or_default();
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let key = line.split_once('=').map_or("", |(key, _)| key.trim());
    let key = if key.is_empty() {
        String::new()
    } else {
        format!(" ({key})")
    };
    broken(
        &format!("{}:{number}{key}", path.display()),
        error.message().lines().collect::<Vec<_>>().join("; "),
    )
}

fn secret(key: &str, value: Option<&str>) -> Result<(), Failure> {
    if value.is_some_and(|value| value.len() < 16) {
        return Err(broken(key, "at least 16 characters are needed".into()));
    }
    Ok(())
}

fn checked_origin(key: &str, url: &str) -> Result<String, Failure> {
    let problem = || format!("`{url}` is not http://HOST[:PORT] or https://HOST[:PORT]");
    origin(url).ok_or_else(|| broken(key, problem()))
}

/// The scheme and authority of an `http` or `https` URL that has nothing else.
fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let scheme = uri
        .scheme_str()
        .filter(|scheme| ["http", "https"].contains(scheme))?;
    let authority = uri
        .authority()
        .filter(|authority| !authority.as_str().contains('@'))?;
    (uri.path() == "/" && uri.query().is_none()).then(|| format!("{scheme}://{authority}"))
}
