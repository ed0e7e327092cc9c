//! What the provider is asked, how its answers are checked.

use super::{Errand, Known};
use crate::code;
use crate::config::OidcConfig;
use crate::error::{Code, Failure};
use crate::foreign_token::Rules;
use crate::jwks::{Jwks, Place};
use crate::outgoing::Outgoing;
use crate::start::StartError;
use crate::totp::percent;
use axum::body::Body;
use axum::http::{Request, StatusCode, Uri, header};
use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long what the provider says of itself is believed.
const LIFE: Duration = Duration::from_secs(3600);

/// A provider.
pub(crate) struct Oidc {
    /// As the operator decided.
    pub config: OidcConfig,
    redirect_uri: String,
    outgoing: Outgoing,
    // Held while the provider is asked: all who come wait for the same answer.
    met: Mutex<Option<(Instant, Arc<Met>)>>,
}

/// A provider that has said where things are.
struct Met {
    endpoints: Endpoints,
    rules: Rules,
}

/// What a provider says of itself (OpenID Connect Discovery 1.0 section 3).
#[derive(Deserialize)]
struct Endpoints {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: Option<String>,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// What the token endpoint answers (OpenID Connect Core 1.0 section 3.1.3.3).
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

impl Oidc {
    /// A provider that is asked nothing yet.
    ///
    /// # Errors
    /// Its issuer is no URL.
    pub(crate) fn open(config: &OidcConfig, origin: &str, outgoing: &Outgoing) -> Result<Self, StartError> {
        let uri: Option<Uri> = config.issuer.parse().ok();
        if !uri.as_ref().is_some_and(is_guarded) {
            return Err(StartError::Oidc);
        }
        Ok(Self {
            config: config.clone(),
            redirect_uri: format!("{origin}/api/v1/auth/oidc/callback"),
            outgoing: outgoing.clone(),
            met: Mutex::default(),
        })
    }

    /// Where to send a browser (OpenID Connect Core 1.0 section 3.1.2.1).
    ///
    /// # Errors
    /// [`Code::Unavailable`].
    pub(crate) async fn way(&self, errand: &Errand) -> Result<String, Failure> {
        let met = self.meet(Instant::now()).await?;
        let endpoint = &met.endpoints.authorization_endpoint;
        let joint = if endpoint.contains('?') { '&' } else { '?' };
        Ok(format!(
            "{endpoint}{joint}{}",
            form(&[
                ("response_type", "code"),
                ("client_id", &self.config.client_id),
                ("redirect_uri", &self.redirect_uri),
                ("scope", "openid email profile"),
                ("state", &errand.state),
                ("nonce", &errand.nonce),
                ("code_challenge", &errand.challenge()),
                ("code_challenge_method", "S256"),
            ])
        ))
    }

    /// Who came back with this code.
    ///
    /// # Errors
    /// [`Code::Unavailable`] where the provider does not answer, [`Code::Unauthenticated`] where its answer is not to be
    /// believed.
    pub(crate) async fn who(&self, code: &str, errand: &Errand) -> Result<Known, Failure> {
        let now = Instant::now();
        let met = self.meet(now).await?;
        let tokens = self.exchange(&met, code, errand).await?;
        let claims = met.rules.check(&tokens.id_token, now).await?;
        self.check(&claims, errand)?;
        let known = Known::of(&claims).ok_or_else(refused)?;
        if claims.contains_key("email") {
            return Ok(known);
        }
        self.user_info(&met, &tokens, known).await
    }

    /// What only this flow has to check (OpenID Connect Core 1.0 section 3.1.3.7).
    fn check(&self, claims: &Map<String, Value>, errand: &Errand) -> Result<(), Failure> {
        let word = |name: &str| claims.get(name).and_then(Value::as_str);
        let nonce = word("nonce").is_some_and(|nonce| code::same(nonce, &errand.nonce));
        let several = matches!(claims.get("aud"), Some(Value::Array(all)) if all.len() > 1);
        let party = word("azp");
        let ours = party.map_or(!several, |party| party == self.config.client_id);
        if nonce && ours && claims.contains_key("iat") {
            Ok(())
        } else {
            Err(refused())
        }
    }

    async fn exchange(&self, met: &Met, code: &str, errand: &Errand) -> Result<Tokens, Failure> {
        let (id, secret) = (self.config.client_id.as_str(), self.config.client_secret.as_str());
        let methods = &met.endpoints.token_endpoint_auth_methods_supported;
        // RFC 6749 section 2.3.1: by the header, unless the provider wants it in the form alone.
        let in_form = !methods.is_empty() && !methods.iter().any(|method| method == "client_secret_basic");
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", errand.verifier.as_str()),
        ];
        let mut request = Request::post(&met.endpoints.token_endpoint)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        if in_form {
            fields.extend([("client_id", id), ("client_secret", secret)]);
        } else {
            let both = format!("{}:{}", percent(id), percent(secret));
            request = request.header(
                header::AUTHORIZATION,
                format!("Basic {}", code::base64(both.as_bytes())),
            );
        }
        let request = request.body(Body::from(form(&fields))).map_err(|_| refused())?;
        let answered = self.outgoing.send(request).await.map_err(|_| away())?;
        match answered {
            (StatusCode::OK, body) => serde_json::from_slice(&body).map_err(|_| refused()),
            (status, _) if status.is_client_error() => Err(refused()),
            _ => Err(away()),
        }
    }

    /// The claims that the ID token left out (OpenID Connect Core 1.0 section 5.3).
    async fn user_info(&self, met: &Met, tokens: &Tokens, known: Known) -> Result<Known, Failure> {
        let (Some(url), Some(token)) = (&met.endpoints.userinfo_endpoint, &tokens.access_token) else {
            return Ok(known);
        };
        let request = Request::get(url)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::ACCEPT, "application/json")
            .body(Body::empty());
        let answered = self.outgoing.send(request.map_err(|_| refused())?).await;
        let (status, body) = answered.map_err(|_| away())?;
        if status != StatusCode::OK {
            return Err(away());
        }
        let claims: Map<String, Value> = serde_json::from_slice(&body).map_err(|_| refused())?;
        let told = Known::of(&claims).ok_or_else(refused)?;
        // Of the person whom the ID token is of, and of nobody else.
        if told.subject == known.subject {
            Ok(told)
        } else {
            Err(refused())
        }
    }

    async fn meet(&self, now: Instant) -> Result<Arc<Met>, Failure> {
        let mut met = self.met.lock().await;
        if let Some((since, known)) = &*met
            && now.saturating_duration_since(*since) < LIFE
        {
            return Ok(known.clone());
        }
        let issuer = self.config.issuer.trim_end_matches('/');
        let url: Uri = format!("{issuer}/.well-known/openid-configuration")
            .parse()
            .map_err(|_| away())?;
        let body = self.outgoing.get(&url).await.map_err(|_| away())?;
        let endpoints: Endpoints = serde_json::from_slice(&body).map_err(|_| away())?;
        let known = Arc::new(self.believe(endpoints).ok_or_else(away)?);
        *met = Some((now, known.clone()));
        Ok(known)
    }

    fn believe(&self, endpoints: Endpoints) -> Option<Met> {
        let jwks: Uri = endpoints.jwks_uri.parse().ok()?;
        let others = [
            Some(&endpoints.token_endpoint),
            endpoints.userinfo_endpoint.as_ref(),
        ];
        let urls = others.into_iter().flatten().map(|url| url.parse::<Uri>().ok());
        let guarded = urls
            .chain([Some(jwks.clone())])
            .all(|url| url.as_ref().is_some_and(is_guarded));
        // OpenID Connect Discovery 1.0 section 4.3: to the letter.
        if endpoints.issuer != self.config.issuer || !guarded {
            return None;
        }
        let rules = Rules {
            algorithms: vec![
                Algorithm::RS256,
                Algorithm::PS256,
                Algorithm::ES256,
                Algorithm::EdDSA,
            ],
            issuers: vec![endpoints.issuer.clone()],
            audience: self.config.client_id.clone(),
            secret: None,
            jwks: Some(Jwks::at(Place::Url(jwks), self.outgoing.clone())),
        };
        Some(Met { endpoints, rules })
    }
}

/// Over TLS, or on this machine: keys and secrets travel.
fn is_guarded(url: &Uri) -> bool {
    let host = url.host().unwrap_or_default();
    let local = ["127.0.0.1", "[::1]", "localhost"].contains(&host);
    !host.is_empty() && (url.scheme_str() == Some("https") || (url.scheme_str() == Some("http") && local))
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", percent(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn refused() -> Failure {
    Failure::new(Code::Unauthenticated, "the provider's answer is not accepted")
}

fn away() -> Failure {
    Failure::new(Code::Unavailable, "the provider does not answer as it should")
}
