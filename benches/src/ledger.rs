//! The account of what was sent beside what came, for each who receives.

use crate::delays::{Delays, Percentiles};
use crate::shape::{KINDS, Shape, index};
use crate::stamp::Stamp;
use model::MediaKind;
use serde::Serialize;
use std::time::Duration;

/// Counts packets of all publishers at all receivers, from [`open`](Self::open) to [`close`](Self::close).
pub(crate) struct Ledger {
    shape: Shape,
    /// By client and kind: the number of its next packet.
    next: Vec<[u64; 2]>,
    /// By client and kind: the first counted number.
    first: Vec<[u64; 2]>,
    /// By client and kind: the first number not counted any more, once closed.
    end: Option<Vec<[u64; 2]>>,
    receivers: Vec<Receiver>,
    arrived: u64,
}

struct Receiver {
    /// By the sender's place in the room and the kind.
    streams: Vec<[Arrivals; 2]>,
    delays: Delays,
}

/// What came of one stream.
#[derive(Clone, Default, Debug)]
struct Arrivals {
    /// One bit for each number from the first counted on.
    seen: Vec<u64>,
    unique: u64,
    duplicates: u64,
    late: u64,
    highest: Option<u64>,
    /// Whether anything came at all, counted or not.
    flows: bool,
}

/// Packets of one kind.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Tally {
    /// Due at receivers: each packet once for each of them.
    pub(crate) due: u64,
    /// Of these never came.
    pub(crate) lost: u64,
    /// Came again.
    pub(crate) duplicates: u64,
    /// Came after one with a higher number.
    pub(crate) out_of_order: u64,
}

/// What one receiver got.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub(crate) struct Account {
    pub(crate) room: usize,
    pub(crate) place: usize,
    pub(crate) audio: Tally,
    pub(crate) video: Tally,
    pub(crate) delay_ms: Percentiles,
}

impl Ledger {
    /// Counts nothing yet.
    pub(crate) fn new(shape: Shape) -> Self {
        let receiver = || Receiver {
            streams: vec![<[Arrivals; 2]>::default(); shape.publishers],
            delays: Delays::new(),
        };
        let clients = shape.clients();
        Self {
            shape,
            next: vec![[0; 2]; clients],
            first: vec![[u64::MAX; 2]; clients],
            end: None,
            receivers: std::iter::repeat_with(receiver).take(clients).collect(),
            arrived: 0,
        }
    }

    /// The number of a client's next packet.
    pub(crate) fn number(&mut self, client: usize, kind: MediaKind) -> u64 {
        let next = &mut self.next[client][index(kind)];
        *next += 1;
        *next - 1
    }

    /// Counts what is sent from now on; opened already, goes on.
    pub(crate) fn open(&mut self) {
        if self.first.iter().flatten().all(|first| *first == u64::MAX) {
            self.first.clone_from(&self.next);
        }
    }

    /// Counts nothing that is sent from now on; what is on its way still counts.
    pub(crate) fn close(&mut self) {
        self.end = Some(self.next.clone());
    }

    /// Takes note of a packet that came at `at`, in the time of [`Stamp::sent`].
    pub(crate) fn arrived(&mut self, client: usize, stamp: &Stamp, at: u64) {
        let kind = index(stamp.kind);
        let sender = self.shape.room(client) * self.shape.size() + stamp.place;
        let receiver = &mut self.receivers[client];
        let Some(streams) = receiver.streams.get_mut(stamp.place) else {
            return;
        };
        self.arrived += 1;
        streams[kind].flows = true;
        let ended = self
            .end
            .as_ref()
            .is_some_and(|end| stamp.number >= end[sender][kind]);
        if let (false, Some(number)) = (ended, stamp.number.checked_sub(self.first[sender][kind])) {
            receiver
                .delays
                .add(Duration::from_nanos(at.saturating_sub(stamp.sent)));
            streams[kind].note(number);
        }
    }

    /// Takes note of a packet that is not counted by itself.
    pub(crate) fn passed(&mut self) {
        self.arrived += 1;
    }

    /// All media packets that ever came, duplicates too.
    pub(crate) fn arrivals(&self) -> u64 {
        self.arrived
    }

    /// Receivers that have got something of everybody whom they should see and hear.
    pub(crate) fn served(&self) -> usize {
        let is_served = |client: &usize| {
            let streams = &self.receivers[*client].streams;
            let mut heard = self.shape.heard_by(*client);
            heard.all(|place| streams[place].iter().all(|stream| stream.flows))
        };
        (0..self.shape.clients()).filter(is_served).count()
    }

    /// Counted packets that have not come.
    pub(crate) fn outstanding(&self) -> u64 {
        let accounts = self.accounts();
        accounts
            .map(|account| account.audio.lost + account.video.lost)
            .sum()
    }

    /// What each receiver got.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = Account> {
        (0..self.shape.clients()).map(|client| Account {
            room: self.shape.room(client),
            place: self.shape.place(client),
            audio: self.tally(client, MediaKind::Audio),
            video: self.tally(client, MediaKind::Video),
            delay_ms: self.receivers[client].delays.percentiles(),
        })
    }

    /// What all got of a kind.
    pub(crate) fn total(&self, kind: MediaKind) -> Tally {
        let tallies = (0..self.shape.clients()).map(|client| self.tally(client, kind));
        tallies.fold(Tally::default(), Tally::plus)
    }

    /// The delays of all.
    pub(crate) fn delays(&self) -> Delays {
        let mut all = Delays::new();
        self.receivers
            .iter()
            .for_each(|receiver| all.merge(&receiver.delays));
        all
    }

    fn tally(&self, client: usize, kind: MediaKind) -> Tally {
        let room = self.shape.room(client) * self.shape.size();
        let end = self.end.as_ref().unwrap_or(&self.next);
        let streams = self.shape.heard_by(client).map(|place| {
            let at = index(kind);
            let arrivals = &self.receivers[client].streams[place][at];
            let due = end[room + place][at].saturating_sub(self.first[room + place][at]);
            Tally {
                due,
                lost: due.saturating_sub(arrivals.unique),
                duplicates: arrivals.duplicates,
                out_of_order: arrivals.late,
            }
        });
        streams.fold(Tally::default(), Tally::plus)
    }
}

impl Arrivals {
    fn note(&mut self, number: u64) {
        let (word, bit) = ((number / 64) as usize, 1_u64 << (number % 64));
        if word >= self.seen.len() {
            self.seen.resize(word + 1, 0);
        }
        if self.seen[word] & bit != 0 {
            self.duplicates += 1;
            return;
        }
        self.seen[word] |= bit;
        self.unique += 1;
        if self.highest.is_some_and(|highest| number < highest) {
            self.late += 1;
        }
        self.highest = self.highest.max(Some(number));
    }
}

impl Tally {
    /// Both kinds, or both receivers, together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            due: self.due + other.due,
            lost: self.lost + other.lost,
            duplicates: self.duplicates + other.duplicates,
            out_of_order: self.out_of_order + other.out_of_order,
        }
    }
}

/// All kinds of a ledger together.
pub(crate) fn total(ledger: &Ledger) -> Tally {
    KINDS
        .map(|kind| ledger.total(kind))
        .into_iter()
        .fold(Tally::default(), Tally::plus)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIR: Shape = Shape {
        rooms: 1,
        publishers: 2,
        receivers: 0,
    };

    fn stamp(number: u64) -> Stamp {
        Stamp {
            place: 0,
            kind: MediaKind::Video,
            number,
            sent: 1_000,
        }
    }

    /// Sends six counted packets after two that are not, then one that is not; delivers `numbers` to the other.
    fn delivered(numbers: &[u64]) -> Ledger {
        let mut ledger = Ledger::new(PAIR);
        (0..2).for_each(|_| _ = ledger.number(0, MediaKind::Video));
        ledger.open();
        (0..6).for_each(|_| _ = ledger.number(0, MediaKind::Video));
        ledger.close();
        ledger.number(0, MediaKind::Video);
        for number in numbers {
            ledger.arrived(1, &stamp(*number), 3_000);
        }
        ledger
    }

    fn tally(numbers: &[u64]) -> [u64; 4] {
        let Tally {
            due,
            lost,
            duplicates,
            out_of_order,
        } = delivered(numbers).total(MediaKind::Video);
        [due, lost, duplicates, out_of_order]
    }

    #[test]
    fn all_in_order_is_no_fault() {
        assert_eq!(tally(&[2, 3, 4, 5, 6, 7]), [6, 0, 0, 0]);
    }

    #[test]
    fn what_was_sent_before_or_after_does_not_count() {
        assert_eq!(tally(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 8]), [6, 0, 0, 0]);
    }

    #[test]
    fn loss_duplicates_and_order_are_told_apart() {
        assert_eq!(tally(&[2, 4, 5, 6, 7]), [6, 1, 0, 0], "one lost");
        assert_eq!(tally(&[2, 3, 3, 3, 4, 5, 6, 7]), [6, 0, 2, 0], "twice again");
        assert_eq!(tally(&[2, 5, 3, 4, 6, 7]), [6, 0, 0, 2], "two overtaken");
        assert_eq!(tally(&[7, 6]), [6, 4, 0, 1]);
        assert_eq!(tally(&[]), [6, 6, 0, 0]);
    }

    #[test]
    fn a_duplicate_of_a_late_one_is_a_duplicate() {
        assert_eq!(tally(&[2, 4, 3, 3, 5, 6, 7]), [6, 0, 1, 1]);
    }

    #[test]
    fn delays_are_of_counted_packets() {
        let ledger = delivered(&[0, 2, 8]);
        assert_eq!(ledger.delays().percentile(1.0), Duration::from_micros(2));
        assert_eq!(ledger.arrivals(), 3);
        assert_eq!(ledger.outstanding(), 5);
    }

    #[test]
    fn who_lacks_a_stream_is_not_served() {
        let mut ledger = delivered(&[2]);
        assert_eq!(ledger.served(), 0);
        let sound = Stamp {
            kind: MediaKind::Audio,
            ..stamp(0)
        };
        ledger.arrived(1, &sound, 0);
        assert_eq!(ledger.served(), 1);
        let stranger = Stamp { place: 9, ..sound };
        ledger.arrived(0, &stranger, 0);
        assert_eq!(ledger.served(), 1);
    }
}
