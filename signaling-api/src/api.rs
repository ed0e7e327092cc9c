//! The API put together.

use crate::accounts;
use crate::app::{App, Limits};
use crate::config::{ApiConfig, DEMO_API_KEY, PublicUrl};
use crate::live::Hall;
use crate::media::Media;
use crate::metrics::Metrics;
use crate::network_tests::{self, NetworkTests};
use crate::password::Passwords;
use crate::retention;
use crate::router;
use crate::sfu_link::SfuLink;
use crate::signing_key::SigningKey;
use crate::socket;
use crate::start::StartError;
use crate::store::{AuditKey, Store};
use crate::token::Tokens;
use axum::Router;
use protocol::Event;
use std::os::unix::fs::DirBuilderExt;
use std::sync::{Arc, Weak};
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
        let store = Store::open(&config.database_url, AuditKey::load_or_make(&config.data_dir)?).await?;
        let passwords = Passwords::default();
        if config.demo {
            accounts::make_demo(&store, &passwords).await?;
            config.api_key.get_or_insert_with(|| DEMO_API_KEY.into());
        }
        let metrics = Metrics::new(registry)?;
        let tokens = Arc::new(Tokens::new(&key));
        let app = Arc::new(App {
            config,
            public_url,
            store,
            tokens: tokens.clone(),
            passwords,
            hall: Hall::new(link.clone(), tokens, metrics.clone()),
            media: Media::new(link),
            metrics,
            network_tests: NetworkTests::default(),
            limits: Limits::default(),
        });
        let (layer, io) = socket::layer(app.clone());
        app.hall.attach(io);
        tokio::spawn(listen(app.clone(), events));
        tokio::spawn(sweep(Arc::downgrade(&app)));
        tokio::spawn(keep(Arc::downgrade(&app)));
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
        app.hall.handle_event(event).await;
    }
}

/// Writes down how far people come in joining: the store may be slow, the rooms must not be.
async fn keep(app: Weak<App>) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        app.hall.keep_joins(&app.store).await;
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
