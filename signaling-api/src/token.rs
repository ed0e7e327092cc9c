//! Our own tokens: JSON Web Tokens (RFC 7519) signed with Ed25519 (RFC 8037).

use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::GRACE;
use crate::role::{Kind, ParticipantRole, UserRole};
use crate::signing_key::SigningKey;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use model::{Grants, ParticipantId, RoomId};
use protocol::ICE_SERVER_LIFE;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

/// How long an access token lasts.
pub(crate) const ACCESS_LIFE: Duration = Duration::from_secs(600);
/// How long a participant token lasts, unless a server asks for another time.
pub(crate) const PARTICIPANT_LIFE: Duration = Duration::from_secs(600);

const ACCESS: &str = "vestibule-api";
const PARTICIPANT: &str = "vestibule-room";
/// Seconds by which clocks may differ.
const LEEWAY: u64 = 60;
/// Longest token that is looked at, in bytes.
const LONGEST: usize = 4096;

/// What an access token says: who signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    /// The user.
    pub sub: Uuid,
    /// The browser's session.
    pub sid: Uuid,
    /// The role at the time of signing in.
    pub role: UserRole,
    aud: String,
    iat: u64,
    nbf: u64,
    exp: u64,
    jti: Uuid,
}

/// What a participant token says: one room, one identity, what it may do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ParticipantClaims {
    /// The identity; see [`ParticipantId::of_identity`].
    pub sub: String,
    /// The room.
    pub room: RoomId,
    /// The consultation that the room belongs to; nothing for a room made by a server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<Uuid>,
    /// The name that others see.
    pub name: String,
    /// The part in the consultation.
    pub role: ParticipantRole,
    /// As what a guest was invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What the media side allows.
    pub grants: Grants,
    aud: String,
    iat: u64,
    nbf: u64,
    exp: u64,
    jti: Uuid,
}

/// A place in a room with all that a participant token says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pass {
    /// The room.
    pub room: RoomId,
    /// The consultation that the room belongs to; nothing for a room made by a server.
    pub consultation: Option<Uuid>,
    /// Who, as the token's maker calls them.
    pub identity: String,
    /// The name that others see.
    pub name: String,
    /// The part in the consultation.
    pub role: ParticipantRole,
    /// As what a guest was invited.
    pub kind: Option<Kind>,
    /// What the media side allows.
    pub grants: Grants,
}

impl Pass {
    /// Who, as the media side calls them.
    #[must_use]
    pub(crate) fn participant(&self) -> ParticipantId {
        ParticipantId::of_identity(self.room, &self.identity)
    }

    /// What Socket.IO events call `sessionId`: the consultation, or the room of a server.
    #[must_use]
    pub(crate) fn session_id(&self) -> Uuid {
        self.consultation.unwrap_or(self.room.0)
    }
}

impl ParticipantClaims {
    /// How long the token lasts in all, and from now.
    #[must_use]
    pub(crate) fn life(&self, now: Timestamp) -> Life {
        Life {
            whole: Duration::from_secs(self.exp.saturating_sub(self.iat)),
            left: Duration::from_secs(self.exp.saturating_sub(now.seconds())),
        }
    }
}

impl From<ParticipantClaims> for Pass {
    fn from(claims: ParticipantClaims) -> Self {
        Self {
            room: claims.room,
            consultation: claims.consultation,
            identity: claims.sub,
            name: claims.name,
            role: claims.role,
            kind: claims.kind,
            grants: claims.grants,
        }
    }
}

/// How long a token lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Life {
    /// From its making.
    pub(crate) whole: Duration,
    /// From now.
    pub(crate) left: Duration,
}

impl Life {
    /// The life of a token made now.
    #[must_use]
    pub(crate) fn fresh(whole: Duration) -> Self {
        Self { whole, left: whole }
    }

    /// The life of a token that is due for a newer one after `wait`.
    #[must_use]
    pub(crate) fn due_at(wait: Duration, whole: Duration) -> Self {
        let left = wait + (whole / 5).max(whole.saturating_sub(ICE_SERVER_LIFE - GRACE));
        Self { whole, left }
    }

    /// How long to wait before a newer token is due: four fifths of its life at most, and no longer than the relays'
    /// credentials that came with it last beyond the grace time. A socket that is lost for the whole grace time finds both
    /// still good.
    #[must_use]
    pub(crate) fn until_renewal(self) -> Duration {
        let age = self.whole.saturating_sub(self.left);
        let before_the_end = self.left.saturating_sub(self.whole / 5);
        before_the_end.min((ICE_SERVER_LIFE - GRACE).saturating_sub(age))
    }
}

/// A signed token with its end.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    /// The token.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Makes tokens, checks them.
pub(crate) struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
}

impl Tokens {
    /// Signs and checks with this key.
    #[must_use]
    pub(crate) fn new(key: &SigningKey) -> Self {
        Self {
            signing: EncodingKey::from_ed_der(&key.pkcs8),
            verifying: DecodingKey::from_ed_der(&key.public),
        }
    }

    /// An access token for a user.
    ///
    /// # Errors
    /// [`Code::Internal`] where signing fails.
    pub(crate) fn issue_access(
        &self,
        user: Uuid,
        session: Uuid,
        role: UserRole,
        now: Timestamp,
    ) -> Result<Issued, Failure> {
        let expires_at = now + ACCESS_LIFE;
        let claims = AccessClaims {
            sub: user,
            sid: session,
            role,
            aud: ACCESS.into(),
            iat: now.seconds(),
            nbf: now.seconds(),
            exp: expires_at.seconds(),
            jti: Uuid::new_v4(),
        };
        self.sign(&claims, expires_at)
    }

    /// A participant token that lasts for `life`.
    ///
    /// # Errors
    /// [`Code::Internal`] where signing fails.
    pub(crate) fn issue_participant(
        &self,
        pass: &Pass,
        life: Duration,
        now: Timestamp,
    ) -> Result<Issued, Failure> {
        let expires_at = now + life;
        let claims = ParticipantClaims {
            sub: pass.identity.clone(),
            room: pass.room,
            consultation: pass.consultation,
            name: pass.name.clone(),
            role: pass.role,
            kind: pass.kind,
            grants: pass.grants,
            aud: PARTICIPANT.into(),
            iat: now.seconds(),
            nbf: now.seconds(),
            exp: expires_at.seconds(),
            jti: Uuid::new_v4(),
        };
        self.sign(&claims, expires_at)
    }

    /// Who signed in.
    ///
    /// # Errors
    /// [`Code::TokenExpired`], or [`Code::Unauthenticated`] for anything else that is wrong.
    pub(crate) fn access(&self, token: &str) -> Result<AccessClaims, Failure> {
        self.check(token, ACCESS)
    }

    /// Whose place it is.
    ///
    /// # Errors
    /// [`Code::TokenExpired`], or [`Code::Unauthenticated`] for anything else that is wrong.
    pub(crate) fn participant(&self, token: &str) -> Result<ParticipantClaims, Failure> {
        self.check(token, PARTICIPANT)
    }

    fn sign<C: Serialize>(&self, claims: &C, expires_at: Timestamp) -> Result<Issued, Failure> {
        let token = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), claims, &self.signing);
        let token = token.map_err(|_| Failure::from(Code::Internal))?;
        Ok(Issued { token, expires_at })
    }

    fn check<C: DeserializeOwned + Clone>(&self, token: &str, audience: &str) -> Result<C, Failure> {
        if token.len() > LONGEST {
            return Err(Code::Unauthenticated.into());
        }
        // RFC 8725 section 3.1: the algorithm is ours to choose, not the token's.
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "sub"]);
        let token = jsonwebtoken::decode::<C>(token, &self.verifying, &validation);
        token.map(|data| data.claims).map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => Code::TokenExpired.into(),
            _ => Failure::new(Code::Unauthenticated, "the token is not accepted"),
        })
    }
}
