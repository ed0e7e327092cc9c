//! Who has a device that can be rung.

use socketioxide::socket::Sid;
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long somebody counts as there without a socket: a page is loaded anew, a network changes.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// Users with a socket, and those who had one a moment ago.
#[derive(Default)]
pub(crate) struct Presence {
    people: HashMap<Uuid, Devices>,
}

#[derive(Default)]
struct Devices {
    sockets: HashSet<Sid>,
    /// Since when there is none.
    none_since: Option<Instant>,
}

impl Presence {
    /// A socket is there; whether its user was not.
    pub(crate) fn connect(&mut self, user: Uuid, socket: Sid) -> bool {
        let came = !self.people.contains_key(&user);
        let devices = self.people.entry(user).or_default();
        devices.sockets.insert(socket);
        devices.none_since = None;
        came
    }

    /// A socket is gone.
    pub(crate) fn disconnect(&mut self, user: Uuid, socket: Sid, now: Instant) {
        let Some(devices) = self.people.get_mut(&user) else {
            return;
        };
        if devices.sockets.remove(&socket) && devices.sockets.is_empty() {
            devices.none_since = Some(now);
        }
    }

    /// Somebody acts without a socket: one is expected soon.
    pub(crate) fn expect(&mut self, user: Uuid, now: Instant) {
        let devices = self.people.entry(user).or_default();
        if devices.sockets.is_empty() {
            devices.none_since = Some(now);
        }
    }

    /// Those who are gone for good since the last time.
    pub(crate) fn sweep(&mut self, now: Instant) -> Vec<Uuid> {
        let is_gone = |devices: &Devices| devices.none_since.is_some_and(|since| since + GRACE <= now);
        let people = self.people.extract_if(|_, devices| is_gone(devices));
        people.map(|(user, _)| user).collect()
    }

    /// Whether somebody can be rung.
    #[must_use]
    pub(crate) fn is_online(&self, user: Uuid) -> bool {
        self.people.contains_key(&user)
    }
}
