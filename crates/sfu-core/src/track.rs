//! One published track with those who receive it.

use crate::encoding::Encoding;
use crate::speakers::Voice;
use crate::tape::Tap;
use crate::watch::Watch;
use layers::Place;
use model::{Codec, Layer, Source, TrackId};
use std::time::{Duration, Instant};
use transport::peer::Packet;

/// How long a track holds its line against another stream.
const HOLD: Duration = Duration::from_millis(500);

/// A seat, named by its session's place in the room and its place in the session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SeatKey {
    pub(crate) session: usize,
    pub(crate) seat: usize,
}

/// What a seat plays: a stream of a track. A publisher that starts a simulcast layer anew sends another stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct StreamId {
    pub(crate) track: TrackId,
    pub(crate) encoding: u8,
    /// SSRC at the publisher.
    pub(crate) ssrc: u32,
}

pub(crate) struct Track {
    pub(crate) id: TrackId,
    pub(crate) source: Source,
    pub(crate) codec: Codec,
    /// Place in the publisher line's codec list.
    pub(crate) codec_index: usize,
    /// Simulcast encodings in the order of the offer, the smallest first; one where there is no simulcast.
    pub(crate) encodings: [Option<Encoding>; Layer::SPATIAL],
    /// Silent for ever where this is no microphone.
    pub(crate) voice: Voice,
    /// How many layers somebody takes.
    pub(crate) watch: Watch,
    /// Which of its streams is recorded.
    pub(crate) tap: Tap,
    born: Instant,
}

impl Track {
    pub(crate) fn new(
        now: Instant,
        id: TrackId,
        source: Source,
        codec: Codec,
        codec_index: usize,
        encodings: u8,
    ) -> Self {
        Self {
            id,
            source,
            codec,
            codec_index,
            encodings: [const { None }; Layer::SPATIAL],
            voice: Voice::default(),
            watch: Watch::new(encodings),
            tap: Tap::default(),
            born: now,
        }
    }

    /// Whether the packet goes on with a stream of this track.
    pub(crate) fn continues_with(&self, packet: &Packet) -> bool {
        let encoding = self.encoding(packet.encoding);
        self.codec_index == packet.codec && encoding.is_some_and(|e| e.stream == packet.stream)
    }

    /// Whether the packet may begin a stream of this track: a simulcast layer, for the first time or started anew.
    pub(crate) fn takes(&self, now: Instant, packet: &Packet) -> bool {
        let holds = |encoding: &Encoding| now.saturating_duration_since(encoding.heard) < HOLD;
        let is_layer = packet.encoding > 0 || self.encodings.iter().skip(1).any(Option::is_some);
        let others = self.encodings.iter().flatten();
        let is_fresh = others.clone().all(|e| e.stream != packet.stream);
        self.codec_index == packet.codec
            && is_layer
            && is_fresh
            && usize::from(packet.encoding) < Layer::SPATIAL
            && !self.encoding(packet.encoding).is_some_and(holds)
    }

    pub(crate) fn begin(&mut self, now: Instant, packet: &Packet) {
        if let Some(place) = self.encodings.get_mut(usize::from(packet.encoding)) {
            *place = Some(Encoding::new(now, self.codec, packet.stream));
        }
    }

    /// Whether a packet of another stream or codec on the line may begin a track in this one's place: not while this one is
    /// heard, nor at once again, so that who sends two at a time does not have a track made for each packet.
    pub(crate) fn yields_to(&self, now: Instant, packet: &Packet) -> bool {
        let mine = self.encodings.iter().flatten();
        let since = if mine.clone().any(|e| e.stream == packet.stream) {
            self.born
        } else {
            mine.map(|e| e.heard).max().unwrap_or(self.born)
        };
        now.saturating_duration_since(since) >= HOLD
    }

    /// Takes note of a packet that goes on with this track; where it stands.
    pub(crate) fn note(
        &mut self,
        now: Instant,
        packet: &Packet,
        payload: &[u8],
        descriptor: Option<&[u8]>,
    ) -> Option<Place> {
        if let Some(level) = packet.audio_level.filter(|_| self.source == Source::Microphone) {
            self.voice.hear(now, level);
        }
        let encoding = self.encodings.get_mut(usize::from(packet.encoding))?.as_mut()?;
        if !payload.is_empty() {
            encoding.frames.note(now, packet.timestamp, self.source);
        }
        Some(encoding.note(now, packet, payload, descriptor))
    }

    pub(crate) fn encoding(&self, at: u8) -> Option<&Encoding> {
        self.encodings.get(usize::from(at))?.as_ref()
    }

    pub(crate) fn encoding_mut(&mut self, at: u8) -> Option<&mut Encoding> {
        self.encodings.get_mut(usize::from(at))?.as_mut()
    }

    /// The stream of an encoding.
    pub(crate) fn stream(&self, encoding: u8) -> Option<StreamId> {
        let ssrc = self.encoding(encoding)?.stream;
        Some(StreamId {
            track: self.id,
            encoding,
            ssrc,
        })
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
        let mut track = Track::new(start, TrackId(1), Source::Camera, Codec::Vp8, 0, 1);
        track.begin(start, &packet(7, 0));
        for ms in (0..2_000).step_by(100) {
            let now = start + Duration::from_millis(ms);
            track.note(now, &packet(7, 0), &[], None);
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
