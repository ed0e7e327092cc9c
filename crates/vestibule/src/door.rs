//! The front door's way to the HTTP server and to the media node.

use axum::serve::Listener;
use front_door::{FrontDoor, Guest};
use sfu_server::MediaNode;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinSet;

/// Connections of HTTP that wait to be served; further ones wait at the door.
const WAITING: usize = 64;

/// Connections of HTTP that the front door let in.
pub(crate) struct HttpListener {
    visitors: Receiver<(TcpStream, SocketAddr)>,
    local: SocketAddr,
}

/// Opens the door on every listener: one HTTP listener for each, while ICE goes to `node`. Dropping the set closes it.
///
/// # Errors
/// A listener does not know its address.
pub(crate) fn open(
    listeners: Vec<TcpListener>,
    node: &Arc<MediaNode>,
) -> io::Result<(Vec<HttpListener>, JoinSet<()>)> {
    let (door, mut doors, mut inner) = (FrontDoor::new(), JoinSet::new(), Vec::new());
    for listener in listeners {
        let (http, visitors) = channel(WAITING);
        let local = listener.local_addr()?;
        inner.push(HttpListener { visitors, local });
        let node = Arc::clone(node);
        let carry = move |Guest { stream, place }| {
            let node = Arc::clone(&node);
            tokio::spawn(async move {
                node.carry(stream).await;
                drop(place);
            });
        };
        doors.spawn(door.clone().keep(listener, http, carry));
    }
    Ok((inner, doors))
}

impl Listener for HttpListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        match self.visitors.recv().await {
            Some(visitor) => visitor,
            // The door is closed: nobody comes any more.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.local)
    }
}
