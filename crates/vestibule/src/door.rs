//! The front door's way to the HTTP server and to the media node.

use front_door::{FrontDoor, Guest, Halls, Stream, Tls, Visitor};
use sfu_server::MediaNode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinSet;

/// Connections of HTTP that wait to be served; further ones wait at the door.
const WAITING: usize = 64;

/// The open door. Dropping `doors` closes it.
pub(crate) struct Open {
    /// Who speaks HTTP.
    pub(crate) http: Receiver<Visitor>,
    /// Who speaks it without TLS where there is TLS.
    pub(crate) plain: Receiver<Visitor>,
    /// What accepts.
    pub(crate) doors: JoinSet<()>,
}

/// Opens the door on every listener; ICE and TURN go to `carry`.
pub(crate) fn open(
    listeners: Vec<TcpListener>,
    tls: Option<Tls>,
    carry: impl Fn(Guest) + Clone + Send + 'static,
) -> Open {
    let (to_http, http) = channel(WAITING);
    let (to_plain, plain) = channel(WAITING);
    let halls = Halls {
        http: to_http,
        plain: to_plain,
    };
    let (door, mut doors) = (FrontDoor::new(tls), JoinSet::new());
    for listener in listeners {
        doors.spawn(door.clone().keep(listener, halls.clone(), carry.clone()));
    }
    Open { http, plain, doors }
}

/// Has `node` carry who comes, each in a task of its own.
pub(crate) fn carry(node: &Arc<MediaNode>) -> impl Fn(Guest) + Clone + Send + 'static {
    let node = Arc::clone(node);
    move |Guest { stream, place }| {
        let node = Arc::clone(&node);
        tokio::spawn(async move {
            let is_tls = matches!(stream, Stream::Tls(_));
            node.carry(stream, is_tls, Stream::socket).await;
            drop(place);
        });
    }
}
