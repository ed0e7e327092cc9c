//! The TURN relays that the server tells of over Socket.IO, read by HTTP polling.

use super::super::site::{Site, get};
use axum::http::{Request, header};
use caller::Relay;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

const PATH: &str = "/socket.io/?EIO=4&transport=polling";
/// The token's life and a poll.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between packets of one poll (Engine.IO 4).
const SEPARATOR: char = '\u{1e}';

/// Comes with a token of a short life and waits for its renewal, which brings the relays.
///
/// # Errors
/// What does not work, in one sentence.
pub(crate) async fn told(site: &Site, token: &str) -> Result<Vec<Relay>, String> {
    let told = timeout(PATIENCE, listen(site, token)).await;
    told.unwrap_or_else(|_| Err("Socket.IO told of no relays in time".into()))
}

async fn listen(site: &Site, token: &str) -> Result<Vec<Relay>, String> {
    let opened = ask(site, get(PATH)?).await?;
    let opened: Option<Value> = opened
        .strip_prefix('0')
        .and_then(|text| serde_json::from_str(text).ok());
    let id = opened.as_ref().and_then(|opened| opened["sid"].as_str());
    let id = id.ok_or("Socket.IO did not open")?;
    let path = format!("{PATH}&sid={id}");
    let auth = json!({"token": format!("Bearer {token}")});
    say(site, &path, format!("40{auth}")).await?;
    loop {
        let packets = ask(site, get(&path)?).await?;
        for packet in packets.split(SEPARATOR) {
            if packet == "2" {
                say(site, &path, "3".into()).await?;
            } else if let Some(refused) = packet.strip_prefix("44") {
                return Err(format!("Socket.IO refused: {refused}"));
            } else if let Some(relays) = relays(packet) {
                return Ok(relays);
            }
        }
    }
}

async fn say(site: &Site, path: &str, packet: String) -> Result<(), String> {
    let request = Request::post(path).header(header::CONTENT_TYPE, "text/plain;charset=UTF-8");
    let request = request.body(packet).map_err(|error| error.to_string())?;
    ask(site, request).await.map(drop)
}

async fn ask(site: &Site, request: Request<String>) -> Result<String, String> {
    let answer = site.ask(request).await?;
    if answer.status == 200 {
        Ok(answer.body)
    } else {
        Err(format!("/socket.io/ was refused: {}", answer.status))
    }
}

/// Those of a `token_renewed` event.
fn relays(packet: &str) -> Option<Vec<Relay>> {
    let event: Value = serde_json::from_str(packet.strip_prefix("42")?).ok()?;
    if event[0] != "token_renewed" {
        return None;
    }
    let servers = event[1]["iceServers"].as_array()?;
    let relays = servers.iter().flat_map(|server| {
        let credential = |key: &str| server[key].as_str().unwrap_or_default().to_owned();
        let (username, password) = (credential("username"), credential("credential"));
        let urls = server["urls"].as_array().into_iter().flatten();
        let urls = urls.filter_map(|url| url.as_str().map(str::to_owned));
        urls.map(move |url| Relay {
            url,
            username: username.clone(),
            credential: password.clone(),
        })
    });
    Some(relays.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn relays_come_with_the_renewal_alone() {
        let event = json!(["token_renewed", {"token": "t", "iceServers": [
            {"urls": ["turn:a:1?transport=tcp", "turns:b:2?transport=tcp"], "username": "u", "credential": "c"}]}]);
        let found = relays(&format!("42{event}")).expect("an event");
        let urls: Vec<_> = found.iter().map(|relay| relay.url.as_str()).collect();
        assert_eq!(urls, ["turn:a:1?transport=tcp", "turns:b:2?transport=tcp"]);
        assert_eq!(
            (found[1].username.as_str(), found[1].credential.as_str()),
            ("u", "c")
        );
        let none = json!(["token_renewed", {"iceServers": []}]);
        assert!(relays(&format!("42{none}")).is_some_and(|relays| relays.is_empty()));
        assert!(relays(r#"42["room_state",{"iceServers":[]}]"#).is_none());
    }

    proptest! {
        #[test]
        fn anything_is_read_without_a_panic(text in "(42)?[\\[\\]{}\",:a-z_0-9]{0,60}") {
            let _ = relays(&text);
        }
    }
}
