//! Which participant each pair of seats carries, as a value computed from values.

use model::ParticipantId;

/// Who has spoken in a room.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Floor<'a> {
    /// Those who speak now, loudest first, then others, the latest first.
    pub(crate) heard: &'a [ParticipantId],
    /// How many of them speak now.
    pub(crate) speaking: usize,
}

/// Seats people: who sits stays, who has left gives the seat up, newcomers take free seats in the order of `present`.
///
/// `seats` are the pairs so far (the k-th audio with the k-th video seat). With `wanted` the k-th pair carries the k-th of it alone.
/// Where seats are too few, who speaks gets that of whoever has been quiet for longest.
pub(crate) fn seat(
    seats: &mut [Option<ParticipantId>],
    present: &[ParticipantId],
    wanted: &[ParticipantId],
    floor: Floor<'_>,
) {
    if !wanted.is_empty() {
        for (index, seat) in seats.iter_mut().enumerate() {
            *seat = wanted.get(index).copied();
        }
        return;
    }
    for seat in seats.iter_mut() {
        *seat = seat.filter(|sitting| present.contains(sitting));
    }
    for newcomer in present {
        if seats.contains(&Some(*newcomer)) {
            continue;
        }
        let Some(free) = seats.iter_mut().find(|seat| seat.is_none()) else {
            return seat_speakers(seats, present, floor);
        };
        *free = Some(*newcomer);
    }
}

/// A seated speaker gives way to nobody but the loudest.
fn seat_speakers(seats: &mut [Option<ParticipantId>], present: &[ParticipantId], floor: Floor<'_>) {
    let quiet_for = |seat: &Option<ParticipantId>| {
        let place = floor.heard.iter().position(|heard| Some(*heard) == *seat);
        place.unwrap_or(usize::MAX)
    };
    let speakers = floor.heard[..floor.speaking].iter();
    for (place, speaker) in speakers.filter(|s| present.contains(s)).enumerate() {
        if seats.contains(&Some(*speaker)) {
            continue;
        }
        let Some(quietest) = seats.iter_mut().max_by_key(|seat| quiet_for(seat)) else {
            return;
        };
        if place == 0 || quiet_for(quietest) >= floor.speaking {
            *quietest = Some(*speaker);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
