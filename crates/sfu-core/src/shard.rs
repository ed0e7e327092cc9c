//! All rooms of one media thread, without I/O or clock.

mod ending;
mod negotiation;
mod requests;
mod taping;
mod timers;

use crate::burst::Burst;
use crate::readings::Readings;
use crate::room::{Room, Surroundings};
use crate::statistics::Statistics;
use ending::cause;
use model::RoomId;
use protocol::Event;
use slab::Slab;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};
use transport::feedback::NtpClock;
use transport::packet::{Kind, classify};
use transport::peer::{self, Counters, Received};
use transport::{FiveTuple, SendArena, TupleHash, dtls, ice, sdp};

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
/// Give it datagrams, requests, the time; drain [`poll_event`](Self::poll_event) after each. Outgoing datagrams are written
/// into the arena of the call, those for packets of a picture by the end of the batch: [`pass_on`](Self::pass_on).
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
    /// What was kept back, with the publisher that it is of.
    burst: Burst,
    bursting: Option<Address>,
    /// The sessions of the tick that is under way; kept for its memory.
    ticking: Vec<Address>,
    /// Rooms that are recorded.
    taped: Vec<usize>,
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
            burst: Burst::new(),
            bursting: None,
            ticking: Vec::new(),
            taped: Vec::new(),
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
        if kind != Kind::Rtp || self.bursting != Some(address) {
            self.pass_on(now, out);
        }
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
                room.pass(address.session, &packet, datagram, &mut self.burst, &mut around);
                self.bursting = self.burst.first().and(Some(address));
            }
        }
        if events {
            self.pass_on(now, out);
            self.handle_peer_events(now, address, out);
        }
        if proven { Addressee::Proven } else { Addressee::Own }
    }

    /// Passes on what was kept back of the datagrams handled: to be called after each batch of them.
    pub fn pass_on(&mut self, now: Instant, out: &mut SendArena) {
        let Some(address) = self.bursting.take() else {
            return;
        };
        let mut around = Surroundings {
            now,
            out,
            events: &mut self.events,
            last_track: &mut self.last_track,
        };
        self.rooms[address.room].pass_burst(address.session, &mut self.burst, &mut around);
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
}
