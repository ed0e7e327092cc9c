//! What a publishing client sends, with the memory to send it again.

use crate::shape::index;
use crate::stamp::{Stamp, wall_clock};
use crate::video::{self, AUDIO, Piece};
use model::MediaKind;
use std::time::{Duration, Instant};
use transport::SendArena;
use transport::packet::AudioLevel;
use transport::peer::{Client, Forward};

/// Payload types that the client's role offers.
const OPUS: u8 = 111;
const VP8: u8 = 96;

/// Video packets kept: about three seconds.
const KEPT: usize = 512;

/// Between two sender reports.
const REPORT: Duration = Duration::from_secs(1);

/// The streams of one client: sound on line 0, a picture on line 1.
pub(crate) struct Publisher {
    place: usize,
    began: Instant,
    next_report: Instant,
    /// Whether the next frame shall be a keyframe.
    pub(crate) key: bool,
    picture_id: u16,
    sequence: [u64; 2],
    kept: Box<[Option<Sent>]>,
}

/// A video packet in numbers that make it again.
#[derive(Clone, Copy)]
struct Sent {
    sequence: u64,
    timestamp: u32,
    piece: Piece,
    stamp: Stamp,
}

impl Publisher {
    /// Who has sent nothing yet.
    pub(crate) fn new(place: usize, now: Instant) -> Self {
        Self {
            place,
            began: now,
            next_report: now,
            key: true,
            picture_id: 0,
            sequence: [1000; 2],
            kept: vec![None; KEPT].into(),
        }
    }

    /// Sends a packet of sound.
    pub(crate) fn send_audio(&mut self, now: Instant, number: u64, client: &mut Client, out: &mut SendArena) {
        let mut payload = [0x5a; AUDIO];
        self.stamp(MediaKind::Audio, number).write(&mut payload);
        self.sequence[0] += 1;
        let packet = Forward {
            payload_type: OPUS,
            sequence: self.sequence[0],
            timestamp: self.timestamp(now, MediaKind::Audio),
            marker: false,
            // The first in each room speaks.
            audio_level: Some(AudioLevel {
                voice: self.place == 0,
                level: if self.place == 0 { 30 } else { 127 },
            }),
            descriptor: None,
            payload: &payload,
        };
        client.send(0, &packet, out);
    }

    /// The packets of the next frame.
    pub(crate) fn frame(&mut self) -> impl Iterator<Item = Piece> + use<> {
        self.picture_id = (self.picture_id + 1) & 0x7fff;
        video::frame(self.picture_id, std::mem::take(&mut self.key))
    }

    /// Sends a packet of a frame.
    pub(crate) fn send_video(
        &mut self,
        now: Instant,
        (number, piece): (u64, Piece),
        client: &mut Client,
        out: &mut SendArena,
    ) {
        self.sequence[1] += 1;
        let sent = Sent {
            sequence: self.sequence[1],
            timestamp: self.timestamp(now, MediaKind::Video),
            piece,
            stamp: self.stamp(MediaKind::Video, number),
        };
        self.kept[sent.sequence as usize % KEPT] = Some(sent);
        sent.with(|packet| client.send(1, packet, out));
    }

    /// Sends a packet again that the server lost; sound comes too late for that.
    pub(crate) fn resend(&self, line: usize, sequence: u16, client: &mut Client, out: &mut SendArena) {
        let kept = self.kept[usize::from(sequence) % KEPT];
        if let (1, Some(sent)) = (line, kept.filter(|sent| sent.sequence as u16 == sequence)) {
            sent.with(|packet| client.resend(1, packet, out));
        }
    }

    /// Sends the sender reports that are due.
    pub(crate) fn report(&mut self, now: Instant, client: &mut Client, out: &mut SendArena) {
        if self.next_report <= now {
            self.next_report = now + REPORT;
            client.report(now, 0, self.timestamp(now, MediaKind::Audio), out);
            client.report(now, 1, self.timestamp(now, MediaKind::Video), out);
        }
    }

    fn stamp(&self, kind: MediaKind, number: u64) -> Stamp {
        Stamp {
            place: self.place,
            kind,
            number,
            sent: wall_clock(),
        }
    }

    fn timestamp(&self, now: Instant, kind: MediaKind) -> u32 {
        let ticks_a_millisecond = [48, 90][index(kind)];
        ((now - self.began).as_millis() * ticks_a_millisecond) as u32
    }
}

impl Sent {
    fn with(&self, send: impl FnOnce(&Forward<'_>)) {
        let mut place = [0x5a; 1200];
        let payload = self.piece.write(&mut place);
        self.stamp.write(payload);
        send(&Forward {
            payload_type: VP8,
            sequence: self.sequence,
            timestamp: self.timestamp,
            marker: self.piece.marker(),
            audio_level: None,
            descriptor: None,
            payload,
        });
    }
}
