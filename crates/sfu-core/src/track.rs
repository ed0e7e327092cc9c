//! One published track with those who receive it.

use crate::history::{History, Kept};
use crate::speakers::Voice;
use model::{Codec, MediaKind, Source, TrackId};
use std::time::Instant;
use transport::feedback::KeyframeThrottle;
use transport::peer::Packet;

/// About two seconds of a 2 Mbit/s camera.
const VIDEO_HISTORY: (usize, usize) = (512 * 1024, 1024);

/// A seat, named by its session's place in the room and its place in the session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SeatKey {
    pub(crate) session: usize,
    pub(crate) seat: usize,
}

pub(crate) struct Track {
    pub(crate) id: TrackId,
    pub(crate) source: Source,
    pub(crate) codec: Codec,
    /// SSRC at the publisher.
    stream: u32,
    /// Place in the publisher line's codec list.
    pub(crate) codec_index: usize,
    /// Sound is not sent again: it would come too late.
    history: Option<History>,
    pub(crate) seats: Vec<SeatKey>,
    pub(crate) keyframes: KeyframeThrottle,
    /// Silent for ever where this is no microphone.
    pub(crate) voice: Voice,
}

impl Track {
    pub(crate) fn new(id: TrackId, source: Source, codec: Codec, packet: &Packet) -> Self {
        let (bytes, packets) = VIDEO_HISTORY;
        Self {
            id,
            source,
            codec,
            stream: packet.stream,
            codec_index: packet.codec,
            history: (codec.kind() == MediaKind::Video).then(|| History::new(bytes, packets)),
            seats: Vec::new(),
            keyframes: KeyframeThrottle::default(),
            voice: Voice::default(),
        }
    }

    /// Whether the packet goes on with this track: a new SSRC or codec on the line begins another.
    pub(crate) fn continues_with(&self, packet: &Packet) -> bool {
        self.stream == packet.stream && self.codec_index == packet.codec
    }

    /// Takes note of a packet; whether a keyframe starts in it.
    pub(crate) fn note(&mut self, now: Instant, packet: &Packet, payload: &[u8]) -> bool {
        if let Some(level) = packet.audio_level.filter(|_| self.source == Source::Microphone) {
            self.voice.hear(now, level);
        }
        if let Some(history) = &mut self.history {
            history.keep(packet.sequence, packet.timestamp, packet.marker, payload);
        }
        let keyframe = layers::starts_keyframe(self.codec, payload);
        if keyframe {
            self.keyframes.arrived();
        }
        keyframe
    }

    pub(crate) fn kept(&self, sequence: u64) -> Option<Kept<'_>> {
        self.history.as_ref()?.find(sequence)
    }
}
