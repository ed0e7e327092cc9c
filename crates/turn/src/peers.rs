//! Whom clients may reach: this SFU.

use crate::relayed::Family;
use crate::request::Request;
use rtc_stun::error_code::{CODE_BAD_REQUEST, CODE_FORBIDDEN, CODE_PEER_ADDR_FAMILY_MISMATCH, ErrorCode};
use std::net::SocketAddr;

/// The SFU's own addresses, as clients are told. A peer is its place among them.
#[derive(Debug)]
pub(crate) struct Peers(pub(crate) Vec<SocketAddr>);

impl Peers {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The peer with exactly this address and port: no other spelling of it, and nobody else.
    pub(crate) fn find(&self, address: &SocketAddr) -> Option<usize> {
        self.0.iter().position(|peer| peer == address)
    }

    pub(crate) fn has(&self, family: Family) -> bool {
        self.0.iter().any(|peer| Family::of(peer) == family)
    }

    /// All peers that a request names, at least one.
    ///
    /// # Errors
    /// One of them is not the SFU, or of another family than the allocation.
    pub(crate) fn named_in(&self, request: &Request, family: Family) -> Result<Vec<usize>, ErrorCode> {
        let named = |address: Option<SocketAddr>| {
            let address = address.ok_or(CODE_BAD_REQUEST)?;
            let peer = self.find(&address).ok_or(CODE_FORBIDDEN)?;
            let is_fit = Family::of(&address) == family;
            is_fit.then_some(peer).ok_or(CODE_PEER_ADDR_FAMILY_MISMATCH)
        };
        let peers: Vec<_> = request.peers().map(named).collect::<Result<_, _>>()?;
        if peers.is_empty() {
            Err(CODE_BAD_REQUEST)
        } else {
            Ok(peers)
        }
    }
}
