//! Streams that go out.

use super::Forward;
use super::media::{Media, Srtp};
use crate::feedback::{Compound, SenderReport};
use crate::packet::{OutgoingHeader, rtx};
use crate::srtp::MAX_TAG;
use crate::{FiveTuple, SendArena};
use std::time::Instant;

impl Media {
    /// Writes a packet for a stream, which is an encoding of a line, into the arena, edited, sealed.
    pub(super) fn send(
        &mut self,
        tuple: FiveTuple,
        (line, encoding): (usize, u8),
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        let Some(Srtp { sealer, .. }) = &self.srtp else {
            return;
        };
        let Some(line) = self.lines.get_mut(line) else {
            return;
        };
        let (mid, writes_descriptor, Some(kind)) = (line.mid, line.writes_descriptor(), line.kind()) else {
            return;
        };
        let Some(outgoing) = line.outgoing.get_mut(usize::from(encoding)) else {
            return;
        };
        let transport_sequence = self.transport_sequence;
        self.transport_sequence = transport_sequence.map(|sequence| sequence.wrapping_add(1));
        let rid = outgoing.rid.filter(|_| !outgoing.is_heard);
        let header = OutgoingHeader {
            marker: packet.marker,
            payload_type: packet.payload_type,
            sequence: packet.sequence as u16,
            timestamp: packet.timestamp,
            ssrc: outgoing.ssrc,
            transport_sequence,
            audio_level: packet.audio_level,
            mid: rid.and(Some(mid)),
            rid,
            repaired_rid: None,
            descriptor: packet.descriptor.filter(|_| writes_descriptor),
        };
        let most = header.most() + packet.payload.len() + MAX_TAG;
        out.push(tuple, most, |buffer| {
            let (start, descriptor) = header.write(buffer, &self.ids);
            let end = start + packet.payload.len();
            buffer[start..end].copy_from_slice(packet.payload);
            let (head, payload) = buffer[..end].split_at_mut(start);
            edit(payload, descriptor.map(|range| &mut head[range]));
            Some(sealer.seal_rtp(buffer, start, end, header.ssrc, packet.sequence))
        });
        outgoing.packets = outgoing.packets.wrapping_add(1);
        outgoing.octets = outgoing.octets.wrapping_add(packet.payload.len() as u32);
        self.counters.sent.packets.count(kind, 1);
        self.counters.sent.bytes.count(kind, packet.payload.len() as u64);
    }

    /// Sends a packet again: as a retransmission stream's packet where one was negotiated (RFC 4588), else as it was.
    pub(super) fn resend(
        &mut self,
        tuple: FiveTuple,
        (line, encoding): (usize, u8),
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
        out: &mut SendArena,
    ) {
        self.counters.retransmissions += 1;
        let repair = self
            .lines
            .get(line)
            .and_then(|l| l.format(l.codec_of(packet.payload_type)?.0)?.rtx_payload_type);
        let Some(payload_type) = repair else {
            return self.send(tuple, (line, encoding), packet, edit, out);
        };
        let Some(Srtp { sealer, .. }) = &self.srtp else {
            return;
        };
        let Some(line) = self.lines.get_mut(line) else {
            return;
        };
        let (mid, writes_descriptor) = (line.mid, line.writes_descriptor());
        let Some(outgoing) = line.outgoing.get_mut(usize::from(encoding)) else {
            return;
        };
        outgoing.rtx_sequence += 1;
        let header = OutgoingHeader {
            marker: packet.marker,
            payload_type,
            sequence: outgoing.rtx_sequence as u16,
            timestamp: packet.timestamp,
            ssrc: outgoing.rtx_ssrc,
            transport_sequence: None,
            audio_level: None,
            mid: outgoing.rid.and(Some(mid)),
            rid: None,
            repaired_rid: outgoing.rid,
            descriptor: packet.descriptor.filter(|_| writes_descriptor),
        };
        let most = header.most() + rtx::PREFIX_LEN + packet.payload.len() + MAX_TAG;
        out.push(tuple, most, |buffer| {
            let (start, descriptor) = header.write(buffer, &self.ids);
            let end = start + rtx::write(&mut buffer[start..], packet.sequence as u16, packet.payload);
            let (head, payload) = buffer[..end].split_at_mut(start + rtx::PREFIX_LEN);
            edit(payload, descriptor.map(|range| &mut head[range]));
            Some(sealer.seal_rtp(buffer, start, end, header.ssrc, outgoing.rtx_sequence))
        });
    }

    /// Sends a sender report with its CNAME: `timestamp` is the stream's at `now` (RFC 3550 section 6.4.1).
    pub(super) fn report(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        (line, encoding): (usize, u8),
        timestamp: u32,
        out: &mut SendArena,
    ) {
        let streams = self.lines.get(line).map_or(&[][..], |line| &line.outgoing);
        let Some(outgoing) = streams.get(usize::from(encoding)) else {
            return;
        };
        let report = SenderReport {
            ssrc: outgoing.ssrc,
            ntp: self.clock.ntp(now),
            rtp: timestamp,
            packets: outgoing.packets,
            octets: outgoing.octets,
        };
        self.rtcp.clear();
        let mut compound = Compound::new(&mut self.rtcp);
        compound.sender_report(&report, &[]);
        compound.cname(outgoing.ssrc, &outgoing.cname);
        self.send_rtcp(tuple, out);
    }
}
