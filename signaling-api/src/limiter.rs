//! Token buckets that slow down guessing.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Most keys remembered; when they are all in use the fullest buckets, which limit nobody, are forgotten.
const MOST_KEYS: usize = 10_000;

/// One bucket for each key: `burst` attempts at once, then one each `refill`.
pub(crate) struct Limiter<K> {
    burst: u32,
    refill: Duration,
    // Held for a look-up and some arithmetic, never across an await.
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    /// The bucket is full again at this time.
    full_at: Instant,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    /// `burst` attempts at once, `burst` again after `window`.
    #[must_use]
    pub(crate) fn new(burst: u32, window: Duration) -> Self {
        Self {
            burst,
            refill: window / burst,
            buckets: Mutex::default(),
        }
    }

    /// Takes one attempt.
    ///
    /// # Errors
    /// No attempt is left: the time until the next one.
    pub(crate) fn take(&self, key: &K, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.lock();
        if buckets.len() >= MOST_KEYS && !buckets.contains_key(key) {
            make_room(&mut buckets, now);
        }
        let bucket = buckets.entry(key.clone()).or_insert(Bucket { full_at: now });
        let full_at = bucket.full_at.max(now) + self.refill;
        let over = (full_at - now).saturating_sub(self.refill * self.burst);
        if !over.is_zero() {
            return Err(over);
        }
        bucket.full_at = full_at;
        Ok(())
    }

    /// Gives back an attempt that turned out to be a good one.
    pub(crate) fn give_back(&self, key: &K) {
        if let Some(bucket) = self.lock().get_mut(key) {
            bucket.full_at = bucket.full_at.checked_sub(self.refill).unwrap_or(bucket.full_at);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<K, Bucket>> {
        // The map is whole after a panic: each change is one assignment.
        self.buckets
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn make_room<K: Hash + Eq + Clone>(buckets: &mut HashMap<K, Bucket>, now: Instant) {
    buckets.retain(|_, bucket| bucket.full_at > now);
    if buckets.len() < MOST_KEYS {
        return;
    }
    let mut ends: Vec<Instant> = buckets.values().map(|bucket| bucket.full_at).collect();
    let (_, middle, _) = ends.select_nth_unstable(MOST_KEYS / 2);
    let middle = *middle;
    buckets.retain(|_, bucket| bucket.full_at > middle);
}

/// Whole seconds to wait, rounded up, for `Retry-After`.
#[must_use]
pub(crate) fn seconds_up(wait: Duration) -> u64 {
    wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}

/// The part of an address that one household or clinic has: all of IPv4, the first 64 bits of IPv6.
#[must_use]
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_each_refill() {
        let limiter = Limiter::new(3, Duration::from_secs(30));
        let start = Instant::now();
        assert_eq!([(); 3].map(|()| limiter.take(&1, start)), [Ok(()); 3]);
        let wait = limiter.take(&1, start).expect_err("spent");
        assert_eq!(wait, Duration::from_secs(10));
        assert_eq!(
            limiter.take(&2, start),
            Ok(()),
            "another key has attempts of its own"
        );
        assert_eq!(limiter.take(&1, start + wait), Ok(()), "the time told is true");
        assert!(limiter.take(&1, start + wait).is_err());
        limiter.give_back(&1);
        assert_eq!(limiter.take(&1, start + wait), Ok(()));
    }

    #[test]
    fn keys_are_bounded() {
        let limiter = Limiter::new(1, Duration::from_secs(60));
        let now = Instant::now();
        for key in 0..(MOST_KEYS * 2) {
            let _ = limiter.take(&key, now + Duration::from_micros(key as u64));
        }
        assert!(limiter.lock().len() <= MOST_KEYS);
    }

    #[test]
    fn an_ipv6_household_is_one_key() {
        let address = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(address("2001:db8::1"), address("2001:db8::ffff:2"));
        assert_ne!(address("2001:db8::1"), address("2001:db8:0:1::1"));
        assert_eq!(address("::ffff:192.0.2.1"), address("192.0.2.1"));
    }
}
