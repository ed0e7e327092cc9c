//! Where a call is in its life.

use serde::Serialize;
use std::str::FromStr;

/// Where a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CallStatus {
    /// Nobody has answered yet.
    Ringing,
    /// The two talk.
    Accepted,
    /// The one who was called did not want to.
    Rejected,
    /// The one who was called was in a consultation or in another call.
    Busy,
    /// Nobody answered.
    Missed,
    /// One of the two ended it; the caller alone where it was never answered.
    Hangup,
}

/// A word that the schema does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a status of a call")]
pub(crate) struct NoSuchStatus;

impl CallStatus {
    /// Every status.
    const ALL: [Self; 6] = [
        Self::Ringing,
        Self::Accepted,
        Self::Rejected,
        Self::Busy,
        Self::Missed,
        Self::Hangup,
    ];

    /// The name in the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Busy => "busy",
            Self::Missed => "missed",
            Self::Hangup => "hangup",
        }
    }

    /// The name of the event that tells of it.
    #[must_use]
    pub(crate) fn event(self) -> &'static str {
        match self {
            Self::Ringing => "call_ringing",
            Self::Accepted => "call_accepted",
            Self::Rejected => "call_rejected",
            Self::Busy => "call_busy",
            Self::Missed => "call_missed",
            Self::Hangup => "call_hangup",
        }
    }

    /// Whether the call is over.
    #[must_use]
    pub(crate) fn is_over(self) -> bool {
        !matches!(self, Self::Ringing | Self::Accepted)
    }
}

impl FromStr for CallStatus {
    type Err = NoSuchStatus;
    fn from_str(text: &str) -> Result<Self, NoSuchStatus> {
        let mut all = Self::ALL.into_iter();
        all.find(|status| status.as_str() == text).ok_or(NoSuchStatus)
    }
}
