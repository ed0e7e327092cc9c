//! One published track with those who receive it.

use crate::history::{History, Kept};
use crate::speakers::Voice;
use model::{Codec, MediaKind, Source, TrackId};
use std::time::{Duration, Instant};
use transport::feedback::KeyframeThrottle;
use transport::peer::Packet;

/// How long a track holds its line against another stream.
const HOLD: Duration = Duration::from_millis(500);

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
    born: Instant,
    heard: Instant,
}

impl Track {
    pub(crate) fn new(now: Instant, id: TrackId, source: Source, codec: Codec, packet: &Packet) -> Self {
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
            born: now,
            heard: now,
        }
    }

    /// Whether the packet goes on with this track: a new SSRC or codec on the line begins another.
    pub(crate) fn continues_with(&self, packet: &Packet) -> bool {
        self.stream == packet.stream && self.codec_index == packet.codec
    }

    /// Whether a packet of another stream or codec on the line may begin a track in this one's place: not while this one is
    /// heard, nor at once again, so that who sends two at a time does not have a track made for each packet.
    pub(crate) fn yields_to(&self, now: Instant, packet: &Packet) -> bool {
        let since = if packet.stream == self.stream {
            self.born
        } else {
            self.heard
        };
        now.saturating_duration_since(since) >= HOLD
    }

    /// Takes note of a packet; whether a keyframe starts in it.
    pub(crate) fn note(&mut self, now: Instant, packet: &Packet, payload: &[u8]) -> bool {
        self.heard = now;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(stream: u32, codec: usize) -> Packet {
        Packet {
            line: 0,
            stream,
            codec,
            is_red: false,
            encoding: 0,
            sequence: 1,
            timestamp: 0,
            marker: false,
            audio_level: None,
            descriptor: None,
            payload: 0..0,
        }
    }

    #[test]
    fn two_streams_on_one_line_do_not_take_turns() {
        let start = Instant::now();
        let mut track = Track::new(start, TrackId(1), Source::Camera, Codec::Vp8, &packet(7, 0));
        for ms in (0..2_000).step_by(100) {
            let now = start + Duration::from_millis(ms);
            track.note(now, &packet(7, 0), &[]);
            assert!(!track.yields_to(now, &packet(8, 0)), "at {ms} ms");
        }
        let silent = start + Duration::from_millis(2_500);
        assert!(
            track.yields_to(silent, &packet(8, 0)),
            "a stream that took its place"
        );
        assert!(track.yields_to(silent, &packet(7, 1)), "another codec");
        assert!(!track.yields_to(start, &packet(7, 1)), "not for each packet");
    }
}
