//! A client's request, read.

use crate::framing::STUN_HEADER;
use crate::xor_address;
use rtc_crypto::RTCCryptoProvider;
use rtc_stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DONT_FRAGMENT, ATTR_EVEN_PORT, ATTR_FINGERPRINT, ATTR_LIFETIME,
    ATTR_MESSAGE_INTEGRITY, ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_REQUESTED_TRANSPORT,
    ATTR_RESERVATION_TOKEN, ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS, AttrType, RawAttribute,
};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{CLASS_REQUEST, Message, Method, TransactionId};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

pub(crate) static PROVIDER: LazyLock<Arc<dyn RTCCryptoProvider>> =
    LazyLock::new(|| rtc_crypto::default_provider().expect("a cryptography provider is compiled in"));

/// Attributes that are understood among those that must be (RFC 8489 section 14).
const UNDERSTOOD: [AttrType; 12] = [
    ATTR_USERNAME,
    ATTR_MESSAGE_INTEGRITY,
    ATTR_REALM,
    ATTR_NONCE,
    ATTR_CHANNEL_NUMBER,
    ATTR_LIFETIME,
    ATTR_XOR_PEER_ADDRESS,
    ATTR_REQUESTED_ADDRESS_FAMILY,
    ATTR_EVEN_PORT,
    ATTR_REQUESTED_TRANSPORT,
    ATTR_DONT_FRAGMENT,
    ATTR_RESERVATION_TOKEN,
];

/// A well-formed request, not believed yet.
#[derive(Debug)]
pub(crate) struct Request(Message);

impl Request {
    /// Reads a whole message; nothing unless it is a request, intact as far as its fingerprint tells.
    pub(crate) fn read(message: &[u8]) -> Option<Self> {
        let length = message
            .get(2..4)
            .map(|b| usize::from(u16::from_be_bytes([b[0], b[1]])));
        if length.map(|length| STUN_HEADER + length) != Some(message.len()) {
            return None;
        }
        let mut read = Message::new();
        read.unmarshal_binary(message).ok()?;
        let is_intact = !read.contains(ATTR_FINGERPRINT) || FINGERPRINT.check(&read).is_ok();
        (read.typ.class == CLASS_REQUEST && is_intact).then_some(Self(read))
    }

    pub(crate) fn method(&self) -> Method {
        self.0.typ.method
    }

    pub(crate) fn transaction(&self) -> TransactionId {
        self.0.transaction_id
    }

    /// The bytes of the message.
    pub(crate) fn len(&self) -> usize {
        self.0.raw.len()
    }

    pub(crate) fn has_integrity(&self) -> bool {
        self.0.contains(ATTR_MESSAGE_INTEGRITY)
    }

    /// Whether MESSAGE-INTEGRITY holds under the key.
    pub(crate) fn holds(&mut self, key: &[u8]) -> bool {
        MessageIntegrity::check(&mut self.0, key, PROVIDER.crypto()).is_ok()
    }

    /// The value of the first such attribute that the integrity covers.
    pub(crate) fn value(&self, kind: AttrType) -> Option<&[u8]> {
        self.values(kind).next()
    }

    pub(crate) fn text(&self, kind: AttrType) -> Option<&str> {
        std::str::from_utf8(self.value(kind)?).ok()
    }

    /// A value of four bytes; nothing where it has another length.
    pub(crate) fn word(&self, kind: AttrType) -> Option<[u8; 4]> {
        self.value(kind)?.try_into().ok()
    }

    /// Every peer that is named, nothing for one that makes no sense.
    pub(crate) fn peers(&self) -> impl Iterator<Item = Option<SocketAddr>> {
        self.values(ATTR_XOR_PEER_ADDRESS)
            .map(|value| xor_address::read(value, self.0.transaction_id))
    }

    /// What would have to be understood.
    pub(crate) fn unknown(&self) -> Vec<AttrType> {
        let unknown = |one: &&RawAttribute| one.typ.required() && !UNDERSTOOD.contains(&one.typ);
        self.covered().filter(unknown).map(|one| one.typ).collect()
    }

    fn values(&self, kind: AttrType) -> impl Iterator<Item = &[u8]> {
        self.covered()
            .filter(move |one| one.typ == kind)
            .map(|one| &one.value[..])
    }

    /// What follows MESSAGE-INTEGRITY anybody may have added (RFC 8489 section 14.5).
    fn covered(&self) -> impl Iterator<Item = &RawAttribute> {
        self.0
            .attributes
            .0
            .iter()
            .take_while(|one| one.typ != ATTR_MESSAGE_INTEGRITY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rtc_stun::message::{METHOD_ALLOCATE, MessageType, Setter};

    fn message(attributes: &[(AttrType, &[u8])]) -> Vec<u8> {
        let mut message = Message::new();
        message.write_header();
        MessageType::new(METHOD_ALLOCATE, CLASS_REQUEST)
            .add_to(&mut message)
            .unwrap();
        for (kind, value) in attributes {
            message.add(*kind, value);
        }
        message.raw
    }

    #[test]
    fn what_follows_the_integrity_is_not_seen() {
        let bytes = message(&[
            (AttrType(0x7ABC), b"?"),
            (ATTR_LIFETIME, &[0, 0, 1, 0]),
            (ATTR_MESSAGE_INTEGRITY, &[0; 20]),
            (ATTR_REALM, b"late"),
            (AttrType(0x7ABD), b"?"),
        ]);
        let mut request = Request::read(&bytes).unwrap();
        assert_eq!(request.word(ATTR_LIFETIME), Some([0, 0, 1, 0]));
        assert_eq!(
            (request.text(ATTR_REALM), request.unknown()),
            (None, vec![AttrType(0x7ABC)])
        );
        assert!(request.has_integrity() && !request.holds(b"key"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..120), kind: u16) {
            let headed = [&message(&[])[..], &bytes].concat();
            let mut fitting = headed.clone();
            fitting[2..4].copy_from_slice(&(bytes.len() as u16).to_be_bytes());
            for bytes in [&bytes[..], &headed, &fitting, &message(&[(AttrType(kind), &bytes), (ATTR_MESSAGE_INTEGRITY, &bytes)])] {
                if let Some(mut request) = Request::read(bytes) {
                    prop_assert!(!request.holds(b"key") && request.len() == bytes.len());
                    request.peers().for_each(drop);
                    request.unknown();
                }
            }
        }
    }
}
