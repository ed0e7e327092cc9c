//! The settings of one run with every default filled in.

use crate::cli::ServeArgs;
use crate::config::{Settings, TlsMode};
use crate::demo;
use crate::failure::Failure;
use axum::http::Uri;
use signaling_api::Clinic;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Loopback: without TLS in front, browsers of other machines get no camera anyway.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const DATA_DIR: &str = "vestibule-data";

/// Where a run listens, where it keeps what it keeps.
#[derive(Debug)]
pub(crate) struct Installation {
    /// The address of the TCP port.
    pub(crate) listen: SocketAddr,
    /// The directory of the database and of keys.
    pub(crate) data_dir: PathBuf,
    /// Whether the invented accounts exist.
    pub(crate) demo: bool,
    /// The rest, as set.
    pub(crate) settings: Settings,
    /// A demo's data, removed with this value.
    temporary: Option<TempDir>,
}

impl Installation {
    /// Fills in the defaults of `serve`.
    ///
    /// # Errors
    /// A demo that others could reach; a data directory that cannot be made.
    pub(crate) fn of_serve(settings: Settings, arguments: &ServeArgs) -> Result<Self, Failure> {
        let listen = settings.listen.unwrap_or(LISTEN);
        if arguments.demo {
            demo::guard(listen, arguments.demo_beyond_loopback)?;
        }
        let temporary = match (&settings.data_dir, arguments.demo) {
            (None, true) => Some(temporary()?),
            _ => None,
        };
        let data_dir = match &temporary {
            Some(directory) => directory.path().to_owned(),
            None => data_dir(&settings),
        };
        make_private(&data_dir)?;
        Ok(Self {
            listen,
            data_dir,
            demo: arguments.demo,
            settings,
            temporary,
        })
    }

    /// The same without making anything, for looking at an installation; `data_dir` may not be there.
    pub(crate) fn of_check(settings: Settings) -> Self {
        Self {
            listen: settings.listen.unwrap_or(LISTEN),
            data_dir: data_dir(&settings),
            demo: false,
            settings,
            temporary: None,
        }
    }

    /// The same for who only looks: the data stay this value's.
    pub(crate) fn seen(&self) -> Self {
        Self {
            listen: self.listen,
            data_dir: self.data_dir.clone(),
            demo: self.demo,
            settings: self.settings.clone(),
            temporary: None,
        }
    }

    /// What patients are told of the clinic; the demo's is invented, its number one of those kept for fiction.
    pub(crate) fn clinic(&self) -> Clinic {
        let invented = |text: &str| self.demo.then(|| text.to_owned());
        Clinic {
            name: self
                .settings
                .clinic_name
                .clone()
                .or_else(|| invented(demo::CLINIC_NAME)),
            phone: self
                .settings
                .clinic_phone
                .clone()
                .or_else(|| invented(demo::CLINIC_PHONE)),
        }
    }

    /// The address for media: a TCP port on loopback (behind a proxy, or the demo) still takes media from everywhere.
    pub(crate) fn media_listen(&self, port: u16) -> SocketAddr {
        let ip = self.listen.ip();
        let everywhere = ip.is_loopback() || ip.is_unspecified();
        SocketAddr::new(
            if everywhere {
                Ipv6Addr::UNSPECIFIED.into()
            } else {
                ip
            },
            port,
        )
    }

    /// What browsers open.
    pub(crate) fn public_url(&self, port: u16) -> String {
        let host = match self.listen.ip() {
            ip if ip.is_loopback() || ip.is_unspecified() => "localhost".into(),
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let set = self.settings.public_url.clone();
        set.unwrap_or_else(|| format!("{}://{host}:{port}", self.scheme()))
    }

    /// Host and port where clients find TURN within TLS that ends here; nothing where it does not.
    pub(crate) fn turn_tls(&self, port: u16) -> Option<String> {
        self.settings.tls?;
        if let Some(place) = &self.settings.turn_tls {
            return Some(place.clone());
        }
        let url: Uri = self.public_url(port).parse().ok()?;
        Some(format!("{}:{}", url.host()?, url.port_u16().unwrap_or(443)))
    }

    fn scheme(&self) -> &'static str {
        if self.settings.tls.is_some() {
            "https"
        } else {
            "http"
        }
    }

    /// What those who run the server should know of the address that browsers open; nothing where all is well.
    pub(crate) fn remark(&self, port: u16) -> Option<&'static str> {
        let reachable = !self.listen.ip().is_loopback();
        if self.settings.public_url.is_none() && self.listen.ip().is_unspecified() {
            return Some(
                "public_url is not set: links say localhost, which opens on this machine alone; \
                 set it to what browsers open",
            );
        }
        if self.settings.tls == Some(TlsMode::SelfSigned) {
            return Some(
                "the certificate is self-signed: every browser warns of it and people learn to ignore warnings; \
                 for patients use tls = \"acme\" or \"files\"",
            );
        }
        let plain = self.public_url(port).starts_with("http://");
        (reachable && plain).then_some(
            "public_url is plain http: browsers give camera and microphone to https:// pages only; \
             set tls, or put a TLS proxy in front, and set public_url to the https:// address",
        )
    }

    /// The other names of this machine's loopback, whose pages may use the API when that is where it listens.
    pub(crate) fn loopback_origins(&self, port: u16) -> Vec<String> {
        if !self.listen.ip().is_loopback() {
            return Vec::new();
        }
        ["localhost", "127.0.0.1", "[::1]"]
            .map(|host| format!("{}://{host}:{port}", self.scheme()))
            .to_vec()
    }

    /// Where the rows are kept.
    pub(crate) fn database_url(&self) -> String {
        database_url(&self.settings, &self.data_dir)
    }

    /// The data directory, and whether it goes with the end of the run.
    pub(crate) fn data_sentence(&self) -> String {
        let fate = if self.temporary.is_some() {
            "removed at the end; VESTIBULE_DATA_DIR keeps it"
        } else {
            "kept"
        };
        format!("{} ({fate})", self.data_dir.display())
    }
}

/// The directory that an installation without `data_dir` uses.
pub(crate) fn data_dir(settings: &Settings) -> PathBuf {
    settings.data_dir.clone().unwrap_or_else(|| DATA_DIR.into())
}

/// The database of an installation without `database_url`: a file in the data directory.
pub(crate) fn database_url(settings: &Settings, data_dir: &Path) -> String {
    let set = settings.database_url.clone();
    set.unwrap_or_else(|| format!("sqlite://{}", data_dir.join("vestibule.sqlite").display()))
}

/// Makes a directory that only its owner may enter; one that is there keeps its rights.
///
/// # Errors
/// It cannot be made, or is no directory.
pub(crate) fn make_private(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = std::fs::DirBuilder::new();
    builder
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|cause| Failure::DataDirectory {
            path: path.to_owned(),
            cause,
        })
}

fn temporary() -> Result<TempDir, Failure> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new()
        .prefix("vestibule-demo-")
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir()
        .map_err(|cause| Failure::DataDirectory {
            path: std::env::temp_dir(),
            cause,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn of(listen: Option<&str>, demo: bool) -> Result<Installation, Failure> {
        let directory = tempfile::tempdir().expect("a directory").keep();
        let settings = Settings {
            listen: listen.map(|text| text.parse().expect("an address")),
            data_dir: (!demo).then_some(directory),
            ..Settings::default()
        };
        let arguments = ServeArgs {
            config: None,
            demo,
            demo_beyond_loopback: false,
        };
        Installation::of_serve(settings, &arguments)
    }

    #[test]
    fn the_demo_listens_on_loopback_and_takes_media_from_everywhere() {
        let demo = of(None, true).expect("starts");
        assert_eq!(demo.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(demo.media_listen(8080).to_string(), "[::]:8080");
        assert_eq!(demo.public_url(8080), "http://localhost:8080");
        assert!(of(Some("0.0.0.0:8080"), true).is_err());
        assert!(of(Some("0.0.0.0:8080"), false).is_ok());
    }

    #[test]
    fn an_address_of_its_own_is_for_media_too() {
        let clinic = of(Some("192.0.2.1:443"), false).expect("starts");
        assert_eq!(clinic.media_listen(443).to_string(), "192.0.2.1:443");
        assert_eq!(clinic.public_url(443), "http://192.0.2.1:443");
        assert!(clinic.loopback_origins(443).is_empty());
    }

    #[test]
    fn an_address_without_camera_is_remarked_upon() {
        let remark = |listen| of(Some(listen), false).expect("starts").remark(443);
        assert!(remark("0.0.0.0:443").is_some_and(|text| text.contains("localhost")));
        assert!(remark("192.0.2.1:443").is_some_and(|text| text.contains("plain http")));
        assert_eq!(remark("127.0.0.1:443"), None);
        let mut secure = of(Some("0.0.0.0:443"), false).expect("starts");
        secure.settings.public_url = Some("https://visio.example.org".into());
        assert_eq!(secure.remark(443), None);
    }

    #[test]
    fn a_demo_s_data_are_its_owner_s_alone_and_go_with_it() {
        let demo = of(None, true).expect("starts");
        let directory = demo.data_dir.clone();
        let rights = std::fs::metadata(&directory)
            .expect("is there")
            .permissions()
            .mode();
        assert_eq!(rights & 0o777, 0o700);
        assert!(demo.database_url().starts_with("sqlite:///"));
        drop(demo);
        assert!(!directory.exists());
    }
}
