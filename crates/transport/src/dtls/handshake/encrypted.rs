//! Records under the keys that the handshake gives.

use super::{Handshake, State};
use crate::dtls::DtlsError;
use crate::dtls::association::Progress;
use crate::dtls::reassembly::Reassembly;
use crate::dtls::record::{HANDSHAKE, Record};
use std::time::Instant;

/// Encrypted records held until there are keys.
const HELD: usize = 4;
/// Encrypted records looked at before the handshake is complete, as the endpoint may keep them.
const MAX_ENCRYPTED_RECORDS: u32 = 1024;

impl Handshake {
    pub(super) fn handle_encrypted(&mut self, now: Instant, record: Record<'_>) -> Result<bool, DtlsError> {
        match &self.state {
            State::Negotiating(association) if association.has_keys() => {
                self.encrypted += 1;
                if self.encrypted > MAX_ENCRYPTED_RECORDS {
                    return Ok(false);
                }
                self.feed_encrypted(now, record.bytes).map(|()| true)
            }
            State::Negotiating(_) => {
                if self.held.len() == HELD {
                    self.held.pop_front();
                }
                self.held.push_back(record.bytes.to_vec());
                Ok(true)
            }
            // A Finished here is a repeated one: our last flight was lost.
            State::Established(_) if record.kind == HANDSHAKE => Ok(self.answer_repetition(now, u16::MAX)),
            State::Established(_) => self.feed_encrypted(now, record.bytes).map(|()| true),
            State::AtTheDoor(_) | State::Over(_) => Ok(false),
        }
    }

    pub(super) fn feed_encrypted(&mut self, now: Instant, record: &[u8]) -> Result<(), DtlsError> {
        let (State::Negotiating(association) | State::Established(association)) = &mut self.state else {
            return Ok(());
        };
        let fed = association.feed_encrypted(now, record);
        match fed {
            // The endpoint echoes a warning; two such peers would never end.
            Ok(Progress::None) => drop(self.drain()),
            Ok(Progress::Complete) => return self.complete(now),
            Ok(Progress::Closed) => {
                self.send_others();
                self.state = State::Over(DtlsError::Closed);
            }
            Err(error) => {
                self.send_others();
                // An established session is not ended by what it cannot make sense of.
                if matches!(self.state, State::Negotiating(_)) {
                    self.fail(error)?;
                }
            }
        }
        Ok(())
    }

    fn complete(&mut self, now: Instant) -> Result<(), DtlsError> {
        self.send_flight(now);
        let State::Negotiating(association) =
            std::mem::replace(&mut self.state, State::Over(DtlsError::Refused))
        else {
            return Ok(());
        };
        match association.keys() {
            Ok(keys) => {
                self.keys = Some(keys);
                self.state = State::Established(association);
                self.reassembly = Reassembly::default();
                self.deadline = None;
                Ok(())
            }
            Err(error) => self.fail(error).map(drop),
        }
    }

    pub(super) fn has_keys(&self) -> bool {
        matches!(&self.state, State::Negotiating(association) if association.has_keys())
    }
}
