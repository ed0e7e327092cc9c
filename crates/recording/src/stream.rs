//! One RTP stream as the frames that it carries.

use crate::clock::Clock;
use crate::h264;
use crate::reorder::{Next, Packet, Reorder};
use crate::webm::VideoFormat;
use layers::Reader;
use model::{Codec, MediaKind};
use std::collections::VecDeque;
use std::time::Duration;

/// The longest frame: far above what a camera sends within the limits of a participant.
const LONGEST_FRAME: usize = 1 << 20;

/// One sound or picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Frame {
    pub(crate) kind: MediaKind,
    /// When it was captured, since the recording began.
    pub(crate) time: Duration,
    /// Whether it can be begun with.
    pub(crate) keyframe: bool,
    /// What a file needs to know that begins with this picture.
    pub(crate) format: Option<VideoFormat>,
    pub(crate) data: Vec<u8>,
}

/// A picture while its packets come.
#[derive(Debug)]
struct Assembly {
    timestamp: u32,
    time: Duration,
    keyframe: bool,
    size: Option<(u16, u16)>,
    data: Vec<u8>,
    /// Where the unit stands that goes on in further packets (H.264).
    begun: Option<usize>,
}

/// Puts one stream's packets in order and frames together. A lost packet leaves out all pictures up to the next keyframe.
pub(crate) struct Stream {
    codec: Codec,
    reader: Reader,
    clock: Clock,
    reorder: Reorder,
    assembly: Option<Assembly>,
    /// Until a keyframe begins.
    is_broken: bool,
    frames: VecDeque<Frame>,
}

impl Stream {
    pub(crate) fn new(codec: Codec) -> Self {
        Self {
            codec,
            reader: Reader::new(codec),
            clock: Clock::new(codec.clock_rate()),
            reorder: Reorder::default(),
            assembly: None,
            is_broken: true,
            frames: VecDeque::new(),
        }
    }

    /// Takes a packet in.
    pub(crate) fn handle(&mut self, packet: Packet) {
        self.reorder.put(packet);
    }

    /// The next whole frame by `now`; `all` waits for nothing any more.
    pub(crate) fn poll(&mut self, now: Duration, all: bool) -> Option<Frame> {
        while self.frames.is_empty() {
            match self.reorder.poll(now, all)? {
                Next::Gap => self.lose(),
                Next::Packet(packet) => self.take(packet),
            }
        }
        self.frames.pop_front()
    }

    fn lose(&mut self) {
        self.is_broken = true;
        self.assembly = None;
    }

    fn take(&mut self, packet: Packet) {
        if packet.payload.is_empty() {
            return;
        }
        let time = self.clock.time(packet.timestamp, packet.arrival, packet.reading);
        if self.codec.kind() == MediaKind::Audio {
            return self.frames.push_back(Frame {
                kind: MediaKind::Audio,
                time,
                keyframe: true,
                format: None,
                data: packet.payload,
            });
        }
        self.take_picture(&packet, time);
    }

    fn take_picture(&mut self, packet: &Packet, time: Duration) {
        let place = self.reader.read(&packet.payload, None);
        if self
            .assembly
            .as_ref()
            .is_some_and(|a| a.timestamp != packet.timestamp)
        {
            self.complete();
        }
        if place.keyframe {
            self.is_broken = false;
        }
        // A picture's layers above the lowest would need an index of their own in the file.
        if self.is_broken || place.layer.spatial > 0 {
            return;
        }
        let assembly = self.assembly.get_or_insert_with(|| Assembly {
            timestamp: packet.timestamp,
            time,
            keyframe: false,
            size: None,
            data: Vec::new(),
            begun: None,
        });
        assembly.keyframe |= place.keyframe;
        assembly.size = assembly.size.or(place.size);
        if assembly.append(self.codec, &packet.payload).is_none() {
            return self.lose();
        }
        if packet.marker {
            self.complete();
        }
    }

    fn complete(&mut self) {
        let Some(assembly) = self.assembly.take().filter(|a| !a.data.is_empty()) else {
            return;
        };
        let format = assembly.format(self.codec);
        if assembly.keyframe && format.is_none() {
            return self.lose();
        }
        self.frames.push_back(Frame {
            kind: MediaKind::Video,
            time: assembly.time,
            keyframe: assembly.keyframe,
            format,
            data: assembly.data,
        });
    }
}

impl Assembly {
    fn append(&mut self, codec: Codec, payload: &[u8]) -> Option<()> {
        match codec {
            Codec::H264 => h264::append(&mut self.data, &mut self.begun, payload)?,
            _ => self.data.extend_from_slice(layers::bitstream(codec, payload)?),
        }
        (self.data.len() <= LONGEST_FRAME).then_some(())
    }

    /// Of a keyframe, as far as it tells.
    fn format(&self, codec: Codec) -> Option<VideoFormat> {
        let (size, private) = match codec {
            _ if !self.keyframe => return None,
            Codec::H264 => (h264::size(&self.data), h264::configuration(&self.data)?),
            _ => (self.size, Vec::new()),
        };
        // A file must name a size; players take the true one from the pictures.
        let size = size.filter(|(width, height)| *width > 0 && *height > 0);
        Some(VideoFormat {
            codec,
            size: size.unwrap_or((640, 360)),
            private,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START_KEY: [u8; 11] = [0x10, 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1];

    fn vp8(sequence: u64, timestamp: u32, marker: bool, payload: &[u8]) -> Packet {
        Packet {
            sequence,
            timestamp,
            marker,
            arrival: Duration::from_millis(u64::from(timestamp) / 90),
            reading: None,
            payload: payload.to_vec(),
        }
    }

    fn frames(stream: &mut Stream) -> Vec<Frame> {
        std::iter::from_fn(|| stream.poll(Duration::from_secs(100), false)).collect()
    }

    #[test]
    fn pictures_begin_with_a_keyframe_and_lose_their_descriptors() {
        let mut stream = Stream::new(Codec::Vp8);
        stream.handle(vp8(1, 0, true, &[0x10, 1, 9]));
        stream.handle(vp8(2, 3_000, false, &START_KEY));
        stream.handle(vp8(3, 3_000, true, &[0, 7, 8]));
        stream.handle(vp8(4, 6_000, true, &[0x10, 1, 5]));
        let frames = frames(&mut stream);
        assert_eq!(frames.len(), 2, "the first is no keyframe");
        assert_eq!(frames[0].data, [&START_KEY[1..], &[7, 8]].concat());
        assert_eq!(frames[0].format.as_ref().map(|f| f.size), Some((640, 480)));
        assert_eq!((frames[1].keyframe, frames[1].data.len()), (false, 2));
        assert!(frames[0].time < frames[1].time);
    }

    #[test]
    fn after_a_loss_pictures_wait_for_a_keyframe() {
        let mut stream = Stream::new(Codec::Vp8);
        stream.handle(vp8(1, 3_000, true, &START_KEY));
        stream.handle(vp8(3, 6_000, true, &[0x10, 1, 5]));
        stream.handle(vp8(4, 9_000, true, &[0x10, 1, 5]));
        stream.handle(vp8(5, 12_000, false, &[0, 1, 5]));
        stream.handle(vp8(6, 15_000, true, &START_KEY));
        let frames = frames(&mut stream);
        let times: Vec<_> = frames.iter().map(|frame| frame.time.as_millis()).collect();
        assert_eq!(times, [33, 166]);
    }

    proptest! {
        #[test]
        fn random_payloads_never_panic_and_frames_are_bounded(
            packets in prop::collection::vec((0_u64..60, any::<u32>(), any::<bool>(), prop::collection::vec(any::<u8>(), 0..60)), 0..60)
        ) {
            for codec in [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264] {
                let mut stream = Stream::new(codec);
                for (sequence, timestamp, marker, payload) in &packets {
                    stream.handle(vp8(*sequence, *timestamp, *marker, payload));
                }
                while let Some(frame) = stream.poll(Duration::from_secs(100), true) {
                    prop_assert!(frame.data.len() <= LONGEST_FRAME + 60);
                }
            }
        }
    }
}
