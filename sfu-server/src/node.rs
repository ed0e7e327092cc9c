//! The media node as the rest of the process sees it.

use crate::machine::Machine;
use crate::metrics::MediaCollector;
use crate::news::{CHANNEL, News};
use crate::socket::{MediaSocket, Waker, interface_addresses};
use crate::start_error::StartError;
use crate::thread::{Demand, Link, MediaThread};
use crate::vitals::Vitals;
use protocol::{Event, Refusal, Reply, Request};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Instant, SystemTime};
use tokio::sync::{mpsc, oneshot};
use transport::dtls::Certificate;

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
    /// Media threads. One serves a clinic; more are refused until rooms are placed on them.
    pub threads: usize,
}

/// The running media node.
#[derive(Debug)]
pub struct MediaNode {
    demands: SyncSender<Demand>,
    link: Arc<Link>,
    local: SocketAddr,
    /// A lock, because whoever stops first takes the thread to wait for it.
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl MediaNode {
    /// Binds the socket, starts the media thread, registers the metrics. The receiver gets all news; leave it unread and
    /// the node will take no more sessions after some thousands.
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
        Self::start_with(config, registry, move |candidates| {
            sfu_core::Shard::new(sfu_core::Config {
                certificate: certificate.clone(),
                candidates: candidates.to_vec(),
                anchor,
            })
        })
    }

    fn start_with<M: Machine + Send + 'static>(
        config: MediaConfig,
        registry: &prometheus::Registry,
        make: impl Fn(&[SocketAddr]) -> M + Send + 'static,
    ) -> Result<(Self, mpsc::Receiver<Event>), StartError> {
        if config.threads != 1 {
            return Err(StartError::Threads(config.threads));
        }
        let socket =
            MediaSocket::bind(config.listen).map_err(|error| StartError::bind(config.listen, error))?;
        let local = socket.local_addr();
        let candidates = candidates(config.announce, &socket)?;
        let waker = Waker::new().map_err(StartError::System)?;
        let link = Arc::new(Link {
            waker,
            stopping: AtomicBool::new(false),
            vitals: Vitals::new(),
        });
        register(registry, Arc::clone(&link))?;
        let (demands, asked) = sync_channel(REQUESTS);
        let (news, events) = mpsc::channel(CHANNEL);
        let shared = Arc::clone(&link);
        let run = move || {
            let make = Box::new(move || make(&candidates));
            MediaThread::new(socket, shared, asked, News::new(news), make).run();
        };
        let thread = std::thread::Builder::new()
            .name("media-0".into())
            .spawn(run)
            .map_err(StartError::System)?;
        let thread = Mutex::new(Some(thread));
        Ok((
            Self {
                demands,
                link,
                local,
                thread,
            },
            events,
        ))
    }

    /// Asks the media thread and waits for its answer.
    ///
    /// # Errors
    /// The thread's refusal; [`Refusal::Full`] when too many ask at once, [`Refusal::Away`] when it stops or failed over
    /// this very request.
    pub async fn ask(&self, request: Request) -> Result<Reply, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.demands
            .try_send(Demand { request, reply })
            .map_err(|refused| match refused {
                TrySendError::Full(_) => Refusal::Full,
                TrySendError::Disconnected(_) => Refusal::Away,
            })?;
        self.link.waker.wake();
        answer.await.unwrap_or(Err(Refusal::Away))
    }

    /// Whether the media thread runs and is not stuck.
    #[must_use]
    pub fn is_well(&self) -> bool {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        thread.as_ref().is_some_and(|thread| !thread.is_finished()) && self.link.vitals.is_beating()
    }

    /// The bound UDP address; its port is the true one.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Ends every session with a goodbye to its client, then the thread. Blocks for the milliseconds that it takes.
    pub fn stop(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.link.stopping.store(true, Ordering::Release);
        self.link.waker.wake();
        if let Some(thread) = thread {
            // A thread that panicked beyond recovery has said so.
            let _ = thread.join();
        }
    }
}

impl Drop for MediaNode {
    fn drop(&mut self) {
        self.stop();
    }
}

fn register(registry: &prometheus::Registry, link: Arc<Link>) -> Result<(), StartError> {
    MediaCollector::new(move || link.vitals.snapshot())
        .and_then(|collector| registry.register(Box::new(collector)))
        .map_err(|error| StartError::Metrics(error.to_string()))
}

/// The addresses that clients are told, in their order of preference.
fn candidates(announce: Vec<IpAddr>, socket: &MediaSocket) -> Result<Vec<SocketAddr>, StartError> {
    let local = socket.local_addr();
    let addresses = if !announce.is_empty() {
        announce
    } else if local.ip().is_unspecified() {
        let mut all = interface_addresses().map_err(StartError::System)?;
        all.retain(|ip| {
            if ip.is_ipv4() {
                socket.takes_ipv4()
            } else {
                socket.takes_ipv6()
            }
        });
        // Loopback last: it serves nobody but a browser on this very host.
        all.sort_by_key(IpAddr::is_loopback);
        all
    } else {
        vec![local.ip()]
    };
    if addresses.is_empty() {
        return Err(StartError::NoAddress);
    }
    Ok(addresses
        .into_iter()
        .map(|ip| SocketAddr::new(ip, local.port()))
        .collect())
}

#[cfg(test)]
mod tests;
