//! Recent packets of one published track, kept for retransmission.

/// What a packet needs to be sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Kept<'a> {
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) payload: &'a [u8],
    /// AV1 dependency descriptor.
    pub(crate) descriptor: Option<&'a [u8]>,
}

#[derive(Clone, Copy)]
struct Entry {
    sequence: u64,
    /// Bytes written before this payload since the start.
    position: u64,
    len: u16,
    /// Bytes of the descriptor, which stands behind the payload; 0 for none.
    descriptor_len: u8,
    timestamp: u32,
    marker: bool,
}

const NOTHING: Entry = Entry {
    sequence: u64::MAX,
    position: 0,
    len: 0,
    descriptor_len: 0,
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

    pub(crate) fn keep(&mut self, sequence: u64, packet: &Kept<'_>) {
        let descriptor = packet.descriptor.unwrap_or_default();
        let (payload_len, whole) = (packet.payload.len(), packet.payload.len() + descriptor.len());
        let (Ok(len), Ok(descriptor_len)) = (u16::try_from(payload_len), u8::try_from(descriptor.len()))
        else {
            return;
        };
        if whole > self.bytes.len() {
            return;
        }
        let start = self.contiguous(whole);
        let (payload, behind) = self.bytes[start..start + whole].split_at_mut(payload_len);
        payload.copy_from_slice(packet.payload);
        behind.copy_from_slice(descriptor);
        let slot = self.slot(sequence);
        self.entries[slot] = Entry {
            sequence,
            position: self.head,
            len,
            descriptor_len,
            timestamp: packet.timestamp,
            marker: packet.marker,
        };
        self.head += whole as u64;
    }

    pub(crate) fn find(&self, sequence: u64) -> Option<Kept<'_>> {
        let entry = self.entries[self.slot(sequence)];
        let overwritten = self.head - entry.position > self.bytes.len() as u64;
        if entry.sequence != sequence || overwritten {
            return None;
        }
        let start = (entry.position % self.bytes.len() as u64) as usize;
        let (payload, behind) = self.bytes[start..].split_at(usize::from(entry.len));
        let descriptor = &behind[..usize::from(entry.descriptor_len)];
        Some(Kept {
            timestamp: entry.timestamp,
            marker: entry.marker,
            payload,
            descriptor: (!descriptor.is_empty()).then_some(descriptor),
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

    fn packet(timestamp: u32, marker: bool, payload: &[u8]) -> Kept<'_> {
        Kept {
            timestamp,
            marker,
            payload,
            descriptor: None,
        }
    }

    #[test]
    fn finds_what_it_kept_until_it_is_overwritten() {
        let mut history = History::new(100, 8);
        history.keep(7, &packet(90, true, &[7; 60]));
        assert_eq!(history.find(7), Some(packet(90, true, &[7; 60])));
        assert_eq!(history.find(8), None);
        history.keep(8, &packet(91, false, &[8; 60]));
        assert_eq!(history.find(7), None, "its bytes are gone");
        assert_eq!(history.find(8).map(|k| k.payload[59]), Some(8));
        history.keep(16, &packet(92, false, &[]));
        assert_eq!(history.find(8), None, "its slot is taken");
    }

    #[test]
    fn a_descriptor_is_kept_with_its_payload() {
        let mut history = History::new(100, 8);
        let with = Kept {
            descriptor: Some(&[1, 2, 3]),
            ..packet(90, false, &[7; 60])
        };
        history.keep(7, &with);
        history.keep(8, &packet(91, false, &[8; 30]));
        assert_eq!(history.find(7), Some(with));
        assert_eq!(history.find(8), Some(packet(91, false, &[8; 30])));
    }

    proptest! {
        #[test]
        fn never_returns_bytes_of_another_packet(lens in proptest::collection::vec(0usize..50, 1..300)) {
            let mut history = History::new(128, 16);
            for (sequence, len) in lens.iter().enumerate() {
                history.keep(sequence as u64, &packet(0, false, &vec![sequence as u8; *len]));
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
