//! A client whose camera sends numbered pictures.

use model::{Mid, ParticipantId};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::SendArena;
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
    pub(crate) client: Client,
    pub(crate) received: Vec<Picture>,
    pub(crate) wanted: Vec<ParticipantId>,
    pub(crate) camera_on: bool,
    pub(crate) silent: bool,
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
    pub(crate) fn new(participant: ParticipantId, address: SocketAddr, client: Client) -> Self {
        Self {
            participant,
            address,
            client,
            received: Vec::new(),
            wanted: Vec::new(),
            camera_on: true,
            silent: false,
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

    pub(crate) fn restart(&mut self, client: Client) {
        let fresh = Self::new(self.participant, self.address, client);
        let before = std::mem::replace(self, fresh);
        self.number = before.number;
        self.received = before.received;
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
                Event::Lost { line, sequence } => self.resend(line, sequence, out),
                Event::Connected | Event::Gap { .. } => {}
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
        if self.camera_on && due(&mut self.next_frame, now, FRAME) {
            self.send_frame(out);
        }
        if due(&mut self.next_sound, now, SOUND) {
            self.send_sound(out);
        }
        if due(&mut self.next_report, now, Duration::from_secs(1)) {
            self.client.report(now, MICROPHONE, self.sound as u32 * 960, out);
            self.client.report(now, CAMERA, self.frame * 2970, out);
        }
    }

    /// Packets of one line, in the order of their sequence numbers.
    pub(crate) fn sorted(&self, line: usize) -> Vec<Picture> {
        let mut pictures: Vec<_> = self.received.iter().filter(|p| p.line == line).cloned().collect();
        pictures.sort_by_key(|p| p.sequence);
        pictures
    }

    fn send_frame(&mut self, out: &mut SendArena) {
        let key = std::mem::take(&mut self.key_due);
        self.frame += 1;
        for part in 0..PACKETS_PER_FRAME {
            let mut payload = vec![if part == 0 { 0x90 } else { 0x80 }, 0xe0];
            payload.extend((0x8000 | (self.frame & 0x7fff) as u16).to_be_bytes());
            payload.extend([self.frame as u8, 0, u8::from(!key)]);
            payload.extend(self.number.to_be_bytes());
            payload.extend(self.participant.0.as_u128().to_be_bytes());
            payload.resize(1100, 0x55);
            self.number += 1;
            self.sequence += 1;
            let (timestamp, marker) = (self.frame * 2970, part + 1 == PACKETS_PER_FRAME);
            self.client.send(
                CAMERA,
                &forward(96, self.sequence, timestamp, marker, &payload),
                out,
            );
            self.sent
                .insert(self.sequence as u16, (timestamp, marker, payload));
        }
    }

    fn send_sound(&mut self, out: &mut SendArena) {
        self.sound += 1;
        let mut payload = (self.sound as u32).to_be_bytes().to_vec();
        payload.extend(self.participant.0.as_u128().to_be_bytes());
        payload.resize(60, 0);
        self.client.send(
            MICROPHONE,
            &forward(111, self.sound, self.sound as u32 * 960, false, &payload),
            out,
        );
    }

    fn resend(&mut self, line: usize, sequence: u16, out: &mut SendArena) {
        if let Some((timestamp, marker, payload)) = self.sent.get(&sequence) {
            let behind = (self.sequence as u16).wrapping_sub(sequence);
            let original = self.sequence - u64::from(behind);
            self.client
                .resend(line, &forward(96, original, *timestamp, *marker, payload), out);
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
        payload,
    }
}

fn due(next: &mut Option<Instant>, now: Instant, every: Duration) -> bool {
    let at = *next.get_or_insert(now);
    if now >= at {
        *next = Some(at + every);
    }
    now >= at
}
