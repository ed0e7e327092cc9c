//! The way out of a room, back before its door.

use super::LiveRoom;
use crate::live::event::{LeaveReason, ServerEvent};
use crate::live::news::News;
use crate::live::person::Socket;
use crate::role::ParticipantRole;
use crate::token::Pass;
use model::ParticipantId;

impl LiveRoom {
    /// Somebody has no place here any more: removed, or a doctor whose consultation another took.
    pub(in crate::live) fn remove(&mut self, id: ParticipantId) -> Vec<News> {
        let person = self.people.iter().find(|person| person.id == id);
        let is_doctor = person.is_some_and(|person| person.pass.role == ParticipantRole::Doctor);
        let reason = if is_doctor {
            LeaveReason::Left
        } else {
            LeaveReason::Removed
        };
        self.leave(id, reason)
    }

    /// Somebody is sent out, keeping their sockets; the others see them leave.
    pub(in crate::live) fn send_out(&mut self, id: ParticipantId) -> Option<(Pass, Vec<Socket>, Vec<News>)> {
        let index = self.people.iter().position(|person| person.id == id)?;
        let mut person = self.people.remove(index);
        let event = ServerEvent::ParticipantLeft {
            session_id: self.session_id,
            participant_id: id,
            reason: LeaveReason::PutBack,
        };
        let mut news = vec![
            self.to_room(Some(id), event),
            News::SentOut {
                room: self.id,
                participant: id,
            },
        ];
        news.extend(person.forget_media());
        Some((person.pass, person.sockets, news))
    }
}
