//! Rooms that are recorded.

use super::Shard;
use crate::tape::Taped;
use model::RoomId;
use protocol::{Recording, Refusal};
use std::time::Instant;

impl Shard {
    /// Hands over the packets of recorded rooms since the last time to `take`, which says whether it took them: to be called
    /// after each batch of datagrams. What is not taken is lost, and pictures begin anew.
    pub fn drain_tape(&mut self, take: &mut dyn FnMut(&Taped<'_>) -> bool) {
        for room in &self.taped {
            if let Some(taping) = &mut self.rooms[*room].taping {
                taping.drain(take);
            }
        }
    }

    pub(super) fn record(
        &mut self,
        now: Instant,
        room: RoomId,
        recording: Option<Recording>,
    ) -> Result<(), Refusal> {
        let room = self.room(room)?;
        self.taped.retain(|taped| *taped != room);
        if recording.is_some() {
            self.taped.push(room);
        }
        self.rooms[room].record(now, recording);
        Ok(())
    }
}
