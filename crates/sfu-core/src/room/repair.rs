//! Packets found again that a receiver lost.

use super::{Room, Surroundings};
use transport::peer::Forward;

impl Room {
    pub(super) fn resend(
        &mut self,
        receiver: usize,
        line: usize,
        sequence: u16,
        around: &mut Surroundings<'_>,
    ) {
        let mut seats = self.sessions[receiver].seats.iter();
        let Some(seat) = seats.find(|seat| seat.line == line) else {
            return;
        };
        let (Some(playing), Some((segment, original))) = (seat.playing(), seat.original(sequence)) else {
            return;
        };
        let (source, occupant) = (segment.source, playing.occupant);
        if occupant.track != source.track {
            return;
        }
        let Some((publisher, receiver)) = self.sessions.get2_mut(occupant.session, receiver) else {
            return;
        };
        let track = publisher.tracks.get(occupant.line).and_then(Option::as_ref);
        let encoding = track.and_then(|track| track.encoding(source.encoding));
        let Some(kept) = encoding
            .filter(|encoding| encoding.stream == source.ssrc)
            .and_then(|encoding| encoding.kept(original))
        else {
            return;
        };
        let forward = Forward {
            payload_type: occupant.payload_type,
            sequence: segment.outgoing(original),
            timestamp: kept.timestamp.wrapping_add(segment.timestamp_shift),
            marker: segment.rewrite.marker(kept.marker, kept.payload, kept.descriptor),
            audio_level: None,
            descriptor: kept.descriptor,
            payload: kept.payload,
        };
        let edit =
            |payload: &mut [u8], descriptor: Option<&mut [u8]>| segment.rewrite.apply(payload, descriptor);
        receiver.peer.resend(around.now, line, &forward, edit, around.out);
    }
}
