//! Which participant each pair of seats carries, as a value computed from values.

use model::ParticipantId;
use protocol::Wish;
use std::cmp::Reverse;

/// Who has spoken in a room.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Floor<'a> {
    /// Those who speak now, loudest first, then others, the latest first.
    pub(crate) heard: &'a [ParticipantId],
    /// How many of them speak now.
    pub(crate) speaking: usize,
}

/// What a receiver looks at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct View<'a> {
    /// Pictures that are shown; nothing while unknown: then all are.
    pub(crate) wishes: Option<&'a [Wish]>,
}

/// How strong somebody's claim to a seat is, the weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Claim {
    pinned: bool,
    speaking: bool,
    shown: bool,
    /// Who has been quiet for longer comes before who spoke since.
    heard: Reverse<usize>,
}

/// Pairs of seats with who sits in them.
pub(crate) struct Plan<'a> {
    /// The k-th is that of the k-th audio and the k-th video seat.
    pub(crate) seats: &'a mut [Option<ParticipantId>],
    /// Whether who sits in the k-th has sat for long enough to be moved.
    pub(crate) settled: &'a [bool],
    pub(crate) floor: Floor<'a>,
    pub(crate) view: View<'a>,
}

impl Plan<'_> {
    /// Seats people: who sits stays, who has left gives the seat up, newcomers take free seats in the order of `present`. With
    /// `wanted` the k-th pair carries the k-th of it alone.
    ///
    /// Where seats are too few, who is pinned has one, then who speaks, then who is shown; whoever is none of these and has been
    /// quiet for longest gives way, among equals the last. Whether somebody would have, had they sat for longer.
    pub(crate) fn seat(mut self, present: &[ParticipantId], wanted: &[ParticipantId]) -> bool {
        if !wanted.is_empty() {
            for (index, seat) in self.seats.iter_mut().enumerate() {
                *seat = wanted.get(index).copied();
            }
            return false;
        }
        !take_seats(self.seats, present) && self.seat_claimants(present)
    }

    fn seat_claimants(&mut self, present: &[ParticipantId]) -> bool {
        let mut standing: Vec<_> = present
            .iter()
            .filter(|p| !self.seats.contains(&Some(**p)))
            .collect();
        standing.sort_by_key(|person| Reverse(self.claim(**person)));
        let loudest = present.iter().map(|person| self.claim(*person).heard).max();
        let mut held = false;
        for person in standing {
            let claim = self.claim(*person);
            let seats = self.seats.iter().enumerate();
            let weakest = seats
                .filter_map(|(at, seat)| Some((self.claim((*seat)?), Reverse(at))))
                .min();
            let Some((other, Reverse(at))) =
                weakest.filter(|(other, _)| gives_way(*other, claim, Some(claim.heard) == loudest))
            else {
                continue;
            };
            if self.settled.get(at) == Some(&true) || (claim.pinned && !other.pinned) {
                self.seats[at] = Some(*person);
            } else {
                held |= other < claim;
            }
        }
        held
    }

    fn claim(&self, person: ParticipantId) -> Claim {
        let heard = self.floor.heard.iter().position(|heard| *heard == person);
        let mut wishes = self.view.wishes.unwrap_or_default().iter();
        let wish = wishes.find(|w| w.participant == person && w.height > 0);
        Claim {
            pinned: wish.is_some_and(|wish| wish.pinned),
            speaking: heard.is_some_and(|place| place < self.floor.speaking),
            shown: wish.is_some() || self.view.wishes.is_none(),
            heard: Reverse(heard.unwrap_or(usize::MAX)),
        }
    }
}

/// Who sits stays, who has left gives the seat up, newcomers take free seats in the order of `present`. Whether all sit.
pub(crate) fn take_seats(seats: &mut [Option<ParticipantId>], present: &[ParticipantId]) -> bool {
    for seat in seats.iter_mut() {
        *seat = seat.filter(|sitting| present.contains(sitting));
    }
    for newcomer in present {
        if seats.contains(&Some(*newcomer)) {
            continue;
        }
        let Some(free) = seats.iter_mut().find(|seat| seat.is_none()) else {
            return false;
        };
        *free = Some(*newcomer);
    }
    true
}

/// A seated speaker gives way to the loudest alone; otherwise only a stronger kind of claim moves anybody.
fn gives_way(sitting: Claim, standing: Claim, is_loudest: bool) -> bool {
    let kind = |claim: Claim| (claim.pinned, claim.speaking, claim.shown);
    kind(standing) > kind(sitting)
        || (is_loudest && standing.speaking && !sitting.pinned && sitting < standing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Source;

    fn seat(
        seats: &mut [Option<ParticipantId>],
        present: &[ParticipantId],
        wanted: &[ParticipantId],
        floor: Floor<'_>,
    ) {
        look(seats, present, wanted, floor, None);
    }

    fn look(
        seats: &mut [Option<ParticipantId>],
        present: &[ParticipantId],
        wanted: &[ParticipantId],
        floor: Floor<'_>,
        wishes: Option<&[Wish]>,
    ) {
        let plan = Plan {
            settled: &vec![true; seats.len()],
            seats,
            floor,
            view: View { wishes },
        };
        assert!(!plan.seat(present, wanted), "nobody is held");
    }

    fn wish(participant: ParticipantId, height: u16, pinned: bool) -> Wish {
        Wish {
            participant,
            source: Source::Camera,
            height,
            pinned,
        }
    }

    #[test]
    fn people_keep_their_seats_while_others_come_and_go() {
        let [a, b, c, d] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [None; 3];
        seat(&mut seats, &[a, b, c], &[], Floor::default());
        assert_eq!(seats, [Some(a), Some(b), Some(c)]);
        seat(&mut seats, &[b, c, d], &[], Floor::default());
        assert_eq!(seats, [Some(d), Some(b), Some(c)]);
        seat(&mut seats, &[c], &[], Floor::default());
        assert_eq!(seats, [None, None, Some(c)]);
    }

    #[test]
    fn one_seat_takes_the_first_and_the_next_when_it_leaves() {
        let [a, b] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [None];
        seat(&mut seats, &[a, b], &[], Floor::default());
        assert_eq!(seats, [Some(a)]);
        seat(&mut seats, &[b], &[], Floor::default());
        assert_eq!(seats, [Some(b)]);
    }

    #[test]
    fn wishes_fix_the_order_even_for_the_absent() {
        let [a, b, c] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [None; 3];
        seat(&mut seats, &[a, b, c], &[c, a], Floor::default());
        assert_eq!(seats, [Some(c), Some(a), None]);
    }

    #[test]
    fn a_shared_screen_stays_where_it_is_when_another_comes_or_goes() {
        let [a, b, c] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [None; 2];
        assert!(take_seats(&mut seats, &[b]));
        assert!(take_seats(&mut seats, &[a, b]));
        assert_eq!(seats, [Some(b), Some(a)]);
        assert!(!take_seats(&mut seats, &[a, b, c]), "the third has no seat");
        assert!(take_seats(&mut seats, &[a, c]));
        assert_eq!(seats, [Some(c), Some(a)]);
    }

    fn floor(heard: &[ParticipantId], speaking: usize) -> Floor<'_> {
        Floor { heard, speaking }
    }

    #[test]
    fn who_speaks_gets_the_seat_of_the_longest_quiet() {
        let [a, b, c, d, e] = std::array::from_fn(|_| ParticipantId::generate());
        let all = [a, b, c, d, e];
        let mut seats = [Some(a), Some(b), Some(c)];
        seat(&mut seats, &all, &[], floor(&[d, c, a], 1));
        assert_eq!(seats, [Some(a), Some(d), Some(c)]);
        seat(&mut seats, &all, &[], floor(&[e, d, c, a], 2));
        assert_eq!(seats, [Some(e), Some(d), Some(c)]);
        seat(&mut seats, &all, &[], floor(&[e, d, c, a], 0));
        assert_eq!(seats, [Some(e), Some(d), Some(c)], "silence moves nobody");
    }

    #[test]
    fn among_those_who_never_spoke_the_last_gives_way() {
        let [a, b, c] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [Some(a), Some(b)];
        seat(&mut seats, &[a, b, c], &[], floor(&[c], 1));
        assert_eq!(seats, [Some(a), Some(c)]);
    }

    #[test]
    fn a_seated_speaker_gives_way_to_the_loudest_alone() {
        let [own, a, b] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [Some(a)];
        seat(&mut seats, &[a, b], &[], floor(&[own, a, b], 3));
        assert_eq!(seats, [Some(a)]);
        seat(&mut seats, &[a, b], &[], floor(&[own, b, a], 3));
        assert_eq!(seats, [Some(b)]);
    }

    #[test]
    fn speech_moves_nobody_where_everybody_fits() {
        let [a, b, c] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [Some(a), Some(b), Some(c)];
        seat(&mut seats, &[a, b, c], &[], floor(&[c, b], 2));
        assert_eq!(seats, [Some(a), Some(b), Some(c)]);
    }

    #[test]
    fn who_is_pinned_or_shown_gets_the_seat_of_the_hidden() {
        let [a, b, c, d] = std::array::from_fn(|_| ParticipantId::generate());
        let all = [a, b, c, d];
        let mut seats = [Some(a), Some(b)];
        let wishes = [wish(b, 90, false), wish(c, 180, false), wish(a, 0, false)];
        look(&mut seats, &all, &[], Floor::default(), Some(&wishes));
        assert_eq!(seats, [Some(c), Some(b)], "a is hidden");
        let wishes = [wish(b, 90, false), wish(c, 180, false), wish(d, 720, true)];
        look(&mut seats, &all, &[], floor(&[b, c], 2), Some(&wishes));
        assert_eq!(seats, [Some(d), Some(b)], "the pinned comes before the less loud");
        look(&mut seats, &all, &[], floor(&[a, b, c], 1), Some(&wishes));
        assert_eq!(
            seats,
            [Some(d), Some(a)],
            "who speaks is heard, but moves no pinned one"
        );
    }

    #[test]
    fn who_has_just_sat_down_is_moved_by_the_pinned_alone() {
        let [a, b] = std::array::from_fn(|_| ParticipantId::generate());
        let (mut seats, heard) = ([Some(a)], [b, a]);
        let mut again = |wishes: Option<&[Wish]>| {
            let plan = Plan {
                settled: &[false],
                seats: &mut seats,
                floor: floor(&heard, 1),
                view: View { wishes },
            };
            (plan.seat(&[a, b], &[]), seats[0])
        };
        assert_eq!(again(None), (true, Some(a)), "b waits");
        assert_eq!(again(Some(&[wish(b, 90, true)])), (false, Some(b)));
    }
}
