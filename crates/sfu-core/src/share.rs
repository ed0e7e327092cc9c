//! What each receiver gets of the bandwidth that its way carries.

use crate::room::{Room, Surroundings};
use crate::seat::{Occupant, Play};
use crate::track::{SeatKey, Track};
use crate::wish;
use allocation::{Allocator, Decision, Demand, Limit};
use model::{Layer, MediaKind, VideoStep};
use std::time::{Duration, Instant};
use transport::peer::PathStatistics;

/// For so long pictures are worth the smallest while nothing is known of a way; what never tells gets all afterwards.
const UNKNOWN: Duration = Duration::from_millis(500);
/// For so long less than all is no news: every way is found out from below.
const START: Duration = Duration::from_secs(5);
/// A raise begins with keyframes, whose burst makes a way look narrower than it is: for so long a lack of less than an
/// eighth takes nothing back.
const BURST: Duration = Duration::from_secs(1);
/// What a publisher of one layer is let to send without a thought for those who receive it.
const PLENTY: u64 = 2_500_000;
/// The share of packets lost from which sound is sent thrice, and below which it no longer is.
const LOSSY: (f32, f32) = (0.04, 0.01);
/// Bits per second that the way must carry for that.
const ROOM_FOR_REPETITION: u64 = 200_000;
/// The least that makes a picture.
const LEAST: u64 = 100_000;

/// A receiver's share, with the memory that it needs.
#[derive(Default)]
pub(crate) struct Share {
    allocator: Allocator,
    /// Whether it was ever known what the way carries.
    is_measured: bool,
    /// Since when anything is sent.
    since: Option<Instant>,
    /// Bits per second of the pictures, and when that last became more.
    allocated: u64,
    raised_at: Option<Instant>,
    demands: Vec<Demand>,
    decisions: Vec<Decision>,
    /// How far pictures were stepped down.
    video: VideoStep,
    /// Whether sound is sent thrice, as much of it is lost.
    repeats_sound: bool,
    /// What each publisher of a single layer may send for this receiver; nothing for as much as it likes.
    pub(crate) allowance: Option<u64>,
}

impl Share {
    /// How far pictures are stepped down, once the way is known.
    pub(crate) fn video(&self, now: Instant) -> VideoStep {
        let starts = |since: Instant| now.saturating_duration_since(since) < START;
        if self.since.is_none_or(starts) {
            return VideoStep::Full;
        }
        self.video
    }

    fn follow_measure(&mut self, available: Option<u64>) {
        if available.is_some() && !std::mem::replace(&mut self.is_measured, true) {
            // That less than everything fits is no shortage: nothing was sent yet.
            self.allocator = Allocator::new();
        }
    }

    /// Decides on what is demanded; bits per second that would be sent if there were room.
    fn decide(&mut self, now: Instant, budget: Option<u64>) -> u64 {
        let believed = budget.map(|budget| self.settle(now, budget));
        let outcome = self
            .allocator
            .allocate(now, believed, &self.demands, &mut self.decisions);
        self.note(now, outcome.allocated);
        self.video = outcome.video;
        outcome.desired
    }

    /// Lets `alone` publishers of a single layer share the budget.
    fn allow(&mut self, budget: Option<u64>, alone: u64) {
        self.allowance = budget
            .filter(|_| alone > 0)
            .map(|budget| (budget / alone * 9 / 10).max(LEAST))
            .filter(|allowance| *allowance < PLENTY);
    }

    /// A budget as it may be believed in the moment after a raise.
    fn settle(&self, now: Instant, budget: u64) -> u64 {
        let bursts = |at: Instant| now.saturating_duration_since(at) < BURST;
        if self.raised_at.is_some_and(bursts) && budget / 7 >= self.allocated / 8 {
            return budget.max(self.allocated);
        }
        budget
    }

    fn note(&mut self, now: Instant, allocated: u64) {
        if allocated > self.allocated {
            self.raised_at = Some(now);
        }
        self.allocated = allocated;
    }

    /// Whether so little was sent yet that the way could not be known.
    fn begins(&mut self, now: Instant, is_connected: bool) -> bool {
        if is_connected {
            self.since.get_or_insert(now);
        }
        self.since
            .is_none_or(|since| now.saturating_duration_since(since) < UNKNOWN)
    }

    /// Sound is repeated where much is lost and there is room for more.
    fn follow_loss(&mut self, path: &PathStatistics) {
        let bound = if self.repeats_sound { LOSSY.1 } else { LOSSY.0 };
        let has_room = path
            .available
            .is_none_or(|bitrate| bitrate >= ROOM_FOR_REPETITION);
        self.repeats_sound = path.downlink_loss > bound && has_room;
    }
}

impl Room {
    /// Shares the bandwidth of every receiver anew, tells publishers what that means for them.
    pub(crate) fn share_all(&mut self, around: &mut Surroundings<'_>) {
        if self.held {
            self.reconcile(around.now, around.events);
        }
        for key in 0..self.sessions.capacity() {
            self.share(around.now, key);
        }
        self.aim_tape(around.now);
        self.tell_demand(around);
    }

    /// Decides anew what the seats of a session play.
    pub(crate) fn share(&mut self, now: Instant, key: usize) {
        let Some(session) = self.sessions.get_mut(key) else {
            return;
        };
        if session.peer.is_silent(now) {
            // Nothing gets there; what it had goes on until it is heard again.
            return;
        }
        let path = session.peer.path_statistics(now);
        let mut share = std::mem::take(&mut session.share);
        share.follow_loss(&path);
        let sound = self.aim_sound(now, key, share.repeats_sound);
        let available = self.sessions[key].peer.available_bitrate();
        share.follow_measure(available);
        let budget = available.map(|bitrate| bitrate.saturating_sub(sound));
        let alone = self.demand(now, key, &mut share.demands);
        if budget.is_none() && share.begins(now, self.sessions[key].peer.is_connected()) {
            share.demands.iter_mut().for_each(wish::shrink);
        }
        let desired = share.decide(now, budget);
        self.aim_pictures(now, key, &share.decisions);
        share.allow(budget, alone);
        // Who was told to send less would send more if there were room.
        let more = share.allowance.map_or(0, |_| budget.unwrap_or(0) * 3 / 2);
        let session = &mut self.sessions[key];
        session.peer.set_desired_bitrate(desired.max(more) + sound);
        session.share = share;
    }

    /// Plays the microphones of who sits in sound's seats; bits per second that they take.
    fn aim_sound(&mut self, now: Instant, key: usize, repeats: bool) -> u64 {
        let mut bitrate = 0;
        for seat in 0..self.sessions[key].seats.len() {
            let at = &self.sessions[key].seats[seat];
            let Some(occupant) = at.occupant().filter(|_| at.kind == MediaKind::Audio) else {
                continue;
            };
            let Some(track) = self.track_of(&occupant) else {
                continue;
            };
            let once = track.encoding(0).map_or(0, |encoding| encoding.meter.total());
            bitrate += if repeats { once * 2 } else { once };
            if let Some(stream) = track.stream(0) {
                let play = Play { occupant, stream };
                self.aim(now, SeatKey { session: key, seat }, play, Layer::default());
                self.sessions[key].seats[seat].repeats = repeats;
            }
        }
        bitrate
    }

    fn aim_pictures(&mut self, now: Instant, key: usize, decisions: &[Decision]) {
        let mut decisions = decisions.iter();
        for seat in 0..self.sessions[key].seats.len() {
            let at = &mut self.sessions[key].seats[seat];
            let Some(occupant) = at.occupant().filter(|_| at.kind == MediaKind::Video) else {
                at.wanted = None;
                continue;
            };
            if self.track_of(&occupant).is_none() {
                continue;
            }
            let decision = decisions.next();
            let layer = decision.and_then(|decision| decision.layer);
            // Who has no room for it now shall find the smallest when there is; a publisher of one layer adapts meanwhile.
            let is_held_back = decision.is_some_and(|decision| decision.limited == Limit::ByBandwidth);
            self.sessions[key].seats[seat].wanted = layer.or(is_held_back.then(Layer::default));
            let Some(layer) = layer else {
                self.sessions[key].seats[seat].rest();
                continue;
            };
            let stream = self
                .track_of(&occupant)
                .and_then(|track| track.stream_for(now, layer));
            if let Some((stream, target)) = stream {
                self.aim(
                    now,
                    SeatKey { session: key, seat },
                    Play { occupant, stream },
                    target,
                );
            }
        }
    }

    fn aim(&mut self, now: Instant, key: SeatKey, play: Play, target: Layer) {
        let session = &mut self.sessions[key.session];
        let sees = session.peer.is_connected();
        let asks = session.seats[key.seat].aim(play.stream, target);
        self.wire(&play, key);
        // Who cannot see yet asks when connected.
        if asks
            && sees
            && play.occupant.source.kind() == MediaKind::Video
            && self
                .encoding(&play)
                .is_some_and(|encoding| !encoding.keyframes.is_waiting())
        {
            self.request_keyframe(now, &play);
        }
    }

    pub(crate) fn track_of(&self, occupant: &Occupant) -> Option<&Track> {
        let track = self.sessions.get(occupant.session)?.tracks.get(occupant.line)?;
        track.as_ref().filter(|track| track.id == occupant.track)
    }
}
