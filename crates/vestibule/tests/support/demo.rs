//! A demo of a data directory, spoken to by HTTP, killed.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// A server that runs; killed when this is dropped.
pub struct Demo {
    child: Child,
    pub port: u16,
}

/// The executable with nothing set but the data directory, and the database if that is given.
pub fn vestibule(data_dir: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_")) {
        command.env_remove(name);
    }
    command
        .env("VESTIBULE_DATA_DIR", data_dir)
        .env("VESTIBULE_LOG", "warn");
    if let Some(database) = database {
        command.env("VESTIBULE_DATABASE_URL", database);
    }
    command.stdin(Stdio::null());
    command
}

/// What a command of the executable says.
pub fn run(data_dir: &Path, database: Option<&str>, arguments: &[&str]) -> Output {
    vestibule(data_dir, database)
        .args(arguments)
        .output()
        .expect("the executable runs")
}

impl Demo {
    /// Starts it with the demo's accounts; returns when it serves.
    pub fn start(data_dir: &Path, database: Option<&str>) -> Self {
        let mut child = vestibule(data_dir, database)
            .args(["serve", "--demo"])
            .env("VESTIBULE_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the executable runs");
        let mut output = BufReader::new(child.stdout.take().expect("is piped"));
        let mut line = String::new();
        while !line.contains("http://localhost:") {
            line.clear();
            assert_ne!(
                output.read_line(&mut line).expect("reads"),
                0,
                "it ended before its welcome"
            );
        }
        let port = line.trim().rsplit(':').next().and_then(|text| text.parse().ok());
        Self {
            child,
            port: port.expect("the welcome ends its line with the port"),
        }
    }

    /// SIGKILL: nothing can be said, written or closed any more.
    pub fn kill(mut self) {
        self.child.kill().expect("is our child");
        self.child.wait().expect("is our child");
    }

    pub fn sign_in(&self, who: &str) -> String {
        let body = format!("{{\"email\":\"{who}@demo.test\",\"password\":\"vestibule-demo\"}}");
        let (status, answer) = call(self.port, "POST", "/api/v1/auth/login", "", &body).expect("answers");
        assert_eq!(status, 200, "{answer}");
        answer["access_token"].as_str().expect("a token").to_owned()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own; nothing where the answer did not come whole.
pub fn call(port: u16, method: &str, path: &str, token: &str, body: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}
