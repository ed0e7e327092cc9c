//! The variables of the environment, which overrule the file.

use super::{Settings, broken};
use crate::failure::Failure;
use std::str::FromStr;

impl Settings {
    pub(super) fn overrule(&mut self, environment: impl Fn(&str) -> Option<String>) -> Result<(), Failure> {
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
}

pub(super) fn take<T: FromStr>(
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
