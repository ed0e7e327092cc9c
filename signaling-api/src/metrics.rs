//! What the API counts (names in the Prometheus style, no ids, names or addresses in labels).

use crate::diagnosis::Stage;
use prometheus::{
    Encoder, Histogram, HistogramOpts, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};
use std::time::Duration;

/// Upper bounds of join durations in seconds; the goal is one second at the 95th percentile.
const JOIN_BUCKETS: &[f64] = &[0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0];

/// States of recordings, in the order in which they are counted.
const RECORDINGS: [&str; 3] = ["recording", "ready", "failed"];

/// The API's part of the registry, which it shares with the media node.
#[derive(Clone)]
pub(crate) struct Metrics {
    registry: Registry,
    rooms: IntGauge,
    participants: IntGauge,
    joins: IntCounterVec,
    stages: IntCounterVec,
    join_duration: Histogram,
    outbox: IntGaugeVec,
    webhooks: IntGaugeVec,
    recordings: IntGaugeVec,
}

impl Metrics {
    /// Registers the API's metrics.
    ///
    /// # Errors
    /// One of them is there already.
    pub(crate) fn new(registry: Registry) -> Result<Self, prometheus::Error> {
        let rooms = IntGauge::new("vestibule_rooms", "Rooms with somebody in them.")?;
        let participants = IntGauge::new("vestibule_participants", "People who have a place in a room.")?;
        let joins = IntCounterVec::new(
            Opts::new(
                "vestibule_joins_total",
                "Attempts to join by outcome (success, failure) and stage (token, signalling, media).",
            ),
            &["outcome", "stage"],
        )?;
        let stages = IntCounterVec::new(
            Opts::new(
                "vestibule_join_stages_total",
                "Attempts to join that reached a stage, in this order: page, token, socket, offer, stun, ice, dtls, packet_in, \
                 packet_out, first_frame.",
            ),
            &["stage"],
        )?;
        for stage in Stage::ALL {
            stages.with_label_values(&[stage.as_str()]);
        }
        let join_duration = Histogram::with_opts(
            HistogramOpts::new(
                "vestibule_join_duration_seconds",
                "From taking a place in a room to encrypted media.",
            )
            .buckets(JOIN_BUCKETS.to_vec()),
        )?;
        let outbox = IntGaugeVec::new(
            Opts::new(
                "vestibule_outbox_messages",
                "E-mails and text messages that wait to be sent, and that were given up in the last 30 days.",
            ),
            &["state"],
        )?;
        let webhooks = IntGaugeVec::new(
            Opts::new(
                "vestibule_webhook_deliveries",
                "Deliveries of webhooks that wait to be sent, and that were given up in the last 30 days.",
            ),
            &["state"],
        )?;
        for state in ["waiting", "failed"] {
            outbox.with_label_values(&[state]);
            webhooks.with_label_values(&[state]);
        }
        let recordings = IntGaugeVec::new(
            Opts::new(
                "vestibule_recordings",
                "Recordings that go on, that can be played, that failed.",
            ),
            &["state"],
        )?;
        for state in RECORDINGS {
            recordings.with_label_values(&[state]);
        }
        let build = IntGaugeVec::new(
            Opts::new("vestibule_build_info", "The version that runs; always 1."),
            &["version"],
        )?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        for outcome in ["success", "failure"] {
            for stage in ["token", "signalling", "media"] {
                joins.with_label_values(&[outcome, stage]);
            }
        }
        registry.register(Box::new(rooms.clone()))?;
        registry.register(Box::new(participants.clone()))?;
        registry.register(Box::new(joins.clone()))?;
        registry.register(Box::new(stages.clone()))?;
        registry.register(Box::new(join_duration.clone()))?;
        registry.register(Box::new(outbox.clone()))?;
        registry.register(Box::new(webhooks.clone()))?;
        registry.register(Box::new(recordings.clone()))?;
        registry.register(Box::new(build))?;
        Ok(Self {
            registry,
            rooms,
            participants,
            joins,
            stages,
            join_duration,
            outbox,
            webhooks,
            recordings,
        })
    }

    /// Counts an attempt to join.
    pub(crate) fn join(&self, outcome: &'static str, stage: &'static str) {
        self.joins.with_label_values(&[outcome, stage]).inc();
    }

    /// Counts an answer to who asks for a place.
    pub(crate) fn door<T, E>(&self, seated: &Result<T, E>) {
        self.join(outcome(seated), "token");
        self.reached(Stage::Page);
        if seated.is_ok() {
            self.reached(Stage::Token);
        }
    }

    /// Counts an attempt that reached a stage.
    pub(crate) fn reached(&self, stage: Stage) {
        self.stages.with_label_values(&[stage.as_str()]).inc();
    }

    /// Media of a participant flow, so long after they took their place.
    pub(crate) fn media_up(&self, after: Duration) {
        self.join("success", "media");
        self.join_duration.observe(after.as_secs_f64());
    }

    /// How many messages wait to be sent, how many were given up.
    pub(crate) fn outbox(&self, waiting: i64, failed: i64) {
        self.outbox.with_label_values(&["waiting"]).set(waiting);
        self.outbox.with_label_values(&["failed"]).set(failed);
    }

    /// How many deliveries of webhooks wait to be sent, how many were given up.
    pub(crate) fn webhooks(&self, waiting: i64, failed: i64) {
        self.webhooks.with_label_values(&["waiting"]).set(waiting);
        self.webhooks.with_label_values(&["failed"]).set(failed);
    }

    /// How many recordings go on, can be played, failed.
    pub(crate) fn recordings(&self, counts: [i64; 3]) {
        for (state, count) in RECORDINGS.into_iter().zip(counts) {
            self.recordings.with_label_values(&[state]).set(count);
        }
    }

    /// What is live now.
    pub(crate) fn set_live(&self, rooms: usize, participants: usize) {
        self.rooms.set(i64::try_from(rooms).unwrap_or(i64::MAX));
        self.participants
            .set(i64::try_from(participants).unwrap_or(i64::MAX));
    }

    /// The values of a gauge of the registry, by the order of its labels; none where there is no such gauge.
    pub(crate) fn gauges(&self, name: &str) -> Vec<f64> {
        let families = self.registry.gather();
        let family = families.iter().find(|family| family.name() == name);
        let metrics = family.into_iter().flat_map(|family| family.get_metric());
        metrics.map(|metric| metric.get_gauge().get_value()).collect()
    }

    /// Everything in the registry in Prometheus' text format.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        let mut text = Vec::new();
        let encoded = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        if let Err(error) = encoded {
            tracing::error!(%error, "the metrics cannot be written");
        }
        String::from_utf8(text).unwrap_or_default()
    }
}

/// The label of a result.
#[must_use]
pub(crate) fn outcome<T, E>(result: &Result<T, E>) -> &'static str {
    if result.is_ok() { "success" } else { "failure" }
}
