//! The paths from a browser to the media server with what was measured of each.

use crate::error::Failure;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Largest bit rate that is believed, in kbit/s.
const MOST_KBIT_S: u32 = 1_000_000;
/// Longest time that is believed, in milliseconds.
const LONGEST_MS: u32 = 60_000;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// The name in the store and on the wires.
            #[must_use]
            pub(crate) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text { $($text => Ok(Self::$variant),)* _ => Err(UnknownWord) }
            }
        }
    };
}

words! {
    /// A way for media, the one that browsers like best first.
    NetworkPath {
        /// Datagrams to the server.
        Udp = "udp",
        /// A TCP connection to the server.
        Tcp = "tcp",
        /// A relay of the server, reached through TLS.
        TurnTls = "turn_tls",
    }
}

words! {
    /// What became of trying a path.
    Outcome {
        /// Media went both ways.
        Ok = "ok",
        /// They did not.
        Failed = "failed",
        /// The server has no such path.
        NotOffered = "not_offered",
    }
}

/// A word that the schema does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a word of the schema")]
pub(crate) struct UnknownWord;

/// One path as a browser found it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct PathReport {
    /// Which.
    pub path: NetworkPath,
    /// What became of it.
    pub outcome: Outcome,
    /// What was measured where the outcome is `ok`, nothing elsewhere.
    #[serde(default)]
    pub figures: Option<Figures>,
}

/// What was measured of a path that carries media.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Figures {
    /// Bits sent, in kbit/s.
    pub up_kbit_s: u32,
    /// Bits received, in kbit/s; what was sent comes back, so this is never much above what was sent.
    pub down_kbit_s: u32,
    /// Packets lost on the way to the server, in thousandths; nothing where no report of it came in time.
    pub up_loss_permille: Option<u32>,
    /// Packets that did not come back, in thousandths: lost on the way up for good, or on the way down.
    pub round_trip_loss_permille: u32,
    /// The interarrival jitter of sound (RFC 3550), the larger one of both directions, in milliseconds.
    pub jitter_ms: u32,
    /// The round trip, in milliseconds; nothing where the browser does not tell.
    pub rtt_ms: Option<u32>,
}

/// The reports in the order of [`NetworkPath`], where they make sense together.
///
/// # Errors
/// There is none, a path comes twice, figures are missing, out of place or beyond belief.
pub(crate) fn checked(mut reports: Vec<PathReport>) -> Result<Vec<PathReport>, Failure> {
    reports.sort_by_key(|report| report.path);
    if reports.is_empty() || reports.windows(2).any(|pair| pair[0].path == pair[1].path) {
        return Err(Failure::validation(
            "paths must name each path once, and at least one",
        ));
    }
    if reports
        .iter()
        .any(|report| (report.outcome == Outcome::Ok) != report.figures.is_some())
    {
        return Err(Failure::validation("figures belong to paths whose outcome is ok"));
    }
    if reports
        .iter()
        .filter_map(|report| report.figures.as_ref())
        .any(|figures| !figures.are_believable())
    {
        return Err(Failure::validation("a figure is out of range"));
    }
    Ok(reports)
}

impl Figures {
    fn are_believable(&self) -> bool {
        let within = |figures: [u32; 2], most| figures.iter().all(|figure| *figure <= most);
        within([self.up_kbit_s, self.down_kbit_s], MOST_KBIT_S)
            && within(
                [self.up_loss_permille.unwrap_or(0), self.round_trip_loss_permille],
                1000,
            )
            && within([self.jitter_ms, self.rtt_ms.unwrap_or(0)], LONGEST_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(path: NetworkPath) -> PathReport {
        let figures = Some(Figures {
            up_kbit_s: 2400,
            down_kbit_s: 2300,
            up_loss_permille: None,
            round_trip_loss_permille: 1000,
            jitter_ms: 4,
            rtt_ms: Some(30),
        });
        PathReport {
            path,
            outcome: Outcome::Ok,
            figures,
        }
    }

    fn with(change: impl FnOnce(&mut Figures)) -> Vec<PathReport> {
        let mut report = ok(NetworkPath::Udp);
        report.figures.as_mut().map(change).expect("figures");
        vec![report]
    }

    #[test]
    fn words_are_the_same_in_the_store_and_on_the_wires() {
        for path in [NetworkPath::Udp, NetworkPath::Tcp, NetworkPath::TurnTls] {
            assert_eq!(serde_json::json!(path), path.as_str());
            assert_eq!(path.as_str().parse(), Ok(path));
        }
        for outcome in [Outcome::Ok, Outcome::Failed, Outcome::NotOffered] {
            assert_eq!(serde_json::json!(outcome), outcome.as_str());
            assert_eq!(outcome.as_str().parse(), Ok(outcome));
        }
        assert_eq!("quic".parse::<NetworkPath>(), Err(UnknownWord));
    }

    #[test]
    fn paths_are_put_in_order() {
        let sorted = checked(vec![ok(NetworkPath::TurnTls), ok(NetworkPath::Udp)]).expect("sound");
        assert_eq!(
            [sorted[0].path, sorted[1].path],
            [NetworkPath::Udp, NetworkPath::TurnTls]
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let failed_with_figures = PathReport {
            outcome: Outcome::Failed,
            ..ok(NetworkPath::Udp)
        };
        let ok_without = PathReport {
            figures: None,
            ..ok(NetworkPath::Udp)
        };
        for wrong in [
            vec![],
            vec![ok(NetworkPath::Udp), ok(NetworkPath::Udp)],
            vec![failed_with_figures],
            vec![ok_without],
            with(|figures| figures.up_kbit_s = MOST_KBIT_S + 1),
            with(|figures| figures.round_trip_loss_permille = 1001),
            with(|figures| figures.rtt_ms = Some(LONGEST_MS + 1)),
        ] {
            assert!(checked(wrong.clone()).is_err(), "{wrong:?}");
        }
    }
}
