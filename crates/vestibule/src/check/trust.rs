//! A look at the certificate that a server shows, whether browsers would trust it or not.

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_rustls::rustls;

/// The authorities that Debian's `ca-certificates` and this clinic's operator trust, besides those of browsers.
const SYSTEM: &str = "/etc/ssl/certs/ca-certificates.crt";

/// What a server showed.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// Its own certificate.
    pub(crate) certificate: CertificateDer<'static>,
    /// Why browsers would not trust it.
    pub(crate) distrust: Option<String>,
}

/// Judges as browsers do, and remembers. The handshake goes on whatever the judgement, so that the rest can be looked at,
/// until somebody insists, who has a secret to send.
#[derive(Debug)]
pub(crate) struct Witness {
    browser: Arc<WebPkiServerVerifier>,
    insists: AtomicBool,
    // Held for a look, never across an await.
    shown: Mutex<Option<Shown>>,
}

impl Witness {
    /// Trusts the public authorities, the system's, and `root`.
    ///
    /// # Errors
    /// None of them can be read.
    pub(crate) fn new(root: Option<&Path>) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        for file in [Some(Path::new(SYSTEM)), root].into_iter().flatten() {
            if let Ok(certificates) = CertificateDer::pem_file_iter(file) {
                roots.add_parsable_certificates(certificates.filter_map(Result::ok));
            }
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let browser = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
        Ok(Self {
            browser: browser.map_err(|error| error.to_string())?,
            insists: AtomicBool::new(false),
            shown: Mutex::default(),
        })
    }

    /// From now on handshakes fail with whom browsers would not trust.
    pub(crate) fn insist(&self) {
        self.insists.store(true, Ordering::Relaxed);
    }

    /// What the last handshake showed.
    pub(crate) fn shown(&self) -> Option<Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged =
            self.browser
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        let shown = Shown {
            certificate: end_entity.clone().into_owned(),
            distrust: judged.as_ref().err().map(ToString::to_string),
        };
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
        if self.insists.load(Ordering::Relaxed) {
            return judged;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.browser
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.browser
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.browser.supported_verify_schemes()
    }
}
