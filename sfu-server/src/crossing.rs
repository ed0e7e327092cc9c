//! The way of a datagram that the kernel gave to another thread than its session's.

use crate::inbox::Content;
use crate::link::Link;
use crate::socket::Delivery;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use transport::packet::{Kind, classify};
use transport::{FiveTuple, ice};

/// 5-tuples of others that a thread knows at most: sixteen for each of a thousand sessions.
const MOST_TUPLES: usize = 16_384;

/// A claim older than this gives way to a new one. Clients repeat checks each few seconds (RFC 7675 section 5.1).
const STALE: Duration = Duration::from_secs(60);

/// One thread's knowledge of the others.
///
/// A check names its thread in the user name fragment. Any other datagram goes where the check of its 5-tuple went: the
/// thread that answered it claims the 5-tuple from the one whose socket took it. So nothing is shared, nothing locked.
#[derive(Debug)]
pub(crate) struct Crossing {
    own: usize,
    links: Arc<[Arc<Link>]>,
    claims: HashMap<FiveTuple, (usize, Instant)>,
    /// By thread: whether something was left for it since [`wake`](Self::wake).
    touched: Vec<bool>,
}

impl Crossing {
    /// The crossing of thread `own`, whose link is among all threads' `links`.
    pub(crate) fn new(own: usize, links: Arc<[Arc<Link>]>) -> Self {
        Self {
            own,
            touched: vec![false; links.len()],
            links,
            claims: HashMap::new(),
        }
    }

    /// Hands a check over that names another thread; whether it did.
    pub(crate) fn hand_check(&mut self, tuple: FiveTuple, datagram: &[u8]) -> bool {
        if self.links.len() == 1 || classify(datagram) != Kind::Stun {
            return false;
        }
        let named = ice::addressed_ufrag(datagram).and_then(ice::shard_of);
        let owner = named.map(usize::from).filter(|owner| self.is_other(*owner));
        owner.is_some_and(|owner| self.hand(owner, tuple, datagram))
    }

    /// Hands a datagram over that is for nobody here; whether it did.
    pub(crate) fn hand_stray(&mut self, tuple: FiveTuple, datagram: &[u8]) -> bool {
        let owner = self.claims.get(&tuple).map(|(owner, _)| *owner);
        owner.is_some_and(|owner| self.hand(owner, tuple, datagram))
    }

    /// Hands a datagram of the rooms over to the thread that has the allocation which it is for, unless this one has; what
    /// became of it.
    pub(crate) fn hand_relayed(&mut self, path: &FiveTuple, datagram: &[u8]) -> Option<Delivery> {
        let owner = Some(turn::shard_of(&path.remote)).filter(|owner| self.is_other(*owner))?;
        self.touched[owner] = true;
        let taken = self.links[owner].inbox.put(Content::Relayed, *path, datagram);
        Some(if taken {
            Delivery::Elsewhere
        } else {
            Delivery::Full
        })
    }

    /// Claims the 5-tuple of a check that was valid here from the thread that took it in.
    pub(crate) fn claim(&mut self, tuple: FiveTuple, taken_by: usize) {
        if self.is_other(taken_by) {
            self.touched[taken_by] = true;
            // Where there is no room, the next check claims again.
            self.links[taken_by]
                .inbox
                .put(Content::Claim { owner: self.own }, tuple, &[]);
        }
    }

    /// Notes another thread's claim.
    pub(crate) fn concede(&mut self, now: Instant, tuple: FiveTuple, owner: usize) {
        if self.claims.len() >= MOST_TUPLES && !self.claims.contains_key(&tuple) {
            self.claims
                .retain(|_, (_, at)| now.saturating_duration_since(*at) < STALE);
        }
        if self.claims.len() < MOST_TUPLES || self.claims.contains_key(&tuple) {
            self.claims.insert(tuple, (owner, now));
        }
    }

    /// Wakes the threads that something was left for, once for a batch.
    pub(crate) fn wake(&mut self) {
        for (touched, link) in self.touched.iter_mut().zip(self.links.iter()) {
            if std::mem::take(touched) {
                link.waker.wake();
            }
        }
    }

    fn hand(&mut self, owner: usize, tuple: FiveTuple, datagram: &[u8]) -> bool {
        self.touched[owner] = true;
        let content = Content::Datagram { taken_by: self.own };
        // Handed over even when there is no room: then it is counted there.
        self.links[owner].inbox.put(content, tuple, datagram);
        true
    }

    fn is_other(&self, thread: usize) -> bool {
        thread != self.own && thread < self.links.len()
    }
}
