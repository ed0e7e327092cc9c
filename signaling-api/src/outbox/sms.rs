//! Text messages through a gateway that speaks HTTP.

use super::NotSent;
use crate::config::SmsConfig;
use crate::outgoing::Outgoing;
use crate::start::StartError;
use crate::store::Due;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use serde_json::Value;

/// Sends text messages.
pub(super) struct Sms {
    outgoing: Outgoing,
    url: Uri,
    method: Method,
    header: Option<(HeaderName, HeaderValue)>,
    body: Value,
}

impl Sms {
    /// Sends as the configuration says.
    ///
    /// # Errors
    /// The URL, the method, the header or the body cannot be used.
    pub(super) fn open(config: &SmsConfig, outgoing: Outgoing) -> Result<Self, StartError> {
        let url: Uri = config.url.parse().map_err(|_| StartError::Sms("url"))?;
        if url.host().is_none() {
            return Err(StartError::Sms("url"));
        }
        let method = config.method.as_deref().unwrap_or("POST");
        let method = method.parse().map_err(|_| StartError::Sms("method"))?;
        let header = config.header.as_deref().map(field).transpose()?;
        let body = serde_json::from_str(&config.body).map_err(|_| StartError::Sms("body"))?;
        Ok(Self {
            outgoing,
            url,
            method,
            header,
            body,
        })
    }

    /// Hands a text message to the gateway.
    ///
    /// # Errors
    /// [`NotSent`].
    pub(super) async fn send(&self, due: &Due) -> Result<(), NotSent> {
        let body = filled(&self.body, &due.recipient, &due.body).to_string();
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri(self.url.clone())
            .header(header::CONTENT_TYPE, "application/json");
        if let Some((name, value)) = &self.header {
            request = request.header(name, value);
        }
        let request = request.body(body.into()).map_err(|_| NotSent::Refused)?;
        match self.outgoing.send(request).await {
            Ok((status, _)) if status.is_success() => Ok(()),
            Ok((status, _)) if is_for_good(status) => Err(NotSent::Refused),
            Ok(_) | Err(_) => Err(NotSent::Later),
        }
    }
}

/// Whether asking again makes no sense (RFC 9110 section 15.5, RFC 6585 section 4).
fn is_for_good(status: StatusCode) -> bool {
    let passes = [
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::CONFLICT,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    status.is_client_error() && !passes.contains(&status)
}

fn field(text: &str) -> Result<(HeaderName, HeaderValue), StartError> {
    let wrong = || StartError::Sms("header");
    let (name, value) = text.split_once(':').ok_or_else(wrong)?;
    let mut value: HeaderValue = value.trim().parse().map_err(|_| wrong())?;
    value.set_sensitive(true);
    Ok((name.trim().parse().map_err(|_| wrong())?, value))
}

/// The template with the number and the text in its strings: filled as values, so that no text can break out of one.
fn filled(template: &Value, to: &str, text: &str) -> Value {
    match template {
        Value::String(part) => {
            let parts = part.split("{to}").map(|part| part.replace("{text}", text));
            Value::String(parts.collect::<Vec<_>>().join(to))
        }
        Value::Array(items) => items.iter().map(|item| filled(item, to, text)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, value)| (name.clone(), filled(value, to, text)));
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_template_is_filled_in_its_strings_alone() {
        let template = json!({"messages": [{"to": "tel:{to}", "body": "{text}"}], "ttl": 60});
        let text = "a \"quoted\" {to}\nline";
        let body = filled(&template, "+33600000000", text);
        assert_eq!(
            body["messages"][0],
            json!({"to": "tel:+33600000000", "body": text})
        );
        assert_eq!(body["ttl"], 60);
    }

    #[test]
    fn some_refusals_pass() {
        for (status, for_good) in [
            (400, true),
            (401, true),
            (404, true),
            (408, false),
            (429, false),
            (500, false),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(is_for_good(status), for_good, "{status}");
        }
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_string(to in ".{0,20}", text in ".{0,60}") {
            let body = filled(&json!({"to": "{to}", "text": "{text}"}), &to, &text);
            prop_assert_eq!(body, json!({"to": to, "text": text}));
        }
    }
}
