//! Certificates and keys in PEM files.

use super::CertificateError;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio_rustls::rustls;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Longest PEM file that is read, in bytes; a chain has a few thousand.
const LONGEST: u64 = 256 << 10;

/// What a certificate says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Validity {
    /// It is worthless afterwards.
    pub until: SystemTime,
    /// DNS names and IP addresses that it is for.
    pub names: Vec<String>,
}

impl Validity {
    /// Of the first certificate in a PEM file.
    ///
    /// # Errors
    /// The file cannot be read or begins with no certificate.
    pub fn of_file(path: &Path) -> Result<Self, CertificateError> {
        let chain = chain(path)?;
        let first = chain
            .first()
            .ok_or_else(|| CertificateError::content(path, "no certificate in it"))?;
        Self::of(first).map_err(|problem| CertificateError::content(path, &problem))
    }

    /// Of a certificate as it came in a handshake.
    ///
    /// # Errors
    /// It cannot be read; a sentence why.
    pub fn of(certificate: &CertificateDer<'_>) -> Result<Self, String> {
        let (_, parsed) = X509Certificate::from_der(certificate).map_err(|error| error.to_string())?;
        let until = u64::try_from(parsed.validity().not_after.timestamp()).unwrap_or_default();
        let names = parsed
            .subject_alternative_name()
            .map_err(|error| error.to_string())?;
        let names = names.map(|names| names.value.general_names.iter().filter_map(text).collect());
        Ok(Self {
            until: UNIX_EPOCH + Duration::from_secs(until),
            names: names.unwrap_or_default(),
        })
    }
}

fn text(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes)
                .ok()
                .map(|b| std::net::Ipv4Addr::from(b).to_string()),
            _ => <[u8; 16]>::try_from(*bytes)
                .ok()
                .map(|b| std::net::Ipv6Addr::from(b).to_string()),
        },
        _ => None,
    }
}

/// Reads a pair; the two have to go together.
pub(super) fn pair(certificate: &Path, key: &Path) -> Result<CertifiedKey, CertificateError> {
    let chain = chain(certificate)?;
    if chain.is_empty() {
        return Err(CertificateError::content(certificate, "no certificate in it"));
    }
    let key = PrivateKeyDer::from_pem_slice(&read(key)?)
        .map_err(|error| CertificateError::content(key, &format!("no private key in it: {error}")))?;
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    Ok(CertifiedKey::from_der(chain, key, &provider)?)
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let pem = read(path)?;
    let chain: Result<_, _> = CertificateDer::pem_slice_iter(&pem).collect();
    chain.map_err(|error| CertificateError::content(path, &error))
}

fn read(path: &Path) -> Result<Vec<u8>, CertificateError> {
    let size = std::fs::metadata(path)
        .map_err(|cause| CertificateError::file(path, cause))?
        .len();
    if size > LONGEST {
        return Err(CertificateError::content(path, "too long for a PEM file"));
    }
    std::fs::read(path).map_err(|cause| CertificateError::file(path, cause))
}
