//! The running executable, and clients of its port.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "a test's tool, each test uses a part of it"
)]

pub mod demo;
pub mod web;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A server with settings of its own, ended with the value.
pub struct Server {
    child: Child,
    pub port: u16,
    pub redirect: u16,
    /// Its lines of log that nobody asked for yet.
    pub log: Receiver<String>,
}

impl Server {
    /// Starts one for `https://clinic.example` whose data are in `data`.
    pub fn start(data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::start_at(free_port(), data, settings)
    }

    pub fn start_at(port: u16, data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::run(port, data, settings, &[])
    }

    /// The same with the accounts of the demo.
    pub fn start_demo(data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::run(free_port(), data, settings, &["--demo"])
    }

    fn run(port: u16, data: &Path, settings: &[(&str, &str)], options: &[&str]) -> Self {
        let redirect = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        command
            .arg("serve")
            .args(options)
            .env("VESTIBULE_LISTEN", format!("127.0.0.1:{port}"))
            .env("VESTIBULE_REDIRECT_LISTEN", format!("127.0.0.1:{redirect}"))
            .env("VESTIBULE_PUBLIC_URL", format!("https://clinic.example:{port}"))
            .env("VESTIBULE_DATA_DIR", data)
            .env_remove("VESTIBULE_DATABASE_URL")
            .env("VESTIBULE_LOG", "info")
            .env("NO_COLOR", "1")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the executable runs");
        let lines = BufReader::new(child.stderr.take().expect("is piped")).lines();
        // Read to its end, else the server would wait for a reader.
        let ((teller, log), (ready, listens)) = (channel(), channel());
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if line.contains("listening on") {
                    let _ = ready.send(());
                }
                drop(teller.send(line));
            }
        });
        assert!(listens.recv().is_ok(), "ended before it listened");
        Self {
            child,
            port,
            redirect,
            log,
        }
    }
}

impl Server {
    /// Waits for a line of the log that contains `words`.
    pub fn says(&self, words: &str) -> String {
        let end = Instant::now() + Duration::from_secs(60);
        let mut lines = Vec::new();
        while let Ok(line) = self
            .log
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            if line.contains(words) {
                return line;
            }
            lines.push(line);
        }
        panic!("{words} is not said: {lines:#?}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says past the harness, which keeps what passing tests print, that a test did nothing; `scripts/count-tests.sh` counts it.
pub fn skip(reason: &str) {
    let line = format!("\n!!! SKIPPED TEST: {reason}\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// A port that nobody has. The system gives it to nobody else for a while.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("is bound").port()
}
