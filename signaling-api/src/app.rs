//! Everything that a request may need.

use crate::calls::{Calls, Meetings, Presence};
use crate::config::{ApiConfig, PublicUrl};
use crate::files::Shelf;
use crate::limiter::Limiter;
use crate::live::Hall;
use crate::lockout::Lockout;
use crate::media::Media;
use crate::messages::Courier;
use crate::metrics::Metrics;
use crate::network_tests::NetworkTests;
use crate::oidc::Oidc;
use crate::outbox::Outbox;
use crate::password::Passwords;
use crate::peer_signal::Signals;
use crate::platform::Platform;
use crate::push::Push;
use crate::recordings::Archive;
use crate::store::Store;
use crate::token::Tokens;
use crate::webhooks::Webhooks;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The state behind every route and socket.
pub(crate) struct App {
    /// When it started.
    pub started: Instant,
    /// What the operator decided.
    pub config: ApiConfig,
    /// The public address.
    pub public_url: PublicUrl,
    /// The database.
    pub store: Store,
    /// Makes tokens, checks them.
    pub tokens: Arc<Tokens>,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// The live rooms.
    pub hall: Hall,
    /// The media node.
    pub media: Media,
    /// Whose tokens are accepted beside the server's own.
    pub platform: Option<Platform>,
    /// With whom people may sign in.
    pub oidc: Option<Oidc>,
    /// What people are written.
    pub outbox: Outbox,
    /// What browsers are told while no page is open.
    pub push: Push,
    /// What other programs are told.
    pub webhooks: Webhooks,
    /// What is counted.
    pub metrics: Metrics,
    /// Brings messages to devices.
    pub courier: Courier,
    /// Where files lie.
    pub shelf: Shelf,
    /// Where recordings lie; nothing where none are made.
    pub archive: Option<Arc<Archive>>,
    /// Held while it is done what follows from answers about recordings, which is seldom.
    pub recording_turn: tokio::sync::Mutex<()>,
    /// The calls that ring or go on. Held over the store's writes of one change: calls are rare, and what the store, the two
    /// and their devices hear of one must agree.
    pub calls: tokio::sync::Mutex<Calls>,
    /// The meetings that live. Held for a moment, never across an await.
    pub meetings: Mutex<Meetings>,
    /// Who can be rung. Held for a moment, never across an await.
    pub presence: Mutex<Presence>,
    /// The calls that were begun by `peer-signal`. Held for a moment, never across an await.
    pub signals: Mutex<Signals>,
    /// The network tests that run.
    pub network_tests: NetworkTests,
    /// What is limited.
    pub limits: Limits,
}

impl App {
    /// Who can be rung; whole after a panic, for each change is one call.
    pub(crate) fn presence(&self) -> MutexGuard<'_, Presence> {
        self.presence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The meetings that live; whole after a panic, for each change is one call.
    pub(crate) fn meetings(&self) -> MutexGuard<'_, Meetings> {
        self.meetings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The calls that were begun by `peer-signal`; whole after a panic, for each change is one assignment.
    pub(crate) fn signals(&self) -> MutexGuard<'_, Signals> {
        self.signals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Attempts that are counted.
pub(crate) struct Limits {
    /// Wrong codes and links by address.
    pub joins: Limiter<IpAddr>,
    /// Wrong codes of those who guess on and on, by address.
    pub guesses: Lockout<IpAddr>,
    /// Comings by consultation: places are rows in the store.
    pub places: Limiter<Uuid>,
    /// Failed sign-ins by address.
    pub logins: Limiter<IpAddr>,
    /// Failed sign-ins by account, as a digest of its e-mail address.
    pub accounts: Limiter<String>,
    /// New passwords asked for by address.
    pub resets: Limiter<IpAddr>,
    /// New passwords asked for by account, as a digest of its e-mail address.
    pub account_resets: Limiter<String>,
    /// WHIP and WHEP offers by participant, offers of a network test by its room.
    pub offers: Limiter<Uuid>,
    /// Network tests by address.
    pub network_tests: Limiter<IpAddr>,
    /// Results of network tests by participant.
    pub reports: Limiter<Uuid>,
    /// Messages by sender.
    pub messages: Limiter<Uuid>,
    /// Files by sender.
    pub files: Limiter<Uuid>,
    /// Signs of writing by sender.
    pub typing: Limiter<Uuid>,
    /// Captions by sender, a server's by consultation.
    pub captions: Limiter<Uuid>,
    /// Calls by caller.
    pub calls: Limiter<Uuid>,
    /// Browsers that are to be sent push messages, by account.
    pub push_subscriptions: Limiter<Uuid>,
    /// Push messages that somebody waits, by consultation.
    pub waiting_pushes: Limiter<Uuid>,
    /// Deliveries asked for by hand, by webhook.
    pub deliveries: Limiter<Uuid>,
}

impl Default for Limits {
    fn default() -> Self {
        const MINUTE: Duration = Duration::from_secs(60);
        Self {
            joins: Limiter::new(20, MINUTE),
            guesses: Lockout::default(),
            places: Limiter::new(60, MINUTE),
            logins: Limiter::new(20, MINUTE),
            accounts: Limiter::new(10, MINUTE),
            resets: Limiter::new(10, 10 * MINUTE),
            account_resets: Limiter::new(3, 60 * MINUTE),
            offers: Limiter::new(30, MINUTE),
            network_tests: Limiter::new(10, MINUTE),
            reports: Limiter::new(10, MINUTE),
            messages: Limiter::new(20, MINUTE / 3),
            files: Limiter::new(20, MINUTE * 10),
            typing: Limiter::new(10, MINUTE / 6),
            captions: Limiter::new(50, MINUTE / 6),
            calls: Limiter::new(20, MINUTE),
            push_subscriptions: Limiter::new(20, MINUTE),
            waiting_pushes: Limiter::new(1, MINUTE),
            deliveries: Limiter::new(30, MINUTE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limiter::seconds_up;
    use std::fmt::Debug;
    use std::hash::Hash;

    /// Uses an attempt up, comes again a second too early, then when it was told to.
    fn tells_the_truth<K: Hash + Eq + Clone + Debug>(limiter: &Limiter<K>, key: &K) {
        let start = Instant::now();
        let mut now = start;
        for _ in 0..3 {
            let wait = loop {
                if let Err(wait) = limiter.take(key, now) {
                    break wait;
                }
            };
            let told = Duration::from_secs(seconds_up(wait));
            assert!(
                told >= wait && told < wait + Duration::from_secs(1),
                "{key:?}: {told:?}"
            );
            assert!(!told.is_zero(), "{key:?}");
            let early = wait.saturating_sub(Duration::from_millis(1));
            assert!(
                limiter.take(key, now + early).is_err(),
                "{key:?}: told to wait for nothing"
            );
            now += told;
            assert_eq!(
                limiter.take(key, now),
                Ok(()),
                "{key:?}: the wait told is too short"
            );
            now += Duration::from_millis(17);
        }
    }

    #[test]
    fn who_waits_as_told_is_let_through_by_every_limit() {
        let limits = Limits::default();
        let (address, id, text) = (IpAddr::from([192, 0, 2, 1]), Uuid::nil(), "digest".to_owned());
        for limiter in [
            &limits.joins,
            &limits.logins,
            &limits.resets,
            &limits.network_tests,
        ] {
            tells_the_truth(limiter, &address);
        }
        for limiter in [&limits.accounts, &limits.account_resets] {
            tells_the_truth(limiter, &text);
        }
        for limiter in [
            &limits.places,
            &limits.offers,
            &limits.reports,
            &limits.messages,
            &limits.files,
            &limits.typing,
            &limits.captions,
            &limits.calls,
        ] {
            tells_the_truth(limiter, &id);
        }
        let start = Instant::now();
        while limits.guesses.check(&address, start).is_ok() {
            limits.guesses.wrong(&address, start);
        }
        let wait = limits.guesses.check(&address, start).expect_err("locked out");
        let told = Duration::from_secs(seconds_up(wait));
        assert_eq!(limits.guesses.check(&address, start + told), Ok(()));
    }
}
