//! RTCP of a peer, both ways.

use super::incoming::{Incoming, Refused};
use super::media::Media;
use super::{Event, Traffic};
use crate::feedback::{Compound, Feedback, Incoming as Control, Recovery, ReportBlock};
use crate::{FiveTuple, SendArena};
use model::{Codec, MediaKind};
use std::time::{Duration, Instant};

/// Interval of receiver reports; RFC 3550 section 6.2 allows less than five seconds at our rates.
const REPORT: Duration = Duration::from_secs(1);
/// Lost packets that one RTCP datagram may ask for.
const MOST_NACKS: usize = 256;
/// More is no jitter but nonsense.
const MOST_JITTER: Duration = Duration::from_secs(10);
/// Stands in until a round trip was measured.
const ROUND_TRIP: Duration = Duration::from_millis(100);

impl Media {
    /// Opens an RTCP datagram in place, acts on it.
    pub(super) fn receive_rtcp(&mut self, now: Instant, datagram: &mut [u8]) -> Result<(), Refused> {
        let srtp = self.srtp.as_mut().ok_or(Refused::Unauthenticated)?;
        let len = srtp
            .opener
            .open_rtcp(datagram)
            .map_err(|_| Refused::Unauthenticated)?;
        let policing = self.policing.as_mut();
        if !policing.is_none_or(|policing| policing.permits_control(now)) {
            return Err(Refused::Policed);
        }
        let control = Control::parse(&datagram[..len]).map_err(|_| Refused::Malformed)?;
        let (mut nacks, mut statuses) = (0, 0);
        for feedback in control {
            match feedback {
                Feedback::SenderReport(report) => {
                    if let Some(stream) = self.incoming.iter_mut().find(|s| s.ssrc == report.ssrc) {
                        stream.statistics.sender_report(report.ntp, now);
                        stream.clock.sender_report(report.ntp, report.rtp);
                        self.offset.sender_report(report.ntp, self.clock.ntp(now));
                    }
                }
                Feedback::ReportBlock(block) => self.receive_report(now, &block),
                Feedback::Nack { media_ssrc, missing } => {
                    if let Some(stream) = self.stream_sending(media_ssrc) {
                        for sequence in missing.sequences().take(MOST_NACKS - nacks) {
                            nacks += 1;
                            self.receive_nack(now, stream, sequence);
                        }
                    }
                }
                Feedback::Pli { media_ssrc } | Feedback::Fir { media_ssrc, .. } => {
                    if let Some((line, encoding)) = self.stream_sending(media_ssrc) {
                        self.events.push_back(Event::KeyframeWanted { line, encoding });
                    }
                }
                Feedback::TransportWide(feedback) => {
                    let most = Self::statuses_left(statuses);
                    statuses += self.receive_transport_wide(now, &feedback, most);
                }
                Feedback::Remb { bitrate } => self.receive_remb(bitrate),
                Feedback::Bye { .. } => {}
            }
        }
        Ok(())
    }

    /// Sends what feedback is due: lost packets asked for, transport-wide arrivals, receiver reports.
    pub(super) fn send_due_feedback(&mut self, now: Instant, tuple: FiveTuple, out: &mut SendArena) {
        if self.srtp.is_none() {
            return;
        }
        self.rtcp.clear();
        let mut compound = Compound::new(&mut self.rtcp);
        if now >= self.next_report {
            self.next_report = now + REPORT;
            self.blocks.clear();
            let received = &mut self.counters.received;
            report(&mut self.incoming, now, received, &mut self.blocks);
            if !self.blocks.is_empty() {
                compound.receiver_report(self.ssrc, &self.blocks);
            }
        }
        let round_trip = self.round_trip.smoothed().unwrap_or(ROUND_TRIP);
        for stream in &mut self.incoming {
            self.asked.clear();
            if ask_again(stream, now, round_trip, &mut self.asked) == Recovery::GaveUp {
                self.events.push_back(Event::Gap {
                    line: stream.line,
                    encoding: stream.encoding,
                });
            }
            if !self.asked.is_empty() {
                self.counters.sent.nacks += self.asked.len() as u64;
                compound.nack(self.ssrc, stream.ssrc, self.asked.iter().copied());
            }
        }
        self.send_rtcp(tuple, out);
        self.rtcp.clear();
        if let Some(media_ssrc) = self.incoming.first().map(|s| s.ssrc) {
            self.transport_wide
                .poll(now, self.ssrc, media_ssrc, &mut Compound::new(&mut self.rtcp));
        }
        self.send_rtcp(tuple, out);
    }

    /// Asks for packets of the stream that comes on a line (RFC 4585 section 6.2.1).
    pub(super) fn request_packets(
        &mut self,
        tuple: FiveTuple,
        line: usize,
        sequences: impl IntoIterator<Item = u16>,
        out: &mut SendArena,
    ) {
        self.rtcp.clear();
        if let Some(stream) = self.incoming.iter().rfind(|s| s.is(line, 0, false)) {
            Compound::new(&mut self.rtcp).nack(self.ssrc, stream.ssrc, sequences);
            self.send_rtcp(tuple, out);
        }
    }

    /// Asks the client for a keyframe: PLI where negotiated, else FIR (RFC 4585 section 6.3.1, RFC 5104 section 4.3.1).
    pub(super) fn request_keyframe(
        &mut self,
        tuple: FiveTuple,
        line: usize,
        encoding: u8,
        out: &mut SendArena,
    ) {
        self.rtcp.clear();
        let mut streams = self.incoming.iter_mut();
        let Some(stream) = streams.rfind(|s| s.is(line, encoding, false) && s.kind == MediaKind::Video)
        else {
            return;
        };
        let mut compound = Compound::new(&mut self.rtcp);
        if self.lines[line].wants_fir() {
            stream.fir_sequence = stream.fir_sequence.wrapping_add(1);
            compound.fir(self.ssrc, stream.ssrc, stream.fir_sequence);
        } else {
            compound.pli(self.ssrc, stream.ssrc);
        }
        self.counters.keyframe_requests += 1;
        self.send_rtcp(tuple, out);
    }

    /// Seals what is written in `rtcp`, if anything is.
    pub(super) fn send_rtcp(&mut self, tuple: FiveTuple, out: &mut SendArena) {
        let Some(srtp) = &mut self.srtp else { return };
        if !self.rtcp.is_empty() && srtp.sealer.seal_rtcp(&mut self.rtcp).is_ok() {
            out.copy(tuple, &self.rtcp);
        }
    }

    fn receive_report(&mut self, now: Instant, block: &ReportBlock) {
        let Some((line, encoding)) = self.stream_sending(block.ssrc) else {
            return;
        };
        self.round_trip.update(block, self.clock.ntp(now));
        let line = &mut self.lines[line];
        let clock_rate = line.codec(0).map_or(0, Codec::clock_rate);
        let (Some(kind), Some(outgoing)) = (line.kind(), line.outgoing.get_mut(encoding)) else {
            return;
        };
        outgoing.is_heard = true;
        outgoing.reported_jitter = jitter(block, clock_rate);
        let lost = u32::try_from(block.lost).unwrap_or(0);
        self.counters
            .sent
            .lost
            .count(kind, lost.saturating_sub(outgoing.reported_lost).into());
        outgoing.reported_lost = lost.max(outgoing.reported_lost);
    }

    fn receive_nack(&mut self, now: Instant, (line, encoding): (usize, u8), sequence: u16) {
        self.counters.received.nacks += 1;
        let round_trip = self.round_trip.smoothed().unwrap_or_default();
        let mut outgoing = self.lines[line].outgoing.get_mut(encoding);
        if outgoing
            .as_mut()
            .is_some_and(|outgoing| outgoing.repeats.permit(now, sequence, round_trip))
        {
            self.events.push_back(Event::Lost {
                line,
                encoding,
                sequence,
            });
        }
    }

    /// The line that we send an SSRC on with the place of its encoding.
    fn stream_sending(&self, ssrc: u32) -> Option<(usize, u8)> {
        self.lines.iter().enumerate().find_map(|(line, sending)| {
            let encoding = sending.outgoing.iter().position(|o| o.ssrc == ssrc)?;
            Some((line, encoding as u8))
        })
    }
}

/// What a client tells of its jitter.
fn jitter(block: &ReportBlock, clock_rate: u32) -> Duration {
    let micros = u64::from(block.jitter) * 1_000_000 / u64::from(clock_rate.max(1));
    Duration::from_micros(micros).min(MOST_JITTER)
}

/// Collects report blocks, notes new losses.
fn report(incoming: &mut [Incoming], now: Instant, received: &mut Traffic, blocks: &mut Vec<ReportBlock>) {
    // Thirty-one blocks fit in one report (RFC 3550 section 6.4.2).
    for stream in incoming.iter_mut().take(31) {
        blocks.extend(stream.statistics.report(stream.ssrc, now));
        let lost = u64::try_from(stream.statistics.lost()).unwrap_or(0);
        if !stream.is_repair {
            received
                .lost
                .count(stream.kind, lost.saturating_sub(stream.reported_lost));
        }
        stream.reported_lost = stream.reported_lost.max(lost);
    }
}

/// Collects what to ask for again of a stream.
fn ask_again(stream: &mut Incoming, now: Instant, round_trip: Duration, asked: &mut Vec<u16>) -> Recovery {
    match &mut stream.nack {
        Some(nack) => nack.poll(now, round_trip, &mut |sequence| asked.push(sequence as u16)),
        None => Recovery::Going,
    }
}
