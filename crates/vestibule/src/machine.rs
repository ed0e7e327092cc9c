//! What a running server tells its administrators of the machine beneath.

use crate::check;
use crate::config::Settings;
use crate::installation::Installation;
use signaling_api::{Check, Machine, Setting};

/// This machine, with the settings of this run.
pub(crate) struct ThisMachine {
    installation: Installation,
    port: u16,
}

impl ThisMachine {
    /// Of the server that listens on `port`.
    pub(crate) fn new(installation: &Installation, port: u16) -> Self {
        Self {
            installation: installation.seen(),
            port,
        }
    }
}

impl Machine for ThisMachine {
    fn look(&self) -> Vec<Check> {
        let findings = check::inside::look(&self.installation, self.port);
        findings.into_iter().map(Check::from).collect()
    }

    fn settings(&self) -> Vec<Setting> {
        settings(&self.installation, self.port)
    }
}

/// Named one by one, so that a secret is never told because it is new.
fn settings(installation: &Installation, port: u16) -> Vec<Setting> {
    let set = &installation.settings;
    let path = |path: &std::path::Path| path.display().to_string();
    let listed = |values: Vec<String>| (!values.is_empty()).then(|| values.join(", "));
    let days = |days: Option<u32>| days.map(|days| days.to_string());
    let addresses = set.media_addresses.iter().map(ToString::to_string).collect();
    let rows = [
        ("listen", Some(installation.listen.to_string())),
        ("public_url", Some(installation.public_url(port))),
        ("clinic_name", set.clinic_name.clone()),
        ("clinic_phone", set.clinic_phone.clone()),
        ("data_dir", Some(path(&installation.data_dir))),
        ("database_url", Some(database(set))),
        ("media_addresses", listed(addresses)),
        ("media_threads", Some(set.media_threads.unwrap_or(1).to_string())),
        ("turn", Some(set.turn.unwrap_or(true).to_string())),
        ("turn_tls", set.turn_tls.clone()),
        ("waiting_room", set.waiting_room.map(|on| on.to_string())),
        ("api_key", set.api_key.as_ref().map(secret)),
        ("metrics_token", set.metrics_token.as_ref().map(secret)),
        ("allowed_origins", listed(set.allowed_origins.clone())),
        ("tls", set.tls.map(|mode| format!("{mode:?}").to_lowercase())),
        ("tls_certificate", set.tls_certificate.as_deref().map(path)),
        (
            "redirect_listen",
            set.redirect_listen.map(|address| address.to_string()),
        ),
        ("retention_consultations", days(set.retention_consultations)),
        ("retention_messages", days(set.retention_messages)),
        ("retention_network_tests", days(set.retention_network_tests)),
        (
            "recording",
            set.recording.map(|mode| format!("{mode:?}").to_lowercase()),
        ),
        ("retention_recordings", days(set.retention_recordings)),
        ("retention_audit", days(set.retention_audit)),
        ("log", set.log.clone()),
    ];
    let told = rows
        .into_iter()
        .filter_map(|(name, value)| Some(Setting { name, value: value? }));
    told.collect()
}

/// The kind alone: the URL may hold a password.
fn database(settings: &Settings) -> String {
    let url = settings.database_url.as_deref().unwrap_or("sqlite:");
    let kind = url.split(':').next().unwrap_or_default();
    format!("{kind}://…")
}

fn secret(_: &String) -> String {
    "set".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_told_without_secrets() {
        let settings = Settings {
            api_key: Some("hush-key".into()),
            metrics_token: Some("hush-token".into()),
            database_url: Some("postgres://user:hush-word@db.example/clinic".into()),
            public_url: Some("https://clinic.example".into()),
            ..Settings::default()
        };
        let machine = ThisMachine::new(&Installation::of_check(settings), 443);
        let told = machine.settings();
        let value = |name| {
            told.iter()
                .find(|setting| setting.name == name)
                .map(|found| found.value.as_str())
        };
        assert_eq!(value("public_url"), Some("https://clinic.example"));
        assert_eq!(
            (value("api_key"), value("database_url")),
            (Some("set"), Some("postgres://…"))
        );
        assert_eq!(value("turn_tls"), None);
        assert!(!format!("{told:?}").contains("hush"), "{told:?}");
    }

    #[test]
    fn the_machine_is_looked_at() {
        let machine = ThisMachine::new(&Installation::of_check(Settings::default()), 8080);
        let names: Vec<_> = machine.look().iter().map(|check| check.name).collect();
        for name in [
            "configuration",
            "certificate",
            "clock",
            "disk",
            "file limit",
            "addresses",
        ] {
            assert!(names.contains(&name), "{names:?}");
        }
    }
}
