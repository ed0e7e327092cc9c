//! Parts that people play.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What an account is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum UserRole {
    /// Runs the server.
    Admin,
    /// Holds consultations.
    Doctor,
    /// Comes to consultations.
    Patient,
}

/// What a participant is in a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ParticipantRole {
    /// The doctor whose consultation it is.
    Doctor,
    /// The patient whom it was made for.
    Patient,
    /// Anybody without an account, or a server's participant.
    Guest,
}

/// As what somebody without an account was invited.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InvitedAs)]
pub(crate) enum Kind {
    /// The patient.
    Patient,
    /// Who speaks both languages.
    Interpreter,
    /// A member of the family, a friend.
    Relative,
    /// Another doctor, a nurse.
    SecondClinician,
}

impl Kind {
    /// The name in the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Interpreter => "interpreter",
            Self::Relative => "relative",
            Self::SecondClinician => "second_clinician",
        }
    }
}

impl FromStr for Kind {
    type Err = NoSuchRole;
    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        match text {
            "patient" => Ok(Self::Patient),
            "interpreter" => Ok(Self::Interpreter),
            "relative" => Ok(Self::Relative),
            "second_clinician" => Ok(Self::SecondClinician),
            _ => Err(NoSuchRole),
        }
    }
}

impl UserRole {
    /// The name in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Doctor => "doctor",
            Self::Patient => "patient",
        }
    }
}

impl ParticipantRole {
    /// The name in the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Doctor => "doctor",
            Self::Patient => "patient",
            Self::Guest => "guest",
        }
    }
}

impl FromStr for ParticipantRole {
    type Err = NoSuchRole;
    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        match text {
            "doctor" => Ok(Self::Doctor),
            "patient" => Ok(Self::Patient),
            "guest" => Ok(Self::Guest),
            _ => Err(NoSuchRole),
        }
    }
}

/// A role that does not exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a role is admin, doctor or patient; in a room doctor, patient or guest")]
pub struct NoSuchRole;

impl FromStr for UserRole {
    type Err = NoSuchRole;
    fn from_str(text: &str) -> Result<Self, NoSuchRole> {
        match text {
            "admin" => Ok(Self::Admin),
            "doctor" => Ok(Self::Doctor),
            "patient" => Ok(Self::Patient),
            _ => Err(NoSuchRole),
        }
    }
}
