//! A run of the demo from its welcome to its end by a signal.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A running demo; stopped when the test ends early.
struct Demo {
    child: Child,
    output: BufReader<ChildStdout>,
    port: u16,
}

impl Demo {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(["serve", "--demo"])
            .env("VESTIBULE_LISTEN", "127.0.0.1:0")
            .env_remove("VESTIBULE_DATA_DIR")
            .env_remove("VESTIBULE_DATABASE_URL")
            .env("VESTIBULE_LOG", "warn")
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .expect("the executable runs");
        let mut output = BufReader::new(child.stdout.take().expect("is piped"));
        let mut line = String::new();
        while !line.contains("http://localhost:") {
            line.clear();
            assert_ne!(
                output.read_line(&mut line).expect("reads"),
                0,
                "ended before its welcome"
            );
        }
        let port = line.trim().rsplit(':').next().and_then(|text| text.parse().ok());
        Self {
            child,
            output,
            port: port.expect("the welcome ends its line with the port"),
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("is listening");
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .expect("is set");
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .expect("is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("is answered");
        answer
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(sent.expect("kill runs").success());
    }

    fn exit_code(&mut self) -> Option<i32> {
        let patience = Instant::now() + Duration::from_secs(15);
        while Instant::now() < patience {
            if let Some(status) = self.child.try_wait().expect("is our child") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Asked first, so that its data go with it; a clean end has been before.
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal("TERM");
            if self.exit_code().is_none() {
                let _ = self.child.kill();
                let _ = self.child.wait();
            }
        }
    }
}

#[test]
fn a_signal_ends_a_run_with_0_and_removes_its_data() {
    for signal in ["TERM", "INT"] {
        let mut demo = Demo::start();
        assert!(demo.get("/health").starts_with("HTTP/1.1 200"));
        demo.signal(signal);
        assert_eq!(demo.exit_code(), Some(0), "{signal}");
        let mut rest = String::new();
        demo.output.read_to_string(&mut rest).expect("reads");
        let data = rest
            .lines()
            .find_map(|line| line.trim().strip_prefix("Data: "))
            .and_then(|text| text.split(' ').next().map(str::to_owned));
        let data = data.expect("the welcome names the data directory");
        assert!(!std::path::Path::new(&data).exists(), "{data}");
    }
}

#[test]
fn pages_are_protected_and_unknown_api_paths_are_problems() {
    let demo = Demo::start();
    let page = demo.get("/webrtc").to_ascii_lowercase();
    assert!(
        page.contains("content-security-policy: default-src 'none'"),
        "{page}"
    );
    assert!(page.contains("x-content-type-options: nosniff"), "{page}");
    let missing = demo.get("/api/v1/nothing");
    assert!(missing.starts_with("HTTP/1.1 404"), "{missing}");
}

#[test]
fn every_metric_is_documented() {
    let contract = include_str!("../../../docs/protocol.md");
    let metrics = Demo::start().get("/metrics");
    let names = metrics
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE vestibule_")?.split(' ').next());
    let names: Vec<_> = names.collect();
    assert!(names.len() > 20, "{metrics}");
    for name in names {
        assert!(contract.contains(&format!("`vestibule_{name}")), "{name}");
    }
}

#[test]
fn who_speaks_no_http_keeps_no_page_from_others() {
    let demo = Demo::start();
    let say = |words: &[u8]| {
        let mut stream = TcpStream::connect(("127.0.0.1", demo.port)).expect("is listening");
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .expect("a socket option");
        stream.write_all(words).expect("is open");
        stream
    };
    // Silent, or in the midst of a connectivity check's frame.
    let waiting: Vec<_> = (0..100).map(|number| say(&[0, 92][..number % 3])).collect();
    let mut hello = say(&[22]);
    let mut alert = [0; 7];
    hello.read_exact(&mut alert).expect("an alert");
    assert_eq!(alert[0], 21, "no TLS here");
    let health = demo.get("/health");
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    drop(waiting);
}
