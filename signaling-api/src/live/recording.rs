//! Who was asked whether they agree to be recorded, what they said, what follows from it.

use super::event::ServerEvent;
use super::{News, Rooms};
use crate::clock::Timestamp;
use model::{ParticipantId, RoomId};
use serde::Serialize;
use uuid::Uuid;

/// How far a recording is, as participants are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecordingPhase {
    /// Nothing is recorded: not everybody has answered.
    Asked,
    /// Those who agreed are recorded.
    Recording,
    /// Not everybody agreed: nothing was recorded.
    Refused,
    /// It was stopped.
    Ended,
    /// It could not begin or go on.
    Failed,
}

/// A recording as one participant is told of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordingView {
    /// The recording.
    pub id: Uuid,
    /// How far it is.
    pub state: RecordingPhase,
    /// Since when.
    pub since: Timestamp,
    /// What the receiver answered; nothing while they have not.
    pub agreed: Option<bool>,
}

/// What is to be done next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// Somebody did not agree.
    Refuse(Uuid),
    /// Everybody agreed, these.
    Start(Uuid, Vec<ParticipantId>),
    /// Others agreed, or were sent out: it goes on with these.
    Change(Uuid, Vec<ParticipantId>),
    /// Nobody is there any more.
    Stop(Uuid),
}

/// A recording that is asked for or goes on.
#[derive(Debug)]
pub(super) struct Consent {
    id: Uuid,
    phase: RecordingPhase,
    since: Timestamp,
    answers: Vec<(ParticipantId, bool)>,
    recorded: Vec<ParticipantId>,
}

impl Consent {
    fn answer(&self, participant: ParticipantId) -> Option<bool> {
        let mut answers = self.answers.iter();
        answers
            .find(|(who, _)| *who == participant)
            .map(|(_, agreed)| *agreed)
    }

    fn view(&self, participant: ParticipantId) -> RecordingView {
        RecordingView {
            id: self.id,
            state: self.phase,
            since: self.since,
            agreed: self.answer(participant),
        }
    }

    /// `present` are those who can be asked.
    fn step(&self, present: &[ParticipantId]) -> Option<Step> {
        let answers: Vec<_> = present.iter().map(|who| (*who, self.answer(*who))).collect();
        let agreed = answers.iter().filter(|(_, answer)| *answer == Some(true));
        let agreed: Vec<_> = agreed.map(|(who, _)| *who).collect();
        match self.phase {
            RecordingPhase::Asked if self.answers.iter().any(|(_, agreed)| !agreed) => {
                Some(Step::Refuse(self.id))
            }
            _ if present.is_empty() => Some(Step::Stop(self.id)),
            RecordingPhase::Asked if agreed.len() == present.len() => Some(Step::Start(self.id, agreed)),
            RecordingPhase::Recording if agreed != self.recorded => Some(Step::Change(self.id, agreed)),
            _ => None,
        }
    }
}

impl Rooms {
    /// The doctor asks everybody, and agrees by it.
    pub(crate) fn ask_recording(
        &mut self,
        room: RoomId,
        id: Uuid,
        doctor: ParticipantId,
        now: Timestamp,
    ) -> Vec<News> {
        let consent = Consent {
            id,
            phase: RecordingPhase::Asked,
            since: now,
            answers: vec![(doctor, true)],
            recorded: Vec::new(),
        };
        self.recordings.insert(room, consent);
        self.tell_recording(room)
    }

    /// Somebody answers; their first word counts.
    pub(crate) fn answer_recording(
        &mut self,
        room: RoomId,
        id: Uuid,
        participant: ParticipantId,
        agreed: bool,
    ) -> Vec<News> {
        let Some(consent) = self.recordings.get_mut(&room).filter(|consent| consent.id == id) else {
            return Vec::new();
        };
        if consent.answer(participant).is_none() {
            consent.answers.push((participant, agreed));
        }
        self.tell_of_recording(room, participant).into_iter().collect()
    }

    /// What is to be done about a room's recording.
    #[must_use]
    pub(crate) fn recording_step(&self, room: RoomId) -> Option<Step> {
        self.recordings.get(&room)?.step(&self.askable(room))
    }

    /// The recording of a room that is asked for or goes on.
    #[must_use]
    pub(crate) fn recording_in(&self, room: RoomId) -> Option<Uuid> {
        self.recordings.get(&room).map(|consent| consent.id)
    }

    /// The room of a recording that is asked for or goes on.
    #[must_use]
    pub(crate) fn room_of_recording(&self, id: Uuid) -> Option<RoomId> {
        let mut recordings = self.recordings.iter();
        recordings
            .find(|(_, consent)| consent.id == id)
            .map(|(room, _)| *room)
    }

    /// The rooms where a recording is asked for or goes on.
    #[must_use]
    pub(crate) fn recorded_rooms(&self) -> Vec<RoomId> {
        self.recordings.keys().copied().collect()
    }

    /// It goes on with these.
    pub(crate) fn recording_goes_on(
        &mut self,
        room: RoomId,
        recorded: Vec<ParticipantId>,
        now: Timestamp,
    ) -> Vec<News> {
        let Some(consent) = self.recordings.get_mut(&room) else {
            return Vec::new();
        };
        consent.recorded = recorded;
        if consent.phase == RecordingPhase::Recording {
            return Vec::new();
        }
        (consent.phase, consent.since) = (RecordingPhase::Recording, now);
        self.tell_recording(room)
    }

    /// It is over, in that way.
    pub(crate) fn end_recording(&mut self, room: RoomId, phase: RecordingPhase, now: Timestamp) -> Vec<News> {
        let Some(consent) = self.recordings.get_mut(&room) else {
            return Vec::new();
        };
        (consent.phase, consent.since) = (phase, now);
        let news = self.tell_recording(room);
        self.recordings.remove(&room);
        news
    }

    /// The room's recording as a participant sees it.
    pub(super) fn recording_view(&self, room: RoomId, participant: ParticipantId) -> Option<RecordingView> {
        self.recordings
            .get(&room)
            .map(|consent| consent.view(participant))
    }

    /// Those in a room who have a page on which they can answer.
    fn askable(&self, room: RoomId) -> Vec<ParticipantId> {
        let people = self
            .rooms
            .get(&room)
            .into_iter()
            .flat_map(super::LiveRoom::people);
        let askable = people.filter(|person| person.had_socket);
        askable.map(|person| person.id).collect()
    }

    fn tell_recording(&self, room: RoomId) -> Vec<News> {
        let people = self.askable(room).into_iter();
        people.filter_map(|id| self.tell_of_recording(room, id)).collect()
    }

    fn tell_of_recording(&self, room: RoomId, participant: ParticipantId) -> Option<News> {
        let recording = self.recording_view(room, participant)?;
        let session_id = self.rooms.get(&room)?.session_id();
        Some(News::Participant {
            room,
            participant,
            event: ServerEvent::RecordingUpdated {
                session_id,
                recording,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consent(
        phase: RecordingPhase,
        answers: &[(ParticipantId, bool)],
        recorded: &[ParticipantId],
    ) -> Consent {
        Consent {
            id: Uuid::nil(),
            phase,
            since: Timestamp(0),
            answers: answers.to_vec(),
            recorded: recorded.to_vec(),
        }
    }

    #[test]
    fn everybody_there_must_agree_before_anything_begins() {
        let [doctor, patient, relative] = std::array::from_fn(|_| ParticipantId::generate());
        let step = |answers: &[_], present: &[_]| consent(RecordingPhase::Asked, answers, &[]).step(present);
        assert_eq!(step(&[(doctor, true)], &[doctor, patient]), None);
        let both = [(doctor, true), (patient, true)];
        assert_eq!(
            step(&both, &[doctor, patient, relative]),
            None,
            "who came meanwhile is asked too"
        );
        let start = Step::Start(Uuid::nil(), vec![doctor, patient]);
        assert_eq!(step(&both, &[doctor, patient]), Some(start));
        let refused = [(doctor, true), (patient, false)];
        assert_eq!(
            step(&refused, &[doctor, patient, relative]),
            Some(Step::Refuse(Uuid::nil()))
        );
        assert_eq!(
            step(&refused, &[doctor]),
            Some(Step::Refuse(Uuid::nil())),
            "a no stays one"
        );
    }

    #[test]
    fn a_newcomer_is_recorded_once_they_agree() {
        let [doctor, newcomer] = std::array::from_fn(|_| ParticipantId::generate());
        let step = |answers: &[_], present: &[_]| {
            consent(RecordingPhase::Recording, answers, &[doctor]).step(present)
        };
        assert_eq!(step(&[(doctor, true)], &[doctor, newcomer]), None);
        assert_eq!(
            step(&[(doctor, true), (newcomer, false)], &[doctor, newcomer]),
            None,
            "goes on without them"
        );
        let agreed = [(doctor, true), (newcomer, true)];
        let change = Step::Change(Uuid::nil(), vec![doctor, newcomer]);
        assert_eq!(step(&agreed, &[doctor, newcomer]), Some(change));
        assert_eq!(step(&agreed, &[]), Some(Step::Stop(Uuid::nil())));
    }
}
