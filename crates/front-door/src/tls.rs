//! TLS on a connection: the handshake with the certificate of the day.

use crate::certificates::{CertificateError, CertificateSource};
use rustls::ServerConfig;
use rustls::server::ClientHello;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use tokio::io::{AsyncBufRead, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls;
use tokio_rustls::server::TlsStream;

/// TURN within TLS (RFC 7443); browsers that speak it name no protocol at all.
const TURN: &[u8] = b"stun.turn";
/// By which an authority looks who is here (RFC 8737 section 6.2).
const CHALLENGE: &[u8] = b"acme-tls/1";

/// How handshakes are answered. Clones share the certificate; the last one's end ends its keeping.
#[derive(Clone, Debug)]
pub struct Tls {
    config: Arc<ServerConfig>,
    challenge: Option<Arc<ServerConfig>>,
    _keeper: Arc<JoinSet<()>>,
}

/// What is spoken inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Inside {
    Http,
    Turn,
}

impl Tls {
    /// With the certificate of `source`, which a task of its own keeps fresh from now on.
    ///
    /// # Errors
    /// There is no certificate to show.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new(source: CertificateSource) -> Result<Self, CertificateError> {
        let kept = source.open()?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(kept.resolver);
        // In our order: coturn's client names HTTP beside TURN, which no browser does.
        config.alpn_protocols = [TURN, b"h2", b"http/1.1"].map(<[u8]>::to_vec).to_vec();
        let mut keeper = JoinSet::new();
        keeper.spawn(kept.keeping);
        Ok(Self {
            config: Arc::new(config),
            challenge: kept.challenge,
            _keeper: Arc::new(keeper),
        })
    }

    /// Shakes hands; then what is spoken inside is known, and its first byte still to be read. Nothing for an authority,
    /// which only looked.
    ///
    /// # Errors
    /// The handshake failed, or the connection ended.
    pub(crate) async fn accept(
        &self,
        stream: TcpStream,
    ) -> io::Result<Option<(Inside, Box<TlsStream<TcpStream>>)>> {
        let start = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), stream).await?;
        if let Some(challenge) = &self.challenge
            && is_challenge(&start.client_hello())
        {
            let mut shown = start.into_stream(Arc::clone(challenge)).await?;
            shown.shutdown().await?;
            return Ok(None);
        }
        let mut stream = Box::new(start.into_stream(Arc::clone(&self.config)).await?);
        let inside = match stream.get_ref().1.alpn_protocol() {
            Some(TURN) => Inside::Turn,
            Some(_) => Inside::Http,
            None => first_words(&mut stream).await?,
        };
        Ok(Some((inside, stream)))
    }
}

fn is_challenge(hello: &ClientHello<'_>) -> bool {
    hello.alpn().into_iter().flatten().eq([CHALLENGE])
}

/// STUN begins with two zero bits, the letters of HTTP do not (RFC 8489 section 5).
async fn first_words(stream: &mut TlsStream<TcpStream>) -> io::Result<Inside> {
    let first = poll_fn(|cx| {
        Pin::new(&mut *stream)
            .poll_fill_buf(cx)
            .map_ok(|bytes| bytes.first().copied())
    });
    match first.await? {
        None => Err(io::ErrorKind::UnexpectedEof.into()),
        Some(byte) if byte >> 6 == 0 => Ok(Inside::Turn),
        Some(_) => Ok(Inside::Http),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, ServerName};
    use rustls::{ClientConfig, RootCertStore};
    use std::path::Path;
    use tokio::net::TcpListener;
    use tokio_rustls::TlsConnector;
    use tokio_rustls::client;

    fn client(directory: &Path, protocols: &[&[u8]]) -> TlsConnector {
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_file(directory.join("self-signed.pem")).unwrap();
        roots.add(certificate).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        TlsConnector::from(Arc::new(config))
    }

    /// What a client that names `protocols` and then says `words` is taken to speak.
    async fn spoken(protocols: &[&[u8]], words: &[u8]) -> io::Result<Option<Inside>> {
        let directory = tempfile::tempdir().unwrap();
        let tls = Tls::new(CertificateSource::SelfSigned {
            names: vec!["clinic.local".into()],
            directory: directory.path().to_owned(),
        })
        .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let outgoing = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let connector = client(directory.path(), protocols);
        let name = ServerName::try_from("clinic.local").unwrap();
        let speaking = async {
            let mut stream: client::TlsStream<_> = connector.connect(name, outgoing).await?;
            stream.write_all(words).await?;
            Ok::<_, io::Error>(stream)
        };
        let incoming = listener.accept().await.unwrap().0;
        let (accepted, _open) = tokio::join!(tls.accept(incoming), speaking);
        Ok(accepted?.map(|(inside, _)| inside))
    }

    #[tokio::test]
    async fn the_protocol_is_named_or_known_by_its_first_byte() {
        assert_eq!(
            spoken(&[b"h2", b"http/1.1"], b"").await.unwrap(),
            Some(Inside::Http)
        );
        assert_eq!(spoken(&[TURN], b"").await.unwrap(), Some(Inside::Turn));
        let with_http: [&[u8]; 2] = [b"http/1.1", TURN];
        assert_eq!(spoken(&with_http, b"").await.unwrap(), Some(Inside::Turn));
        assert_eq!(spoken(&[], b"GET / HTTP/1.1").await.unwrap(), Some(Inside::Http));
        assert_eq!(spoken(&[], &[0, 3]).await.unwrap(), Some(Inside::Turn));
        assert!(spoken(&[b"ftp"], b"").await.is_err());
    }
}
