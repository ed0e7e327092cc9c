//! Streams that go out.

mod padding;
mod repair;
mod write;

use super::Forward;
use super::line::{Line, Manner, Outgoing};
use super::media::Media;
use crate::congestion::{Key, PacketQueue, Turn, Waiting};
use crate::feedback::{Compound, SenderReport};
use crate::{FiveTuple, SendArena};
use std::time::Instant;

/// A stream that goes out: an encoding of a line; 0 without simulcast.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StreamAt {
    pub(crate) line: usize,
    pub(crate) encoding: u8,
}

/// When a packet of a stream leaves, where to, by way of what memory.
pub(super) struct Departure<'a> {
    pub(super) now: Instant,
    pub(super) tuple: FiveTuple,
    pub(super) stream: StreamAt,
    pub(super) out: &'a mut SendArena,
}

impl Media {
    /// Sends a packet of a stream, edited: at once, or when it is its turn.
    pub(super) fn send(
        &mut self,
        leaving: Departure<'_>,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) {
        match self.turn(leaving.now, leaving.stream, false) {
            Turn::Now => self.write(leaving, packet, edit),
            Turn::Wait => self.enqueue(leaving.now, leaving.stream, packet, false, edit),
            Turn::Never => self.counters.pacer_dropped += 1,
        }
    }

    /// Sends a packet again: at once, or when it is its turn.
    pub(super) fn resend(
        &mut self,
        leaving: Departure<'_>,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) {
        match self.turn(leaving.now, leaving.stream, true) {
            Turn::Now => self.write_again(leaving, packet, edit),
            Turn::Wait => self.enqueue(leaving.now, leaving.stream, packet, true, edit),
            Turn::Never => self.counters.pacer_dropped += 1,
        }
    }

    /// Sends those waiting packets whose turn it is.
    pub(super) fn send_waiting(&mut self, now: Instant, tuple: FiveTuple, out: &mut SendArena) {
        let Some(mut queue) = self.pacer.queue.take() else {
            return;
        };
        while self.pacer.is_due(now)
            && let Some((waiting, descriptor, payload)) = queue.front()
        {
            let packet = Forward {
                payload_type: waiting.payload_type,
                sequence: waiting.sequence,
                timestamp: waiting.timestamp,
                marker: waiting.marker,
                audio_level: None,
                descriptor: (!descriptor.is_empty()).then_some(descriptor),
                payload,
            };
            let leaving = Departure {
                now,
                tuple,
                stream: waiting.stream,
                out: &mut *out,
            };
            if waiting.is_repeated {
                self.write_again(leaving, &packet, |_, _| {});
            } else {
                self.write(leaving, &packet, |_, _| {});
            }
            queue.pop();
        }
        self.pacer.queue = Some(queue);
    }

    /// Sound never waits.
    fn turn(&mut self, now: Instant, stream: StreamAt, is_repeated: bool) -> Turn {
        if self.is_paced && self.manner(stream).is_video {
            self.pacer.turn(now, stream.line, is_repeated)
        } else {
            Turn::Now
        }
    }

    fn enqueue(
        &mut self,
        now: Instant,
        stream: StreamAt,
        packet: &Forward<'_>,
        is_repeated: bool,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) {
        let waiting = Waiting {
            stream,
            is_repeated,
            payload_type: packet.payload_type,
            sequence: packet.sequence,
            timestamp: packet.timestamp,
            marker: packet.marker,
        };
        let queue = self
            .pacer
            .queue
            .get_or_insert_with(|| Box::new(PacketQueue::new()));
        let descriptor = packet.descriptor.unwrap_or_default();
        if !queue.push(waiting, descriptor, packet.payload, edit) {
            self.counters.pacer_dropped += 1;
        }
        self.wake(self.pacer.poll_timeout().unwrap_or(now));
    }

    /// The transport-wide number of a stream's next packet, where the client wants one.
    fn number(&self, stream: StreamAt) -> Option<u16> {
        let is_numbered = self.manner(stream).is_numbered;
        let estimator = self.estimator.as_ref().filter(|_| is_numbered)?;
        Some(estimator.next_number())
    }

    fn manner(&self, stream: StreamAt) -> Manner {
        let line = self.lines.get(stream.line);
        let outgoing = line.and_then(|line| line.outgoing.get(stream.encoding));
        outgoing.map_or_else(Manner::default, |outgoing| outgoing.manner)
    }

    /// A packet left; repairs are not found again by their key.
    fn sent(&mut self, now: Instant, size: usize, is_numbered: bool, key: Key, is_repair: bool) {
        self.pacer.left(size);
        self.sent_bytes += size as u64;
        if let Some(estimator) = self.estimator.as_mut().filter(|_| is_numbered) {
            let key = if is_repair { Key::NONE } else { key };
            estimator.sent(now, size, key, false);
        }
    }

    /// Sends a sender report with its CNAME: `timestamp` is the stream's at `now` (RFC 3550 section 6.4.1).
    pub(super) fn report(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        stream: StreamAt,
        timestamp: u32,
        out: &mut SendArena,
    ) {
        let Some(outgoing) = outgoing(&mut self.lines, stream) else {
            return;
        };
        let report = SenderReport {
            ssrc: outgoing.ssrc,
            ntp: self.clock.ntp(now),
            rtp: timestamp,
            packets: outgoing.packets as u32,
            octets: outgoing.octets as u32,
        };
        self.rtcp.clear();
        let mut compound = Compound::new(&mut self.rtcp);
        compound.sender_report(&report, &[]);
        compound.cname(outgoing.ssrc, &outgoing.cname);
        self.send_rtcp(tuple, out);
    }
}

fn outgoing(lines: &mut [Line], stream: StreamAt) -> Option<&mut Outgoing> {
    let line = lines.get_mut(stream.line)?;
    line.outgoing.get_mut(stream.encoding)
}

fn key(stream: StreamAt, sequence: u64) -> Key {
    Key {
        line: stream.line as u16,
        encoding: stream.encoding,
        sequence: sequence as u16,
    }
}
