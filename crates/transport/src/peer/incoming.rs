//! Streams that come in.

use super::Packet;
use super::line::Carriage;
use super::media::Media;
use crate::feedback::{NackGenerator, ReceiverStatistics, SourceClock};
use crate::packet::{Header, rtx};
use crate::srtp::ReceivedSequence;
use model::MediaKind;
use std::time::{Duration, Instant};

/// Streams of one peer; simulcast with retransmission of every line fits well.
const MOST_STREAMS: usize = 32;
/// A stream silent for longer makes room for a new one where there are too many.
const IDLE: Duration = Duration::from_secs(5);
/// A simulcast layer silent for longer may go on with another SSRC.
const SILENT: Duration = Duration::from_millis(500);

/// One SSRC of the client.
pub(super) struct Incoming {
    pub(super) ssrc: u32,
    pub(super) line: usize,
    /// Place of its simulcast layer.
    pub(super) encoding: u8,
    pub(super) kind: MediaKind,
    /// Sends again what was lost of another stream (RFC 4588).
    pub(super) is_repair: bool,
    pub(super) sequence: ReceivedSequence,
    pub(super) statistics: ReceiverStatistics,
    /// Only where loss can be mended.
    pub(super) nack: Option<NackGenerator>,
    pub(super) clock: SourceClock,
    pub(super) fir_sequence: u8,
    /// Packets that our counters know as lost.
    pub(super) reported_lost: u64,
    /// Of payload, retransmissions included.
    pub(super) bytes: u64,
    /// Packets that came by a retransmission.
    pub(super) repaired: u64,
    /// When its latest authentic packet came.
    heard: Instant,
}

impl Incoming {
    /// Whether it carries an encoding of a line, or the retransmissions of one.
    pub(super) fn is(&self, line: usize, encoding: u8, is_repair: bool) -> bool {
        (self.line, self.encoding, self.is_repair) == (line, encoding, is_repair)
    }
}

/// Why a packet was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refused {
    Malformed,
    Unauthenticated,
    Replayed,
    Unwanted,
    Policed,
}

impl Media {
    /// Opens an RTP packet in place.
    pub(super) fn receive_rtp(
        &mut self,
        now: Instant,
        datagram: &mut [u8],
    ) -> Result<Option<Packet>, Refused> {
        let header = Header::parse(datagram, &self.ids).map_err(|_| Refused::Malformed)?;
        let known = self.incoming.iter().position(|stream| stream.ssrc == header.ssrc);
        let at = match known {
            Some(at) if self.is_replaced(at) => return Err(Refused::Unwanted),
            Some(at) => at,
            None => self.add(now, &header)?,
        };
        let opened = self.open(at, &header, datagram);
        if opened.is_err() && known.is_none() {
            // What it claimed to be is believed only once authenticated.
            self.incoming.pop();
        }
        let (index, payload_len) = opened?;
        let at = self.make_room(at);
        self.incoming[at].heard = now;
        if !self.permits(now, at, index, datagram.len()) {
            return Err(Refused::Policed);
        }
        if let Some(sequence) = header.transport_sequence {
            self.transport_wide.received(sequence, now);
            self.wake(self.transport_wide.poll_timeout().unwrap_or(now));
        }
        if self.incoming[at].is_repair {
            let payload = &datagram[header.header_len..header.header_len + payload_len];
            return Ok(self.recover(now, at, &header, payload));
        }
        self.take(now, at, &header, index, payload_len).map(Some)
    }

    fn add(&mut self, now: Instant, header: &Header) -> Result<usize, Refused> {
        let line = self.line_of(header).ok_or(Refused::Unwanted)?;
        let (codec, carriage) = self.lines[line]
            .codec_of(header.payload_type)
            .ok_or(Refused::Unwanted)?;
        let codec = self.lines[line].codec(codec).ok_or(Refused::Unwanted)?;
        let is_repair = carriage == Carriage::Retransmission;
        let encoding = self
            .encoding_of(line, header, is_repair)
            .ok_or(Refused::Unwanted)?;
        if self.is_alive(now, line, encoding, is_repair) {
            return Err(Refused::Unwanted);
        }
        let is_idle = |stream: &Incoming| now.saturating_duration_since(stream.heard) > IDLE;
        if self.incoming.len() == MOST_STREAMS && !self.incoming.iter().any(is_idle) {
            return Err(Refused::Unwanted);
        }
        let wants_nack = codec.kind() == MediaKind::Video && !is_repair;
        self.incoming.push(Incoming {
            ssrc: header.ssrc,
            line,
            encoding,
            kind: codec.kind(),
            is_repair,
            sequence: ReceivedSequence::new(),
            statistics: ReceiverStatistics::new(codec.clock_rate()),
            nack: wants_nack.then(NackGenerator::new),
            clock: SourceClock::new(codec.clock_rate()),
            fir_sequence: 0,
            reported_lost: 0,
            bytes: 0,
            repaired: 0,
            heard: now,
        });
        Ok(self.incoming.len() - 1)
    }

    /// The simulcast layer of an unknown SSRC: by RID, else by what the offer says of SSRCs.
    fn encoding_of(&self, line: usize, header: &Header, is_repair: bool) -> Option<u8> {
        let line = &self.lines[line];
        if !is_repair {
            return line.encoding_of(header.rid, header.ssrc);
        }
        let media = line.repaired_by(header.ssrc);
        let rid = header.repaired_rid.or(header.rid);
        line.encoding_of(rid, media.unwrap_or(header.ssrc)).or_else(|| {
            let streams = &self.incoming;
            let repaired = streams.iter().find(|stream| Some(stream.ssrc) == media);
            repaired.map(|stream| stream.encoding)
        })
    }

    /// Whether a simulcast layer has a stream that does not end.
    fn is_alive(&self, now: Instant, line: usize, encoding: u8, is_repair: bool) -> bool {
        let mut streams = self.incoming.iter();
        self.lines[line].encodings() > 1
            && streams.any(|stream| {
                stream.is(line, encoding, is_repair) && now.saturating_duration_since(stream.heard) < SILENT
            })
    }

    /// Whether a simulcast layer went on with another SSRC than that of the stream at `at`, which still guards against
    /// replays.
    fn is_replaced(&self, at: usize) -> bool {
        let (former, later) = (&self.incoming[at], &self.incoming[at + 1..]);
        let is_later = |stream: &Incoming| stream.is(former.line, former.encoding, former.is_repair);
        later.iter().any(is_later) && self.lines[former.line].encodings() > 1
    }

    /// Forgets the stream that was idle the longest if there is one too many; where the stream `at` stands then.
    fn make_room(&mut self, at: usize) -> usize {
        if self.incoming.len() <= MOST_STREAMS {
            return at;
        }
        let others = (0..self.incoming.len()).filter(|other| *other != at);
        let Some(idlest) = others.min_by_key(|other| self.incoming[*other].heard) else {
            return at;
        };
        self.incoming.remove(idlest);
        if idlest < at { at - 1 } else { at }
    }

    /// Whether the client may send as much; what it may not is lost, and not asked for again.
    fn permits(&mut self, now: Instant, at: usize, index: u64, bytes: usize) -> bool {
        let stream = &mut self.incoming[at];
        let permitted = self
            .policing
            .as_mut()
            .is_none_or(|policing| policing.permits_media(now, stream.kind, bytes));
        if !permitted {
            self.note(now, at, index);
        }
        permitted
    }

    /// The published line of an unknown SSRC: by MID, by the offer's SSRCs, or where only one line takes the payload type.
    fn line_of(&self, header: &Header) -> Option<usize> {
        let published = || {
            self.lines
                .iter()
                .enumerate()
                .filter(|(_, line)| line.is_published())
        };
        if let Some(mid) = header.mid {
            return published().find(|(_, line)| line.mid == mid).map(|(at, _)| at);
        }
        if let Some((at, _)) = published().find(|(_, line)| line.ssrcs.contains(&header.ssrc)) {
            return Some(at);
        }
        let mut takers = published().filter(|(_, line)| line.codec_of(header.payload_type).is_some());
        takers
            .next()
            .filter(|_| takers.next().is_none())
            .map(|(at, _)| at)
    }

    /// Decrypts; the packet's index with the length of its payload.
    fn open(&mut self, at: usize, header: &Header, datagram: &mut [u8]) -> Result<(u64, usize), Refused> {
        let Some(srtp) = &self.srtp else {
            return Err(Refused::Unauthenticated);
        };
        let sequence = &mut self.incoming[at].sequence;
        let index = sequence.estimate(header.sequence);
        if sequence.is_replay(index) {
            return Err(Refused::Replayed);
        }
        let opened = srtp
            .opener
            .open_rtp(datagram, header.header_len, header.ssrc, index);
        let len = opened.map_err(|_| Refused::Unauthenticated)?;
        sequence.accept(index);
        let payload = header
            .payload_len(&datagram[header.header_len..len])
            .map_err(|_| Refused::Malformed)?;
        Ok((index, payload))
    }

    fn take(
        &mut self,
        now: Instant,
        at: usize,
        header: &Header,
        index: u64,
        payload_len: usize,
    ) -> Result<Packet, Refused> {
        let stream = &mut self.incoming[at];
        let (codec, carriage) = self.lines[stream.line]
            .codec_of(header.payload_type)
            .filter(|(_, carriage)| *carriage != Carriage::Retransmission)
            .ok_or(Refused::Unwanted)?;
        stream.statistics.received(index, header.timestamp, now);
        stream.bytes += payload_len as u64;
        let taken = Packet {
            is_red: carriage == Carriage::Redundant,
            ..packet(stream, header, codec, index, payload_len)
        };
        self.counters.received.packets.count(stream.kind, 1);
        self.counters
            .received
            .bytes
            .count(stream.kind, payload_len as u64);
        self.note(now, at, index);
        Ok(taken)
    }

    /// A packet is here, or has to be done without: it is not asked for.
    fn note(&mut self, now: Instant, at: usize, index: u64) {
        if let Some(nack) = &mut self.incoming[at].nack {
            nack.received(index, now);
            if let Some(due) = nack.poll_timeout() {
                self.wake(due);
            }
        }
    }

    /// Puts a retransmitted packet in its original's place, unless that came after all.
    fn recover(&mut self, now: Instant, at: usize, repair: &Header, payload: &[u8]) -> Option<Packet> {
        let Incoming {
            line, ssrc, encoding, ..
        } = self.incoming[at];
        let (codec, _) = self.lines[line].codec_of(repair.payload_type)?;
        let payload_type = self.lines[line].format(codec)?.payload_type;
        let original = self.lines[line].repaired_by(ssrc);
        let mut streams = self.incoming.iter();
        let at = streams.rposition(|stream| {
            stream.is(line, encoding, false) && original.is_none_or(|original| stream.ssrc == original)
        })?;
        let stream = &mut self.incoming[at];
        let header = rtx::restore(repair, payload, stream.ssrc, payload_type)?;
        let index = stream.sequence.estimate(header.sequence);
        if stream.sequence.is_replay(index) {
            return None;
        }
        stream.sequence.accept(index);
        let payload_len = payload.len() - rtx::PREFIX_LEN;
        stream.repaired += 1;
        stream.bytes += payload_len as u64;
        let recovered = packet(stream, &header, codec, index, payload_len);
        self.note(now, at, index);
        Some(recovered)
    }
}

fn packet(stream: &Incoming, header: &Header, codec: usize, sequence: u64, payload_len: usize) -> Packet {
    Packet {
        line: stream.line,
        stream: stream.ssrc,
        codec,
        is_red: false,
        encoding: stream.encoding,
        sequence,
        timestamp: header.timestamp,
        marker: header.marker,
        audio_level: header.audio_level,
        descriptor: header.descriptor(),
        payload: header.header_len..header.header_len + payload_len,
    }
}
