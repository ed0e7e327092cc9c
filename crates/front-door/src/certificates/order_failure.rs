//! What an authority's refusal means to whoever runs the server, in one sentence.

use rustls_acme::acme::{AcmeError, Auth, Identifier, Problem};
use rustls_acme::{EventError, OrderError};
use std::error::Error;
use std::fmt::{Debug, Display};

/// Longest words of an authority that are repeated, in characters.
const LONGEST: usize = 300;

/// One line. What an authority says in it is bounded, control characters are gone.
pub(super) fn sentence<E: Debug>(error: &EventError<E, E>) -> String {
    match error {
        EventError::Order(error) => order(error),
        EventError::CertCacheLoad(error) => line(&format!("the kept certificate cannot be read: {error:?}")),
        EventError::AccountCacheLoad(error) => line(&format!("the kept account cannot be read: {error:?}")),
        EventError::CertCacheStore(error) | EventError::AccountCacheStore(error) => {
            line(&format!("the data directory cannot be written: {error:?}"))
        }
        EventError::CachedCertParse(error) => line(&format!("the kept certificate is damaged: {error}")),
        EventError::NewCertParse(error) => {
            line(&format!("the authority sent what is no certificate: {error}"))
        }
    }
}

fn order(error: &OrderError) -> String {
    match error {
        OrderError::Acme(AcmeError::HttpRequest(request)) => http(request),
        OrderError::BadAuth(authorization) => unproven(authorization),
        OrderError::BadOrder(order) => {
            let reason = order
                .error
                .as_ref()
                .and_then(detail)
                .unwrap_or("without a reason");
            line(&format!("the authority refused the order: {reason}"))
        }
        OrderError::TooManyAttemptsAuth(domain) => line(&format!(
            "the authority did not finish looking whether {domain} is here"
        )),
        OrderError::ProcessingTimeout(_) => "the authority did not finish the order".into(),
        other => line(&other.to_string()),
    }
}

/// The type of what went wrong with a request is private to the library, its words are not.
fn http(error: &(dyn Error + 'static)) -> String {
    let words = error.to_string();
    let answer = words.strip_prefix("non 2xx http status: ");
    if let Some((status, body)) = answer.and_then(|answer| answer.split_once(' ')) {
        return line(&format!("the authority answered {status}: {}", reason(body)));
    }
    // The library shows what failed beneath as Rust writes it, the system's own words between quotation marks.
    let quoted = words.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"'));
    let beneath = || quoted.map_or(words.as_str(), |(quoted, _)| quoted).to_owned();
    let cause = error.source().map_or_else(beneath, causes);
    line(&format!("the authority cannot be reached: {cause}"))
}

/// What a problem document (RFC 8555 section 6.7) says that was quoted as one string; the quotation where it is none.
fn reason(quoted: &str) -> String {
    let body: Option<String> = serde_json::from_str(quoted).ok();
    let problem: Option<Problem> = body.and_then(|body| serde_json::from_str(&body).ok());
    let said = problem.as_ref().and_then(detail);
    said.unwrap_or(quoted).to_owned()
}

fn unproven(authorization: &Auth) -> String {
    let Identifier::Dns(domain) = &authorization.identifier;
    let errors = authorization
        .challenges
        .iter()
        .filter_map(|one| one.error.as_ref());
    let reason = errors.filter_map(detail).next().unwrap_or("without a reason");
    line(&format!(
        "the authority did not find this server at port 443 of {domain}: {reason}"
    ))
}

fn detail(problem: &Problem) -> Option<&str> {
    problem.detail.as_deref().or(problem.typ.as_deref())
}

/// An error with what caused it.
fn causes(error: &(dyn Error + 'static)) -> String {
    let mut said = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        said.push(error.to_string());
        cause = error.source();
    }
    // A wrapper often repeats what it wraps.
    said.dedup();
    said.join(": ")
}

fn line(text: &impl Display) -> String {
    let text = text.to_string();
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls_acme::acme::Challenge;
    use std::io;

    fn of(error: OrderError) -> String {
        sentence::<io::Error>(&EventError::Order(error))
    }

    #[test]
    fn an_authority_s_reason_is_told_without_its_wrapping() {
        let challenge = r#"{"type":"tls-alpn-01","url":"u","error":{"detail":"no\nroute"}}"#;
        let authorization = Auth {
            status: rustls_acme::acme::AuthStatus::Invalid,
            identifier: Identifier::Dns("visio.clinic.example".into()),
            challenges: vec![serde_json::from_str::<Challenge>(challenge).unwrap()],
        };
        assert_eq!(
            of(OrderError::BadAuth(authorization)),
            "the authority did not find this server at port 443 of visio.clinic.example: no route"
        );
        let quoted = r#""{\"type\":\"urn:x\",\"detail\":\"too many\"}""#;
        assert_eq!(reason(quoted), "too many");
        assert_eq!(reason("\"<html>\""), "\"<html>\"");
    }

    #[test]
    fn a_sentence_is_one_bounded_line() {
        let long = io::Error::other("a\n".repeat(1000));
        let said = of(OrderError::Acme(AcmeError::Io(long)));
        assert!(said.chars().count() <= LONGEST && !said.contains('\n'), "{said}");
    }
}
