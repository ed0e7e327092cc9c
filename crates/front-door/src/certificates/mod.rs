//! Where the server's certificate comes from, and its keeping up to date while connections go on.

mod acme;
mod files;
mod order_failure;
mod pem;
mod self_signed;

pub use acme::AcmeAccount;
pub use pem::Validity;

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use tokio_rustls::rustls;

/// Where the certificate comes from.
#[derive(Clone, Debug)]
pub enum CertificateSource {
    /// PEM files that somebody else renews; read again when they change.
    Files {
        /// The certificate, then its issuers.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
    /// An authority that speaks ACME (RFC 8555), asked over the same port (RFC 8737).
    Acme(AcmeAccount),
    /// One that no browser trusts: for a trial on a local network.
    SelfSigned {
        /// Host names and addresses that it is for.
        names: Vec<String>,
        /// Where it is kept from start to start.
        directory: PathBuf,
    },
}

/// Why there is no certificate to show.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file holds something else.
    #[error("{}: {problem}", path.display())]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The certificate and the key are not of one pair, or of a kind that is not served.
    #[error("the certificate and its private key do not go together: {0}")]
    Pair(#[from] rustls::Error),
    /// A certificate could not be made.
    #[error("no certificate could be made: {0}")]
    Made(#[from] rcgen::Error),
}

impl CertificateError {
    fn file(path: &Path, cause: io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            cause,
        }
    }

    fn content(path: &Path, problem: &(impl ToString + ?Sized)) -> Self {
        Self::Content {
            path: path.to_owned(),
            problem: problem.to_string(),
        }
    }
}

/// The certificate that handshakes show now.
#[derive(Debug)]
pub(crate) struct Current(RwLock<Arc<CertifiedKey>>);

impl Current {
    fn new(key: CertifiedKey) -> Arc<Self> {
        Arc::new(Self(RwLock::new(Arc::new(key))))
    }

    /// Handshakes from now on show `key`; connections that are there go on.
    fn replace(&self, key: CertifiedKey) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
    }

    fn shown(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.shown())
    }
}

/// Who shows certificates, with the work that keeps them fresh; to be run as long as they are shown.
pub(crate) struct Kept {
    pub(crate) resolver: Arc<dyn ResolvesServerCert>,
    /// For handshakes by which an authority looks who is here (RFC 8737), where it does.
    pub(crate) challenge: Option<Arc<rustls::ServerConfig>>,
    pub(crate) keeping: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl CertificateSource {
    /// The certificate of this source, made where it is made here.
    ///
    /// # Errors
    /// There is none to show: an authority's may come later, those of files and our own have to be there.
    pub(crate) fn open(self) -> Result<Kept, CertificateError> {
        match self {
            Self::Files { certificate, key } => files::open(certificate, key),
            Self::Acme(account) => acme::open(account),
            Self::SelfSigned { names, directory } => self_signed::open(&names, &directory),
        }
    }
}
