//! A bound on connections, in all and from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many places in all, so many for one address; of IPv6 one network of 64 bits counts as one, for that is what one
/// subscriber has.
#[derive(Clone, Debug)]
pub struct Places {
    most: usize,
    most_of_one: usize,
    /// A lock, held to count; places are taken and left by many tasks.
    taken: Arc<Mutex<Taken>>,
}

#[derive(Default, Debug)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place that is left when dropped.
#[derive(Debug)]
pub struct Place {
    address: IpAddr,
    taken: Arc<Mutex<Taken>>,
}

impl Places {
    /// So many in all, so many of them for one address.
    #[must_use]
    pub fn new(most: usize, most_of_one: usize) -> Self {
        Self {
            most,
            most_of_one,
            taken: Arc::default(),
        }
    }

    /// A place for who comes from `address`, if there is one.
    #[must_use]
    pub fn take(&self, address: IpAddr) -> Option<Place> {
        let address = subscriber(address);
        let mut taken = lock(&self.taken);
        let theirs = taken.by_address.get(&address).copied().unwrap_or_default();
        if taken.all >= self.most || theirs >= self.most_of_one {
            return None;
        }
        taken.all += 1;
        taken.by_address.insert(address, theirs + 1);
        Some(Place {
            address,
            taken: Arc::clone(&self.taken),
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        taken.all -= 1;
        if let Some(theirs) = taken.by_address.get_mut(&self.address) {
            *theirs -= 1;
            if *theirs == 0 {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(ip) => Ipv6Addr::from(u128::from(ip) >> 64 << 64).into(),
        ip => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn nobody_takes_all_and_all_take_no_more_than_there_are() {
        let places = Places::new(3, 2);
        let one = [places.take(ip("192.0.2.1")), places.take(ip("::ffff:192.0.2.1"))];
        assert!(one.iter().all(Option::is_some));
        assert!(places.take(ip("192.0.2.1")).is_none());
        let other = places.take(ip("2001:db8::1"));
        assert!(other.is_some() && places.take(ip("192.0.2.9")).is_none());
        drop(one);
        assert!(places.take(ip("192.0.2.1")).is_some());
        let neighbour = places.take(ip("2001:db8::ffff:1"));
        assert!(neighbour.is_some() && places.take(ip("2001:db8::7")).is_none());
        drop((other, neighbour));
        assert_eq!(lock(&places.taken).by_address.len(), 0);
    }
}
