//! A room of the check's own on the server, by the interface that other servers use.

use super::super::site::{Answer, Site};
use super::relays;
use axum::http::{Request, header};
use caller::{Part, Relay};
use serde_json::{Value, json};

const SPEAKER: &str = "check-speaker";
const LISTENER: &str = "check-listener";
const ONLOOKER: &str = "check-onlooker";
/// A token's seconds; a newer one with relays comes after four fifths of them.
const BRIEF: u64 = 5;
const LONG: u64 = 300;

/// The room, with tokens for both.
pub(crate) struct House {
    pub(crate) site: Site,
    key: String,
    room: String,
    speaker: String,
    listener: String,
}

/// A PeerConnection by WHIP or WHEP.
pub(crate) struct Session {
    /// The SDP answer.
    pub(crate) answer: String,
    location: String,
    token: String,
}

impl House {
    /// Makes the room.
    ///
    /// # Errors
    /// The server's refusal, in one sentence.
    pub(crate) async fn open(site: &Site, key: &str) -> Result<Self, String> {
        let made = post(site, "/api/v1/rooms", key, "application/json", "{}".into()).await?;
        let room = text(&made, "id")?;
        let mut house = Self {
            site: site.clone(),
            key: key.to_owned(),
            room,
            speaker: String::new(),
            listener: String::new(),
        };
        house.speaker = house.token(SPEAKER, LONG).await?;
        house.listener = house.token(LISTENER, LONG).await?;
        Ok(house)
    }

    async fn token(&self, identity: &str, seconds: u64) -> Result<String, String> {
        let path = format!("/api/v1/rooms/{}/tokens", self.room);
        let wish = json!({"identity": identity, "ttl_s": seconds}).to_string();
        text(
            &post(&self.site, &path, &self.key, "application/json", wish).await?,
            "token",
        )
    }

    /// The relays that the server tells people of, by their URLs.
    ///
    /// # Errors
    /// Signalling does not work, in one sentence.
    pub(crate) async fn relays(&self) -> Result<Vec<Relay>, String> {
        let token = self.token(ONLOOKER, BRIEF).await?;
        relays::told(&self.site, &token).await
    }

    /// Offers.
    ///
    /// # Errors
    /// The server's refusal, in one sentence.
    pub(crate) async fn offer(&self, part: Part, sdp: String) -> Result<Session, String> {
        let (path, token) = match part {
            Part::Speaks => (format!("/whip/{}", self.room), &self.speaker),
            Part::Listens => (format!("/whep/{}?from={SPEAKER}", self.room), &self.listener),
        };
        let answer = post(&self.site, &path, token, "application/sdp", sdp).await?;
        let location = answer.header(header::LOCATION).unwrap_or_default().to_owned();
        Ok(Session {
            location,
            token: token.clone(),
            answer: answer.body,
        })
    }

    /// Ends a session.
    pub(crate) async fn hang_up(&self, session: &Session) {
        delete(&self.site, &session.location, &session.token).await;
    }

    /// Ends the room.
    pub(crate) async fn close(self) {
        delete(&self.site, &format!("/api/v1/rooms/{}", self.room), &self.key).await;
    }
}

async fn post(site: &Site, path: &str, token: &str, kind: &str, body: String) -> Result<Answer, String> {
    let request = Request::post(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, kind)
        .body(body);
    let answer = site.ask(request.map_err(|error| error.to_string())?).await?;
    if answer.status == 201 {
        return Ok(answer);
    }
    let code = text(&answer, "code").unwrap_or_else(|_| "no code".into());
    let place = path.split('/').find(|part| !part.is_empty()).unwrap_or_default();
    Err(format!("/{place} was refused: {} {code}", answer.status))
}

/// What is left behind ends by itself, so a failure is none of the check's.
async fn delete(site: &Site, path: &str, token: &str) {
    let request = Request::delete(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(String::new());
    if let Ok(request) = request {
        drop(site.ask(request).await);
    }
}

fn text(answer: &Answer, key: &str) -> Result<String, String> {
    let document: Result<Value, _> = serde_json::from_str(&answer.body);
    let value = document
        .ok()
        .and_then(|document| Some(document[key].as_str()?.to_owned()));
    value.ok_or_else(|| format!("the server's answer has no {key}"))
}
