//! Packets written again that the client lost.

use super::{Departure, StreamAt, key, outgoing};
use crate::packet::{OutgoingHeader, rtx};
use crate::peer::Forward;
use crate::peer::line::Outgoing;
use crate::peer::media::{Media, Srtp};
use crate::srtp::MAX_TAG;
use model::Mid;

impl Media {
    /// Writes a packet again: as a retransmission stream's packet where one was negotiated (RFC 4588), else as it was.
    pub(super) fn write_again(
        &mut self,
        leaving: Departure<'_>,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) {
        self.counters.retransmissions += 1;
        let Some(payload_type) = self.repair_payload_type(leaving.stream, packet.payload_type) else {
            return self.write_same(leaving, packet, edit);
        };
        let Departure {
            now,
            tuple,
            stream,
            out,
        } = leaving;
        let number = self.number(stream);
        let (Some(Srtp { sealer, .. }), Some(line)) = (&self.srtp, self.lines.get_mut(stream.line)) else {
            return;
        };
        let mid = line.mid;
        let Some(outgoing) = line.outgoing.get_mut(stream.encoding) else {
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

    /// The payload type of retransmissions of what has this one, where it was negotiated.
    fn repair_payload_type(&self, stream: StreamAt, payload_type: u8) -> Option<u8> {
        let line = self.lines.get(stream.line)?;
        line.format(line.codec_of(payload_type)?.0)?.rtx_payload_type
    }

    /// The very same bytes once more, its number included: two packets sealed under one index would betray both
    /// (RFC 7714 section 8.4). One whose number is forgotten is not sent.
    fn write_same(
        &mut self,
        mut leaving: Departure<'_>,
        packet: &Forward<'_>,
        edit: impl FnOnce(&mut [u8], Option<&mut [u8]>),
    ) {
        let Departure { now, stream, .. } = leaving;
        let is_numbered = self.manner(stream).is_numbered;
        let number = match self.estimator.as_ref().filter(|_| is_numbered) {
            Some(estimator) => match estimator.number_of(key(stream, packet.sequence)) {
                Some(number) => Some(number),
                None => return,
            },
            None => None,
        };
        let Some(size) = self.write_numbered(&mut leaving, packet, number, edit) else {
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
}

pub(super) fn repair_header(
    outgoing: &Outgoing,
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
