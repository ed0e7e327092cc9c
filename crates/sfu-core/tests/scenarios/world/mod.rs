//! A shard with clients on a virtual network in virtual time.

mod camera;
mod person;
mod story;

pub(crate) use person::{CAMERA, MICROPHONE, Person, Picture};
pub(crate) use story::Story;

use model::{Grants, ParticipantId, RoomId, SessionId, Source};
use protocol::{Event, Offer, Reply, Request, Wish};
use sfu_core::{Addressee, Config, Shard};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::dtls::Certificate;
use transport::feedback::NtpClock;
use transport::sdp::Candidate;
use transport::{FiveTuple, Protocol, SendArena};
use virtual_net::{Conditions, VirtualNet};

const STEP: Duration = Duration::from_millis(5);
/// In coarse time, what a packet takes on each leg.
pub(crate) const MOMENT: Duration = Duration::from_millis(1);

/// Everything there is.
pub(crate) struct World {
    pub(crate) start: Instant,
    pub(crate) now: Instant,
    pub(crate) net: VirtualNet,
    pub(crate) shard: Shard,
    pub(crate) room: RoomId,
    pub(crate) server: SocketAddr,
    pub(crate) people: Vec<Person>,
    pub(crate) events: Vec<Event>,
    certificate: Certificate,
    clock: NtpClock,
    out: SendArena,
}

impl World {
    pub(crate) fn new(seed: u64, conditions: Conditions) -> Self {
        let now = Instant::now();
        let server = SocketAddr::from(([192, 0, 2, 1], 443));
        let epoch = Duration::from_secs(1_700_000_000);
        let certificate = Certificate::generate().expect("a certificate");
        let config = Config {
            certificate: certificate.clone(),
            shard: 0,
            candidates: vec![Candidate {
                protocol: Protocol::Udp,
                address: server,
            }],
            anchor: (now, epoch),
        };
        let mut world = Self {
            start: now,
            now,
            net: VirtualNet::new(seed, conditions),
            shard: Shard::new(config),
            room: RoomId::generate(),
            server,
            people: Vec::new(),
            events: Vec::new(),
            certificate,
            clock: NtpClock::new(now, epoch),
            out: SendArena::new(1 << 20, 1024),
        };
        world.ask(Request::OpenRoom(world.room)).expect("a room");
        world
    }

    /// A person with a camera and a microphone who asks for `seats` seats of each kind.
    pub(crate) fn enter(&mut self, seats: usize) -> usize {
        self.enter_as(ParticipantId::generate(), Person::lines(seats))
    }

    /// The same with a camera in three sizes.
    pub(crate) fn enter_with_layers(&mut self, seats: usize) -> usize {
        self.enter_as(ParticipantId::generate(), Person::simulcast_lines(seats))
    }

    pub(crate) fn enter_as(
        &mut self,
        participant: ParticipantId,
        lines: Vec<transport::sdp::client::ClientLine>,
    ) -> usize {
        let index = self.people.len();
        let address = SocketAddr::from(([198, 51, 100, index as u8 + 1], 5000));
        let client = transport::peer::Client::new(self.certificate.clone(), lines, self.clock, self.now);
        self.people
            .push(Person::new(participant, address, client, (self.start, self.now)));
        self.offer(index);
        index
    }

    /// Sends the person's offer, connects by the answer.
    pub(crate) fn offer(&mut self, index: usize) {
        let answer = self.ask_for_answer(index);
        self.accept(index, &answer);
    }

    /// A person moves to another address by an ICE restart; offer and answer take `signalling` altogether.
    pub(crate) fn move_to(&mut self, index: usize, address: SocketAddr, signalling: Duration) {
        self.people[index].move_to(address);
        self.run(signalling / 2);
        let answer = self.ask_for_answer(index);
        self.run(signalling / 2);
        self.accept(index, &answer);
    }

    /// Sets the conditions between the server and an address.
    pub(crate) fn set_path(&mut self, address: SocketAddr, conditions: Conditions) {
        self.net.set_link(address, self.server, conditions);
        self.net.set_link(self.server, address, conditions);
    }

    /// A person shows these cameras, each at a height, no other.
    pub(crate) fn look(&mut self, viewer: usize, shown: &[(usize, u16)]) {
        let wish = |(author, height): &(usize, u16)| Wish {
            participant: self.people[*author].participant,
            source: Source::Camera,
            height: *height,
            pinned: false,
        };
        let request = Request::SetInterest {
            room: self.room,
            session: SessionId(self.people[viewer].participant.0),
            wishes: shown.iter().map(wish).collect(),
        };
        self.ask(request).expect("a session");
    }

    fn ask_for_answer(&mut self, index: usize) -> String {
        let person = &self.people[index];
        let offer = Offer {
            room: self.room,
            participant: person.participant,
            session: SessionId(person.participant.0),
            sdp: person.client.offer(),
            grants: Grants {
                publish: true,
                subscribe: true,
            },
            sources: Vec::new(),
            from: person.wanted.clone(),
        };
        let Ok(Reply::Answer { sdp }) = self.ask(Request::Offer(offer)) else {
            panic!("no answer")
        };
        sdp
    }

    fn accept(&mut self, index: usize, answer: &str) {
        let person = &mut self.people[index];
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: person.address,
            remote: self.server,
        };
        person
            .client
            .accept(self.now, answer, tuple)
            .expect("an answer to accept");
    }

    /// A reloaded page: the same participant with a PeerConnection of its own.
    pub(crate) fn reload(&mut self, index: usize, seats: usize) {
        let client = transport::peer::Client::new(
            self.certificate.clone(),
            Person::lines(seats),
            self.clock,
            self.now,
        );
        self.people[index].restart(client, self.now);
        self.offer(index);
    }

    pub(crate) fn ask(&mut self, request: Request) -> Result<Reply, protocol::Refusal> {
        let reply = self.shard.handle_request(self.now, request, &mut self.out);
        self.flush_server();
        reply
    }

    /// Lets time pass.
    pub(crate) fn run(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.step(STEP);
        }
    }

    /// Lets much time pass in steps of `every`, each with the moments that packets need on their way.
    pub(crate) fn run_coarsely(&mut self, time: Duration, every: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.step(every - 3 * MOMENT);
            (0..3).for_each(|_| self.step(MOMENT));
        }
    }

    /// Lets time pass until `done`, at most `limit`; how long it took.
    pub(crate) fn run_until(&mut self, limit: Duration, done: impl Fn(&Self) -> bool) -> Duration {
        let start = self.now;
        while !done(self) {
            assert!(self.now < start + limit, "not within {limit:?}");
            self.step(STEP);
        }
        self.now - start
    }

    pub(crate) fn connect_all(&mut self) {
        self.run_until(Duration::from_secs(5), |world| {
            world.people.iter().all(|p| p.client.is_connected())
        });
    }

    /// A datagram to the server as from `from`.
    pub(crate) fn inject(&mut self, from: SocketAddr, datagram: Vec<u8>) {
        self.take_in(from, datagram);
        self.end_batch();
    }

    fn take_in(&mut self, from: SocketAddr, mut datagram: Vec<u8>) {
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: self.server,
            remote: from,
        };
        let addressee = self
            .shard
            .handle_datagram(self.now, tuple, &mut datagram, &mut self.out);
        if addressee == Addressee::Nobody {
            self.shard.count_unknown();
        }
        self.flush_server();
    }

    fn step(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(arrival) = self.net.next_arrival().filter(|arrival| *arrival <= end) {
            self.now = self.now.max(arrival);
            self.deliver();
        }
        self.now = end;
        for person in &mut self.people {
            person.step(self.now, &mut self.out);
            flush(&mut self.out, |from, to, bytes| {
                self.net.send(self.now, person.outside(from), to, bytes)
            });
        }
        if self.shard.poll_timeout().is_some_and(|due| due <= self.now) {
            self.shard.handle_timeout(self.now, &mut self.out);
            self.flush_server();
        }
        while let Some(event) = self.shard.poll_event() {
            self.obey(&event);
            self.events.push(event);
        }
    }

    /// Takes what has arrived to where it goes.
    fn deliver(&mut self) {
        while let Some((from, to, mut bytes)) = self.net.deliver(self.now) {
            if to == self.server {
                self.take_in(from, bytes);
            } else if let Some(person) = self.people.iter_mut().find(|p| p.hears(to)) {
                person.receive(self.now, &mut bytes, &mut self.out);
                flush(&mut self.out, |from, to, bytes| {
                    self.net.send(self.now, person.outside(from), to, bytes)
                });
            }
        }
        self.end_batch();
    }

    /// What a page does on news.
    fn obey(&mut self, event: &Event) {
        if let Event::LayersWanted {
            participant, layers, ..
        } = event
            && let Some(person) = self.people.iter_mut().find(|p| p.participant == *participant)
            && person.obeys
        {
            person.camera.activate(*layers);
        }
    }

    fn end_batch(&mut self) {
        self.shard.pass_on(self.now, &mut self.out);
        self.flush_server();
    }

    fn flush_server(&mut self) {
        flush(&mut self.out, |from, to, bytes| {
            self.net.send(self.now, from, to, bytes)
        });
    }
}

fn flush(out: &mut SendArena, mut send: impl FnMut(SocketAddr, SocketAddr, Vec<u8>)) {
    for (tuple, bytes) in out.iter() {
        send(tuple.local, tuple.remote, bytes.to_vec());
    }
    out.clear();
}
