//! Plain HTTP where there is TLS: browsers are sent there.

use axum::Router;
use axum::http::Uri;
use axum::response::Redirect;

/// Answers every request with the same path below `public_url`; 308 keeps method and body (RFC 9110 section 15.4.9).
pub(crate) fn router(public_url: String) -> Router {
    Router::new().fallback(async move |uri: Uri| {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Redirect::permanent(&format!("{public_url}{path}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{Request, StatusCode, header};
    use tower::ServiceExt;

    #[tokio::test]
    async fn the_path_stays_and_the_host_is_the_public_one() {
        for (asked, path) in [
            ("/conference/join/abc?lang=fr", "/conference/join/abc?lang=fr"),
            ("//evil.example/", "//evil.example/"),
            ("http://evil.example/x", "/x"),
        ] {
            let request = Request::get(asked).body(Body::empty()).expect("a request");
            let response = router("https://visio.example".into()).oneshot(request).await;
            let response = response.expect("never fails");
            assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
            assert_eq!(
                response.headers()[header::LOCATION],
                format!("https://visio.example{path}")
            );
        }
    }
}
