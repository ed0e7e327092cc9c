//! Packet statuses as chunks of sixteen bits (draft-holmer-rmcat-transport-wide-cc-extensions-01).

/// Packets of one run-length chunk: 13 bits.
const RUN_MOST: usize = 0x1fff;

/// The packet status symbols of section 3.1.1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Status {
    NotReceived = 0,
    SmallDelta = 1,
    LargeDelta = 2,
}

impl Status {
    pub(super) fn of(delta: i16) -> Self {
        match delta {
            0..=255 => Self::SmallDelta,
            _ => Self::LargeDelta,
        }
    }
}

/// Sections 3.1.3 and 3.1.4: a run where there is one, else 14 statuses of one bit or 7 of two.
pub(super) fn write_chunks(mut statuses: &[Status], out: &mut Vec<u8>) {
    while let Some(&first) = statuses.first() {
        let run = statuses
            .iter()
            .take(RUN_MOST)
            .take_while(|s| **s == first)
            .count();
        let fourteen = &statuses[..statuses.len().min(14)];
        let one_bit = !fourteen.contains(&Status::LargeDelta);
        let vector = if one_bit { 14 } else { 7 }.min(statuses.len());
        let (taken, chunk) = if run >= vector {
            (run, (first as u16) << 13 | run as u16)
        } else if one_bit {
            (vector, 0x8000 | symbols(&statuses[..vector], 1))
        } else {
            (vector, 0xc000 | symbols(&statuses[..vector], 2))
        };
        out.extend(chunk.to_be_bytes());
        statuses = &statuses[taken..];
    }
}

/// The symbols of a vector chunk from its third bit on.
fn symbols(statuses: &[Status], bits: u16) -> u16 {
    let mut shift = 14;
    statuses.iter().fold(0, |chunk, status| {
        shift -= bits;
        chunk | (*status as u16) << shift
    })
}
