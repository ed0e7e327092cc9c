//! The client's end of a PeerConnection, for tests, benches, load.

mod connection;
mod lines;
mod sending;

use super::line::{Line, Outgoing};
use super::media::Media;
use super::{Event, Packet, random};
use crate::dtls::{Certificate, DtlsError, Fingerprint, Handshake, Role};
use crate::feedback::NtpClock;
use crate::ice::{ControllingAgent, Credentials};
use crate::packet::{Kind, classify};
use crate::sdp::SdpError;
use crate::sdp::client::{Answer, ClientLine, ClientOffer};
use crate::{FiveTuple, SendArena};
use connection::Connection;
use lines::{line, outgoing};
use std::time::Instant;

/// A client with one way to its server, for a while two when it changes its network.
pub struct Client {
    certificate: Certificate,
    credentials: Credentials,
    offered: Vec<ClientLine>,
    session_id: u64,
    version: u64,
    connection: Option<Connection>,
    pub(super) media: Media,
    /// As last told.
    now: Instant,
}

/// Why an answer was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Not an answer.
    #[error(transparent)]
    Sdp(#[from] SdpError),
    /// The certificate is of no use.
    #[error(transparent)]
    Dtls(#[from] DtlsError),
}

impl Client {
    /// A client with these m-lines.
    #[must_use]
    pub fn new(certificate: Certificate, lines: Vec<ClientLine>, clock: NtpClock, now: Instant) -> Self {
        Self {
            certificate,
            credentials: Credentials::generate(),
            offered: lines,
            session_id: random() >> 2,
            version: 1,
            connection: None,
            media: Media::new(clock, random() as u32, now),
            now,
        }
    }

    /// The offer.
    #[must_use]
    pub fn offer(&self) -> String {
        let offer = ClientOffer {
            session_id: self.session_id,
            version: self.version,
            ufrag: &self.credentials.ufrag,
            pwd: &self.credentials.pwd,
            fingerprint: self.certificate.fingerprint(),
            lines: &self.offered,
        };
        offer.to_sdp()
    }

    /// Restarts ICE (RFC 8445 section 9): the next offer has fresh credentials; media goes on by the way in use.
    pub fn restart(&mut self) {
        self.credentials = Credentials::generate();
        self.version += 1;
    }

    /// Takes the answer; connects by `tuple`, whose remote address is the server's. After a
    /// [`restart`](Self::restart) the way in use stays until the server answers on the new one.
    ///
    /// # Errors
    /// The answer cannot be used.
    pub fn accept(&mut self, now: Instant, answer: &str, tuple: FiveTuple) -> Result<(), AnswerError> {
        let answer = Answer::parse(answer)?;
        let fingerprint = answer
            .fingerprint
            .parse::<Fingerprint>()
            .map_err(|_| SdpError::Fingerprint)?;
        let remote = Credentials {
            ufrag: answer.ice.ufrag.clone(),
            pwd: answer.ice.pwd.clone(),
        };
        let agent = ControllingAgent::new(&self.credentials, &remote, tuple, now);
        match &mut self.connection {
            Some(connection) => connection.next = Some(agent),
            None => {
                self.connection = Some(Connection {
                    agent,
                    next: None,
                    handshake: Handshake::new(Role::Client, &self.certificate, fingerprint, now)?,
                    started: false,
                });
            }
        }
        let lines = self
            .offered
            .iter()
            .zip(&answer.lines)
            .map(|(offered, answered)| line(offered, answered));
        self.media.set_lines(now, lines.collect());
        Ok(())
    }

    /// The m-lines as negotiated; published ones are those that the server sends on.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.media.lines
    }

    /// The m-lines as offered.
    #[must_use]
    pub fn offered(&self) -> &[ClientLine] {
        &self.offered
    }

    /// The encoder of a simulcast layer starts anew with other SSRCs: of its packets, of their retransmissions.
    pub fn renew_layer(&mut self, line: usize, encoding: u8, ssrcs: (u32, u32)) {
        let stream = self.media.lines[line].outgoing.get_mut(encoding);
        if let Some(stream) = stream {
            *stream = Outgoing {
                manner: stream.manner,
                ..outgoing(ssrcs.0, Some(ssrcs.1), stream.rid)
            };
        }
    }

    /// Bits per second that the server wants at most (REMB), as last told.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        self.media.remb
    }

    /// Takes a datagram from the server in; media comes back, decrypted in place.
    pub fn handle_datagram(
        &mut self,
        now: Instant,
        datagram: &mut [u8],
        out: &mut SendArena,
    ) -> Option<Packet> {
        self.now = now;
        let connection = self.connection.as_mut()?;
        match classify(datagram) {
            Kind::Stun => {
                connection.handle_check(now, datagram);
                None
            }
            Kind::Dtls => {
                // A record that is refused is a record lost; retransmission goes on.
                let _ = connection.handshake.handle(now, datagram);
                if let Some(keys) = connection.handshake.keys() {
                    self.media.secure(&keys);
                }
                connection.send_dtls(out);
                None
            }
            Kind::Rtp => self.media.receive_rtp(now, datagram).unwrap_or_else(|refused| {
                self.media.count_refused(refused);
                None
            }),
            Kind::Rtcp => {
                if let Err(refused) = self.media.receive_rtcp(now, datagram) {
                    self.media.count_refused(refused);
                }
                None
            }
            Kind::Other => None,
        }
    }

    /// Does what is due by `now`; to be called every 10 to 20 ms.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        self.now = now;
        let Some(connection) = &mut self.connection else {
            return;
        };
        let tuple = connection.agent.tuple();
        connection.check(now, out);
        connection.drive_handshake(now, out);
        self.media.send_due_feedback(now, tuple, out);
        self.media.drive_path(now, tuple, out);
    }

    /// The next report; `KeyframeWanted` comes from the server, `Lost` names packets that the server lacks.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.media.events.pop_front()
    }

    /// Whether keys are there.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.media.srtp.is_some()
    }

    /// The RTP timestamp at `now` of what the server sends on a line, by its sender reports.
    #[must_use]
    pub fn source_timestamp(&self, line: usize, now: Instant) -> Option<u32> {
        self.media.source_timestamp(line, 0, now)
    }

    /// What went through.
    #[must_use]
    pub fn counters(&self) -> &super::Counters {
        &self.media.counters
    }

    /// Says goodbye (DTLS close_notify).
    pub fn close(&mut self, out: &mut SendArena) {
        if let Some(connection) = &mut self.connection {
            connection.handshake.close();
            connection.send_dtls(out);
        }
    }
}
