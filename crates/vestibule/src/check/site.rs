//! A server as a client of HTTP reaches it, by TLS or without.

use super::trust::{Shown, Witness};
use axum::http::header::{self, HeaderMap};
use axum::http::{Request, Uri};
use http_body_util::{BodyExt, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::{TlsConnector, rustls};

/// For a connection, and for an answer; a poll for events may rest a while.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest answer, in bytes.
const LONGEST: usize = 1 << 20;
const HTTP: &[u8] = b"http/1.1";

/// A byte stream of whatever is beneath.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

/// Where a server is.
#[derive(Clone)]
pub(crate) struct Site {
    /// The name or address, an address of IPv6 without its brackets.
    pub(crate) host: String,
    /// Its TCP port.
    pub(crate) port: u16,
    /// Whether it speaks TLS.
    pub(crate) is_secure: bool,
    /// The address to connect to, whatever the name resolves to: this machine's.
    pub(crate) at: Option<SocketAddr>,
    witness: Arc<Witness>,
}

/// What was answered.
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: String,
}

impl Answer {
    /// The text of a header.
    pub(crate) fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// When it was sent (RFC 9110 section 5.6.7).
    pub(crate) fn date(&self) -> Option<SystemTime> {
        let text = self.header(header::DATE)?.strip_suffix(" GMT")?;
        let format = time::macros::format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second]"
        );
        let date = time::PrimitiveDateTime::parse(text, format).ok()?;
        Some(date.assume_utc().into())
    }
}

impl Site {
    /// A server; `root` is a certificate to trust besides the public ones.
    ///
    /// # Errors
    /// The system lacks what TLS needs.
    pub(crate) fn new(
        host: String,
        port: u16,
        is_secure: bool,
        at: Option<SocketAddr>,
        root: Option<&Path>,
    ) -> io::Result<Self> {
        let witness = Arc::new(Witness::new(root).map_err(io::Error::other)?);
        Ok(Self {
            host,
            port,
            is_secure,
            at,
            witness,
        })
    }

    /// The server behind `http://HOST[:PORT]` or `https://HOST[:PORT]`.
    ///
    /// # Errors
    /// It is no such URL.
    pub(crate) fn of_url(url: &str, root: Option<&Path>) -> Result<Self, String> {
        let wrong = || format!("{url} is not http://HOST[:PORT] or https://HOST[:PORT]");
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let (Some(scheme @ ("http" | "https")), Some(host)) = (uri.scheme_str(), uri.host()) else {
            return Err(wrong());
        };
        let is_secure = scheme == "https";
        let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        let host = host.trim_matches(['[', ']']).to_owned();
        Self::new(host, port, is_secure, None, root).map_err(|error| error.to_string())
    }

    /// The addresses of the name.
    ///
    /// # Errors
    /// It has none.
    pub(crate) async fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        let found: Vec<_> = lookup_host((self.host.as_str(), self.port)).await?.collect();
        if found.is_empty() {
            return Err(io::Error::other("the name has no address"));
        }
        Ok(found)
    }

    /// From now on TLS is spoken only with whom browsers trust: before a secret is sent.
    pub(crate) fn insist(&self) {
        self.witness.insist();
    }

    /// The certificate of the last handshake.
    pub(crate) fn shown(&self) -> Option<Shown> {
        self.witness.shown()
    }

    /// A TCP connection to a host and port, of this machine where that is where the server is.
    ///
    /// # Errors
    /// None was made in time.
    pub(crate) async fn tcp(&self, host: &str, port: u16) -> io::Result<TcpStream> {
        let connection = async {
            match self.at {
                Some(at) => TcpStream::connect(at).await,
                None => TcpStream::connect((host, port)).await,
            }
        };
        timeout(PATIENCE, connection).await?
    }

    /// TLS for a host, on a TCP connection.
    ///
    /// # Errors
    /// The handshake failed; an untrusted certificate is no failure, see [`shown`](Self::shown).
    pub(crate) async fn tls(
        &self,
        stream: TcpStream,
        host: &str,
        protocol: &[u8],
    ) -> io::Result<Box<dyn Duplex>> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider);
        let builder = builder
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?;
        let witness = Arc::clone(&self.witness);
        let builder = builder.dangerous().with_custom_certificate_verifier(witness);
        let mut config = builder.with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let handshake = TlsConnector::from(Arc::new(config)).connect(name, stream);
        Ok(Box::new(timeout(PATIENCE, handshake).await??))
    }

    /// Asks, on a connection of its own.
    ///
    /// # Errors
    /// No answer, in one sentence.
    pub(crate) async fn ask(&self, request: Request<String>) -> Result<Answer, String> {
        let asked = timeout(PATIENCE, self.ask_patiently(request)).await;
        asked.unwrap_or_else(|_| Err(format!("no answer within {} s", PATIENCE.as_secs())))
    }

    async fn ask_patiently(&self, mut request: Request<String>) -> Result<Answer, String> {
        let said = |error: &dyn std::fmt::Display| error.to_string();
        let tcp = self.tcp(&self.host, self.port).await;
        let tcp = tcp.map_err(|error| format!("no TCP connection: {error}"))?;
        let stream: Box<dyn Duplex> = if self.is_secure {
            let tls = self.tls(tcp, &self.host, HTTP).await;
            tls.map_err(|error| format!("no TLS: {error}"))?
        } else {
            Box::new(tcp)
        };
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| said(&error))?;
        // Ends with the sender; its error is the request's as well.
        tokio::spawn(async { drop(connection.await) });
        let host = self
            .authority()
            .parse()
            .map_err(|_| "the host is no host".to_owned())?;
        request.headers_mut().insert(header::HOST, host);
        let answer = sender.send_request(request).await.map_err(|error| said(&error))?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, LONGEST)
            .collect()
            .await
            .map_err(|error| said(&error))?;
        Ok(Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        })
    }

    fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

/// A GET of `path`.
///
/// # Errors
/// The path is none.
pub(crate) fn get(path: &str) -> Result<Request<String>, String> {
    let request = Request::get(path).body(String::new());
    request.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_host_port_and_tls() {
        for (url, host, port, is_secure) in [
            ("https://clinic.example", "clinic.example", 443, true),
            ("https://clinic.example:8443/", "clinic.example", 8443, true),
            ("http://[::1]:8080", "::1", 8080, false),
            ("http://localhost", "localhost", 80, false),
        ] {
            let site = Site::of_url(url, None).expect("a URL");
            assert_eq!(
                (site.host.as_str(), site.port, site.is_secure),
                (host, port, is_secure)
            );
        }
        for wrong in ["clinic.example", "ftp://clinic.example", "", "https://"] {
            assert!(Site::of_url(wrong, None).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_date_is_read() {
        let date = |text: &str| {
            let headers = [(header::DATE, text.parse().expect("a value"))]
                .into_iter()
                .collect();
            let answer = Answer {
                status: 200,
                headers,
                body: String::new(),
            };
            answer.date()
        };
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(expected));
        assert_eq!(date("yesterday"), None);
    }
}
