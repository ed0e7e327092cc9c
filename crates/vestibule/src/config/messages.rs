//! How people are written to: the tables `[mail]` and `[sms]`.

use super::environment::take;
use super::{Settings, broken};
use crate::failure::Failure;
use signaling_api::{MailConfig, SmsConfig};

impl Settings {
    /// Each key of a table is also a variable, `VESTIBULE_MAIL_URL`; a table may come from variables alone.
    pub(super) fn overrule_messages(&mut self, set: &impl Fn(&str) -> Option<String>) -> Result<(), Failure> {
        take(set, "VESTIBULE_REMINDER_MINUTES", &mut self.reminder_minutes)?;
        take(set, "VESTIBULE_LANGUAGE", &mut self.language)?;
        let names = [
            "VESTIBULE_MAIL_FROM",
            "VESTIBULE_MAIL_URL",
            "VESTIBULE_MAIL_CA_FILE",
        ];
        if names.iter().any(|name| set(name).is_some()) {
            let before = self.mail.take();
            let ca_file = before.as_ref().and_then(|mail| mail.ca_file.clone());
            let (from, url) = before.map(|mail| (mail.from, mail.url)).unzip();
            self.mail = Some(MailConfig {
                from: needed(set, "VESTIBULE_MAIL_FROM", from)?,
                url: needed(set, "VESTIBULE_MAIL_URL", url)?,
                ca_file: set("VESTIBULE_MAIL_CA_FILE").map(Into::into).or(ca_file),
            });
        }
        let names = ["URL", "METHOD", "HEADER", "BODY"].map(|key| format!("VESTIBULE_SMS_{key}"));
        if names.iter().any(|name| set(name).is_some()) {
            let before = self.sms.take();
            let before = before.map(|sms| (sms.url, sms.method, sms.header, sms.body));
            let (url, method, header, body) = match before {
                Some((url, method, header, body)) => (Some(url), method, header, Some(body)),
                None => (None, None, None, None),
            };
            self.sms = Some(SmsConfig {
                url: needed(set, "VESTIBULE_SMS_URL", url)?,
                method: set("VESTIBULE_SMS_METHOD").or(method),
                header: set("VESTIBULE_SMS_HEADER").or(header),
                body: needed(set, "VESTIBULE_SMS_BODY", body)?,
            });
        }
        if let (Some(platform), Some(secret)) = (&mut self.platform, set("VESTIBULE_PLATFORM_SECRET")) {
            platform.secret = Some(secret);
        }
        if let (Some(oidc), Some(secret)) = (&mut self.oidc, set("VESTIBULE_OIDC_CLIENT_SECRET")) {
            oidc.client_secret = secret;
        }
        Ok(())
    }

    pub(super) fn check_messages(&self) -> Result<(), Failure> {
        let reachable = self.mail.is_some() || self.sms.is_some();
        if self.reminder_minutes.is_some() && !reachable {
            return Err(broken(
                "reminder_minutes",
                "set [mail] or [sms] too: reminders have to travel".into(),
            ));
        }
        Ok(())
    }
}

/// What a variable says, else what the file said.
fn needed(
    set: &impl Fn(&str) -> Option<String>,
    name: &str,
    file: Option<String>,
) -> Result<String, Failure> {
    let value = set(name).or(file);
    value.ok_or_else(|| broken(name, "is needed with the others of its kind".into()))
}
