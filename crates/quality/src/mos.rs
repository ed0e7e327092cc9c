//! A mean opinion score.

use std::fmt;

/// What people would say of the quality on average, from 1 (bad) to 5 (excellent) (ITU-T P.800.1).
///
/// An estimate by a model: it orders calls, it does not replace asking people.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Mos(f64);

impl Mos {
    /// The lowest score.
    pub const WORST: Self = Self(1.0);

    /// The nearest score to a number; the lowest where that is none.
    pub(crate) fn new(score: f64) -> Self {
        if score.is_nan() {
            return Self::WORST;
        }
        Self(score.clamp(1.0, 5.0))
    }

    /// 1 to 5.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Mos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_becomes_a_score() {
        for (score, value) in [(0.0, 1.0), (3.2, 3.2), (7.0, 5.0), (f64::NAN, 1.0)] {
            assert_eq!(Mos::new(score).value(), value);
        }
        assert_eq!(Mos::new(4.25).to_string(), "4.2");
    }
}
