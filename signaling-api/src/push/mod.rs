//! Browsers are told of calls and of those who wait while no page is open, by their makers' push services (RFC 8030).

mod encryption;
mod vapid;
mod words;

pub(crate) use encryption::Keys;
pub(crate) use vapid::Vapid;
pub(crate) use words::Occasion;

use crate::app::App;
use crate::clock::Timestamp;
use crate::guarded::{Guarded, Unsent};
use crate::store::{Addressee, CallRecord, Consultation, Whom};
use axum::body::Body;
use axum::http::{Request, StatusCode, Uri, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Occasions that wait for the task; what comes when it is full is not told by push, sockets hear of it anyway.
const WAITING: usize = 256;
/// Requests at a time.
const AT_ONCE: usize = 16;
/// How long a push service keeps what it cannot hand over: a call rings for so long.
const RINGING: Duration = crate::calls::RINGING;
/// The same for what is worth knowing later.
const LATER: Duration = Duration::from_secs(3600);
/// How long to wait before each further attempt, where the push service is busy.
const AGAIN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// What somebody is to be told.
pub(crate) struct Errand {
    whom: Whom,
    occasion: Occasion,
    life: Duration,
}

/// What sends push messages.
pub(crate) struct Push {
    vapid: Vapid,
    guarded: Guarded,
    errands: Sender<Errand>,
    at_once: Arc<Semaphore>,
}

impl Push {
    /// Sends by this client, signed by this key; what [`run`] takes.
    #[must_use]
    pub(crate) fn new(vapid: Vapid, guarded: Guarded) -> (Self, Receiver<Errand>) {
        let (errands, receiver) = channel(WAITING);
        let push = Self {
            vapid,
            guarded,
            errands,
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        };
        (push, receiver)
    }

    /// The public key that browsers subscribe with.
    #[must_use]
    pub(crate) fn public_key(&self) -> &str {
        self.vapid.public()
    }

    /// Whether an endpoint is one to send to.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn check(&self, endpoint: &str) -> Result<Uri, crate::destination::Refused> {
        self.guarded.check(endpoint)
    }

    /// The one who is called hears of it, or that it is over without an answer.
    pub(crate) fn call(&self, call: &CallRecord) {
        let occasion = Occasion::of_call(call);
        let is_missed = matches!(occasion, Occasion::Call { is_missed: true, .. });
        self.post(Errand {
            whom: Whom::User(call.callee.id),
            occasion,
            life: if is_missed { LATER } else { RINGING },
        });
    }

    /// Those who may let in somebody who waits hear of it.
    pub(crate) fn waiting(&self, consultation: &Consultation) {
        let whom = match consultation.shared_with() {
            Some(team) => Whom::Team(team),
            None => Whom::User(consultation.doctor_id),
        };
        let occasion = Occasion::Waiting {
            consultation: consultation.id,
        };
        let life = LATER;
        self.post(Errand { whom, occasion, life });
    }

    fn post(&self, errand: Errand) {
        if self.errands.try_send(errand).is_err() {
            tracing::warn!("too many push messages wait: one is not sent");
        }
    }

    /// What came of sending to one browser; nothing where the push service stays away.
    async fn send(&self, to: &Addressee, body: &[u8], life: Duration, topic: &str) -> Option<StatusCode> {
        let mut rests = AGAIN.iter();
        loop {
            let request = self.request(to, body, life, topic)?;
            let answer = self.guarded.send(request).await;
            let is_busy = match answer {
                Ok(status) => status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error(),
                Err(Unsent::Unreachable) => true,
                Err(Unsent::Forbidden) => false,
            };
            match rests.next().filter(|_| is_busy) {
                Some(rest) => tokio::time::sleep(*rest).await,
                None => return answer.ok(),
            }
        }
    }

    fn request(&self, to: &Addressee, body: &[u8], life: Duration, topic: &str) -> Option<Request<Body>> {
        let endpoint = self.check(&to.endpoint).ok()?;
        let authorization = self.vapid.authorization(&endpoint, Timestamp::now())?;
        Request::post(endpoint)
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_ENCODING, "aes128gcm")
            // RFC 8030 sections 5.2 to 5.4.
            .header("ttl", life.as_secs())
            .header("urgency", "high")
            .header("topic", topic)
            .body(Body::from(body.to_vec()))
            .ok()
    }
}

/// Sends until the API is gone.
pub(crate) async fn run(app: Weak<App>, mut errands: Receiver<Errand>) {
    while let Some(errand) = errands.recv().await {
        let Some(app) = app.upgrade() else { return };
        let Ok(addressees) = app.store.push_addressees(errand.whom).await else {
            tracing::warn!("the browsers for push messages cannot be read");
            continue;
        };
        for addressee in addressees {
            let Ok(permit) = app.push.at_once.clone().acquire_owned().await else {
                return;
            };
            let (app, occasion) = (app.clone(), errand.occasion.clone());
            tokio::spawn(async move {
                deliver(&app, &addressee, &occasion, errand.life).await;
                drop(permit);
            });
        }
    }
}

/// One message to one browser, which is forgotten where its push service knows it no more (RFC 8030 section 7.3).
async fn deliver(app: &App, to: &Addressee, occasion: &Occasion, life: Duration) {
    let words = occasion.words(to.language.unwrap_or(app.outbox.language()));
    let Some(keys) = keys(&to.p256dh, &to.auth) else {
        return;
    };
    let Ok(text) = serde_json::to_vec(&words) else {
        return;
    };
    let Ok(body) = keys.encrypt(&text) else { return };
    let status = app.push.send(to, &body, life, &topic(&words.tag)).await;
    match status {
        Some(StatusCode::NOT_FOUND | StatusCode::GONE) => {
            // Where this fails the next message tries again.
            let _ = app.store.forget_push_subscription(to.id).await;
        }
        Some(status) if status.is_success() => {}
        other => {
            let status = other.map(|status| status.as_u16());
            tracing::info!(id = %to.id, status, "a push service did not take a message");
        }
    }
}

/// The keys of a subscription; nothing where they cannot be that.
#[must_use]
pub(crate) fn keys(p256dh: &str, auth: &str) -> Option<Keys> {
    // Some browsers pad (RFC 4648 section 5).
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    Keys::new(&decode(p256dh)?, &decode(auth)?)
}

/// What replaces what it could not hand over yet: 32 letters of base 64 at most (RFC 8030 section 5.4).
fn topic(tag: &str) -> String {
    crate::code::digest(tag).chars().take(32).collect()
}

/// Those who may let in somebody who now waits hear of it, once a minute for each consultation.
pub(crate) fn tell_waiting(app: &App, consultation: &Consultation) {
    if app
        .limits
        .waiting_pushes
        .take(&consultation.id, Instant::now())
        .is_ok()
    {
        app.push.waiting(consultation);
    }
}
