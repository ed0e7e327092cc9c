//! How each session, published stream and seat fares, as plain values.

use crate::frames::Frames;
use crate::room::Room;
use crate::seat::Seat;
use crate::session::Session;
use model::{Codec, Layer, MediaKind, Mid, ParticipantId, RoomId, SessionId, Source, TrackId};
use std::time::{Duration, Instant};
use transport::Protocol;
use transport::peer::{Inbound, Outbound, PathStatistics};

/// Figures of a shard at one moment. Counts are since the start of what they count: keep one reading to tell what the time
/// until the next has brought.
#[derive(Clone, Default, Debug)]
pub struct Readings {
    /// One for each session.
    pub paths: Vec<PathReading>,
    /// One for each stream that is published: simulcast encodings have one each.
    pub encodings: Vec<EncodingReading>,
    /// One for each seat, empty ones too.
    pub seats: Vec<SeatReading>,
}

/// Whose a figure is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Whose {
    /// In which room.
    pub room: RoomId,
    /// Of which participant.
    pub participant: ParticipantId,
    /// Of which of their sessions.
    pub session: SessionId,
}

/// What carries a session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Carrier {
    /// UDP or TCP.
    pub protocol: Protocol,
    /// IPv6, not IPv4.
    pub is_ipv6: bool,
}

/// The way between the server and a client.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PathReading {
    /// Of whom.
    pub whose: Whose,
    /// Nothing before the first valid check.
    pub carrier: Option<Carrier>,
    /// Round trip, losses both ways, what fits, what was sent.
    pub path: PathStatistics,
}

/// A published stream on its way to the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EncodingReading {
    /// Of whom.
    pub whose: Whose,
    /// The track.
    pub track: TrackId,
    /// Place of the simulcast encoding, the smallest first; 0 without simulcast.
    pub encoding: u8,
    /// Where it comes from.
    pub source: Source,
    /// How it is encoded.
    pub codec: Codec,
    /// Whether sound comes with redundancy (RFC 2198).
    pub is_redundant: bool,
    /// Packets, losses, jitter.
    pub inbound: Inbound,
    /// Frames with freezes; none for sound.
    pub frames: Frames,
    /// The highest layer that was seen.
    pub top: Layer,
    /// Rows of pixels of that layer, once told.
    pub rows: Option<u16>,
    /// To the publisher and back.
    pub round_trip: Option<Duration>,
}

/// What a receiver gets by a seat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeatReading {
    /// Of whom.
    pub whose: Whose,
    /// The seat.
    pub mid: Mid,
    /// Sound or picture.
    pub kind: MediaKind,
    /// What leaves by it now.
    pub playing: Option<Playing>,
    /// Packets, with losses and jitter as the receiver reports them; whatever was played.
    pub outbound: Outbound,
    /// Frames with freezes as they left; none for sound.
    pub frames: Frames,
    /// To the receiver and back.
    pub round_trip: Option<Duration>,
}

/// What a seat plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Playing {
    /// The track.
    pub track: TrackId,
    /// Where it comes from.
    pub source: Source,
    /// The simulcast encoding.
    pub encoding: u8,
    /// The layer of that encoding.
    pub layer: Layer,
    /// Rows of pixels of that layer, once told.
    pub rows: Option<u16>,
    /// How it is encoded.
    pub codec: Codec,
    /// Whether sound leaves with redundancy (RFC 2198).
    pub is_redundant: bool,
}

impl Readings {
    /// Forgets all, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.paths.clear();
        self.encodings.clear();
        self.seats.clear();
    }
}

impl Room {
    /// Adds the figures of this room.
    pub(crate) fn read(&self, now: Instant, readings: &mut Readings) {
        for (_, session) in &self.sessions {
            let whose = Whose {
                room: self.id,
                participant: session.participant,
                session: session.id,
            };
            let path = PathReading {
                whose,
                carrier: carrier(session),
                path: session.peer.path_statistics(now),
            };
            let round_trip = path.path.round_trip;
            readings.paths.push(path);
            readings.encodings.extend(encodings(session, whose, round_trip));
            let seats = session.seats.iter();
            readings
                .seats
                .extend(seats.map(|seat| self.seat(session, seat, whose, round_trip)));
        }
    }

    fn seat(
        &self,
        session: &Session,
        seat: &Seat,
        whose: Whose,
        round_trip: Option<Duration>,
    ) -> SeatReading {
        SeatReading {
            whose,
            mid: seat.mid,
            kind: seat.kind,
            playing: self.playing(seat),
            outbound: session.peer.outbound(seat.line).unwrap_or_default(),
            frames: seat.frames.frames(),
            round_trip,
        }
    }

    fn playing(&self, seat: &Seat) -> Option<Playing> {
        let play = seat.playing()?;
        let encoding = self.track_of(&play.occupant)?.encoding(play.stream.encoding)?;
        let layer = seat.layer();
        Some(Playing {
            track: play.occupant.track,
            source: play.occupant.source,
            encoding: play.stream.encoding,
            layer,
            rows: encoding.height(layer.spatial),
            codec: play.occupant.codec,
            is_redundant: encoding.is_redundant && play.occupant.red_payload_type.is_some(),
        })
    }
}

fn carrier(session: &Session) -> Option<Carrier> {
    let way = session.peer.way()?;
    Some(Carrier {
        protocol: way.protocol,
        is_ipv6: way.remote.is_ipv6(),
    })
}

fn encodings(
    session: &Session,
    whose: Whose,
    round_trip: Option<Duration>,
) -> impl Iterator<Item = EncodingReading> {
    let tracks = session.tracks.iter().enumerate();
    let tracks = tracks.filter_map(|(line, track)| Some((line, track.as_ref()?)));
    tracks.flat_map(move |(line, track)| {
        let encodings = (0..).zip(&track.encodings);
        encodings.filter_map(move |(at, encoding)| {
            let encoding = encoding.as_ref()?;
            Some(EncodingReading {
                whose,
                track: track.id,
                encoding: at,
                source: track.source,
                codec: track.codec,
                is_redundant: encoding.is_redundant,
                inbound: session.peer.inbound(line, at)?,
                frames: encoding.frames.frames(),
                top: encoding.top,
                rows: encoding.height(encoding.top.spatial),
                round_trip,
            })
        })
    })
}
