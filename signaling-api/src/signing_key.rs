//! The key that signs our tokens, kept in the data directory.

use crate::key_file;
use crate::start::StartError;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use std::path::Path;

/// The file's name in the data directory.
const FILE: &str = "token-signing-key.pk8";

/// An Ed25519 key pair (RFC 8032) in PKCS #8.
pub(crate) struct SigningKey {
    /// The pair, as PKCS #8 DER.
    pub pkcs8: Vec<u8>,
    /// The public key's 32 bytes.
    pub public: Vec<u8>,
}

impl SigningKey {
    /// Reads the key of `data_dir`, or makes one at the first start; nobody but its owner may read the file.
    ///
    /// # Errors
    /// The file cannot be read or made, is open to others, or holds no key.
    pub(crate) fn load_or_make(data_dir: &Path) -> Result<Self, StartError> {
        let path = data_dir.join(FILE);
        let trouble = |what: &str| StartError::SigningKey {
            path: path.clone(),
            what: what.into(),
        };
        let pkcs8 = key_file::read_or_make(&path, make).map_err(|error| trouble(&error.to_string()))?;
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| trouble("it holds no Ed25519 key"))?;
        let public = pair.public_key().as_ref().to_vec();
        Ok(Self { pkcs8, public })
    }
}

fn make() -> std::io::Result<Vec<u8>> {
    let pair = Ed25519KeyPair::generate().map_err(|_| std::io::Error::other("no key could be made"))?;
    let document = pair.to_pkcs8();
    let document = document.map_err(|_| std::io::Error::other("the key could not be written down"))?;
    Ok(document.as_ref().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_kept_from_others() {
        let dir = std::env::temp_dir().join(format!("vestibule-key-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&dir).expect("a directory");
        let first = SigningKey::load_or_make(&dir).expect("a key");
        let again = SigningKey::load_or_make(&dir).expect("the key");
        assert_eq!(first.public, again.public);

        let path = dir.join(FILE);
        let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("a mode");
        assert!(SigningKey::load_or_make(&dir).is_err());
        std::fs::remove_dir_all(&dir).expect("cleaned");
    }
}
