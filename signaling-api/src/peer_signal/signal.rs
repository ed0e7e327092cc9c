//! One `peer-signal` message, as these clients write it.

use crate::error::{Code, Failure};
use crate::routes::body::line;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest name of a chat room or of a member, in characters.
const LONGEST_NAME: usize = 80;

/// What a client sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PeerSignal {
    /// Whom it is for.
    pub id: Uuid,
    #[serde(default)]
    room_name: String,
    #[serde(default)]
    pseudo: String,
    /// What it says.
    pub signal: Incoming,
}

/// A description, a candidate or a word.
#[derive(Deserialize)]
pub(crate) struct Incoming {
    /// Nothing for a candidate.
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    sdp: Option<String>,
    #[serde(rename = "candidate")]
    _candidate: Option<IgnoredAny>,
}

/// What a signal is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// An SDP offer.
    Offer,
    /// An SDP answer.
    Answer,
    /// The one who is called does not want to.
    Reject,
    /// The call is over.
    Hangup,
    /// The one who is called is in another call.
    Busy,
}

/// What a client is sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Signal {
    #[serde(rename = "type")]
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    sdp: Option<String>,
}

impl Signal {
    /// A signal that says what it is, no more.
    #[must_use]
    pub(crate) fn word(kind: Kind) -> Self {
        Self { kind, sdp: None }
    }

    /// An offer or an answer.
    #[must_use]
    pub(crate) fn described(kind: Kind, sdp: String) -> Self {
        Self { kind, sdp: Some(sdp) }
    }
}

impl Incoming {
    /// The description.
    ///
    /// # Errors
    /// There is none, or it is too long.
    pub(crate) fn sdp(&self) -> Result<String, Failure> {
        let sdp = self
            .sdp
            .clone()
            .ok_or_else(|| Failure::validation("signal.sdp is missing"))?;
        if sdp.len() > crate::socket::LONGEST_MESSAGE {
            return Err(Code::TooLarge.into());
        }
        Ok(sdp)
    }
}

impl PeerSignal {
    /// The chat room; empty where it is not named.
    ///
    /// # Errors
    /// [`Code::Validation`].
    pub(crate) fn room_name(&self) -> Result<String, Failure> {
        optional("roomName", &self.room_name, "")
    }

    /// The name that the client gives itself; `name` where it gives none.
    ///
    /// # Errors
    /// [`Code::Validation`].
    pub(crate) fn pseudo(&self, name: &str) -> Result<String, Failure> {
        optional("pseudo", &self.pseudo, name)
    }
}

fn optional(field: &'static str, text: &str, absent: &str) -> Result<String, Failure> {
    if text.trim().is_empty() {
        return Ok(absent.to_owned());
    }
    line(field, text, LONGEST_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(signal: &serde_json::Value) -> Option<PeerSignal> {
        let message = json!({"id": Uuid::nil(), "roomName": "salon", "pseudo": "Ana", "signal": signal});
        serde_json::from_value(message).ok()
    }

    #[test]
    fn signals_are_descriptions_candidates_or_words() {
        let kind = |signal: serde_json::Value| read(&signal).map(|message| message.signal.kind);
        assert_eq!(
            kind(json!({"type": "offer", "sdp": "v=0"})),
            Some(Some(Kind::Offer))
        );
        assert_eq!(
            kind(json!({"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0})),
            Some(None)
        );
        assert_eq!(kind(json!({"type": "busy"})), Some(Some(Kind::Busy)));
        assert_eq!(kind(json!({"type": "renegotiate"})), None);
        let word = serde_json::to_value(Signal::word(Kind::Hangup)).ok();
        assert_eq!(word, Some(json!({"type": "hangup"})));
    }

    proptest! {
        #[test]
        fn no_message_panics(text in ".{0,200}", name in ".{0,100}") {
            if let Some(mut message) = read(&json!({"type": "offer", "sdp": text})) {
                message.pseudo = name;
                let _ = (message.signal.sdp(), message.pseudo("Ana"), message.room_name());
            }
        }
    }
}
