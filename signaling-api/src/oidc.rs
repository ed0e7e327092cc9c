//! Signing in with an OpenID Connect provider: the code flow with PKCE (OpenID Connect Core 1.0 section 3.1, RFC 7636).

mod provider;

pub(crate) use provider::Oidc;

use crate::app::App;
use crate::clock::Timestamp;
use crate::code;
use crate::error::{Code, Failure};
use crate::platform::nowhere;
use crate::store::{Identity, NewUser, User};
use aws_lc_rs::digest;
use serde_json::Value;
use uuid::Uuid;

/// Longest name that is taken over, in characters.
const LONGEST_NAME: usize = 80;

/// What a browser keeps between its way to the provider and back, in a cookie that no page can read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Errand {
    /// Ties the answer to this browser (RFC 6749 section 10.12).
    pub state: String,
    /// Ties the ID token to this errand.
    pub nonce: String,
    /// Ties the code to this server (RFC 7636 section 4.1).
    pub verifier: String,
}

impl Errand {
    /// A new one.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self {
            state: code::share_token(),
            nonce: code::share_token(),
            // At least 43 characters (RFC 7636 section 4.1).
            verifier: code::share_token() + &code::share_token(),
        }
    }

    /// As the cookie has it.
    #[must_use]
    pub(crate) fn written(&self) -> String {
        format!("{}.{}.{}", self.state, self.nonce, self.verifier)
    }

    /// Reads the cookie; nothing for any other text.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let errand = Self {
            state: parts.next()?,
            nonce: parts.next()?,
            verifier: parts.next()?,
        };
        let whole = [&errand.state, &errand.nonce, &errand.verifier]
            .iter()
            .all(|part| part.len() >= 32);
        (whole && parts.next().is_none()).then_some(errand)
    }

    /// What the provider sees of the verifier (RFC 7636 section 4.2).
    #[must_use]
    pub(crate) fn challenge(&self) -> String {
        code::base64url(digest::digest(&digest::SHA256, self.verifier.as_bytes()).as_ref())
    }
}

/// Who the provider says somebody is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Known {
    /// What they are called there.
    pub subject: String,
    /// Their address, if the provider has made sure of it.
    pub email: Option<String>,
    /// Their name.
    pub name: String,
}

impl Known {
    /// What the claims say (OpenID Connect Core 1.0 section 5.1).
    pub(crate) fn of(claims: &serde_json::Map<String, Value>) -> Option<Self> {
        let word = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        let subject = word("sub").to_owned();
        let verified = claims.get("email_verified") == Some(&Value::Bool(true));
        let email = crate::accounts::email(word("email")).ok();
        let name: String = word("name")
            .chars()
            .filter(|letter| !letter.is_control())
            .collect();
        let name: String = name.trim().chars().take(LONGEST_NAME).collect();
        (1..=255).contains(&subject.len()).then_some(Self {
            subject,
            email: email.filter(|_| verified),
            name,
        })
    }
}

/// The account of who comes from the provider: known from before, else found by their address, else made where that is
/// wanted.
///
/// # Errors
/// [`Code::Forbidden`] where they have none.
pub(crate) async fn account(app: &App, oidc: &Oidc, known: &Known) -> Result<User, Failure> {
    let identity = Identity {
        issuer: &oidc.config.issuer,
        subject: &known.subject,
    };
    let user = match app.store.user_of_identity(identity).await? {
        Some(user) => Some(user),
        None => introduce(app, oidc, identity, known).await?,
    };
    let user = match user {
        Some(user) => app.store.user(user).await?,
        None => None,
    };
    user.ok_or_else(|| Failure::new(Code::Forbidden, "there is no account for you here"))
}

async fn introduce(
    app: &App,
    oidc: &Oidc,
    identity: Identity<'_>,
    known: &Known,
) -> Result<Option<Uuid>, Failure> {
    let now = Timestamp::now();
    if let Some(email) = &known.email
        && let Some(user) = app.store.user_by_email(email).await?
    {
        app.store.link_identity(identity, user.id, now).await?;
        return Ok(app.store.user_of_identity(identity).await?);
    }
    let Some(role) = oidc.config.create_users_as else {
        return Ok(None);
    };
    let email = known.email.clone().unwrap_or_else(|| nowhere(identity));
    let name = if known.name.is_empty() {
        &email
    } else {
        &known.name
    };
    let new = NewUser {
        name: name.chars().take(LONGEST_NAME).collect(),
        email,
        role,
        password_hash: String::new(),
        language: None,
    };
    app.store.add_user_of_identity(identity, &new, now).await?;
    // Of two at once one has made it.
    Ok(app.store.user_of_identity(identity).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn an_errand_reads_as_it_is_written() {
        let errand = Errand::new();
        assert_eq!(Errand::parse(&errand.written()), Some(errand.clone()));
        for wrong in ["", "a.b.c", &errand.state, &format!("{}.x", errand.written())] {
            assert_eq!(Errand::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_challenge_is_that_of_the_rfc() {
        // RFC 7636 appendix B.
        let errand = Errand {
            verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
            ..Errand::new()
        };
        assert_eq!(errand.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn an_address_counts_once_the_provider_has_made_sure() {
        for (verified, counts) in [
            (json!(true), true),
            (json!(false), false),
            (json!("true"), false),
            (Value::Null, false),
        ] {
            let claims =
                json!({"sub": "7", "email": "Ada@x.example", "email_verified": verified, "name": "Ada"});
            let known = Known::of(claims.as_object().expect("claims")).expect("somebody");
            assert_eq!(known.email.is_some(), counts, "{verified}");
        }
        assert_eq!(
            Known::of(json!({"name": "Ada"}).as_object().expect("claims")),
            None
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,80}") {
            let _ = Errand::parse(&text);
            let claims = json!({"sub": text, "name": text, "email": text, "email_verified": true});
            let _ = Known::of(claims.as_object().expect("claims"));
        }
    }
}
