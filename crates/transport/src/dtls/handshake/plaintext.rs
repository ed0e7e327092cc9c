//! Handshake messages in the clear.

use super::sending::send;
use super::{Handshake, PATIENCE, State};
use crate::dtls::association::Association;
use crate::dtls::client_hello::srtp_profile;
use crate::dtls::door::{ECHOING_HELLO, Knock};
use crate::dtls::reassembly::{Arrival, Reassembly};
use crate::dtls::record::{
    CERTIFICATE, CERTIFICATE_REQUEST, CERTIFICATE_VERIFY, CLIENT_HELLO, CLIENT_KEY_EXCHANGE, Fragment,
    HELLO_VERIFY_REQUEST, MESSAGE_HEADER, SERVER_HELLO, SERVER_HELLO_DONE, SERVER_KEY_EXCHANGE,
};
use crate::dtls::{DtlsError, Role};
use bytes::BytesMut;
use std::time::Instant;

impl Handshake {
    pub(super) fn handle_fragment(
        &mut self,
        now: Instant,
        fragment: Fragment<'_>,
    ) -> Result<bool, DtlsError> {
        if !is_expected(self.role, fragment.kind) {
            return Ok(false);
        }
        match &mut self.state {
            State::AtTheDoor(door) => match door.knock(fragment) {
                Knock::Refuse => Ok(false),
                Knock::Wait => Ok(true),
                Knock::Ask => {
                    let request = BytesMut::from(&door.ask()[..]);
                    send(&mut self.outgoing, &mut self.number, request);
                    Ok(true)
                }
                Knock::Enter(hello) => self.begin(now, &hello),
            },
            State::Negotiating(_) => match self.reassembly.insert(fragment) {
                Arrival::Refused => Ok(false),
                Arrival::Repeated => Ok(self.answer_repetition(now, fragment.sequence)),
                Arrival::Awaited => self.advance(now),
            },
            State::Established(_) => Ok(self.answer_repetition(now, fragment.sequence)),
            State::Over(error) => Err(*error),
        }
    }

    /// The server's flight after a ClientHello with the cookie.
    fn begin(&mut self, now: Instant, hello: &[u8]) -> Result<bool, DtlsError> {
        let State::AtTheDoor(door) = &self.state else {
            return Ok(false);
        };
        let Some(profile) = srtp_profile(&hello[MESSAGE_HEADER..]) else {
            return self.fail(DtlsError::NoSrtpProfile);
        };
        let begun = Association::server(now, &self.certificate, &self.remote, profile, door.cookie, hello);
        match begun {
            Ok(association) => {
                self.state = State::Negotiating(Box::new(association));
                self.reassembly = Reassembly::starting_at(ECHOING_HELLO + 1);
                self.deadline = Some(now + PATIENCE);
                self.send_flight(now);
                Ok(true)
            }
            Err(error) => self.fail(error),
        }
    }

    /// Feeds the peer's flight once it is whole, then what was encrypted under the keys it gives.
    fn advance(&mut self, now: Instant) -> Result<bool, DtlsError> {
        let role = self.role;
        while let State::Negotiating(association) = &mut self.state {
            let Some(flight) = self.reassembly.take_flight(|kind| ends_flight(role, kind)) else {
                break;
            };
            let fed = association.feed_flight(now, &flight);
            self.send_flight(now);
            if let Err(error) = fed {
                return self.fail(error);
            }
        }
        if self.has_keys() {
            for record in std::mem::take(&mut self.held) {
                self.feed_encrypted(now, &record)?;
            }
        }
        Ok(true)
    }
}

/// Whether the peer of `role` sends such a message in the clear, so that an echo of our own is none.
fn is_expected(role: Role, kind: u8) -> bool {
    match role {
        Role::Server => {
            matches!(
                kind,
                CLIENT_HELLO | CERTIFICATE | CLIENT_KEY_EXCHANGE | CERTIFICATE_VERIFY
            )
        }
        Role::Client => matches!(
            kind,
            HELLO_VERIFY_REQUEST
                | SERVER_HELLO
                | CERTIFICATE
                | SERVER_KEY_EXCHANGE
                | CERTIFICATE_REQUEST
                | SERVER_HELLO_DONE
        ),
    }
}

/// Whether the peer of `role` sends nothing more in the clear before it is answered.
fn ends_flight(role: Role, kind: u8) -> bool {
    match role {
        // Without a certificate, which we require, there is none to verify either.
        Role::Server => kind == CERTIFICATE_VERIFY,
        Role::Client => matches!(kind, HELLO_VERIFY_REQUEST | SERVER_HELLO_DONE),
    }
}
