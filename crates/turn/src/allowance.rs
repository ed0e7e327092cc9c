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
/// The longest answer to a stranger: a challenge, with its header, code, realm and nonce.
pub(crate) const LONGEST: usize = 56;

/// A bound on what is sent to addresses that proved nothing, so that the server is of no use to flood somebody.
///
/// A challenge (401, 438) cannot be as short as the question: the shortest request is of 28 bytes, the challenge of
/// [`LONGEST`]. So challenges are rationed by address, and any other answer is no longer than its question.
#[derive(Debug)]
pub(crate) struct Allowance {
    accounts: Box<[Account]>,
    hasher: RandomState,
}

#[derive(Clone, Debug)]
struct Account {
    /// Bytes left, in thousandths, so that no part of a second is lost.
    balance: u64,
    at: Instant,
}

impl Allowance {
    pub(crate) fn new(now: Instant) -> Self {
        let full = Account {
            balance: FULL,
            at: now,
        };
        Self {
            accounts: vec![full; ACCOUNTS].into(),
            hasher: RandomState::new(),
        }
    }

    /// Takes the bytes of an answer from the account of `address`; whether it had them.
    pub(crate) fn spend(&mut self, now: Instant, address: IpAddr, bytes: usize) -> bool {
        let place = self.hasher.hash_one(subscriber(address)) % self.accounts.len() as u64;
        let account = &mut self.accounts[place as usize];
        // Whole milliseconds, so that nothing is lost between two that come at once.
        let elapsed = now.saturating_duration_since(account.at).as_millis() as u64;
        account.at += Duration::from_millis(elapsed);
        account.balance = account
            .balance
            .saturating_add(elapsed.saturating_mul(RATE.into()))
            .min(FULL);
        let price = bytes as u64 * 1000;
        let is_affordable = price <= account.balance;
        if is_affordable {
            account.balance -= price;
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

    proptest! {
        #[test]
        fn nobody_gets_more_than_the_burst_and_the_rate(steps in prop::collection::vec((0..3000_u64, 1..2000_usize), 1..200)) {
            let (start, address) = (Instant::now(), IpAddr::from([192, 0, 2, 1]));
            let (mut allowance, mut now, mut sent) = (Allowance::new(start), start, 0);
            for (pause, bytes) in steps {
                now += Duration::from_millis(pause);
                if allowance.spend(now, address, bytes) {
                    sent += bytes as u64;
                }
                let most = u64::from(BURST) + (now - start).as_millis() as u64 * u64::from(RATE) / 1000;
                prop_assert!(sent <= most, "{sent} of {most}");
            }
        }
    }

    #[test]
    fn who_waits_is_answered_again_and_neighbours_are_not_confused() {
        let start = Instant::now();
        let (mut allowance, victim) = (Allowance::new(start), IpAddr::from([192, 0, 2, 1]));
        let answered = |allowance: &mut Allowance, now, address| {
            (0..1000)
                .filter(|_| allowance.spend(now, address, LONGEST))
                .count()
        };
        let at_once = answered(&mut allowance, start, victim);
        assert_eq!(at_once, BURST as usize / LONGEST);
        let later = answered(&mut allowance, start + Duration::from_millis(1500), victim);
        assert_eq!(at_once + later, (BURST + 3 * RATE / 2) as usize / LONGEST);
        let hour = start + Duration::from_secs(3600);
        assert_eq!(answered(&mut allowance, hour, victim), BURST as usize / LONGEST);
        let six = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, last]);
        assert_eq!(subscriber(six(1)), subscriber(six(2)));
    }
}
