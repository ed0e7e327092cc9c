//! One person's attempt to join: the stages reached, what is amiss for how long.

use crate::diagnosis::{Advice, Diagnosis, Stage};
use model::{Path, PathTransport, Progress};
use std::time::{Duration, Instant};

/// How long something may be amiss before it is told.
const PATIENCE: Duration = Duration::from_secs(8);
/// A poorer way is often nominated first, and left for the better one a moment later.
const PATIENCE_WITH_WAYS: Duration = Duration::from_secs(2);

/// What a client may say of its own way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientStage {
    /// The page runs, and will tell of its first frame.
    Page,
    /// A frame was shown.
    FirstFrame,
}

/// What ought to flow to and from a person.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Expected {
    /// From them.
    pub(super) sent: bool,
    /// Sound to them.
    pub(super) sound: bool,
    /// A picture that their page shows.
    pub(super) picture: bool,
}

/// From taking a place to giving it up, over as many PeerConnections as it takes.
#[derive(Debug)]
pub(super) struct Attempt {
    reached: Stages,
    counted: Stages,
    path: Option<Path>,
    /// A PeerConnection is there, or was in vain.
    offered: bool,
    /// Of the PeerConnection of the moment.
    progress: Progress,
    /// The client tells of its first frame.
    reports: bool,
    frame: bool,
    /// Since when each advice would be due.
    since: [Option<Instant>; Advice::ALL.len()],
    told: Option<Diagnosis>,
}

/// What is new of an attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub(super) diagnosis: Diagnosis,
    /// Stages reached for the first time.
    pub(super) stages: Vec<Stage>,
}

impl Attempt {
    pub(super) fn new() -> Self {
        let mut reached = Stages::default();
        // Whoever is here has asked for the place and got it; that was counted at the door.
        reached.add(Stage::Page);
        reached.add(Stage::Token);
        Self {
            reached,
            counted: reached,
            path: None,
            offered: false,
            progress: Progress::default(),
            reports: false,
            frame: false,
            since: Default::default(),
            told: None,
        }
    }

    /// As last told.
    pub(super) fn told(&self) -> Option<Diagnosis> {
        self.told
    }

    /// A socket is there; its page may be another than before.
    pub(super) fn enter_socket(&mut self) {
        self.reached.add(Stage::Socket);
        self.reports = false;
    }

    /// Media were offered.
    pub(super) fn offer(&mut self) {
        self.reached.add(Stage::Offer);
        self.offered = true;
    }

    /// The media node tells how far the PeerConnection has come.
    pub(super) fn advance(&mut self, progress: Progress) {
        if progress == Progress::default() {
            return self.begin_anew();
        }
        self.offered = true;
        self.progress = progress;
        self.path = progress.path.or(self.path);
        let steps = [
            (progress.checked, Stage::Stun),
            (progress.path.is_some(), Stage::Ice),
            (progress.secured, Stage::Dtls),
            (progress.received, Stage::PacketIn),
            (progress.acknowledged, Stage::PacketOut),
        ];
        for (_, stage) in steps.iter().filter(|(taken, _)| *taken) {
            self.reached.add(*stage);
        }
    }

    /// The media node tells that encryption is agreed on.
    pub(super) fn secure(&mut self) {
        self.advance(Progress {
            checked: true,
            secured: true,
            ..self.progress
        });
    }

    /// The client tells of itself; whether that can be.
    pub(super) fn report(&mut self, stage: ClientStage) -> bool {
        self.reports = true;
        if stage == ClientStage::Page {
            return true;
        }
        if self.progress.secured {
            self.frame = true;
            self.reached.add(Stage::FirstFrame);
        }
        self.progress.secured
    }

    /// The PeerConnection failed before it was one; its client tries again.
    pub(super) fn fail(&mut self) {
        if self.progress.secured {
            self.end();
        }
    }

    /// The PeerConnection is over.
    pub(super) fn end(&mut self) {
        self.offered = false;
        self.frame = false;
        self.progress = Progress::default();
    }

    /// Whether everything flows that could, so that it does not matter what ought to.
    pub(super) fn is_complete(&self) -> bool {
        let is_shown = self.frame || !self.reports;
        self.progress.received && self.progress.acknowledged && is_shown
    }

    /// Looks again; what is new.
    pub(super) fn look(&mut self, now: Instant, expected: Expected) -> Option<Found> {
        let diagnosis = Diagnosis {
            stage: self.reached.furthest(),
            path: self.path,
            advice: self.advise(now, expected),
        };
        let stages = self.reached.beyond(self.counted);
        self.counted = self.reached;
        let is_new = self.told.replace(diagnosis) != Some(diagnosis);
        (is_new || !stages.is_empty()).then_some(Found { diagnosis, stages })
    }

    /// Another PeerConnection; what was in vain stays so until it gets further, so that nothing flickers.
    fn begin_anew(&mut self) {
        let checked = self.progress.checked && !self.progress.secured;
        self.end();
        self.progress.checked = checked;
        self.offer();
    }

    fn advise(&mut self, now: Instant, expected: Expected) -> Option<Advice> {
        let mut due = None;
        for (at, advice) in Advice::ALL.iter().enumerate() {
            let since = if self.holds(*advice, expected) {
                Some(*self.since[at].get_or_insert(now))
            } else {
                self.since[at].take();
                None
            };
            let patience = match advice {
                Advice::AnotherWay => PATIENCE_WITH_WAYS,
                _ => PATIENCE,
            };
            let is_due = since.is_some_and(|since| now.saturating_duration_since(since) >= patience);
            due = due.or(is_due.then_some(*advice));
        }
        due
    }

    fn holds(&self, advice: Advice, expected: Expected) -> bool {
        let Progress {
            checked,
            path,
            secured,
            received,
            acknowledged,
        } = self.progress;
        let arrives = expected.sound || expected.picture;
        match advice {
            Advice::Unreached => self.offered && !secured && !checked,
            Advice::NoHandshake => self.offered && !secured && checked,
            Advice::NothingSent => secured && expected.sent && !received,
            Advice::NothingArrives => secured && arrives && !acknowledged,
            Advice::NoFrame => acknowledged && expected.picture && self.reports && !self.frame,
            Advice::AnotherWay => secured && path.is_some_and(|path| path.transport != PathTransport::Udp),
        }
    }
}

/// A set of stages.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Stages(u16);

impl Stages {
    fn add(&mut self, stage: Stage) {
        self.0 |= 1 << stage as u16;
    }

    fn has(self, stage: Stage) -> bool {
        self.0 & 1 << stage as u16 != 0
    }

    fn furthest(self) -> Stage {
        let mut stages = Stage::ALL.iter().rev().copied();
        stages.find(|stage| self.has(*stage)).unwrap_or(Stage::Page)
    }

    fn beyond(self, others: Self) -> Vec<Stage> {
        let new = Self(self.0 & !others.0);
        Stage::ALL
            .iter()
            .copied()
            .filter(|stage| new.has(*stage))
            .collect()
    }
}
