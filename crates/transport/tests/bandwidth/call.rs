//! A server's peer that sends sound with a picture to a client over a virtual network.

use model::{Grants, Mid};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::dtls::Certificate;
use transport::feedback::NtpClock;
use transport::packet::classify;
use transport::peer::{Client, Event, Forward, PathStatistics, Peer, Received, Setting};
use transport::sdp::client::ClientLine;
use transport::sdp::{Candidate, Offer};
use transport::{FiveTuple, Protocol, SendArena};
use virtual_net::{Conditions, VirtualNet};

pub(crate) const SOUND: usize = 0;
pub(crate) const PICTURE: usize = 1;
const TICK: Duration = Duration::from_millis(10);
const SOUND_EVERY: Duration = Duration::from_millis(20);
const FRAME_EVERY: Duration = Duration::from_millis(33);
/// How often the picture's rate follows the estimate.
const ALLOCATE_EVERY: Duration = Duration::from_millis(100);
const SOUND_BYTES: usize = 100;
const PACKET_BYTES: usize = 1_100;
/// Packets kept to be sent again.
const KEPT: usize = 1_000;

/// A packet as it arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) at: Instant,
    pub(crate) line: usize,
    /// Since it was handed to the peer.
    pub(crate) delay: Duration,
}

/// The estimate at a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) at: Instant,
    pub(crate) path: PathStatistics,
}

struct Kept {
    sequence: u64,
    timestamp: u32,
    marker: bool,
    payload: Vec<u8>,
}

pub(crate) struct Call {
    pub(crate) start: Instant,
    pub(crate) now: Instant,
    pub(crate) peer: Peer,
    pub(crate) arrivals: Vec<Arrival>,
    pub(crate) samples: Vec<Sample>,
    /// Bytes of the datagrams that reached the client, with when.
    pub(crate) delivered: Vec<(Instant, usize)>,
    /// Bits per second of the picture at most.
    pub(crate) desired: f64,
    /// Whether the picture's rate follows the estimate.
    pub(crate) is_adaptive: bool,
    client: Client,
    net: VirtualNet,
    server: SocketAddr,
    address: SocketAddr,
    conditions: Conditions,
    rate: f64,
    /// Bytes of picture that are due.
    owed: f64,
    kept: VecDeque<Kept>,
    sequences: [u64; 2],
    ticks: [Instant; 4],
    out: SendArena,
}

impl Call {
    /// A call over a way to the client with these conditions; the way back is as slow, but wide.
    pub(crate) fn new(seed: u64, conditions: Conditions, desired: f64) -> Self {
        Self::with(seed, conditions, desired, |_| {})
    }

    /// The same, of lines that `change` changed.
    pub(crate) fn with(
        seed: u64,
        conditions: Conditions,
        desired: f64,
        change: impl Fn(&mut ClientLine),
    ) -> Self {
        let now = Instant::now();
        let clock = NtpClock::new(now, Duration::from_secs(1_700_000_000));
        let certificate = Certificate::generate().expect("a certificate");
        let server = SocketAddr::from(([192, 0, 2, 1], 443));
        let address = SocketAddr::from(([198, 51, 100, 1], 5000));
        let candidate = Candidate {
            protocol: Protocol::Udp,
            address: server,
        };
        let setting = Setting {
            shard: 0,
            red: false,
            certificate: certificate.clone(),
            candidates: [candidate].into(),
            clock,
        };
        let mid = |text: &str| Mid::new(text.as_bytes()).expect("a short mid");
        let mut lines = vec![
            ClientLine::audio(mid("a"), None, true),
            ClientLine::video(mid("v"), None, true),
        ];
        lines.iter_mut().for_each(change);
        let mut call = Self {
            start: now,
            now,
            peer: Peer::new(&setting, now),
            arrivals: Vec::new(),
            samples: Vec::new(),
            delivered: Vec::new(),
            desired,
            is_adaptive: true,
            client: Client::new(certificate, lines, clock, now),
            net: VirtualNet::new(seed, Conditions::default()),
            server,
            address,
            conditions,
            rate: 300_000.0,
            owed: 0.0,
            kept: VecDeque::new(),
            sequences: [100, 65_000],
            ticks: [now; 4],
            out: SendArena::new(1 << 20, 2_048),
        };
        call.connect();
        call
    }

    fn connect(&mut self) {
        let offer = Offer::parse(&self.client.offer()).expect("an offer");
        let grants = Grants {
            publish: true,
            subscribe: true,
        };
        let answer = self.peer.answer(self.now, &offer, grants).expect("an answer");
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: self.address,
            remote: self.server,
        };
        self.client.accept(self.now, &answer, tuple).expect("accepted");
        self.set_conditions(self.conditions);
        while !(self.peer.is_connected() && self.client.is_connected()) {
            assert!(self.now < self.start + Duration::from_secs(5), "connected");
            self.step();
        }
        self.start = self.now;
        self.ticks = [self.now; 4];
    }

    /// Changes the way to the client.
    pub(crate) fn set_conditions(&mut self, conditions: Conditions) {
        self.conditions = conditions;
        let back = Conditions {
            delay: conditions.delay,
            ..Conditions::default()
        };
        self.net.set_link(self.server, self.address, conditions);
        self.net.set_link(self.address, self.server, back);
    }

    pub(crate) fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.step();
        }
    }

    /// To the next arrival or the next tick.
    fn step(&mut self) {
        // Media starts once there is a connection.
        let ticks = if self.peer.is_connected() { 4 } else { 1 };
        let due = self.ticks[..ticks].iter().copied().min().unwrap_or(self.now);
        let due = self.peer.poll_timeout().min(due);
        self.now = self
            .net
            .next_arrival()
            .map_or(due, |at| at.min(due))
            .max(self.now);
        while let Some((_, to, mut bytes)) = self.net.deliver(self.now) {
            if to == self.server {
                self.receive_at_server(&mut bytes);
            } else {
                self.receive_at_client(&mut bytes);
            }
        }
        if self.peer.poll_timeout() <= self.now {
            self.peer.handle_timeout(self.now, &mut self.out);
        }
        if self.is_due(0, TICK) {
            self.client.handle_timeout(self.now, &mut self.out);
        }
        if self.peer.is_connected() {
            self.send_media();
        }
        self.flush();
    }

    fn is_due(&mut self, tick: usize, every: Duration) -> bool {
        let is_due = self.ticks[tick] <= self.now;
        if is_due {
            self.ticks[tick] += every;
        }
        is_due
    }

    fn send_media(&mut self) {
        if self.is_due(1, SOUND_EVERY) {
            self.send(SOUND, SOUND_BYTES, true);
        }
        if self.is_due(2, FRAME_EVERY) {
            self.owed += self.rate / 8.0 * FRAME_EVERY.as_secs_f64();
            while self.owed > 0.0 {
                self.owed -= PACKET_BYTES as f64;
                self.send(PICTURE, PACKET_BYTES, self.owed <= 0.0);
            }
        }
        if self.is_due(3, ALLOCATE_EVERY) {
            self.allocate();
        }
    }

    /// As a server does: pictures take what is available beside sound.
    fn allocate(&mut self) {
        let sound = 60_000.0;
        self.peer.set_desired_bitrate((self.desired + sound) as u64);
        if let Some(available) = self.peer.available_bitrate().filter(|_| self.is_adaptive) {
            self.rate = (available as f64 * 0.95 - sound).clamp(0.0, self.desired);
        } else if !self.is_adaptive {
            self.rate = self.desired;
        }
        let path = self.peer.path_statistics(self.now);
        self.samples.push(Sample { at: self.now, path });
        if self.samples.len() % 10 == 1 {
            for line in [SOUND, PICTURE] {
                self.peer.report(self.now, line, 0, &mut self.out);
            }
        }
    }

    fn send(&mut self, line: usize, len: usize, marker: bool) {
        let since = (self.now - self.start).as_micros() as u64;
        let mut payload = since.to_be_bytes().to_vec();
        payload.resize(len, 0x55);
        self.sequences[line] += 1;
        let kept = Kept {
            sequence: self.sequences[line],
            timestamp: (since * 9 / 100) as u32,
            marker,
            payload,
        };
        self.peer.send(
            self.now,
            line,
            &forward(line, &kept),
            |payload, _| payload[len - 1] = 1,
            &mut self.out,
        );
        if line == PICTURE {
            self.kept.truncate(KEPT);
            self.kept.push_front(kept);
        }
    }

    fn receive_at_server(&mut self, bytes: &mut [u8]) {
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: self.server,
            remote: self.address,
        };
        let kind = classify(bytes);
        let received = self
            .peer
            .handle_datagram(self.now, tuple, kind, bytes, &mut self.out);
        assert!(
            !matches!(received, Received::Packet(_)),
            "the client only receives"
        );
        while let Some(event) = self.peer.poll_event() {
            if let Event::Lost { line, sequence, .. } = event
                && let Some(kept) = self.kept.iter().find(|kept| kept.sequence as u16 == sequence)
            {
                let len = kept.payload.len();
                let edit = |payload: &mut [u8], _: Option<&mut [u8]>| payload[len - 1] = 1;
                self.peer
                    .resend(self.now, line, &forward(line, kept), edit, &mut self.out);
            }
        }
    }

    fn receive_at_client(&mut self, bytes: &mut [u8]) {
        self.delivered.push((self.now, bytes.len()));
        if let Some(packet) = self.client.handle_datagram(self.now, bytes, &mut self.out)
            && let Some(sent) = bytes[packet.payload.clone()].first_chunk()
        {
            assert_eq!(bytes[packet.payload.end - 1], 1, "edited");
            let sent = self.start + Duration::from_micros(u64::from_be_bytes(*sent));
            self.arrivals.push(Arrival {
                at: self.now,
                line: packet.line,
                delay: self.now - sent,
            });
        }
        while self.client.poll_event().is_some() {}
    }

    fn flush(&mut self) {
        for (tuple, bytes) in self.out.iter() {
            self.net.send(self.now, tuple.local, tuple.remote, bytes.to_vec());
        }
        self.out.clear();
    }

    /// Bits per second that reached the client between two times after the start, in seconds.
    pub(crate) fn delivered_rate(&self, from: f64, to: f64) -> f64 {
        let within = self
            .delivered
            .iter()
            .filter(|(at, _)| self.is_within(*at, from, to));
        within.map(|(_, bytes)| *bytes as f64 * 8.0).sum::<f64>() / (to - from)
    }

    /// The estimates between two times after the start, in seconds.
    pub(crate) fn estimates(&self, from: f64, to: f64) -> Vec<f64> {
        let within = self.samples.iter().filter(|s| self.is_within(s.at, from, to));
        within
            .map(|s| s.path.available.map_or(f64::INFINITY, |bits| bits as f64))
            .collect()
    }

    /// The delay that this share of a line's packets stays under, between two times in seconds after the start.
    pub(crate) fn delay(&self, line: usize, share: f64, from: f64, to: f64) -> Duration {
        let within = self.arrivals.iter();
        let within = within.filter(|a| a.line == line && self.is_within(a.at, from, to));
        let mut delays: Vec<_> = within.map(|a| a.delay).collect();
        delays.sort();
        assert!(!delays.is_empty(), "something arrives");
        delays[((delays.len() - 1) as f64 * share) as usize]
    }

    /// Seconds after the start until `is_so` of the estimate, from a time on.
    pub(crate) fn first(&self, from: f64, is_so: impl Fn(f64) -> bool) -> f64 {
        let samples = self.samples.iter();
        let mut after = samples.filter(|s| self.is_within(s.at, from, f64::MAX));
        let found = after.find(|s| s.path.available.is_some_and(|bits| is_so(bits as f64)));
        found.map_or(f64::INFINITY, |s| (s.at - self.start).as_secs_f64())
    }

    fn is_within(&self, at: Instant, from: f64, to: f64) -> bool {
        let since = at.saturating_duration_since(self.start).as_secs_f64();
        (from..to).contains(&since)
    }

    /// A line each half second, for who looks at a failure.
    pub(crate) fn told(&self) -> String {
        let mut told = String::new();
        for sample in self.samples.iter().step_by(5) {
            let since = (sample.at - self.start).as_secs_f64();
            told += &format!("{since:.1} s: {:?}\n", sample.path);
        }
        told
    }
}

fn forward(line: usize, kept: &Kept) -> Forward<'_> {
    Forward {
        payload_type: if line == SOUND { 111 } else { 96 },
        sequence: kept.sequence,
        timestamp: kept.timestamp,
        marker: kept.marker,
        audio_level: None,
        descriptor: None,
        payload: &kept.payload,
    }
}
