//! What the API bears: a thousand connected sockets, joins and messages at a pace, against a server of its own.

mod http;
mod rush;
mod server;
mod socket;

use crate::arguments::Api;
use crate::delays::{Delays, Percentiles};
use serde_json::{Value, json};
use server::Server;
use std::error::Error;
use std::net::SocketAddr;
use tokio::time::Instant;

/// What the 99th percentile is to stay under, in milliseconds.
const TARGET: f64 = 100.0;
/// Guests of one consultation.
const GUESTS: usize = 10;

/// Runs joins, then messages; prints how long each took.
///
/// # Errors
/// The server does not start or refuses what it should take.
pub(crate) fn run(api: &Api) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(measure(api))
}

async fn measure(api: &Api) -> Result<(), Box<dyn Error>> {
    let server = Server::start(&api.server).await?;
    let codes = consultations(server.address, api.sockets.div_ceil(GUESTS)).await?;
    eprintln!("{} consultations are open", codes.len());
    let epoch = Instant::now();
    let (guests, joins) = rush::join(server.address, api, &codes, epoch).await;
    let talk = rush::talk(api, guests, epoch).await;
    println!(
        "{} sockets, {} joins/s, {} messages/s, each to {}",
        api.sockets,
        api.joins,
        api.messages,
        GUESTS - 1
    );
    println!(
        "{:24}{:>8}{:>8}{:>8}{:>8}   target p99 under {TARGET} ms",
        "ms", "p50", "p95", "p99", "max"
    );
    row("a join, to room_state", &joins.delays, joins.failed);
    row("a message, to each", &talk.delays, talk.failed);
    println!("{} sockets were still connected at the end", talk.connected);
    Ok(())
}

fn row(name: &str, delays: &Delays, failed: u64) {
    let Percentiles { p50, p95, p99, max } = delays.percentiles();
    let verdict = if failed > 0 {
        format!("missed: {failed} failed")
    } else if p99 < TARGET {
        "reached".into()
    } else {
        "missed".into()
    };
    println!("{name:24}{p50:8.1}{p95:8.1}{p99:8.1}{max:8.1}   {verdict}");
}

/// Opens consultations without a waiting room; their codes.
async fn consultations(server: SocketAddr, count: usize) -> Result<Vec<String>, Box<dyn Error>> {
    let login = json!({"email": "doctor@demo.test", "password": "vestibule-demo"});
    let signed_in = http::post(server, "/api/v1/auth/login", None, &login).await?;
    let token = text(&signed_in, "access_token")?;
    let new = json!({"mode": "audio", "waiting_room": false});
    let mut codes = Vec::with_capacity(count);
    for _ in 0..count {
        let made = http::post(server, "/api/v1/consultations", Some(token), &new).await?;
        codes.push(text(&made, "code")?.to_owned());
    }
    Ok(codes)
}

fn text<'a>(answer: &'a Value, name: &str) -> Result<&'a str, String> {
    answer[name]
        .as_str()
        .ok_or_else(|| format!("no {name} in {answer}"))
}
