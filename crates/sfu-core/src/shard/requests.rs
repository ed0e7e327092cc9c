//! What the API asks of a shard.

use super::{Address, Shard};
use crate::room::Room;
use model::{ParticipantId, RoomId, SessionId};
use protocol::{CloseCause, Refusal, Reply, Request};
use std::time::Instant;
use transport::SendArena;

impl Shard {
    /// Does what the API asks.
    ///
    /// # Errors
    /// The room or session is not there, the offer cannot be answered, or the room is full.
    pub fn handle_request(
        &mut self,
        now: Instant,
        request: Request,
        out: &mut SendArena,
    ) -> Result<Reply, Refusal> {
        self.pass_on(now, out);
        match request {
            Request::OpenRoom(id) => self.open_room(id),
            Request::CloseRoom(id) => self.close_room(now, id, out)?,
            Request::Offer(offer) => {
                return self.negotiate(now, &offer, out).map(|sdp| Reply::Answer { sdp });
            }
            Request::CloseSession { room, session } => {
                let address = self.session(room, session)?;
                self.close(now, address, CloseCause::Asked, out);
            }
            Request::RemoveParticipant { room, participant } => {
                self.remove_participant(now, room, participant, out)?;
            }
            Request::SetInterest {
                room,
                session,
                wishes,
            } => {
                let address = self.session(room, session)?;
                let room = &mut self.rooms[address.room];
                room.sessions[address.session].wishes = Some(wishes);
                room.reconcile(now, &mut self.events);
            }
            Request::Record { room, recording } => self.record(now, room, recording)?,
        }
        Ok(Reply::Done)
    }

    fn open_room(&mut self, id: RoomId) {
        let rooms = &mut self.rooms;
        self.room_ids
            .entry(id)
            .or_insert_with(|| rooms.insert(Room::new(id)));
    }

    fn close_room(&mut self, now: Instant, id: RoomId, out: &mut SendArena) -> Result<(), Refusal> {
        let room = self.room(id)?;
        let sessions: Vec<_> = self.rooms[room]
            .sessions
            .iter()
            .map(|(session, _)| session)
            .collect();
        for session in sessions {
            self.close(now, Address { room, session }, CloseCause::Asked, out);
        }
        self.taped.retain(|taped| *taped != room);
        self.rooms.remove(room);
        self.room_ids.remove(&id);
        Ok(())
    }

    fn remove_participant(
        &mut self,
        now: Instant,
        room: RoomId,
        participant: ParticipantId,
        out: &mut SendArena,
    ) -> Result<(), Refusal> {
        let room = self.room(room)?;
        let all = self.rooms[room].sessions.iter();
        let theirs = all.filter(|(_, session)| session.participant == participant);
        let sessions: Vec<_> = theirs.map(|(session, _)| session).collect();
        for session in sessions {
            self.close(now, Address { room, session }, CloseCause::Asked, out);
        }
        Ok(())
    }

    pub(super) fn room(&self, id: RoomId) -> Result<usize, Refusal> {
        self.room_ids.get(&id).copied().ok_or(Refusal::RoomUnknown)
    }

    pub(super) fn session(&self, room: RoomId, id: SessionId) -> Result<Address, Refusal> {
        let room = self.room(room)?;
        let mut sessions = self.rooms[room].sessions.iter();
        let session = sessions
            .find(|(_, s)| s.id == id)
            .ok_or(Refusal::SessionUnknown)?
            .0;
        Ok(Address { room, session })
    }
}
