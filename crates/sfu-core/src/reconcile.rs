//! Wiring of a room computed anew: who sits where, which seats each track goes to.

use crate::encoding::Encoding;
use crate::room::Room;
use crate::seat::{Occupant, Play};
use crate::seating;
use crate::session::Session;
use crate::track::SeatKey;
use model::{MediaKind, ParticipantId, Source};
use protocol::Event;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Nobody is moved from a seat again before they were seen.
const SETTLED: Duration = Duration::from_secs(2);

impl Room {
    /// Brings seats and tracks in line with who is here; doing it twice changes nothing.
    pub(crate) fn reconcile(&mut self, now: Instant, events: &mut VecDeque<Event>) {
        self.held = false;
        let publishers = self.publishers();
        let keys: Vec<usize> = self.sessions.iter().map(|(key, _)| key).collect();
        for key in &keys {
            self.seat_people(now, *key, &publishers);
            self.assign_seats(*key);
            self.share(now, *key);
            self.tell_seats(*key, events);
        }
        self.rewire(&keys);
    }

    /// Participants with tracks, first come first.
    fn publishers(&self) -> Vec<ParticipantId> {
        let tracks = self
            .sessions
            .iter()
            .flat_map(|(_, s)| s.tracks.iter().flatten().map(|t| (t.id, s.participant)));
        let mut arrivals: Vec<_> = tracks.collect();
        arrivals.sort_unstable();
        let mut people = Vec::new();
        for (_, participant) in arrivals {
            if !people.contains(&participant) {
                people.push(participant);
            }
        }
        people
    }

    fn seat_people(&mut self, now: Instant, key: usize, publishers: &[ParticipantId]) {
        let session = &mut self.sessions[key];
        let others: Vec<_> = publishers
            .iter()
            .copied()
            .filter(|p| *p != session.participant)
            .collect();
        let before = session.seating.clone();
        let settled: Vec<_> = session
            .seated_at
            .iter()
            .map(|at| now.saturating_duration_since(*at) >= SETTLED)
            .collect();
        let plan = seating::Plan {
            seats: &mut session.seating,
            settled: &settled,
            floor: self.speakers.floor(),
            view: seating::View {
                wishes: session.wishes.as_deref(),
            },
        };
        let held = plan.seat(&others, &session.wanted);
        self.held |= held;
        for (at, seated) in session.seated_at.iter_mut().enumerate() {
            if before[at] != session.seating[at] {
                *seated = now;
            }
        }
    }

    fn assign_seats(&mut self, key: usize) {
        let (mut audio, mut video) = (0, 0);
        let screens = self.screens(&self.sessions[key]);
        for at in 0..self.sessions[key].seats.len() {
            let kind = self.sessions[key].seats[at].kind;
            let rank = if kind == MediaKind::Audio {
                &mut audio
            } else {
                &mut video
            };
            let occupant = self.occupant(&self.sessions[key], at, *rank, &screens);
            *rank += 1;
            self.sessions[key].seats[at].assign(occupant);
        }
    }

    /// The track for the seat that is the `rank`-th of its kind.
    fn occupant(
        &self,
        receiver: &Session,
        seat: usize,
        rank: usize,
        screens: &[Option<ParticipantId>],
    ) -> Option<Occupant> {
        let kind = receiver.seats[seat].kind;
        let sources: &[Source] = match kind {
            MediaKind::Audio => &[Source::Microphone],
            MediaKind::Video if receiver.has_screen_seats() => &[Source::Camera],
            MediaKind::Video => &[Source::Camera, Source::Screen],
        };
        match receiver.seating.get(rank) {
            Some(participant) => sources
                .iter()
                .find_map(|s| self.track(receiver, seat, (*participant)?, *s)),
            None if kind == MediaKind::Video => {
                let sharing = (*screens.get(rank - receiver.seating.len())?)?;
                self.track(receiver, seat, sharing, Source::Screen)
            }
            None => None,
        }
    }

    /// Whose screen each of the seats for screens shows.
    fn screens(&self, receiver: &Session) -> Vec<Option<ParticipantId>> {
        let others = self.sessions.iter().map(|(_, session)| session);
        let sharing =
            others.filter(|s| s.participant != receiver.participant && s.track_of(Source::Screen).is_some());
        let sharing: Vec<_> = sharing.map(|s| s.participant).collect();
        let pictures = receiver.seats.iter().filter(|seat| seat.kind == MediaKind::Video);
        let seats = pictures.skip(receiver.seating.len()).map(|seat| {
            let shown = seat.occupant().filter(|taken| taken.source == Source::Screen);
            shown.map(|taken| taken.participant)
        });
        let mut seats: Vec<_> = seats.collect();
        seating::take_seats(&mut seats, &sharing);
        seats
    }

    /// A participant's track as an occupant of this seat; nothing where the receiver cannot decode it.
    fn track(
        &self,
        receiver: &Session,
        seat: usize,
        participant: ParticipantId,
        source: Source,
    ) -> Option<Occupant> {
        let mut sessions = self.sessions.iter().filter(|(_, s)| s.participant == participant);
        let (session, (line, track), publisher) =
            sessions.find_map(|(key, s)| Some((key, s.track_of(source)?, s)))?;
        let sent = publisher.peer.lines()[line].format(track.codec_index)?;
        let receiving = &receiver.peer.lines()[receiver.seats[seat].line];
        let payload_type = receiving.payload_type_for(sent)?;
        let codec = track.codec;
        Some(Occupant {
            track: track.id,
            source,
            participant,
            session,
            line,
            codec,
            payload_type,
            red_payload_type: receiving.red_payload_type_for(sent),
        })
    }

    fn tell_seats(&mut self, key: usize, events: &mut VecDeque<Event>) {
        let session = &mut self.sessions[key];
        let taken = |seat: &crate::seat::Seat| seat.occupant().map(|o| (o.participant, o.track, o.source));
        let seats: Vec<_> = session
            .seats
            .iter()
            .map(|seat| protocol::Seat {
                mid: seat.mid,
                kind: seat.kind,
                taken: taken(seat),
            })
            .collect();
        if seats != session.told {
            session.told.clone_from(&seats);
            let (room, participant, session) = (self.id, session.participant, session.id);
            events.push_back(Event::Seats {
                room,
                participant,
                session,
                seats,
            });
        }
    }

    fn rewire(&mut self, keys: &[usize]) {
        for (_, session) in &mut self.sessions {
            let encodings = session.tracks.iter_mut().flatten();
            encodings
                .flat_map(|track| track.encodings.iter_mut().flatten())
                .for_each(|encoding| encoding.seats.clear());
        }
        for key in keys {
            for seat in 0..self.sessions[*key].seats.len() {
                let at = &self.sessions[*key].seats[seat];
                for play in [at.playing(), at.awaited()].into_iter().flatten() {
                    self.wire(&play, SeatKey { session: *key, seat });
                }
            }
        }
    }

    /// Has a stream's packets passed to a seat.
    pub(crate) fn wire(&mut self, play: &Play, seat: SeatKey) {
        if let Some(encoding) = self.encoding(play)
            && !encoding.seats.contains(&seat)
        {
            encoding.seats.push(seat);
        }
    }

    /// What a seat plays, at its publisher.
    pub(crate) fn encoding(&mut self, play: &Play) -> Option<&mut Encoding> {
        let publisher = self.sessions.get_mut(play.occupant.session)?;
        let track = publisher.tracks.get_mut(play.occupant.line)?.as_mut()?;
        let encoding = track.encoding_mut(play.stream.encoding)?;
        (encoding.stream == play.stream.ssrc).then_some(encoding)
    }
}
