//! WebM and Matroska (RFC 9559) as it is written while it is still going on.

use crate::ebml::{element, float, master, push_id, push_wide_size, uint, void, wide_uint};
use model::{Codec, MediaKind};
use std::time::Duration;

/// What a cluster holds at most, so that memory is bounded whatever comes.
const CLUSTER_BYTES: usize = 2 << 20;
/// How far a block may be from its cluster: its place is a signed number of 16 bits.
const CLUSTER_SPAN: i64 = 30_000;
/// Of a SeekHead with one entry, and of the duration, for which room is kept.
const SEEK_BYTES: usize = 26;
const DURATION_BYTES: usize = 11;

const AUDIO: u64 = 1;
const VIDEO: u64 = 2;

/// A picture's encoding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct VideoFormat {
    pub(crate) codec: Codec,
    /// Width and height in pixels at the beginning.
    pub(crate) size: (u16, u16),
    /// What a decoder needs before the first picture; empty for none.
    pub(crate) private: Vec<u8>,
}

/// The tracks of one file, which are fixed when it begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tracks {
    /// Opus.
    pub(crate) audio: bool,
    pub(crate) video: Option<VideoFormat>,
}

/// What is known of a file once it is over.
#[derive(Clone, Copy, Debug)]
struct Ending {
    duration: i64,
    /// From the first byte of the segment's content.
    cues_at: u64,
    segment: u64,
}

#[derive(Clone, Copy, Debug)]
struct Cue {
    time: i64,
    track: u64,
    cluster_at: u64,
}

#[derive(Debug)]
struct Block {
    /// In milliseconds since the beginning of the file.
    time: i64,
    track: u64,
    keyframe: bool,
    data: Vec<u8>,
}

/// Writes one file.
#[derive(Debug)]
pub(crate) struct Muxer {
    tracks: Tracks,
    /// Of the cluster that is being filled.
    blocks: Vec<Block>,
    bytes: usize,
    /// Bytes of the segment's content so far.
    written: u64,
    cues: Vec<Cue>,
    /// The last block of sound, of pictures: time does not go back within a track.
    last: [i64; 2],
    duration: i64,
}

impl Muxer {
    /// A file of these tracks, with its first bytes.
    pub(crate) fn new(tracks: Tracks) -> (Self, Vec<u8>) {
        let mut muxer = Self {
            tracks,
            blocks: Vec::new(),
            bytes: 0,
            written: 0,
            cues: Vec::new(),
            last: [-1; 2],
            duration: 0,
        };
        let (header, content) = muxer.header(None);
        muxer.written = (header.len() - content) as u64;
        (muxer, header)
    }

    pub(crate) fn tracks(&self) -> &Tracks {
        &self.tracks
    }

    /// Adds a frame at a time since the beginning of the file; a full cluster that goes before it. Pictures before the first
    /// keyframe are left out.
    pub(crate) fn add(
        &mut self,
        kind: MediaKind,
        at: Duration,
        keyframe: bool,
        data: Vec<u8>,
    ) -> Option<Vec<u8>> {
        let (track, last) = match kind {
            MediaKind::Audio => (AUDIO, &mut self.last[0]),
            MediaKind::Video => (VIDEO, &mut self.last[1]),
        };
        if *last < 0 && !keyframe {
            return None;
        }
        let time = i64::try_from(at.as_millis()).unwrap_or(i64::MAX).max(*last + 1);
        *last = time;
        self.duration = self.duration.max(time + 20);
        let begins = self.blocks.first().map_or(time, |block| block.time);
        let is_full = self.bytes + data.len() > CLUSTER_BYTES || time - begins > CLUSTER_SPAN;
        let full = if is_full { self.flush() } else { None };
        self.bytes += data.len();
        self.blocks.push(Block {
            time,
            track,
            keyframe,
            data,
        });
        full
    }

    /// How much time the cluster that is being filled spans.
    pub(crate) fn pending(&self) -> Duration {
        let first = self.blocks.first().map_or(0, |block| block.time);
        let last = self.blocks.last().map_or(0, |block| block.time);
        Duration::from_millis(u64::try_from(last - first).unwrap_or(0))
    }

    /// The cluster of all that was added since the last one.
    pub(crate) fn flush(&mut self) -> Option<Vec<u8>> {
        let mut blocks = std::mem::take(&mut self.blocks);
        self.bytes = 0;
        blocks.sort_by_key(|block| block.time);
        let begins = blocks.first()?.time;
        let has_video = self.tracks.video.is_some();
        let entry = blocks
            .iter()
            .find(|block| block.keyframe && (block.track == VIDEO) == has_video);
        if let Some(entry) = entry {
            self.cues.push(Cue {
                time: entry.time,
                track: entry.track,
                cluster_at: self.written,
            });
        }
        let mut cluster = Vec::new();
        master(&mut cluster, 0x1F43_B675, |out| {
            uint(out, 0xE7, begins.unsigned_abs());
            blocks.iter().for_each(|block| simple_block(out, begins, block));
        });
        self.written += cluster.len() as u64;
        Some(cluster)
    }

    /// The last bytes of the file, after the last cluster, with those that take the place of its first ones.
    pub(crate) fn finish(&self) -> (Vec<u8>, Vec<u8>) {
        let mut cues = Vec::new();
        master(&mut cues, 0x1C53_BB6B, |out| {
            for cue in &self.cues {
                cue_point(out, cue);
            }
        });
        let ending = Ending {
            duration: self.duration,
            cues_at: self.written,
            segment: self.written + cues.len() as u64,
        };
        (cues, self.header(Some(ending)).0)
    }

    /// Everything before the first cluster, as long at the beginning as at the end; where the segment's content begins.
    fn header(&self, ending: Option<Ending>) -> (Vec<u8>, usize) {
        let mut out = Vec::new();
        let is_webm = self.tracks.video.as_ref().is_none_or(|v| v.codec != Codec::H264);
        master(&mut out, 0x1A45_DFA3, |out| {
            uint(out, 0x4286, 1);
            uint(out, 0x42F7, 1);
            uint(out, 0x42F2, 4);
            uint(out, 0x42F3, 8);
            element(out, 0x4282, if is_webm { b"webm" } else { b"matroska" });
            uint(out, 0x4287, 4);
            uint(out, 0x4285, 2);
        });
        push_id(&mut out, 0x1853_8067);
        push_wide_size(&mut out, ending.map(|ending| ending.segment));
        let content = out.len();
        seek_head(&mut out, ending);
        info(&mut out, ending);
        master(&mut out, 0x1654_AE6B, |out| self.track_entries(out));
        (out, content)
    }

    fn track_entries(&self, out: &mut Vec<u8>) {
        if self.tracks.audio {
            master(out, 0xAE, |out| {
                track(out, AUDIO, 2, "A_OPUS", &OPUS_HEAD);
                // RFC 7845: a decoder that begins in the middle needs 80 ms to find its way.
                uint(out, 0x56BB, 80_000_000);
                master(out, 0xE1, |out| {
                    float(out, 0xB5, 48_000.0);
                    uint(out, 0x9F, 2);
                });
            });
        }
        if let Some(video) = &self.tracks.video {
            master(out, 0xAE, |out| {
                track(out, VIDEO, 1, codec_id(video.codec), &video.private);
                master(out, 0xE0, |out| {
                    uint(out, 0xB0, video.size.0.into());
                    uint(out, 0xBA, video.size.1.into());
                });
            });
        }
    }
}

/// RFC 7845 section 5.1: two channels, nothing to skip, 48 kHz, no gain, mapping 0.
const OPUS_HEAD: [u8; 19] = *b"OpusHead\x01\x02\x00\x00\x80\xbb\x00\x00\x00\x00\x00";

fn codec_id(codec: Codec) -> &'static str {
    match codec {
        Codec::Opus => "A_OPUS",
        Codec::Vp8 => "V_VP8",
        Codec::Vp9 => "V_VP9",
        Codec::H264 => "V_MPEG4/ISO/AVC",
        Codec::Av1 => "V_AV1",
    }
}

fn seek_head(out: &mut Vec<u8>, ending: Option<Ending>) {
    let Some(ending) = ending else {
        return void(out, SEEK_BYTES);
    };
    master(out, 0x114D_9B74, |out| {
        master(out, 0x4DBB, |out| {
            element(out, 0x53AB, &0x1C53_BB6B_u32.to_be_bytes());
            wide_uint(out, 0x53AC, ending.cues_at);
        });
    });
}

fn info(out: &mut Vec<u8>, ending: Option<Ending>) {
    master(out, 0x1549_A966, |out| {
        uint(out, 0x2A_D7B1, 1_000_000);
        element(out, 0x4D80, b"vestibule");
        element(out, 0x5741, b"vestibule");
        match ending {
            Some(ending) => float(out, 0x4489, ending.duration as f64),
            None => void(out, DURATION_BYTES),
        }
    });
}

fn track(out: &mut Vec<u8>, number: u64, kind: u64, codec: &str, private: &[u8]) {
    uint(out, 0xD7, number);
    uint(out, 0x73C5, number);
    uint(out, 0x83, kind);
    uint(out, 0x9C, 0);
    element(out, 0x86, codec.as_bytes());
    if !private.is_empty() {
        element(out, 0x63A2, private);
    }
}

fn simple_block(out: &mut Vec<u8>, begins: i64, block: &Block) {
    // Within the span that a cluster has at most.
    let relative = (block.time - begins) as i16;
    let mut body = Vec::with_capacity(block.data.len() + 4);
    body.push(0x80 | block.track as u8);
    body.extend_from_slice(&relative.to_be_bytes());
    body.push(if block.keyframe { 0x80 } else { 0 });
    body.extend_from_slice(&block.data);
    element(out, 0xA3, &body);
}

fn cue_point(out: &mut Vec<u8>, cue: &Cue) {
    master(out, 0xBB, |out| {
        uint(out, 0xB3, cue.time.unsigned_abs());
        master(out, 0xB7, |out| {
            uint(out, 0xF7, cue.track);
            uint(out, 0xF1, cue.cluster_at);
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tracks() -> Tracks {
        Tracks {
            audio: true,
            video: Some(VideoFormat {
                codec: Codec::Vp8,
                size: (640, 480),
                private: Vec::new(),
            }),
        }
    }

    #[test]
    fn the_last_header_fits_where_the_first_one_was() {
        let (mut muxer, first) = Muxer::new(tracks());
        let mut file = first.clone();
        for ms in (0..3_000).step_by(20) {
            let at = Duration::from_millis(ms);
            file.extend(
                muxer
                    .add(MediaKind::Audio, at, true, vec![0xFC; 80])
                    .unwrap_or_default(),
            );
            if ms % 500 == 0 {
                file.extend(
                    muxer
                        .add(MediaKind::Video, at, ms == 0, vec![1; 900])
                        .unwrap_or_default(),
                );
                file.extend(muxer.flush().unwrap_or_default());
            }
        }
        file.extend(muxer.flush().unwrap_or_default());
        let (cues, last) = muxer.finish();
        assert_eq!(first.len(), last.len());
        let (_, content) = muxer.header(None);
        assert_eq!(
            muxer.written as usize + content,
            file.len(),
            "where the cues are to be found"
        );
        file.extend(cues);
        file[..last.len()].copy_from_slice(&last);
        let told = u64::from_be_bytes(file[content - 8..content].try_into().unwrap()) & ((1 << 56) - 1);
        assert_eq!(told as usize, file.len() - content, "the segment's size");
        assert_eq!(muxer.cues.len(), 1, "one for each keyframe");
    }

    #[test]
    fn time_never_goes_back_in_a_track() {
        let (mut muxer, _) = Muxer::new(tracks());
        for ms in [100, 90, 90, 200] {
            muxer.add(MediaKind::Audio, Duration::from_millis(ms), true, vec![0]);
        }
        let times: Vec<_> = muxer.blocks.iter().map(|block| block.time).collect();
        assert_eq!(times, [100, 101, 102, 200]);
        assert_eq!(muxer.pending(), Duration::from_millis(100));
    }

    #[test]
    fn a_cluster_spans_no_more_than_its_blocks_can_tell() {
        let (mut muxer, _) = Muxer::new(tracks());
        let second = Duration::from_secs(1);
        assert!(muxer.add(MediaKind::Audio, second, true, vec![0]).is_none());
        assert!(muxer.add(MediaKind::Audio, second * 40, true, vec![0]).is_some());
        assert!(
            muxer
                .add(MediaKind::Video, second * 41, true, vec![0; CLUSTER_BYTES])
                .is_some()
        );
        assert!(muxer.flush().is_some());
        assert_eq!(muxer.cues.len(), 1, "sound is no place to begin with");
    }
}
