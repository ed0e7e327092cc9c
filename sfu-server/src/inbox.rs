//! Datagrams that one thread leaves for another.

use crate::socket::LARGEST_DATAGRAM;
use crossbeam_queue::ArrayQueue;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};
use transport::{FiveTuple, Protocol};

/// What a parcel is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Content {
    /// A datagram that came to the thread of that number, which holds it for the receiver's.
    Datagram {
        /// Whose socket took it.
        taken_by: usize,
    },
    /// A datagram of the rooms for an allocation that the receiver has.
    Relayed,
    /// No bytes: datagrams of the 5-tuple belong to the thread of that number.
    Claim {
        /// Whose sessions they are for.
        owner: usize,
    },
}

/// One datagram on its way between threads.
#[derive(Debug)]
pub(crate) struct Parcel {
    /// What it is.
    pub(crate) content: Content,
    /// The way it came.
    pub(crate) tuple: FiveTuple,
    len: usize,
    bytes: [u8; LARGEST_DATAGRAM],
}

impl Parcel {
    /// Its bytes.
    pub(crate) fn datagram(&mut self) -> &mut [u8] {
        &mut self.bytes[..self.len]
    }
}

/// A thread's place for what others leave it. All memory is taken at the start; what finds no room is dropped and
/// counted, as it would be in a socket's buffer.
#[derive(Debug)]
pub(crate) struct Inbox {
    empty: ArrayQueue<Box<Parcel>>,
    full: ArrayQueue<Box<Parcel>>,
    dropped: AtomicU64,
}

impl Inbox {
    /// Room for so many datagrams at once.
    pub(crate) fn new(parcels: usize) -> Self {
        let inbox = Self {
            empty: ArrayQueue::new(parcels.max(1)),
            full: ArrayQueue::new(parcels.max(1)),
            dropped: AtomicU64::new(0),
        };
        (0..parcels).for_each(|_| inbox.reclaim(Box::new(Parcel::nothing())));
        inbox
    }

    /// Leaves a copy of a datagram, at most [`LARGEST_DATAGRAM`] long; whether there was room.
    pub(crate) fn put(&self, content: Content, tuple: FiveTuple, datagram: &[u8]) -> bool {
        let parcel = (datagram.len() <= LARGEST_DATAGRAM)
            .then(|| self.empty.pop())
            .flatten();
        let Some(mut parcel) = parcel else {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return false;
        };
        parcel.content = content;
        parcel.tuple = tuple;
        parcel.len = datagram.len();
        parcel.datagram().copy_from_slice(datagram);
        // There are no more parcels than places.
        self.full.push(parcel).is_ok()
    }

    /// The oldest, which goes back to the empty ones when dropped, by a panic too.
    pub(crate) fn take(&self) -> Option<Taken<'_>> {
        let parcel = self.full.pop()?;
        Some(Taken {
            inbox: self,
            parcel: Some(parcel),
        })
    }

    /// What found no room since the start.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    fn reclaim(&self, parcel: Box<Parcel>) {
        // There are no more parcels than places.
        let _ = self.empty.push(parcel);
    }
}

/// A parcel on loan.
#[derive(Debug)]
pub(crate) struct Taken<'a> {
    inbox: &'a Inbox,
    /// There until dropped.
    parcel: Option<Box<Parcel>>,
}

impl Deref for Taken<'_> {
    type Target = Parcel;

    fn deref(&self) -> &Parcel {
        self.parcel.as_ref().expect("there until dropped")
    }
}

impl DerefMut for Taken<'_> {
    fn deref_mut(&mut self) -> &mut Parcel {
        self.parcel.as_mut().expect("there until dropped")
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if let Some(parcel) = self.parcel.take() {
            self.inbox.reclaim(parcel);
        }
    }
}

impl Parcel {
    fn nothing() -> Self {
        let nowhere = std::net::SocketAddr::from(([0, 0, 0, 0], 0));
        Self {
            content: Content::Claim { owner: 0 },
            tuple: FiveTuple {
                protocol: Protocol::Udp,
                local: nowhere,
                remote: nowhere,
            },
            len: 0,
            bytes: [0; LARGEST_DATAGRAM],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    const CONTENT: Content = Content::Datagram { taken_by: 3 };

    fn tuple() -> FiveTuple {
        FiveTuple {
            protocol: Protocol::Udp,
            local: SocketAddr::from(([127, 0, 0, 1], 1)),
            remote: SocketAddr::from(([127, 0, 0, 1], 2)),
        }
    }

    #[test]
    fn what_is_left_is_taken_in_order_and_too_much_is_counted() {
        let inbox = Inbox::new(2);
        for round in 0..3 {
            assert!(inbox.put(CONTENT, tuple(), b"one"));
            assert!(inbox.put(CONTENT, tuple(), b"two, longer"));
            assert!(!inbox.put(CONTENT, tuple(), b"three"));
            assert_eq!(inbox.take().unwrap().datagram(), b"one");
            let mut second = inbox.take().unwrap();
            assert_eq!((second.content, second.tuple), (CONTENT, tuple()));
            assert_eq!(second.datagram(), b"two, longer");
            assert!(inbox.take().is_none());
            assert_eq!(inbox.dropped(), round + 1);
        }
    }

    #[test]
    fn a_datagram_too_long_for_the_wire_is_dropped() {
        let inbox = Inbox::new(1);
        assert!(!inbox.put(CONTENT, tuple(), &[0; LARGEST_DATAGRAM + 1]));
        assert!(inbox.put(CONTENT, tuple(), &[0; LARGEST_DATAGRAM]));
    }

    #[test]
    fn a_panic_over_a_parcel_loses_no_room() {
        let inbox = Inbox::new(1);
        for _ in 0..2 {
            assert!(inbox.put(CONTENT, tuple(), b"x"));
            let failed = catch_unwind(AssertUnwindSafe(|| {
                let _parcel = inbox.take();
                panic!("as told");
            }));
            assert!(failed.is_err());
        }
    }
}
