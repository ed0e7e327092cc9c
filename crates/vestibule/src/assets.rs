//! The built web client, carried inside the executable.

use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web-client/dist"]
#[allow_missing = true]
struct Dist;

const NOT_BUILT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Vestibule</title>\
    <h1>The web client is not built</h1><p>Run <code>make build</code>, then start the server again.</p>";

/// Answers what no route took: a file of the web client, or its page for the client's own routes.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match find(path, Dist::get) {
        Found::File(file) => file_response(path, &file, &headers),
        Found::Page(file) => file_response("index.html", &file, &headers),
        Found::NotBuilt => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
        Found::Nothing => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether the web client was there at compile time.
pub(crate) fn is_built() -> bool {
    Dist::get("index.html").is_some()
}

enum Found {
    File(EmbeddedFile),
    Page(EmbeddedFile),
    NotBuilt,
    Nothing,
}

/// A path whose last part has a dot names a file; every other one is a page of the client.
fn find(path: &str, get: impl Fn(&str) -> Option<EmbeddedFile>) -> Found {
    if let Some(file) = get(path) {
        return Found::File(file);
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file || path.starts_with("api/") {
        return Found::Nothing;
    }
    get("index.html").map_or(Found::NotBuilt, Found::Page)
}

fn file_response(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let smaller = smallest(path, headers, Dist::get);
    let (coding, sent) = smaller
        .as_ref()
        .map_or((None, file), |(coding, small)| (Some(*coding), small));
    let tag = entity_tag(sent);
    // Vite puts a hash of the content into the names under assets/.
    let caching = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    if has_tag(headers, &tag) {
        let kept = [(header::ETAG, tag), (header::CACHE_CONTROL, caching.to_owned())];
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let described = [
        (header::CONTENT_TYPE, content_type(file.metadata.mimetype())),
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::ETAG, tag),
        (header::VARY, "Accept-Encoding".to_owned()),
    ];
    let encoded = coding.map(|coding| [(header::CONTENT_ENCODING, coding)]);
    (described, encoded, Body::from(sent.data.clone().into_owned())).into_response()
}

/// The smallest form of a file that the browser takes (RFC 9110 section 12.5.3); they are made with the web client.
fn smallest(
    path: &str,
    headers: &HeaderMap,
    get: impl Fn(&str) -> Option<EmbeddedFile>,
) -> Option<(&'static str, EmbeddedFile)> {
    let forms = [("br", "br"), ("gzip", "gz")].into_iter();
    forms
        .filter(|(coding, _)| takes(headers, coding))
        .find_map(|(coding, ending)| Some((coding, get(&format!("{path}.{ending}"))?)))
}

fn takes(headers: &HeaderMap, coding: &str) -> bool {
    let listed = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings = listed
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','));
    codings.any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight = weight.trim().trim_start_matches("q=").parse();
        name.trim().eq_ignore_ascii_case(coding) && weight.unwrap_or(0.0) > 0.0_f32
    })
}

/// Everything that Vite writes is UTF-8.
fn content_type(media_type: &str) -> String {
    if media_type.starts_with("text/") {
        format!("{media_type}; charset=utf-8")
    } else {
        media_type.to_owned()
    }
}

fn entity_tag(file: &EmbeddedFile) -> String {
    let digest = file.metadata.sha256_hash();
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// RFC 9110 section 13.1.2, weak comparison.
fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_embed::Metadata;

    fn dist(path: &str) -> Option<EmbeddedFile> {
        ["index.html", "assets/app-1a2b.js"]
            .contains(&path)
            .then(|| EmbeddedFile {
                data: path.as_bytes().to_vec().into(),
                metadata: Metadata::__rust_embed_new([7; 32], None, None, "text/html"),
            })
    }

    #[test]
    fn routes_of_the_client_get_its_page_and_missing_files_do_not() {
        for page in ["", "webrtc", "conference/join/abc", "history/1"] {
            assert!(matches!(find(page, dist), Found::Page(_)), "{page}");
        }
        assert!(matches!(find("assets/app-1a2b.js", dist), Found::File(_)));
        for nothing in ["assets/gone.js", "favicon.ico", "api/v1/nothing", "../Cargo.toml"] {
            assert!(matches!(find(nothing, dist), Found::Nothing), "{nothing}");
        }
        assert!(matches!(find("webrtc", |_| None), Found::NotBuilt));
    }

    #[test]
    fn hashed_files_are_kept_for_ever_and_the_page_is_asked_for_again() {
        let file = dist("index.html").expect("is there");
        let header_of = |path| {
            let response = file_response(path, &file, &HeaderMap::new());
            response.headers()[header::CACHE_CONTROL]
                .to_str()
                .expect("text")
                .to_owned()
        };
        assert!(header_of("assets/app-1a2b.js").contains("immutable"));
        assert_eq!(header_of("index.html"), "no-cache");
    }

    #[test]
    fn the_smallest_form_that_a_browser_takes_is_sent() {
        let packed = |path: &str| path.ends_with(".js.br") || path.ends_with(".js.gz");
        let get = |path: &str| packed(path).then(|| dist("index.html")).flatten();
        let sent = |path: &str, accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, accept.parse().expect("a header"));
            smallest(path, &headers, get).map(|(coding, _)| coding)
        };
        for (accept, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip, deflate", Some("gzip")),
            ("GZIP;q=0.5, br;q=0", Some("gzip")),
            ("br; q=x, identity", None),
            ("identity", None),
            ("", None),
        ] {
            assert_eq!(sent("assets/app-1a2b.js", accept), coding, "{accept}");
        }
        assert_eq!(sent("favicon.png", "br"), None, "no such form was made");
    }

    #[test]
    fn a_known_tag_is_answered_without_the_file() {
        let file = dist("index.html").expect("is there");
        let mut headers = HeaderMap::new();
        let tag = format!("\"other\", W/{}", entity_tag(&file));
        headers.insert(header::IF_NONE_MATCH, tag.parse().expect("a header"));
        let response = file_response("index.html", &file, &headers);
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn nothing_is_written_here() {
        let refused = serve(Method::POST, Uri::from_static("/webrtc"), HeaderMap::new()).await;
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
