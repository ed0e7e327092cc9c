//! Answering requests for lost packets without a storm.

use std::time::{Duration, Instant};

/// Packets remembered; a history of as many consecutive ones gives each a place of its own.
const REMEMBERED: usize = 1024;

/// Answers to requests for one packet, beyond which it is no use to anybody.
const MOST_ANSWERS: u8 = 10;

/// Longest time without an answer, whatever round trip the receiver makes us believe in.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// Decides whether a packet that one receiver asks for is sent again, however often it asks.
#[derive(Clone, Default, Debug)]
pub struct RetransmissionThrottle {
    /// By the low bits of the sequence number; empty until something is lost.
    answers: Vec<Option<Answer>>,
}

#[derive(Clone, Copy, Debug)]
struct Answer {
    sequence: u16,
    at: Instant,
    count: u8,
}

impl RetransmissionThrottle {
    /// Whether to send the packet now; if so it counts as sent.
    ///
    /// A request within half a `round_trip` of the last answer was made before that could arrive.
    pub fn permit(&mut self, now: Instant, sequence: u16, round_trip: Duration) -> bool {
        self.answers.resize(REMEMBERED, None);
        let slot = &mut self.answers[usize::from(sequence) % REMEMBERED];
        let earlier = slot.filter(|answer| answer.sequence == sequence);
        if let Some(earlier) = earlier
            && (earlier.count == MOST_ANSWERS || now < earlier.at + LONGEST_WAIT.min(round_trip / 2))
        {
            return false;
        }
        *slot = Some(Answer {
            sequence,
            at: now,
            count: earlier.map_or(1, |earlier| earlier.count + 1),
        });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUND_TRIP: Duration = Duration::from_millis(40);

    /// How many of `requests` for packet 7, so far apart, are answered.
    fn answered(requests: u32, apart: Duration) -> usize {
        let (mut throttle, start) = (RetransmissionThrottle::default(), Instant::now());
        (0..requests)
            .filter(|request| throttle.permit(start + apart * *request, 7, ROUND_TRIP))
            .count()
    }

    #[test]
    fn who_asks_each_round_trip_is_answered_ten_times() {
        assert_eq!(answered(5, ROUND_TRIP), 5);
        assert_eq!(answered(100, ROUND_TRIP), 10);
    }

    #[test]
    fn who_asks_before_the_answer_can_arrive_is_not_answered_again() {
        assert_eq!(answered(40, Duration::from_millis(1)), 2);
    }

    #[test]
    fn a_number_of_the_next_round_is_another_packet() {
        let (mut throttle, now) = (RetransmissionThrottle::default(), Instant::now());
        assert!(throttle.permit(now, 7, ROUND_TRIP));
        assert!(throttle.permit(now, 7 + REMEMBERED as u16, ROUND_TRIP));
        assert!(!throttle.permit(now, 7 + REMEMBERED as u16, ROUND_TRIP));
    }
}
