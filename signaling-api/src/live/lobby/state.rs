//! Those who wait, as others are told.

use crate::clock::Timestamp;
use crate::role::{Kind, ParticipantRole};
use crate::store::Lobby;
use model::{ParticipantId, Quality};
use serde::{Deserialize, Serialize};

/// Where the receiver of a room's state is, with those whom they may let in.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LobbyState {
    /// Before the door or past it.
    pub state: Lobby,
    /// Since when they wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// The doctor's last word to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// Those who wait, in order of arrival; empty for all but the doctor.
    pub waiting: Vec<Waiter>,
}

/// What a doctor said to somebody who waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Message {
    /// What.
    pub message: String,
    /// When.
    pub at: Timestamp,
}

/// Somebody who waits.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Waiter {
    /// Who.
    pub participant_id: ParticipantId,
    /// Their name.
    pub display_name: String,
    /// Their part.
    pub role: ParticipantRole,
    /// As what a guest was invited.
    pub kind: Option<Kind>,
    /// Since when.
    pub since: Timestamp,
    /// Whether their socket is there.
    pub connected: bool,
    /// What they said of their devices and network.
    #[serde(flatten)]
    pub readiness: Readiness,
}

/// What somebody who waits found out about their own side.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Readiness {
    /// The device check; `null` before it.
    pub devices: Option<Devices>,
    /// The network test; `null` before it.
    pub network: Option<Network>,
}

/// A device check.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Devices {
    /// The camera.
    pub camera: DeviceState,
    /// The microphone.
    pub microphone: DeviceState,
}

/// What became of a device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DeviceState {
    /// It gives pictures or sound.
    Works,
    /// There is none.
    Missing,
    /// Its owner or the browser says no.
    Blocked,
    /// Another program has it.
    Busy,
    /// Its owner goes without.
    Off,
}

/// A network test.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Network {
    /// How a call is likely to be.
    #[schema(value_type = String, example = "good")]
    pub quality: Quality,
    /// Kilobits a second that were measured.
    pub kbps: Option<u32>,
}

/// Why somebody is not let in.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DenyReason {
    /// They are to come again later.
    ComeLater,
    /// The clinic cannot see them now.
    CannotNow,
    /// They are wrong here.
    WrongVisit,
    /// Another one, or none given.
    #[default]
    Other,
}

impl DenyReason {
    /// The word in the store and on the wires.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ComeLater => "come_later",
            Self::CannotNow => "cannot_now",
            Self::WrongVisit => "wrong_visit",
            Self::Other => "other",
        }
    }

    /// The reason of a word; a word of another version is another reason.
    #[must_use]
    pub(crate) fn of(word: &str) -> Self {
        let all = [Self::ComeLater, Self::CannotNow, Self::WrongVisit];
        let known = all.into_iter().find(|reason| reason.as_str() == word);
        known.unwrap_or_default()
    }
}

/// That somebody is not let in.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Denial {
    /// Why.
    pub reason: DenyReason,
    /// In the doctor's words.
    pub message: Option<String>,
}
