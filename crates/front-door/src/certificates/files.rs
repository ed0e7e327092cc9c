//! A certificate in files that somebody else renews.

use super::{CertificateError, Current, Kept, pem};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::time::sleep;

/// How often it is looked whether the files changed.
const LOOK: Duration = Duration::from_secs(5);

/// When the two files were written, how long they are.
type Looks = [Option<(SystemTime, u64)>; 2];

/// The two files with what is shown of them.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    seen: Looks,
    current: Arc<Current>,
}

pub(super) fn open(certificate: PathBuf, key: PathBuf) -> Result<Kept, CertificateError> {
    let mut files = Files::new(certificate, key)?;
    Ok(Kept {
        resolver: Arc::clone(&files.current) as _,
        challenge: None,
        keeping: Box::pin(async move {
            loop {
                sleep(LOOK).await;
                files.follow();
            }
        }),
    })
}

impl Files {
    fn new(certificate: PathBuf, key: PathBuf) -> Result<Self, CertificateError> {
        Ok(Self {
            seen: looks(&certificate, &key),
            current: Current::new(pem::pair(&certificate, &key)?),
            certificate,
            key,
        })
    }

    /// Takes what the files hold if they changed. A pair that is half written goes together a look later.
    fn follow(&mut self) {
        let looks = looks(&self.certificate, &self.key);
        if looks == std::mem::replace(&mut self.seen, looks) {
            return;
        }
        match pem::pair(&self.certificate, &self.key) {
            Ok(pair) => {
                self.current.replace(pair);
                tracing::info!("the renewed certificate is in use");
            }
            Err(error) => {
                tracing::warn!(%error, "the certificate's files changed and cannot be used; the old one stays");
            }
        }
    }
}

fn looks(certificate: &Path, key: &Path) -> Looks {
    [certificate, key].map(|path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertifiedKey, generate_simple_self_signed};

    fn pair() -> (String, String) {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["clinic.example".to_owned()]).unwrap();
        (cert.pem(), signing_key.serialize_pem())
    }

    #[test]
    fn a_renewed_pair_is_shown_once_both_files_are_there() {
        let directory = tempfile::tempdir().unwrap();
        let (certificate, key) = (directory.path().join("a.pem"), directory.path().join("a.key"));
        let ((first, first_key), (second, second_key)) = (pair(), pair());
        std::fs::write(&certificate, &first).unwrap();
        std::fs::write(&key, &first_key).unwrap();
        let mut files = Files::new(certificate.clone(), key.clone()).unwrap();
        let shown = files.current.shown();
        // Its length tells it apart whatever the clock of the file system.
        std::fs::write(&certificate, format!("{second}\n")).unwrap();
        files.follow();
        assert_eq!(
            files.current.shown().cert,
            shown.cert,
            "a key without its certificate"
        );
        std::fs::write(&key, format!("{second_key}\n")).unwrap();
        files.follow();
        assert_ne!(files.current.shown().cert, shown.cert);
        std::fs::remove_file(&key).unwrap();
        files.follow();
        assert_ne!(files.current.shown().cert, shown.cert, "the last stays");
    }

    #[test]
    fn what_is_wrong_with_a_file_names_it() {
        let directory = tempfile::tempdir().unwrap();
        let (certificate, key) = (directory.path().join("a.pem"), directory.path().join("a.key"));
        let problem = || {
            Files::new(certificate.clone(), key.clone())
                .err()
                .unwrap()
                .to_string()
        };
        assert!(problem().contains("a.pem"));
        std::fs::write(&certificate, "nothing").unwrap();
        assert!(problem().contains("no certificate"));
        std::fs::write(&certificate, pair().0).unwrap();
        std::fs::write(&key, "nothing").unwrap();
        assert!(problem().contains("a.key") && problem().contains("no private key"));
        std::fs::write(&key, pair().1).unwrap();
        assert!(problem().contains("do not go together"));
    }
}
