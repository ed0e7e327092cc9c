//! The settings of TLS: what each way to a certificate needs.

use super::{Settings, broken};
use crate::failure::Failure;
use axum::http::Uri;
use axum::http::uri::Authority;
use serde::Deserialize;
use std::net::IpAddr;
use std::str::FromStr;

/// Where the certificate comes from.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TlsMode {
    /// From files that somebody else renews.
    Files,
    /// From an authority that speaks ACME, as Let's Encrypt does.
    Acme,
    /// Made here; browsers warn of it.
    SelfSigned,
}

impl FromStr for TlsMode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "files" => Ok(Self::Files),
            "acme" => Ok(Self::Acme),
            "self-signed" => Ok(Self::SelfSigned),
            _ => Err("not one of files, acme, self-signed"),
        }
    }
}

impl Settings {
    /// Every way to a certificate has what it needs, nothing is set for another.
    pub(super) fn check_tls(&self) -> Result<(), Failure> {
        let (files, acme) = (self.tls == Some(TlsMode::Files), self.tls == Some(TlsMode::Acme));
        for (key, is_set) in [
            ("tls_certificate", self.tls_certificate.is_some()),
            ("tls_key", self.tls_key.is_some()),
        ] {
            if files != is_set {
                let problem = if files {
                    "tls = \"files\" needs it"
                } else {
                    "is for tls = \"files\" alone"
                };
                return Err(broken(key, problem.into()));
            }
        }
        for (key, is_set) in [
            ("acme_contact", self.acme_contact.is_some()),
            ("acme_directory", self.acme_directory.is_some()),
            ("acme_root", self.acme_root.is_some()),
        ] {
            if is_set && !acme {
                return Err(broken(key, "is for tls = \"acme\" alone".into()));
            }
        }
        self.check_turn_tls()?;
        let is_secure = |url: &String| url.starts_with("https://");
        if self.tls.is_some() && !self.public_url.as_ref().is_none_or(is_secure) {
            return Err(broken(
                "public_url",
                "has to begin with https:// where tls is set".into(),
            ));
        }
        if acme && self.domain().is_none() {
            let problem = "tls = \"acme\" needs https:// with the DNS name that the certificate is for";
            return Err(broken("public_url", problem.into()));
        }
        Ok(())
    }

    fn check_turn_tls(&self) -> Result<(), Failure> {
        let Some(place) = &self.turn_tls else {
            return Ok(());
        };
        let parsed: Option<Authority> = place.parse().ok();
        if parsed.is_none_or(|place| place.port_u16().is_none() || place.as_str().contains('@')) {
            return Err(broken("turn_tls", format!("`{place}` is not HOST:PORT")));
        }
        if self.tls.is_none() {
            let problem = "needs tls: a proxy passes TLS on, it ends here";
            return Err(broken("turn_tls", problem.into()));
        }
        Ok(())
    }

    /// The DNS name that browsers open, if it is known and no address.
    pub(crate) fn domain(&self) -> Option<String> {
        self.host()
            .filter(|host| host.parse::<IpAddr>().is_err() && host.contains('.'))
    }

    /// The host that browsers open, an address of IPv6 without its brackets, if it is known.
    pub(crate) fn host(&self) -> Option<String> {
        let url: Uri = self.public_url.as_ref()?.parse().ok()?;
        Some(url.host()?.trim_matches(['[', ']']).to_owned())
    }
}
