//! TLS on the port itself, spoken to the running executable.

mod support;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use support::Server;
use support::web::{PATIENCE, Secure, get, plain, secure};

/// Shakes hands with the server, trusting the certificates of `trusted`.
fn connect(server: &Server, trusted: &Path) -> Result<Secure, String> {
    secure(plain(server.port), "clinic.example", trusted)
}

#[test]
fn pages_come_by_tls_and_who_asks_without_is_sent_there() {
    let data = tempfile::tempdir().expect("a directory");
    let server = Server::start(data.path(), &[("VESTIBULE_TLS", "self-signed")]);
    let mut secure = connect(&server, &data.path().join("self-signed.pem")).expect("trusted");
    let health = get(&mut secure, "/health");
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    assert!(
        health
            .to_ascii_lowercase()
            .contains("strict-transport-security: max-age="),
        "{health}"
    );
    for port in [server.port, server.redirect] {
        let sent_on = get(&mut plain(port), "/conference/join/abc");
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
    let settings = [
        ("VESTIBULE_TLS", "files"),
        ("VESTIBULE_TLS_CERTIFICATE", certificate.to_str().expect("UTF-8")),
        ("VESTIBULE_TLS_KEY", key.to_str().expect("UTF-8")),
    ];
    let server = Server::start(&files.path().join("data"), &settings);
    let mut before = connect(&server, &certificate).expect("trusted");
    assert!(get(&mut before, "/health").contains("200"));
    issue();
    let began = Instant::now();
    while connect(&server, &certificate).is_err() {
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
