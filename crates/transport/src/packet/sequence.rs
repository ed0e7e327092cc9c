//! Sequence numbers that no longer wrap.

/// Extends 16-bit sequence numbers to 64 bits, so that the inside of the server compares plain numbers.
///
/// The first number counts as being in the second cycle: one from just before it still has a number of its own.
#[derive(Clone, Copy, Default, Debug)]
pub struct SequenceExtender {
    highest: Option<u64>,
}

impl SequenceExtender {
    /// The number nearest to the highest so far whose low 16 bits are `sequence`.
    pub fn extend(&mut self, sequence: u16) -> u64 {
        let Some(highest) = self.highest else {
            return *self.highest.insert((1 << 16) | u64::from(sequence));
        };
        // RFC 1982: the shorter way round tells forward from backward.
        let distance = sequence.wrapping_sub(highest as u16) as i16;
        let extended = highest.saturating_add_signed(distance.into());
        self.highest = Some(highest.max(extended));
        extended
    }

    /// The highest number so far.
    #[must_use]
    pub fn highest(&self) -> Option<u64> {
        self.highest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wraps_forward_yet_knows_late_ones() {
        let mut extender = SequenceExtender::default();
        assert_eq!(extender.extend(65_534), 131_070);
        assert_eq!(extender.extend(1), 131_073);
        assert_eq!(extender.extend(65_535), 131_071);
        assert_eq!(extender.extend(2), 131_074);
        assert_eq!(extender.highest(), Some(131_074));
    }

    #[test]
    fn a_number_before_the_first_is_lower() {
        let mut extender = SequenceExtender::default();
        let first = extender.extend(0);
        assert_eq!(extender.extend(65_535), first - 1);
    }

    proptest! {
        #[test]
        fn follows_any_walk_of_short_steps(steps in prop::collection::vec(-1_000_i64..1_000, 1..200)) {
            let mut extender = SequenceExtender::default();
            let mut truth = extender.extend(7) as i64;
            let mut highest = truth;
            for step in steps {
                truth = (truth + step).clamp(highest - 30_000, highest + 30_000);
                if truth >= 0 {
                    prop_assert_eq!(extender.extend(truth as u16), truth as u64);
                    highest = highest.max(truth);
                }
            }
        }
    }
}
