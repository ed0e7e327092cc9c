//! One PeerConnection in a room: what it publishes, where it receives.

use crate::condition::Condition;
use crate::progress::Told;
use crate::seat::Seat;
use crate::share::Share;
use crate::track::Track;
use model::{MediaKind, Mid, ParticipantId, SessionId, Source};
use protocol::Wish;
use std::time::Instant;
use transport::peer::Peer;

/// What each packet needs stands first.
#[repr(C)]
pub(crate) struct Session {
    pub(crate) seats: Vec<Seat>,
    /// By line.
    pub(crate) tracks: Vec<Option<Track>>,
    pub(crate) peer: Peer,
    pub(crate) id: SessionId,
    pub(crate) participant: ParticipantId,
    sources: Vec<(Mid, Source)>,
    /// The participants to seat; empty for everybody.
    pub(crate) wanted: Vec<ParticipantId>,
    /// Pictures that are shown; nothing while unknown.
    pub(crate) wishes: Option<Vec<Wish>>,
    /// Who has the k-th audio and the k-th video seat.
    pub(crate) seating: Vec<Option<ParticipantId>>,
    /// Since when.
    pub(crate) seated_at: Vec<Instant>,
    pub(crate) share: Share,
    pub(crate) condition: Condition,
    /// As last told.
    pub(crate) progress: Option<Told>,
    /// Seats as last told.
    pub(crate) told: Vec<protocol::Seat>,
}

impl Session {
    pub(crate) fn new(offer: &protocol::Offer, peer: Peer) -> Self {
        Self {
            id: offer.session,
            participant: offer.participant,
            peer,
            sources: Vec::new(),
            wanted: Vec::new(),
            wishes: None,
            tracks: Vec::new(),
            seats: Vec::new(),
            seating: Vec::new(),
            seated_at: Vec::new(),
            share: Share::default(),
            condition: Condition::default(),
            progress: None,
            told: Vec::new(),
        }
    }

    /// Follows the peer's negotiated lines after an answer: new seats at the end, seats of ended lines gone.
    pub(crate) fn follow_lines(
        &mut self,
        now: Instant,
        offer: &protocol::Offer,
        mut seed: impl FnMut() -> u64,
    ) {
        self.sources.clone_from(&offer.sources);
        self.wanted.clone_from(&offer.from);
        self.tracks.resize_with(self.peer.lines().len(), || None);
        self.seats.retain(|seat| self.peer.lines()[seat.line].is_seat());
        for (index, line) in self.peer.lines().iter().enumerate() {
            let known = self.seats.iter().any(|seat| seat.line == index);
            if let (true, false, Some(kind)) = (line.is_seat(), known, line.kind()) {
                self.seats.push(Seat::new(line.mid(), kind, index, seed()));
            }
        }
        self.seats.sort_by_key(|seat| seat.line);
        self.seating.resize(self.pairs(), None);
        self.seated_at.resize(self.pairs(), now);
    }

    /// Whether video seats are left over for shared screens: those beyond the pairs of one audio and one video seat.
    pub(crate) fn has_screen_seats(&self) -> bool {
        self.seat_count(MediaKind::Video) > self.pairs()
    }

    /// Lines that still hold a track but are no longer published.
    pub(crate) fn ended_lines(&self) -> impl Iterator<Item = usize> {
        let tracks = self
            .tracks
            .iter()
            .enumerate()
            .filter(|(_, track)| track.is_some());
        tracks
            .map(|(line, _)| line)
            .filter(|line| !self.peer.lines()[*line].is_published())
    }

    /// Where the track of a sending line comes from: as the client said, else sound is the microphone, the first picture the
    /// camera, any other the screen.
    pub(crate) fn source_of(&self, line: usize) -> Option<Source> {
        let lines = self.peer.lines();
        let said = self
            .sources
            .iter()
            .find(|(mid, _)| *mid == lines[line].mid())
            .map(|(_, source)| *source);
        let kind = lines[line].kind()?;
        let first_video = || {
            lines
                .iter()
                .position(|l| l.kind() == Some(MediaKind::Video) && l.is_published())
        };
        Some(
            said.filter(|source| source.kind() == kind)
                .unwrap_or_else(|| match kind {
                    MediaKind::Audio => Source::Microphone,
                    MediaKind::Video if first_video() == Some(line) => Source::Camera,
                    MediaKind::Video => Source::Screen,
                }),
        )
    }

    /// The published track of a source.
    pub(crate) fn track_of(&self, source: Source) -> Option<(usize, &Track)> {
        let mut tracks = self
            .tracks
            .iter()
            .enumerate()
            .filter_map(|(line, t)| Some((line, t.as_ref()?)));
        tracks.find(|(_, track)| track.source == source)
    }

    /// How many people can be seated. Who named them gets as many as there are lines.
    fn pairs(&self) -> usize {
        match (
            self.seat_count(MediaKind::Audio),
            self.seat_count(MediaKind::Video),
        ) {
            (audio, video) if audio > 0 && video > 0 && self.wanted.is_empty() => audio.min(video),
            (audio, video) => audio.max(video),
        }
    }

    fn seat_count(&self, kind: MediaKind) -> usize {
        self.seats.iter().filter(|seat| seat.kind == kind).count()
    }
}
