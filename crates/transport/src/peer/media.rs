//! What a session sends and receives once keys are there.

use super::incoming::{Incoming, Refused};
use super::line::Line;
use super::path::{Limit, Period};
use super::policing::Policing;
use super::{Counters, Event};
use crate::congestion::{BandwidthEstimator, Pacer};
use crate::feedback::{ClockOffset, NtpClock, ReportBlock, RoundTrip, TransportWideRecorder};
use crate::packet;
use crate::srtp::{Keys, Opener, Sealer};
use std::collections::VecDeque;
use std::time::Instant;

/// SRTP contexts of both directions.
#[repr(C)]
pub(super) struct Srtp {
    pub(super) sealer: Sealer,
    pub(super) opener: Opener,
}

/// Lines, streams, feedback of a session. What each packet needs that leaves or comes stands first, together, so that few
/// cache lines are waited for.
#[repr(C)]
pub(super) struct Media {
    /// Whether bursts are spread, and padding probes for room: not so for load.
    pub(super) is_paced: bool,
    pub(super) ids: packet::ExtensionIds,
    pub(super) lines: Vec<Line>,
    /// Only where the client tells of arrivals.
    pub(super) estimator: Option<Box<BandwidthEstimator>>,
    pub(super) pacer: Pacer,
    /// Bytes of SRTP sent.
    pub(super) sent_bytes: u64,
    /// Nothing is due before.
    pub(super) due: Instant,
    pub(super) srtp: Option<Srtp>,
    pub(super) events: VecDeque<Event>,
    pub(super) incoming: Vec<Incoming>,
    /// Nothing where the other end is trusted to send what it likes.
    pub(super) policing: Option<Policing>,
    pub(super) counters: Counters,
    pub(super) transport_wide: TransportWideRecorder,
    /// The SSRC of our RTCP.
    pub(super) ssrc: u32,
    /// The client's own estimate, in bits per second.
    pub(super) remb: Option<u64>,
    /// Bits per second that would be sent if there were room.
    pub(super) desired: u64,
    /// The line on which padding goes, with the payload type of its retransmissions.
    pub(super) carrier: Option<(usize, u8)>,
    pub(super) period: Period,
    pub(super) limit: Limit,
    pub(super) round_trip: RoundTrip,
    /// From the client's clock to ours.
    pub(super) offset: ClockOffset,
    pub(super) clock: NtpClock,
    /// The RTCP datagram that is being written.
    pub(super) rtcp: Vec<u8>,
    /// Sequence numbers of the NACK that is being written.
    pub(super) asked: Vec<u16>,
    /// Blocks of the receiver report that is being written.
    pub(super) blocks: Vec<ReportBlock>,
    pub(super) next_report: Instant,
}

impl Media {
    pub(super) fn new(clock: NtpClock, ssrc: u32, now: Instant) -> Self {
        Self {
            lines: Vec::new(),
            ids: packet::ExtensionIds::default(),
            ssrc,
            srtp: None,
            incoming: Vec::new(),
            transport_wide: TransportWideRecorder::new(now),
            estimator: None,
            remb: None,
            desired: 0,
            pacer: Pacer::new(now),
            carrier: None,
            is_paced: false,
            sent_bytes: 0,
            period: Period::new(now),
            limit: Limit::default(),
            round_trip: RoundTrip::default(),
            offset: ClockOffset::default(),
            clock,
            rtcp: Vec::with_capacity(1500),
            asked: Vec::with_capacity(256),
            blocks: Vec::with_capacity(31),
            next_report: now,
            due: now,
            events: VecDeque::new(),
            policing: None,
            counters: Counters::default(),
        }
    }

    /// Something is due at `at`, if that is sooner than what was known.
    pub(super) fn wake(&mut self, at: Instant) {
        self.due = self.due.min(at);
    }

    /// All that was due is done; more is at `latest`, or sooner.
    pub(super) fn rest(&mut self, latest: Instant) {
        let nacks = self
            .incoming
            .iter()
            .filter_map(|stream| stream.nack.as_ref()?.poll_timeout());
        let waiting = self.pacer.poll_timeout();
        let due = nacks
            .chain(waiting)
            .chain(self.transport_wide.poll_timeout())
            .min();
        self.due = due.map_or(latest, |due| due.min(latest));
    }

    /// Follows a new negotiation; streams of lines that are no longer published are forgotten.
    pub(super) fn set_lines(&mut self, now: Instant, lines: Vec<Line>) {
        self.lines = lines;
        self.lines.iter_mut().for_each(Line::settle);
        self.wake(now);
        let mut lines = self.lines.iter().enumerate();
        // Receivers pass padding over on retransmission streams alone.
        self.carrier = lines.find_map(|(at, line)| {
            let rtx = line.rtx_payload_type().filter(|_| line.sends_numbered_video());
            rtx.map(|rtx| (at, rtx))
        });
        let mut streams = self.lines.iter().flat_map(|line| line.outgoing.iter());
        if self.estimator.is_none() && streams.any(|stream| stream.manner.is_numbered) {
            self.estimator = Some(Box::new(BandwidthEstimator::new(now, self.desired)));
        }
        self.ids = packet::ExtensionIds::default();
        for negotiated in self.lines.iter().filter_map(|line| line.negotiated.as_ref()) {
            // Within a bundle an id means the same on every line (RFC 8843 section 8).
            let ids = &negotiated.extensions;
            self.ids.mid = self.ids.mid.or(ids.mid);
            self.ids.audio_level = self.ids.audio_level.or(ids.audio_level);
            self.ids.transport_sequence = self.ids.transport_sequence.or(ids.transport_sequence);
            self.ids.descriptor = self.ids.descriptor.or(ids.descriptor);
            self.ids.rid = self.ids.rid.or(ids.rid);
            self.ids.repaired_rid = self.ids.repaired_rid.or(ids.repaired_rid);
        }
        let lines = &self.lines;
        self.incoming.retain(|stream| {
            let line = lines.get(stream.line).filter(|line| line.is_published());
            line.is_some_and(|line| stream.encoding < line.encodings())
        });
    }

    pub(super) fn secure(&mut self, keys: &Keys) {
        self.srtp = Some(Srtp {
            sealer: Sealer::new(keys.profile, &keys.local),
            opener: Opener::new(keys.profile, &keys.remote),
        });
        self.events.push_back(Event::Connected);
    }

    /// The RTP timestamp at `now` of what comes in on a line, by its sender reports.
    pub(super) fn source_timestamp(&self, line: usize, encoding: u8, now: Instant) -> Option<u32> {
        let mut streams = self.incoming.iter();
        let stream = streams.rfind(|stream| stream.is(line, encoding, false))?;
        stream.clock.rtp_at(self.clock.ntp(now), &self.offset)
    }

    pub(super) fn count_refused(&mut self, refused: Refused) {
        let dropped = &mut self.counters.dropped;
        match refused {
            Refused::Malformed => dropped.malformed += 1,
            Refused::Unauthenticated => dropped.unauthenticated += 1,
            Refused::Replayed => dropped.replayed += 1,
            Refused::Unwanted => dropped.unwanted += 1,
            Refused::Policed => dropped.policed += 1,
        }
    }
}
