//! How many things each owner has.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// Counts by owner; who has nothing takes no memory.
#[derive(Debug)]
pub(crate) struct Tally<K>(HashMap<K, usize>);

impl<K: Eq + Hash> Tally<K> {
    pub(crate) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(crate) fn of<Q: Eq + Hash + ?Sized>(&self, owner: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        self.0.get(owner).copied().unwrap_or_default()
    }

    pub(crate) fn add(&mut self, owner: K) {
        *self.0.entry(owner).or_default() += 1;
    }

    pub(crate) fn remove<Q: Eq + Hash + ?Sized>(&mut self, owner: &Q)
    where
        K: Borrow<Q>,
    {
        if let Some(count) = self.0.get_mut(owner) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(owner);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_nothing_left_takes_no_memory() {
        let mut tally = Tally::new();
        tally.add("a");
        tally.add("a");
        tally.remove("a");
        assert_eq!((tally.of("a"), tally.of("b")), (1, 0));
        tally.remove("a");
        tally.remove("a");
        assert!(tally.0.is_empty());
    }
}
