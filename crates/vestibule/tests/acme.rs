//! Certificates from an authority: Pebble, the one that Let's Encrypt has for tests, asked by the running executable.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use support::web::{PATIENCE, get, plain, secure};
use support::{Server, free_port, skip};

/// Types of DNS records (RFC 1035 section 3.2.2).
const A: [u8; 2] = [0, 1];

/// An authority that asks who is at `server`'s port, ended with the value.
struct Pebble {
    child: Child,
    port: u16,
    management: u16,
    certificate: PathBuf,
    log: Arc<Mutex<Vec<String>>>,
}

impl Pebble {
    /// Nothing, loudly, where Pebble is not installed.
    fn start(directory: &Path, server: u16) -> Option<Self> {
        let program = program()?;
        let (port, management) = (free_port(), free_port());
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).expect("is made");
        let (certificate, key) = (directory.join("pebble.pem"), directory.join("pebble.key"));
        std::fs::write(&certificate, made.cert.pem()).expect("is written");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("is written");
        let settings = format!(
            r#"{{"pebble":{{"listenAddress":"127.0.0.1:{port}","managementListenAddress":"127.0.0.1:{management}",
            "certificate":{certificate:?},"privateKey":{key:?},"httpPort":1,"tlsPort":{server},"ocspResponderURL":"",
            "externalAccountBindingRequired":false,"keyAlgorithm":"ecdsa",
            "profiles":{{"default":{{"description":"for a test","validityPeriod":7776000}}}}}}}}"#
        );
        let file = directory.join("pebble.json");
        std::fs::write(&file, settings).expect("is written");
        let child = Command::new(program)
            .arg("-config")
            .arg(file)
            .args(["-dnsserver", &everybody_is_here().to_string()])
            .envs([("PEBBLE_VA_NOSLEEP", "1"), ("PEBBLE_WFE_NONCEREJECT", "0")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.expect("Pebble runs");
        let log = Arc::new(Mutex::new(Vec::new()));
        let (lines, kept) = (
            BufReader::new(child.stdout.take().expect("is piped")).lines(),
            log.clone(),
        );
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        let began = Instant::now();
        while [port, management]
            .iter()
            .any(|port| TcpStream::connect(("127.0.0.1", *port)).is_err())
        {
            assert!(began.elapsed() < PATIENCE, "Pebble does not listen: {log:?}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Some(Self {
            child,
            port,
            management,
            certificate,
            log,
        })
    }

    /// Starts a server at `port` for `host` that gets its certificate here.
    fn client(&self, port: u16, host: &str, data: &Path) -> Server {
        let settings = [
            ("VESTIBULE_TLS", "acme"),
            ("VESTIBULE_PUBLIC_URL", &format!("https://{host}:{port}")),
            ("VESTIBULE_ACME_CONTACT", "it@clinic.example"),
            (
                "VESTIBULE_ACME_DIRECTORY",
                &format!("https://localhost:{}/dir", self.port),
            ),
            ("VESTIBULE_ACME_ROOT", self.certificate.to_str().expect("UTF-8")),
        ];
        Server::start_at(port, data, &settings)
    }

    /// Puts the root of what it issues, another one at each start, into a file.
    fn root(&self, file: &Path) {
        let mut management = secure(plain(self.management), "localhost", &self.certificate).expect("TLS");
        let answer = get(&mut management, "/roots/0");
        let (_, pem) = answer.split_once("\r\n\r\n").expect("a body");
        std::fs::write(file, pem).expect("is written");
    }

    /// How often it was asked for `path`.
    fn asked(&self, path: &str) -> usize {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.iter()
            .filter(|line| line.contains(&format!("POST {path} ")))
            .count()
    }
}

impl Pebble {
    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        self.end();
    }
}

fn program() -> Option<PathBuf> {
    let home = Command::new("go").args(["env", "GOPATH"]).output().ok();
    let home = home.map(|run| PathBuf::from(String::from_utf8_lossy(&run.stdout).trim()));
    let installed = home.map(|home| home.join("bin/pebble"));
    let found = [Some("pebble".into()), installed]
        .into_iter()
        .flatten()
        .find(|program| Command::new(program).arg("-version").output().is_ok());
    if found.is_none() {
        skip("pebble is missing: go install github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.1");
    }
    found
}

/// A DNS server by TCP that says of every name that it is this machine.
fn everybody_is_here() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("is bound");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut length = [0; 2];
            while stream.read_exact(&mut length).is_ok() {
                let mut query = vec![0; u16::from_be_bytes(length).into()];
                stream.read_exact(&mut query).expect("a query");
                let answer = answer(&query);
                let length = u16::try_from(answer.len()).expect("short").to_be_bytes();
                stream
                    .write_all(&[&length[..], &answer].concat())
                    .expect("is sent");
            }
        }
    });
    address
}

/// A response (RFC 1035 section 4.1) with the question and, to those for an address of IPv4, one record.
fn answer(query: &[u8]) -> Vec<u8> {
    let name = query[12..].iter().position(|byte| *byte == 0).expect("a name");
    let question = &query[12..12 + name + 5];
    let known = question[name + 1..name + 3] == A;
    let head = [0x81, 0x80, 0, 1, 0, u8::from(known), 0, 0, 0, 0];
    let mut answer = [&query[..2], &head, question].concat();
    if known {
        // The name of the question, A, IN, one second, four bytes.
        answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4]);
        answer.extend(Ipv4Addr::LOCALHOST.octets());
    }
    answer
}

#[test]
fn a_certificate_is_got_once_and_kept_and_a_refusal_is_a_sentence() {
    let directory = tempfile::tempdir().expect("a directory");
    let (data, root) = (directory.path().join("data"), directory.path().join("root.pem"));
    let port = free_port();
    let Some(mut pebble) = Pebble::start(directory.path(), port) else {
        return;
    };
    pebble.root(&root);
    for words in ["it is kept for the next start", "the kept certificate is in use"] {
        let server = pebble.client(port, "clinic.example", &data);
        server.says(words);
        let mut page = secure(plain(port), "clinic.example", &root).expect("trusted");
        assert!(get(&mut page, "/health").starts_with("HTTP/1.1 200"));
        assert_eq!(pebble.asked("/sign-me-up"), 1);
        assert_eq!(pebble.asked("/order-plz"), 1, "a restart orders no new one");
    }
    // Now nobody is where the authority looks.
    let elsewhere = pebble.client(free_port(), "other.example", &directory.path().join("other"));
    let said = elsewhere.says("no certificate yet");
    assert!(
        said.contains("did not find this server at port 443 of other.example: "),
        "{said}"
    );
    assert!(!said.contains(['{', '"']), "a sentence: {said}");
    pebble.end();
    let alone = pebble.client(free_port(), "clinic.example", &directory.path().join("alone"));
    let said = alone.says("cannot be reached");
    assert!(!said.contains(['{', '"']), "a sentence: {said}");
}
