//! How far a room's people have come in joining, told to themselves and their doctor.

use super::LiveRoom;
use crate::diagnosis::Diagnosis;
use crate::live::attempt::{ClientStage, Expected};
use crate::live::event::ServerEvent;
use crate::live::news::News;
use crate::live::person::Person;
use crate::role::ParticipantRole;
use model::{MediaKind, ParticipantId, Progress, Quality, SessionId, Source, VideoStep};
use std::time::Instant;

impl LiveRoom {
    /// The media node tells how far a PeerConnection has come.
    pub(in crate::live) fn session_progress(
        &mut self,
        id: ParticipantId,
        session: SessionId,
        progress: Progress,
        now: Instant,
    ) -> Vec<News> {
        let mut news = Vec::new();
        if let Some(person) = self.person_mut(id).filter(|person| person.has_session(session)) {
            person.attempt.advance(progress);
            self.diagnose(id, now, &mut news);
        }
        news
    }

    /// A client tells how far it has come; nothing where that cannot be.
    pub(in crate::live) fn client_progress(
        &mut self,
        id: ParticipantId,
        stage: ClientStage,
        now: Instant,
    ) -> Option<Vec<News>> {
        let person = self.person_mut(id)?;
        if !person.attempt.report(stage) {
            return None;
        }
        let mut news = Vec::new();
        self.diagnose(id, now, &mut news);
        Some(news)
    }

    /// Looks at everybody again: time alone makes some things worth telling.
    pub(super) fn diagnose_all(&mut self, now: Instant, news: &mut Vec<News>) {
        let everybody: Vec<ParticipantId> = self.people.iter().map(|person| person.id).collect();
        for id in everybody {
            self.diagnose(id, now, news);
        }
    }

    /// Looks at how far somebody has come, tells what is new of it.
    pub(super) fn diagnose(&mut self, id: ParticipantId, now: Instant, news: &mut Vec<News>) {
        let mut people = self.people.iter();
        let is_complete = people.any(|person| person.id == id && person.attempt.is_complete());
        let expected = if is_complete {
            Expected::default()
        } else {
            self.expected(id)
        };
        let Some(person) = self.person_mut(id) else { return };
        let before = person.attempt.told();
        let Some(found) = person.attempt.look(now, expected) else {
            return;
        };
        news.push(News::Joining {
            participant: id,
            diagnosis: found.diagnosis,
            stages: found.stages,
            is_kept: person.pass.consultation.is_some(),
        });
        if before != Some(found.diagnosis) {
            news.extend(self.tell_diagnosis(id, found.diagnosis));
        }
    }

    fn tell_diagnosis(&self, id: ParticipantId, diagnosis: Diagnosis) -> impl Iterator<Item = News> {
        let event = ServerEvent::JoinDiagnosis {
            session_id: self.session_id,
            participant_id: id,
            diagnosis,
        };
        let concerned = self.people.iter().filter(move |person| concerns(person, id));
        concerned.map(move |person| News::Participant {
            room: self.id,
            participant: person.id,
            event: event.clone(),
        })
    }

    /// What ought to flow to and from somebody whose page is there.
    fn expected(&self, id: ParticipantId) -> Expected {
        let person = self.people.iter().find(|person| person.id == id);
        let Some(person) = person.filter(|person| !person.sockets.is_empty()) else {
            return Expected::default();
        };
        let seats = person.sessions.values().flat_map(|session| &session.seats);
        let flowing: Vec<Source> = seats
            .filter_map(|seat| seat.taken)
            .filter(|(author, _, source)| self.is_sent(*author, *source))
            .filter(|(author, _, source)| person.takes(*author, *source))
            .map(|(.., source)| source)
            .collect();
        let is_picture = |source: &Source| source.kind() == MediaKind::Video;
        Expected {
            sent: person.pass.grants.publish && !person.muted.contains(&Source::Microphone),
            sound: flowing.contains(&Source::Microphone),
            picture: person.connection().video < VideoStep::Paused && flowing.iter().any(is_picture),
        }
    }

    /// Whether somebody's source is on, and comes to the server.
    fn is_sent(&self, author: ParticipantId, source: Source) -> bool {
        let author = self.people.iter().find(|person| person.id == author);
        author.is_some_and(|author| {
            !author.muted.contains(&source) && author.connection().quality != Some(Quality::Lost)
        })
    }
}

/// Whether `person` is told how `id` joins: it is themselves, or their patient.
pub(in crate::live) fn concerns(person: &Person, id: ParticipantId) -> bool {
    person.id == id || person.pass.role == ParticipantRole::Doctor
}
