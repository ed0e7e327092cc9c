//! Offers answered: sessions that begin or change.

use super::timers::TICK;
use super::{Address, Shard};
use crate::room::Surroundings;
use crate::session::Session;
use protocol::{Offer, Refusal};
use std::time::Instant;
use transport::peer::{self, Peer};
use transport::{SendArena, sdp};

/// Sessions of one room; far above what a consultation or a lecture needs.
const MOST_SESSIONS: usize = 1024;

impl Shard {
    pub(super) fn negotiate(
        &mut self,
        now: Instant,
        offer: &Offer,
        out: &mut SendArena,
    ) -> Result<String, Refusal> {
        let room = self.room(offer.room)?;
        let refused = |error: sdp::SdpError| Refusal::BadOffer(error.to_string());
        let parsed = sdp::Offer::parse(&offer.sdp).map_err(refused)?;
        let known = self.session(offer.room, offer.session).ok();
        if let Some(address) =
            known.filter(|a| self.rooms[room].sessions[a.session].peer.continues_with(&parsed))
        {
            return self.answer(now, address, offer, &parsed, out);
        }
        if self.rooms[room].sessions.len() >= MOST_SESSIONS {
            return Err(Refusal::Full);
        }
        let mut peer = Peer::new(&self.setting, now);
        // Answered before the old one goes, so that a bad offer costs nobody their place.
        let answer = peer.answer(now, &parsed, offer.grants).map_err(refused)?;
        if let Some(address) = known {
            self.remove(now, address, out);
        }
        let session = self.rooms[room].sessions.insert(Session::new(offer, peer));
        self.settle(now, Address { room, session }, offer, out);
        Ok(answer)
    }

    fn answer(
        &mut self,
        now: Instant,
        address: Address,
        offer: &Offer,
        parsed: &sdp::Offer,
        out: &mut SendArena,
    ) -> Result<String, Refusal> {
        let peer = &mut self.rooms[address.room].sessions[address.session].peer;
        let answer = peer
            .answer(now, parsed, offer.grants)
            .map_err(|e| Refusal::BadOffer(e.to_string()))?;
        self.settle(now, address, offer, out);
        Ok(answer)
    }

    /// Puts what an answer changed into effect.
    fn settle(&mut self, now: Instant, address: Address, offer: &Offer, out: &mut SendArena) {
        let room = &mut self.rooms[address.room];
        let session = &mut room.sessions[address.session];
        let peer = &session.peer;
        self.ufrags
            .retain(|ufrag, at| *at != address || peer.answers_to(ufrag));
        self.ufrags.insert(peer.ufrag().to_owned(), address);
        session.follow_lines(now, offer, peer::random);
        let ended: Vec<_> = session.ended_lines().collect();
        let mut around = Surroundings {
            now,
            out,
            events: &mut self.events,
            last_track: &mut self.last_track,
        };
        for line in ended {
            room.unpublish(address.session, line, &mut around);
        }
        room.tell_progress(address.session, now, around.events);
        room.reconcile(now, around.events);
        self.next_tick.get_or_insert(now + TICK);
    }
}
