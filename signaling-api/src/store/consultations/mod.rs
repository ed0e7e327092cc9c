//! Consultations.

mod changing;
mod finding;
mod words;

pub(crate) use changing::Unchanged;
pub(crate) use finding::Filter;
pub(super) use finding::{one, read};
pub(crate) use words::{Mode, Status, UnknownWord};

use crate::clock::Timestamp;
use crate::store::Team;
use model::RoomId;
use std::time::Duration;
use uuid::Uuid;

/// How long after its planned time, or its making, a consultation may begin.
pub(super) const CODE_LIFE: Duration = Duration::from_secs(24 * 3600);

/// One visit.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Consultation {
    /// Its id.
    pub id: Uuid,
    /// Its media side.
    pub room: RoomId,
    /// Whose it is.
    pub doctor_id: Uuid,
    /// Their name.
    pub doctor_name: String,
    /// With whom they share.
    pub doctor_team: Team,
    /// The account it was made for.
    pub patient_id: Option<Uuid>,
    /// The second doctor, of one between colleagues.
    pub colleague_id: Option<Uuid>,
    /// With pictures or without.
    pub mode: Mode,
    /// What the doctor calls it.
    pub title: Option<String>,
    /// Where it is in its life.
    pub status: Status,
    /// The conference code.
    pub code: String,
    /// The secret of its link.
    pub share_token: String,
    /// Whether those who are not its doctor wait until they are let in.
    pub waiting_room: bool,
    /// Whether doctors of the same team may take it over while it is pending.
    pub shared_queue: bool,
    /// When code and link stop working, if it has not begun.
    pub expires_at: Timestamp,
    /// When it is planned.
    pub starts_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the doctor and another met.
    pub started_at: Option<Timestamp>,
    /// When it ended or was cancelled.
    pub ended_at: Option<Timestamp>,
}

impl Consultation {
    /// What its doctor changes of it, whose it is.
    #[must_use]
    pub(crate) fn edited(&self) -> (Uuid, Mode, Option<&str>, Option<Timestamp>, bool, bool) {
        (
            self.doctor_id,
            self.mode,
            self.title.as_deref(),
            self.starts_at,
            self.waiting_room,
            self.shared_queue,
        )
    }

    /// Whose doctors may take it over, if any may.
    #[must_use]
    pub(crate) fn shared_with(&self) -> Option<Team> {
        (self.shared_queue && self.status == Status::Pending).then_some(self.doctor_team)
    }
}

/// A consultation to be.
#[derive(Clone)]
pub(crate) struct NewConsultation {
    /// Whose it is.
    pub doctor_id: Uuid,
    /// The account it is made for.
    pub patient_id: Option<Uuid>,
    /// The second doctor, of one between colleagues.
    pub colleague_id: Option<Uuid>,
    /// With pictures or without.
    pub mode: Mode,
    /// What the doctor calls it.
    pub title: Option<String>,
    /// Whether those who are not its doctor wait until they are let in.
    pub waiting_room: bool,
    /// Whether doctors of the same team may take it over while it is pending.
    pub shared_queue: bool,
    /// When it is planned.
    pub starts_at: Option<Timestamp>,
}
