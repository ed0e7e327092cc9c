//! The media node as the rest of the process sees it.

use crate::announced::candidates;
use crate::inbox::Content;
use crate::link::{Demand, Link, Word};
use crate::machine::Machine;
use crate::meters::Meters;
use crate::metrics::MediaCollector;
use crate::news::{CHANNEL, News};
use crate::placement::{Load, Placement, room_of};
use crate::recorder::{Recorder, RecordingStore};
use crate::relay_access::RelayAccess;
use crate::socket::MediaSocket;
use crate::start_error::StartError;
use crate::tcp::{Arrival, Connection};
use crate::thread::MediaThread;
use model::ParticipantId;
use protocol::{Event, IceServer, Refusal, Reply, Request};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Instant, SystemTime};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use transport::Protocol;
use transport::dtls::Certificate;
use transport::ice::{self, MOST_SHARDS};
use transport::sdp::Candidate;

/// Requests that wait for a media thread; further ones are refused with [`Refusal::Full`]. A turn answers eight, so this
/// is what a thread that is busy for a few milliseconds leaves behind in a rush of joins.
const REQUESTS: usize = 256;

/// How the media node is set up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaConfig {
    /// Where media comes in over UDP. `[::]` takes IPv4 as well; port 0 takes any.
    pub listen: SocketAddr,
    /// The addresses that clients are told; empty for all of this host.
    pub announce: Vec<IpAddr>,
    /// The addresses on which the process accepts TCP connections and gives them to [`MediaNode::carry`].
    pub tcp: Vec<SocketAddr>,
    /// Media threads, 1 to 64; more than cores is no use. Rooms are spread over them.
    pub threads: usize,
    /// Whether clients may come by TURN too, on the same ports.
    pub turn: bool,
    /// Host and port by which TURN clients reach these connections through TLS, where somebody ends it.
    pub turn_tls: Option<String>,
    /// Where recordings are written; nothing where none may be made.
    pub recordings: Option<RecordingStore>,
}

/// The running media node.
#[derive(Debug)]
pub struct MediaNode {
    threads: Vec<Thread>,
    /// A lock, held for the moment of choosing a thread and queueing a request there, so that a room's requests come to
    /// one thread in their order.
    placement: Mutex<Placement>,
    local: SocketAddr,
    /// Nothing where the node relays for nobody.
    relay: Option<RelayAccess>,
    /// Nothing where nothing may be recorded.
    recorder: Option<Recorder>,
}

/// The handle of a media thread.
#[derive(Debug)]
struct Thread {
    words: SyncSender<Word>,
    link: Arc<Link>,
    /// A lock, because whoever stops first takes the thread to wait for it.
    handle: Mutex<Option<JoinHandle<()>>>,
}

impl MediaNode {
    /// Binds the sockets, starts the media threads, registers the metrics. The receiver gets all news; leave it unread
    /// and the node will take no more sessions after some thousands.
    ///
    /// # Errors
    /// One sentence for the operator each.
    pub fn start(
        config: MediaConfig,
        registry: &prometheus::Registry,
    ) -> Result<(Self, mpsc::Receiver<Event>), StartError> {
        let certificate =
            Certificate::generate().map_err(|error| StartError::Certificate(error.to_string()))?;
        let anchor = (
            Instant::now(),
            SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default(),
        );
        Self::start_with(config, registry, move |shard, candidates| {
            sfu_core::Shard::new(sfu_core::Config {
                certificate: certificate.clone(),
                shard,
                candidates: candidates.to_vec(),
                anchor,
            })
        })
    }

    fn start_with<M: Machine + Send + 'static>(
        config: MediaConfig,
        registry: &prometheus::Registry,
        make: impl Fn(u8, &[Candidate]) -> M + Send + Sync + 'static,
    ) -> Result<(Self, mpsc::Receiver<Event>), StartError> {
        let count = config.threads;
        if !(1..=usize::from(MOST_SHARDS)).contains(&count) {
            return Err(StartError::Threads(count));
        }
        let sockets = MediaSocket::bind_group(config.listen, count)
            .map_err(|error| StartError::bind(config.listen, error))?;
        let local = sockets[0].local_addr();
        let candidates = candidates(config.announce, &sockets[0], &config.tcp)?;
        let relay = config
            .turn
            .then(|| RelayAccess::new(&candidates, config.turn_tls));
        let links: Result<Vec<_>, _> = (0..count).map(|_| Link::new().map(Arc::new)).collect();
        let links: Arc<[Arc<Link>]> = links.map_err(StartError::System)?.into();
        let meters = register(registry, Arc::clone(&links))?;
        let (news, events) = mpsc::channel(CHANNEL);
        let recorder = config
            .recordings
            .map(|store| Recorder::start(store, news.clone()));
        // Made before the first thread runs, so that those started are stopped when a later one cannot be.
        let mut node = Self {
            threads: Vec::new(),
            placement: Mutex::new(Placement::new(count)),
            local,
            relay,
            recorder: recorder.transpose()?,
        };
        let make = Arc::new(move |shard| make(shard, &candidates));
        for (shard, socket) in (0..).zip(sockets) {
            let (make, news, meters) = (Arc::clone(&make), News::new(news.clone()), meters.clone());
            let make = Box::new(move || make(shard));
            let turn = node.relay.as_ref().map(|relay| relay.config(shard));
            let desk = node.recorder.as_ref().map(Recorder::desk);
            let equip = move |thread: MediaThread<M>| thread.relaying(turn).recording(desk);
            let thread = Thread::start(usize::from(shard), &links, socket, news, meters, make, equip);
            node.threads.push(thread.map_err(StartError::System)?);
        }
        Ok((node, events))
    }

    /// Asks the media thread of the request's room and waits for its answer.
    ///
    /// # Errors
    /// The thread's refusal; [`Refusal::Full`] when too many ask at once, [`Refusal::Away`] when it stops or failed over
    /// this very request.
    pub async fn ask(&self, request: Request) -> Result<Reply, Refusal> {
        if self.recorder.is_none() && matches!(request, Request::Record { .. }) {
            return Err(Refusal::CannotRecord);
        }
        let turn = self
            .recorder
            .as_ref()
            .and_then(|recorder| recorder.prepare(&request));
        let answer = self.demand(request).await;
        if let (Some(recorder), Some(turn)) = (&self.recorder, turn) {
            recorder.settle(turn, answer.is_ok());
        }
        answer
    }

    async fn demand(&self, request: Request) -> Result<Reply, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.queue(Demand { request, reply })?;
        answer.await.unwrap_or(Err(Refusal::Away))
    }

    fn queue(&self, demand: Demand) -> Result<(), Refusal> {
        let mut placement = self.placement.lock().unwrap_or_else(PoisonError::into_inner);
        let room = room_of(&demand.request);
        let opens = matches!(demand.request, Request::OpenRoom(_));
        let closes = matches!(demand.request, Request::CloseRoom(_));
        let thread = match placement.of(room) {
            Some(thread) => thread,
            None if opens => placement.choose(|thread| self.threads[thread].load()),
            None => return Err(Refusal::RoomUnknown),
        };
        self.threads[thread].queue(Word::Ask(demand))?;
        if opens {
            placement.place(room, thread);
        }
        if closes {
            placement.remove(room);
        }
        Ok(())
    }

    /// Credentials with which a participant may use the TURN relay; nothing where there is none.
    #[must_use]
    pub fn turn_credentials(&self, participant: ParticipantId, now: SystemTime) -> Option<turn::Credentials> {
        let relay = self.relay.as_ref()?;
        Some(relay.credentials(participant, now))
    }

    /// The relays that a participant may use, with fresh credentials, for the configuration of a browser.
    #[must_use]
    pub fn ice_servers(&self, participant: ParticipantId, now: SystemTime) -> Vec<IceServer> {
        let relay = self.relay.iter();
        relay.map(|relay| relay.ice_server(participant, now)).collect()
    }

    /// Carries a client's TCP connection, or TLS on it, on which nothing was read yet (RFC 6544, RFC 8656), until it ends:
    /// for bad bytes, for want of a valid check or an allocation within ten seconds, with its session, or by the client.
    /// `is_tls` says which, `socket` tells the socket beneath.
    pub async fn carry<S>(&self, stream: S, is_tls: bool, socket: impl Fn(&S) -> &TcpStream)
    where
        S: AsyncRead + AsyncWrite,
    {
        let protocol = if is_tls { Protocol::Tls } else { Protocol::Tcp };
        // A connection that is closed already needs no more.
        let Ok(connection) = Connection::new(stream, protocol, socket) else {
            return;
        };
        let mut owner = None;
        connection
            .run(|arrival| {
                if let (None, Some(check)) = (owner, arrival.datagram) {
                    owner = self.introduce(&arrival, check);
                    return owner.is_some_and(|thread| self.threads[thread].deliver(thread, &arrival));
                }
                owner.is_none_or(|thread| self.threads[thread].deliver(thread, &arrival))
            })
            .await;
    }

    /// Tells the thread that a connection's first message is for of the connection: the one that a check names, or any one
    /// for TURN.
    fn introduce(&self, arrival: &Arrival<'_>, first: &[u8]) -> Option<usize> {
        let thread = if self.relay.is_some() && turn::is_turn(first) {
            usize::from(arrival.tuple.remote.port()) % self.threads.len()
        } else {
            usize::from(ice::addressed_ufrag(first).and_then(ice::shard_of)?)
        };
        let word = Word::Connect(arrival.tuple, Arc::clone(arrival.outlet));
        self.threads.get(thread)?.queue(word).ok()?;
        Some(thread)
    }

    /// Whether every media thread runs and none is stuck.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.threads.iter().all(Thread::is_well)
    }

    /// The bound UDP address; its port is the true one.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Ends every session with a goodbye to its client, then the threads. Blocks for the milliseconds that it takes.
    pub fn stop(&self) {
        self.threads.iter().for_each(Thread::tell_to_stop);
        self.threads.iter().for_each(Thread::join);
        self.recorder.iter().for_each(Recorder::stop);
    }
}

impl Drop for MediaNode {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Thread {
    fn start<M: Machine + Send + 'static>(
        index: usize,
        links: &Arc<[Arc<Link>]>,
        socket: MediaSocket,
        news: News,
        meters: Meters,
        make: Box<dyn Fn() -> M + Send>,
        equip: impl FnOnce(MediaThread<M>) -> MediaThread<M> + Send + 'static,
    ) -> io::Result<Self> {
        let (words, told) = sync_channel(REQUESTS);
        let link = Arc::clone(&links[index]);
        let links = Arc::clone(links);
        let thread = move || MediaThread::new(index, links, socket, told, news, meters, make);
        let run = move || equip(thread()).run();
        let handle = std::thread::Builder::new()
            .name(format!("media-{index}"))
            .spawn(run)?;
        Ok(Self {
            words,
            link,
            handle: Mutex::new(Some(handle)),
        })
    }

    fn queue(&self, word: Word) -> Result<(), Refusal> {
        self.words.try_send(word).map_err(|refused| match refused {
            TrySendError::Full(_) => Refusal::Full,
            TrySendError::Disconnected(_) => Refusal::Away,
        })?;
        self.link.waker.wake();
        Ok(())
    }

    /// Leaves a datagram of a connection, or wakes the thread for those left; always worth going on.
    fn deliver(&self, own: usize, arrival: &Arrival<'_>) -> bool {
        match arrival.datagram {
            Some(datagram) => {
                // What finds no room is counted there.
                let content = Content::Datagram { taken_by: own };
                self.link.inbox.put(content, arrival.tuple, datagram);
            }
            None => self.link.waker.wake(),
        }
        true
    }

    fn load(&self) -> Load {
        Load {
            away: !self.is_well(),
            busy: self.link.vitals.snapshot().busy,
        }
    }

    fn is_well(&self) -> bool {
        let handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        handle.as_ref().is_some_and(|thread| !thread.is_finished()) && self.link.vitals.is_beating()
    }

    fn tell_to_stop(&self) {
        self.link.stopping.store(true, Ordering::Release);
        self.link.waker.wake();
    }

    fn join(&self) {
        let handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(handle) = handle {
            // A thread that panicked beyond recovery has said so.
            let _ = handle.join();
        }
    }
}

fn register(registry: &prometheus::Registry, links: Arc<[Arc<Link>]>) -> Result<Meters, StartError> {
    MediaCollector::new(move || links.iter().map(|link| link.vitals.snapshot()).collect())
        .and_then(|collector| registry.register(Box::new(collector)))
        .and_then(|()| Meters::register(registry))
        .map_err(|error| StartError::Metrics(error.to_string()))
}

#[cfg(test)]
mod tests;
