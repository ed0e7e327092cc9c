//! Trains of padding that find out whether there is room for more.

use super::rate::MOST;

/// Padding of one packet: its count has a byte (RFC 3550 section 5.1).
pub(crate) const PADDING: usize = 255;
/// Bytes of a datagram of padding, about.
const DATAGRAM: f64 = 290.0;
/// Packets of a train.
const LEAST_PACKETS: u32 = 6;
const MOST_PACKETS: u32 = 64;
/// What a train holds at the rate that it tries, in seconds.
const LENGTH: f64 = 0.015;
/// Share of a train that must arrive.
const ENOUGH: f64 = 0.6;
/// Microseconds until the rest of a train is given up.
const PATIENCE: i64 = 1_500_000;
/// Between trains that found no more, in microseconds: doubled each time.
const SHORTEST: i64 = 1_000_000;
const LONGEST: i64 = 16_000_000;
/// The longest time while less than half of what is desired is there.
const LONGEST_IN_NEED: i64 = 4_000_000;
/// No train follows a decrease sooner, in microseconds.
const REST: i64 = 1_000_000;
/// Share of the estimate that trains may take on average.
const OVERHEAD: f64 = 0.1;
/// A measured rate is taken over with this much reserve, as other streams may share the path.
const RESERVE: f64 = 0.95;

/// A train to be sent at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Train {
    pub(crate) packets: u32,
}

/// What stands for and against a train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Need {
    pub(crate) now: i64,
    pub(crate) estimate: f64,
    pub(crate) desired: f64,
    pub(crate) decreased: Option<i64>,
    /// A queue stands or grows, or much is lost.
    pub(crate) is_troubled: bool,
}

/// Says when to send a train, learns from how it arrives.
#[derive(Debug)]
pub(crate) struct Prober {
    next: i64,
    interval: i64,
    train: Option<OnTheWay>,
    /// Whether the estimate is still the assumption of the start.
    is_first: bool,
}

/// A train on its way.
#[derive(Clone, Copy, Debug)]
struct OnTheWay {
    sent: i64,
    target: f64,
    packets: u32,
    arrived: u32,
    told: u32,
    bytes: u64,
    first: (i64, usize),
    last: (i64, usize),
}

impl Prober {
    pub(crate) fn new() -> Self {
        Self {
            next: 0,
            interval: SHORTEST,
            train: None,
            is_first: true,
        }
    }

    /// The train to be sent now, if one is due.
    pub(crate) fn poll(&mut self, need: &Need) -> Option<Train> {
        if self.train.is_some_and(|train| need.now - train.sent > PATIENCE) {
            self.train = None;
            self.wait(need.now);
        }
        if need.decreased.is_some_and(|at| need.now - at < REST) {
            self.interval = SHORTEST;
            self.next = self.next.min(need.now + SHORTEST);
            return None;
        }
        let longest = if need.estimate * 2.0 < need.desired {
            LONGEST_IN_NEED
        } else {
            LONGEST
        };
        self.next = self.next.min(need.now + longest);
        let is_wanted = self.is_first || need.desired > need.estimate * 1.05;
        if self.train.is_some() || need.is_troubled || !is_wanted || need.now < self.next {
            return None;
        }
        let most = if self.is_first { MOST } else { need.desired * 1.2 };
        let target = (need.estimate * 2.0).min(most);
        let packets = (target * LENGTH / 8.0 / DATAGRAM).ceil() as u32;
        let packets = packets.clamp(LEAST_PACKETS, MOST_PACKETS);
        let cost = f64::from(packets) * DATAGRAM * 8.0 / (need.estimate * OVERHEAD);
        self.next = need.now + (cost * 1e6) as i64;
        self.train = Some(OnTheWay {
            sent: need.now,
            target,
            packets,
            arrived: 0,
            told: 0,
            bytes: 0,
            first: (i64::MAX, 0),
            last: (i64::MIN, 0),
        });
        Some(Train { packets })
    }

    /// A padding packet sent at `sent` arrived, or is told lost.
    pub(crate) fn told(&mut self, sent: i64, arrival: Option<i64>, size: usize) {
        let Some(train) = self.train.as_mut().filter(|train| train.sent == sent) else {
            return;
        };
        train.told += 1;
        let Some(arrival) = arrival else { return };
        train.arrived += 1;
        train.bytes += size as u64;
        train.first = train.first.min((arrival, size));
        train.last = train.last.max((arrival, size));
    }

    /// The bits per second that a train showed, once all of it was told.
    pub(crate) fn result(&mut self, now: i64, estimate: f64) -> Option<f64> {
        let train = self.train.filter(|train| train.told >= train.packets)?;
        self.train = None;
        let measured = train.measured();
        let is_first = std::mem::take(&mut self.is_first);
        let Some(measured) = measured else {
            self.is_first = is_first;
            self.wait(now);
            return None;
        };
        if measured < 0.8 * train.target {
            self.wait(now);
        } else {
            self.interval = SHORTEST;
        }
        (is_first || measured > estimate).then_some(measured)
    }

    fn wait(&mut self, now: i64) {
        self.next = self.next.max(now + self.interval);
        self.interval = (self.interval * 2).min(LONGEST);
    }
}

impl OnTheWay {
    /// The rate at which the narrowest link let it through.
    fn measured(&self) -> Option<f64> {
        if f64::from(self.arrived) < f64::from(self.packets) * ENOUGH {
            return None;
        }
        // The first packet's bytes passed before the time that is measured.
        let bytes = self.bytes - self.first.1 as u64;
        let time = (self.last.0 - self.first.0).max(1);
        let rate = bytes as f64 * 8e6 / time as f64;
        Some((rate * RESERVE).min(self.target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(now: i64, estimate: f64) -> Need {
        Need {
            now,
            estimate,
            desired: 5e6,
            decreased: None,
            is_troubled: false,
        }
    }

    /// Lets a train through a link of so many bits per second.
    fn pass(prober: &mut Prober, train: Train, sent: i64, rate: f64) {
        for packet in 0..train.packets {
            let arrival = sent + (f64::from(packet) * 290.0 * 8e6 / rate) as i64;
            prober.told(sent, Some(arrival), 290);
        }
    }

    #[test]
    fn trains_double_the_estimate_until_the_link_is_full() {
        let (mut prober, mut now, mut estimate) = (Prober::new(), 0, 1e6);
        let mut trains = 0;
        while now < 3_000_000 {
            if let Some(train) = prober.poll(&need(now, estimate)) {
                trains += 1;
                pass(&mut prober, train, now, 3e6);
                estimate = prober.result(now, estimate).unwrap_or(estimate);
            }
            now += 10_000;
        }
        assert!((2.8e6..3e6).contains(&estimate), "{estimate}");
        assert!((3..=5).contains(&trains), "{trains}");
    }

    #[test]
    fn the_first_train_is_believed_when_it_shows_less() {
        let mut prober = Prober::new();
        let train = prober.poll(&need(0, 1e6)).unwrap();
        pass(&mut prober, train, 0, 2e5);
        let first = prober.result(0, 1e6).unwrap();
        assert!((1.8e5..2e5).contains(&first), "{first}");
        let train = prober.poll(&need(9_000_000, 1e6)).unwrap();
        pass(&mut prober, train, 9_000_000, 2e5);
        assert_eq!(prober.result(9_000_000, 1e6), None);
    }

    #[test]
    fn no_train_in_trouble_or_without_need() {
        let mut prober = Prober::new();
        let troubled = Need {
            is_troubled: true,
            ..need(0, 1e6)
        };
        assert_eq!(prober.poll(&troubled), None);
        let lowered = Need {
            decreased: Some(0),
            ..need(10, 1e6)
        };
        assert_eq!(prober.poll(&lowered), None);
        let train = prober.poll(&need(5_000_000, 1e6)).unwrap();
        pass(&mut prober, train, 5_000_000, 1e9);
        assert_eq!(prober.result(5_000_000, 1e6), Some(2e6));
        let content = Need {
            desired: 2e6,
            ..need(9_000_000, 2e6)
        };
        assert_eq!(prober.poll(&content), None);
    }

    #[test]
    fn a_train_that_is_lost_says_nothing() {
        let mut prober = Prober::new();
        let train = prober.poll(&need(0, 1e6)).unwrap();
        for packet in 0..train.packets {
            prober.told(0, (packet < 2).then_some(i64::from(packet)), 290);
        }
        assert_eq!(prober.result(0, 1e6), None);
        assert_eq!(prober.poll(&need(10_000, 1e6)), None);
        assert!(prober.poll(&need(20_000_000, 1e6)).is_some());
    }
}
