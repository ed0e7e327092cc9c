//! The acceptor in front of what the port serves.

use crate::opening::Opening;
use crate::places::{Place, Places};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::Sender;
use tokio::time::{sleep, timeout};

/// How long a connection may be silent before its first byte.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long nothing is accepted when the process has no descriptor left.
const BREATH: Duration = Duration::from_millis(100);
/// Connections whose first byte is awaited or that wait to be served, in all and from one address; a proxy on this host is one.
const SILENT: (usize, usize) = (1024, 256);
/// Connections of ICE, in all and from one address; a clinic behind one router may need a few each for everybody.
const ICE: (usize, usize) = (1024, 128);
/// An alert that ends the handshake (RFC 8446 section 6): fatal, handshake_failure.
const NO_TLS: [u8; 7] = [21, 3, 1, 0, 2, 2, 40];

/// A connection of ICE by TCP, on which nothing was read, with the place that it holds until it ends.
#[derive(Debug)]
pub struct Guest {
    /// The connection.
    pub stream: TcpStream,
    /// To be dropped with it.
    pub place: Place,
}

/// Where all listeners of a process count who comes.
#[derive(Clone, Debug)]
pub struct FrontDoor {
    silent: Places,
    ice: Places,
}

impl FrontDoor {
    /// With all places free.
    #[must_use]
    pub fn new() -> Self {
        Self {
            silent: Places::new(SILENT.0, SILENT.1),
            ice: Places::new(ICE.0, ICE.1),
        }
    }

    /// Accepts for ever: HTTP goes to `http`, as long as somebody takes it; ICE to `ice`. Who says nothing in ten seconds,
    /// or something that is not served, is sent away. What there is no place for is closed at once.
    pub async fn keep(
        self,
        listener: TcpListener,
        http: Sender<(TcpStream, SocketAddr)>,
        ice: impl Fn(Guest) + Clone + Send + 'static,
    ) {
        loop {
            let (stream, from) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) if is_of_the_client(&error) => continue,
                Err(error) => {
                    tracing::warn!(%error, "no connection can be accepted");
                    sleep(BREATH).await;
                    continue;
                }
            };
            if let Some(place) = self.silent.take(from.ip()) {
                tokio::spawn(
                    self.clone()
                        .show_in(stream, from, place, http.clone(), ice.clone()),
                );
            }
        }
    }

    async fn show_in(
        self,
        stream: TcpStream,
        from: SocketAddr,
        _silent: Place,
        http: Sender<(TcpStream, SocketAddr)>,
        ice: impl Fn(Guest),
    ) {
        let opening = timeout(PATIENCE, opening(&stream)).await;
        match opening {
            // Nobody takes it once the server stops.
            Ok(Ok(Opening::Http)) => drop(http.send((stream, from)).await),
            Ok(Ok(Opening::IceTcp)) => {
                if let Some(place) = self.ice.take(from.ip()) {
                    ice(Guest { stream, place });
                }
            }
            Ok(Ok(Opening::Tls)) => refuse_tls(&stream),
            Ok(Ok(Opening::Unknown) | Err(_)) | Err(_) => {}
        }
    }
}

impl Default for FrontDoor {
    fn default() -> Self {
        Self::new()
    }
}

async fn opening(stream: &TcpStream) -> io::Result<Opening> {
    let mut first = [0];
    match stream.peek(&mut first).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(Opening::of(first[0])),
    }
}

/// Reads what came of the hello, as an unread rest would turn the farewell into a reset, then says why it ends. The alert
/// fits any empty buffer; who does not take it is gone.
fn refuse_tls(stream: &TcpStream) {
    let _ = stream.try_read(&mut [0; 2048]);
    let _ = stream.try_write(&NO_TLS);
}

/// Whether a connection was gone before it was accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream as Client;
    use tokio::sync::mpsc::{Receiver, channel};

    struct House {
        address: SocketAddr,
        http: Receiver<(TcpStream, SocketAddr)>,
        ice: Receiver<Guest>,
    }

    async fn house() -> House {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (to_http, http) = channel(8);
        let (to_ice, ice) = channel(8);
        let show = move |guest| to_ice.try_send(guest).unwrap();
        tokio::spawn(FrontDoor::new().keep(listener, to_http, show));
        House { address, http, ice }
    }

    fn say(address: SocketAddr, words: &[u8]) -> Client {
        let mut client = Client::connect(address).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        client.write_all(words).unwrap();
        client
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn each_comes_to_its_room_with_every_byte() {
        let mut house = house().await;
        let _silent = Client::connect(house.address).unwrap();
        let request = say(house.address, b"GET");
        let (stream, from) = house.http.recv().await.unwrap();
        assert_eq!(from, request.local_addr().unwrap());
        let mut bytes = [0; 8];
        assert_eq!(stream.peek(&mut bytes).await.unwrap(), 3);
        let check = say(house.address, &[0]);
        let guest = house.ice.recv().await.unwrap();
        assert_eq!(guest.stream.peer_addr().unwrap(), check.local_addr().unwrap());
        assert_eq!(guest.stream.peek(&mut bytes).await.unwrap(), 1);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn others_are_sent_away() {
        let house = house().await;
        let mut answer = Vec::new();
        say(house.address, &[22, 3, 1]).read_to_end(&mut answer).unwrap();
        assert_eq!(answer, NO_TLS);
        for words in [b"hello".as_slice(), &[255; 3], b"\r\n"] {
            let mut bytes = [0; 8];
            let read = say(house.address, words).read(&mut bytes);
            assert!(matches!(read, Ok(0)) || read.is_err_and(|e| e.kind() == io::ErrorKind::ConnectionReset));
        }
    }
}
