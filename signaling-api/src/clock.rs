//! Wall-clock time as the store and the wires write it.

use serde::{Serialize, Serializer};
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since the Unix epoch; RFC 3339 in UTC on the wires.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Timestamp(pub i64);

impl Timestamp {
    /// The present.
    #[must_use]
    pub(crate) fn now() -> Self {
        Self((OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000) as i64)
    }

    /// Whole seconds since the epoch, as JSON Web Tokens count.
    #[must_use]
    pub(crate) fn seconds(self) -> u64 {
        u64::try_from(self.0 / 1000).unwrap_or_default()
    }

    /// Reads RFC 3339 between the years 2000 and 9999; nothing for any other text.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        (time.year() >= 2000).then(|| Self((time.unix_timestamp_nanos() / 1_000_000) as i64))
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;
    fn add(self, rest: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;
    fn sub(self, rest: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(rest.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        f.write_str(&time.format(&Rfc3339).unwrap_or_default())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_written_as_it_is_read() {
        let time = Timestamp::parse("2026-05-01T10:30:00.250+02:00").expect("a time");
        assert_eq!(time.to_string(), "2026-05-01T08:30:00.25Z");
        assert_eq!(Timestamp::parse("1969-01-01T00:00:00Z"), None);
        assert_eq!(Timestamp::parse("tomorrow"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = Timestamp::parse(&text);
        }

        #[test]
        fn no_number_panics(ms in any::<i64>()) {
            let _ = Timestamp(ms).to_string();
        }
    }
}
