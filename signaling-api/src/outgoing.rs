//! Requests of this server to others that the operator named: over TLS with public roots, bounded in time and size.

use axum::body::Body;
use axum::http::{Request, StatusCode, Uri, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest answer, in bytes.
const LONGEST: usize = 256 * 1024;

/// Nobody answered, or with too much.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no answer")]
pub(crate) struct NoAnswer;

/// A client of other servers; copies share connections.
#[derive(Clone)]
pub(crate) struct Outgoing {
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

impl Outgoing {
    /// A client that opens nothing before it is asked to.
    ///
    /// # Errors
    /// [`NoAnswer`] where the cryptography library knows no TLS version.
    pub(crate) fn new() -> Result<Self, NoAnswer> {
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(provider)
            .map_err(|_| NoAnswer)?
            .https_or_http()
            .enable_http1()
            .build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client })
    }

    /// The status and the content of an answer.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<(StatusCode, Bytes), NoAnswer> {
        let answered = async {
            let answer = self.client.request(request).await.map_err(|_| NoAnswer)?;
            let status = answer.status();
            let body = Limited::new(answer.into_body(), LONGEST).collect().await;
            Ok((status, body.map_err(|_| NoAnswer)?.to_bytes()))
        };
        tokio::time::timeout(PATIENCE, answered)
            .await
            .unwrap_or(Err(NoAnswer))
    }

    /// What stands at a URL, as JSON.
    ///
    /// # Errors
    /// [`NoAnswer`], also for an answer that is none.
    pub(crate) async fn get(&self, url: &Uri) -> Result<Bytes, NoAnswer> {
        let request = Request::get(url.clone())
            .header(header::ACCEPT, "application/json")
            .body(Body::empty());
        let (status, body) = self.send(request.map_err(|_| NoAnswer)?).await?;
        if status == StatusCode::OK {
            Ok(body)
        } else {
            Err(NoAnswer)
        }
    }
}
