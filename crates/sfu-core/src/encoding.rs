//! One stream of a published track: a simulcast encoding, or all there is.

use crate::frames::FrameMeter;
use crate::history::{History, Kept};
use crate::meter::Meter;
use crate::recent_sound::{RecentSound, Repeating};
use crate::track::SeatKey;
use layers::{Place, Reader};
use model::{Codec, Layer, MediaKind};
use std::time::{Duration, Instant};
use transport::feedback::KeyframeThrottle;
use transport::peer::Packet;

/// About two seconds of a 2 Mbit/s camera.
const VIDEO_HISTORY: (usize, usize) = (512 * 1024, 1024);
/// Bytes of a packet as sent beside its payload: RTP with extensions, SRTP's tag. Of speech that is near half.
const OVERHEAD: usize = 40;
/// Silence after which a stream counts as paused; a still screen sends less than a picture a second.
const PAUSED: Duration = Duration::from_secs(2);

pub(crate) struct Encoding {
    /// SSRC at the publisher.
    pub(crate) stream: u32,
    /// Sound is not sent again: it would come too late.
    history: Option<History>,
    /// Instead it goes out with what follows it.
    sound: Option<RecentSound>,
    pub(crate) seats: Vec<SeatKey>,
    pub(crate) keyframes: KeyframeThrottle,
    pub(crate) meter: Meter,
    pub(crate) frames: FrameMeter,
    /// Whether its latest packet had redundant sound (RFC 2198).
    pub(crate) is_redundant: bool,
    /// Of the largest spatial layer in pixels, as last told.
    height: Option<u16>,
    /// The highest layer that was seen.
    pub(crate) top: Layer,
    reader: Reader,
    pub(crate) heard: Instant,
}

impl Encoding {
    pub(crate) fn new(now: Instant, codec: Codec, stream: u32) -> Self {
        let (bytes, packets) = VIDEO_HISTORY;
        Self {
            stream,
            history: (codec.kind() == MediaKind::Video).then(|| History::new(bytes, packets)),
            sound: (codec.kind() == MediaKind::Audio).then(RecentSound::new),
            seats: Vec::new(),
            keyframes: KeyframeThrottle::default(),
            meter: Meter::new(now),
            frames: FrameMeter::default(),
            is_redundant: false,
            height: None,
            top: Layer::default(),
            reader: Reader::new(codec),
            heard: now,
        }
    }

    /// Takes note of a packet; where it stands.
    pub(crate) fn note(
        &mut self,
        now: Instant,
        packet: &Packet,
        payload: &[u8],
        descriptor: Option<&[u8]>,
    ) -> Place {
        self.heard = now;
        self.is_redundant = packet.is_red;
        let place = self.reader.read(payload, descriptor);
        self.meter
            .count(now, place.layer, payload.len() + OVERHEAD, place.keyframe);
        self.top.spatial = self.top.spatial.max(place.layer.spatial);
        self.top.temporal = self.top.temporal.max(place.layer.temporal);
        if let Some((_, height)) = place.size {
            self.height = Some(height);
        }
        if let Some(history) = &mut self.history {
            let kept = Kept {
                timestamp: packet.timestamp,
                marker: packet.marker,
                payload,
                descriptor,
            };
            history.keep(packet.sequence, &kept);
        }
        if let Some(sound) = &mut self.sound {
            sound.note(packet, payload);
        }
        if place.keyframe {
            self.keyframes.arrived();
        }
        place
    }

    /// In pixels, of a spatial layer, as encoders halve it.
    pub(crate) fn height(&self, spatial: u8) -> Option<u16> {
        Some(self.height? >> self.top.spatial.saturating_sub(spatial))
    }

    /// Whether packets come.
    pub(crate) fn is_flowing(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.heard) < PAUSED
    }

    /// The sound of a packet with that before it, where this is sound.
    pub(crate) fn repeat<'a>(
        &self,
        packet: &Packet,
        primary: &[u8],
        out: &'a mut Repeating,
    ) -> Option<&'a [u8]> {
        self.sound.as_ref()?.repeat(packet.timestamp, primary, out)
    }

    pub(crate) fn kept(&self, sequence: u64) -> Option<Kept<'_>> {
        self.history.as_ref()?.find(sequence)
    }
}
