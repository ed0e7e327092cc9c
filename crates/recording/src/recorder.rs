//! One source of a participant written into files, a new one whenever its tracks change.

use crate::reorder::Packet;
use crate::stream::{Frame, Stream};
use crate::webm::{Muxer, Tracks};
use model::{Codec, MediaKind};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// How long a file waits for both sound and picture before it begins with what is there.
const BEGINNING: Duration = Duration::from_millis(1_100);
/// How long a frame waits for those of the other track that were captured before it.
const HOLD: Duration = Duration::from_millis(400);
/// How much time is written at once: what a killed process loses, with the waits above below two seconds.
const CLUSTER: Duration = Duration::from_millis(800);
/// Frames that wait to be written at most; beyond, the oldest are written at once.
const MOST_FRAMES: usize = 4_096;

/// What is to be done with files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Output {
    /// A file begins, its time 0 this long after the recording's.
    Begin(Duration),
    /// Bytes at the end of the file, complete in themselves: it plays up to there.
    Append(Vec<u8>),
    /// The file is over: its last bytes, and those that take the place of as many first ones.
    End {
        /// At the end.
        last: Vec<u8>,
        /// In place of the first bytes appended.
        first: Vec<u8>,
    },
}

/// Where a packet comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Tells a source's streams apart; another one goes on where it ended.
    pub stream: u64,
    /// What it is encoded with.
    pub codec: Codec,
}

struct Line {
    origin: Origin,
    stream: Stream,
}

#[derive(Debug)]
struct File {
    began: Duration,
    muxer: Muxer,
}

/// Writes what a participant says and shows.
///
/// Give it packets and the time, drain [`poll_output`](Self::poll_output) after each.
#[derive(Default)]
pub struct Recorder {
    audio: Option<Line>,
    video: Option<Line>,
    /// In order of capture; the number keeps those of one moment apart.
    frames: BTreeMap<(Duration, u64), Frame>,
    counter: u64,
    /// Since when the next file's first frame waits.
    waiting_since: Option<Duration>,
    file: Option<File>,
    outputs: VecDeque<Output>,
}

impl Recorder {
    /// Takes a packet in. Pictures encoded as AV1 are left out.
    pub fn handle_packet(&mut self, origin: Origin, packet: Packet) {
        if origin.codec == Codec::Av1 {
            return;
        }
        let now = packet.arrival;
        let line = match origin.codec.kind() {
            MediaKind::Audio => &mut self.audio,
            MediaKind::Video => &mut self.video,
        };
        let former = line.take_if(|line| line.origin != origin);
        let line = line.get_or_insert_with(|| Line {
            origin,
            stream: Stream::new(origin.codec),
        });
        line.stream.handle(packet);
        if let Some(mut former) = former {
            self.collect(&mut former.stream, now, true);
        }
        self.advance(now, false);
    }

    /// Writes what is due by `now`; meant for several times a second.
    pub fn handle_timeout(&mut self, now: Duration) {
        self.advance(now, false);
    }

    /// Writes all that came, ends the file.
    pub fn finish(&mut self, now: Duration) {
        self.advance(now, true);
        self.end();
    }

    /// What is to be done next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn advance(&mut self, now: Duration, all: bool) {
        let (mut audio, mut video) = (self.audio.take(), self.video.take());
        for line in [&mut audio, &mut video].into_iter().flatten() {
            self.collect(&mut line.stream, now, all);
        }
        (self.audio, self.video) = (audio, video);
        while self.write_next(now, all) {}
        let is_due = self
            .file
            .as_ref()
            .is_some_and(|file| file.muxer.pending() >= CLUSTER);
        if is_due || all {
            self.flush();
        }
    }

    fn collect(&mut self, stream: &mut Stream, now: Duration, all: bool) {
        while let Some(frame) = stream.poll(now, all) {
            self.counter += 1;
            self.frames.insert((frame.time, self.counter), frame);
        }
    }

    /// Writes the oldest frame if its time has come; whether it did something.
    fn write_next(&mut self, now: Duration, all: bool) -> bool {
        let Some((time, _)) = self.frames.first_key_value().map(|(key, _)| *key) else {
            return false;
        };
        let is_due = now.saturating_sub(time) >= HOLD || self.frames.len() > MOST_FRAMES;
        if !(is_due || all) {
            return false;
        }
        if self.file.is_none() && !self.begin(now, all) {
            return false;
        }
        let Some((_, frame)) = self.frames.pop_first() else {
            return false;
        };
        if self.fits(&frame) {
            self.write(frame);
        } else {
            self.end();
            self.frames.insert((time, 0), frame);
        }
        true
    }

    /// Begins a file with the tracks of which frames wait, once both are there or long enough waited for.
    fn begin(&mut self, now: Duration, all: bool) -> bool {
        let since = *self.waiting_since.get_or_insert(now);
        let audio = self.frames.values().any(|frame| frame.kind == MediaKind::Audio);
        let video = self.frames.values().find_map(|frame| frame.format.clone());
        let is_late = now.saturating_sub(since) >= BEGINNING || self.frames.len() > MOST_FRAMES;
        if !(is_late || all || (audio && video.is_some())) {
            return false;
        }
        if !audio && video.is_none() {
            // Pictures that nothing can be begun with.
            self.frames.clear();
            self.waiting_since = None;
            return false;
        }
        let began = self.frames.first_key_value().map_or(now, |((time, _), _)| *time);
        let (muxer, header) = Muxer::new(Tracks { audio, video });
        self.outputs.push_back(Output::Begin(began));
        self.outputs.push_back(Output::Append(header));
        (self.file, self.waiting_since) = (Some(File { began, muxer }), None);
        true
    }

    /// Whether the file has a track for the frame. Pictures before the first keyframe fit, and are left out.
    fn fits(&self, frame: &Frame) -> bool {
        let Some(file) = &self.file else { return false };
        let tracks = file.muxer.tracks();
        match (frame.kind, &frame.format, &tracks.video) {
            (MediaKind::Audio, ..) => tracks.audio,
            (MediaKind::Video, None, _) => true,
            (MediaKind::Video, Some(_), None) => false,
            // Size changes within VP8 and VP9 are told by the pictures.
            (MediaKind::Video, Some(new), Some(old)) => new.codec == old.codec && new.private == old.private,
        }
    }

    fn write(&mut self, frame: Frame) {
        let Some(file) = &mut self.file else { return };
        if frame.kind == MediaKind::Video && file.muxer.tracks().video.is_none() {
            return;
        }
        let at = frame.time.saturating_sub(file.began);
        let full = file.muxer.add(frame.kind, at, frame.keyframe, frame.data);
        self.outputs.extend(full.map(Output::Append));
    }

    fn flush(&mut self) {
        let cluster = self.file.as_mut().and_then(|file| file.muxer.flush());
        self.outputs.extend(cluster.map(Output::Append));
    }

    fn end(&mut self) {
        self.flush();
        if let Some(file) = self.file.take() {
            let (last, first) = file.muxer.finish();
            self.outputs.push_back(Output::End { last, first });
        }
    }
}

#[cfg(test)]
mod tests;
