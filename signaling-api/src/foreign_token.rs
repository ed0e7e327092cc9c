//! JSON Web Tokens that others sign (RFC 7519, RFC 8725).

use crate::error::{Code, Failure};
use crate::jwks::Jwks;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, Validation};
use serde_json::{Map, Value};
use std::time::Instant;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8192;
/// Seconds by which clocks may differ.
const LEEWAY: u64 = 60;

/// What a token says.
pub(crate) type Claims = Map<String, Value>;

/// Whose tokens are believed.
pub(crate) struct Rules {
    /// By which algorithms, those of this product and no other.
    pub algorithms: Vec<Algorithm>,
    /// Who signs.
    pub issuers: Vec<String>,
    /// For whom.
    pub audience: String,
    /// The secret of HS256.
    pub secret: Option<DecodingKey>,
    /// The keys of all other algorithms.
    pub jwks: Option<Jwks>,
}

impl Rules {
    /// What a token says, if it is to be believed.
    ///
    /// # Errors
    /// [`Code::TokenExpired`], or [`Code::Unauthenticated`] for anything else that is wrong.
    pub(crate) async fn check(&self, token: &str, now: Instant) -> Result<Claims, Failure> {
        if token.len() > LONGEST {
            return Err(refused());
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| refused())?;
        // An extension that must be understood is not (RFC 7515 section 4.1.11).
        if !self.algorithms.contains(&header.alg) || header.crit.is_some() {
            return Err(refused());
        }
        let key = self
            .key(header.kid.as_deref(), header.alg, now)
            .await
            .ok_or_else(refused)?;
        let mut validation = Validation::new(header.alg);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_issuer(&self.issuers);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        let token = jsonwebtoken::decode::<Claims>(token, &key, &validation);
        token.map(|data| data.claims).map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => Code::TokenExpired.into(),
            _ => refused(),
        })
    }

    /// The secret is for HS256 alone, and HS256 for the secret: a public key is never taken for one.
    async fn key(&self, id: Option<&str>, algorithm: Algorithm, now: Instant) -> Option<DecodingKey> {
        if algorithm.family() == AlgorithmFamily::Hmac {
            return self.secret.clone();
        }
        let key = self.jwks.as_ref()?.key(id, algorithm, now).await?;
        DecodingKey::from_jwk(&key).ok()
    }
}

fn refused() -> Failure {
    Failure::new(Code::Unauthenticated, "the token is not accepted")
}

#[cfg(test)]
pub(crate) mod tests;
