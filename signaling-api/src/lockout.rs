//! Who keeps guessing waits longer and longer.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Wrong guesses before the first wait, and between waits.
const FREE: u32 = 60;
/// The first wait; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(60);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(3600);
/// After so long without a wrong guess all are forgotten.
const MEMORY: Duration = Duration::from_secs(2 * 3600);
/// Most keys remembered; the one that guessed longest ago is forgotten for a new one.
const MOST_KEYS: usize = 10_000;

/// Counts wrong guesses by key.
pub(crate) struct Lockout<K> {
    // Held for a look-up and some arithmetic, never across an await.
    guesses: Mutex<HashMap<K, Guesses>>,
}

#[derive(Clone, Copy)]
struct Guesses {
    wrong: u32,
    last: Instant,
    until: Option<Instant>,
}

impl<K> Default for Lockout<K> {
    fn default() -> Self {
        Self {
            guesses: Mutex::default(),
        }
    }
}

impl<K: Hash + Eq + Clone> Lockout<K> {
    /// Lets pass who need not wait.
    ///
    /// # Errors
    /// The time that is left to wait.
    pub(crate) fn check(&self, key: &K, now: Instant) -> Result<(), Duration> {
        let guesses = self.lock();
        let until = guesses.get(key).and_then(|guesses| guesses.until);
        match until.map(|until| until.saturating_duration_since(now)) {
            Some(left) if !left.is_zero() => Err(left),
            _ => Ok(()),
        }
    }

    /// Counts a wrong guess.
    pub(crate) fn wrong(&self, key: &K, now: Instant) {
        let mut all = self.lock();
        if all.len() >= MOST_KEYS && !all.contains_key(key) {
            make_room(&mut all, now);
        }
        let fresh = Guesses {
            wrong: 0,
            last: now,
            until: None,
        };
        let guesses = all.entry(key.clone()).or_insert(fresh);
        if now.saturating_duration_since(guesses.last) > MEMORY {
            *guesses = fresh;
        }
        guesses.wrong = guesses.wrong.saturating_add(1);
        guesses.last = now;
        guesses.until = wait(guesses.wrong).map(|wait| now + wait).or(guesses.until);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, Guesses>> {
        // The map is whole after a panic: each change is one assignment.
        self.guesses
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// How long the guess with this number makes one wait.
fn wait(wrong: u32) -> Option<Duration> {
    let times = (wrong / FREE).checked_sub(1)?;
    let doubled = FIRST.saturating_mul(1_u32.checked_shl(times).unwrap_or(u32::MAX));
    wrong.is_multiple_of(FREE).then(|| doubled.min(LONGEST))
}

fn make_room<K: Hash + Eq + Clone>(all: &mut HashMap<K, Guesses>, now: Instant) {
    all.retain(|_, guesses| now.saturating_duration_since(guesses.last) <= MEMORY);
    let oldest = all.iter().min_by_key(|(_, guesses)| guesses.last);
    if let Some(key) = oldest
        .map(|(key, _)| key.clone())
        .filter(|_| all.len() >= MOST_KEYS)
    {
        all.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        let minutes = |wrong| wait(wrong).map(|wait| wait.as_secs() / 60);
        for (wrong, waits) in [
            (0, None),
            (59, None),
            (60, Some(1)),
            (61, None),
            (120, Some(2)),
            (180, Some(4)),
            (360, Some(32)),
            (420, Some(60)),
            (60 * 40, Some(60)),
        ] {
            assert_eq!(minutes(wrong), waits, "{wrong}");
        }
    }

    #[test]
    fn who_guesses_on_waits_and_others_do_not() {
        let lockout = Lockout::default();
        let start = Instant::now();
        for _ in 0..60 {
            assert_eq!(lockout.check(&1, start), Ok(()));
            lockout.wrong(&1, start);
        }
        assert_eq!(lockout.check(&1, start), Err(FIRST));
        assert_eq!(lockout.check(&2, start), Ok(()));
        let later = start + FIRST;
        assert_eq!(lockout.check(&1, later), Ok(()), "the wait told is true");
        for _ in 0..60 {
            lockout.wrong(&1, later);
        }
        assert_eq!(lockout.check(&1, later), Err(FIRST * 2));
        let forgotten = later + MEMORY + FIRST;
        for _ in 0..59 {
            lockout.wrong(&1, forgotten);
        }
        assert_eq!(lockout.check(&1, forgotten), Ok(()));
    }

    #[test]
    fn keys_are_bounded() {
        let lockout = Lockout::default();
        let now = Instant::now();
        for key in 0..(MOST_KEYS as u64 + 500) {
            lockout.wrong(&key, now + Duration::from_micros(key));
        }
        assert!(lockout.lock().len() <= MOST_KEYS);
        assert!(lockout.lock().contains_key(&(MOST_KEYS as u64 + 499)));
    }
}
