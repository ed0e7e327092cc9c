//! One run of the server, from its sockets to its end.

use crate::cli::ServeArgs;
use crate::config::Settings;
use crate::failure::Failure;
use crate::installation::Installation;
use crate::link::InProcess;
use crate::{assets, demo, door, listeners, stopping};
use axum::Router;
use axum::serve::ListenerExt;
use prometheus::Registry;
use protocol::Event;
use sfu_server::{MediaConfig, MediaNode};
use signaling_api::{Api, ApiConfig};
use std::io::Write;
use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

/// How long open requests may take after the wish to stop; a client that polls would keep one open for 25 s.
const GRACE: Duration = Duration::from_secs(3);

/// Serves until a signal asks to stop.
///
/// # Errors
/// What keeps the server from starting.
pub(crate) async fn run(settings: Settings, arguments: &ServeArgs) -> Result<(), Failure> {
    let installation = Installation::of_serve(settings, arguments)?;
    let stop = stopping::on_signal()?;
    // TCP first: its port may be any (0), and media take the same number.
    let listeners = listeners::bind(installation.listen).await?;
    let port = listeners[0].local_addr()?.port();
    let registry = Registry::new();
    let (node, events) = start_media(&installation, &listeners, port, &registry)?;
    let router = start_api(&installation, port, Arc::clone(&node), events, registry).await?;
    announce(&installation, port);
    accept(listeners, router, &node, stop).await?;
    // The media thread says goodbye to each client, which blocks for milliseconds.
    let stopped = tokio::task::spawn_blocking(move || node.stop());
    if stopped.await.is_err() {
        tracing::error!("the media node did not stop cleanly");
    }
    tracing::info!("stopped");
    Ok(())
}

fn start_media(
    installation: &Installation,
    listeners: &[TcpListener],
    port: u16,
    registry: &Registry,
) -> Result<(Arc<MediaNode>, mpsc::Receiver<Event>), Failure> {
    let tcp: Result<_, _> = listeners.iter().map(TcpListener::local_addr).collect();
    let config = MediaConfig {
        tcp: tcp?,
        listen: installation.media_listen(port),
        announce: installation.settings.media_addresses.clone(),
        threads: media_threads(installation.settings.media_threads),
        turn: installation.settings.turn.unwrap_or(true),
    };
    let (node, events) =
        MediaNode::start(config, registry).map_err(|error| Failure::Media(error.to_string()))?;
    Ok((Arc::new(node), events))
}

/// One thread serves a clinic and hands nothing over; more than cores only take turns.
fn media_threads(wanted: Option<usize>) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = wanted.unwrap_or(1);
    if threads > cores {
        tracing::warn!(threads, cores, "as many media threads as cores are started");
    }
    threads.min(cores)
}

async fn start_api(
    installation: &Installation,
    port: u16,
    node: Arc<MediaNode>,
    events: mpsc::Receiver<Event>,
    registry: Registry,
) -> Result<Router, Failure> {
    let mut allowed_origins = installation.settings.allowed_origins.clone();
    allowed_origins.extend(installation.loopback_origins(port));
    let config = ApiConfig {
        public_url: installation.public_url(port),
        data_dir: installation.data_dir.clone(),
        database_url: installation.database_url(),
        api_key: installation.settings.api_key.clone(),
        metrics_token: installation.settings.metrics_token.clone(),
        allowed_origins,
        demo: installation.demo,
    };
    let web = Router::new().fallback(assets::serve);
    let started = Api::start(config, Arc::new(InProcess(node)), events, registry, web).await;
    started.map_err(|error| Failure::Api(error.to_string()))
}

fn announce(installation: &Installation, port: u16) {
    let url = installation.public_url(port);
    if installation.demo {
        let welcome = demo::welcome(&url, &installation.data_sentence());
        // A closed screen keeps nobody from calling.
        let _ = std::io::stdout().write_all(welcome.as_bytes());
    }
    if !assets::is_built() {
        tracing::warn!("the web client is not built: run `make build`");
    }
    if let Some(remark) = installation.remark(port) {
        tracing::warn!("{remark}");
    }
    tracing::info!(port, demo = installation.demo, "listening on TCP and UDP");
}

/// Serves HTTP and ICE on every listener; after the wish to stop, open requests get [`GRACE`].
async fn accept(
    listeners: Vec<TcpListener>,
    router: Router,
    node: &Arc<MediaNode>,
    stop: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let (listeners, doors) = door::open(listeners, node)?;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut servers = JoinSet::new();
    for listener in listeners {
        // Told apart by this wrapper, axum tells the service a foreign listener's peer addresses.
        let listener = listener.tap_io(|_| {});
        let server = axum::serve(listener, service.clone());
        servers.spawn(
            server
                .with_graceful_shutdown(stopping::told(stop.clone()))
                .into_future(),
        );
    }
    stopping::told(stop).await;
    drop(doors);
    tracing::info!("stopping");
    if tokio::time::timeout(GRACE, servers.join_all()).await.is_err() {
        tracing::debug!("requests were still open");
    }
    Ok(())
}
