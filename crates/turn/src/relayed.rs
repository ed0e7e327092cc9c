//! The addresses that clients are told to be relayed at; they exist inside this process alone.
//!
//! A relayed address is of the range for benchmarks, which no network routes (RFC 2544), or of the discard prefix (RFC
//! 6666), so that what a stranger sends there comes to nobody. It names the shard that has the allocation, followed by a
//! number that does not come again for millions of allocations: what is sent to the address of an allocation that has
//! ended never comes to the next client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// 198.18.0.0/15.
const BENCHMARK: u32 = 0xC612_0000;
/// 100::/64.
const DISCARD: u128 = 0x0100 << 112;
/// Bits of the number that the IP address holds, below the shard's.
const HIGH_BITS: u32 = 11;
/// Bits of the number that the port holds.
const PORT_BITS: u32 = 15;
/// The lowest port: none that is meant for a service.
const PORT: u16 = 1 << PORT_BITS;

/// What kind of address a client asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    Ipv4,
    Ipv6,
}

impl Family {
    pub(crate) fn of(address: &SocketAddr) -> Self {
        if address.is_ipv4() { Self::Ipv4 } else { Self::Ipv6 }
    }
}

/// The relayed address of a shard with that number; the number's bits above 26 do not count.
pub(crate) fn address(shard: u8, number: u32, family: Family) -> SocketAddr {
    let high = (number >> PORT_BITS) & ((1 << HIGH_BITS) - 1);
    let low = number & ((1 << PORT_BITS) - 1);
    let host = BENCHMARK | (u32::from(shard) << HIGH_BITS) | high;
    let ip: IpAddr = match family {
        Family::Ipv4 => Ipv4Addr::from(host).into(),
        Family::Ipv6 => Ipv6Addr::from(DISCARD | u128::from(host)).into(),
    };
    SocketAddr::new(ip, PORT | low as u16)
}

/// The shard that has the allocation of a relayed address. Means nothing for any other address.
#[must_use]
pub fn shard_of(relayed: &SocketAddr) -> usize {
    let host = match relayed.ip() {
        IpAddr::V4(ip) => u32::from(ip),
        IpAddr::V6(ip) => u128::from(ip) as u32,
    };
    ((host & !BENCHMARK) >> HIGH_BITS) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_address_tells_its_shard_and_stays_where_nothing_is_routed(shard in 0..64_u8, number: u32) {
            let four = address(shard, number, Family::Ipv4);
            let six = address(shard, number, Family::Ipv6);
            prop_assert_eq!((shard_of(&four), shard_of(&six)), (usize::from(shard), usize::from(shard)));
            let IpAddr::V4(ip) = four.ip() else { panic!("asked for IPv4") };
            prop_assert!(ip.octets()[0] == 198 && ip.octets()[1] & 0xFE == 18);
            prop_assert!(six.to_string().starts_with("[100::"));
            prop_assert!(four.port() >= PORT && four.port() == six.port());
            let next = address(shard, number.wrapping_add(1), Family::Ipv4);
            prop_assert_ne!(four, next);
        }
    }
}
