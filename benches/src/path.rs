//! Allocations with time of the forwarding machine alone, driven without sockets: connectivity checks are left out.

use crate::node::{lines, offer};
use crate::video;
use crate::{allocations, cpu};
use model::RoomId;
use protocol::{Reply, Request};
use sfu_core::{Config, Shard};
use std::error::Error;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use transport::dtls::Certificate;
use transport::feedback::NtpClock;
use transport::packet::{Kind, classify};
use transport::peer::{Client, Event, Forward};
use transport::sdp::Candidate;
use transport::{FiveTuple, Protocol, SendArena};

const STEP: Duration = Duration::from_millis(10);
const EPOCH: Duration = Duration::from_secs(1_700_000_000);
/// Frames before counting, in which buffers find their size.
const WARM_UP: u32 = 120;
/// Counted seconds, in frames of 30 ms each.
const SECONDS: u32 = 10;
const FRAMES_A_SECOND: u32 = 33;

/// Packets forwarded with what RTP, RTCP, timers made meanwhile.
pub(crate) struct Count {
    pub(crate) packets: u64,
    pub(crate) allocations: u64,
    /// Of the quickest second, which nothing interrupted.
    pub(crate) second: Spent,
}

/// Where the forwarding machine's time went.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Spent {
    pub(crate) packets: Duration,
    pub(crate) feedback: Duration,
    pub(crate) timers: Duration,
}

impl Spent {
    pub(crate) fn total(&self) -> Duration {
        self.packets + self.feedback + self.timers
    }
}

/// Forwards to `receivers` receivers.
///
/// # Errors
/// A client does not connect.
pub(crate) fn measure(receivers: u8) -> Result<Count, Box<dyn Error>> {
    let mut hall = Hall::warm(receivers)?;
    (hall.packets, hall.allocations) = (0, 0);
    let seconds = (0..SECONDS).map(|_| {
        hall.spent = Spent::default();
        (0..FRAMES_A_SECOND).for_each(|_| hall.frame());
        hall.spent
    });
    let second = seconds.min_by_key(Spent::total).unwrap_or_default();
    Ok(Count {
        packets: hall.packets,
        allocations: hall.allocations,
        second,
    })
}

/// A room in memory.
pub(crate) struct Hall {
    now: Instant,
    server: SocketAddr,
    shard: Shard,
    /// The publisher first.
    clients: Vec<Client>,
    from_clients: SendArena,
    from_server: SendArena,
    sequence: u64,
    pictures: u16,
    key_due: bool,
    packets: u64,
    allocations: u64,
    spent: Spent,
}

impl Hall {
    /// A room whose receivers see a picture.
    ///
    /// # Errors
    /// A client does not connect.
    pub(crate) fn warm(receivers: u8) -> Result<Self, Box<dyn Error>> {
        let mut hall = Self::open(receivers)?;
        for _ in 0..200 {
            hall.step();
        }
        if !hall.clients.iter().all(Client::is_connected) {
            return Err("a client does not connect in memory".into());
        }
        for _ in 0..WARM_UP {
            hall.frame();
        }
        Ok(hall)
    }

    /// The next frame's packets as the server gets them.
    pub(crate) fn publish_frame(&mut self) -> Vec<Vec<u8>> {
        self.step();
        self.send_frame();
        let arena = std::mem::replace(&mut self.from_clients, SendArena::new(1 << 20, 1024));
        arena.iter().map(|(_, bytes)| bytes.to_vec()).collect()
    }

    /// The time that the forwarding machine takes for packets of the publisher. What it sends is dropped.
    pub(crate) fn time(&mut self, datagrams: &mut [Vec<u8>]) -> Duration {
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: self.server,
            remote: address(0),
        };
        let began = Instant::now();
        for datagram in datagrams {
            self.shard
                .handle_datagram(self.now, tuple, datagram, &mut self.from_server);
        }
        self.shard.pass_on(self.now, &mut self.from_server);
        let taken = began.elapsed();
        self.from_server.clear();
        taken
    }

    fn open(receivers: u8) -> Result<Self, Box<dyn Error>> {
        let now = Instant::now();
        let server = SocketAddr::from(([127, 0, 0, 1], 1));
        let certificate = Certificate::generate()?;
        let config = Config {
            certificate: certificate.clone(),
            shard: 0,
            candidates: vec![Candidate {
                protocol: Protocol::Udp,
                address: server,
            }],
            anchor: (now, EPOCH),
        };
        let mut hall = Self {
            now,
            server,
            shard: Shard::new(config),
            clients: Vec::new(),
            from_clients: SendArena::new(1 << 20, 1024),
            from_server: SendArena::new(1 << 21, 2048),
            sequence: 0,
            pictures: 0,
            key_due: true,
            packets: 0,
            allocations: 0,
            spent: Spent::default(),
        };
        let room = RoomId::generate();
        hall.shard
            .handle_request(now, Request::OpenRoom(room), &mut hall.from_server)?;
        for place in 0..=receivers {
            let clock = NtpClock::new(now, EPOCH);
            let mut client = Client::new(
                certificate.clone(),
                lines(place == 0, false, usize::from(place > 0))?,
                clock,
                now,
            );
            let request = Request::Offer(offer(room, client.offer()));
            let Reply::Answer { sdp } = hall.shard.handle_request(now, request, &mut hall.from_server)?
            else {
                return Err("an offer is answered".into());
            };
            let local = address(place);
            client.accept(
                now,
                &sdp,
                FiveTuple {
                    protocol: Protocol::Udp,
                    local,
                    remote: server,
                },
            )?;
            hall.clients.push(client);
        }
        Ok(hall)
    }

    fn frame(&mut self) {
        self.send_frame();
        for _ in 0..3 {
            self.step();
        }
    }

    fn send_frame(&mut self) {
        let key = std::mem::take(&mut self.key_due);
        self.pictures = (self.pictures + 1) & 0x7fff;
        let mut place = [0x5a; 1200];
        for piece in video::frame(video::LARGEST, self.pictures, key) {
            self.sequence += 1;
            let packet = Forward {
                payload_type: 96,
                sequence: self.sequence,
                timestamp: self.sequence as u32 * 500,
                marker: piece.marker(),
                audio_level: None,
                descriptor: None,
                payload: piece.write(&mut place),
            };
            self.clients[0].send(1, 0, &packet, &mut self.from_clients);
        }
    }

    fn step(&mut self) {
        self.now += STEP;
        for client in &mut self.clients {
            client.handle_timeout(self.now, &mut self.from_clients);
            while let Some(event) = client.poll_event() {
                self.key_due |= matches!(event, Event::KeyframeWanted { .. });
            }
        }
        self.feed_server();
        self.count(
            |spent| &mut spent.timers,
            |hall| hall.shard.handle_timeout(hall.now, &mut hall.from_server),
        );
        while self.shard.poll_event().is_some() {}
        self.feed_clients();
    }

    fn feed_server(&mut self) {
        let arena = std::mem::replace(&mut self.from_clients, SendArena::new(1 << 20, 1024));
        for (tuple, bytes) in arena.iter() {
            let (mut datagram, kind) = (bytes.to_vec(), classify(bytes));
            let tuple = FiveTuple {
                local: self.server,
                remote: tuple.local,
                ..tuple
            };
            let mut handle = |hall: &mut Self| {
                hall.shard
                    .handle_datagram(hall.now, tuple, &mut datagram, &mut hall.from_server);
            };
            match kind {
                Kind::Rtp => self.count(|spent| &mut spent.packets, handle),
                Kind::Rtcp => self.count(|spent| &mut spent.feedback, handle),
                _ => handle(self),
            }
        }
        self.count(
            |spent| &mut spent.packets,
            |hall| hall.shard.pass_on(hall.now, &mut hall.from_server),
        );
        self.feed_clients();
    }

    /// Counts the allocations of some work with the time that it took.
    fn count(&mut self, on: fn(&mut Spent) -> &mut Duration, work: impl FnOnce(&mut Self)) {
        allocations::watch(&[cpu::own_thread()]);
        let began = Instant::now();
        work(self);
        *on(&mut self.spent) += began.elapsed();
        self.allocations += allocations::count();
    }

    fn feed_clients(&mut self) {
        let (bytes, datagrams) = self.from_server.datagrams_mut();
        for datagram in datagrams.iter() {
            let place = datagram.tuple.remote.port() - address(0).port();
            let mut copy = bytes[datagram.range.clone()].to_vec();
            self.packets += u64::from(classify(&copy) == Kind::Rtp);
            self.clients[usize::from(place)].handle_datagram(self.now, &mut copy, &mut self.from_clients);
        }
        self.from_server.clear();
    }
}

fn address(place: u8) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 1000 + u16::from(place)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sfu_core::Readings;

    #[test]
    fn forwarding_allocates_nothing() {
        let _turn = allocations::tests::turn();
        let count = measure(3).expect("connected");
        assert!(count.packets > 4_000, "{} packets", count.packets);
        assert_eq!(count.allocations, 0);
    }

    #[test]
    fn reading_how_all_fares_allocates_nothing_after_the_first_time() {
        let _turn = allocations::tests::turn();
        let mut hall = Hall::warm(3).expect("connected");
        let mut readings = Readings::default();
        hall.shard.read(hall.now, &mut readings);
        assert_eq!((readings.paths.len(), readings.encodings.len()), (4, 1));
        assert!(readings.seats.iter().any(|seat| seat.frames.count > 100));
        hall.allocations = 0;
        hall.count(
            |spent| &mut spent.timers,
            |hall| hall.shard.read(hall.now, &mut readings),
        );
        assert_eq!(hall.allocations, 0);
    }
}
