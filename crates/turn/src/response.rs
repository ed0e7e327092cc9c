//! The answer to a request, written.

use crate::request::{PROVIDER, Request};
use rtc_stun::attributes::{
    ATTR_LIFETIME, ATTR_NONCE, ATTR_REALM, ATTR_XOR_RELAYED_ADDRESS, ATTR_XORMAPPED_ADDRESS, AttrType,
};
use rtc_stun::error_code::{ErrorCode, ErrorCodeAttribute};
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_SUCCESS_RESPONSE, Message, MessageClass, MessageType, Setter,
};
use rtc_stun::uattrs::UnknownAttributes;
use rtc_stun::xoraddr::XorMappedAddress;
use std::net::SocketAddr;
use std::time::Duration;

/// An answer under construction. It carries no phrase and no name of the software: each byte would be one more that a
/// stranger could have sent to somebody else.
pub(crate) struct Response(Message);

impl Response {
    pub(crate) fn success(request: &Request) -> Self {
        Self::new(request, CLASS_SUCCESS_RESPONSE)
    }

    pub(crate) fn error(request: &Request, code: ErrorCode) -> Self {
        let response = Self::new(request, CLASS_ERROR_RESPONSE);
        response.with(&ErrorCodeAttribute {
            code,
            reason: Vec::new(),
        })
    }

    pub(crate) fn challenge(self, realm: &str, nonce: &str) -> Self {
        let Self(mut message) = self;
        message.add(ATTR_REALM, realm.as_bytes());
        message.add(ATTR_NONCE, nonce.as_bytes());
        Self(message)
    }

    pub(crate) fn unknown(self, attributes: Vec<AttrType>) -> Self {
        self.with(&UnknownAttributes(attributes))
    }

    pub(crate) fn relayed(self, address: SocketAddr) -> Self {
        self.address(ATTR_XOR_RELAYED_ADDRESS, address)
    }

    pub(crate) fn mapped(self, address: SocketAddr) -> Self {
        self.address(ATTR_XORMAPPED_ADDRESS, address)
    }

    pub(crate) fn lifetime(mut self, lifetime: Duration) -> Self {
        let seconds = u32::try_from(lifetime.as_secs()).unwrap_or(u32::MAX);
        self.0.add(ATTR_LIFETIME, &seconds.to_be_bytes());
        self
    }

    /// The bytes, sealed under the client's key.
    pub(crate) fn sealed(self, key: &[u8]) -> Vec<u8> {
        self.with(&MessageIntegrity::new_raw_integrity_with_provider(
            key,
            PROVIDER.crypto(),
        ))
        .0
        .raw
    }

    /// The bytes, for whom nothing is known of.
    pub(crate) fn plain(self) -> Vec<u8> {
        self.0.raw
    }

    fn new(request: &Request, class: MessageClass) -> Self {
        let mut message = Message::new();
        message.write_header();
        Self(message)
            .with(&MessageType::new(request.method(), class))
            .with(&request.transaction())
    }

    fn address(mut self, kind: AttrType, address: SocketAddr) -> Self {
        let (ip, port) = (address.ip(), address.port());
        let added = XorMappedAddress { ip, port }.add_to_as(&mut self.0, kind);
        added.expect("an address is short");
        self
    }

    fn with(mut self, setter: &dyn Setter) -> Self {
        setter
            .add_to(&mut self.0)
            .expect("our own attributes are short and in order");
        self
    }
}
