//! Joins and messages at a pace. Each is timed from when it was due, so that a server that keeps others waiting is not flattered.

use super::http;
use super::socket::Socket;
use super::{GUESTS, text};
use crate::arguments::Api;
use crate::delays::Delays;
use serde_json::json;
use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout};

/// How long the last messages may take.
const REST: Duration = Duration::from_secs(3);
/// How long a connection that is gone takes to say so.
const BLINK: Duration = Duration::from_millis(1);

/// How something went.
pub(super) struct Outcome {
    pub(super) delays: Delays,
    /// Joins refused, messages that somebody did not get.
    pub(super) failed: u64,
    /// Sockets that are connected still.
    pub(super) connected: usize,
}

/// Somebody who is in, and listens.
pub(super) struct Guest {
    mouth: mpsc::Sender<String>,
    ears: JoinHandle<(Delays, bool)>,
}

/// Lets guests in one after the other; those who are in. Times are told since `epoch`.
pub(super) async fn join(
    server: SocketAddr,
    api: &Api,
    codes: &[String],
    epoch: Instant,
) -> (Vec<Guest>, Outcome) {
    let (start, pause) = (Instant::now(), Duration::from_secs(1) / api.joins);
    let mut joining = JoinSet::new();
    for guest in 0..api.sockets {
        let due = start + pause * guest as u32;
        sleep_until(due).await;
        let code = codes[guest / GUESTS].clone();
        joining.spawn(async move {
            let socket = come_in(server, &code).await?;
            let took = due.elapsed();
            let (mouth, words) = mpsc::channel(8);
            let ears = tokio::spawn(listen(socket, words, epoch));
            Ok::<_, Box<dyn Error + Send + Sync>>((Guest { mouth, ears }, took))
        });
        if guest % 100 == 99 {
            eprintln!("{} of {} are coming in", guest + 1, api.sockets);
        }
    }
    let (mut guests, mut delays, mut failed) = (Vec::new(), Delays::new(), 0);
    while let Some(joined) = joining.join_next().await {
        match joined {
            Ok(Ok((guest, took))) => {
                delays.add(took);
                guests.push(guest);
            }
            Ok(Err(why)) => {
                eprintln!("refused: {why}");
                failed += 1;
            }
            Err(_) => failed += 1,
        }
    }
    let connected = guests.len();
    (
        guests,
        Outcome {
            delays,
            failed,
            connected,
        },
    )
}

async fn come_in(server: SocketAddr, code: &str) -> Result<Socket, Box<dyn Error + Send + Sync>> {
    let body = json!({"code": code, "display_name": "Guest"});
    let place = http::post(server, "/api/v1/join", None, &body).await?;
    let mut socket = Socket::connect(server, text(&place, "token")?).await?;
    while socket.event().await?.0 != "room_state" {}
    Ok(socket)
}

/// Lets guests speak in turn for some seconds; how long it took until each other guest of the consultation had it.
pub(super) async fn talk(api: &Api, guests: Vec<Guest>, epoch: Instant) -> Outcome {
    let start = Instant::now();
    let pause = Duration::from_secs(1) / api.messages;
    let count = api.messages * api.seconds;
    for message in 0..count {
        sleep_until(start + pause * message).await;
        let speaker = (message as usize * 7919) % guests.len().max(1);
        if let Some(guest) = guests.get(speaker) {
            let due = start + pause * message - epoch;
            let _ = guest.mouth.try_send(due.as_micros().to_string());
        }
        if message % (api.messages * 2) == 0 {
            eprintln!("{message} of {count} messages are sent");
        }
    }
    sleep(REST).await;
    let (mut delays, mut connected) = (Delays::new(), 0);
    for Guest { mouth, ears } in guests {
        drop(mouth);
        if let Ok((heard, alive)) = ears.await {
            delays.merge(&heard);
            connected += usize::from(alive);
        }
    }
    let expected = u64::from(count) * (GUESTS as u64 - 1);
    let failed = expected.saturating_sub(delays.count());
    Outcome {
        delays,
        failed,
        connected,
    }
}

/// Speaks and hears until nobody wants it to speak; what it heard, whether it is connected still.
async fn listen(mut socket: Socket, mut words: mpsc::Receiver<String>, epoch: Instant) -> (Delays, bool) {
    let mut delays = Delays::new();
    let mut said = Vec::new();
    loop {
        tokio::select! {
            word = words.recv() => match word {
                None => return (delays, !matches!(timeout(BLINK, socket.event()).await, Ok(Err(_)))),
                Some(word) if socket.say(&word).await.is_ok() => said.push(word),
                Some(_) => return (delays, false),
            },
            event = socket.event() => match event {
                Err(_) => return (delays, false),
                Ok((name, data)) if name == "new_message" => {
                    let content = data["content"].as_str().unwrap_or_default();
                    if let Ok(micros) = content.parse() && !said.iter().any(|own| own == content) {
                        let due = epoch + Duration::from_micros(micros);
                        delays.add(due.elapsed());
                    }
                }
                Ok(_) => {}
            },
        }
    }
}
