//! The STUN messages of a connectivity check (RFC 8445 section 7, RFC 8489).

use rtc_crypto::RTCCryptoProvider;
use rtc_stun::attributes::{
    ATTR_FINGERPRINT, ATTR_ICE_CONTROLLED, ATTR_ICE_CONTROLLING, ATTR_MESSAGE_INTEGRITY, ATTR_PRIORITY,
    ATTR_USE_CANDIDATE, ATTR_USERNAME, AttrType, RawAttribute,
};
use rtc_stun::error_code::{CODE_ROLE_CONFLICT, CODE_UNKNOWN_ATTRIBUTE, ErrorCode, ErrorCodeAttribute};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{
    BINDING_ERROR, BINDING_REQUEST, BINDING_SUCCESS, Message, MessageType, Setter, TransactionId,
};
use rtc_stun::uattrs::UnknownAttributes;
use rtc_stun::xoraddr::XorMappedAddress;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

static PROVIDER: LazyLock<Arc<dyn RTCCryptoProvider>> =
    LazyLock::new(|| rtc_crypto::default_provider().expect("a cryptography provider is compiled in"));

/// Types below are to be understood or refused (RFC 8489 section 14).
const COMPREHENSION_OPTIONAL: u16 = 0x8000;

/// Why a message is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Disbelief {
    Malformed,
    Integrity,
    Fingerprint,
}

/// Decodes a message whose integrity, also fingerprint if present, holds under the password.
pub(super) fn authenticated(datagram: &[u8], pwd: &str) -> Result<Message, Disbelief> {
    let mut message = Message::new();
    message
        .unmarshal_binary(datagram)
        .map_err(|_| Disbelief::Malformed)?;
    MessageIntegrity::check(&mut message, pwd.as_bytes(), PROVIDER.crypto())
        .map_err(|_| Disbelief::Integrity)?;
    if message.contains(ATTR_FINGERPRINT) && FINGERPRINT.check(&message).is_err() {
        return Err(Disbelief::Fingerprint);
    }
    Ok(message)
}

/// What an authenticated check asks for.
pub(super) struct Check {
    pub(super) transaction: TransactionId,
    pub(super) use_candidate: bool,
    /// The client takes itself for controlled, as only we are.
    pub(super) controlled: bool,
    pub(super) unknown: Vec<AttrType>,
}

impl Check {
    /// Reads the attributes that the integrity covers: those before it (RFC 8489 section 14.5).
    pub(super) fn read(message: &Message) -> Self {
        let covered = || {
            message
                .attributes
                .0
                .iter()
                .take_while(|a| a.typ != ATTR_MESSAGE_INTEGRITY)
        };
        let has = |kind: AttrType| covered().any(|a| a.typ == kind);
        Self {
            transaction: message.transaction_id,
            use_candidate: has(ATTR_USE_CANDIDATE),
            controlled: has(ATTR_ICE_CONTROLLED),
            unknown: covered().filter(|a| !is_understood(a)).map(|a| a.typ).collect(),
        }
    }

    /// Writes the success response, which tells the client its address.
    pub(super) fn accept(&self, remote: SocketAddr, pwd: &str, reply: &mut Vec<u8>) {
        let mapped = XorMappedAddress {
            ip: remote.ip(),
            port: remote.port(),
        };
        write(BINDING_SUCCESS, self.transaction, &[&mapped], pwd, reply);
    }

    /// Writes a role conflict: the client is to be controlling (RFC 8445 section 7.3.1.1).
    pub(super) fn refuse_role(&self, pwd: &str, reply: &mut Vec<u8>) {
        write(
            BINDING_ERROR,
            self.transaction,
            &[&without_reason(CODE_ROLE_CONFLICT)],
            pwd,
            reply,
        );
    }

    /// Writes which attributes were not understood (RFC 8489 section 6.3.1).
    pub(super) fn refuse_unknown(&self, pwd: &str, reply: &mut Vec<u8>) {
        let unknown = UnknownAttributes(self.unknown.clone());
        let code = without_reason(CODE_UNKNOWN_ATTRIBUTE);
        write(BINDING_ERROR, self.transaction, &[&code, &unknown], pwd, reply);
    }
}

/// Writes a client's check to `datagram`.
pub(super) fn request(
    transaction: TransactionId,
    username: &str,
    tie_breaker: u64,
    priority: u32,
    pwd: &str,
    datagram: &mut Vec<u8>,
) {
    let attributes: [&dyn Setter; 4] = [
        &Attribute(ATTR_USERNAME, username.as_bytes()),
        &Attribute(ATTR_PRIORITY, &priority.to_be_bytes()),
        &Attribute(ATTR_ICE_CONTROLLING, &tie_breaker.to_be_bytes()),
        &Attribute(ATTR_USE_CANDIDATE, &[]),
    ];
    write(BINDING_REQUEST, transaction, &attributes, pwd, datagram);
}

/// Whether the message answers a check with success.
pub(super) fn is_success(message: &Message) -> bool {
    message.typ == BINDING_SUCCESS
}

struct Attribute<'a>(AttrType, &'a [u8]);

impl Setter for Attribute<'_> {
    fn add_to(&self, message: &mut Message) -> rtc_shared::error::Result<()> {
        message.add(self.0, self.1);
        Ok(())
    }
}

fn is_understood(attribute: &RawAttribute) -> bool {
    let required = [ATTR_USERNAME, ATTR_PRIORITY, ATTR_USE_CANDIDATE];
    attribute.typ.value() >= COMPREHENSION_OPTIONAL || required.contains(&attribute.typ)
}

/// No phrase, so that an answer is never longer than the question.
fn without_reason(code: ErrorCode) -> ErrorCodeAttribute {
    ErrorCodeAttribute {
        code,
        reason: Vec::new(),
    }
}

fn write(
    kind: MessageType,
    transaction: TransactionId,
    attributes: &[&dyn Setter],
    pwd: &str,
    out: &mut Vec<u8>,
) {
    let integrity = MessageIntegrity::new_raw_integrity_with_provider(pwd, PROVIDER.crypto());
    let mut message = Message::new();
    message.write_header();
    let head: [&dyn Setter; 2] = [&kind, &transaction];
    let tail: [&dyn Setter; 2] = [&integrity, &FINGERPRINT];
    for setter in head.iter().chain(attributes).chain(&tail) {
        setter
            .add_to(&mut message)
            .expect("our own attributes are short and in order");
    }
    out.clear();
    out.extend_from_slice(&message.raw);
}
