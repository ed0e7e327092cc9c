//! Streams that go out.

use super::Forward;
use super::line::Manner;
use super::media::{Media, Srtp};
use crate::congestion::{Key, PADDING, PacketQueue, Turn, Waiting};
use crate::feedback::{Compound, SenderReport};
use crate::packet::{OutgoingHeader, rtx};
use crate::srtp::MAX_TAG;
use crate::{FiveTuple, SendArena};
use model::Mid;
use std::time::Instant;

/// A stream that goes out: an encoding of a line; 0 without simulcast.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StreamAt {
    pub(crate) line: usize,
    pub(crate) encoding: u8,
}

/// The bit of a header's first byte that says that the payload ends in padding (RFC 3550 section 5.1).
const PADDING_BIT: u8 = 0x20;

impl Media {
    /// Sends a packet of the stream of `line`, edited: at once, or when it is its turn.
    pub(super) fn send(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        stream: StreamAt,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        match self.turn(now, stream, false) {
            Turn::Now => self.write(now, tuple, stream, packet, edit, out),
            Turn::Wait => self.enqueue(now, stream, packet, false, edit),
            Turn::Never => self.counters.pacer_dropped += 1,
        }
    }

    /// Sends a packet again: at once, or when it is its turn.
    pub(super) fn resend(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        stream: StreamAt,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        match self.turn(now, stream, true) {
            Turn::Now => self.write_again(now, tuple, stream, packet, edit, out),
            Turn::Wait => self.enqueue(now, stream, packet, true, edit),
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
            if waiting.is_repeated {
                self.write_again(now, tuple, waiting.stream, &packet, |_, _| {}, out);
            } else {
                self.write(now, tuple, waiting.stream, &packet, |_, _| {}, out);
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
        let queue = self.pacer.queue.get_or_insert_with(PacketQueue::new);
        let descriptor = packet.descriptor.unwrap_or_default();
        if !queue.push(waiting, descriptor, packet.payload, edit) {
            self.counters.pacer_dropped += 1;
        }
        self.wake(self.pacer.poll_timeout().unwrap_or(now));
    }

    /// Writes a packet for the stream of `line` into the arena, edited, sealed.
    fn write(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        stream: StreamAt,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        let number = self.number(stream);
        let Some(size) = self.write_numbered(tuple, stream, packet, number, edit, out) else {
            return;
        };
        self.sent(now, size, number.is_some(), key(stream, packet.sequence), false);
        let Some(outgoing) = outgoing(&mut self.lines, stream) else {
            return;
        };
        let kind = outgoing.manner.kind();
        outgoing.packets += 1;
        outgoing.octets += packet.payload.len() as u64;
        self.counters.sent.packets.count(kind, 1);
        self.counters.sent.bytes.count(kind, packet.payload.len() as u64);
    }

    /// The size of the datagram, nothing if none was written.
    fn write_numbered(
        &mut self,
        tuple: FiveTuple,
        stream: StreamAt,
        packet: &Forward<'_>,
        transport_sequence: Option<u16>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) -> Option<usize> {
        let Srtp { sealer, .. } = self.srtp.as_ref()?;
        let line = self.lines.get(stream.line)?;
        let outgoing = line.outgoing.get(usize::from(stream.encoding))?;
        let rid = outgoing.rid.filter(|_| !outgoing.is_heard);
        let header = OutgoingHeader {
            marker: packet.marker,
            payload_type: packet.payload_type,
            sequence: packet.sequence as u16,
            timestamp: packet.timestamp,
            ssrc: outgoing.ssrc,
            transport_sequence,
            audio_level: packet.audio_level,
            mid: rid.and(Some(line.mid)),
            rid,
            repaired_rid: None,
            descriptor: packet.descriptor.filter(|_| outgoing.manner.writes_descriptor),
        };
        let most = header.most() + packet.payload.len() + MAX_TAG;
        let mut written = None;
        out.push(tuple, most, |buffer| {
            let (start, descriptor) = header.write(buffer, &self.ids);
            let end = start + packet.payload.len();
            buffer[start..end].copy_from_slice(packet.payload);
            let (head, payload) = buffer[..end].split_at_mut(start);
            edit(payload, descriptor.map(|range| &mut head[range]));
            written = Some(sealer.seal_rtp(buffer, start, end, header.ssrc, packet.sequence));
            written
        });
        written
    }

    /// Writes a packet again: as a retransmission stream's packet where one was negotiated (RFC 4588), else as it was.
    fn write_again(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        stream: StreamAt,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        let repair = self
            .lines
            .get(stream.line)
            .and_then(|l| l.format(l.codec_of(packet.payload_type)?.0)?.rtx_payload_type);
        self.counters.retransmissions += 1;
        let Some(payload_type) = repair else {
            return self.write_same(now, tuple, stream, packet, edit, out);
        };
        let number = self.number(stream);
        let (Some(Srtp { sealer, .. }), Some(line)) = (&self.srtp, self.lines.get_mut(stream.line)) else {
            return;
        };
        let mid = line.mid;
        let Some(outgoing) = line.outgoing.get_mut(usize::from(stream.encoding)) else {
            return;
        };
        outgoing.rtx_sequence += 1;
        outgoing.repeated += 1;
        let index = outgoing.rtx_sequence;
        let header = OutgoingHeader {
            descriptor: packet.descriptor.filter(|_| outgoing.manner.writes_descriptor),
            timestamp: packet.timestamp,
            marker: packet.marker,
            ..repair_header(outgoing, mid, payload_type, number)
        };
        let most = header.most() + rtx::PREFIX_LEN + packet.payload.len() + MAX_TAG;
        let mut written = None;
        out.push(tuple, most, |buffer| {
            let (start, descriptor) = header.write(buffer, &self.ids);
            let end = start + rtx::write(&mut buffer[start..], packet.sequence as u16, packet.payload);
            let (head, payload) = buffer[..end].split_at_mut(start + rtx::PREFIX_LEN);
            edit(payload, descriptor.map(|range| &mut head[range]));
            written = Some(sealer.seal_rtp(buffer, start, end, header.ssrc, index));
            written
        });
        if let Some(size) = written {
            self.sent(now, size, number.is_some(), key(stream, index), true);
        }
    }

    /// The very same bytes once more, its number included: two packets sealed under one index would betray both
    /// (RFC 7714 section 8.4). One whose number is forgotten is not sent.
    fn write_same(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        stream: StreamAt,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        let is_numbered = self.manner(stream).is_numbered;
        let number = match self.estimator.as_ref().filter(|_| is_numbered) {
            Some(estimator) => match estimator.number_of(key(stream, packet.sequence)) {
                Some(number) => Some(number),
                None => return,
            },
            None => None,
        };
        let Some(size) = self.write_numbered(tuple, stream, packet, number, edit, out) else {
            return;
        };
        self.pacer.left(size);
        if let Some(outgoing) = outgoing(&mut self.lines, stream) {
            outgoing.repeated += 1;
        }
        if let (Some(estimator), Some(number)) = (&mut self.estimator, number) {
            estimator.sent_again(now, number, size);
        }
    }

    /// Writes a packet of padding alone on the retransmission stream of `line`; whether there was room.
    pub(super) fn write_padding(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        line: usize,
        payload_type: u8,
        out: &mut SendArena,
    ) -> bool {
        let stream = StreamAt { line, encoding: 0 };
        let number = self.number(stream);
        let (Some(Srtp { sealer, .. }), Some(line)) = (&self.srtp, self.lines.get_mut(line)) else {
            return false;
        };
        let mid = line.mid;
        let Some(outgoing) = line.outgoing.first_mut() else {
            return false;
        };
        outgoing.rtx_sequence += 1;
        let index = outgoing.rtx_sequence;
        let header = repair_header(outgoing, mid, payload_type, number);
        let mut written = None;
        out.push(tuple, header.most() + PADDING + MAX_TAG, |buffer| {
            let (start, _) = header.write(buffer, &self.ids);
            let end = start + PADDING;
            buffer[0] |= PADDING_BIT;
            buffer[start..end].fill(0);
            buffer[end - 1] = PADDING as u8;
            written = Some(sealer.seal_rtp(buffer, start, end, header.ssrc, index));
            written
        });
        if let (Some(size), Some(estimator)) = (written, &mut self.estimator) {
            estimator.sent(now, size, key(stream, index), true);
        }
        written.is_some()
    }

    /// The transport-wide number of a stream's next packet, where the client wants one.
    fn number(&self, stream: StreamAt) -> Option<u16> {
        let is_numbered = self.manner(stream).is_numbered;
        let estimator = self.estimator.as_ref().filter(|_| is_numbered)?;
        Some(estimator.next_number())
    }

    fn manner(&self, stream: StreamAt) -> Manner {
        let line = self.lines.get(stream.line);
        let outgoing = line.and_then(|line| line.outgoing.get(usize::from(stream.encoding)));
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

fn outgoing(lines: &mut [super::Line], stream: StreamAt) -> Option<&mut super::line::Outgoing> {
    let line = lines.get_mut(stream.line)?;
    line.outgoing.get_mut(usize::from(stream.encoding))
}

fn key(stream: StreamAt, sequence: u64) -> Key {
    Key {
        line: stream.line as u16,
        encoding: stream.encoding,
        sequence: sequence as u16,
    }
}

fn repair_header(
    outgoing: &super::line::Outgoing,
    mid: Mid,
    payload_type: u8,
    transport_sequence: Option<u16>,
) -> OutgoingHeader<'static> {
    OutgoingHeader {
        payload_type,
        sequence: outgoing.rtx_sequence as u16,
        ssrc: outgoing.rtx_ssrc,
        transport_sequence,
        mid: outgoing.rid.and(Some(mid)),
        repaired_rid: outgoing.rid,
        ..OutgoingHeader::default()
    }
}
