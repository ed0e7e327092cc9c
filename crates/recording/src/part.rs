//! The names of a recording's files.

use model::ParticipantId;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// What a file of a recording holds, which is all that its name tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PartName {
    /// When it begins, in whole milliseconds since the recording did.
    pub begins: Duration,
    /// Whose.
    pub participant: ParticipantId,
    /// Whether it is their screen; else what they say, with their camera.
    pub is_screen: bool,
}

/// A name that no recorder gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no file of a recording has this name")]
pub struct NoPartName;

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_screen { "screen" } else { "camera" };
        write!(f, "{}.{kind}.{}", self.participant, self.begins.as_millis())
    }
}

impl FromStr for PartName {
    type Err = NoPartName;
    fn from_str(text: &str) -> Result<Self, NoPartName> {
        let mut pieces = text.split('.');
        let (Some(participant), Some(kind), Some(begins), None) =
            (pieces.next(), pieces.next(), pieces.next(), pieces.next())
        else {
            return Err(NoPartName);
        };
        let name = Self {
            begins: Duration::from_millis(begins.parse().map_err(|_| NoPartName)?),
            participant: participant.parse().map_err(|_| NoPartName)?,
            is_screen: kind == "screen",
        };
        // One spelling for each file.
        (name.to_string() == text).then_some(name).ok_or(NoPartName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_read_as_it_was_written() {
        for is_screen in [false, true] {
            let name = PartName {
                begins: Duration::from_millis(61_005),
                participant: ParticipantId::generate(),
                is_screen,
            };
            assert_eq!(name.to_string().parse(), Ok(name));
            for wrong in [
                format!("{name}/"),
                format!("../{name}"),
                format!("{name}.1"),
                name.to_string().replace("61", "061"),
            ] {
                assert_eq!(wrong.parse::<PartName>(), Err(NoPartName), "{wrong}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_for_a_name_stays_in_its_directory(text in "\\PC{0,80}") {
            let _ = text.parse::<PartName>();
            let dotted = format!("{text}.camera.5");
            if dotted.parse::<PartName>().is_ok() {
                prop_assert!(!dotted.contains('/'));
            }
        }
    }
}
