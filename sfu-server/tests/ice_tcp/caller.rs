//! A client with a TCP connection, a UDP socket too after a move.

use model::{Mid, SessionId};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};
use transport::dtls::Certificate;
use transport::feedback::NtpClock;
use transport::peer::{Client, Forward};
use transport::sdp::client::ClientLine;
use transport::{FiveTuple, Protocol, SendArena};

const OPUS: u8 = 111;
/// Longest wait for anything; loopback takes milliseconds, a loaded machine more.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Caller {
    pub(crate) session: SessionId,
    /// Payloads that came, with whether by TCP.
    pub(crate) heard: Vec<(Vec<u8>, bool)>,
    client: Client,
    stream: TcpStream,
    unread: Vec<u8>,
    udp: Option<UdpSocket>,
    out: SendArena,
    sequence: u64,
}

impl Caller {
    pub(crate) fn new(server: SocketAddr, publishes: bool) -> Self {
        let now = Instant::now();
        let mid = Mid::new(b"0").expect("a mid");
        let line = ClientLine::audio(mid, publishes.then_some(11), !publishes);
        let clock = NtpClock::new(now, Duration::from_secs(1_700_000_000));
        let certificate = Certificate::generate().expect("a certificate");
        let stream = TcpStream::connect(server).expect("a connection");
        let pause = Some(Duration::from_millis(5));
        stream.set_read_timeout(pause).expect("a socket option");
        Self {
            session: SessionId::generate(),
            heard: Vec::new(),
            client: Client::new(certificate, vec![line], clock, now),
            stream,
            unread: Vec::new(),
            udp: None,
            out: SendArena::new(1 << 16, 64),
            sequence: 1,
        }
    }

    pub(crate) fn offer(&self) -> String {
        self.client.offer()
    }

    pub(crate) fn connect(&mut self, answer: &str) {
        let tuple = FiveTuple {
            protocol: Protocol::Tcp,
            local: self.stream.local_addr().expect("an address"),
            remote: self.stream.peer_addr().expect("an address"),
        };
        self.client
            .accept(Instant::now(), answer, tuple)
            .expect("an answer");
        self.until("connected", |caller| caller.client.is_connected());
    }

    /// Restarts ICE; the answer to the new offer is for [`move_to_udp`](Self::move_to_udp).
    pub(crate) fn restart(&mut self) -> String {
        self.client.restart();
        self.client.offer()
    }

    pub(crate) fn move_to_udp(&mut self, answer: &str, server: SocketAddr) {
        let udp = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        udp.set_nonblocking(true).expect("a socket option");
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: udp.local_addr().expect("an address"),
            remote: server,
        };
        self.udp = Some(udp);
        self.client
            .accept(Instant::now(), answer, tuple)
            .expect("an answer");
    }

    /// Says a word.
    pub(crate) fn speak(&mut self, payload: &[u8]) {
        let packet = Forward {
            payload_type: OPUS,
            sequence: self.sequence,
            timestamp: self.sequence as u32 * 960,
            marker: false,
            audio_level: None,
            descriptor: None,
            payload,
        };
        self.sequence += 1;
        self.client.send(0, 0, &packet, &mut self.out);
        self.flush();
    }

    /// Goes on until something is true.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is_so(self) {
            assert!(began.elapsed() < PATIENCE, "not in time: {what}");
            self.step();
        }
    }

    /// Reads what came within some milliseconds, does what is due; false once the server closed the connection.
    pub(crate) fn step(&mut self) -> bool {
        self.client.handle_timeout(Instant::now(), &mut self.out);
        self.flush();
        let mut bytes = [0; 4096];
        let open = match self.stream.read(&mut bytes) {
            Ok(len) => {
                self.unread.extend_from_slice(&bytes[..len]);
                len > 0
            }
            Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        };
        self.deframe();
        while let Some(Ok(len)) = self.udp.as_ref().map(|udp| udp.recv(&mut bytes)) {
            self.take(&mut bytes[..len], false);
        }
        self.flush();
        open
    }

    /// RFC 4571 section 2.
    fn deframe(&mut self) {
        while let Some(prefix) = self.unread.first_chunk::<2>() {
            let end = 2 + usize::from(u16::from_be_bytes(*prefix));
            if self.unread.len() < end {
                return;
            }
            let mut frame: Vec<u8> = self.unread.drain(..end).collect();
            self.take(&mut frame[2..], true);
        }
    }

    fn take(&mut self, datagram: &mut [u8], by_tcp: bool) {
        let packet = self
            .client
            .handle_datagram(Instant::now(), datagram, &mut self.out);
        if let Some(packet) = packet {
            self.heard.push((datagram[packet.payload].to_vec(), by_tcp));
        }
    }

    fn flush(&mut self) {
        for (tuple, datagram) in self.out.iter() {
            match (tuple.protocol, &self.udp) {
                (Protocol::Udp, Some(udp)) => {
                    udp.send_to(datagram, tuple.remote).expect("a way out");
                }
                _ => {
                    let frame = [&(datagram.len() as u16).to_be_bytes(), datagram].concat();
                    // A connection that the server closed is seen when it is read.
                    let _ = self.stream.write_all(&frame);
                }
            }
        }
        self.out.clear();
    }
}
