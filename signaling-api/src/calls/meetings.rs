//! Meetings that live, as a value: when one of the two has left, it is over.

use model::RoomId;
use std::collections::HashMap;
use uuid::Uuid;

/// The living meetings by consultation.
#[derive(Default)]
pub(crate) struct Meetings {
    living: HashMap<Uuid, Meeting>,
}

struct Meeting {
    room: RoomId,
    have_met: bool,
}

impl Meetings {
    /// A meeting lives from now on.
    pub(crate) fn begin(&mut self, consultation: Uuid, room: RoomId) {
        let have_met = false;
        self.living.insert(consultation, Meeting { room, have_met });
    }

    /// The two are both in the room: whoever leaves from now on ends it.
    pub(crate) fn meet(&mut self, consultation: Uuid) {
        if let Some(meeting) = self.living.get_mut(&consultation) {
            meeting.have_met = true;
        }
    }

    /// A meeting is over, whoever ended it.
    pub(crate) fn end(&mut self, consultation: Uuid) {
        self.living.remove(&consultation);
    }

    /// Those that are over since the last time: the two were in the room, and one has left. `people` tells how many are in
    /// a room.
    pub(crate) fn sweep(&mut self, people: impl Fn(RoomId) -> usize) -> Vec<Uuid> {
        let over = self
            .living
            .extract_if(|_, meeting| meeting.have_met && people(meeting.room) < 2);
        over.map(|(consultation, _)| consultation).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_is_over_when_one_of_the_two_has_left() {
        let (meeting, room) = (Uuid::now_v7(), RoomId::generate());
        let mut meetings = Meetings::default();
        meetings.begin(meeting, room);
        assert!(meetings.sweep(|_| 1).is_empty(), "the other one is awaited");
        meetings.meet(meeting);
        assert!(meetings.sweep(|_| 2).is_empty());
        assert_eq!(meetings.sweep(|_| 1), [meeting]);
        assert!(meetings.sweep(|_| 0).is_empty(), "it is over once");
    }

    #[test]
    fn a_meeting_that_was_ended_is_forgotten() {
        let (meeting, room) = (Uuid::now_v7(), RoomId::generate());
        let mut meetings = Meetings::default();
        meetings.begin(meeting, room);
        meetings.meet(meeting);
        meetings.end(meeting);
        assert!(meetings.sweep(|_| 0).is_empty());
    }
}
