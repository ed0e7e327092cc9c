//! Tokens of the clinic's own platform, accepted wherever an access token is.

use crate::app::App;
use crate::clock::Timestamp;
use crate::code;
use crate::config::{ClaimNames, PlatformConfig};
use crate::error::{Code, Failure};
use crate::foreign_token::{Claims, Rules};
use crate::jwks::{Jwks, Place};
use crate::outgoing::Outgoing;
use crate::role::UserRole;
use crate::start::StartError;
use crate::store::{Identity, NewUser, User};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;
use std::time::Instant;

/// Longest name that is taken over, in characters.
const LONGEST_NAME: usize = 80;
/// Longest id that is taken over, in bytes.
const LONGEST_ID: usize = 64;

/// The clinic's platform.
pub(crate) struct Platform {
    rules: Rules,
    names: ClaimNames,
    create_users: bool,
    link_by_email: bool,
}

/// Who somebody is on the platform.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Person {
    role: UserRole,
    id: String,
    name: String,
    email: Option<String>,
}

impl Platform {
    /// Believes as the configuration says.
    ///
    /// # Errors
    /// An algorithm is not known, or there is no key for one.
    pub(crate) fn open(config: &PlatformConfig, outgoing: &Outgoing) -> Result<Self, StartError> {
        let wrong = |what| StartError::Platform(what);
        let known = [
            Algorithm::HS256,
            Algorithm::RS256,
            Algorithm::ES256,
            Algorithm::EdDSA,
        ];
        let parsed = config
            .algorithms
            .iter()
            .map(|name| name.parse::<Algorithm>().ok());
        let algorithms: Option<Vec<_>> = parsed.map(|one| one.filter(|one| known.contains(one))).collect();
        let algorithms = algorithms.filter(|some| !some.is_empty());
        let algorithms = algorithms.ok_or_else(|| wrong("algorithms are HS256, RS256, ES256, EdDSA"))?;
        let by_secret = algorithms.contains(&Algorithm::HS256);
        let by_key = algorithms.iter().any(|one| *one != Algorithm::HS256);
        // RFC 7518 section 3.2: at least as long as the hash.
        if config.secret.as_deref().map_or(0, str::len) < 32 && by_secret {
            return Err(wrong("HS256 needs a secret of at least 32 characters"));
        }
        if config.jwks.is_none() && by_key {
            return Err(wrong("RS256, ES256 and EdDSA need jwks, a URL or a file"));
        }
        if config.issuers.is_empty() || config.audience.is_empty() {
            return Err(wrong("issuers and audience are needed"));
        }
        let jwks = config.jwks.as_deref().filter(|_| by_key);
        let secret = config.secret.as_deref().filter(|_| by_secret);
        Ok(Self {
            rules: Rules {
                algorithms,
                issuers: config.issuers.clone(),
                audience: config.audience.clone(),
                secret: secret.map(|secret| DecodingKey::from_secret(secret.as_bytes())),
                jwks: jwks.map(|text| Jwks::at(Place::of(text), outgoing.clone())),
            },
            names: config.claims.clone(),
            create_users: config.create_users,
            link_by_email: config.link_by_email,
        })
    }

    /// The account of whoever shows a token of the platform.
    ///
    /// # Errors
    /// [`Code::TokenExpired`], or [`Code::Unauthenticated`] for anything else that is wrong, also where they have no account
    /// and none is made.
    pub(crate) async fn user(&self, app: &App, token: &str) -> Result<User, Failure> {
        let claims = self.rules.check(token, Instant::now()).await?;
        let person = person(&claims, &self.names).ok_or(Code::Unauthenticated)?;
        let issuer = claims.get("iss").and_then(Value::as_str).unwrap_or_default();
        let subject = format!("{}:{}", person.role.as_str(), person.id);
        let identity = Identity {
            issuer,
            subject: &subject,
        };
        let known = match app.store.user_of_identity(identity).await? {
            Some(known) => Some(known),
            None => self.introduce(app, identity, &person).await?,
        };
        let user = app.store.user(known.ok_or(Code::Unauthenticated)?).await?;
        // A doctor there who is a patient here has no business with a doctor's token.
        let user = user.filter(|user| user.role == person.role);
        user.ok_or_else(|| Code::Unauthenticated.into())
    }

    async fn introduce(
        &self,
        app: &App,
        identity: Identity<'_>,
        person: &Person,
    ) -> Result<Option<uuid::Uuid>, Failure> {
        let now = Timestamp::now();
        if let Some(email) = person.email.as_deref().filter(|_| self.link_by_email) {
            let user = app.store.user_by_email(email).await?;
            if let Some(user) = user.filter(|user| user.role == person.role) {
                app.store.link_identity(identity, user.id, now).await?;
                return Ok(app.store.user_of_identity(identity).await?);
            }
        }
        if !self.create_users {
            return Ok(None);
        }
        for email in person.email.iter().cloned().chain([nowhere(identity)]) {
            let new = NewUser {
                email,
                name: person.name.clone(),
                role: person.role,
                password_hash: String::new(),
                language: None,
            };
            if app
                .store
                .add_user_of_identity(identity, &new, now)
                .await?
                .is_some()
            {
                break;
            }
        }
        // Of two requests at once one has made it.
        Ok(app.store.user_of_identity(identity).await?)
    }
}

/// An address that nobody has (RFC 6761 section 6.4), for who has none or one that is taken.
#[must_use]
pub(crate) fn nowhere(identity: Identity<'_>) -> String {
    let digest = code::digest(&format!("{} {}", identity.issuer, identity.subject));
    format!("{}@elsewhere.invalid", &digest[..32])
}

/// Who a token speaks of: an object named as configured, or its fields on their own; one part, not two.
fn person(claims: &Claims, names: &ClaimNames) -> Option<Person> {
    let doctor = part(claims, &names.doctor, &names.doctor_id);
    let patient = part(claims, &names.patient, &names.patient_id);
    let (role, (object, id)) = match (doctor, patient) {
        (Some(doctor), None) => (UserRole::Doctor, doctor),
        (None, Some(patient)) => (UserRole::Patient, patient),
        _ => return None,
    };
    let word = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = format!("{} {}", word(&names.first_name), word(&names.last_name));
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    let name: String = name.trim().chars().take(LONGEST_NAME).collect();
    let email = crate::accounts::email(word(&names.email)).ok();
    Some(Person {
        role,
        name: if name.is_empty() { id.clone() } else { name },
        id,
        email: email.filter(|email| !email.ends_with(".invalid")),
    })
}

fn part<'a>(claims: &'a Claims, object: &str, id: &str) -> Option<(&'a Claims, String)> {
    let object = match claims.get(object) {
        Some(Value::Object(object)) => object,
        Some(_) => return None,
        None => claims,
    };
    let id = match object.get(id)? {
        Value::Number(number) => number.as_u64()?.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    let fits = (1..=LONGEST_ID).contains(&id.len()) && !id.chars().any(char::is_control);
    fits.then_some((object, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(claims: &Value) -> Option<(UserRole, String, String)> {
        let person = person(claims.as_object()?, &ClaimNames::default())?;
        Some((person.role, person.id, person.name))
    }

    #[test]
    fn claims_and_people_make_this_table() {
        let doctor = |id: &str, name: &str| Some((UserRole::Doctor, id.to_owned(), name.to_owned()));
        let patient = |id: &str, name: &str| Some((UserRole::Patient, id.to_owned(), name.to_owned()));
        for (claims, expected) in [
            (
                json!({"medecin": {"id_medecin": 7, "nom": "Moreau", "prenom": "Claire"}}),
                doctor("7", "Claire Moreau"),
            ),
            (
                json!({"patient": {"id_patient": "p-7", "nom": "Martin"}}),
                patient("p-7", "Martin"),
            ),
            (
                json!({"id_medecin": 7, "nom": "Moreau", "prenom": "Claire"}),
                doctor("7", "Claire Moreau"),
            ),
            (json!({"id_patient": 9}), patient("9", "9")),
            (json!({"id_medecin": 7, "id_patient": 9}), None),
            (
                json!({"medecin": {"id_medecin": 7}, "patient": {"id_patient": 9}}),
                None,
            ),
            (json!({"medecin": {"id_medecin": -7}}), None),
            (json!({"medecin": {"id_medecin": ""}}), None),
            (json!({"medecin": {"id_medecin": {}}}), None),
            (json!({"medecin": 7}), None),
            (json!({"sub": "admin", "role": "admin"}), None),
        ] {
            assert_eq!(read(&claims), expected, "{claims}");
        }
    }

    #[test]
    fn half_a_configuration_is_told_at_the_start() {
        let outgoing = Outgoing::new().expect("a client");
        let config = |algorithms: &[&str], secret: Option<&str>, jwks: Option<&str>| PlatformConfig {
            issuers: vec!["https://platform.example".into()],
            audience: "vestibule".into(),
            algorithms: algorithms.iter().map(|name| (*name).into()).collect(),
            secret: secret.map(Into::into),
            jwks: jwks.map(Into::into),
            create_users: false,
            link_by_email: false,
            claims: ClaimNames::default(),
        };
        let long = "a secret of thirty-two characters";
        for (algorithms, secret, jwks, opens) in [
            (&["HS256"][..], Some(long), None, true),
            (&["HS256"], Some("short"), None, false),
            (&["HS256"], None, Some("keys.json"), false),
            (
                &["RS256", "ES256", "EdDSA"],
                None,
                Some("https://platform.example/jwks"),
                true,
            ),
            (&["RS256"], Some(long), None, false),
            (&["none"], Some(long), None, false),
            (&["HS512"], Some(long), None, false),
            (&[], Some(long), None, false),
        ] {
            let opened = Platform::open(&config(algorithms, secret, jwks), &outgoing);
            assert_eq!(opened.is_ok(), opens, "{algorithms:?}");
        }
    }

    proptest! {
        #[test]
        fn no_claims_panic(id in ".{0,80}", name in ".{0,200}", email in ".{0,40}") {
            let claims = json!({"medecin": {"id_medecin": id, "nom": name, "email": email}});
            let read = person(claims.as_object().expect("claims"), &ClaimNames::default());
            prop_assert!(read.is_none_or(|person| person.name.chars().count() <= LONGEST_NAME));
        }
    }
}
