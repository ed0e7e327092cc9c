//! Settings from a TOML file, overruled by the environment.

mod messages;
mod recording;
mod tls;

pub(crate) use recording::RecordingMode;
pub(crate) use tls::TlsMode;

use crate::failure::Failure;
use axum::http::Uri;
use serde::Deserialize;
use signaling_api::{Language, MailConfig, Network, OidcConfig, PlatformConfig, SmsConfig};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

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
    /// Whether doctors may have calls recorded where all agree, `ask`; `off` when absent.
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

    fn overrule(&mut self, environment: impl Fn(&str) -> Option<String>) -> Result<(), Failure> {
        // An empty variable counts as absent: that is how compose files and unit files leave one out.
        let set = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
        take(&set, "VESTIBULE_LISTEN", &mut self.listen)?;
        take(&set, "VESTIBULE_PUBLIC_URL", &mut self.public_url)?;
        take(&set, "VESTIBULE_CLINIC_NAME", &mut self.clinic_name)?;
        take(&set, "VESTIBULE_CLINIC_PHONE", &mut self.clinic_phone)?;
        take(&set, "VESTIBULE_DATA_DIR", &mut self.data_dir)?;
        take(&set, "VESTIBULE_DATABASE_URL", &mut self.database_url)?;
        take(&set, "VESTIBULE_MEDIA_THREADS", &mut self.media_threads)?;
        take(&set, "VESTIBULE_TURN", &mut self.turn)?;
        take(&set, "VESTIBULE_WAITING_ROOM", &mut self.waiting_room)?;
        take(&set, "VESTIBULE_FILE_LIMIT_MB", &mut self.file_limit_mb)?;
        take(&set, "VESTIBULE_PATIENTS_MAY_CALL", &mut self.patients_may_call)?;
        take(&set, "VESTIBULE_RECORDING", &mut self.recording)?;
        take(&set, "VESTIBULE_TURN_TLS", &mut self.turn_tls)?;
        take(&set, "VESTIBULE_API_KEY", &mut self.api_key)?;
        take(&set, "VESTIBULE_METRICS_TOKEN", &mut self.metrics_token)?;
        take(&set, "VESTIBULE_TLS", &mut self.tls)?;
        take(&set, "VESTIBULE_TLS_CERTIFICATE", &mut self.tls_certificate)?;
        take(&set, "VESTIBULE_TLS_KEY", &mut self.tls_key)?;
        take(&set, "VESTIBULE_ACME_CONTACT", &mut self.acme_contact)?;
        take(&set, "VESTIBULE_ACME_DIRECTORY", &mut self.acme_directory)?;
        take(&set, "VESTIBULE_ACME_ROOT", &mut self.acme_root)?;
        take(&set, "VESTIBULE_REDIRECT_LISTEN", &mut self.redirect_listen)?;
        take(
            &set,
            "VESTIBULE_RETENTION_CONSULTATIONS",
            &mut self.retention_consultations,
        )?;
        take(&set, "VESTIBULE_RETENTION_MESSAGES", &mut self.retention_messages)?;
        take(
            &set,
            "VESTIBULE_RETENTION_NETWORK_TESTS",
            &mut self.retention_network_tests,
        )?;
        take(
            &set,
            "VESTIBULE_RETENTION_RECORDINGS",
            &mut self.retention_recordings,
        )?;
        take(&set, "VESTIBULE_RETENTION_AUDIT", &mut self.retention_audit)?;
        take(&set, "VESTIBULE_LOG", &mut self.log)?;
        self.overrule_messages(&set)?;
        take_list(&set, "VESTIBULE_MEDIA_ADDRESSES", &mut self.media_addresses)?;
        take_list(&set, "VESTIBULE_SCAN_COMMAND", &mut self.scan_command)?;
        take_list(&set, "VESTIBULE_TRUSTED_PROXIES", &mut self.trusted_proxies)?;
        take_list(
            &set,
            "VESTIBULE_PRIVATE_DESTINATIONS",
            &mut self.private_destinations,
        )?;
        take_list(&set, "VESTIBULE_ALLOWED_ORIGINS", &mut self.allowed_origins)
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

    /// Both stand in the header of a phone's page.
    fn check_clinic(&self) -> Result<(), Failure> {
        let name = self.clinic_name.as_deref().unwrap_or("-");
        if name.trim().is_empty() || name.chars().count() > 80 || name.contains(char::is_control) {
            return Err(broken("clinic_name", "1 to 80 characters of one line".into()));
        }
        let phone = self.clinic_phone.as_deref().unwrap_or("0");
        let readable = |sign: char| sign.is_ascii_digit() || "+ ()./-".contains(sign);
        if phone.len() > 32
            || !phone.chars().all(readable)
            || !phone.contains(|sign: char| sign.is_ascii_digit())
        {
            return Err(broken(
                "clinic_phone",
                format!("`{phone}` is no number: digits with spaces, as `+33 2 61 91 04 40`"),
            ));
        }
        Ok(())
    }
}

fn take<T: FromStr>(
    environment: &impl Fn(&str) -> Option<String>,
    name: &str,
    place: &mut Option<T>,
) -> Result<(), Failure>
where
    T::Err: std::fmt::Display,
{
    if let Some(text) = environment(name) {
        *place = Some(parse(name, text.trim())?);
    }
    Ok(())
}

fn take_list<T: FromStr>(
    environment: &impl Fn(&str) -> Option<String>,
    name: &str,
    place: &mut Vec<T>,
) -> Result<(), Failure>
where
    T::Err: std::fmt::Display,
{
    if let Some(list) = environment(name) {
        let parsed = list.split(',').map(|one| parse(name, one.trim()));
        *place = parsed.collect::<Result<_, _>>()?;
    }
    Ok(())
}

fn parse<T: FromStr>(name: &str, text: &str) -> Result<T, Failure>
where
    T::Err: std::fmt::Display,
{
    text.parse()
        .map_err(|error| broken(name, format!("`{text}`: {error}")))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from_environment(pairs: &[(&str, &str)]) -> Result<Settings, Failure> {
        Settings::load_with(None, |name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    fn from_file(text: &str) -> Result<Settings, Failure> {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), text).expect("is written");
        Settings::load_with(Some(file.path()), |_| None)
    }

    #[test]
    fn people_are_written_to_as_the_tables_say() {
        let file = "language = \"fr\"\nreminder_minutes = 60\n[mail]\nfrom = \"a@b.example\"\nurl = \"file\"\n\
                    [sms]\nurl = \"https://sms.example\"\nbody = \"{}\"";
        let settings = from_file(file).expect("settings");
        assert_eq!(settings.language, Some(Language::French));
        assert_eq!(settings.mail.map(|mail| mail.url).as_deref(), Some("file"));
        assert!(settings.sms.is_some());
        let from = ("VESTIBULE_MAIL_FROM", "a@b.example");
        let both = from_environment(&[from, ("VESTIBULE_MAIL_URL", "smtps://x")]).expect("settings");
        assert_eq!(both.mail.map(|mail| mail.url).as_deref(), Some("smtps://x"));
        assert!(from_environment(&[from]).is_err(), "half of a table");
        assert!(
            from_environment(&[("VESTIBULE_REMINDER_MINUTES", "60")]).is_err(),
            "nothing travels"
        );
        assert!(from_file("[mail]\nform = \"a\"").is_err());
    }

    #[test]
    fn every_key_is_also_a_variable_that_wins() {
        let settings = from_environment(&[
            ("VESTIBULE_LISTEN", "0.0.0.0:443"),
            ("VESTIBULE_PUBLIC_URL", "https://visio.example.org/"),
            ("VESTIBULE_CLINIC_NAME", "Maison de santé des Tilleuls"),
            ("VESTIBULE_CLINIC_PHONE", "02 61 91 04 40"),
            ("VESTIBULE_DATA_DIR", "/var/lib/vestibule"),
            ("VESTIBULE_DATABASE_URL", "sqlite://a.sqlite"),
            ("VESTIBULE_MEDIA_ADDRESSES", "203.0.113.7, 2001:db8::1"),
            ("VESTIBULE_MEDIA_THREADS", "2"),
            ("VESTIBULE_TURN", "false"),
            ("VESTIBULE_FILE_LIMIT_MB", "50"),
            ("VESTIBULE_SCAN_COMMAND", "/usr/bin/clamdscan, --no-summary"),
            ("VESTIBULE_WAITING_ROOM", "false"),
            ("VESTIBULE_PATIENTS_MAY_CALL", "true"),
            ("VESTIBULE_TURN_TLS", "turn.example.org:443"),
            ("VESTIBULE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
            ("VESTIBULE_PRIVATE_DESTINATIONS", "10.1.0.0/16"),
            ("VESTIBULE_API_KEY", "0123456789abcdef"),
            ("VESTIBULE_METRICS_TOKEN", "fedcba9876543210"),
            ("VESTIBULE_ALLOWED_ORIGINS", "https://app.example.org"),
            ("VESTIBULE_TLS", "files"),
            ("VESTIBULE_TLS_CERTIFICATE", "/etc/a.pem"),
            ("VESTIBULE_TLS_KEY", "/etc/a.key"),
            ("VESTIBULE_REDIRECT_LISTEN", "0.0.0.0:80"),
            ("VESTIBULE_RETENTION_CONSULTATIONS", "3650"),
            ("VESTIBULE_RETENTION_MESSAGES", "1825"),
            ("VESTIBULE_RETENTION_NETWORK_TESTS", "90"),
            ("VESTIBULE_RETENTION_AUDIT", "7300"),
            ("VESTIBULE_LOG", "debug"),
        ])
        .expect("all are good");
        assert_eq!(settings.public_url.as_deref(), Some("https://visio.example.org"));
        assert_eq!(settings.media_addresses.len(), 2);
        let same = from_file(
            "listen = '0.0.0.0:443'\npublic_url = 'https://visio.example.org'\ndata_dir = '/var/lib/vestibule'\n\
             database_url = 'sqlite://a.sqlite'\nmedia_addresses = ['203.0.113.7', '2001:db8::1']\n\
             clinic_name = 'Maison de santé des Tilleuls'\nclinic_phone = '02 61 91 04 40'\nturn_tls = 'turn.example.org:443'\ntrusted_proxies = ['127.0.0.1', '10.0.0.0/8']\n\
             private_destinations = ['10.1.0.0/16']\n\
             file_limit_mb = 50\nscan_command = ['/usr/bin/clamdscan', '--no-summary']\n\
             media_threads = 2\nturn = false\nwaiting_room = false\npatients_may_call = true\napi_key = '0123456789abcdef'\nlog = 'debug'\n\
             tls = 'files'\ntls_certificate = '/etc/a.pem'\ntls_key = '/etc/a.key'\nredirect_listen = '0.0.0.0:80'\n\
             retention_consultations = 3650\nretention_messages = 1825\nretention_network_tests = 90\nretention_audit = 7300\n\
             metrics_token = 'fedcba9876543210'\nallowed_origins = ['https://app.example.org']\n",
        );
        assert_eq!(same.expect("all are good"), settings);
    }

    #[test]
    fn an_unknown_key_is_told_with_its_file_and_line() {
        let line = from_file("listen = '127.0.0.1:1'\n\nlisten_on = 3\n")
            .expect_err("unknown")
            .to_string();
        assert!(line.contains(":3"), "{line}");
        assert!(line.contains("listen_on"), "{line}");
        assert!(line.contains("public_url"), "names the known keys: {line}");
        assert!(!line.contains('\n'), "{line}");
    }

    #[test]
    fn a_bad_value_is_told_with_its_key() {
        for (text, key) in [
            ("listen = '8080'", "listen"),
            ("media_threads = 'two'", "media_threads"),
            ("media_threads = 0", "media_threads"),
            ("turn = 'no'", "turn"),
            ("file_limit_mb = 10001", "file_limit_mb"),
            ("scan_command = 'clamscan'", "scan_command"),
            ("scan_command = ['']", "scan_command"),
            ("media_addresses = ['here']", "media_addresses"),
            ("media_addresses = ['0.0.0.0']", "media_addresses"),
            ("clinic_name = ' '", "clinic_name"),
            ("clinic_name = \"a\\nb\"", "clinic_name"),
            ("clinic_phone = 'ask at the desk'", "clinic_phone"),
            ("clinic_phone = '+'", "clinic_phone"),
            ("public_url = 'visio.example.org'", "public_url"),
            ("public_url = 'ftp://visio.example.org'", "public_url"),
            ("public_url = 'https://visio.example.org/path'", "public_url"),
            ("api_key = 'short'", "api_key"),
            ("trusted_proxies = ['proxy']", "trusted_proxies"),
            ("trusted_proxies = ['0.0.0.0/0']", "trusted_proxies"),
            ("turn_tls = 'turn.example.org:443'", "turn_tls"),
            ("tls = 'self-signed'\nturn_tls = 'turn.example.org'", "turn_tls"),
            (
                "tls = 'self-signed'\nturn_tls = 'turns:turn.example.org:443'",
                "turn_tls",
            ),
            ("tls = 'on'", "tls"),
            ("tls = 'files'\ntls_certificate = 'a'", "tls_key"),
            ("tls_key = 'a'", "tls_key"),
            ("acme_contact = 'it@clinic.example'", "acme_contact"),
            ("tls = 'acme'", "public_url"),
            ("tls = 'acme'\npublic_url = 'https://192.0.2.1'", "public_url"),
            ("tls = 'acme'\npublic_url = 'https://[::1]'", "public_url"),
            (
                "tls = 'self-signed'\npublic_url = 'http://clinic.example'",
                "public_url",
            ),
            ("allowed_origins = ['app.example.org']", "allowed_origins"),
        ] {
            let line = from_file(text).expect_err(text).to_string();
            assert!(line.contains(key), "{text}: {line}");
        }
        let line = from_environment(&[("VESTIBULE_LISTEN", "8080")]).expect_err("no port alone");
        assert!(line.to_string().starts_with("VESTIBULE_LISTEN: `8080`"), "{line}");
    }

    #[test]
    fn the_example_that_ships_is_read() {
        let settings = from_file(include_str!("../../../deploy/vestibule.toml")).expect("an example");
        assert_eq!(settings.data_dir, Some(PathBuf::from("/var/lib/vestibule")));
        assert_eq!(settings.media_addresses.len(), 1);
    }

    #[test]
    fn an_empty_variable_is_an_absent_one() {
        let settings = from_environment(&[("VESTIBULE_LISTEN", ""), ("VESTIBULE_MEDIA_ADDRESSES", " ")]);
        assert_eq!(settings.expect("nothing is set"), Settings::default());
    }

    #[test]
    fn a_missing_file_is_named() {
        let failure = Settings::load_with(Some(Path::new("/nowhere/vestibule.toml")), |_| None);
        assert!(
            failure
                .expect_err("missing")
                .to_string()
                .contains("/nowhere/vestibule.toml")
        );
    }

    proptest! {
        #[test]
        fn no_file_panics_and_every_complaint_is_one_line(text in "[ -~\\n\\[\\]='é]{0,200}") {
            if let Err(failure) = toml::from_str::<Settings>(&text)
                .map_err(|error| located(Path::new("f.toml"), &text, &error))
            {
                prop_assert!(!failure.to_string().contains('\n'));
            }
        }

        #[test]
        fn no_url_panics(text in ".{0,60}") {
            let _ = origin(&text);
        }
    }
}
