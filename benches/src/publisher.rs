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

/// The streams of one client: sound on line 0, a picture in one or more sizes on line 1.
pub(crate) struct Publisher {
    place: usize,
    began: Instant,
    next_report: Instant,
    audio_sequence: u64,
    picture_id: u16,
    layers: Vec<Layer>,
}

/// A size of the picture.
struct Layer {
    size: usize,
    /// Whether the next frame shall be a keyframe.
    key: bool,
    sequence: u64,
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
    pub(crate) fn new(place: usize, simulcast: bool, now: Instant) -> Self {
        let smallest = if simulcast { 0 } else { video::LARGEST };
        let layer = |size| Layer {
            size,
            key: true,
            sequence: 1000,
            kept: vec![None; KEPT].into(),
        };
        Self {
            place,
            began: now,
            next_report: now,
            audio_sequence: 1000,
            picture_id: 0,
            layers: (smallest..=video::LARGEST).map(layer).collect(),
        }
    }

    /// Sends a packet of sound.
    pub(crate) fn send_audio(&mut self, now: Instant, number: u64, client: &mut Client, out: &mut SendArena) {
        let mut payload = [0x5a; AUDIO];
        self.stamp(MediaKind::Audio, number).write(&mut payload);
        self.audio_sequence += 1;
        let packet = Forward {
            payload_type: OPUS,
            sequence: self.audio_sequence,
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
        client.send(0, 0, &packet, out);
    }

    /// The packets of the next frame in all sizes, each with the place of its layer.
    pub(crate) fn frame(&mut self) -> Vec<(u8, Piece)> {
        self.picture_id = (self.picture_id + 1) & 0x7fff;
        let picture_id = self.picture_id;
        let layers = self.layers.iter_mut().zip(0..);
        let pieces = layers.flat_map(|(layer, place)| {
            let pieces = video::frame(layer.size, picture_id, std::mem::take(&mut layer.key));
            pieces.map(move |piece| (place, piece))
        });
        pieces.collect()
    }

    /// Sends a packet of a frame.
    pub(crate) fn send_video(
        &mut self,
        now: Instant,
        number: u64,
        (layer, piece): (u8, Piece),
        client: &mut Client,
        out: &mut SendArena,
    ) {
        let (timestamp, stamp) = (
            self.timestamp(now, MediaKind::Video),
            self.stamp(MediaKind::Video, number),
        );
        let Layer { sequence, kept, .. } = &mut self.layers[usize::from(layer)];
        *sequence += 1;
        let sent = Sent {
            sequence: *sequence,
            timestamp,
            piece,
            stamp,
        };
        kept[sent.sequence as usize % KEPT] = Some(sent);
        sent.with(|packet| client.send(1, layer, packet, out));
    }

    /// Sends a packet of video again that the server lost.
    pub(crate) fn resend(&self, layer: u8, sequence: u16, client: &mut Client, out: &mut SendArena) {
        let kept = self.layers.get(usize::from(layer));
        let kept = kept.and_then(|layer| layer.kept[usize::from(sequence) % KEPT]);
        if let Some(sent) = kept.filter(|sent| sent.sequence as u16 == sequence) {
            sent.with(|packet| client.resend(1, layer, packet, out));
        }
    }

    /// Begins the next frame of a size anew.
    pub(crate) fn want_keyframe(&mut self, layer: u8) {
        if let Some(layer) = self.layers.get_mut(usize::from(layer)) {
            layer.key = true;
        }
    }

    /// Sends the sender reports that are due.
    pub(crate) fn report(&mut self, now: Instant, client: &mut Client, out: &mut SendArena) {
        if self.next_report <= now {
            self.next_report = now + REPORT;
            client.report(now, 0, 0, self.timestamp(now, MediaKind::Audio), out);
            for layer in 0..self.layers.len() as u8 {
                client.report(now, 1, layer, self.timestamp(now, MediaKind::Video), out);
            }
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
