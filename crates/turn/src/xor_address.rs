//! Addresses as STUN hides them from meddling routers (RFC 8489 section 14.2).

use rtc_stun::message::TransactionId;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
const IPV4: u8 = 1;
const IPV6: u8 = 2;

/// The longest value of such an attribute.
pub(crate) const LONGEST: usize = 20;

/// Reads the value of XOR-PEER-ADDRESS or its kin.
pub(crate) fn read(value: &[u8], transaction: TransactionId) -> Option<SocketAddr> {
    let ([_, family, high, low], masked) = value.split_first_chunk::<4>()?;
    let ip: IpAddr = match *family {
        IPV4 => Ipv4Addr::from(unmasked::<4>(masked, transaction)?).into(),
        IPV6 => Ipv6Addr::from(unmasked::<16>(masked, transaction)?).into(),
        _ => return None,
    };
    let port = [high ^ MAGIC_COOKIE[0], low ^ MAGIC_COOKIE[1]];
    Some(SocketAddr::new(ip, u16::from_be_bytes(port)))
}

/// Writes such a value to the front of `place`; returns its length.
pub(crate) fn write(address: SocketAddr, transaction: TransactionId, place: &mut [u8; LONGEST]) -> usize {
    let [high, low] = address.port().to_be_bytes();
    let (v4, v6);
    let (family, ip): (u8, &[u8]) = match address.ip() {
        IpAddr::V4(ip) => {
            v4 = ip.octets();
            (IPV4, &v4)
        }
        IpAddr::V6(ip) => {
            v6 = ip.octets();
            (IPV6, &v6)
        }
    };
    place[..4].copy_from_slice(&[0, family, high ^ MAGIC_COOKIE[0], low ^ MAGIC_COOKIE[1]]);
    let mask = mask(transaction);
    for ((to, from), mask) in place[4..].iter_mut().zip(ip).zip(mask) {
        *to = from ^ mask;
    }
    4 + ip.len()
}

fn unmasked<const N: usize>(masked: &[u8], transaction: TransactionId) -> Option<[u8; N]> {
    let masked: [u8; N] = masked.try_into().ok()?;
    let mask = mask(transaction);
    Some(std::array::from_fn(|at| masked[at] ^ mask[at]))
}

fn mask(TransactionId(id): TransactionId) -> [u8; 16] {
    std::array::from_fn(|at| if at < 4 { MAGIC_COOKIE[at] } else { id[at - 4] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rtc_stun::attributes::ATTR_XOR_PEER_ADDRESS;
    use rtc_stun::message::{Message, Setter};
    use rtc_stun::xoraddr::XorMappedAddress;

    proptest! {
        #[test]
        fn what_is_written_is_what_the_library_reads(ip: IpAddr, port: u16, id: [u8; 12]) {
            let (address, id) = (SocketAddr::new(ip, port), TransactionId(id));
            let mut value = [0; LONGEST];
            let len = write(address, id, &mut value);
            prop_assert_eq!(read(&value[..len], id), Some(address));
            let mut message = Message::new();
            id.add_to(&mut message).unwrap();
            message.add(ATTR_XOR_PEER_ADDRESS, &value[..len]);
            let mut theirs = XorMappedAddress::default();
            theirs.get_from_as(&message, ATTR_XOR_PEER_ADDRESS).unwrap();
            prop_assert_eq!(SocketAddr::new(theirs.ip, theirs.port), address);
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(value in prop::collection::vec(any::<u8>(), 0..24), id: [u8; 12]) {
            if let Some(address) = read(&value, TransactionId(id)) {
                prop_assert_eq!(value.len(), if address.is_ipv4() { 8 } else { 20 });
            }
        }
    }
}
