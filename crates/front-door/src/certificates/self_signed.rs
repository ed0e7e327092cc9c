//! A certificate that no browser trusts, made here.

use super::{CertificateError, Current, Kept, Validity, pem};
use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A new one is made when less is left of the old.
const LEAST: Duration = Duration::from_hours(30 * 24);

/// The one that is kept in `directory` while it is for `names` and lasts; else a new one.
pub(super) fn open(names: &[String], directory: &Path) -> Result<Kept, CertificateError> {
    let certificate = directory.join("self-signed.pem");
    let key = directory.join("self-signed.key");
    if !is_usable(&certificate, names) {
        make(names, &certificate, &key)?;
    }
    Ok(Kept {
        resolver: Current::new(pem::pair(&certificate, &key)?),
        challenge: None,
        keeping: Box::pin(std::future::pending()),
    })
}

fn is_usable(certificate: &Path, names: &[String]) -> bool {
    Validity::of_file(certificate)
        .is_ok_and(|validity| validity.names == names && validity.until > SystemTime::now() + LEAST)
}

fn make(names: &[String], certificate: &Path, key: &Path) -> Result<(), CertificateError> {
    let mut parameters = CertificateParams::new(names)?;
    parameters.distinguished_name = DistinguishedName::new();
    parameters
        .distinguished_name
        .push(DnType::CommonName, "Vestibule, self-signed for a trial");
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Browsers refuse certificates that last longer than 398 days.
    let now = time::OffsetDateTime::now_utc();
    parameters.not_before = now - Duration::from_hours(24);
    parameters.not_after = now + Duration::from_hours(396 * 24);
    let pair = KeyPair::generate()?;
    let signed = parameters.self_signed(&pair)?;
    write(key, &pair.serialize_pem())?;
    write(certificate, &signed.pem())
}

/// Writes a file that only its owner may read.
fn write(path: &Path, text: &str) -> Result<(), CertificateError> {
    let mut options = OpenOptions::new();
    let file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|cause| CertificateError::file(path, cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn it_is_kept_for_the_same_names_and_its_key_is_nobody_else_s() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("self-signed.pem");
        let names = [
            "clinic.local".to_owned(),
            "192.0.2.7".to_owned(),
            "2001:db8::7".to_owned(),
        ];
        open(&names, directory.path()).unwrap();
        let first = std::fs::read(&file).unwrap();
        open(&names, directory.path()).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), first);
        let validity = Validity::of_file(&file).unwrap();
        assert_eq!(validity.names, names);
        let left = validity.until.duration_since(SystemTime::now()).unwrap();
        assert!(left > 13 * LEAST - LEAST && left < Duration::from_hours(398 * 24));
        open(&names[..1], directory.path()).unwrap();
        assert_ne!(std::fs::read(&file).unwrap(), first, "another name");
        let key = std::fs::metadata(directory.path().join("self-signed.key")).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }
}
