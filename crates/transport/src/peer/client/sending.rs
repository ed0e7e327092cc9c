//! What a client sends when it is told to.

use super::Client;
use crate::SendArena;
use crate::peer::Forward;
use crate::peer::outgoing::{Departure, StreamAt};
use std::time::Instant;

impl Client {
    /// Sends a packet of one encoding of a line: the place of its simulcast layer, 0 without simulcast.
    pub fn send(&mut self, line: usize, encoding: u8, packet: &Forward<'_>, out: &mut SendArena) {
        if let Some(leaving) = self.departure(StreamAt { line, encoding }, out) {
            self.media.send(leaving, packet, |_, _| {});
        }
    }

    /// Sends a packet again that the server lost.
    pub fn resend(&mut self, line: usize, encoding: u8, packet: &Forward<'_>, out: &mut SendArena) {
        if let Some(leaving) = self.departure(StreamAt { line, encoding }, out) {
            self.media.resend(leaving, packet, |_, _| {});
        }
    }

    /// Sends a sender report of one encoding of a line; `timestamp` is its RTP timestamp at `now`.
    pub fn report(&mut self, now: Instant, line: usize, encoding: u8, timestamp: u32, out: &mut SendArena) {
        if let Some(connection) = &self.connection {
            self.media.report(
                now,
                connection.agent.tuple(),
                StreamAt { line, encoding },
                timestamp,
                out,
            );
        }
    }

    /// Asks the server for a keyframe on a line that it sends on.
    pub fn request_keyframe(&mut self, line: usize, out: &mut SendArena) {
        if let Some(connection) = &self.connection {
            self.media
                .request_keyframe(connection.agent.tuple(), line, 0, out);
        }
    }

    /// Asks the server to send packets of a line again, lost or not.
    pub fn request_packets(
        &mut self,
        line: usize,
        sequences: impl IntoIterator<Item = u16>,
        out: &mut SendArena,
    ) {
        if let Some(connection) = &self.connection {
            self.media
                .request_packets(connection.agent.tuple(), line, sequences, out);
        }
    }

    fn departure<'a>(&self, stream: StreamAt, out: &'a mut SendArena) -> Option<Departure<'a>> {
        Some(Departure {
            now: self.now,
            tuple: self.connection.as_ref()?.agent.tuple(),
            stream,
            out,
        })
    }
}
