//! Datagrams on their way from a media thread to one TCP connection.

use super::deframer::{Framing, PREFIX};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::Notify;

/// Bytes that wait for a connection at most: about half a second of a call. What finds no room is dropped, as a router
/// would; late media is worth nothing, and what matters is asked for again.
const MOST_BYTES: usize = 128 << 10;

/// A bounded queue of frames with what the two sides tell each other.
#[derive(Debug)]
pub(crate) struct Outlet {
    /// A lock, held for a copy into memory or for a swap: the media thread never waits for the network.
    waiting: Mutex<Waiting>,
    changed: Notify,
    proven: AtomicBool,
    /// As the client's own stream is cut.
    framing: OnceLock<Framing>,
}

#[derive(Default, Debug)]
struct Waiting {
    frames: Vec<u8>,
    closed: bool,
}

impl Outlet {
    pub(super) fn new() -> Self {
        Self {
            waiting: Mutex::default(),
            changed: Notify::new(),
            proven: AtomicBool::new(false),
            framing: OnceLock::new(),
        }
    }

    /// Learns how the stream is to be cut, before anything is sent by it.
    pub(super) fn frame_as(&self, framing: Framing) {
        // The first word on it stands.
        let _ = self.framing.set(framing);
    }

    /// Adds a datagram, which is padded already where [`Framing::Turn`] asks for it; whether there was room.
    pub(super) fn push(&self, datagram: &[u8]) -> bool {
        let mut waiting = self.lock();
        let Ok(len) = u16::try_from(datagram.len()) else {
            return false;
        };
        if waiting.closed || waiting.frames.len() + PREFIX + datagram.len() > MOST_BYTES {
            return false;
        }
        let first = waiting.frames.is_empty();
        if self.framing.get() != Some(&Framing::Turn) {
            waiting.frames.extend_from_slice(&len.to_be_bytes());
        }
        waiting.frames.extend_from_slice(datagram);
        drop(waiting);
        // One wake-up for all that gathers until it is followed.
        if first {
            self.changed.notify_one();
        }
        true
    }

    /// Waits for frames and exchanges them for the empty `place`; false when none will come any more. May be cancelled.
    pub(super) async fn take(&self, place: &mut Vec<u8>) -> bool {
        loop {
            {
                let mut waiting = self.lock();
                if !waiting.frames.is_empty() {
                    std::mem::swap(&mut waiting.frames, place);
                    return true;
                }
                if waiting.closed {
                    return false;
                }
            }
            self.changed.notified().await;
        }
    }

    /// Takes no more; what waits is still sent.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// A check that came by the connection was valid.
    pub(super) fn prove(&self) {
        self.proven.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_proven(&self) -> bool {
        self.proven.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_gathers_is_taken_at_once_and_memory_is_bounded() {
        let outlet = Outlet::new();
        assert!(outlet.push(b"one") && outlet.push(b""));
        let mut place = Vec::new();
        assert!(outlet.take(&mut place).await);
        assert_eq!(place, b"\0\x03one\0\0");
        let taken = (0..1000).filter(|_| outlet.push(&[0; 1200])).count();
        assert_eq!(taken, MOST_BYTES / 1202);
        place.clear();
        assert!(outlet.take(&mut place).await && outlet.push(b"again"));
    }

    #[tokio::test]
    async fn messages_of_turn_go_as_they_are() {
        let outlet = Outlet::new();
        outlet.frame_as(Framing::Turn);
        outlet.frame_as(Framing::Prefixed);
        assert!(outlet.push(b"one.") && outlet.push(b"two."));
        let mut place = Vec::new();
        assert!(outlet.take(&mut place).await);
        assert_eq!(place, b"one.two.");
    }

    #[tokio::test]
    async fn a_closed_one_gives_what_waits_and_ends() {
        let outlet = Outlet::new();
        assert!(outlet.push(b"last"));
        outlet.close();
        assert!(!outlet.push(b"late"));
        let mut place = Vec::new();
        assert!(outlet.take(&mut place).await);
        place.clear();
        assert!(!outlet.take(&mut place).await);
    }
}
