//! What the operator decides.

use crate::forwarded::Network;
use crate::language::Language;
use crate::machine::{Machine, Unseen};
use crate::retention::Retention;
use crate::role::UserRole;
use crate::start::StartError;
use axum::http::Uri;
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;

/// The API key of the demo.
pub const DEMO_API_KEY: &str = "vestibule-demo-key";

/// What patients are told of the clinic.
#[derive(Clone, PartialEq, Eq, Default, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Clinic {
    /// What they know it by.
    pub name: Option<String>,
    /// The number that they call for help, as it is read.
    pub phone: Option<String>,
}

/// How e-mail travels.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Who writes, `Clinic <noreply@clinic.example>`.
    pub from: String,
    /// `smtps://user:password@host[:port]` (TLS), `smtp://user:password@host[:port]?tls=required` (STARTTLS),
    /// `smtp://host[:port]` (plain), or `file`: letters become files in the data directory, for trials.
    pub url: String,
    /// Certificates of authorities in PEM, one or several: with TLS the server's must be of one of them, and of no public one.
    pub ca_file: Option<PathBuf>,
}

/// How text messages travel: by a gateway that speaks HTTP.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// Where to.
    pub url: String,
    /// `POST` when absent.
    pub method: Option<String>,
    /// A header, as `Authorization: Bearer secret`.
    pub header: Option<String>,
    /// JSON with `{to}` and `{text}` in its strings.
    pub body: String,
}

/// Whose tokens are accepted beside the server's own: those of the clinic's platform.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformConfig {
    /// What `iss` may be.
    pub issuers: Vec<String>,
    /// What `aud` has to name.
    pub audience: String,
    /// Of HS256, RS256, ES256, EdDSA those that are believed.
    pub algorithms: Vec<String>,
    /// The secret of HS256, at least 32 characters.
    pub secret: Option<String>,
    /// The keys of the others (RFC 7517), a URL or a file.
    pub jwks: Option<String>,
    /// Whether who comes for the first time gets an account.
    #[serde(default)]
    pub create_users: bool,
    /// Whether who comes for the first time is the account with their e-mail address and role, where the platform has made
    /// sure of addresses.
    #[serde(default)]
    pub link_by_email: bool,
    /// What the platform calls things.
    #[serde(default)]
    pub claims: ClaimNames,
}

/// What a platform's claims are called.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimNames {
    /// The object of a doctor; its fields may also stand on their own.
    pub doctor: String,
    /// A doctor's id.
    pub doctor_id: String,
    /// The object of a patient; its fields may also stand on their own.
    pub patient: String,
    /// A patient's id.
    pub patient_id: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The e-mail address.
    pub email: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        let name = String::from;
        Self {
            doctor: name("medecin"),
            doctor_id: name("id_medecin"),
            patient: name("patient"),
            patient_id: name("id_patient"),
            first_name: name("prenom"),
            last_name: name("nom"),
            email: name("email"),
        }
    }
}

/// An OpenID Connect provider with whom people may sign in.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// What people call it, on the button.
    pub name: String,
    /// Its issuer, `https://id.clinic.example`.
    pub issuer: String,
    /// What this installation is called there.
    pub client_id: String,
    /// Its secret there.
    pub client_secret: String,
    /// As what who has no account gets one; nobody does when absent. Accounts are found by verified e-mail addresses.
    pub create_users_as: Option<UserRole>,
}

/// What the API must be told.
#[derive(Clone)]
pub struct ApiConfig {
    /// Where browsers find the server, without a path: `https://clinic.example`.
    pub public_url: String,
    /// What patients are told of the clinic.
    pub clinic: Clinic,
    /// Where keys are kept.
    pub data_dir: PathBuf,
    /// `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/DATABASE`.
    pub database_url: String,
    /// The key that servers show; without one no server is let in.
    pub api_key: Option<String>,
    /// The token that opens `/metrics` from elsewhere than this host.
    pub metrics_token: Option<String>,
    /// Further origins whose pages may use the API and Socket.IO, as `https://app.clinic.example`.
    pub allowed_origins: Vec<String>,
    /// Whether consultations have a waiting room where nothing else is said.
    pub waiting_room: bool,
    /// Longest file that goes with a message, in bytes.
    pub file_limit: u64,
    /// A command that judges files, with its arguments; the path comes after them. 0 lets pass, 1 refuses. None when empty.
    pub scan_command: Vec<String>,
    /// Whether patients may call doctors who gave them a consultation.
    pub patients_may_call: bool,
    /// Whether doctors may ask that a call be recorded.
    pub recording: bool,
    /// Networks that are not public which webhooks and push messages may be sent to, also without TLS.
    pub private_destinations: Vec<Network>,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// How e-mail travels; without it none is sent.
    pub mail: Option<MailConfig>,
    /// How text messages travel; without it none is sent.
    pub sms: Option<SmsConfig>,
    /// Whose tokens are accepted beside the server's own.
    pub platform: Option<PlatformConfig>,
    /// With whom people may sign in.
    pub oidc: Option<OidcConfig>,
    /// How long before a consultation its people are reminded; never when absent.
    pub reminder_minutes: Option<u32>,
    /// What people are written in of whom nothing is known; English when absent.
    pub language: Option<Language>,
    /// For how long what is kept.
    pub retention: Retention,
    /// Whether the demo accounts and, without another, the demo's API key exist.
    pub demo: bool,
    /// What administrators are told of the machine.
    pub machine: Arc<dyn Machine>,
}

impl ApiConfig {
    /// An installation whose database is a file of its data directory, with nothing else decided.
    #[must_use]
    pub fn new(public_url: &str, data_dir: PathBuf) -> Self {
        Self {
            public_url: public_url.into(),
            clinic: Clinic::default(),
            database_url: format!("sqlite://{}", data_dir.join("vestibule.sqlite").display()),
            data_dir,
            api_key: None,
            metrics_token: None,
            allowed_origins: Vec::new(),
            waiting_room: false,
            patients_may_call: false,
            recording: false,
            private_destinations: Vec::new(),
            trusted_proxies: Vec::new(),
            file_limit: 25_000_000,
            scan_command: Vec::new(),
            mail: None,
            sms: None,
            platform: None,
            oidc: None,
            reminder_minutes: None,
            language: None,
            retention: Retention::default(),
            demo: false,
            machine: Arc::new(Unseen),
        }
    }
}

/// The public address, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PublicUrl {
    /// `scheme://host[:port]`.
    pub origin: String,
    /// Whether it is reached over TLS.
    pub secure: bool,
}

impl PublicUrl {
    /// The host, and the port where it is not the usual one: what people call the installation by.
    #[must_use]
    pub(crate) fn host(&self) -> &str {
        self.origin
            .split_once("://")
            .map_or(&self.origin, |(_, host)| host)
    }

    /// Reads the address.
    ///
    /// # Errors
    /// It is not http or https, has no host, or has a path.
    pub(crate) fn parse(text: &str) -> Result<Self, StartError> {
        let wrong = || StartError::PublicUrl(text.into());
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong());
        };
        let plain = uri.path() == "/" && uri.query().is_none() && !authority.as_str().contains('@');
        if !plain || !matches!(scheme, "http" | "https") {
            return Err(wrong());
        }
        Ok(Self {
            origin: format!("{scheme}://{authority}").to_ascii_lowercase(),
            secure: scheme == "https",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin() {
        let url = PublicUrl::parse("https://Clinic.example:8443/").expect("an origin");
        assert_eq!(url.origin, "https://clinic.example:8443");
        assert!(url.secure);
        for wrong in [
            "",
            "clinic.example",
            "ftp://x",
            "https://x/app",
            "https://u@x",
            "http://x?y",
        ] {
            assert!(PublicUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
