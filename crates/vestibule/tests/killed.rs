//! What was acknowledged is there after the server was killed, whenever that was.

mod support;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use support::demo::{Demo, call, run};

/// How often it is killed, if that takes no longer than `PATIENCE`.
const KILLS: u32 = 20;
const PATIENCE: Duration = Duration::from_secs(30);
/// Fewest kills that say anything.
const FEWEST: u32 = 4;
const CLIENTS: usize = 4;

/// A generator of moments (SplitMix64); `VESTIBULE_TEST_SEED` chooses others.
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> Duration {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Duration::from_micros(20_000 + (z ^ (z >> 31)) % 300_000)
    }
}

/// Makes consultations until the server is gone; those that were acknowledged.
fn write(port: u16, token: &str, over: &AtomicBool) -> Vec<String> {
    let mut acknowledged = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let answer = call(
            port,
            "POST",
            "/api/v1/consultations",
            token,
            "{\"mode\":\"audio\"}",
        );
        if let Some((201, made)) = answer {
            acknowledged.push(made["id"].as_str().expect("an id").to_owned());
        }
    }
    acknowledged
}

/// Writes with several clients at once until a moment comes, then kills the server.
fn write_and_kill(server: Demo, token: &str, moment: Duration) -> Vec<String> {
    let over = AtomicBool::new(false);
    let port = server.port;
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| scope.spawn(|| write(port, token, &over)))
            .collect();
        std::thread::sleep(moment);
        server.kill();
        over.store(true, Ordering::Relaxed);
        let all = clients
            .into_iter()
            .flat_map(|client| client.join().expect("ends"));
        all.collect()
    })
}

fn nothing_is_lost(data_dir: &Path, database: Option<&str>) {
    let begun = Instant::now();
    let seed = std::env::var("VESTIBULE_TEST_SEED")
        .ok()
        .and_then(|text| text.parse().ok());
    let mut moments = Moments(seed.unwrap_or(1));
    let mut server = Demo::start(data_dir, database);
    let (doctor, admin) = (server.sign_in("doctor"), server.sign_in("admin"));
    let (mut kills, mut written) = (0, 0);
    while kills < FEWEST || (kills < KILLS && begun.elapsed() < PATIENCE) {
        let acknowledged = write_and_kill(server, &doctor, moments.next());
        kills += 1;
        written += acknowledged.len();
        server = Demo::start(data_dir, database);
        for id in &acknowledged {
            let path = format!("/api/v1/consultations/{id}");
            let found = call(server.port, "GET", &path, &doctor, "").expect("answers");
            assert_eq!(found.0, 200, "kill {kills}: an acknowledged row is lost");
        }
        if let Some(id) = acknowledged.last() {
            let path = format!("/api/v1/audit?subject={id}&action=consultation.create");
            let (_, rows) = call(server.port, "GET", &path, &admin, "").expect("answers");
            assert_eq!(rows["items"].as_array().map(Vec::len), Some(1), "{rows}");
        }
    }
    server.kill();
    let verdict = run(data_dir, database, &["audit", "verify"]);
    assert!(
        verdict.status.success(),
        "{}",
        String::from_utf8_lossy(&verdict.stderr)
    );
    assert!(written > 0, "nothing was ever acknowledged");
}

#[test]
fn on_sqlite_no_acknowledged_row_is_lost() {
    let directory = tempfile::tempdir().expect("a directory");
    nothing_is_lost(directory.path(), None);
}

#[test]
fn on_postgresql_no_acknowledged_row_is_lost() {
    let Ok(server) = std::env::var("VESTIBULE_TEST_POSTGRES") else {
        return support::skip("scripts/with-postgres.sh starts the server that this needs");
    };
    let directory = tempfile::tempdir().expect("a directory");
    nothing_is_lost(directory.path(), Some(&format!("{server}/killed")));
}
