//! The running executable, and clients of its port.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "a test's tool, each test uses a part of it"
)]

pub mod web;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

/// A server with settings of its own, ended with the value.
pub struct Server {
    child: Child,
    pub port: u16,
    pub redirect: u16,
    /// Its lines of log after the one that says that it listens.
    pub log: Receiver<String>,
}

impl Server {
    /// Starts one for `https://clinic.example` whose data are in `data`.
    pub fn start(data: &std::path::Path, settings: &[(&str, &str)]) -> Self {
        let (port, redirect) = (free_port(), free_port());
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        command
            .arg("serve")
            .env("VESTIBULE_LISTEN", format!("127.0.0.1:{port}"))
            .env("VESTIBULE_REDIRECT_LISTEN", format!("127.0.0.1:{redirect}"))
            .env("VESTIBULE_PUBLIC_URL", format!("https://clinic.example:{port}"))
            .env("VESTIBULE_DATA_DIR", data)
            .env_remove("VESTIBULE_DATABASE_URL")
            .env("VESTIBULE_LOG", "info")
            .env("NO_COLOR", "1")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the executable runs");
        let mut lines = BufReader::new(child.stderr.take().expect("is piped")).lines();
        let listens = lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains("listening on"));
        assert!(listens, "ended before it listened");
        // Read to its end, else the server would wait for a reader; who does not listen gets nothing.
        let (teller, log) = channel();
        std::thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .for_each(|line| drop(teller.send(line)));
        });
        Self {
            child,
            port,
            redirect,
            log,
        }
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
