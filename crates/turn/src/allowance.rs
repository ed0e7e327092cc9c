//! How much strangers are answered.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Addresses share so many accounts, found by a hash that nobody else knows. However many addresses are claimed, this is
/// all the memory that they take; two that meet in one account share it.
const ACCOUNTS: usize = 4096;
/// Bytes that an address is answered at once: the challenges of some 140 clients behind one router.
pub(crate) const BURST: u32 = 8192;
/// The same in the unit of a balance.
const FULL: u64 = BURST as u64 * 1000;
/// Bytes a second after that.
pub(crate) const RATE: u32 = 2048;

/// A bound on what is sent to addresses that proved nothing, so that the server is of no use to flood somebody.
///
/// A challenge (401, 438) cannot be as short as the question: the shortest request is of 28 bytes, the challenge of 56. So
/// an address is answered out of what it asked so far, clients repeat their questions, and by a rate besides.
#[derive(Debug)]
pub(crate) struct Allowance {
    accounts: Box<[Account]>,
    hasher: RandomState,
}

#[derive(Clone, Debug)]
struct Account {
    /// Bytes that were asked and not answered, at most [`BURST`].
    asked: usize,
    /// Bytes left of the rate, in thousandths, so that no part of a second is lost.
    balance: u64,
    at: Instant,
}

impl Allowance {
    pub(crate) fn new(now: Instant) -> Self {
        let full = Account {
            asked: 0,
            balance: FULL,
            at: now,
        };
        Self {
            accounts: vec![full; ACCOUNTS].into(),
            hasher: RandomState::new(),
        }
    }

    /// Puts the bytes of a question into the account of `address`, takes those of the answer; whether it had them.
    pub(crate) fn spend(&mut self, now: Instant, address: IpAddr, question: usize, answer: usize) -> bool {
        let place = self.hasher.hash_one(subscriber(address)) % self.accounts.len() as u64;
        let account = &mut self.accounts[place as usize];
        // Whole milliseconds, so that nothing is lost between two that come at once.
        let elapsed = now.saturating_duration_since(account.at).as_millis() as u64;
        account.at += Duration::from_millis(elapsed);
        account.balance = account
            .balance
            .saturating_add(elapsed.saturating_mul(RATE.into()))
            .min(FULL);
        account.asked = (account.asked + question).min(BURST as usize);
        let price = answer as u64 * 1000;
        let is_affordable = price <= account.balance && answer <= account.asked;
        if is_affordable {
            account.balance -= price;
            account.asked -= answer;
        }
        is_affordable
    }
}

/// What one subscriber has: an address of IPv4, a network of 64 bits of IPv6.
pub(crate) fn subscriber(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(ip) => std::net::Ipv6Addr::from(u128::from(ip) >> 64 << 64).into(),
        ip => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A challenge.
    const ANSWER: usize = 56;

    proptest! {
        #[test]
        fn nobody_gets_more_than_was_asked_nor_than_the_burst_and_the_rate(
            steps in prop::collection::vec((0..3000_u64, 0..2000_usize, 1..2000_usize), 1..200),
        ) {
            let (start, address) = (Instant::now(), IpAddr::from([192, 0, 2, 1]));
            let (mut allowance, mut now) = (Allowance::new(start), start);
            let (mut asked, mut sent) = (0, 0);
            for (pause, question, answer) in steps {
                now += Duration::from_millis(pause);
                asked += question;
                if allowance.spend(now, address, question, answer) {
                    sent += answer;
                }
                let most = u64::from(BURST) + (now - start).as_millis() as u64 * u64::from(RATE) / 1000;
                prop_assert!(sent <= asked && sent as u64 <= most, "{sent} for {asked}, of {most}");
            }
        }
    }

    #[test]
    fn a_question_that_is_too_short_is_answered_when_it_is_repeated() {
        let start = Instant::now();
        let (mut allowance, client) = (Allowance::new(start), IpAddr::from([192, 0, 2, 1]));
        let answered = [(); 4].map(|()| allowance.spend(start, client, ANSWER / 2, ANSWER));
        assert_eq!(answered, [false, true, false, true]);
    }

    #[test]
    fn who_waits_is_answered_again_and_neighbours_are_not_confused() {
        let start = Instant::now();
        let (mut allowance, victim) = (Allowance::new(start), IpAddr::from([192, 0, 2, 1]));
        let answered = |allowance: &mut Allowance, now, address| {
            (0..1000)
                .filter(|_| allowance.spend(now, address, ANSWER, ANSWER))
                .count()
        };
        let at_once = answered(&mut allowance, start, victim);
        assert_eq!(at_once, BURST as usize / ANSWER);
        let later = answered(&mut allowance, start + Duration::from_millis(1500), victim);
        assert_eq!(at_once + later, (BURST + 3 * RATE / 2) as usize / ANSWER);
        let hour = start + Duration::from_secs(3600);
        assert_eq!(answered(&mut allowance, hour, victim), BURST as usize / ANSWER);
        let six = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, last]);
        assert_eq!(subscriber(six(1)), subscriber(six(2)));
    }
}
