//! The server before it believes in a client: a cookie goes to the address, nothing is computed (RFC 6347 section 4.2.1).
//!
//! A ClientHello from a forged address so costs the real client nothing: only what echoes the cookie gets in.

use super::client_hello::cookie;
use super::reassembly::{MAX_MESSAGE, Message};
use super::record::{
    CLIENT_HELLO, Fragment, HANDSHAKE, HELLO_VERIFY_REQUEST, VERSION, message_header, push_plaintext,
};
use std::collections::VecDeque;

pub(super) const COOKIE: usize = 20;

/// The number of the ClientHello that echoes the cookie.
pub(super) const ECHOING_HELLO: u16 = 1;

/// Later fragments held while the first has not come.
const HELD: usize = 8;
/// No fragment is longer than a datagram.
const MAX_FRAGMENT: usize = 2048;

/// What lets the first client in that answers from its address.
pub(super) struct Door {
    pub(super) cookie: [u8; COOKIE],
    /// The ClientHello whose first fragment echoes the cookie.
    hello: Option<Message>,
    /// Fragments that may belong to it: offset, message length, bytes.
    later: VecDeque<(usize, usize, Vec<u8>)>,
}

/// What the server has to do about a fragment.
pub(super) enum Knock {
    /// Nothing: more has to come.
    Wait,
    /// Nothing: it is not a ClientHello of any use.
    Refuse,
    /// Send a HelloVerifyRequest.
    Ask,
    /// Begin the handshake with this ClientHello, header included.
    Enter(Vec<u8>),
}

impl Door {
    pub(super) fn new() -> Self {
        Self {
            cookie: rand::random(),
            hello: None,
            later: VecDeque::new(),
        }
    }

    pub(super) fn knock(&mut self, fragment: Fragment<'_>) -> Knock {
        if fragment.kind != CLIENT_HELLO
            || fragment.length > MAX_MESSAGE
            || fragment.data.len() > MAX_FRAGMENT
        {
            return Knock::Refuse;
        }
        if fragment.offset == 0 {
            match cookie(fragment.data) {
                Some(echo) if fragment.sequence == ECHOING_HELLO && echo == self.cookie => {
                    self.begin(&fragment);
                }
                Some(_) => return Knock::Ask,
                None => return Knock::Refuse,
            }
        } else if fragment.sequence == ECHOING_HELLO {
            self.hold(&fragment);
        } else {
            // The rest of a ClientHello that is asked for its cookie anyway.
            return Knock::Wait;
        }
        match self.hello.as_ref().and_then(Message::complete) {
            Some(hello) => Knock::Enter(hello.to_vec()),
            None => Knock::Wait,
        }
    }

    /// Writes a HelloVerifyRequest into one record.
    pub(super) fn ask(&self) -> Vec<u8> {
        let mut body = message_header(HELLO_VERIFY_REQUEST, 3 + COOKIE, 0).to_vec();
        body.extend_from_slice(&VERSION);
        body.push(COOKIE as u8);
        body.extend_from_slice(&self.cookie);
        let mut datagram = Vec::new();
        push_plaintext(&mut datagram, HANDSHAKE, 0, &body);
        datagram
    }

    fn begin(&mut self, first: &Fragment<'_>) {
        let hello = self.hello.get_or_insert_with(|| Message::of(first));
        if !hello.agrees(first) {
            *hello = Message::of(first);
        }
        for (offset, length, data) in &self.later {
            let later = Fragment {
                offset: *offset,
                length: *length,
                data,
                ..*first
            };
            if hello.agrees(&later) {
                hello.fill(&later);
            }
        }
    }

    fn hold(&mut self, fragment: &Fragment<'_>) {
        match &mut self.hello {
            Some(hello) if hello.agrees(fragment) => hello.fill(fragment),
            Some(_) => {}
            None => {
                if self.later.len() == HELD {
                    self.later.pop_front();
                }
                self.later
                    .push_back((fragment.offset, fragment.length, fragment.data.to_vec()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtls::record::MESSAGE_HEADER;

    /// A ClientHello body as far as the door reads it.
    fn body(cookie: &[u8]) -> Vec<u8> {
        let mut body = vec![0xFE, 0xFD];
        body.extend_from_slice(&[7; 32]);
        body.extend_from_slice(&[0, cookie.len() as u8]);
        body.extend_from_slice(cookie);
        body.extend_from_slice(&[9; 40]);
        body
    }

    fn part(sequence: u16, body: &[u8], from: usize, to: usize) -> Fragment<'_> {
        Fragment {
            kind: CLIENT_HELLO,
            length: body.len(),
            sequence,
            offset: from,
            data: &body[from..to],
        }
    }

    #[test]
    fn only_the_cookie_opens() {
        let mut door = Door::new();
        let (empty, wrong, right) = (body(b""), body(&[0; COOKIE]), body(&door.cookie));
        assert!(matches!(door.knock(part(0, &empty, 0, empty.len())), Knock::Ask));
        assert!(matches!(door.knock(part(1, &wrong, 0, wrong.len())), Knock::Ask));
        assert!(matches!(door.knock(part(0, &right, 0, right.len())), Knock::Ask));
        assert!(matches!(door.knock(part(1, &right, 0, 20)), Knock::Refuse));
        let Knock::Enter(hello) = door.knock(part(1, &right, 0, right.len())) else {
            panic!("the cookie was echoed");
        };
        assert_eq!(hello[MESSAGE_HEADER..], right);
    }

    #[test]
    fn parts_come_in_any_order() {
        let mut door = Door::new();
        let hello = body(&door.cookie);
        let forged = vec![0; hello.len() + 1];
        assert!(matches!(door.knock(part(1, &forged, 60, 80)), Knock::Wait));
        assert!(matches!(
            door.knock(part(1, &hello, 70, hello.len())),
            Knock::Wait
        ));
        assert!(matches!(door.knock(part(1, &hello, 0, 60)), Knock::Wait));
        let Knock::Enter(entered) = door.knock(part(1, &hello, 55, 75)) else {
            panic!("all parts are here");
        };
        assert_eq!(entered[MESSAGE_HEADER..], hello);
    }

    #[test]
    fn what_is_held_is_bounded() {
        let mut door = Door::new();
        let hello = vec![0; MAX_MESSAGE];
        for from in 1..100 {
            door.knock(part(1, &hello, from, from + MAX_FRAGMENT));
        }
        assert_eq!(door.later.len(), HELD);
        assert!(matches!(
            door.knock(part(1, &hello, 0, MAX_FRAGMENT + 1)),
            Knock::Refuse
        ));
        let long = vec![0; MAX_MESSAGE + 1];
        assert!(matches!(door.knock(part(1, &long, 0, 99)), Knock::Refuse));
    }
}
