//! One request, one connection.

use serde_json::Value;
use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest answer, in bytes.
const LONGEST: u64 = 1 << 20;

/// The JSON that a POST is answered with.
///
/// # Errors
/// The connection's; an answer other than 200 and 201, or no JSON.
pub(super) async fn post(
    server: SocketAddr,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> io::Result<Value> {
    let body = body.to_string();
    let authorization = token.map_or(String::new(), |token| {
        format!("authorization: Bearer {token}\r\n")
    });
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n{authorization}\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(LONGEST).read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).unwrap_or("none");
    if !matches!(status, "200" | "201") {
        return Err(io::Error::other(format!("{path}: {status} {body}")));
    }
    Ok(serde_json::from_str(body)?)
}
