//! What a media thread shares with the rest of the process.

use crate::inbox::Inbox;
use crate::socket::{BATCH, Waker};
use crate::tcp::Outlet;
use crate::vitals::Vitals;
use protocol::{Refusal, Reply, Request};
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::oneshot;
use transport::FiveTuple;

/// Datagrams that wait in a thread's inbox at most, and are taken in a row: as many as of its own socket.
pub(crate) const PARCELS: usize = 8 * BATCH;

/// A request with the way back.
#[derive(Debug)]
pub(crate) struct Demand {
    /// What is asked.
    pub(crate) request: Request,
    /// Where the answer goes; dropped without one when the thread fails over the request.
    pub(crate) reply: oneshot::Sender<Result<Reply, Refusal>>,
}

/// What a media thread is told.
#[derive(Debug)]
pub(crate) enum Word {
    /// A request of the API.
    Ask(Demand),
    /// A TCP connection, with the way out by it.
    Connect(FiveTuple, Arc<Outlet>),
}

/// What a media thread shares with the rest of the process.
#[derive(Debug)]
pub(crate) struct Link {
    /// Woken after each change of the others.
    pub(crate) waker: Waker,
    /// Set once, to end the thread.
    pub(crate) stopping: AtomicBool,
    /// What the thread tells of itself.
    pub(crate) vitals: Vitals,
    /// Datagrams for its sessions that came to other threads or by TCP.
    pub(crate) inbox: Inbox,
}

impl Link {
    /// The link of a thread that does not run yet.
    ///
    /// # Errors
    /// The process has no file descriptor left.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            waker: Waker::new()?,
            stopping: AtomicBool::new(false),
            vitals: Vitals::new(),
            inbox: Inbox::new(PARCELS),
        })
    }
}
