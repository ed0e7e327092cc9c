//! What the way to the client carries, what is asked of a publisher because of that.

use super::media::Media;
use super::outgoing::{Departure, StreamAt};
use super::{Event, Peer};
use crate::congestion::Fullness;
use crate::feedback::{Compound, TransportWideFeedback};
use crate::{FiveTuple, SendArena};
use model::MediaKind;
use std::time::{Duration, Instant};

/// Statuses of packets that one RTCP datagram may tell: more than browsers send, less than costs much time.
const MOST_STATUSES: usize = 8_192;
/// How often a publisher is told what to send at most.
const TELL: Duration = Duration::from_secs(1);
/// Bits per second that lift a limit told before: libwebrtc keeps the last one for ever.
const UNLIMITED: u64 = 1_000_000_000;
/// How often it is told that there is no limit any more.
const LIFTED: u8 = 3;
/// Over which loss with rates are counted.
const PERIOD: Duration = Duration::from_secs(1);
/// Stands in until a round trip was measured.
const ROUND_TRIP: Duration = Duration::from_millis(100);

/// How the way between us and the client is.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct PathStatistics {
    /// Smoothed time to the client and back.
    pub round_trip: Option<Duration>,
    /// Share of what we sent that was lost in the last second or so, 0 to 1.
    pub downlink_loss: f32,
    /// Share of what the client sent that was lost in the last second or so, 0 to 1.
    pub uplink_loss: f32,
    /// Bits per second that the way to the client carries.
    pub available: Option<u64>,
    /// Bits per second of SRTP that we sent in the last second.
    pub sent_bitrate: u64,
    /// How long what waits to be sent will wait.
    pub pacer_delay: Duration,
    /// How long the client has been silent; zero while that is no longer than usual.
    pub silence: Duration,
    /// More was sent than the way carries: a queue grows, or the estimate was lowered within a second.
    pub is_overused: bool,
}

/// Counts of the last second.
#[derive(Debug)]
pub(super) struct Period {
    until: Instant,
    sent: (u64, u64),
    received: (u64, u64),
    bytes: u64,
    pub(super) downlink_loss: f32,
    pub(super) uplink_loss: f32,
    pub(super) sent_bitrate: u64,
}

/// What a publisher may send at most.
#[derive(Debug, Default)]
pub(super) struct Limit {
    bitrate: Option<u64>,
    next: Option<Instant>,
    /// Times that the end of a limit is still to be told.
    lifting: u8,
}

impl Peer {
    /// Bits per second, of SRTP, that the way to the client carries beside what waits; nothing while unknown: the client tells neither of
    /// arrivals (transport-wide feedback) nor its own estimate (REMB), or did not yet.
    #[must_use]
    pub fn available_bitrate(&self) -> Option<u64> {
        self.media.available()
    }

    /// What would be sent if there were room, in bits per second: the aim of probing.
    pub fn set_desired_bitrate(&mut self, bitrate: u64) {
        self.media.desired = bitrate;
        if let Some(estimator) = &mut self.media.estimator {
            estimator.set_desired(bitrate);
        }
    }

    /// Whether nothing came from the client for longer than it may be silent.
    #[must_use]
    pub fn is_silent(&self, now: Instant) -> bool {
        self.silence(now) > Duration::ZERO
    }

    /// How the way to the client is at `now`.
    #[must_use]
    pub fn path_statistics(&self, now: Instant) -> PathStatistics {
        let (media, period) = (&self.media, &self.media.period);
        let estimator = media.estimator.as_ref().filter(|e| e.estimate().is_some());
        PathStatistics {
            round_trip: media.round_trip.smoothed(),
            downlink_loss: estimator.map_or(period.downlink_loss, |estimator| estimator.loss()),
            uplink_loss: period.uplink_loss,
            available: media.available(),
            sent_bitrate: period.sent_bitrate,
            pacer_delay: media.pacer.delay(),
            silence: self.silence(now),
            is_overused: estimator.is_some_and(|estimator| estimator.is_overused(now)),
        }
    }

    /// Tells the client how many bits per second of video to send at most, by REMB: at the next
    /// [`handle_timeout`](Self::handle_timeout), then once a second; `None` lifts the limit.
    pub fn limit_publisher(&mut self, now: Instant, bitrate: Option<u64>) {
        if self.media.limit.set(now, bitrate) {
            self.media.wake(now);
        }
    }
}

impl Media {
    /// Whether the client sends many packets a second.
    pub(super) fn is_talkative(&self) -> bool {
        let tells = self.estimator.as_ref().is_some_and(|e| e.estimate().is_some());
        tells || !self.incoming.is_empty()
    }

    pub(super) fn available(&self) -> Option<u64> {
        let estimate = match &self.estimator {
            Some(estimator) => estimator.estimate(),
            None => self.remb,
        };
        // What waits shall be gone in a second, but never at the price of all that is new.
        estimate.map(|estimate| estimate.saturating_sub(self.pacer.waiting()).max(estimate / 2))
    }

    /// Takes transport-wide feedback in; returns how many statuses it had.
    pub(super) fn receive_transport_wide(
        &mut self,
        now: Instant,
        feedback: &TransportWideFeedback<'_>,
        most: usize,
    ) -> usize {
        let round_trip = self.round_trip.smoothed().unwrap_or(ROUND_TRIP);
        if let Some(estimator) = &mut self.estimator {
            let arrivals = feedback.arrivals().take(most);
            estimator.handle_feedback(now, round_trip, feedback.reference, arrivals);
            self.pacer
                .set_estimate(estimator.estimate(), estimator.fullness(now));
            if self.pacer.has_waiting() {
                self.wake(now);
            }
        }
        usize::from(feedback.count).min(most)
    }

    /// Statuses that are still taken from a datagram that told `told`.
    pub(super) fn statuses_left(told: usize) -> usize {
        MOST_STATUSES.saturating_sub(told)
    }

    /// The client is heard again after a silence.
    pub(super) fn come_back(&mut self, now: Instant) {
        if let Some(estimator) = &mut self.estimator {
            estimator.resume(now);
            self.pacer
                .set_estimate(estimator.estimate(), estimator.fullness(now));
        }
        self.events.push_back(Event::Back);
    }

    /// Takes the other end's own estimate; it decides where we have no better one.
    pub(super) fn receive_remb(&mut self, bitrate: u64) {
        self.remb = Some(bitrate);
        if self.estimator.is_none() {
            self.pacer.set_estimate(self.remb, Fullness::Free);
        }
    }

    /// Sends what waits, then padding to find out whether there is room for more.
    pub(super) fn drive_path(&mut self, now: Instant, tuple: FiveTuple, out: &mut SendArena) {
        if self.srtp.is_none() {
            return;
        }
        self.count_period(now);
        if let Some(estimator) = &mut self.estimator {
            // The pace stays: in silence what waits would only grow old.
            estimator.handle_timeout(now);
        }
        if self.is_paced {
            self.send_waiting(now, tuple, out);
            self.probe(now, tuple, out);
        }
        self.tell_limit(now, tuple, out);
    }

    fn probe(&mut self, now: Instant, tuple: FiveTuple, out: &mut SendArena) {
        let (Some((line, payload_type)), Some(estimator)) = (self.carrier, &mut self.estimator) else {
            return;
        };
        let Some(train) = estimator.poll_train(now, self.pacer.has_waiting()) else {
            return;
        };
        for _ in 0..train.packets {
            let leaving = Departure {
                now,
                tuple,
                stream: StreamAt { line, encoding: 0 },
                out: &mut *out,
            };
            if !self.write_padding(leaving, payload_type) {
                return;
            }
        }
    }

    fn tell_limit(&mut self, now: Instant, tuple: FiveTuple, out: &mut SendArena) {
        let Some(bitrate) = self.limit.poll(now) else {
            return;
        };
        self.rtcp.clear();
        let pictures = |s: &&super::incoming::Incoming| s.kind == MediaKind::Video && !s.is_repair;
        let streams = self.incoming.iter().filter(pictures).map(|s| s.ssrc);
        if streams.clone().next().is_some() {
            Compound::new(&mut self.rtcp).remb(self.ssrc, bitrate, streams);
            self.send_rtcp(tuple, out);
        }
    }

    fn count_period(&mut self, now: Instant) {
        let count = |traffic: &super::Traffic| {
            let (packets, lost) = (traffic.packets, traffic.lost);
            (packets.audio + packets.video, lost.audio + lost.video)
        };
        let (sent, received) = (count(&self.counters.sent), count(&self.counters.received));
        self.period.count(now, sent, received, self.sent_bytes);
    }
}

impl Period {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            until: now + PERIOD,
            sent: (0, 0),
            received: (0, 0),
            bytes: 0,
            downlink_loss: 0.0,
            uplink_loss: 0.0,
            sent_bitrate: 0,
        }
    }

    /// Packets with losses of both directions and bytes sent, since the start.
    fn count(&mut self, now: Instant, sent: (u64, u64), received: (u64, u64), bytes: u64) {
        if now < self.until {
            return;
        }
        let elapsed = PERIOD + now.saturating_duration_since(self.until);
        self.sent_bitrate = ((bytes - self.bytes) as f64 * 8.0 / elapsed.as_secs_f64()) as u64;
        // What we sent includes what was lost, what we received does not.
        self.downlink_loss = share(sent.1 - self.sent.1, sent.0 - self.sent.0);
        let lost = received.1 - self.received.1;
        self.uplink_loss = share(lost, received.0 - self.received.0 + lost);
        (self.sent, self.received, self.bytes) = (sent, received, bytes);
        self.until = now + PERIOD;
    }
}

fn share(part: u64, whole: u64) -> f32 {
    if whole == 0 {
        return 0.0;
    }
    (part as f32 / whole as f32).min(1.0)
}

impl Limit {
    /// Whether that is news.
    fn set(&mut self, now: Instant, bitrate: Option<u64>) -> bool {
        if bitrate == self.bitrate {
            return false;
        }
        self.lifting = if bitrate.is_none() { LIFTED } else { 0 };
        self.bitrate = bitrate;
        self.next = Some(now);
        true
    }

    /// What is to be told now.
    fn poll(&mut self, now: Instant) -> Option<u64> {
        self.next.filter(|next| now >= *next)?;
        self.next = Some(now + TELL);
        if self.bitrate.is_none() {
            self.lifting = self.lifting.saturating_sub(1);
            self.next = self.next.filter(|_| self.lifting > 0);
        }
        Some(self.bitrate.unwrap_or(UNLIMITED))
    }
}
