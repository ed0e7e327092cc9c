//! The API put together.

use crate::accounts;
use crate::app::{App, Limits};
use crate::calling;
use crate::clock::Timestamp;
use crate::config::{ApiConfig, DEMO_API_KEY, PublicUrl};
use crate::destination::Destinations;
use crate::files::{self, Shelf};
use crate::guarded::Guarded;
use crate::live::Hall;
use crate::media::Media;
use crate::meetings;
use crate::messages::{self, Courier};
use crate::metrics::Metrics;
use crate::network_tests::{self, NetworkTests};
use crate::oidc::Oidc;
use crate::outbox::{self, Outbox};
use crate::outgoing::Outgoing;
use crate::password::Passwords;
use crate::platform::Platform;
use crate::push::{self, Push, Vapid};
use crate::recordings::{self, Archive};
use crate::retention;
use crate::router;
use crate::sfu_link::SfuLink;
use crate::signing_key::SigningKey;
use crate::socket;
use crate::start::StartError;
use crate::store::{Keys, Store};
use crate::token::Tokens;
use crate::webhooks::{self, Webhooks};
use axum::Router;
use protocol::Event;
use std::os::unix::fs::DirBuilderExt;
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Receiver;

/// How often places whose time is over are looked for.
const SWEEP: Duration = Duration::from_secs(1);

/// The API.
pub struct Api;

impl Api {
    /// Opens the store, begins to listen to the media node, gives all routes.
    ///
    /// Serve the router with `into_make_service_with_connect_info::<SocketAddr>()`: attempts are counted by address,
    /// and `/metrics` is open to this host alone. `web` answers what is no route of the API.
    ///
    /// # Errors
    /// What the operator must put right, as one sentence.
    pub async fn start(
        mut config: ApiConfig,
        link: Arc<dyn SfuLink>,
        events: Receiver<Event>,
        registry: prometheus::Registry,
        web: Router,
    ) -> Result<Router, StartError> {
        let public_url = PublicUrl::parse(&config.public_url)?;
        make_dir(&config)?;
        let key = SigningKey::load_or_make(&config.data_dir)?;
        let store = Store::open(&config.database_url, Keys::load_or_make(&config.data_dir)?).await?;
        let passwords = Passwords::default();
        if config.demo {
            accounts::make_demo(&store, &passwords).await?;
            config.api_key.get_or_insert_with(|| DEMO_API_KEY.into());
        }
        let metrics = Metrics::new(registry)?;
        let outgoing = Outgoing::new().map_err(|_| StartError::Outgoing)?;
        let platform = config.platform.as_ref();
        let platform = platform
            .map(|platform| Platform::open(platform, &outgoing))
            .transpose()?;
        let oidc = config.oidc.as_ref();
        let oidc = oidc
            .map(|oidc| Oidc::open(oidc, &public_url.origin, &outgoing))
            .transpose()?;
        let outbox = Outbox::open(&config, &public_url, &outgoing)?;
        let destinations = Destinations::new(&config.private_destinations, true);
        let guarded = Guarded::new(destinations).map_err(|_| StartError::Outgoing)?;
        let public_alone = Destinations::new(&config.private_destinations, false);
        let public_alone = Guarded::new(public_alone).map_err(|_| StartError::Outgoing)?;
        let vapid = Vapid::load_or_make(&config.data_dir, &public_url.origin)?;
        let (push, errands_of_push) = Push::new(vapid, public_alone);
        let tokens = Arc::new(Tokens::new(&key));
        let shelf = Shelf::open(&config.data_dir, config.file_limit, config.scan_command.clone())?;
        let archive = config.recording.then(|| Archive::open(&config.data_dir));
        let archive = archive.transpose()?.map(Arc::new);
        let (courier, errands) = Courier::new();
        let newest_message = store.last_number().await?;
        let app = Arc::new(App {
            started: Instant::now(),
            config,
            public_url,
            store,
            tokens: tokens.clone(),
            passwords,
            hall: Hall::new(link.clone(), tokens, metrics.clone()),
            media: Media::new(link),
            platform,
            oidc,
            outbox,
            push,
            webhooks: Webhooks::new(guarded),
            metrics,
            courier,
            shelf,
            archive,
            recording_turn: tokio::sync::Mutex::default(),
            calls: tokio::sync::Mutex::default(),
            meetings: Mutex::default(),
            presence: Mutex::default(),
            signals: Mutex::default(),
            network_tests: NetworkTests::default(),
            limits: Limits::default(),
        });
        let (layer, io) = socket::layer(app.clone());
        app.hall.attach(io);
        calling::restore(&app).await?;
        meetings::restore(&app).await?;
        recordings::restore(&app).await?;
        tokio::spawn(listen(app.clone(), events));
        tokio::spawn(sweep(Arc::downgrade(&app)));
        tokio::spawn(keep(Arc::downgrade(&app)));
        tokio::spawn(files::sweep(Arc::downgrade(&app)));
        tokio::spawn(messages::carry(Arc::downgrade(&app), errands, newest_message));
        tokio::spawn(ring(Arc::downgrade(&app)));
        tokio::spawn(outbox::run(Arc::downgrade(&app)));
        tokio::spawn(webhooks::run(Arc::downgrade(&app)));
        tokio::spawn(push::run(Arc::downgrade(&app), errands_of_push));
        tokio::spawn(recordings::run(Arc::downgrade(&app)));
        tokio::spawn(retention::run(Arc::downgrade(&app)));
        Ok(router::router(app, layer, web))
    }
}

fn make_dir(config: &ApiConfig) -> Result<(), StartError> {
    let mut builder = std::fs::DirBuilder::new();
    let made = builder.recursive(true).mode(0o700).create(&config.data_dir);
    made.map_err(|error| StartError::DataDir {
        path: config.data_dir.clone(),
        error,
    })
}

/// Hears the media node until it is gone.
async fn listen(app: Arc<App>, mut events: Receiver<Event>) {
    while let Some(event) = events.recv().await {
        if let Event::SessionClosed { session, .. } = &event {
            app.media.forget(*session);
        }
        match recordings::closed(&event) {
            Some((recording, closed)) => {
                let app = app.clone();
                tokio::spawn(async move { recordings::ended(&app, recording, closed).await });
            }
            None => app.hall.handle_event(event).await,
        }
    }
}

/// Writes down how far people come in joining and who is there: the store may be slow, the rooms must not be.
async fn keep(app: Weak<App>) {
    let mut ticks = tokio::time::interval(SWEEP);
    let mut concluded_until = Timestamp(0);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        app.hall.keep_joins(&app.store).await;
        app.hall.keep_history(&app.store).await;
        let concluded = app.store.conclude_over(concluded_until, Timestamp::now()).await;
        concluded_until = concluded.unwrap_or(concluded_until);
    }
}

/// Ends calls and meetings whose time is over: the store may be slow, the rooms must not be.
async fn ring(app: Weak<App>) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        calling::sweep(&app, Instant::now()).await;
        meetings::sweep(&app).await;
    }
}

async fn sweep(app: Weak<App>) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        app.hall.change(|rooms| rooms.sweep(Instant::now())).await;
        network_tests::sweep(&app, Instant::now());
    }
}
