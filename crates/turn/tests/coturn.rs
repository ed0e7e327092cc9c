//! Debian's TURN client against the server, by UDP and by TCP, with a peer that echoes.

#![allow(
    clippy::unwrap_used,
    reason = "a test ends at what does not hold, in its helpers too"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime};
use transport::{FiveTuple, Protocol, SendArena};
use turn::{Config, Credentials, Outcome, Secret, Server, frame};

/// The peers: the client wants to talk to a neighbouring port too, as if it was for RTCP.
const PEERS: [&str; 2] = ["192.0.2.9:3480", "192.0.2.9:3481"];
const CLIENT: &str = "turnutils_uclient";

/// A server with sockets, whose peers send back what they get. Lives until the test ends.
#[derive(Clone)]
struct Host {
    server: Arc<Mutex<Server>>,
    local: SocketAddr,
}

impl Host {
    fn open() -> (Self, Credentials) {
        let (secret, now) = (Secret::generate(), Instant::now());
        let epoch = SystemTime::UNIX_EPOCH.elapsed().unwrap();
        let server = Server::new(Config {
            secret: secret.clone(),
            shard: 0,
            peers: PEERS.iter().map(|peer| peer.parse().unwrap()).collect(),
            anchor: (now, epoch),
        });
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        let local = udp.local_addr().unwrap();
        let host = Self {
            server: Arc::new(Mutex::new(server)),
            local,
        };
        let tcp = TcpListener::bind(local).unwrap();
        let (by_udp, by_tcp) = (host.clone(), host.clone());
        std::thread::spawn(move || by_udp.serve_udp(&udp));
        std::thread::spawn(move || {
            for stream in tcp.incoming().flatten() {
                let host = by_tcp.clone();
                std::thread::spawn(move || host.serve_tcp(stream));
            }
        });
        (host, secret.issue("p", epoch))
    }

    fn serve_udp(&self, socket: &UdpSocket) {
        let mut bytes = [0; 2048];
        while let Ok((len, from)) = socket.recv_from(&mut bytes) {
            for answer in self.answers(Protocol::Udp, from, &bytes[..len]) {
                socket.send_to(&answer, from).unwrap();
            }
        }
    }

    /// Until the client closes it.
    fn serve_tcp(&self, mut stream: TcpStream) {
        let from = stream.peer_addr().unwrap();
        let mut message = vec![0; 4];
        while stream.read_exact(&mut message[..4]).is_ok() {
            let frame = frame([message[0], message[1], message[2], message[3]]).unwrap();
            message.resize(frame.padded, 0);
            stream.read_exact(&mut message[4..]).unwrap();
            for answer in self.answers(Protocol::Tcp, from, &message[..frame.message]) {
                stream.write_all(&answer).unwrap();
            }
        }
    }

    fn answers(&self, protocol: Protocol, remote: SocketAddr, message: &[u8]) -> Vec<Vec<u8>> {
        let client = FiveTuple {
            protocol,
            local: self.local,
            remote,
        };
        let (now, mut out) = (Instant::now(), SendArena::new(1 << 14, 8));
        let mut server = self.server.lock().unwrap();
        if let Outcome::Relayed { path, datagram } = server.handle(now, client, message, &mut out) {
            assert!(server.forward(now, &path, &message[datagram], &mut out));
        }
        out.iter().map(|(_, bytes)| bytes.to_vec()).collect()
    }
}

/// What the client says at the end of some messages to and fro.
fn said(host: &Host, credentials: &Credentials, flags: &[&str], peer: &str) -> String {
    let (address, port) = peer.split_once(':').unwrap();
    let server_port = host.local.port().to_string();
    let run = Command::new("timeout")
        .args(["30", CLIENT, "-v", "-c", "-n", "5"])
        .args(["-u", &credentials.username, "-w", &credentials.credential])
        .args(["-e", address, "-r", port, "-p", &server_port])
        .args(flags)
        .arg("127.0.0.1")
        .output()
        .unwrap();
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// Says past the harness, which keeps what passing tests print; `scripts/count-tests.sh` counts it.
fn skip() {
    let line = format!("\n!!! SKIPPED TEST: {CLIENT} is missing: apt-get install coturn\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}

#[test]
fn it_talks_to_the_peer_and_to_nobody_else() {
    if Command::new(CLIENT).arg("-h").output().is_err() {
        return skip();
    }
    let (host, credentials) = Host::open();
    // By indications: for channels it takes any number of the former range (RFC 5766), most of which are reserved now.
    for flags in [&["-s"][..], &["-t", "-s"]] {
        let said = said(&host, &credentials, flags, PEERS[0]);
        assert!(said.contains("Total lost packets 0"), "{flags:?}: {said}");
    }
    let said = said(&host, &credentials, &["-s"], "127.0.0.1:3480");
    assert!(said.contains("error 403"), "{said}");
}
