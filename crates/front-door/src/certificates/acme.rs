//! A certificate from an authority that speaks ACME (RFC 8555), proved by TLS-ALPN-01 on the port itself (RFC 8737).

use super::{CertificateError, Kept, order_failure};
use futures_util::StreamExt;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_acme::acme::LETS_ENCRYPT_PRODUCTION_DIRECTORY;
use rustls_acme::caches::DirCache;
use rustls_acme::{AcmeConfig, AcmeState, EventError, EventOk, OrderError};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use tokio_rustls::rustls;

/// Let's Encrypt looks for a server in vain five times an hour at most, and the library would have spent that in half a
/// minute.
const AFTER_A_VAIN_LOOK: Duration = Duration::from_mins(12);

/// The account at an authority.
#[derive(Clone, Debug)]
pub struct AcmeAccount {
    /// The DNS name that browsers open.
    pub domain: String,
    /// Where the authority writes to about certificates that run out.
    pub contact: Option<String>,
    /// The authority's directory; that of Let's Encrypt when absent.
    pub directory: Option<String>,
    /// The authority's own root in PEM, where browsers' roots do not know it.
    pub root: Option<PathBuf>,
    /// Where account and certificate are kept.
    pub cache: PathBuf,
}

pub(super) fn open(account: AcmeAccount) -> Result<Kept, CertificateError> {
    let config = match &account.root {
        Some(root) => AcmeConfig::new_with_client_config([&account.domain], trust(root)?),
        None => AcmeConfig::new([&account.domain]),
    };
    let directory = account.directory.as_deref();
    let state = config
        .contact(account.contact.iter().map(|address| format!("mailto:{address}")))
        .directory(directory.unwrap_or(LETS_ENCRYPT_PRODUCTION_DIRECTORY))
        .cache(DirCache::new(account.cache))
        .state();
    Ok(Kept {
        resolver: state.resolver(),
        challenge: Some(state.challenge_rustls_config()),
        keeping: Box::pin(renew(state)),
    })
}

fn trust(root: &Path) -> Result<Arc<ClientConfig>, CertificateError> {
    let bad = |error: &dyn ToString| CertificateError::content(root, error);
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(root).map_err(|error| bad(&error))? {
        roots.add(certificate.map_err(|error| bad(&error))?)?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(Arc::new(
        config.with_root_certificates(roots).with_no_client_auth(),
    ))
}

/// Orders and renews for ever; the library waits longer after each failure.
async fn renew<E: Debug + 'static>(mut state: AcmeState<E>) {
    while let Some(event) = state.next().await {
        match event {
            Ok(EventOk::DeployedCachedCert) => tracing::info!("the kept certificate is in use"),
            Ok(EventOk::DeployedNewCert) => tracing::info!("a new certificate is in use"),
            Ok(EventOk::CertCacheStore) => tracing::info!("it is kept for the next start"),
            Ok(EventOk::AccountCacheStore) => {}
            Err(error) => {
                let reason = order_failure::sentence(&error);
                tracing::warn!("no certificate yet, the authority is asked again: {reason}");
                if matches!(error, EventError::Order(OrderError::BadAuth(_))) {
                    sleep(AFTER_A_VAIN_LOOK).await;
                }
            }
        }
    }
}
