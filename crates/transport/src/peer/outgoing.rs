//! Streams that go out.

use super::Forward;
use super::media::{Media, Srtp};
use crate::feedback::{Compound, SenderReport};
use crate::packet::{OutgoingHeader, rtx};
use crate::srtp::MAX_TAG;
use crate::{FiveTuple, SendArena};
use std::time::Instant;

impl Media {
    /// Writes a packet for the stream of `line` into the arena, edited, sealed.
    pub(super) fn send(
        &mut self,
        tuple: FiveTuple,
        line: usize,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8]),
        out: &mut SendArena,
    ) {
        let Some(Srtp { sealer, .. }) = &self.srtp else {
            return;
        };
        let Some(line) = self.lines.get_mut(line) else {
            return;
        };
        let (Some(kind), Some(outgoing)) = (line.kind(), &mut line.outgoing) else {
            return;
        };
        let transport_sequence = self.transport_sequence;
        self.transport_sequence = transport_sequence.map(|sequence| sequence.wrapping_add(1));
        let header = OutgoingHeader {
            marker: packet.marker,
            payload_type: packet.payload_type,
            sequence: packet.sequence as u16,
            timestamp: packet.timestamp,
            ssrc: outgoing.ssrc,
            transport_sequence,
            audio_level: packet.audio_level,
        };
        let most = OutgoingHeader::MOST + packet.payload.len() + MAX_TAG;
        out.push(tuple, most, |buffer| {
            let start = header.write(buffer, &self.ids);
            let end = start + packet.payload.len();
            buffer[start..end].copy_from_slice(packet.payload);
            edit(&mut buffer[start..end]);
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
        line: usize,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8]),
        out: &mut SendArena,
    ) {
        self.counters.retransmissions += 1;
        let repair = self
            .lines
            .get(line)
            .and_then(|l| l.format(l.codec_of(packet.payload_type)?.0)?.rtx_payload_type);
        let Some(payload_type) = repair else {
            return self.send(tuple, line, packet, edit, out);
        };
        let Some(Srtp { sealer, .. }) = &self.srtp else {
            return;
        };
        let Some(outgoing) = self.lines.get_mut(line).and_then(|l| l.outgoing.as_mut()) else {
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
        };
        let most = OutgoingHeader::MOST + rtx::PREFIX_LEN + packet.payload.len() + MAX_TAG;
        out.push(tuple, most, |buffer| {
            let start = header.write(buffer, &self.ids);
            let end = start + rtx::write(&mut buffer[start..], packet.sequence as u16, packet.payload);
            edit(&mut buffer[start + rtx::PREFIX_LEN..end]);
            Some(sealer.seal_rtp(buffer, start, end, header.ssrc, outgoing.rtx_sequence))
        });
    }

    /// Sends a sender report with its CNAME: `timestamp` is the stream's at `now` (RFC 3550 section 6.4.1).
    pub(super) fn report(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        line: usize,
        timestamp: u32,
        out: &mut SendArena,
    ) {
        let Some(outgoing) = self.lines.get(line).and_then(|l| l.outgoing.as_ref()) else {
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
