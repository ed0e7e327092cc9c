//! Packets of the medium written for the first time.

use super::{Departure, key, outgoing};
use crate::packet::OutgoingHeader;
use crate::peer::Forward;
use crate::peer::media::{Media, Srtp};
use crate::srtp::MAX_TAG;

impl Media {
    /// Writes a packet of a stream into the arena, edited, sealed.
    pub(super) fn write(
        &mut self,
        mut leaving: Departure<'_>,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) {
        let Departure { now, stream, .. } = leaving;
        let number = self.number(stream);
        let Some(size) = self.write_numbered(&mut leaving, packet, number, edit) else {
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
    pub(super) fn write_numbered(
        &mut self,
        Departure {
            tuple, stream, out, ..
        }: &mut Departure<'_>,
        packet: &Forward<'_>,
        transport_sequence: Option<u16>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) -> Option<usize> {
        let Srtp { sealer, .. } = self.srtp.as_ref()?;
        let line = self.lines.get(stream.line)?;
        let outgoing = line.outgoing.get(stream.encoding)?;
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
        out.push(*tuple, most, |buffer| {
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
}
