//! A server in this process, for the call when none runs: the settings' ports and addresses, but data of its own.

use super::super::site::Site;
use super::super::{ports, random_key};
use crate::config::{Settings, TlsMode};
use crate::failure::Failure;
use crate::installation::Installation;
use crate::serve::Running;
use std::net::{Ipv4Addr, SocketAddr};
use tempfile::TempDir;
use tokio::sync::watch;

/// The server; its data go with it.
pub(crate) struct Own {
    /// Where it is.
    pub(crate) site: Site,
    /// With which rooms are made on it.
    pub(crate) key: String,
    running: Running,
    stop: watch::Sender<bool>,
    _data: TempDir,
}

impl Own {
    /// Starts it: on the ports of the settings where they are free, else on loopback.
    ///
    /// # Errors
    /// What keeps it from starting.
    pub(crate) async fn start(settings: &Settings, ports_are_free: bool) -> Result<Self, Failure> {
        let (data, key) = (tempfile::tempdir()?, random_key());
        let mut settings = Settings {
            data_dir: Some(data.path().to_owned()),
            database_url: None,
            api_key: Some(key.clone()),
            redirect_listen: None,
            // No certificate is ordered for a check.
            tls: settings.tls.map(|mode| match mode {
                TlsMode::Files => TlsMode::Files,
                TlsMode::Acme | TlsMode::SelfSigned => TlsMode::SelfSigned,
            }),
            ..settings.clone()
        };
        if !ports_are_free {
            settings.listen = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
            settings.media_addresses.clear();
        }
        let installation = Installation::of_check(settings);
        let (stop, stopping) = watch::channel(false);
        let running = Running::start(&installation, stopping).await?;
        let listen = SocketAddr::new(installation.listen.ip(), running.port);
        Ok(Self {
            site: ports::local_site(&installation, listen)?,
            key,
            running,
            stop,
            _data: data,
        })
    }

    /// Ends it.
    pub(crate) async fn end(self) {
        self.stop.send_replace(true);
        self.running.end().await;
    }
}
