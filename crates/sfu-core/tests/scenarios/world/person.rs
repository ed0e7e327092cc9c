//! A client whose camera sends numbered pictures.

use super::camera::{Camera, Sent, TAG};
use model::{Mid, ParticipantId};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::SendArena;
use transport::packet::{AudioLevel, Rid};
use transport::peer::{Client, Event, Forward};
use transport::sdp::client::{ClientLine, Layer};

/// Lines of [`Person::lines`].
pub(crate) const MICROPHONE: usize = 0;
pub(crate) const CAMERA: usize = 1;
/// Payload types.
const OPUS: u8 = 111;
const RED: u8 = 63;
const SOUND: Duration = Duration::from_millis(20);
/// SSRCs of simulcast layers, with 10 more for their retransmissions.
const LAYERS: u32 = 3001;

/// A packet as received, with what its sender wrote into it.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) at: Instant,
    pub(crate) line: usize,
    pub(crate) stream: u32,
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
    /// VP8 PictureID; 0 for sound.
    pub(crate) picture_id: u16,
    /// VP8 TL0PICIDX, temporal layer, KEYIDX.
    pub(crate) tl0_pic_idx: u8,
    pub(crate) temporal: u8,
    pub(crate) key_index: u8,
    /// The first packet of a keyframe.
    pub(crate) keyframe: bool,
    /// In lines, whatever the layer.
    pub(crate) height: u16,
    /// Since the packet was first sent.
    pub(crate) took: Duration,
    /// The sender's index of the packet, counted from 0 over its life.
    pub(crate) number: u32,
    /// Of sound that comes once more (RFC 2198).
    pub(crate) repeats: Vec<u32>,
    /// Who sent it.
    pub(crate) author: u128,
    /// Whether it brought older sound as well (RFC 2198).
    pub(crate) redundant: bool,
}

pub(crate) struct Person {
    pub(crate) participant: ParticipantId,
    pub(crate) address: SocketAddr,
    /// Heard on as well, after a move.
    former: Option<SocketAddr>,
    /// What the server sees instead of `address`.
    pub(crate) translated: Option<SocketAddr>,
    pub(crate) client: Client,
    pub(crate) received: Vec<Picture>,
    /// Line with sequence number of packets without payload.
    pub(crate) empty: Vec<(usize, u64)>,
    pub(crate) wanted: Vec<ParticipantId>,
    pub(crate) camera_on: bool,
    pub(crate) silent: bool,
    /// Answers requests for keyframes.
    pub(crate) gives_keyframes: bool,
    /// Sends the layers that the server wants, no more.
    pub(crate) obeys: bool,
    /// Sends each sound with the one before (RFC 2198).
    pub(crate) sends_red: bool,
    /// How much faster the person's clocks run than the server's, in millionths.
    pub(crate) drift: i32,
    pub(crate) camera: Camera,
    sound_every: Duration,
    born: Instant,
    /// When the world began: times in packets count from here.
    epoch: Instant,
    /// What the microphone hears, in -dBov (RFC 6464).
    pub(crate) level: u8,
    pub(crate) keyframes_asked: usize,
    number: u32,
    next_frame: Option<Instant>,
    next_sound: Option<Instant>,
    next_report: Option<Instant>,
    sound: u64,
}

impl Person {
    pub(crate) fn new(
        participant: ParticipantId,
        address: SocketAddr,
        client: Client,
        (epoch, now): (Instant, Instant),
    ) -> Self {
        let has_layers = client.offered().iter().any(|line| !line.layers.is_empty());
        Self {
            participant,
            address,
            former: None,
            translated: None,
            client,
            received: Vec::new(),
            empty: Vec::new(),
            wanted: Vec::new(),
            camera_on: true,
            silent: false,
            gives_keyframes: true,
            obeys: true,
            sends_red: false,
            drift: 0,
            camera: if has_layers {
                Camera::simulcast()
            } else {
                Camera::plain()
            },
            sound_every: SOUND,
            born: now,
            epoch,
            level: 127,
            keyframes_asked: 0,
            number: 0,
            next_frame: None,
            next_sound: None,
            next_report: None,
            sound: 100,
        }
    }

    /// Microphone, camera, then seats in pairs.
    pub(crate) fn lines(seats: usize) -> Vec<ClientLine> {
        let mid = |text: String| Mid::new(text.as_bytes()).expect("a short mid");
        let mut lines = vec![
            ClientLine::audio(mid("mic".into()), Some(1001), false),
            ClientLine::video(mid("cam".into()), Some((2001, 2002)), false),
        ];
        for seat in 0..seats {
            lines.push(ClientLine::audio(mid(format!("a{seat}")), None, true));
            lines.push(ClientLine::video(mid(format!("v{seat}")), None, true));
        }
        lines
    }

    /// As [`lines`](Self::lines), the camera in three sizes.
    pub(crate) fn simulcast_lines(seats: usize) -> Vec<ClientLine> {
        let mut lines = Self::lines(seats);
        let layer = |(place, name): (u32, &str)| Layer {
            rid: Rid::new(name.as_bytes()).expect("a short rid"),
            ssrc: LAYERS + place,
            rtx_ssrc: LAYERS + 10 + place,
        };
        let layers = (0..).zip(["q", "h", "f"]).map(layer).collect();
        lines[CAMERA] = ClientLine::simulcast(lines[CAMERA].mid, layers);
        lines
    }

    /// One audio and one video line, both ways.
    pub(crate) fn plain_lines() -> Vec<ClientLine> {
        let mid = |text: &str| Mid::new(text.as_bytes()).expect("a short mid");
        vec![
            ClientLine::audio(mid("0"), Some(1001), true),
            ClientLine::video(mid("1"), Some((2001, 2002)), true),
        ]
    }

    pub(crate) fn restart(&mut self, client: Client, now: Instant) {
        let fresh = Self::new(self.participant, self.address, client, (self.epoch, now));
        let before = std::mem::replace(self, fresh);
        self.number = before.number;
        self.received = before.received;
    }

    pub(crate) fn move_to(&mut self, address: SocketAddr) {
        self.client.restart();
        self.former = Some(std::mem::replace(&mut self.address, address));
    }

    /// Sends a frame and a sound each `every`, the first at the next step.
    pub(crate) fn pace(&mut self, every: Duration) {
        (self.camera.frame_every, self.sound_every) = (every, every);
        (self.next_frame, self.next_sound, self.next_report) = (None, None, None);
    }

    pub(crate) fn hears(&self, to: SocketAddr) -> bool {
        self.outside(self.address) == to || self.former == Some(to)
    }

    /// What the server sees of datagrams from a local address.
    pub(crate) fn outside(&self, local: SocketAddr) -> SocketAddr {
        self.translated.filter(|_| local == self.address).unwrap_or(local)
    }

    /// What a clock of `rate` Hz counts from `then` to `now` at this person's.
    pub(crate) fn ticks(&self, then: Instant, now: Instant, rate: u32) -> u32 {
        ((self.own(now) - self.own(then)).as_micros() * u128::from(rate) / 1_000_000) as u32
    }

    /// The moment that the person's wall clock takes `now` for.
    fn own(&self, now: Instant) -> Instant {
        let elapsed = (now - self.born).as_micros() as u64;
        self.born
            + Duration::from_micros(
                elapsed.saturating_add_signed(elapsed as i64 * i64::from(self.drift) / 1_000_000),
            )
    }

    pub(crate) fn receive(&mut self, now: Instant, datagram: &mut [u8], out: &mut SendArena) {
        if self.silent {
            return;
        }
        if let Some(packet) = self.client.handle_datagram(now, datagram, out) {
            let payload = &datagram[packet.payload.clone()];
            if payload.is_empty() {
                self.empty.push((packet.line, packet.sequence));
            } else {
                self.received.push(self.read(now, &packet, payload));
            }
        }
        while let Some(event) = self.client.poll_event() {
            match event {
                Event::KeyframeWanted { encoding, .. } => {
                    self.keyframes_asked += 1;
                    let encoding = &mut self.camera.encodings[usize::from(encoding)];
                    encoding.ask_for_keyframe(self.gives_keyframes);
                }
                Event::Lost {
                    line,
                    encoding,
                    sequence,
                } => self.resend(line, encoding, sequence, out),
                Event::Connected | Event::Back | Event::Gap { .. } => {}
            }
        }
    }

    pub(crate) fn step(&mut self, now: Instant, out: &mut SendArena) {
        if self.silent {
            return;
        }
        self.client.handle_timeout(now, out);
        if !self.client.is_connected() {
            return;
        }
        if self.camera_on
            && let Some(at) = due(&mut self.next_frame, now, self.camera.frame_every)
        {
            self.send_frame(now, at, out);
        }
        if let Some(at) = due(&mut self.next_sound, now, self.sound_every) {
            self.send_sound(now, at, out);
        }
        if due(&mut self.next_report, now, Duration::from_secs(1)).is_some() {
            let own = self.own(now);
            self.client
                .report(own, MICROPHONE, 0, self.ticks(self.born, now, 48_000), out);
            let timestamp = self.ticks(self.born, now, 90_000);
            for (at, encoding) in (0..).zip(&self.camera.encodings).filter(|(_, e)| e.is_on) {
                let timestamp = timestamp.wrapping_add(encoding.timestamp);
                self.client.report(own, CAMERA, at, timestamp, out);
            }
        }
    }

    /// Packets of one line, in the order of their sequence numbers.
    pub(crate) fn sorted(&self, line: usize) -> Vec<Picture> {
        let mut pictures: Vec<_> = self.received.iter().filter(|p| p.line == line).cloned().collect();
        pictures.sort_by_key(|p| p.sequence);
        pictures
    }

    fn read(&self, now: Instant, packet: &transport::peer::Packet, payload: &[u8]) -> Picture {
        let number = |sound: &[u8]| u32::from_be_bytes(sound[..4].try_into().expect("a number"));
        let (payload, repeats) = if packet.is_red {
            let earlier = layers::red::redundant(payload).map(|block| number(&payload[block.range]));
            let primary = layers::red::primary(payload).expect("sound");
            (&payload[primary.range], earlier.collect())
        } else {
            (payload, Vec::new())
        };
        let video = payload.len() > 100;
        let (descriptor, tag) = payload.split_at(if video { TAG } else { 0 });
        let byte = |at: usize| descriptor.get(at).copied().unwrap_or_default();
        let sent = u64::from_be_bytes(tag[20..28].try_into().expect("a time"));
        Picture {
            at: now,
            line: packet.line,
            stream: packet.stream,
            sequence: packet.sequence,
            timestamp: packet.timestamp,
            picture_id: u16::from_be_bytes([byte(2), byte(3)]) & 0x7fff,
            tl0_pic_idx: byte(4),
            temporal: byte(5) >> 6,
            key_index: byte(5) & 0x1f,
            keyframe: video && byte(0) & 0x10 != 0 && byte(6) & 1 == 0,
            height: u16::from_le_bytes([byte(14), byte(15)]),
            took: now - self.epoch - Duration::from_micros(sent),
            number: number(tag),
            repeats,
            author: u128::from_be_bytes(tag[4..20].try_into().expect("an author")),
            redundant: packet.is_red,
        }
    }

    fn tag(&self, now: Instant, number: u32) -> Vec<u8> {
        let mut tag = number.to_be_bytes().to_vec();
        tag.extend(self.participant.0.as_u128().to_be_bytes());
        tag.extend(((now - self.epoch).as_micros() as u64).to_be_bytes());
        tag
    }

    fn send_frame(&mut self, now: Instant, at: Instant, out: &mut SendArena) {
        let timestamp = self.ticks(self.born, at, 90_000);
        for place in 0..self.camera.encodings.len() {
            if !self.camera.encodings[place].is_on {
                continue;
            }
            let (mut number, blank) = (self.number, self.tag(now, 0));
            let frame = self.camera.encodings[place].frame(timestamp, || {
                number += 1;
                [&(number - 1).to_be_bytes(), &blank[4..]].concat()
            });
            self.number = number;
            for packet in &frame {
                self.client.send(CAMERA, place as u8, &picture(packet), out);
            }
        }
    }

    fn send_sound(&mut self, now: Instant, at: Instant, out: &mut SendArena) {
        self.sound += 1;
        let mut payload = self.tag(now, self.sound as u32);
        payload.resize(60, 0);
        let mut payload_type = OPUS;
        if self.sends_red {
            payload = redundant(&payload);
            payload_type = RED;
        }
        let packet = Forward {
            audio_level: Some(AudioLevel {
                voice: self.level < 50,
                level: self.level,
            }),
            ..forward(
                payload_type,
                self.sound,
                self.ticks(self.born, at, 48_000),
                false,
                &payload,
            )
        };
        self.client.send(MICROPHONE, 0, &packet, out);
    }

    fn resend(&mut self, line: usize, encoding: u8, sequence: u16, out: &mut SendArena) {
        if let Some(packet) = self.camera.encodings[usize::from(encoding)].sent(sequence) {
            self.client.resend(line, encoding, &picture(packet), out);
        }
    }
}

/// A sound with an older one before it, 20 ms earlier (RFC 2198 section 3).
fn redundant(sound: &[u8]) -> Vec<u8> {
    let (offset, length) = (960_u32, 20);
    let header = u32::from(0x80 | OPUS) << 24 | offset << 10 | length;
    [&header.to_be_bytes(), &[OPUS][..], &[0x55; 20], sound].concat()
}

fn picture(packet: &Sent) -> Forward<'_> {
    let Sent {
        sequence,
        timestamp,
        marker,
        ..
    } = *packet;
    forward(96, sequence, timestamp, marker, &packet.payload)
}

fn forward(payload_type: u8, sequence: u64, timestamp: u32, marker: bool, payload: &[u8]) -> Forward<'_> {
    Forward {
        payload_type,
        sequence,
        timestamp,
        marker,
        audio_level: None,
        descriptor: None,
        payload,
    }
}

/// When it was due, if it is.
fn due(next: &mut Option<Instant>, now: Instant, every: Duration) -> Option<Instant> {
    let at = *next.get_or_insert(now);
    if now < at {
        return None;
    }
    *next = Some(at + every);
    Some(at)
}
