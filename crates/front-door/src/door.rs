//! The acceptor in front of what the port serves.

use crate::opening::Opening;
use crate::places::{Place, Places};
use crate::stream::Stream;
use crate::tls::{Inside, Tls};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::Sender;
use tokio::time::{sleep, timeout};

/// How long a connection may take until it is known what is spoken, a handshake of TLS included.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long nothing is accepted when the process has no descriptor left.
const BREATH: Duration = Duration::from_millis(100);
/// Connections of which it is not known yet what they speak or that wait to be served, in all and from one address; a proxy
/// on this host is one.
const SILENT: (usize, usize) = (1024, 256);
/// Connections of ICE and TURN, in all and from one address; a clinic behind one router may need a few each for everybody.
const MEDIA: (usize, usize) = (1024, 128);
/// An alert that ends the handshake (RFC 8446 section 6): fatal, handshake_failure.
const NO_TLS: [u8; 7] = [21, 3, 1, 0, 2, 2, 40];

/// A connection of HTTP with the address that it comes from.
pub type Visitor = (Stream, SocketAddr);

/// A connection of ICE by TCP or of TURN, on which nothing was read, with the place that it holds until it ends.
#[derive(Debug)]
pub struct Guest {
    /// The connection.
    pub stream: Stream,
    /// To be dropped with it.
    pub place: Place,
}

/// Where those go that speak HTTP, as long as somebody takes them.
#[derive(Clone, Debug)]
pub struct Halls {
    /// What is to be served.
    pub http: Sender<Visitor>,
    /// Without TLS where there is TLS: to be sent there.
    pub plain: Sender<Visitor>,
}

/// Where all listeners of a process count who comes.
#[derive(Clone, Debug)]
pub struct FrontDoor {
    tls: Option<Tls>,
    silent: Places,
    media: Places,
}

impl FrontDoor {
    /// With all places free. Without `tls`, HTTP is served as it comes.
    #[must_use]
    pub fn new(tls: Option<Tls>) -> Self {
        Self {
            tls,
            silent: Places::new(SILENT.0, SILENT.1),
            media: Places::new(MEDIA.0, MEDIA.1),
        }
    }

    /// Accepts for ever: HTTP goes to `halls`, media to `media`. Who says nothing in ten seconds, or something that is not
    /// served, is sent away. What there is no place for is closed at once.
    pub async fn keep(
        self,
        listener: TcpListener,
        halls: Halls,
        media: impl Fn(Guest) + Clone + Send + 'static,
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
            // Answers and events are written whole: waiting for more (RFC 896) would hold each back by a delayed ACK. A
            // connection that is gone already tells the next who asks.
            let _ = stream.set_nodelay(true);
            if let Some(place) = self.silent.take(from.ip()) {
                let (door, halls, media) = (self.clone(), halls.clone(), media.clone());
                tokio::spawn(door.show_in(stream, from, place, halls, media));
            }
        }
    }

    async fn show_in(
        self,
        stream: TcpStream,
        from: SocketAddr,
        _silent: Place,
        halls: Halls,
        media: impl Fn(Guest),
    ) {
        // Nobody takes a visitor once the server stops.
        match timeout(PATIENCE, self.ask(stream)).await {
            Ok(Ok(Asked::Http(stream @ Stream::Plain(_)))) if self.tls.is_some() => {
                drop(halls.plain.send((stream, from)).await);
            }
            Ok(Ok(Asked::Http(stream))) => drop(halls.http.send((stream, from)).await),
            Ok(Ok(Asked::Media(stream))) => {
                if let Some(place) = self.media.take(from.ip()) {
                    media(Guest { stream, place });
                }
            }
            Ok(Ok(Asked::Nothing) | Err(_)) | Err(_) => {}
        }
    }

    async fn ask(&self, stream: TcpStream) -> io::Result<Asked> {
        let tls = match (opening(&stream).await?, &self.tls) {
            (Opening::Http, _) => return Ok(Asked::Http(Stream::Plain(stream))),
            (Opening::IceTcp, _) => return Ok(Asked::Media(Stream::Plain(stream))),
            (Opening::Unknown, _) => return Ok(Asked::Nothing),
            (Opening::Tls, Some(tls)) => tls,
            (Opening::Tls, None) => {
                refuse_tls(&stream);
                return Ok(Asked::Nothing);
            }
        };
        Ok(match tls.accept(stream).await? {
            Some((Inside::Http, stream)) => Asked::Http(Stream::Tls(stream)),
            Some((Inside::Turn, stream)) => Asked::Media(Stream::Tls(stream)),
            None => Asked::Nothing,
        })
    }
}

/// What somebody at the door wants.
enum Asked {
    Http(Stream),
    Media(Stream),
    Nothing,
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
        http: Receiver<Visitor>,
        ice: Receiver<Guest>,
    }

    async fn house() -> House {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (to_http, http) = channel(8);
        let (to_ice, ice) = channel(8);
        let show = move |guest| to_ice.try_send(guest).unwrap();
        let halls = Halls {
            plain: to_http.clone(),
            http: to_http,
        };
        tokio::spawn(FrontDoor::new(None).keep(listener, halls, show));
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
        let Stream::Plain(stream) = stream else {
            panic!("no TLS here");
        };
        assert_eq!(stream.peek(&mut bytes).await.unwrap(), 3);
        let check = say(house.address, &[0]);
        let guest = house.ice.recv().await.unwrap();
        assert_eq!(
            guest.stream.socket().peer_addr().unwrap(),
            check.local_addr().unwrap()
        );
        assert_eq!(guest.stream.socket().peek(&mut bytes).await.unwrap(), 1);
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
