//! Messages leave by and by: kept in the store until they are sent, tried again where that makes sense.

pub(crate) mod letters;
mod mail;
mod reminders;
mod sms;

use crate::app::App;
use crate::clock::Timestamp;
use crate::config::{ApiConfig, PublicUrl};
use crate::error::{Code, Failure};
use crate::language::Language;
use crate::metrics::Metrics;
use crate::outgoing::Outgoing;
use crate::start::StartError;
use crate::store::{Channel, Due, OutboxMessage, Store};
use letters::Letter;
use mail::Mail;
use sms::Sms;
use std::sync::Weak;
use std::time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;

/// How often the outbox is looked at when nothing was put into it.
const LOOK: Duration = Duration::from_secs(5);
/// Messages taken at a time.
const BATCH: i64 = 16;
/// How long nobody else takes a message: longer than it may take to send a whole batch.
const LEASE: Duration = Duration::from_secs(15 * 60);

/// Why a message was not sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotSent {
    /// It never will be.
    Refused,
    /// Whoever takes it does not do so now.
    Later,
}

/// To whom a message goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum To<'a> {
    /// An e-mail address.
    Mail(&'a str),
    /// A telephone number.
    Sms(&'a str),
}

/// What sends messages.
pub(crate) struct Outbox {
    mail: Option<Mail>,
    sms: Option<Sms>,
    language: Language,
    posted: Notify,
}

impl Outbox {
    /// Sends as the operator decided.
    ///
    /// # Errors
    /// A setting cannot be used.
    pub(crate) fn open(config: &ApiConfig, url: &PublicUrl, outgoing: &Outgoing) -> Result<Self, StartError> {
        let mail = config.mail.as_ref();
        let sms = config.sms.as_ref();
        Ok(Self {
            mail: mail
                .map(|mail| Mail::open(mail, &config.data_dir, url))
                .transpose()?,
            sms: sms.map(|sms| Sms::open(sms, outgoing.clone())).transpose()?,
            language: config.language.unwrap_or_default(),
            posted: Notify::new(),
        })
    }

    /// Whether e-mail is sent at all.
    #[must_use]
    pub(crate) fn sends_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// Whether text messages are sent at all.
    #[must_use]
    pub(crate) fn sends_sms(&self) -> bool {
        self.sms.is_some()
    }

    /// The language for those of whom nothing is known.
    #[must_use]
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// A letter with its address, if that channel is there.
    #[must_use]
    pub(crate) fn addressed(
        &self,
        to: To<'_>,
        letter: &Letter,
        about: Uuid,
        expires_at: Timestamp,
    ) -> Option<OutboxMessage> {
        let (channel, recipient, subject, body) = match to {
            To::Mail(address) if self.sends_mail() => (
                Channel::Mail,
                address,
                letter.subject.clone(),
                letter.text.clone(),
            ),
            To::Sms(number) if self.sends_sms() => {
                (Channel::Sms, number, String::new(), letter.short.clone())
            }
            To::Mail(_) | To::Sms(_) => return None,
        };
        Some(OutboxMessage {
            channel,
            purpose: letter.purpose,
            about,
            recipient: recipient.to_owned(),
            subject,
            body,
            expires_at,
        })
    }

    /// Something was posted: it is sent now, not at the next look.
    pub(crate) fn hurry(&self) {
        self.posted.notify_one();
    }

    /// Sends what is due; how many messages were taken.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn deliver(&self, store: &Store, now: Timestamp) -> Result<usize, sqlx::Error> {
        let due = store.take_due(BATCH, LEASE, now).await?;
        for message in &due {
            match self.send(message, now).await {
                Ok(()) => store.forget_sent(message.id).await?,
                Err(why) => give_back(store, message, why, now).await?,
            }
        }
        Ok(due.len())
    }

    async fn send(&self, message: &Due, now: Timestamp) -> Result<(), NotSent> {
        if message.expires_at <= now {
            return Err(NotSent::Refused);
        }
        match message.channel {
            Channel::Mail => self.mail.as_ref().ok_or(NotSent::Later)?.send(message).await,
            Channel::Sms => self.sms.as_ref().ok_or(NotSent::Later)?.send(message).await,
        }
    }
}

/// Puts messages into the outbox.
///
/// # Errors
/// [`Code::Unavailable`] where it is full, or the store's.
pub(crate) async fn post(app: &App, messages: &[OutboxMessage]) -> Result<(), Failure> {
    if messages.is_empty() {
        return Ok(());
    }
    if !app.store.post(messages, Timestamp::now()).await? {
        tracing::warn!("the outbox is full: a message was refused");
        return Err(Failure::new(
            Code::Unavailable,
            "too many messages wait to be sent",
        ));
    }
    app.outbox.hurry();
    Ok(())
}

/// Sends what is due until the API is gone.
pub(crate) async fn run(app: Weak<App>) {
    loop {
        let Some(app) = app.upgrade() else { return };
        let worked = work(&app).await;
        if !worked {
            let _ = tokio::time::timeout(LOOK, app.outbox.posted.notified()).await;
        }
    }
}

/// One look; whether there may be more to do at once.
async fn work(app: &App) -> bool {
    let now = Timestamp::now();
    if let Err(failure) = reminders::write(app, now).await {
        tracing::warn!(code = failure.code.as_str(), "reminders were not written");
    }
    let taken = match app.outbox.deliver(&app.store, now).await {
        Ok(taken) => taken,
        Err(_) => {
            tracing::warn!("the outbox cannot be read");
            return false;
        }
    };
    count(&app.store, &app.metrics, now).await;
    taken as i64 == BATCH
}

async fn count(store: &Store, metrics: &Metrics, now: Timestamp) {
    if let Ok((waiting, failed)) = store.outbox_size(now).await {
        metrics.outbox(waiting, failed);
    }
}

async fn give_back(store: &Store, message: &Due, why: NotSent, now: Timestamp) -> Result<(), sqlx::Error> {
    let again = match why {
        NotSent::Refused => None,
        NotSent::Later => rest(message.attempts).map(|rest| now + rest),
    };
    let again = again.filter(|again| *again < message.expires_at);
    let failure = if message.expires_at <= now {
        "expired"
    } else {
        match why {
            NotSent::Refused => "refused",
            NotSent::Later => "unreachable",
        }
    };
    if again.is_none() {
        tracing::warn!(id = %message.id, failure, "a message was given up; administrators see it in the outbox");
    }
    store.keep_unsent(message.id, failure, again, now).await
}

/// How long to wait after an attempt that `before` others preceded; nothing when it is enough (some eleven hours in all).
fn rest(before: i64) -> Option<Duration> {
    const MINUTES: [u64; 8] = [1, 2, 5, 15, 30, 60, 180, 360];
    let minutes = MINUTES.get(usize::try_from(before).ok()?)?;
    Some(Duration::from_secs(minutes * 60))
}

#[cfg(test)]
mod tests;
