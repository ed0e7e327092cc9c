//! The client's end of a PeerConnection, for tests, benches, load.

use super::line::{Line, Manner, Outgoing};
use super::media::Media;
use super::outgoing::StreamAt;
use super::{Event, Forward, Packet, random};
use crate::dtls::{Certificate, DtlsError, Fingerprint, Handshake, Role};
use crate::feedback::{NtpClock, RetransmissionThrottle};
use crate::ice::{ControllingAgent, Credentials};
use crate::packet::{Kind, Rid, classify};
use crate::sdp::client::{Answer, ClientLine, ClientOffer, Layer};
use crate::sdp::{self, Direction, Negotiated, NegotiatedCodec, SdpError, Simulcast};
use crate::{FiveTuple, SendArena};
use std::time::{Duration, Instant};

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

struct Connection {
    agent: ControllingAgent,
    /// Takes over from `agent` once the server answered it.
    next: Option<ControllingAgent>,
    handshake: Handshake,
    started: bool,
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
        let stream = self.media.lines[line].outgoing.get_mut(usize::from(encoding));
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

    /// Sends a packet of one encoding of a line: the place of its simulcast layer, 0 without simulcast.
    pub fn send(&mut self, line: usize, encoding: u8, packet: &Forward<'_>, out: &mut SendArena) {
        if let Some(connection) = &self.connection {
            let tuple = connection.agent.tuple();
            let stream = StreamAt { line, encoding };
            self.media.send(self.now, tuple, stream, packet, |_, _| {}, out);
        }
    }

    /// Sends a packet again that the server lost.
    pub fn resend(&mut self, line: usize, encoding: u8, packet: &Forward<'_>, out: &mut SendArena) {
        if let Some(connection) = &self.connection {
            let tuple = connection.agent.tuple();
            let stream = StreamAt { line, encoding };
            self.media.resend(self.now, tuple, stream, packet, |_, _| {}, out);
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

impl Connection {
    /// Answers are told apart by their transaction: each way has its own.
    fn handle_check(&mut self, now: Instant, datagram: &[u8]) {
        if let Some(mut next) = self.next.take() {
            if next.handle(now, next.tuple(), datagram) {
                self.agent = next;
                return;
            }
            self.next = Some(next);
        }
        self.agent.handle(now, self.agent.tuple(), datagram);
    }

    fn check(&mut self, now: Instant, out: &mut SendArena) {
        for agent in [Some(&mut self.agent), self.next.as_mut()].into_iter().flatten() {
            if let Some(check) = agent.poll_transmit(now) {
                out.copy(agent.tuple(), &check);
            }
        }
    }

    /// The handshake starts once the server answered a check, as it hears nothing else before.
    fn drive_handshake(&mut self, now: Instant, out: &mut SendArena) {
        let due = self.handshake.poll_timeout().is_some_and(|due| due <= now);
        if !self.agent.is_connected(now) || (self.started && !due) {
            return;
        }
        if due {
            self.handshake.handle_timeout(now);
        }
        self.started = true;
        self.send_dtls(out);
    }

    fn send_dtls(&mut self, out: &mut SendArena) {
        while let Some(record) = self.handshake.poll_transmit() {
            out.copy(self.agent.tuple(), &record);
        }
    }
}

fn line(offered: &ClientLine, answered: &sdp::Line) -> Line {
    let codecs = answered.codecs.iter().map(|codec| NegotiatedCodec {
        codec: codec.codec,
        format: codec.format,
        payload_type: codec.payload_type,
        rtx_payload_type: codec.rtx,
        red_payload_type: codec.red,
        feedback: codec.feedback,
    });
    let negotiated = Negotiated {
        mid: offered.mid,
        kind: offered.kind,
        direction: Direction::new(answered.sends, answered.receives),
        codecs: codecs.collect(),
        extensions: offered.extensions(),
        // What the client takes is no simulcast.
        simulcast: Simulcast::default(),
        writes_descriptor: offered.descriptor && answered.extension_ids().descriptor.is_some(),
    };
    let sends = answered.receives && offered.sends;
    Line {
        mid: offered.mid,
        negotiated: (!answered.rejected).then_some(negotiated),
        published: answered.sends && offered.receives,
        outgoing: if sends {
            streams(offered, &answered.wanted)
        } else {
            Vec::new()
        },
        ssrcs: answered.ssrcs.clone(),
        repairs: answered.repairs.clone(),
        layer_ssrcs: Vec::new(),
    }
}

/// The streams that the client sends on a line: of several layers those that the server takes, which are the first.
fn streams(offered: &ClientLine, wanted: &Simulcast) -> Vec<Outgoing> {
    let layer = |layer: &Layer| outgoing(layer.ssrc, Some(layer.rtx_ssrc), Some(layer.rid));
    if offered.layers.is_empty() {
        let single = offered.ssrc.map(|ssrc| outgoing(ssrc, offered.rtx_ssrc, None));
        return single.into_iter().collect();
    }
    let is_taken = |layer: &&Layer| wanted.place(layer.rid).is_some();
    offered.layers.iter().take_while(is_taken).map(layer).collect()
}

fn outgoing(ssrc: u32, rtx_ssrc: Option<u32>, rid: Option<Rid>) -> Outgoing {
    Outgoing {
        ssrc,
        rtx_ssrc: rtx_ssrc.unwrap_or_default(),
        rtx_sequence: 0,
        packets: 0,
        octets: 0,
        repeated: 0,
        cname: "client".to_owned(),
        reported_lost: 0,
        reported_jitter: Duration::ZERO,
        repeats: RetransmissionThrottle::default(),
        rid,
        is_heard: false,
        manner: Manner::default(),
    }
}
