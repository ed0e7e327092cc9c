//! The bytes of a recording's file, whole or a range of them.

use crate::recordings::Reader;
use crate::store::Recording;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use recording::PartName;
use std::io;
use std::sync::Arc;

/// A file whose name tells nobody's.
pub(super) fn file_name(recording: &Recording, name: PartName) -> String {
    let began = recording.started_at.unwrap_or(recording.asked_at).to_string();
    let began: String = began.chars().take(16).filter(char::is_ascii_digit).collect();
    let source = if name.is_screen { "-screen" } else { "" };
    let who = name.participant.0.simple().to_string();
    // The end of an id: its beginning is a time, which people who came together share.
    format!(
        "recording-{began}-{}{source}-{}s.webm",
        &who[who.len() - 4..],
        name.begins.as_secs()
    )
}

/// The bytes, as something that runs nothing.
pub(super) fn serve(reader: Arc<Reader>, range: Option<&str>, name: &str) -> Response {
    let len = reader.len();
    let headers = [
        (CONTENT_TYPE, "video/webm".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".into()),
        (CACHE_CONTROL, "no-store".into()),
        (ACCEPT_RANGES, "bytes".into()),
    ];
    let Some((begin, end)) = range.and_then(|range| byte_range(range, len)) else {
        let whole = [(CONTENT_LENGTH, len.to_string())];
        return (headers, whole, body(reader, 0, len)).into_response();
    };
    let part = [
        (CONTENT_LENGTH, (end - begin).to_string()),
        (CONTENT_RANGE, format!("bytes {begin}-{}/{len}", end - 1)),
    ];
    (
        StatusCode::PARTIAL_CONTENT,
        headers,
        part,
        body(reader, begin, end),
    )
        .into_response()
}

/// From, to (not included) of a single range (RFC 9110 section 14.1.2); nothing for one that is not heeded.
fn byte_range(range: &str, len: u64) -> Option<(u64, u64)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (begin, end) = match (first.trim(), last.trim()) {
        ("", suffix) => (len.saturating_sub(suffix.parse().ok()?), len),
        (first, "") => (first.parse().ok()?, len),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.saturating_add(1)),
    };
    let end = end.min(len);
    (begin < end).then_some((begin, end))
}

/// The bytes from `begin` to `end`, a chunk at a time as they are taken.
fn body(reader: Arc<Reader>, begin: u64, end: u64) -> Body {
    let chunks = futures_util::stream::unfold(begin, move |at| {
        let reader = Arc::clone(&reader);
        async move {
            if at >= end {
                return None;
            }
            let read = blocking(move || reader.read(at)).await.and_then(|mut bytes| {
                bytes.truncate(usize::try_from(end - at).unwrap_or(usize::MAX));
                if bytes.is_empty() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(Bytes::from(bytes))
            });
            // After a fault nothing follows.
            let next = read.as_ref().map_or(end, |bytes| at + bytes.len() as u64);
            Some((read, next))
        }
    });
    Body::from_stream(chunks)
}

/// Reads files where it may wait.
pub(super) async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(act).await;
    done.unwrap_or_else(|_| Err(io::Error::other("reading failed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_write_them() {
        for (range, expected) in [
            ("bytes=0-", Some((0, 100))),
            ("bytes=10-19", Some((10, 20))),
            ("bytes=90-1000", Some((90, 100))),
            ("bytes=-5", Some((95, 100))),
            ("bytes=-500", Some((0, 100))),
            ("bytes=100-", None),
            ("bytes=9-3", None),
            ("bytes=0-1,3-4", None),
            ("lines=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(byte_range(range, 100), expected, "{range}");
        }
    }
}
