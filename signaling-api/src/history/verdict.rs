//! How well a consultation went on the whole.

use serde::Serialize;

/// Nothing is judged of a consultation that was shorter, in milliseconds.
pub(crate) const SHORTEST: i64 = 30_000;

/// Whole seconds of each level, at a resolution of ten.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = QualitySeconds)]
pub(crate) struct Seconds {
    /// Nothing amiss.
    good: u32,
    /// The picture suffered.
    fair: u32,
    /// The sound suffered, or no picture could be had.
    poor: u32,
    /// Nothing was heard of them.
    lost: u32,
}

/// How well it went, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OverallQuality)]
pub(crate) enum Rating {
    /// Sound suffered or media were away for more than a tenth of the time.
    Poor,
    /// Something was amiss for more than a tenth of the time, or the connection was cut.
    Fair,
    /// Nothing much.
    Good,
}

impl Rating {
    /// As tables have it.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Poor => "poor",
            Self::Fair => "fair",
            Self::Good => "good",
        }
    }
}

impl Seconds {
    /// Adds a minute's letters, ten seconds each.
    pub(crate) fn add(&mut self, letters: &str) {
        for letter in letters.chars() {
            match letter {
                'g' => self.good += 10,
                'f' => self.fair += 10,
                'p' => self.poor += 10,
                'l' => self.lost += 10,
                _ => {}
            }
        }
    }

    /// Nothing where nothing is known.
    fn rating(self) -> Option<Rating> {
        let Self {
            good,
            fair,
            poor,
            lost,
        } = self;
        let whole = good + fair + poor + lost;
        let is_much = |part: u32| part * 10 > whole;
        match whole {
            0 => None,
            _ if is_much(poor + lost) => Some(Rating::Poor),
            _ if lost > 0 || is_much(fair + poor + lost) => Some(Rating::Fair),
            _ => Some(Rating::Good),
        }
    }
}

/// By the one who fared worst; nothing where nobody's connection is known.
#[must_use]
pub(crate) fn overall(people: impl IntoIterator<Item = Seconds>) -> Option<Rating> {
    people.into_iter().filter_map(Seconds::rating).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(letters: &str) -> Seconds {
        let mut seconds = Seconds::default();
        seconds.add(letters);
        seconds
    }

    #[test]
    fn the_one_who_fared_worst_decides() {
        for (people, expected) in [
            (&["gggggg", "ggpggfppgggg"][..], Some(Rating::Poor)),
            (&["gggggggggggg", "gggggggggggf"], Some(Rating::Good)),
            (&["gggggggggggggggggggggggl"], Some(Rating::Fair)),
            (&["ggggff", "------"], Some(Rating::Fair)),
            (&["------", ""], None),
            (&[], None),
        ] {
            assert_eq!(
                overall(people.iter().map(|letters| of(letters))),
                expected,
                "{people:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_letters_are_counted_by_tens(letters in ".{0,40}") {
            let Seconds { good, fair, poor, lost } = of(&letters);
            let known = letters.chars().filter(|letter| "gfpl".contains(*letter)).count();
            prop_assert_eq!((good + fair + poor + lost) as usize, 10 * known);
        }
    }
}
