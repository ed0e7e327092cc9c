//! Debian's nginx in front of the running executable, set as `deploy/nginx` shows.

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use support::web::{PATIENCE, ask, get, plain, plain_from, post, secure};
use support::{Server, free_port, skip};

const PAGES: &str = include_str!("../../../deploy/nginx/vestibule.conf");
const BY_NAME: &str = include_str!("../../../deploy/nginx/by-name.conf");
const STREAM_MODULE: &str = "/usr/lib/nginx/modules/ngx_stream_module.so";
/// Wrong codes that an address may try at once.
const BURST: usize = 20;

/// A running nginx, ended with the value.
struct Nginx(Child);

impl Nginx {
    /// With `http` and `stream` as its blocks; nothing, loudly, where there is no nginx.
    fn start(directory: &Path, http: &str, stream: &str, port: u16) -> Option<Self> {
        let program = program()?;
        let path = directory.display();
        let module = if stream.is_empty() {
            String::new()
        } else {
            format!("load_module {STREAM_MODULE};")
        };
        let kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {path}/{name};"))
            .concat();
        let settings = format!(
            "{module}\ndaemon off;\nmaster_process off;\npid {path}/nginx.pid;\nerror_log {path}/error.log;\n\
             events {{}}\n{stream}\nhttp {{ access_log off; {kept}\n{http}\n}}\n"
        );
        let file = directory.join("nginx.conf");
        std::fs::write(&file, settings).expect("is written");
        let mut command = Command::new(program);
        command
            .arg("-e")
            .arg(directory.join("error.log"))
            .arg("-c")
            .arg(file);
        let child = command.stdin(Stdio::null()).spawn().expect("nginx runs");
        let nginx = Self(child);
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let said = || std::fs::read_to_string(directory.join("error.log")).unwrap_or_default();
            assert!(began.elapsed() < PATIENCE, "nginx does not listen: {}", said());
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(nginx)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program() -> Option<&'static str> {
    let found = ["/usr/sbin/nginx", "nginx"]
        .into_iter()
        .find(|program| Command::new(program).arg("-v").output().is_ok());
    if found.is_none() {
        skip("nginx is missing: apt-get install nginx-light libnginx-mod-stream");
    }
    found
}

/// `text` with the places of the example replaced, each of which has to be there.
fn fitted(text: &str, places: &[(&str, &str)]) -> String {
    places.iter().fold(text.to_owned(), |text, (place, value)| {
        assert!(text.contains(place), "{place} is no longer in the example");
        text.replace(place, value)
    })
}

/// A certificate and its key for `name`, in files.
fn issue(directory: &Path, name: &str) -> (PathBuf, PathBuf) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).expect("is made");
    let certificate = directory.join(format!("{name}.pem"));
    let key = directory.join(format!("{name}.key"));
    std::fs::write(&certificate, made.cert.pem()).expect("is written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("is written");
    (certificate, key)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// What an attempt with a wrong code is answered, by status.
fn guess(stream: &mut (impl Read + Write), lines: &str) -> u16 {
    let body = r#"{"code":"AAAAAA","display_name":"Guess"}"#;
    let answer = post(stream, "/api/v1/join", lines, body);
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.expect("a status")
}

/// Guesses until there is no attempt left.
fn exhaust(stream: &mut (impl Read + Write), lines: impl Fn(usize) -> String) {
    assert_eq!(guess(stream, &lines(0)), 404);
    // An attempt comes back every three seconds: a slow machine may have some more.
    let mut further = (1..3 * BURST).map(|turn| guess(stream, &lines(turn)));
    assert!(further.any(|status| status == 429), "attempts without end");
}

/// A text as a client sends it in one frame (RFC 6455 section 5.2), masked with zeros.
fn frame(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81, 0x80 | u8::try_from(text.len()).expect("short"), 0, 0, 0, 0];
    frame.extend(text.as_bytes());
    frame
}

#[test]
fn pages_and_sockets_come_through_and_attempts_are_counted_by_client() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let server = Server::start(&data, &[("VESTIBULE_TRUSTED_PROXIES", "127.0.0.1")]);
    let (certificate, key) = issue(directory.path(), "clinic.example");
    let port = free_port();
    let settings = fitted(
        PAGES,
        &[
            (
                "listen 443 ssl http2;",
                &format!("listen 127.0.0.1:{port} ssl http2;"),
            ),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("visio.clinic.example;", "clinic.example;"),
            ("/etc/ssl/visio.clinic.example.pem", text(&certificate)),
            ("/etc/ssl/visio.clinic.example.key", text(&key)),
            ("127.0.0.1:8080", &format!("127.0.0.1:{}", server.port)),
        ],
    );
    let Some(_nginx) = Nginx::start(directory.path(), &settings, "", port) else {
        return;
    };
    let through = |last| {
        secure(
            plain_from([127, 0, 0, last], port),
            "clinic.example",
            &certificate,
        )
        .expect("TLS")
    };

    let health = get(&mut through(9), "/health");
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    assert!(
        health.to_ascii_lowercase().contains("strict-transport-security"),
        "{health}"
    );
    let metrics = get(&mut through(9), "/metrics");
    assert!(
        metrics.starts_with("HTTP/1.1 401"),
        "nobody behind the proxy is this machine: {metrics}"
    );

    exhaust(&mut through(2), |_| String::new());
    assert_eq!(
        guess(&mut through(3), ""),
        404,
        "another client has attempts of its own"
    );
    exhaust(&mut through(4), |turn| {
        format!("X-Forwarded-For: 192.0.2.{turn}\r\n")
    });
    // Not by the proxy: from an address that is none, then from one that is.
    let direct = |source| plain_from(source, server.port);
    exhaust(&mut direct([127, 0, 0, 5]), |turn| {
        format!("X-Forwarded-For: 192.0.2.{turn}\r\n")
    });
    let by_proxy = &mut direct([127, 0, 0, 1]);
    for client in 100..=100 + BURST {
        assert_eq!(
            guess(by_proxy, &format!("X-Forwarded-For: 192.0.2.{client}\r\n")),
            404
        );
    }

    let polled = get(&mut through(9), "/socket.io/?EIO=4&transport=polling");
    let sid = polled
        .split(r#""sid":""#)
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let sid = sid.unwrap_or_else(|| panic!("{polled}"));
    let mut socket = through(9);
    let upgraded = ask(
        &mut socket,
        &format!(
            "GET /socket.io/?EIO=4&transport=websocket&sid={sid} HTTP/1.1\r\nHost: clinic.example\r\n\
             Origin: https://clinic.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ),
    );
    assert!(upgraded.starts_with("HTTP/1.1 101"), "{upgraded}");
    socket.write_all(&frame("2probe")).expect("is sent");
    let mut answer = [0; 8];
    socket.read_exact(&mut answer).expect("is answered");
    assert_eq!(&answer, b"\x81\x063probe");
}

/// An Allocate that names UDP, without credentials (RFC 8656 section 7.1).
const ALLOCATE: [u8; 28] = [
    0, 3, 0, 8, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0x19, 0, 4, 17, 0, 0, 0,
];

#[test]
fn turn_over_tls_is_passed_on_by_its_name() {
    if !Path::new(STREAM_MODULE).exists() {
        return skip("nginx's stream module is missing: apt-get install libnginx-mod-stream");
    }
    let directory = tempfile::tempdir().expect("a directory");
    let (turn, turn_key) = issue(directory.path(), "turn.clinic.example");
    let (pages, pages_key) = issue(directory.path(), "clinic.example");
    let settings = [
        ("VESTIBULE_TRUSTED_PROXIES", "127.0.0.1"),
        ("VESTIBULE_TLS", "files"),
        ("VESTIBULE_TLS_CERTIFICATE", text(&turn)),
        ("VESTIBULE_TLS_KEY", text(&turn_key)),
        ("VESTIBULE_TURN_TLS", "turn.clinic.example:443"),
    ];
    let server = Server::start(&directory.path().join("data"), &settings);
    let [port, pages_port, strip_port] = [(); 3].map(|()| free_port());
    let http = fitted(
        PAGES,
        &[
            (
                "listen 443 ssl http2;",
                &format!("listen 127.0.0.1:{pages_port} ssl http2 proxy_protocol;"),
            ),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("visio.clinic.example;", "clinic.example;"),
            ("/etc/ssl/visio.clinic.example.pem", text(&pages)),
            ("/etc/ssl/visio.clinic.example.key", text(&pages_key)),
            (
                "http://127.0.0.1:8080",
                &format!("https://127.0.0.1:{}", server.port),
            ),
            ("$proxy_add_x_forwarded_for", "$proxy_protocol_addr"),
        ],
    );
    let stream = fitted(
        BY_NAME,
        &[
            ("listen 443;", &format!("listen 127.0.0.1:{port};")),
            ("        listen [::]:443;\n", ""),
            ("127.0.0.1:8443", &format!("127.0.0.1:{}", server.port)),
            ("127.0.0.1:8444", &format!("127.0.0.1:{pages_port}")),
            ("127.0.0.1:8445", &format!("127.0.0.1:{strip_port}")),
        ],
    );
    let Some(_nginx) = Nginx::start(directory.path(), &http, &stream, port) else {
        return;
    };
    // The certificate is Vestibule's own: nginx has no key for it and reads nothing.
    let mut relay = secure(plain(port), "turn.clinic.example", &turn).expect("TLS");
    relay.write_all(&ALLOCATE).expect("is sent");
    let mut head = [0; 20];
    relay.read_exact(&mut head).expect("is answered");
    assert_eq!(head[..2], [1, 0x13], "an error, as there were no credentials");
    assert_eq!(head[4..], ALLOCATE[4..20], "to this very question");

    let through = |last| secure(plain_from([127, 0, 0, last], port), "clinic.example", &pages).expect("TLS");
    let health = get(&mut through(2), "/health");
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    exhaust(&mut through(2), |_| String::new());
    assert_eq!(
        guess(&mut through(3), ""),
        404,
        "another client has attempts of its own"
    );
}
