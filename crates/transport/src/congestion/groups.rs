//! How much farther apart groups of packets arrive than they were sent (draft-ietf-rmcat-gcc-02 section 5.2).

/// Packets sent within this time of a group's first belong to it, in microseconds.
const BURST: i64 = 5_000;
/// A group that arrives for longer ends.
const LONGEST: i64 = 100_000;

/// The difference between two groups, in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Gradient {
    /// When the later group was complete at the receiver.
    pub(crate) arrival: i64,
    /// From group to group at the sender.
    pub(crate) apart: i64,
    /// By how much that grew on the way.
    pub(crate) delay: i64,
}

/// Gathers packets into groups.
#[derive(Debug, Default)]
pub(crate) struct PacketGroups {
    current: Option<Group>,
    previous: Option<Group>,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    first_sent: i64,
    last_sent: i64,
    first_arrival: i64,
    last_arrival: i64,
}

impl PacketGroups {
    /// A packet arrived; the difference between the two groups before its own if it starts one.
    pub(crate) fn add(&mut self, sent: i64, arrival: i64) -> Option<Gradient> {
        let Some(current) = &mut self.current else {
            self.current = Some(Group::new(sent, arrival));
            return None;
        };
        // Reordered packets say nothing of queues.
        if sent < current.first_sent {
            return None;
        }
        if current.takes(sent, arrival) {
            current.last_sent = current.last_sent.max(sent);
            current.last_arrival = current.last_arrival.max(arrival);
            return None;
        }
        let complete = std::mem::replace(current, Group::new(sent, arrival));
        let gradient = self.previous.and_then(|previous| complete.after(&previous));
        self.previous = Some(complete);
        gradient
    }
}

impl Group {
    fn new(sent: i64, arrival: i64) -> Self {
        Self {
            first_sent: sent,
            last_sent: sent,
            first_arrival: arrival,
            last_arrival: arrival,
        }
    }

    fn takes(&self, sent: i64, arrival: i64) -> bool {
        let (sent_after, arrived_after) = (sent - self.last_sent, arrival - self.last_arrival);
        // What piles up on the way and then comes at once is one group, however it was sent.
        let is_pile =
            arrived_after < sent_after && arrived_after <= BURST && arrival - self.first_arrival < LONGEST;
        sent - self.first_sent <= BURST || is_pile
    }

    fn after(&self, previous: &Self) -> Option<Gradient> {
        let apart = self.last_sent - previous.last_sent;
        let arrived_apart = self.last_arrival - previous.last_arrival;
        (arrived_apart >= 0).then_some(Gradient {
            arrival: self.last_arrival,
            apart,
            delay: arrived_apart - apart,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_differ_by_the_queue_between_them() {
        let mut groups = PacketGroups::default();
        assert_eq!(groups.add(0, 100_000), None);
        assert_eq!(groups.add(4_000, 106_000), None);
        assert_eq!(groups.add(30_000, 130_000), None);
        let gradient = groups.add(60_000, 170_000).unwrap();
        let expected = Gradient {
            arrival: 130_000,
            apart: 26_000,
            delay: -2_000,
        };
        assert_eq!(gradient, expected);
        assert_eq!(groups.add(90_000, 200_000).unwrap().delay, 10_000);
    }

    #[test]
    fn a_pile_is_one_group() {
        let mut groups = PacketGroups::default();
        for sent in [0, 10_000, 20_000, 30_000] {
            assert_eq!(groups.add(sent, 200_000 + sent / 100), None);
        }
    }

    #[test]
    fn late_packets_are_passed_over() {
        let mut groups = PacketGroups::default();
        groups.add(50_000, 100_000);
        assert_eq!(groups.add(0, 101_000), None);
        assert_eq!(groups.add(100_000, 150_000), None);
        assert_eq!(groups.add(150_000, 200_000).unwrap().delay, 0);
    }
}
