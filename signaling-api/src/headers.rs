//! Headers that protect browsers.

use crate::app::App;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// Puts the headers on every answer.
pub(crate) async fn protect(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let policy = content_security_policy(host(&request), app.public_url.secure);
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        // What people sent has a stricter one.
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if app.public_url.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    if is_api {
        headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Everything from here, nothing from elsewhere. Older browsers do not count a WebSocket as `'self'`, so it is named.
/// The component library sets style attributes, hence `style-src-attr`; a blurred background is computed by
/// WebAssembly, hence `wasm-unsafe-eval`, which lets no script in.
fn content_security_policy(host: Option<&str>, secure: bool) -> String {
    let scheme = if secure { "wss" } else { "ws" };
    let socket = host.map(|host| format!(" {scheme}://{host}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; \
         img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'{socket}; \
         worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// Host and port that the request names: HTTP/2 tells them apart from the fields (RFC 9113 section 8.3.1).
pub(crate) fn authority(request: &Request) -> Option<&str> {
    let named = request.uri().authority().map(Authority::as_str);
    named.or_else(|| request.headers().get(HOST)?.to_str().ok())
}

/// The same, if it can stand in a policy.
fn host(request: &Request) -> Option<&str> {
    let host = authority(request)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (host.len() <= 253 && host.bytes().all(plain)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(uri: &str, host: &str) -> Request {
        let request = Request::get(uri).header(HOST, host);
        request.body(Body::empty()).expect("a request")
    }

    #[test]
    fn a_host_cannot_add_to_the_policy() {
        let asked = request("/", "clinic.example:8443");
        let policy = content_security_policy(host(&asked), true);
        assert!(policy.contains("connect-src 'self' wss://clinic.example:8443;"));
        assert_eq!(host(&request("/", "x; script-src *")), None);
    }

    #[test]
    fn http_2_names_the_host_in_its_target() {
        let asked = Request::get("https://clinic.example/").body(Body::empty());
        assert_eq!(host(&asked.expect("a request")), Some("clinic.example"));
    }
}
