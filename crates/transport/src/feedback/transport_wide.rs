//! Arrival times of all packets of a peer (draft-holmer-rmcat-transport-wide-cc-extensions-01).

mod chunk;
#[cfg(test)]
mod tests;

use super::{Compound, format, packet_type};
use crate::packet::SequenceExtender;
use chunk::{Status, write_chunks};
use std::time::{Duration, Instant};

/// Arrivals that are remembered.
const ARRIVALS: usize = 1_024;

/// Received packets that one feedback packet speaks of: with all statuses of the memory it stays under 900 bytes.
const RECEIVED_PER_PACKET: usize = 250;

/// From the first packet that was not reported to the report, unless another interval is set.
const INTERVAL: Duration = Duration::from_millis(50);

/// Arrivals are told in 250 us.
const TICK_MICROS: u128 = 250;

/// The reference time is told in 64 ms.
const TICKS_PER_REFERENCE: i64 = 256;

/// Records what arrives by transport-wide sequence number so that the sender can estimate its bandwidth.
#[derive(Clone, Debug)]
pub struct TransportWideRecorder {
    start: Instant,
    extender: SequenceExtender,
    arrivals: Box<[Arrival]>,
    /// The first packet that the next feedback speaks of.
    next: u64,
    due: Option<Instant>,
    interval: Duration,
    feedback_count: u8,
    statuses: Vec<Status>,
    deltas: Vec<i16>,
}

#[derive(Clone, Copy, Debug)]
struct Arrival {
    /// 0 where nothing arrived: extended numbers are larger.
    sequence: u64,
    /// Since `start`.
    ticks: i64,
}

impl TransportWideRecorder {
    /// Takes its memory, some twenty kilobytes, once.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        let nothing = Arrival {
            sequence: 0,
            ticks: 0,
        };
        Self {
            start: now,
            extender: SequenceExtender::default(),
            arrivals: vec![nothing; ARRIVALS].into_boxed_slice(),
            next: u64::MAX,
            due: None,
            interval: INTERVAL,
            feedback_count: 0,
            statuses: Vec::with_capacity(ARRIVALS),
            deltas: Vec::with_capacity(RECEIVED_PER_PACKET),
        }
    }

    /// Feedback comes so long after the first packet that it tells of.
    pub fn set_interval(&mut self, interval: Duration) {
        self.interval = interval;
    }

    /// A packet with this transport-wide sequence number is here.
    pub fn received(&mut self, sequence: u16, now: Instant) {
        let sequence = self.extender.extend(sequence);
        let oldest = self.oldest();
        let slot = &mut self.arrivals[sequence as usize % ARRIVALS];
        // Seen before, or so late that its place is due to another.
        if slot.sequence == sequence || sequence < oldest {
            return;
        }
        let since = now.saturating_duration_since(self.start);
        *slot = Arrival {
            sequence,
            ticks: (since.as_micros() / TICK_MICROS) as i64,
        };
        // A late packet is told by going back to it: what was reported after it is reported again.
        self.next = self.next.min(sequence).max(oldest);
        self.due.get_or_insert(now + self.interval);
    }

    /// When [`TransportWideRecorder::poll`] has feedback to write; `None` while there is nothing new.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.due
    }

    /// Appends at most one feedback packet of under 900 bytes; if more is to be told, the next is due at once.
    ///
    /// `media_ssrc` is any stream that the peer sends: browsers pass over feedback for streams that they do not know.
    pub fn poll(&mut self, now: Instant, sender_ssrc: u32, media_ssrc: u32, out: &mut Compound<'_>) {
        if self.due.is_none_or(|due| now < due) {
            return;
        }
        let (base, end) = (self.next, self.end());
        match self.collect(end) {
            Some(reference) => self.write(base, reference, sender_ssrc, media_ssrc, out),
            None => self.next = end,
        }
        self.due = (self.next < end).then_some(now);
    }

    fn end(&self) -> u64 {
        self.extender.highest().map_or(0, |highest| highest + 1)
    }

    fn oldest(&self) -> u64 {
        self.end().saturating_sub(ARRIVALS as u64)
    }

    fn arrival(&self, sequence: u64) -> Option<i64> {
        let slot = self.arrivals[sequence as usize % ARRIVALS];
        (slot.sequence == sequence).then_some(slot.ticks)
    }

    /// Gathers statuses with deltas of one feedback packet from `next` on, moves `next` past them; returns the
    /// reference time, `None` if nothing was received.
    fn collect(&mut self, end: u64) -> Option<i64> {
        self.statuses.clear();
        self.deltas.clear();
        let (mut reference, mut before) = (None, 0);
        let mut told = 0;
        for sequence in self.next..end {
            let Some(ticks) = self.arrival(sequence) else {
                self.statuses.push(Status::NotReceived);
                continue;
            };
            if reference.is_none() {
                let first = ticks / TICKS_PER_REFERENCE;
                reference = Some(first);
                before = first * TICKS_PER_REFERENCE;
            }
            let Ok(delta) = i16::try_from(ticks - before) else {
                break;
            };
            before = ticks;
            self.deltas.push(delta);
            self.statuses.push(Status::of(delta));
            told = self.statuses.len();
            if self.deltas.len() == RECEIVED_PER_PACKET {
                break;
            }
        }
        // What is missing after the last packet may still be on its way.
        self.statuses.truncate(told);
        self.next += told as u64;
        reference
    }

    /// Section 3.1.
    fn write(
        &mut self,
        base: u64,
        reference: i64,
        sender_ssrc: u32,
        media_ssrc: u32,
        out: &mut Compound<'_>,
    ) {
        let count = self.feedback_count;
        self.feedback_count = count.wrapping_add(1);
        let (statuses, deltas) = (&self.statuses, &self.deltas);
        out.feedback(
            format::TRANSPORT_WIDE,
            packet_type::TRANSPORT_FEEDBACK,
            sender_ssrc,
            media_ssrc,
            |out| {
                out.extend((base as u16).to_be_bytes());
                out.extend((statuses.len() as u16).to_be_bytes());
                out.extend(((reference as u32) << 8 | u32::from(count)).to_be_bytes());
                write_chunks(statuses, out);
                for delta in deltas {
                    match u8::try_from(*delta) {
                        Ok(small) => out.push(small),
                        Err(_) => out.extend(delta.to_be_bytes()),
                    }
                }
            },
        );
    }
}
