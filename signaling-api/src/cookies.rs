//! Cookies of this server: `__Host-` over TLS, without these guards on a plain development address, where browsers refuse them.

use crate::app::App;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// The refresh token of whoever is signed in.
pub(crate) const REFRESH: &str = "vestibule_refresh";
/// A secret by which an invitation knows the browser that it belongs to.
pub(crate) const DEVICE: &str = "vestibule_device";

/// What a browser needs to come back from an identity provider.
pub(crate) const ERRAND: &str = "vestibule_errand";

/// A `Set-Cookie` field that also comes with a browser that another site sends here.
#[must_use]
pub(crate) fn set_for_errand(app: &App, name: &str, value: &str, seconds: u64) -> String {
    set(app, name, value, seconds).replace("SameSite=Strict", "SameSite=Lax")
}

/// A `Set-Cookie` field that lasts for so many seconds.
#[must_use]
pub(crate) fn set(app: &App, name: &str, value: &str, seconds: u64) -> String {
    let secure = if app.public_url.secure { "; Secure" } else { "" };
    let name = full_name(app, name);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// The value of a cookie.
#[must_use]
pub(crate) fn get<'a>(app: &App, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let name = full_name(app, name);
    let all = headers.get_all(COOKIE).into_iter();
    all.filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name && !value.is_empty() && value.len() <= 256).then_some(value))
}

fn full_name(app: &App, name: &str) -> String {
    let guard = if app.public_url.secure { "__Host-" } else { "" };
    format!("{guard}{name}")
}
