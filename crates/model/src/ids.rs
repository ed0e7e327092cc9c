//! Opaque ids.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, ordered by the time of its making (RFC 9562 version 7).
            #[must_use]
            pub fn generate() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

uuid_id! {
    /// The media side of a consultation.
    RoomId
}
uuid_id! {
    /// One person's place in a room; outlives connections.
    ParticipantId
}
uuid_id! {
    /// One PeerConnection of a participant; a participant may have several (WHIP beside WHEP).
    SessionId
}

uuid_id! {
    /// One recording of a room.
    RecordingId
}

impl ParticipantId {
    /// The participant that an `identity` of a server-made token stands for in `room`: a UUID stands for itself, any
    /// other text is hashed with the room (RFC 9562 version 5), so the same identity is the same participant again.
    #[must_use]
    pub fn of_identity(room: RoomId, identity: &str) -> Self {
        Self(Uuid::parse_str(identity).unwrap_or_else(|_| Uuid::new_v5(&room.0, identity.as_bytes())))
    }
}

/// One published audio or video. Written as a decimal string on the wires (JavaScript numbers end at 2^53).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TrackId(pub u64);

impl fmt::Display for TrackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for TrackId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TrackId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// The identification tag of an m-line (RFC 5888), at most 16 bytes as RFC 8843 asks of those that travel in packets.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mid {
    bytes: [u8; 16],
    len: u8,
}

/// A text did not fit its fixed place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("longer than 16 bytes or not printable ASCII")]
pub struct TextTooLong;

impl Mid {
    /// Takes 1 to 16 bytes of printable ASCII.
    ///
    /// # Errors
    /// Anything else.
    pub fn new(text: &[u8]) -> Result<Self, TextTooLong> {
        if text.is_empty() || text.len() > 16 || !text.iter().all(u8::is_ascii_graphic) {
            return Err(TextTooLong);
        }
        let mut bytes = [0; 16];
        bytes[..text.len()].copy_from_slice(text);
        Ok(Self {
            bytes,
            len: text.len() as u8,
        })
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // ASCII was checked in `new`.
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

impl fmt::Display for Mid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Mid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl std::str::FromStr for Mid {
    type Err = TextTooLong;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text.as_bytes())
    }
}

impl Serialize for Mid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Mid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_stable_within_a_room_and_differ_between_rooms() {
        let (one, other) = (RoomId::generate(), RoomId::generate());
        assert_eq!(
            ParticipantId::of_identity(one, "a"),
            ParticipantId::of_identity(one, "a")
        );
        assert_ne!(
            ParticipantId::of_identity(one, "a"),
            ParticipantId::of_identity(other, "a")
        );
        let id = ParticipantId::generate();
        assert_eq!(ParticipantId::of_identity(one, &id.to_string()), id);
    }

    #[test]
    fn a_mid_is_short_printable_text() {
        assert_eq!(Mid::new(b"video0").map(|m| m.as_str().len()), Ok(6));
        assert!(Mid::new(b"").is_err());
        assert!(Mid::new(b"seventeen bytes..").is_err());
        assert!(Mid::new(b"a b").is_err());
    }
}
