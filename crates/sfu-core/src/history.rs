//! Recent packets of one published track, kept for retransmission.

/// What a kept packet needs besides its payload to be sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Kept<'a> {
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) payload: &'a [u8],
}

#[derive(Clone, Copy)]
struct Entry {
    sequence: u64,
    /// Bytes written before this payload since the start.
    position: u64,
    len: u16,
    timestamp: u32,
    marker: bool,
}

const NOTHING: Entry = Entry {
    sequence: u64::MAX,
    position: 0,
    len: 0,
    timestamp: 0,
    marker: false,
};

/// A ring of payload bytes beside a ring of entries found by sequence number; neither ever grows.
pub(crate) struct History {
    bytes: Box<[u8]>,
    entries: Box<[Entry]>,
    head: u64,
}

impl History {
    /// Keeps at most `bytes` bytes and `packets` packets.
    pub(crate) fn new(bytes: usize, packets: usize) -> Self {
        Self {
            bytes: vec![0; bytes].into(),
            entries: vec![NOTHING; packets].into(),
            head: 0,
        }
    }

    pub(crate) fn keep(&mut self, sequence: u64, timestamp: u32, marker: bool, payload: &[u8]) {
        let capacity = self.bytes.len();
        let Ok(len) = u16::try_from(payload.len()) else {
            return;
        };
        if payload.len() > capacity {
            return;
        }
        let start = self.contiguous(payload.len());
        self.bytes[start..start + payload.len()].copy_from_slice(payload);
        let slot = self.slot(sequence);
        self.entries[slot] = Entry {
            sequence,
            position: self.head,
            len,
            timestamp,
            marker,
        };
        self.head += payload.len() as u64;
    }

    pub(crate) fn find(&self, sequence: u64) -> Option<Kept<'_>> {
        let entry = self.entries[self.slot(sequence)];
        let overwritten = self.head - entry.position > self.bytes.len() as u64;
        if entry.sequence != sequence || overwritten {
            return None;
        }
        let start = (entry.position % self.bytes.len() as u64) as usize;
        let payload = &self.bytes[start..start + usize::from(entry.len)];
        Some(Kept {
            timestamp: entry.timestamp,
            marker: entry.marker,
            payload,
        })
    }

    fn slot(&self, sequence: u64) -> usize {
        (sequence % self.entries.len() as u64) as usize
    }

    /// Skips the ring's end where `len` bytes would not fit in one piece; the place to write at.
    fn contiguous(&mut self, len: usize) -> usize {
        let capacity = self.bytes.len();
        let start = (self.head % capacity as u64) as usize;
        if start + len <= capacity {
            return start;
        }
        self.head += (capacity - start) as u64;
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn finds_what_it_kept_until_it_is_overwritten() {
        let mut history = History::new(100, 8);
        history.keep(7, 90, true, &[7; 60]);
        assert_eq!(
            history.find(7),
            Some(Kept {
                timestamp: 90,
                marker: true,
                payload: &[7; 60]
            })
        );
        assert_eq!(history.find(8), None);
        history.keep(8, 91, false, &[8; 60]);
        assert_eq!(history.find(7), None, "its bytes are gone");
        assert_eq!(history.find(8).map(|k| k.payload[59]), Some(8));
        history.keep(16, 92, false, &[]);
        assert_eq!(history.find(8), None, "its slot is taken");
    }

    proptest! {
        #[test]
        fn never_returns_bytes_of_another_packet(lens in proptest::collection::vec(0usize..50, 1..300)) {
            let mut history = History::new(128, 16);
            for (sequence, len) in lens.iter().enumerate() {
                history.keep(sequence as u64, 0, false, &vec![sequence as u8; *len]);
                for back in 0..20 {
                    let Some(wanted) = sequence.checked_sub(back) else { break };
                    if let Some(kept) = history.find(wanted as u64) {
                        prop_assert_eq!(kept.payload.len(), lens[wanted]);
                        prop_assert!(kept.payload.iter().all(|b| *b == wanted as u8));
                    }
                }
            }
        }
    }
}
