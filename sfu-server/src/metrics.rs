//! The media threads' figures in Prometheus' form.

use crate::vitals::Snapshot;
use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{GaugeVec, IntCounterVec, IntGaugeVec, Opts};
use std::collections::HashMap;
use transport::peer::{Nominations, PerKind};

/// Collects when it is asked from what the threads left last, so that the media path knows nothing of it.
pub(crate) struct MediaCollector<F> {
    descriptions: Vec<Desc>,
    snapshots: F,
}

/// A metric: how it is called, what it means, by what it is told apart.
struct Metric {
    name: &'static str,
    help: &'static str,
    labels: &'static [&'static str],
}

const PACKETS: Metric = Metric {
    name: "vestibule_rtp_packets_total",
    help: "RTP packets from and to clients.",
    labels: &["direction", "kind"],
};
const BYTES: Metric = Metric {
    name: "vestibule_rtp_bytes_total",
    help: "Bytes of RTP payload from and to clients.",
    labels: &["direction", "kind"],
};
const LOST: Metric = Metric {
    name: "vestibule_rtp_lost_packets_total",
    help: "RTP packets lost on the way from and to clients.",
    labels: &["direction", "kind"],
};
const TRACKS: Metric = Metric {
    name: "vestibule_tracks",
    help: "Tracks published now (in) and played in seats now (out).",
    labels: &["direction", "kind"],
};
const NACKS: Metric = Metric {
    name: "vestibule_nack_total",
    help: "Sequence numbers that clients asked for again (in) or were asked for (out).",
    labels: &["direction"],
};
const KEYFRAMES: Metric = Metric {
    name: "vestibule_keyframe_requests_total",
    help: "Keyframes asked of publishers.",
    labels: &[],
};
const PATHS: Metric = Metric {
    name: "vestibule_selected_path_total",
    help: "Ways of media that clients chose, a change of way included.",
    labels: &["transport", "family"],
};
const DROPPED: Metric = Metric {
    name: "vestibule_datagrams_dropped_total",
    help: "Datagrams not taken or not sent.",
    labels: &["reason"],
};
const BUSY: Metric = Metric {
    name: "vestibule_media_thread_busy_ratio",
    help: "Part of the last second that a media thread did not wait.",
    labels: &["thread"],
};
const FAILURES: Metric = Metric {
    name: "vestibule_media_thread_failures_total",
    help: "Times a media thread failed and began anew.",
    labels: &["thread"],
};
const ALLOCATIONS: Metric = Metric {
    name: "vestibule_turn_allocations",
    help: "Allocations of the TURN relay.",
    labels: &[],
};
const ALL: [Metric; 11] = [
    PACKETS,
    BYTES,
    LOST,
    TRACKS,
    NACKS,
    KEYFRAMES,
    PATHS,
    DROPPED,
    BUSY,
    FAILURES,
    ALLOCATIONS,
];

impl<F> MediaCollector<F>
where
    F: Fn() -> Vec<Snapshot>,
{
    /// Collects what `snapshots` returns, one a thread in their order.
    ///
    /// # Errors
    /// A name or label that Prometheus does not allow, which the test excludes.
    pub(crate) fn new(snapshots: F) -> prometheus::Result<Self> {
        let descriptions = ALL
            .iter()
            .map(Metric::describe)
            .collect::<prometheus::Result<_>>()?;
        Ok(Self {
            descriptions,
            snapshots,
        })
    }
}

impl<F> Collector for MediaCollector<F>
where
    F: Fn() -> Vec<Snapshot> + Send + Sync,
{
    fn desc(&self) -> Vec<&Desc> {
        self.descriptions.iter().collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        // The names are those that `new` described.
        families(&(self.snapshots)()).unwrap_or_default()
    }
}

fn families(threads: &[Snapshot]) -> prometheus::Result<Vec<MetricFamily>> {
    let mut sum = Snapshot::default();
    threads.iter().for_each(|thread| sum.add(thread));
    let labels: Vec<String> = (0..threads.len()).map(|thread| thread.to_string()).collect();
    let each = || labels.iter().map(String::as_str).zip(threads);
    let statistics = &sum.statistics;
    let (received, sent) = (&statistics.counters.received, &statistics.counters.sent);
    let [published, seated] = [statistics.published, statistics.seated];
    let tracks = |[audio, video]: [u64; 2]| PerKind { audio, video };
    Ok([
        PACKETS.counters(both_ways(received.packets, sent.packets))?,
        BYTES.counters(both_ways(received.bytes, sent.bytes))?,
        LOST.counters(both_ways(received.lost, sent.lost))?,
        TRACKS.levels(both_ways(tracks(published), tracks(seated)))?,
        // Who receives asks: what clients sent us asks about what we send.
        NACKS.counters([(vec!["in"], sent.nacks), (vec!["out"], received.nacks)])?,
        KEYFRAMES.counters([(vec![], statistics.counters.keyframe_requests)])?,
        PATHS.counters(paths(statistics.counters.nominations))?,
        DROPPED.counters(dropped(&sum))?,
        BUSY.ratios(each().map(|(label, thread)| (label, thread.busy)))?,
        FAILURES.counters(each().map(|(label, thread)| (vec![label], thread.failures)))?,
        ALLOCATIONS.levels([(vec![], sum.allocations as u64)])?,
    ]
    .concat())
}

fn both_ways(received: PerKind, sent: PerKind) -> [(Vec<&'static str>, u64); 4] {
    [
        (vec!["in", "audio"], received.audio),
        (vec!["in", "video"], received.video),
        (vec!["out", "audio"], sent.audio),
        (vec!["out", "video"], sent.video),
    ]
}

fn paths(Nominations { udp, tcp, relay }: Nominations) -> [(Vec<&'static str>, u64); 6] {
    [
        (vec!["udp", "ipv4"], udp[0]),
        (vec!["udp", "ipv6"], udp[1]),
        (vec!["tcp", "ipv4"], tcp[0]),
        (vec!["tcp", "ipv6"], tcp[1]),
        (vec!["relay", "ipv4"], relay[0]),
        (vec!["relay", "ipv6"], relay[1]),
    ]
}

fn dropped(snapshot: &Snapshot) -> [(Vec<&'static str>, u64); 11] {
    let dropped = &snapshot.statistics.counters.dropped;
    [
        (vec!["unknown"], dropped.unknown),
        (vec!["malformed"], dropped.malformed),
        (vec!["unauthenticated"], dropped.unauthenticated),
        (vec!["replayed"], dropped.replayed),
        (vec!["unwanted"], dropped.unwanted),
        (vec!["policed"], dropped.policed),
        (vec!["oversize"], snapshot.oversize),
        (vec!["overflow"], snapshot.overflow),
        (vec!["congested"], snapshot.sent.congested),
        (vec!["refused"], snapshot.sent.refused),
        (vec!["undelivered"], snapshot.undelivered),
    ]
}

impl Metric {
    fn describe(&self) -> prometheus::Result<Desc> {
        let labels = self.labels.iter().map(ToString::to_string).collect();
        Desc::new(self.name.into(), self.help.into(), labels, HashMap::new())
    }

    fn opts(&self) -> Opts {
        Opts::new(self.name, self.help)
    }

    fn counters<'a>(
        &self,
        values: impl IntoIterator<Item = (Vec<&'a str>, u64)>,
    ) -> prometheus::Result<Vec<MetricFamily>> {
        let family = IntCounterVec::new(self.opts(), self.labels)?;
        for (labels, value) in values {
            family.get_metric_with_label_values(&labels)?.inc_by(value);
        }
        Ok(family.collect())
    }

    fn levels<'a>(
        &self,
        values: impl IntoIterator<Item = (Vec<&'a str>, u64)>,
    ) -> prometheus::Result<Vec<MetricFamily>> {
        let family = IntGaugeVec::new(self.opts(), self.labels)?;
        for (labels, value) in values {
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            family.get_metric_with_label_values(&labels)?.set(value);
        }
        Ok(family.collect())
    }

    fn ratios<'a>(
        &self,
        values: impl Iterator<Item = (&'a str, f64)>,
    ) -> prometheus::Result<Vec<MetricFamily>> {
        let family = GaugeVec::new(self.opts(), self.labels)?;
        for (label, value) in values {
            family.get_metric_with_label_values(&[label])?.set(value);
        }
        Ok(family.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::socket::SendCounters;
    use prometheus::{Registry, TextEncoder};

    #[test]
    fn every_figure_is_told_once() {
        let mut snapshot = Snapshot {
            busy: 0.25,
            failures: 3,
            oversize: 4,
            ..Snapshot::default()
        };
        snapshot.statistics.counters.received.packets = PerKind { audio: 5, video: 6 };
        snapshot.statistics.counters.sent.nacks = 7;
        snapshot.statistics.seated = [8, 9];
        snapshot.statistics.counters.nominations.tcp = [1, 6];
        snapshot.statistics.counters.nominations.relay = [2, 0];
        snapshot.allocations = 4;
        snapshot.sent = SendCounters {
            congested: 10,
            ..SendCounters::default()
        };
        let registry = Registry::new();
        let second = Snapshot {
            busy: 0.75,
            undelivered: 11,
            ..snapshot.clone()
        };
        let collector = MediaCollector::new(move || vec![snapshot.clone(), second.clone()]).unwrap();
        registry.register(Box::new(collector)).unwrap();
        let text = TextEncoder::new().encode_to_string(&registry.gather()).unwrap();
        for line in [
            r#"vestibule_rtp_packets_total{direction="in",kind="audio"} 10"#,
            r#"vestibule_rtp_packets_total{direction="in",kind="video"} 12"#,
            r#"vestibule_nack_total{direction="in"} 14"#,
            r#"vestibule_tracks{direction="out",kind="video"} 18"#,
            r#"vestibule_datagrams_dropped_total{reason="oversize"} 8"#,
            r#"vestibule_datagrams_dropped_total{reason="congested"} 20"#,
            r#"vestibule_media_thread_busy_ratio{thread="0"} 0.25"#,
            r#"vestibule_media_thread_busy_ratio{thread="1"} 0.75"#,
            r#"vestibule_datagrams_dropped_total{reason="undelivered"} 11"#,
            r#"vestibule_media_thread_failures_total{thread="1"} 3"#,
            "vestibule_keyframe_requests_total 0",
            r#"vestibule_selected_path_total{family="ipv4",transport="relay"} 4"#,
            "vestibule_turn_allocations 8",
            r#"vestibule_selected_path_total{family="ipv4",transport="tcp"} 2"#,
            r#"vestibule_selected_path_total{family="ipv6",transport="tcp"} 12"#,
        ] {
            assert!(text.lines().any(|told| told == line), "{line} in\n{text}");
        }
        assert_eq!(ALL.len(), registry.gather().len());
    }
}
