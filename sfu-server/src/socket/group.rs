//! Datagrams of a batch gathered by destination without sorting.

use std::hash::BuildHasher;
use transport::{Datagram, TupleHash};

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Group {
    first: u32,
    last: u32,
    slot: u32,
}

/// Chains of datagrams, one a destination, in order of first appearance; allocated once.
///
/// A sort costs `n log n` comparisons of 5-tuples a batch; this is one look-up a datagram.
#[derive(Debug)]
pub(super) struct Groups {
    hash: TupleHash,
    /// Open addressing: a slot holds the index of a group, or `NONE`. Four slots a datagram keep probes short.
    slots: Box<[u32]>,
    groups: Vec<Group>,
    next: Vec<u32>,
}

impl Groups {
    /// Takes memory for batches of at most `most` datagrams.
    pub(super) fn new(most: usize) -> Self {
        Self {
            hash: TupleHash::default(),
            slots: vec![NONE; (most * 4).next_power_of_two()].into_boxed_slice(),
            groups: Vec::with_capacity(most),
            next: Vec::with_capacity(most),
        }
    }

    /// The most datagrams of one batch.
    pub(super) fn capacity(&self) -> usize {
        self.slots.len() / 4
    }

    /// Gathers a batch of at most `capacity` datagrams, forgetting the last one.
    pub(super) fn gather(&mut self, datagrams: &[Datagram]) {
        assert!(datagrams.len() <= self.capacity(), "a batch that fits");
        for group in self.groups.drain(..) {
            self.slots[group.slot as usize] = NONE;
        }
        self.next.clear();
        for index in 0..datagrams.len() as u32 {
            self.next.push(NONE);
            self.append(datagrams, index);
        }
    }

    fn append(&mut self, datagrams: &[Datagram], index: u32) {
        let tuple = &datagrams[index as usize].tuple;
        let mask = self.slots.len() - 1;
        let mut slot = self.hash.hash_one(tuple) as usize & mask;
        loop {
            match self.slots[slot] {
                NONE => {
                    self.slots[slot] = self.groups.len() as u32;
                    let slot = slot as u32;
                    return self.groups.push(Group {
                        first: index,
                        last: index,
                        slot,
                    });
                }
                group => {
                    let group = &mut self.groups[group as usize];
                    if datagrams[group.first as usize].tuple == *tuple {
                        self.next[group.last as usize] = index;
                        group.last = index;
                        return;
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    /// How many destinations there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// The indices of a destination's datagrams, in their order.
    pub(super) fn chain(&self, group: usize) -> Chain<'_> {
        Chain {
            next: &self.next,
            at: self.groups[group].first,
        }
    }
}

/// Walks one destination's datagrams.
#[derive(Clone, Debug)]
pub(super) struct Chain<'a> {
    next: &'a [u32],
    at: u32,
}

impl Iterator for Chain<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let index = (self.at != NONE).then_some(self.at as usize)?;
        self.at = self.next[index];
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;
    use transport::{FiveTuple, Protocol};

    fn datagram(port: u16, start: usize) -> Datagram {
        Datagram {
            tuple: FiveTuple {
                protocol: Protocol::Udp,
                local: "127.0.0.1:1".parse().unwrap(),
                remote: SocketAddr::from(([127, 0, 0, 1], port)),
            },
            range: start..start + 1,
        }
    }

    #[test]
    fn order_is_kept_within_a_destination_and_of_first_appearance_between_them() {
        let mut groups = Groups::new(8);
        for _ in 0..2 {
            let batch: Vec<_> = [7, 5, 7, 9, 5, 7]
                .iter()
                .zip(0..)
                .map(|(p, at)| datagram(*p, at))
                .collect();
            groups.gather(&batch);
            let chains: Vec<Vec<_>> = (0..groups.len()).map(|g| groups.chain(g).collect()).collect();
            assert_eq!(chains, [vec![0, 2, 5], vec![1, 4], vec![3]]);
        }
    }

    #[test]
    fn as_many_destinations_as_datagrams_fit() {
        let mut groups = Groups::new(100);
        let batch: Vec<_> = (0..100).map(|at| datagram(1000 + at, usize::from(at))).collect();
        groups.gather(&batch);
        assert_eq!(groups.len(), 100);
        groups.gather(&[]);
        assert_eq!(groups.len(), 0);
    }
}
