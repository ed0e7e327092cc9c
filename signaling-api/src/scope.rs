//! What a server's key opens.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a server may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) enum Scope {
    /// Look at its rooms and who is in them.
    #[serde(rename = "rooms:read")]
    RoomsRead,
    /// Make and end rooms.
    #[serde(rename = "rooms:write")]
    RoomsWrite,
    /// Look at the meetings of a platform's users.
    #[serde(rename = "meetings:read")]
    MeetingsRead,
    /// Make and end meetings.
    #[serde(rename = "meetings:write")]
    MeetingsWrite,
    /// Make participant tokens.
    #[serde(rename = "tokens:write")]
    TokensWrite,
    /// Look at webhooks and their deliveries.
    #[serde(rename = "webhooks:read")]
    WebhooksRead,
    /// Make, change and end webhooks, send deliveries again.
    #[serde(rename = "webhooks:write")]
    WebhooksWrite,
    /// Show captions in calls.
    #[serde(rename = "captions:write")]
    CaptionsWrite,
}

/// A scope that does not exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no such scope")]
pub(crate) struct NoSuchScope;

impl Scope {
    /// Every scope: what the operator's own key has.
    pub(crate) const ALL: [Self; 8] = [
        Self::RoomsRead,
        Self::RoomsWrite,
        Self::MeetingsRead,
        Self::MeetingsWrite,
        Self::TokensWrite,
        Self::WebhooksRead,
        Self::WebhooksWrite,
        Self::CaptionsWrite,
    ];

    /// The name on the wires and in the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::RoomsRead => "rooms:read",
            Self::RoomsWrite => "rooms:write",
            Self::MeetingsRead => "meetings:read",
            Self::MeetingsWrite => "meetings:write",
            Self::TokensWrite => "tokens:write",
            Self::WebhooksRead => "webhooks:read",
            Self::WebhooksWrite => "webhooks:write",
            Self::CaptionsWrite => "captions:write",
        }
    }
}

impl FromStr for Scope {
    type Err = NoSuchScope;
    fn from_str(text: &str) -> Result<Self, NoSuchScope> {
        let mut all = Self::ALL.into_iter();
        all.find(|scope| scope.as_str() == text).ok_or(NoSuchScope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_and_the_wires_say_the_same() {
        for scope in Scope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
            assert_eq!(serde_json::to_value(scope).ok(), Some(scope.as_str().into()));
        }
        assert_eq!("rooms".parse::<Scope>(), Err(NoSuchScope));
    }
}
