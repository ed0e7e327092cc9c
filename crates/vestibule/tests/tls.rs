//! TLS on the port itself, spoken to the running executable.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_rustls::rustls;

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

type Connection = StreamOwned<ClientConnection, TcpStream>;

/// A server with TLS of its own, ended with the value.
struct Server {
    child: Child,
    port: u16,
    redirect: u16,
    data: tempfile::TempDir,
}

impl Server {
    fn start(settings: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let (port, redirect) = (free_port(), free_port());
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        command
            .arg("serve")
            .env("VESTIBULE_LISTEN", format!("127.0.0.1:{port}"))
            .env("VESTIBULE_REDIRECT_LISTEN", format!("127.0.0.1:{redirect}"))
            .env("VESTIBULE_PUBLIC_URL", format!("https://clinic.example:{port}"))
            .env("VESTIBULE_DATA_DIR", data.path())
            .env_remove("VESTIBULE_DATABASE_URL")
            .env("VESTIBULE_LOG", "info")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the executable runs");
        let mut log = BufReader::new(child.stderr.take().expect("is piped")).lines();
        let listens = log
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains("listening on"));
        assert!(listens, "ended before it listened");
        // Read to its end, else the server would wait for a reader.
        std::thread::spawn(move || log.for_each(drop));
        Self {
            child,
            port,
            redirect,
            data,
        }
    }

    /// Shakes hands, trusting the certificates of `trusted`.
    fn connect(&self, trusted: &Path) -> Result<Connection, String> {
        let tcp = TcpStream::connect(("127.0.0.1", self.port)).map_err(|error| error.to_string())?;
        tcp.set_read_timeout(Some(PATIENCE)).expect("a socket option");
        let name = ServerName::try_from("clinic.example").expect("a name");
        let connection = ClientConnection::new(client(trusted), name).map_err(|error| error.to_string())?;
        let mut stream = StreamOwned::new(connection, tcp);
        while stream.conn.is_handshaking() {
            stream
                .conn
                .complete_io(&mut stream.sock)
                .map_err(|error| error.to_string())?;
        }
        Ok(stream)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody has. The system gives it to nobody else for a while.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("is bound").port()
}

fn client(trusted: &Path) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(trusted).expect("PEM");
    roots.add_parsable_certificates(certificates.map(|one| one.expect("a certificate")));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().expect("versions");
    Arc::new(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Asks for `path` and reads the head of the answer with its body; the connection stays.
fn get(stream: &mut (impl Read + Write), path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: clinic.example\r\n\r\n").expect("is sent");
    let (mut answer, mut reader) = (String::new(), BufReader::new(stream));
    while !answer.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut answer).expect("is answered"), 0, "{answer}");
    }
    let length = answer.to_ascii_lowercase();
    let length = length
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next());
    let mut body = vec![0; length.and_then(|text| text.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).expect("the body");
    answer + &String::from_utf8_lossy(&body)
}

#[test]
fn pages_come_by_tls_and_who_asks_without_is_sent_there() {
    let server = Server::start(&[("VESTIBULE_TLS", "self-signed")]);
    let mut secure = server
        .connect(&server.data.path().join("self-signed.pem"))
        .expect("trusted");
    let health = get(&mut secure, "/health");
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    assert!(
        health
            .to_ascii_lowercase()
            .contains("strict-transport-security: max-age="),
        "{health}"
    );
    for port in [server.port, server.redirect] {
        let mut plain = TcpStream::connect(("127.0.0.1", port)).expect("listens");
        plain.set_read_timeout(Some(PATIENCE)).expect("a socket option");
        let sent_on = get(&mut plain, "/conference/join/abc");
        assert!(sent_on.starts_with("HTTP/1.1 308"), "{sent_on}");
        let target = format!(
            "location: https://clinic.example:{}/conference/join/abc",
            server.port
        );
        assert!(sent_on.contains(&target), "{sent_on}");
    }
}

#[test]
fn a_renewed_certificate_is_shown_while_connections_go_on() {
    let files = tempfile::tempdir().expect("a directory");
    let (certificate, key) = (files.path().join("chain.pem"), files.path().join("key.pem"));
    let issue = || {
        let made = rcgen::generate_simple_self_signed(["clinic.example".to_owned()]).expect("is made");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("is written");
        std::fs::write(&certificate, made.cert.pem()).expect("is written");
    };
    issue();
    let server = Server::start(&[
        ("VESTIBULE_TLS", "files"),
        ("VESTIBULE_TLS_CERTIFICATE", certificate.to_str().expect("UTF-8")),
        ("VESTIBULE_TLS_KEY", key.to_str().expect("UTF-8")),
    ]);
    let mut before = server.connect(&certificate).expect("trusted");
    assert!(get(&mut before, "/health").contains("200"));
    issue();
    let began = Instant::now();
    while server.connect(&certificate).is_err() {
        assert!(began.elapsed() < PATIENCE, "the new certificate is shown");
        std::thread::sleep(Duration::from_millis(200));
        // A connection that says nothing for ten seconds is closed; this one is in use.
        assert!(
            get(&mut before, "/health").contains("200"),
            "the old connection goes on"
        );
    }
    assert!(get(&mut before, "/health").contains("200"));
}

#[test]
fn what_keeps_tls_from_starting_is_one_line() {
    let run = Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .arg("serve")
        .env("VESTIBULE_LISTEN", "127.0.0.1:0")
        .env(
            "VESTIBULE_DATA_DIR",
            tempfile::tempdir().expect("a directory").path(),
        )
        .envs([
            ("VESTIBULE_TLS", "files"),
            ("VESTIBULE_TLS_CERTIFICATE", "/nowhere.pem"),
            ("VESTIBULE_TLS_KEY", "/nowhere.key"),
        ])
        .output()
        .expect("the executable runs");
    let said = String::from_utf8_lossy(&run.stderr);
    let last = said.lines().last().unwrap_or_default();
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(
        last.contains("no certificate for TLS") && last.contains("/nowhere.pem"),
        "{said}"
    );
}
