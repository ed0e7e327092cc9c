//! `vestibule check` as somebody who runs a server uses it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const DEMO_KEY: &str = "vestibule-demo-key";

fn vestibule(settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_")) {
        command.env_remove(name);
    }
    command.envs(settings.iter().copied()).stdin(Stdio::null());
    command
}

fn check(directory: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = vestibule(settings);
    command.arg("check").args(arguments).current_dir(directory);
    command.output().expect("the executable runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The line about something, in columns as on the screen.
fn line<'a>(text: &'a str, name: &str) -> &'a str {
    let found = text.lines().find(|line| {
        let rest = line.get(6..).unwrap_or_default();
        rest.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
    });
    found.unwrap_or_else(|| panic!("no line about {name}:\n{text}"))
}

fn assert_calls(text: &str, paths: &[&str]) {
    for path in paths {
        let found = line(text, &format!("call, {path}"));
        assert!(found.starts_with("pass") && found.contains("came back"), "{text}");
    }
}

/// A port that nobody has. The system gives it to nobody else for a while.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("is bound").port()
}

/// A server that runs, ended with the value.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn demo() -> Self {
        Self::start(&["serve", "--demo"], &[])
    }

    fn start(arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let address = format!("127.0.0.1:{}", free_port());
        let own = [("VESTIBULE_LISTEN", &*address), ("VESTIBULE_LOG", "info")];
        let mut command = vestibule(&[&own, settings].concat());
        command
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the executable runs");
        let log = child.stderr.take().expect("is piped");
        let mut lines = BufReader::new(log).lines().map_while(Result::ok);
        assert!(
            lines.any(|line| line.contains("listening on")),
            "ended before it listened"
        );
        // Read to its end, else the server would wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// How often clients chose a way of media, as the server counts each second.
    fn chosen(&self, transport: &str) -> u32 {
        let mut stream = TcpStream::connect(&self.address).expect("is listening");
        let ask = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(ask.as_bytes()).expect("is sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("is answered");
        let label = format!("transport=\"{transport}\"");
        let counts = text
            .lines()
            .filter(|line| line.starts_with("vestibule_selected_path_total") && line.contains(&label));
        counts
            .filter_map(|line| line.rsplit(' ').next()?.parse::<u32>().ok())
            .sum()
    }

    /// That both ends of a call came by each transport, as the server saw them.
    fn assert_chosen(&self, transports: &[&str]) {
        let began = Instant::now();
        for transport in transports {
            while self.chosen(transport) < 2 {
                assert!(began.elapsed() < Duration::from_secs(20), "by {transport}");
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn without_a_server_one_of_its_own_is_called_over_each_path_and_nothing_is_left() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("vestibule.toml");
    let port = free_port();
    let text = format!(
        "listen = '127.0.0.1:{port}'\ntls = 'self-signed'\npublic_url = 'https://clinic.example:{port}'\ndata_dir = 'data'\n"
    );
    std::fs::write(&file, text).expect("is written");
    let output = check(directory.path(), &[], &["--config", "vestibule.toml"]);
    let text = said(&output);
    assert_calls(&text, &["UDP", "ICE-TCP", "TURN by TCP", "TURN by TLS"]);
    assert!(line(&text, "port, TCP").contains("is free"), "{text}");
    assert!(line(&text, "certificate").starts_with("warn"), "{text}");
    assert_eq!(output.status.code(), Some(0), "{text}");
    let left = std::fs::read_dir(directory.path()).expect("is there").count();
    assert_eq!(left, 1, "the configuration alone is there");
}

#[test]
fn a_server_that_runs_is_called_from_inside_and_by_its_url() {
    let server = Server::demo();
    let directory = tempfile::tempdir().expect("a directory");
    let settings = [
        ("VESTIBULE_LISTEN", &*server.address),
        ("VESTIBULE_API_KEY", DEMO_KEY),
    ];
    let inside = check(directory.path(), &settings, &[]);
    let text = said(&inside);
    assert!(line(&text, "port, TCP").contains("/health says ok"), "{text}");
    assert!(line(&text, "port, UDP").contains("round trip"), "{text}");
    assert_calls(&text, &["UDP", "ICE-TCP", "TURN by TCP"]);
    server.assert_chosen(&["udp", "tcp", "relay"]);
    assert_eq!(inside.status.code(), Some(0), "{text}");

    let url = format!("http://{}", server.address);
    let outside = check(directory.path(), &settings[1..], &["--url", &url, "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&outside.stdout).expect("JSON");
    let findings = document["findings"].as_array().expect("a list");
    let verdict_of = |name: &str| {
        let found = findings.iter().find(|finding| finding["name"] == name);
        found.map(|finding| finding["verdict"].clone())
    };
    for name in [
        "health",
        "clock difference",
        "port, UDP",
        "call, UDP",
        "call, ICE-TCP",
        "call, TURN by TCP",
    ] {
        assert_eq!(verdict_of(name), Some("pass".into()), "{name}: {document:#}");
    }
    assert_eq!(verdict_of("disk"), None, "this machine was not asked about");
    assert_eq!(outside.status.code(), Some(0), "{document:#}");
    let wrong = [settings[0], ("VESTIBULE_API_KEY", "of another server")];
    let refused = check(directory.path(), &wrong, &[]);
    let text = said(&refused);
    let call = line(&text, "call");
    assert!(call.starts_with("fail") && call.contains("401"), "{text}");
    assert_eq!(refused.status.code(), Some(1), "{text}");
    // Without the key there is no call, which is no failure.
    let strange = check(directory.path(), &[], &["--url", &url]);
    let text = said(&strange);
    assert!(line(&text, "call").starts_with("warn"), "{text}");
    assert_eq!(strange.status.code(), Some(0), "{text}");
}

#[test]
fn a_server_by_tls_is_called_if_it_is_trusted_and_else_told_no_secret() {
    let directory = tempfile::tempdir().expect("a directory");
    let server = Server::start(
        &["serve"],
        &[
            ("VESTIBULE_TLS", "self-signed"),
            ("VESTIBULE_API_KEY", DEMO_KEY),
            ("VESTIBULE_DATA_DIR", directory.path().to_str().expect("UTF-8")),
        ],
    );
    let url = format!("https://{}", server.address);
    let output = check(
        directory.path(),
        &[("VESTIBULE_API_KEY", DEMO_KEY)],
        &["--url", &url],
    );
    let text = said(&output);
    let found = line(&text, "certificate");
    assert!(
        found.starts_with("fail") && found.contains("do not trust"),
        "{text}"
    );
    assert!(line(&text, "health").starts_with("pass"), "{text}");
    assert!(line(&text, "call").contains("not made"), "{text}");
    assert_eq!(output.status.code(), Some(1), "{text}");

    let root = directory.path().join("self-signed.pem");
    let trusting = [
        ("VESTIBULE_API_KEY", DEMO_KEY),
        ("VESTIBULE_PUBLIC_URL", "https://clinic.example"),
        ("VESTIBULE_TLS", "acme"),
        ("VESTIBULE_ACME_ROOT", root.to_str().expect("UTF-8")),
    ];
    let output = check(directory.path(), &trusting, &["--url", &url]);
    let text = said(&output);
    assert!(line(&text, "certificate").contains("days left"), "{text}");
    assert_calls(&text, &["UDP", "ICE-TCP", "TURN by TCP", "TURN by TLS"]);
    assert_eq!(output.status.code(), Some(0), "{text}");
}

#[test]
fn a_port_of_another_program_fails_and_the_call_is_made_on_another() {
    let directory = tempfile::tempdir().expect("a directory");
    let foreign = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = foreign.local_addr().expect("is bound").to_string();
    // It hangs up on everybody.
    std::thread::spawn(move || foreign.incoming().for_each(drop));
    let output = check(directory.path(), &[("VESTIBULE_LISTEN", &address)], &[]);
    let text = said(&output);
    let port = line(&text, "port, TCP");
    assert!(
        port.starts_with("fail") && port.contains(&address) && port.contains("remedy: stop"),
        "{text}"
    );
    assert_calls(&text, &["UDP", "ICE-TCP"]);
    assert_eq!(output.status.code(), Some(1), "{text}");
}

#[test]
fn who_only_claims_to_be_well_is_found_out() {
    let directory = tempfile::tempdir().expect("a directory");
    let claims = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = claims.local_addr().expect("is bound").to_string();
    std::thread::spawn(move || {
        for mut stream in claims.incoming().flatten() {
            let mut request = BufReader::new(stream.try_clone().expect("a descriptor")).lines();
            while request
                .next()
                .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
            {}
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}";
            // Who asked may be gone.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let settings = [("VESTIBULE_LISTEN", &*address), ("VESTIBULE_API_KEY", DEMO_KEY)];
    let output = check(directory.path(), &settings, &[]);
    let text = said(&output);
    assert!(line(&text, "port, UDP").starts_with("fail"), "{text}");
    assert!(line(&text, "call").starts_with("fail"), "{text}");
    assert_eq!(output.status.code(), Some(1), "{text}");
}

#[test]
fn an_expired_certificate_fails() {
    let directory = tempfile::tempdir().expect("a directory");
    let key = rcgen::KeyPair::generate().expect("a key");
    let names = ["clinic.example".to_owned()];
    let mut parameters = rcgen::CertificateParams::new(names).expect("names");
    parameters.not_before = rcgen::date_time_ymd(2020, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(2020, 4, 1);
    let certificate = parameters.self_signed(&key).expect("is signed");
    std::fs::write(directory.path().join("chain.pem"), certificate.pem()).expect("is written");
    std::fs::write(directory.path().join("key.pem"), key.serialize_pem()).expect("is written");
    let settings = [
        ("VESTIBULE_LISTEN", &*format!("127.0.0.1:{}", free_port())),
        ("VESTIBULE_PUBLIC_URL", "https://clinic.example"),
        ("VESTIBULE_TLS", "files"),
        ("VESTIBULE_TLS_CERTIFICATE", "chain.pem"),
        ("VESTIBULE_TLS_KEY", "key.pem"),
    ];
    let output = check(directory.path(), &settings, &[]);
    let text = said(&output);
    let found = line(&text, "certificate");
    assert!(found.starts_with("fail") && found.contains("expired"), "{text}");
    assert_eq!(output.status.code(), Some(1), "{text}");
}

#[test]
fn a_broken_configuration_is_the_one_line() {
    let directory = tempfile::tempdir().expect("a directory");
    std::fs::write(
        directory.path().join("a.toml"),
        "listen = '127.0.0.1:0'\nlisen = 1\n",
    )
    .expect("is written");
    let output = check(directory.path(), &[], &["--config", "a.toml"]);
    let text = said(&output);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(line(&text, "configuration").contains("a.toml:2"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}
