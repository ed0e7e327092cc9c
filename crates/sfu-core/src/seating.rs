//! Which participant each pair of seats carries, as a value computed from values.

use model::ParticipantId;

/// Seats people: who sits stays, who has left gives the seat up, newcomers take free seats in the order of `present`.
///
/// `seats` are the pairs so far (the k-th audio with the k-th video seat). With `wanted` the k-th pair carries the k-th of it alone.
pub(crate) fn seat(seats: &mut [Option<ParticipantId>], present: &[ParticipantId], wanted: &[ParticipantId]) {
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
            return;
        };
        *free = Some(*newcomer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_keep_their_seats_while_others_come_and_go() {
        let [a, b, c, d] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [None; 3];
        seat(&mut seats, &[a, b, c], &[]);
        assert_eq!(seats, [Some(a), Some(b), Some(c)]);
        seat(&mut seats, &[b, c, d], &[]);
        assert_eq!(seats, [Some(d), Some(b), Some(c)]);
        seat(&mut seats, &[c], &[]);
        assert_eq!(seats, [None, None, Some(c)]);
    }

    #[test]
    fn one_seat_takes_the_first_and_the_next_when_it_leaves() {
        let [a, b] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [None];
        seat(&mut seats, &[a, b], &[]);
        assert_eq!(seats, [Some(a)]);
        seat(&mut seats, &[b], &[]);
        assert_eq!(seats, [Some(b)]);
    }

    #[test]
    fn wishes_fix_the_order_even_for_the_absent() {
        let [a, b, c] = std::array::from_fn(|_| ParticipantId::generate());
        let mut seats = [None; 3];
        seat(&mut seats, &[a, b, c], &[c, a]);
        assert_eq!(seats, [Some(c), Some(a), None]);
    }
}
