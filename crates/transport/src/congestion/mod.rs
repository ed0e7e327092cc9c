//! How much the way to one peer carries: estimated from transport-wide feedback, probed, paced.

mod groups;
mod history;
mod loss;
mod pacer;
mod packet_queue;
mod probe;
mod rate;
mod standing_queue;
mod throughput;
mod trend;

pub(crate) use history::Key;
pub(crate) use pacer::{Fullness, Pacer, Turn};
pub(crate) use packet_queue::{PacketQueue, Waiting};
pub(crate) use probe::PADDING;

use groups::PacketGroups;
use history::{Fate, SendHistory};
use loss::{LossControl, Verdict};
use probe::{Need, Prober, Train};
use rate::{Observation, RateControl, START};
use standing_queue::StandingQueue;
use std::time::{Duration, Instant};
use throughput::Throughput;
use trend::{DelayTrend, Usage};

/// Microseconds of the windows over which rates are measured.
const LONG: i64 = 500_000;
const SHORT: i64 = 250_000;
/// Without feedback for so long, in microseconds, the way is broken or very slow: the estimate is halved each time.
const SILENCE: i64 = 1_000_000;
/// A standing queue in which probing is no use, in microseconds.
const BUSY: i64 = 60_000;
/// After a decrease the way is strained for so long, in microseconds.
const STRAIN: i64 = 3_000_000;
/// A decrease counts as trouble for so long, in microseconds.
const TROUBLE: i64 = 1_000_000;
/// A reference time of transport-wide feedback, in microseconds; it has 24 bits.
const REFERENCE: i64 = 64_000;
const REFERENCES: i64 = 1 << 24;
/// An arrival's unit, in microseconds.
const TICK: i64 = 250;

/// Estimates from what was sent and what is told of its arrival. What each packet needs that is sent stands first.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct BandwidthEstimator {
    start: Instant,
    history: SendHistory,
    /// When the first packet was sent that no feedback followed.
    unanswered: Option<i64>,
    sent: Throughput,
    acknowledged: Throughput,
    groups: PacketGroups,
    trend: DelayTrend,
    queue: StandingQueue,
    rate: RateControl,
    loss: LossControl,
    prober: Prober,
    desired: u64,
    /// The last reference time, extended.
    reference: Option<i64>,
    /// When the newest packet arrived, by the peer's clock.
    newest_arrival: i64,
    /// When feedback last told of the queue.
    observed: i64,
    /// The estimate before feedback failed to come.
    before_silence: Option<f64>,
    /// What was sent before this and lost tells of the time without any way, not of too much having been sent.
    amnesty: i64,
}

impl BandwidthEstimator {
    /// Takes its memory, about a hundred kilobytes, once.
    pub(crate) fn new(now: Instant, desired: u64) -> Self {
        Self {
            start: now,
            history: SendHistory::new(),
            sent: Throughput::default(),
            acknowledged: Throughput::default(),
            groups: PacketGroups::default(),
            trend: DelayTrend::default(),
            queue: StandingQueue::default(),
            rate: RateControl::new(0, START),
            loss: LossControl::default(),
            prober: Prober::new(),
            desired,
            reference: None,
            newest_arrival: 0,
            observed: 0,
            unanswered: None,
            before_silence: None,
            amnesty: i64::MIN,
        }
    }

    /// Bits per second; nothing before feedback came.
    pub(crate) fn estimate(&self) -> Option<u64> {
        self.reference.map(|_| self.rate.estimate() as u64)
    }

    /// Bits per second that would be sent if there were room.
    pub(crate) fn set_desired(&mut self, desired: u64) {
        self.desired = desired;
    }

    /// The share of packets lost lately, 0 to 1.
    pub(crate) fn loss(&self) -> f32 {
        self.loss.fraction() as f32
    }

    /// Whether a queue grows, or the estimate had to be lowered a moment ago.
    pub(crate) fn is_overused(&self, now: Instant) -> bool {
        let now = self.micros(now);
        let is_lowered = self.rate.decreased().is_some_and(|at| now - at < TROUBLE);
        is_lowered || self.trend.usage() == Usage::Over
    }

    /// How full the way is.
    pub(crate) fn fullness(&self, now: Instant) -> Fullness {
        let now = self.micros(now);
        if now - self.observed < TROUBLE && self.queue.standing() > BUSY {
            Fullness::Full
        } else if self.rate.decreased().is_some_and(|at| now - at < STRAIN) {
            Fullness::Strained
        } else {
            Fullness::Free
        }
    }

    /// The transport-wide number of the packet that is sent next.
    pub(crate) fn next_number(&self) -> u16 {
        self.history.next()
    }

    /// The number under which a packet was sent.
    pub(crate) fn number_of(&self, key: Key) -> Option<u16> {
        self.history.find(key)
    }

    /// The packet with the next number was sent, in a datagram of `size` bytes.
    pub(crate) fn sent(&mut self, now: Instant, size: usize, key: Key, is_probe: bool) {
        let now = self.micros(now);
        self.history.push(now, size, key, is_probe);
        self.sent.add(now, size);
        self.unanswered.get_or_insert(now);
    }

    /// The packet with a former number was sent again under it.
    pub(crate) fn sent_again(&mut self, now: Instant, number: u16, size: usize) {
        let now = self.micros(now);
        self.sent.add(now, size);
        if let Some(packet) = self.history.get_mut(number) {
            packet.at = now;
        }
    }

    /// Transport-wide feedback came: `reference` is its reference time, `packets` are sequence numbers with their
    /// arrival in 250 us after it, nothing for lost ones.
    pub(crate) fn handle_feedback(
        &mut self,
        now: Instant,
        round_trip: Duration,
        reference: u32,
        packets: impl Iterator<Item = (u16, Option<i64>)>,
    ) {
        let now = self.micros(now);
        let reference = self.extend(reference);
        self.unanswered = None;
        self.end_silence(now);
        for (number, ticks) in packets {
            let arrival = ticks.map(|ticks| reference * REFERENCE + ticks * TICK);
            self.learn(now, number, arrival);
        }
        self.follow(now, round_trip);
    }

    /// Does what is due by `now`: without any feedback the way is broken, or very slow.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        let now = self.micros(now);
        let is_silent = self.unanswered.is_some_and(|since| now - since > SILENCE);
        if is_silent && self.reference.is_some() {
            self.unanswered = Some(now);
            self.before_silence.get_or_insert(self.rate.estimate());
            self.rate.lower(now, 0.5);
        }
    }

    /// The client is heard again after a silence: feedback follows, but a keyframe must not wait for it.
    pub(crate) fn resume(&mut self, now: Instant) {
        self.unanswered = None;
        self.end_silence(self.micros(now));
    }

    /// The way is there again, perhaps another one: a start, from no more than is known to be likely.
    fn end_silence(&mut self, now: i64) {
        let Some(before) = self.before_silence.take() else {
            return;
        };
        self.amnesty = now;
        self.groups = PacketGroups::default();
        self.trend = DelayTrend::default();
        self.queue = StandingQueue::default();
        self.rate = RateControl::new(now, before.min(START));
        self.prober = Prober::new();
    }

    /// The train of padding to be sent now, if one is due.
    ///
    /// When packets wait, more is desired than was said.
    pub(crate) fn poll_train(&mut self, now: Instant, has_waiting: bool) -> Option<Train> {
        let is_busy = self.fullness(now) == Fullness::Full;
        let now = self.micros(now);
        let waiting = if has_waiting {
            self.rate.estimate() * 2.0
        } else {
            0.0
        };
        self.prober.poll(&Need {
            now,
            estimate: self.rate.estimate(),
            desired: waiting.max(self.desired as f64),
            decreased: self.rate.decreased(),
            is_troubled: is_busy || self.loss.is_high(now),
        })
    }

    fn micros(&self, now: Instant) -> i64 {
        now.saturating_duration_since(self.start).as_micros() as i64
    }

    /// The extended reference time nearest to the last one.
    fn extend(&mut self, reference: u32) -> i64 {
        let last = self.reference.unwrap_or(i64::from(reference));
        let forward = (i64::from(reference) - last).rem_euclid(REFERENCES);
        let nearest = if forward < REFERENCES / 2 {
            forward
        } else {
            forward - REFERENCES
        };
        self.reference = Some(last + nearest);
        last + nearest
    }

    fn learn(&mut self, now: i64, number: u16, arrival: Option<i64>) {
        let Some(packet) = self.history.get_mut(number) else {
            return;
        };
        let former = packet.fate;
        packet.fate = match (former, arrival) {
            (Fate::Arrived, _) | (Fate::Lost, None) => return,
            (_, Some(_)) => Fate::Arrived,
            (Fate::Unknown, None) => Fate::Lost,
        };
        let packet = *packet;
        if packet.is_probe && former == Fate::Unknown {
            self.prober.told(packet.at, arrival, packet.size.into());
        }
        let Some(arrival) = arrival else {
            if packet.at >= self.amnesty {
                self.loss.lost();
            }
            return;
        };
        self.loss.arrived(former == Fate::Lost);
        self.acknowledged.add(arrival, packet.size.into());
        self.newest_arrival = self.newest_arrival.max(arrival);
        // A train queues by intention, what came after all may have been sent twice.
        if packet.is_probe || former == Fate::Lost {
            return;
        }
        self.observed = now;
        self.queue.add(packet.at, arrival);
        if let Some(gradient) = self.groups.add(packet.at, arrival) {
            self.trend.update(&gradient);
        }
    }

    fn follow(&mut self, now: i64, round_trip: Duration) {
        let acknowledged = self.acknowledged.rate(self.newest_arrival, LONG);
        let seen = Observation {
            now,
            round_trip: round_trip.as_micros() as i64,
            queue: self.queue.standing(),
            usage: self.trend.usage(),
            acknowledged,
            lately: self.acknowledged.rate(self.newest_arrival, SHORT),
        };
        if self.rate.update(&seen) {
            self.queue.decreased();
        }
        let sent = self.sent.rate(now, LONG).unwrap_or_default();
        let arrived = acknowledged.unwrap_or_default();
        match self.loss.judge(now, sent, arrived, self.rate.estimate()) {
            Verdict::Keep => {}
            Verdict::Decrease(factor) => self.rate.lower(now, factor),
            Verdict::Restore(former) => self.rate.set(former),
        }
        if let Some(measured) = self.prober.result(now, self.rate.estimate())
            && seen.usage != Usage::Over
        {
            self.rate.set(measured);
        }
    }
}
