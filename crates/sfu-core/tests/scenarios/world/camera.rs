//! A camera whose pictures come in VP8, in one size or in three.

use std::collections::HashMap;
use std::time::Duration;

const FRAME: Duration = Duration::from_millis(33);
const PACKETS_PER_FRAME: u32 = 4;
/// A keyframe of a simulcast layer takes so many times the packets of another picture.
const KEYFRAME: u32 = 3;
/// Bytes of a packet's payload.
const PAYLOAD: usize = 1100;
/// What a packet says of itself stands behind the descriptor and a keyframe's header.
pub(crate) const TAG: usize = 16;
/// Temporal layers with the layer sync bit, picture by picture (L1T3).
const PATTERN: [(u8, bool); 4] = [(0, false), (2, true), (1, true), (2, false)];

/// A packet that may have to be sent again.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) payload: Vec<u8>,
}

/// One encoder.
#[derive(Debug)]
pub(crate) struct Encoding {
    pub(crate) height: u16,
    pub(crate) packets_per_frame: u32,
    /// As the page wishes.
    pub(crate) is_on: bool,
    pub(crate) keyframes_asked: usize,
    /// Added to timestamps: every encoder has its own start.
    pub(crate) timestamp: u32,
    has_rates: bool,
    sequence: u64,
    picture_id: u32,
    tl0_pic_idx: u8,
    key_index: u8,
    phase: usize,
    key_due: bool,
    sent: HashMap<u16, Sent>,
}

/// All encoders of a camera, the smallest first.
#[derive(Debug)]
pub(crate) struct Camera {
    pub(crate) encodings: Vec<Encoding>,
    pub(crate) frame_every: Duration,
}

impl Camera {
    /// One size at one frame rate.
    pub(crate) fn plain() -> Self {
        Self {
            encodings: vec![Encoding::new(0, 720, PACKETS_PER_FRAME, false)],
            frame_every: FRAME,
        }
    }

    /// 180, 360, 720 lines at about 0.28, 0.55, 1.1 Mbit/s, each in three frame rates.
    pub(crate) fn simulcast() -> Self {
        let encoding = |place: u32| Encoding::new(place, 180 << place, 1 << place, true);
        Self {
            encodings: (0..3).map(encoding).collect(),
            frame_every: FRAME,
        }
    }

    /// Sends the first `layers` only, as the server asks for; a layer that begins anew does so by a keyframe.
    pub(crate) fn activate(&mut self, layers: u8) {
        for (at, encoding) in self.encodings.iter_mut().enumerate() {
            encoding.turn(at < usize::from(layers));
        }
    }
}

impl Encoding {
    fn new(place: u32, height: u16, packets_per_frame: u32, has_rates: bool) -> Self {
        Self {
            height,
            packets_per_frame,
            is_on: true,
            keyframes_asked: 0,
            timestamp: place.wrapping_mul(1_700_000_000),
            has_rates,
            sequence: 65_000 - u64::from(place) * 21_000,
            picture_id: 32_700 - place * 9_000,
            tl0_pic_idx: 250 - 90 * place as u8,
            key_index: 7 * place as u8,
            phase: 0,
            key_due: true,
            sent: HashMap::new(),
        }
    }

    pub(crate) fn turn(&mut self, is_on: bool) {
        self.key_due |= is_on && !self.is_on;
        self.is_on = is_on;
    }

    pub(crate) fn ask_for_keyframe(&mut self, gives: bool) {
        self.keyframes_asked += 1;
        self.key_due |= gives;
    }

    /// The encoder starts afresh, with numbers of its own.
    pub(crate) fn renew(&mut self) {
        let fresh = Self::new(0, self.height, self.packets_per_frame, self.has_rates);
        let before = std::mem::replace(self, fresh);
        self.keyframes_asked = before.keyframes_asked;
        (self.sequence, self.picture_id, self.timestamp) = (700, 5_000, 3_333_333);
    }

    pub(crate) fn sent(&self, sequence: u16) -> Option<&Sent> {
        self.sent.get(&sequence)
    }

    /// Packets of the next picture; `tag` makes what each says of itself.
    pub(crate) fn frame(&mut self, timestamp: u32, mut tag: impl FnMut() -> Vec<u8>) -> Vec<Sent> {
        let key = std::mem::take(&mut self.key_due);
        let (layer, sync) = self.advance(key);
        let packets = if key && self.has_rates {
            self.packets_per_frame * KEYFRAME
        } else {
            self.packets_per_frame
        };
        let mut frame = Vec::new();
        for part in 0..packets {
            let mut payload = vec![if part == 0 { 0x90 } else { 0x80 }, 0xf0];
            payload.extend((0x8000 | (self.picture_id & 0x7fff) as u16).to_be_bytes());
            let byte = layer << 6 | u8::from(sync) << 5 | self.key_index & 0x1f;
            payload.extend([self.tl0_pic_idx, byte]);
            payload.extend([u8::from(!key), 0, 0, 0x9d, 0x01, 0x2a]);
            payload.extend((self.height / 9 * 16).to_le_bytes());
            payload.extend(self.height.to_le_bytes());
            payload.extend(tag());
            payload.resize(PAYLOAD, 0x55);
            self.sequence += 1;
            frame.push(Sent {
                sequence: self.sequence,
                timestamp: timestamp.wrapping_add(self.timestamp),
                marker: part + 1 == packets,
                payload,
            });
        }
        let kept = frame.iter().map(|sent| (sent.sequence as u16, sent.clone()));
        self.sent.extend(kept);
        frame
    }

    /// The temporal layer of the next picture with its layer sync bit.
    fn advance(&mut self, key: bool) -> (u8, bool) {
        self.picture_id += 1;
        if key {
            self.phase = 0;
            self.key_index = self.key_index.wrapping_add(1);
        }
        let (layer, sync) = if self.has_rates {
            PATTERN[self.phase]
        } else {
            PATTERN[0]
        };
        self.phase = (self.phase + 1) % PATTERN.len();
        if layer == 0 {
            self.tl0_pic_idx = self.tl0_pic_idx.wrapping_add(1);
        }
        (layer, sync)
    }
}
