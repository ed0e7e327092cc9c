//! The queue that stands on the way, from the least one-way delay lately against the least ever so long.

/// Microseconds of "lately".
const RECENT: i64 = 250_000;
/// Microseconds of one slot of the memory for the delay of an empty queue.
const SLOT: i64 = 2_000_000;
const SLOTS: usize = 8;
/// How often less is sent without the delay falling before it counts as the path's own, as after a change of network.
const PATIENCE: u8 = 4;

/// Least one-way delays, in microseconds, against clocks that differ by a constant.
#[derive(Debug)]
pub(crate) struct StandingQueue {
    slots: [i64; SLOTS],
    slot: i64,
    recent: [i64; 2],
    half: i64,
    /// The queue at the last decrease, with how many did not make it shorter.
    decreased: (i64, u8),
}

impl Default for StandingQueue {
    fn default() -> Self {
        Self {
            slots: [i64::MAX; SLOTS],
            slot: 0,
            recent: [i64::MAX; 2],
            half: 0,
            decreased: (0, 0),
        }
    }
}

impl StandingQueue {
    /// A packet arrived.
    pub(crate) fn add(&mut self, sent: i64, arrival: i64) {
        let delay = arrival - sent;
        let slot = arrival.div_euclid(SLOT);
        if slot > self.slot {
            // After a pause longer than the memory all of it is renewed.
            for empty in (self.slot + 1).max(slot - SLOTS as i64 + 1)..=slot {
                self.slots[empty.rem_euclid(SLOTS as i64) as usize] = i64::MAX;
            }
            self.slot = slot;
        }
        let least = &mut self.slots[self.slot.rem_euclid(SLOTS as i64) as usize];
        *least = delay.min(*least);
        let half = arrival.div_euclid(RECENT / 2);
        if half > self.half {
            let next = if half == self.half + 1 {
                self.recent[1]
            } else {
                i64::MAX
            };
            self.recent = [next, i64::MAX];
            self.half = half;
        }
        self.recent[1] = delay.min(self.recent[1]);
    }

    /// What the last packets waited at least, in microseconds.
    pub(crate) fn standing(&self) -> i64 {
        let recent = self.recent[0].min(self.recent[1]);
        let base = self.slots.iter().copied().min().unwrap_or(recent);
        if recent == i64::MAX {
            0
        } else {
            (recent - base).max(0)
        }
    }

    /// Less is sent because of the queue; when that did not help for several times the delay is the path's own.
    pub(crate) fn decreased(&mut self) {
        let standing = self.standing();
        let (former, vain) = self.decreased;
        let vain = if standing * 10 > former * 9 && former > 0 {
            vain + 1
        } else {
            0
        };
        self.decreased = (standing, vain);
        if vain >= PATIENCE {
            let recent = self.recent[0].min(self.recent[1]);
            self.slots = [recent; SLOTS];
            self.decreased = (0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFSET: i64 = 7_000_000_000;

    fn feed(queue: &mut StandingQueue, from: i64, to: i64, delay: i64) {
        for sent in (from..to).step_by(20_000) {
            queue.add(sent, sent + delay + OFFSET);
        }
    }

    #[test]
    fn what_is_longer_than_the_least_is_queue() {
        let mut queue = StandingQueue::default();
        feed(&mut queue, 0, 1_000_000, 40_000);
        assert_eq!(queue.standing(), 0);
        feed(&mut queue, 1_000_000, 2_000_000, 340_000);
        assert_eq!(queue.standing(), 300_000);
        feed(&mut queue, 2_000_000, 3_000_000, 50_000);
        assert_eq!(queue.standing(), 10_000);
    }

    #[test]
    fn a_longer_way_is_believed_in_the_end() {
        let mut queue = StandingQueue::default();
        feed(&mut queue, 0, 1_000_000, 40_000);
        feed(&mut queue, 1_000_000, 2_000_000, 340_000);
        let mut decreases = 0;
        while queue.standing() > 0 {
            queue.decreased();
            decreases += 1;
        }
        assert_eq!(decreases, i32::from(PATIENCE) + 1);
        let mut queue = StandingQueue::default();
        feed(&mut queue, 0, 1_000_000, 40_000);
        feed(&mut queue, 1_000_000, 30_000_000, 340_000);
        assert_eq!(queue.standing(), 0);
    }
}
