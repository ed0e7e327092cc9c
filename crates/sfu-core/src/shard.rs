//! All rooms of one media thread, without I/O or clock.

use crate::readings::Readings;
use crate::room::{Room, Surroundings};
use crate::session::Session;
use crate::statistics::Statistics;
use model::{RoomId, SessionId};
use protocol::{CloseCause, Event, Offer, Refusal, Reply, Request};
use slab::Slab;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};
use transport::feedback::NtpClock;
use transport::packet::{Kind, classify};
use transport::peer::{self, Counters, End, Peer, Received};
use transport::{FiveTuple, SendArena, TupleHash, dtls, ice, sdp};

/// How often timers are looked at. Finer than any of them needs.
const TICK: Duration = Duration::from_millis(10);
/// A thread that is awake anyway looks at timers so much sooner, to be spared waking up for them alone.
const SOONER: Duration = Duration::from_millis(2);
/// How often seats get sender reports.
const REPORT: Duration = Duration::from_secs(1);
/// How often the bandwidth of receivers is shared anew.
const SHARE: Duration = Duration::from_millis(100);
/// Sessions of one room; far above what a consultation or a lecture needs.
const MOST_SESSIONS: usize = 1024;

/// What a shard is made with.
pub struct Config {
    /// The server's DTLS certificate.
    pub certificate: dtls::Certificate,
    /// Which shard it is, below [`ice::MOST_SHARDS`]: checks for its sessions name it.
    pub shard: u8,
    /// Candidates to announce, most preferred first.
    pub candidates: Vec<sdp::Candidate>,
    /// A moment on the monotonic clock with the time since the Unix epoch at it.
    pub anchor: (Instant, Duration),
}

/// Whose a datagram was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Addressee {
    /// A session here.
    Own,
    /// A session here, whose check it was: the 5-tuple is that session's.
    Proven,
    /// None here, and not counted yet: it may be another shard's.
    Nobody,
}

/// Where a session is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Address {
    room: usize,
    session: usize,
}

/// All rooms of one media thread.
///
/// Give it datagrams, requests, the time; drain [`poll_event`](Self::poll_event) after each. Outgoing datagrams are written into the arena of the call.
pub struct Shard {
    setting: peer::Setting,
    rooms: Slab<Room>,
    room_ids: HashMap<RoomId, usize>,
    /// Only 5-tuples that passed an integrity-checked connectivity check.
    tuples: HashMap<FiveTuple, Address, TupleHash>,
    ufrags: HashMap<String, Address>,
    events: VecDeque<Event>,
    last_track: u64,
    next_tick: Option<Instant>,
    next_report: Instant,
    next_share: Instant,
    /// The sessions of the tick that is under way; kept for its memory.
    ticking: Vec<Address>,
    /// Counters of datagrams that reached no session, with those of sessions that ended.
    gone: Counters,
}

impl Shard {
    /// A shard without rooms.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let (now, since_epoch) = config.anchor;
        let setting = peer::Setting {
            certificate: config.certificate,
            candidates: config.candidates.into(),
            clock: NtpClock::new(now, since_epoch),
            shard: config.shard,
            red: true,
        };
        Self {
            setting,
            rooms: Slab::new(),
            room_ids: HashMap::new(),
            tuples: HashMap::default(),
            ufrags: HashMap::new(),
            events: VecDeque::new(),
            last_track: 0,
            next_tick: None,
            next_report: now,
            next_share: now,
            ticking: Vec::new(),
            gone: Counters::default(),
        }
    }

    /// Takes a datagram in; it is decrypted in place, and untouched when it is nobody's.
    pub fn handle_datagram(
        &mut self,
        now: Instant,
        tuple: FiveTuple,
        datagram: &mut [u8],
        out: &mut SendArena,
    ) -> Addressee {
        let kind = classify(datagram);
        let Some(address) = self.addressee(kind, &tuple, datagram) else {
            return Addressee::Nobody;
        };
        let room = &mut self.rooms[address.room];
        let peer = &mut room.sessions[address.session].peer;
        let received = peer.handle_datagram(now, tuple, kind, datagram, out);
        let events = peer.has_events();
        let proven = matches!(received, Received::Validated { .. });
        match received {
            Received::Nothing => {}
            Received::Validated { forget } => self.learn(tuple, address, forget),
            Received::Packet(packet) => {
                let mut around = Surroundings {
                    now,
                    out,
                    events: &mut self.events,
                    last_track: &mut self.last_track,
                };
                room.pass(address.session, &packet, datagram, &mut around);
            }
        }
        if events {
            self.handle_peer_events(now, address, out);
        }
        if proven { Addressee::Proven } else { Addressee::Own }
    }

    /// Whether a 5-tuple is a session's.
    #[must_use]
    pub fn knows(&self, tuple: &FiveTuple) -> bool {
        self.tuples.contains_key(tuple)
    }

    /// A 5-tuple is no session's here any more: its connection closed, or another shard's session proved it.
    pub fn forget(&mut self, tuple: &FiveTuple) {
        if let Some(address) = self.tuples.remove(tuple) {
            self.rooms[address.room].sessions[address.session]
                .peer
                .forget(tuple);
        }
    }

    /// Counts a datagram that is no other shard's either.
    pub fn count_unknown(&mut self) {
        self.gone.dropped.unknown += 1;
    }

    /// Does what the API asks.
    ///
    /// # Errors
    /// The room or session is not there, the offer cannot be answered, or the room is full.
    pub fn handle_request(
        &mut self,
        now: Instant,
        request: Request,
        out: &mut SendArena,
    ) -> Result<Reply, Refusal> {
        match request {
            Request::OpenRoom(id) => self.open_room(id),
            Request::CloseRoom(id) => self.close_room(now, id, out)?,
            Request::Offer(offer) => {
                return self.negotiate(now, &offer, out).map(|sdp| Reply::Answer { sdp });
            }
            Request::CloseSession { room, session } => {
                let address = self.session(room, session)?;
                self.close(now, address, CloseCause::Asked, out);
            }
            Request::RemoveParticipant { room, participant } => {
                let room = self.room(room)?;
                let theirs =
                    |(session, s): (usize, &Session)| (s.participant == participant).then_some(session);
                let sessions: Vec<_> = self.rooms[room].sessions.iter().filter_map(theirs).collect();
                for session in sessions {
                    self.close(now, Address { room, session }, CloseCause::Asked, out);
                }
            }
            Request::SetInterest {
                room,
                session,
                wishes,
            } => {
                let address = self.session(room, session)?;
                let room = &mut self.rooms[address.room];
                room.sessions[address.session].wishes = Some(wishes);
                room.reconcile(now, &mut self.events);
            }
        }
        Ok(Reply::Done)
    }

    /// When [`handle_timeout`](Self::handle_timeout) is due; nothing while there are no sessions.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.next_tick
    }

    /// Does what is due by `now`; a look a little before [`poll_timeout`](Self::poll_timeout) stands for that one.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        if self.next_tick.is_none_or(|due| now + SOONER < due) {
            return;
        }
        let mut addresses = std::mem::take(&mut self.ticking);
        self.next_tick = None;
        for (address, session) in sessions(&self.rooms) {
            self.next_tick = Some(now + TICK);
            if session.peer.poll_timeout() <= now {
                addresses.push(address);
            }
        }
        for address in addresses.drain(..) {
            self.tick(now, address, out);
        }
        self.ticking = addresses;
        let reports = now >= self.next_report;
        let shares = now >= self.next_share;
        for (_, room) in &mut self.rooms {
            let mut around = Surroundings {
                now,
                out,
                events: &mut self.events,
                last_track: &mut self.last_track,
            };
            room.request_keyframes(&mut around);
            room.tell_speakers(&mut around);
            if shares {
                room.share_all(&mut around);
            }
            if reports {
                room.report(&mut around);
                room.tell_conditions(&mut around);
            }
        }
        if shares {
            self.next_share = now + SHARE;
        }
        if reports {
            self.next_report = now + REPORT;
        }
    }

    /// The next piece of news.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Counters since the start with figures of the moment.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        Statistics::collect(&self.gone, self.rooms.iter().map(|(_, room)| room))
    }

    /// Reads how everything fares at `now` into `readings`, in whose memory it stays as long as it fits: meant for each second.
    pub fn read(&self, now: Instant, readings: &mut Readings) {
        readings.clear();
        self.rooms.iter().for_each(|(_, room)| room.read(now, readings));
    }

    fn tick(&mut self, now: Instant, address: Address, out: &mut SendArena) {
        let Some(session) = self.rooms[address.room].sessions.get_mut(address.session) else {
            return;
        };
        session.peer.handle_timeout(now, out);
        let (events, end) = (session.peer.has_events(), session.peer.end(now));
        if events {
            return self.handle_peer_events(now, address, out);
        }
        self.rooms[address.room].tell_progress(address.session, now, &mut self.events);
        if let Some(end) = end {
            self.close(now, address, cause(end), out);
        }
    }

    fn addressee(&self, kind: Kind, tuple: &FiveTuple, datagram: &[u8]) -> Option<Address> {
        if kind == Kind::Stun {
            return self.ufrags.get(ice::addressed_ufrag(datagram)?).copied();
        }
        self.tuples.get(tuple).copied()
    }

    fn learn(&mut self, tuple: FiveTuple, address: Address, forget: Option<FiveTuple>) {
        self.tuples.insert(tuple, address);
        if let Some(old) = forget.filter(|old| self.tuples.get(old) == Some(&address)) {
            self.tuples.remove(&old);
        }
    }

    fn handle_peer_events(&mut self, now: Instant, address: Address, out: &mut SendArena) {
        let room = &mut self.rooms[address.room];
        let mut around = Surroundings {
            now,
            out,
            events: &mut self.events,
            last_track: &mut self.last_track,
        };
        while let Some(event) = room.sessions[address.session].peer.poll_event() {
            room.handle_peer_event(address.session, event, &mut around);
        }
        room.request_keyframes(&mut around);
        room.tell_progress(address.session, now, around.events);
        if let Some(end) = room.sessions[address.session].peer.end(now) {
            self.close(now, address, cause(end), out);
        }
    }

    fn open_room(&mut self, id: RoomId) {
        let rooms = &mut self.rooms;
        self.room_ids
            .entry(id)
            .or_insert_with(|| rooms.insert(Room::new(id)));
    }

    fn close_room(&mut self, now: Instant, id: RoomId, out: &mut SendArena) -> Result<(), Refusal> {
        let room = self.room(id)?;
        let sessions: Vec<_> = self.rooms[room]
            .sessions
            .iter()
            .map(|(session, _)| session)
            .collect();
        for session in sessions {
            self.close(now, Address { room, session }, CloseCause::Asked, out);
        }
        self.rooms.remove(room);
        self.room_ids.remove(&id);
        Ok(())
    }

    fn negotiate(&mut self, now: Instant, offer: &Offer, out: &mut SendArena) -> Result<String, Refusal> {
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

    /// Ends a session with the news of it.
    fn close(&mut self, now: Instant, address: Address, cause: CloseCause, out: &mut SendArena) {
        let Some(ended) = self.remove(now, address, out) else {
            return;
        };
        let Session {
            id: session,
            participant,
            ..
        } = ended;
        let room = self.rooms[address.room].id;
        self.events.push_back(Event::SessionClosed {
            room,
            participant,
            session,
            cause,
        });
    }

    fn remove(&mut self, now: Instant, address: Address, out: &mut SendArena) -> Option<Session> {
        let room = &mut self.rooms[address.room];
        let session = room.sessions.get_mut(address.session)?;
        session.peer.close(out);
        let lines = session.tracks.len();
        let mut around = Surroundings {
            now,
            out,
            events: &mut self.events,
            last_track: &mut self.last_track,
        };
        for line in 0..lines {
            room.unpublish(address.session, line, &mut around);
        }
        let ended = room.sessions.remove(address.session);
        room.reconcile(now, around.events);
        self.tuples.retain(|_, at| *at != address);
        self.ufrags.retain(|_, at| *at != address);
        self.gone.add(ended.peer.counters());
        Some(ended)
    }

    fn room(&self, id: RoomId) -> Result<usize, Refusal> {
        self.room_ids.get(&id).copied().ok_or(Refusal::RoomUnknown)
    }

    fn session(&self, room: RoomId, id: SessionId) -> Result<Address, Refusal> {
        let room = self.room(room)?;
        let mut sessions = self.rooms[room].sessions.iter();
        let session = sessions
            .find(|(_, s)| s.id == id)
            .ok_or(Refusal::SessionUnknown)?
            .0;
        Ok(Address { room, session })
    }
}

fn sessions(rooms: &Slab<Room>) -> impl Iterator<Item = (Address, &Session)> {
    rooms.iter().flat_map(|(room, r)| {
        let sessions = r.sessions.iter();
        sessions.map(move |(session, s)| (Address { room, session }, s))
    })
}

fn cause(end: End) -> CloseCause {
    match end {
        End::Closed => CloseCause::Client,
        End::NeverReached => CloseCause::NeverReached,
        End::NoHandshake => CloseCause::NoHandshake,
        End::Silent => CloseCause::Silent,
    }
}
