//! Offers to a peer, answered.

use super::line::{Line, Manner, Outgoing};
use super::{Peer, Remote, is_awaited, random};
use crate::dtls::{Fingerprint, Handshake, Role};
use crate::feedback::RetransmissionThrottle;
use crate::ice::Credentials;
use crate::sdp::{self, LineAnswer, Local, Negotiated, Offer, SdpError, SeatStream};
use model::{Grants, MediaKind};
use std::time::{Duration, Instant};

impl Peer {
    /// Whether an offer comes from the PeerConnection that this peer serves (same SDP origin, same certificate if it was told).
    #[must_use]
    pub fn continues_with(&self, offer: &Offer) -> bool {
        let same = |remote: &Remote| {
            let same_certificate = remote.fingerprint == offer.fingerprint || remote.is_awaited();
            remote.origin == offer.origin.session_id && same_certificate
        };
        self.remote.as_ref().is_some_and(same)
    }

    /// Answers an offer; new ICE credentials in it restart ICE (RFC 8839 section 4.4.1.1). Where its fingerprint is all zeros, a
    /// later one tells of the certificate: until then nobody shakes hands.
    ///
    /// # Errors
    /// The offer asks for what is not served, or names no usable certificate.
    pub fn answer(&mut self, now: Instant, offer: &Offer, grants: Grants) -> Result<String, SdpError> {
        let restart = self.remote.as_ref().is_some_and(|remote| remote.ice != offer.ice);
        let credentials = if restart {
            Credentials::of_shard(self.setting.shard)
        } else {
            self.agent.local().clone()
        };
        let decisions = self.decide(offer, grants);
        let local = Local {
            ufrag: &credentials.ufrag,
            pwd: &credentials.pwd,
            fingerprint: self.setting.certificate.fingerprint(),
            candidates: &self.setting.candidates,
            session_id: self.session_number,
            version: self.version + 1,
        };
        let (text, negotiated) = sdp::answer(offer, &local, &decisions)?;
        if self.handshake.is_none() && !is_awaited(&offer.fingerprint) {
            // Whoever was awaited has the whole time from now on.
            self.since = now;
            let fingerprint = offer
                .fingerprint
                .parse::<Fingerprint>()
                .map_err(|_| SdpError::Fingerprint)?;
            let handshake = Handshake::new(Role::Server, &self.setting.certificate, fingerprint, now);
            self.handshake = Some(handshake.map_err(|_| SdpError::Fingerprint)?);
        }
        if restart {
            self.agent.restart(credentials);
        }
        self.version += 1;
        let ice = offer.ice.clone();
        self.remote = Some(Remote {
            origin: offer.origin.session_id,
            fingerprint: offer.fingerprint.clone(),
            ice,
        });
        self.adopt(now, offer, decisions, negotiated);
        Ok(text)
    }

    /// What to receive and what to send on each line: as much as grants allow.
    fn decide(&self, offer: &Offer, grants: Grants) -> Vec<LineAnswer> {
        let (mut audio, mut video) = (0, 0);
        let mut decisions = Vec::with_capacity(offer.lines.len());
        for (index, line) in offer.lines.iter().enumerate() {
            let seat = line
                .kind
                .media()
                .filter(|_| line.receives && grants.subscribe)
                .map(|kind| {
                    let rank = if kind == MediaKind::Audio {
                        &mut audio
                    } else {
                        &mut video
                    };
                    *rank += 1;
                    self.seat_stream(index, kind, *rank)
                });
            decisions.push(LineAnswer {
                receive: line.sends && grants.publish,
                red: self.setting.red,
                seat,
            });
        }
        decisions
    }

    /// The k-th audio and the k-th video seat share a MediaStream, so that lips stay in sync.
    fn seat_stream(&self, index: usize, kind: MediaKind, rank: usize) -> SeatStream {
        let known = self.media.lines.get(index).and_then(|line| line.outgoing.first());
        let (ssrc, rtx) = known.map_or_else(|| (random() as u32, random() as u32), |o| (o.ssrc, o.rtx_ssrc));
        let name = if kind == MediaKind::Audio {
            "audio"
        } else {
            "video"
        };
        SeatStream {
            ssrc,
            rtx_ssrc: (kind == MediaKind::Video).then_some(rtx),
            stream: format!("seat{rank}"),
            track: format!("seat{rank}-{name}"),
        }
    }

    fn adopt(
        &mut self,
        now: Instant,
        offer: &Offer,
        decisions: Vec<LineAnswer>,
        negotiated: Vec<Option<Negotiated>>,
    ) {
        let mut known: Vec<_> = std::mem::take(&mut self.media.lines)
            .into_iter()
            .map(|line| line.outgoing.first().cloned())
            .collect();
        known.resize_with(offer.lines.len(), || None);
        let parts = offer.lines.iter().zip(decisions).zip(negotiated).zip(known);
        let lines = parts.map(|(((offered, decision), negotiated), known)| {
            let direction = negotiated.as_ref().map(|n| n.direction);
            let seat = decision
                .seat
                .filter(|_| direction.is_some_and(sdp::Direction::sends));
            Line {
                mid: offered.mid,
                published: direction.is_some_and(sdp::Direction::receives),
                outgoing: seat
                    .map(|seat| known.unwrap_or_else(|| outgoing(seat)))
                    .into_iter()
                    .collect(),
                negotiated,
                ssrcs: offered.ssrcs.clone(),
                repairs: offered.repairs.clone(),
                // RIDs say the same better.
                layer_ssrcs: if offered.simulcast.is_empty() {
                    offered.layer_ssrcs.clone()
                } else {
                    Vec::new()
                },
            }
        });
        let lines = lines.collect();
        self.media.set_lines(now, lines);
    }
}

fn outgoing(seat: SeatStream) -> Outgoing {
    Outgoing {
        ssrc: seat.ssrc,
        rtx_ssrc: seat.rtx_ssrc.unwrap_or_default(),
        rtx_sequence: random() >> 49,
        packets: 0,
        octets: 0,
        repeated: 0,
        cname: seat.stream,
        reported_lost: 0,
        reported_jitter: Duration::ZERO,
        repeats: RetransmissionThrottle::default(),
        rid: None,
        is_heard: false,
        manner: Manner::default(),
    }
}
