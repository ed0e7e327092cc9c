//! Packets of padding alone, which probe what the way carries.

use super::repair::repair_header;
use super::{Departure, key};
use crate::congestion::PADDING;
use crate::peer::media::{Media, Srtp};
use crate::srtp::MAX_TAG;

/// The bit of a header's first byte that says that the payload ends in padding (RFC 3550 section 5.1).
const PADDING_BIT: u8 = 0x20;

impl Media {
    /// Writes a packet of padding alone on the retransmission stream of a stream; whether there was room.
    pub(in crate::peer) fn write_padding(&mut self, leaving: Departure<'_>, payload_type: u8) -> bool {
        let Departure {
            now,
            tuple,
            stream,
            out,
        } = leaving;
        let number = self.number(stream);
        let (Some(Srtp { sealer, .. }), Some(line)) = (&self.srtp, self.lines.get_mut(stream.line)) else {
            return false;
        };
        let mid = line.mid;
        let Some(outgoing) = line.outgoing.get_mut(stream.encoding) else {
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
}
