//! Passwords, hashed with Argon2id (RFC 9106).

use crate::error::{Code, Failure};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::num::NonZero;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Shortest password taken, in characters.
pub(crate) const SHORTEST: usize = 12;
/// Longest password taken, in bytes.
pub(crate) const LONGEST: usize = 256;

/// Takes a password that is neither short nor endless.
///
/// # Errors
/// [`Code::Validation`].
pub(crate) fn check(password: &str) -> Result<(), Failure> {
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return Err(Failure::validation(
            "the password must have 12 characters to 256 bytes",
        ));
    }
    Ok(())
}

/// A hash of nothing in particular, so that an unknown e-mail address takes as long as a known one.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$dmVzdGlidWxlLWR1bW15$0000000000000000000000000000000000000000000";

/// Hashes passwords, at most one on each core at a time: a flood of sign-ins cannot starve calls or fill the memory.
#[derive(Clone)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self {
            turns: Arc::new(Semaphore::new(cores)),
        }
    }
}

impl Passwords {
    /// The PHC string of a password.
    ///
    /// # Errors
    /// [`Code::Internal`] where hashing fails.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Failure> {
        self.in_turn(move || {
            let hash = argon2().and_then(|argon2| argon2.hash_password(password.as_bytes()).ok())?;
            Some(hash.to_string())
        })
        .await?
        .ok_or_else(|| Code::Internal.into())
    }

    /// Whether the password belongs to the hash; without a hash it takes as long, then says no.
    ///
    /// # Errors
    /// [`Code::Internal`] where hashing fails.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Failure> {
        self.in_turn(move || {
            let known = hash.is_some();
            let text = hash.unwrap_or_else(|| DUMMY.into());
            let hash = PasswordHash::new(&text).ok()?;
            Some(argon2()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await?
        .ok_or_else(|| Code::Internal.into())
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|_| Failure::from(Code::Internal))?;
        let done = tokio::task::spawn_blocking(move || {
            let _held_until_done = turn;
            work()
        });
        done.await.map_err(|_| Code::Internal.into())
    }
}

/// The parameters of the OWASP cheat sheet: 19 MiB, two passes, one lane.
fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_alone_opens() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse".into()).await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let mut opened = Vec::new();
        for (password, hash) in [
            ("correct horse", Some(hash.clone())),
            ("wrong horse", Some(hash)),
            ("correct horse", None),
        ] {
            opened.push(passwords.verify(password.into(), hash).await.expect("an answer"));
        }
        assert_eq!(opened, [true, false, false]);
    }

    #[test]
    fn the_dummy_is_a_hash_of_the_same_cost() {
        let hash = PasswordHash::new(DUMMY).expect("a PHC string");
        assert_eq!(hash.params.to_string(), "m=19456,t=2,p=1");
    }
}
