//! One run of the server, from its sockets to its end.

use crate::cli::ServeArgs;
use crate::config::Settings;
use crate::failure::Failure;
use crate::installation::Installation;
use crate::link::InProcess;
use crate::machine::ThisMachine;
use crate::{assets, certificate, demo, door, http, listeners, redirect, stopping};
use axum::Router;
use prometheus::Registry;
use protocol::Event;
use sfu_server::{MediaConfig, MediaNode, RecordingStore};
use signaling_api::{Api, ApiConfig, Retention, recording_key};
use std::io::Write;
use std::num::NonZero;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

/// Serves until a signal asks to stop.
///
/// # Errors
/// What keeps the server from starting.
pub(crate) async fn run(settings: Settings, arguments: &ServeArgs) -> Result<(), Failure> {
    let installation = Installation::of_serve(settings, arguments)?;
    let stop = stopping::on_signal()?;
    let running = Running::start(&installation, stop.clone()).await?;
    announce(&installation, running.port);
    stopping::told(stop).await;
    tracing::info!("stopping");
    running.end().await;
    tracing::info!("stopped");
    Ok(())
}

/// A server that serves.
pub(crate) struct Running {
    /// The port of TCP and of media.
    pub(crate) port: u16,
    node: Arc<MediaNode>,
    doors: [JoinSet<()>; 2],
    servers: JoinSet<()>,
}

impl Running {
    /// Takes the ports, starts media and API, opens the door; HTTP ends when `stop` turns true.
    ///
    /// # Errors
    /// What keeps the server from starting.
    pub(crate) async fn start(
        installation: &Installation,
        stop: watch::Receiver<bool>,
    ) -> Result<Self, Failure> {
        // TCP first: its port may be any (0), and media take the same number.
        let listeners = listeners::bind(installation.listen).await?;
        let port = listeners[0].local_addr()?.port();
        let redirects = match installation.settings.redirect_listen {
            Some(address) => listeners::bind(address).await?,
            None => Vec::new(),
        };
        let tls = certificate::open(installation)?;
        let registry = Registry::new();
        let (node, events) = start_media(installation, &listeners, port, &registry)?;
        let router = start_api(installation, port, Arc::clone(&node), events, registry).await?;
        let elsewhere = redirect::router(installation.public_url(port));
        let mut servers = JoinSet::new();
        let open = door::open(listeners, tls, door::carry(&node));
        servers.spawn(http::serve(open.http, router, stop.clone()));
        servers.spawn(http::serve(open.plain, elsewhere.clone(), stop.clone()));
        let open_redirects = door::open(redirects, None, drop);
        servers.spawn(http::serve(open_redirects.http, elsewhere, stop));
        Ok(Self {
            port,
            node,
            doors: [open.doors, open_redirects.doors],
            servers,
        })
    }

    /// Lets nobody in any more, waits for open requests, says goodbye to everybody. The wish to stop has been told before.
    pub(crate) async fn end(self) {
        drop(self.doors);
        self.servers.join_all().await;
        // The media thread says goodbye to each client, which blocks for milliseconds.
        let stopped = tokio::task::spawn_blocking(move || self.node.stop());
        if stopped.await.is_err() {
            tracing::error!("the media node did not stop cleanly");
        }
    }
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
        turn_tls: installation.turn_tls(port),
        recordings: recordings(installation)?,
    };
    let (node, events) =
        MediaNode::start(config, registry).map_err(|error| Failure::Media(error.to_string()))?;
    Ok((Arc::new(node), events))
}

fn recordings(installation: &Installation) -> Result<Option<RecordingStore>, Failure> {
    if !installation.settings.records() {
        return Ok(None);
    }
    let (directory, key) =
        recording_key(&installation.data_dir).map_err(|error| Failure::Api(error.to_string()))?;
    Ok(Some(RecordingStore { directory, key }))
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
        waiting_room: installation.settings.waiting_room.unwrap_or(true),
        clinic: installation.clinic(),
        file_limit: installation.settings.file_limit_mb.unwrap_or(25) * 1_000_000,
        scan_command: installation.settings.scan_command.clone(),
        patients_may_call: installation
            .settings
            .patients_may_call
            .unwrap_or(installation.demo),
        recording: installation.settings.records(),
        private_destinations: installation.settings.private_destinations.clone(),
        trusted_proxies: installation.settings.trusted_proxies.clone(),
        mail: installation.settings.mail.clone(),
        sms: installation.settings.sms.clone(),
        platform: installation.settings.platform.clone(),
        oidc: installation.settings.oidc.clone(),
        reminder_minutes: installation.settings.reminder_minutes,
        language: installation.settings.language,
        retention: Retention {
            consultations: installation.settings.retention_consultations,
            messages: installation.settings.retention_messages,
            network_tests: installation.settings.retention_network_tests,
            recordings: installation.settings.retention_recordings,
            audit: installation.settings.retention_audit,
        },
        demo: installation.demo,
        machine: Arc::new(ThisMachine::new(installation, port)),
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
