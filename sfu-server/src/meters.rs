//! What the media threads measure as it happens, in Prometheus' form.

use model::MediaKind;
use prometheus::{Histogram, HistogramOpts, HistogramVec, IntCounter, Registry};
use quality::Mos;

/// Upper bounds in seconds.
const JITTER: &[f64] = &[0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5];
const ROUND_TRIP: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.8, 1.5];
const FORWARDING: &[f64] = &[
    0.000_05, 0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.1,
];
/// Upper bounds of scores; speech ends at 4.4 by its model.
const SCORE: &[f64] = &[1.5, 2.0, 2.5, 3.0, 3.25, 3.5, 3.75, 4.0, 4.2, 4.4, 4.7];

/// Which way media go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    /// From a publisher to the server.
    In,
    /// From a publisher by the server to a receiver.
    Out,
}

/// The histograms and counters that all media threads share; observing takes no lock.
#[derive(Clone, Debug)]
pub(crate) struct Meters {
    pub(crate) jitter: Histogram,
    pub(crate) round_trip: Histogram,
    pub(crate) freezes: IntCounter,
    pub(crate) forwarding: Histogram,
    /// By direction, then by kind.
    scores: [[Histogram; 2]; 2],
}

impl Meters {
    /// Registers them, all at zero.
    ///
    /// # Errors
    /// One of them is there already.
    pub(crate) fn register(registry: &Registry) -> prometheus::Result<Self> {
        let histogram = |name, help, buckets: &[f64]| {
            let opts = HistogramOpts::new(name, help).buckets(buckets.to_vec());
            let histogram = Histogram::with_opts(opts)?;
            registry.register(Box::new(histogram.clone()))?;
            prometheus::Result::Ok(histogram)
        };
        let freezes = IntCounter::new(
            "vestibule_freezes_total",
            "Freezes of cameras' pictures as they left for receivers, as W3C webrtc-stats counts them, by the arrival of frames.",
        )?;
        registry.register(Box::new(freezes.clone()))?;
        Ok(Self {
            jitter: histogram(
                "vestibule_rtp_jitter_seconds",
                "Interarrival jitter of each stream that flows, each second: as seen from clients, as reported by clients.",
                JITTER,
            )?,
            round_trip: histogram(
                "vestibule_rtt_seconds",
                "Round trip to each client, each second.",
                ROUND_TRIP,
            )?,
            freezes,
            forwarding: histogram(
                "vestibule_forward_delay_seconds",
                "From taking a batch of datagrams off the socket to having sent what it brought forth; packets that are paced leave later.",
                FORWARDING,
            )?,
            scores: scores(registry)?,
        })
    }

    /// A stream that flows would have this score.
    pub(crate) fn score(&self, direction: Direction, kind: MediaKind, mos: Mos) {
        let kind = usize::from(kind == MediaKind::Video);
        self.scores[direction as usize][kind].observe(mos.value());
    }
}

fn scores(registry: &Registry) -> prometheus::Result<[[Histogram; 2]; 2]> {
    let opts = HistogramOpts::new(
        "vestibule_estimated_mos",
        "Estimated mean opinion score of each microphone and camera that flows, each second, over its last ten seconds: as it came (in), as it reaches a receiver (out).",
    );
    let family = HistogramVec::new(opts.buckets(SCORE.to_vec()), &["direction", "kind"])?;
    registry.register(Box::new(family.clone()))?;
    let of = |direction| {
        let kinds = ["audio", "video"];
        kinds.map(|kind| family.with_label_values(&[direction, kind]))
    };
    Ok([of("in"), of("out")])
}
