//! A client whose camera sends numbered pictures.

use model::{Mid, ParticipantId};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::SendArena;
use transport::packet::AudioLevel;
use transport::peer::{Client, Event, Forward};
use transport::sdp::client::ClientLine;

/// Lines of [`Person::lines`].
pub(crate) const MICROPHONE: usize = 0;
pub(crate) const CAMERA: usize = 1;
const FRAME: Duration = Duration::from_millis(33);
const SOUND: Duration = Duration::from_millis(20);
const PACKETS_PER_FRAME: u32 = 4;

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
    pub(crate) keyframe: bool,
    /// The sender's index of the packet, counted from 0 over its life.
    pub(crate) number: u32,
    /// Who sent it.
    pub(crate) author: u128,
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
    pub(crate) wanted: Vec<ParticipantId>,
    pub(crate) camera_on: bool,
    pub(crate) silent: bool,
    /// How much faster the person's clocks run than the server's, in millionths.
    pub(crate) drift: i32,
    frame_every: Duration,
    pub(crate) packets_per_frame: u32,
    sound_every: Duration,
    born: Instant,
    /// What the microphone hears, in -dBov (RFC 6464).
    pub(crate) level: u8,
    pub(crate) keyframes_asked: usize,
    sent: HashMap<u16, (u32, bool, Vec<u8>)>,
    sequence: u64,
    number: u32,
    frame: u32,
    key_due: bool,
    next_frame: Option<Instant>,
    next_sound: Option<Instant>,
    next_report: Option<Instant>,
    sound: u64,
}

impl Person {
    pub(crate) fn new(participant: ParticipantId, address: SocketAddr, client: Client, now: Instant) -> Self {
        Self {
            participant,
            address,
            former: None,
            translated: None,
            client,
            received: Vec::new(),
            wanted: Vec::new(),
            camera_on: true,
            silent: false,
            drift: 0,
            frame_every: FRAME,
            packets_per_frame: PACKETS_PER_FRAME,
            sound_every: SOUND,
            born: now,
            level: 127,
            keyframes_asked: 0,
            sent: HashMap::new(),
            sequence: 65_000,
            number: 0,
            frame: 32_700,
            key_due: true,
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

    /// One audio and one video line, both ways.
    pub(crate) fn plain_lines() -> Vec<ClientLine> {
        let mid = |text: &str| Mid::new(text.as_bytes()).expect("a short mid");
        vec![
            ClientLine::audio(mid("0"), Some(1001), true),
            ClientLine::video(mid("1"), Some((2001, 2002)), true),
        ]
    }

    pub(crate) fn restart(&mut self, client: Client, now: Instant) {
        let fresh = Self::new(self.participant, self.address, client, now);
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
        (self.frame_every, self.sound_every) = (every, every);
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
            let video = payload.len() > 100;
            let (picture_id, tag) = if video {
                (
                    u16::from_be_bytes([payload[2], payload[3]]) & 0x7fff,
                    &payload[7..],
                )
            } else {
                (0, payload)
            };
            self.received.push(Picture {
                at: now,
                line: packet.line,
                stream: packet.stream,
                sequence: packet.sequence,
                timestamp: packet.timestamp,
                picture_id,
                keyframe: video && payload[0] & 0x10 != 0 && payload[6] & 1 == 0,
                number: u32::from_be_bytes(tag[..4].try_into().expect("a number")),
                author: u128::from_be_bytes(tag[4..20].try_into().expect("an author")),
            });
        }
        while let Some(event) = self.client.poll_event() {
            match event {
                Event::KeyframeWanted { .. } => {
                    self.keyframes_asked += 1;
                    self.key_due = true;
                }
                Event::Lost { line, sequence, .. } => self.resend(line, sequence, out),
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
            && let Some(at) = due(&mut self.next_frame, now, self.frame_every)
        {
            self.send_frame(at, out);
        }
        if let Some(at) = due(&mut self.next_sound, now, self.sound_every) {
            self.send_sound(at, out);
        }
        if due(&mut self.next_report, now, Duration::from_secs(1)).is_some() {
            let own = self.own(now);
            self.client
                .report(own, MICROPHONE, 0, self.ticks(self.born, now, 48_000), out);
            self.client
                .report(own, CAMERA, 0, self.ticks(self.born, now, 90_000), out);
        }
    }

    /// Packets of one line, in the order of their sequence numbers.
    pub(crate) fn sorted(&self, line: usize) -> Vec<Picture> {
        let mut pictures: Vec<_> = self.received.iter().filter(|p| p.line == line).cloned().collect();
        pictures.sort_by_key(|p| p.sequence);
        pictures
    }

    fn send_frame(&mut self, at: Instant, out: &mut SendArena) {
        let key = std::mem::take(&mut self.key_due);
        self.frame += 1;
        for part in 0..self.packets_per_frame {
            let mut payload = vec![if part == 0 { 0x90 } else { 0x80 }, 0xe0];
            payload.extend((0x8000 | (self.frame & 0x7fff) as u16).to_be_bytes());
            payload.extend([self.frame as u8, 0, u8::from(!key)]);
            payload.extend(self.number.to_be_bytes());
            payload.extend(self.participant.0.as_u128().to_be_bytes());
            payload.resize(1100, 0x55);
            self.number += 1;
            self.sequence += 1;
            let timestamp = self.ticks(self.born, at, 90_000);
            let marker = part + 1 == self.packets_per_frame;
            self.client.send(
                CAMERA,
                0,
                &forward(96, self.sequence, timestamp, marker, &payload),
                out,
            );
            self.sent
                .insert(self.sequence as u16, (timestamp, marker, payload));
        }
    }

    fn send_sound(&mut self, at: Instant, out: &mut SendArena) {
        self.sound += 1;
        let mut payload = (self.sound as u32).to_be_bytes().to_vec();
        payload.extend(self.participant.0.as_u128().to_be_bytes());
        payload.resize(60, 0);
        let packet = Forward {
            audio_level: Some(AudioLevel {
                voice: self.level < 50,
                level: self.level,
            }),
            ..forward(
                111,
                self.sound,
                self.ticks(self.born, at, 48_000),
                false,
                &payload,
            )
        };
        self.client.send(MICROPHONE, 0, &packet, out);
    }

    fn resend(&mut self, line: usize, sequence: u16, out: &mut SendArena) {
        if let Some((timestamp, marker, payload)) = self.sent.get(&sequence) {
            let behind = (self.sequence as u16).wrapping_sub(sequence);
            let original = self.sequence - u64::from(behind);
            self.client
                .resend(line, 0, &forward(96, original, *timestamp, *marker, payload), out);
        }
    }
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
