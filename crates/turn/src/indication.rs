//! Data with an address in front: the indications Send, Data (RFC 8656 sections 11.2, 11.4).

use crate::framing::STUN_HEADER;
use crate::xor_address;
use rtc_stun::attributes::{ATTR_DATA, ATTR_DONT_FRAGMENT, ATTR_XOR_PEER_ADDRESS, AttrType};
use rtc_stun::message::{MAGIC_COOKIE, TransactionId};
use std::net::SocketAddr;
use std::ops::Range;
use transport::ice::Attributes;

const SEND: [u8; 2] = [0, 0x16];
const DATA: [u8; 2] = [0, 0x17];

/// Bytes that a Data indication adds at most: header, longest address, the header of the data, padding.
pub const OVERHEAD: usize = STUN_HEADER + 4 + xor_address::LONGEST + 4 + 3;

/// Whether a message says that it is a Send indication.
pub(crate) fn is_send(message: &[u8]) -> bool {
    message.starts_with(&SEND)
}

/// The peer of a Send indication with the place of the data. Media come this way from clients that bind no channel, so
/// nothing is copied.
pub(crate) fn read_send(message: &[u8]) -> Option<(SocketAddr, Range<usize>)> {
    let (header, attributes) = message.split_first_chunk::<STUN_HEADER>()?;
    let cookie = u32::from_be_bytes([header[4], header[5], header[6], header[7]]);
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    if !is_send(header) || cookie != MAGIC_COOKIE || length != attributes.len() {
        return None;
    }
    let transaction = TransactionId(std::array::from_fn(|at| header[8 + at]));
    let (mut at, mut peer, mut data) = (STUN_HEADER, None, None);
    for (kind, value) in Attributes(attributes) {
        match AttrType(kind) {
            ATTR_XOR_PEER_ADDRESS => peer = peer.or(xor_address::read(value, transaction)),
            ATTR_DATA => data = data.or(Some(at + 4..at + 4 + value.len())),
            // We send nothing on that could be fragmented.
            ATTR_DONT_FRAGMENT => {}
            // RFC 8489 section 6.3.2: an indication that asks for more than is understood is dropped.
            kind if kind.required() => return None,
            _ => {}
        }
        at += 4 + value.len().next_multiple_of(4);
    }
    peer.zip(data)
}

/// Writes a Data indication to `place`; how much of it is used.
pub(crate) fn write_data(
    peer: SocketAddr,
    data: &[u8],
    transaction: TransactionId,
    place: &mut [u8],
) -> Option<usize> {
    let mut address = [0; xor_address::LONGEST];
    let address = {
        let len = xor_address::write(peer, transaction, &mut address);
        &address[..len]
    };
    let start = STUN_HEADER + 4 + address.len() + 4;
    let end = start + data.len();
    let padded = end.next_multiple_of(4);
    let place = place.get_mut(..padded)?;
    let length = |of: usize| u16::try_from(of).ok().map(u16::to_be_bytes);
    place[..2].copy_from_slice(&DATA);
    place[2..4].copy_from_slice(&length(padded - STUN_HEADER)?);
    place[4..8].copy_from_slice(&MAGIC_COOKIE.to_be_bytes());
    place[8..STUN_HEADER].copy_from_slice(&transaction.0);
    let attributes = &mut place[STUN_HEADER..];
    attributes[..2].copy_from_slice(&ATTR_XOR_PEER_ADDRESS.value().to_be_bytes());
    attributes[2..4].copy_from_slice(&length(address.len())?);
    attributes[4..4 + address.len()].copy_from_slice(address);
    place[start - 4..start - 2].copy_from_slice(&ATTR_DATA.value().to_be_bytes());
    place[start - 2..start].copy_from_slice(&length(data.len())?);
    place[start..end].copy_from_slice(data);
    place[end..].fill(0);
    Some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rtc_stun::message::{Getter, Message};
    use rtc_turn::proto::data::Data;
    use rtc_turn::proto::peeraddr::PeerAddress;
    use std::net::IpAddr;

    /// A Data indication differs from a Send indication in its type alone.
    fn send(peer: SocketAddr, data: &[u8], more: &[u8]) -> Vec<u8> {
        let mut message = vec![0; data.len() + OVERHEAD];
        let len = write_data(peer, data, TransactionId([7; 12]), &mut message).unwrap();
        message.truncate(len);
        message.extend_from_slice(more);
        message[..2].copy_from_slice(&SEND);
        let length = (message.len() - STUN_HEADER) as u16;
        message[2..4].copy_from_slice(&length.to_be_bytes());
        message
    }

    #[test]
    fn what_is_not_understood_is_dropped() {
        let peer = SocketAddr::from(([192, 0, 2, 1], 9));
        let read = |more: &[u8]| read_send(&send(peer, b"data!", more)).is_some();
        assert!(read(&[]) && read(&[0, 0x1A, 0, 0]) && read(&[0x80, 0x22, 0, 0]));
        assert!(!read(&[0, 0x18, 0, 0]) && !read(&[0x7F, 0xFF, 0, 0]));
    }

    proptest! {
        #[test]
        fn the_library_reads_what_is_written(ip: IpAddr, port: u16, data in prop::collection::vec(any::<u8>(), 0..64)) {
            let peer = SocketAddr::new(ip, port);
            let mut place = [9; 64 + OVERHEAD];
            let len = write_data(peer, &data, TransactionId([7; 12]), &mut place).unwrap();
            let mut message = Message::new();
            message.unmarshal_binary(&place[..len]).unwrap();
            let (mut theirs, mut address) = (Data::default(), PeerAddress::default());
            theirs.get_from(&message).unwrap();
            address.get_from(&message).unwrap();
            prop_assert_eq!((theirs.0, address.ip, address.port), (data.clone(), ip, port));
            let sent = send(peer, &data, &[]);
            let (read_peer, range) = read_send(&sent).unwrap();
            prop_assert_eq!((read_peer, &sent[range]), (peer, &data[..]));
        }

        #[test]
        fn any_bytes_are_read_within_their_bounds(bytes in prop::collection::vec(any::<u8>(), 0..90)) {
            let whole = send(SocketAddr::from(([192, 0, 2, 1], 9)), b"data", &bytes);
            for message in [&bytes[..], &whole] {
                if let Some((_, range)) = read_send(message) {
                    prop_assert!(range.end <= message.len());
                }
            }
            write_data(SocketAddr::from(([192, 0, 2, 1], 9)), &bytes, TransactionId([7; 12]), &mut [0; 50]);
        }
    }
}
