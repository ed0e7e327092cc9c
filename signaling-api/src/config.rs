//! What the operator decides.

use crate::forwarded::Network;
use crate::retention::Retention;
use crate::start::StartError;
use axum::http::Uri;
use std::path::PathBuf;

/// The API key of the demo.
pub const DEMO_API_KEY: &str = "vestibule-demo-key";

/// What the API must be told.
#[derive(Clone)]
pub struct ApiConfig {
    /// Where browsers find the server, without a path: `https://clinic.example`.
    pub public_url: String,
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
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// For how long what is kept.
    pub retention: Retention,
    /// Whether the demo accounts and, without another, the demo's API key exist.
    pub demo: bool,
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
