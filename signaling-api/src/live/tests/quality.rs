//! What is wanted of pictures, how well people are connected.

use super::{Stage, told};
use crate::live::state::{LayersState, QualityState};
use crate::live::{News, ServerEvent};
use crate::role::ParticipantRole;
use model::{Mid, Quality, QualityReason, SessionId, Source, VideoStep};
use protocol::{CloseCause, Event, Wish};

impl Stage {
    fn wants(&mut self, identity: &str, session: SessionId, mid: &[u8], layers: u8) -> Vec<News> {
        let event = Event::LayersWanted {
            room: self.room,
            participant: self.id(identity),
            session,
            mid: Mid::new(mid).expect("a mid"),
            layers,
        };
        self.rooms.handle_event(event, self.now)
    }

    fn fares(&mut self, identity: &str, session: SessionId, quality: Quality) -> Vec<News> {
        let event = Event::ConnectionQuality {
            room: self.room,
            participant: self.id(identity),
            session,
            quality,
            reason: (quality != Quality::Good).then_some(QualityReason::UplinkLoss),
            video: VideoStep::Full,
        };
        self.rooms.handle_event(event, self.now)
    }

    /// The snapshot that somebody who comes now is given.
    fn seen_by(&self, identity: &str) -> crate::live::RoomState {
        self.rooms.state(&self.pass(identity, ParticipantRole::Guest))
    }

    fn quality(&self, identity: &str) -> Option<Quality> {
        let id = self.id(identity);
        let people = self.seen_by("somebody").participants;
        let person = people.iter().find(|person| person.participant_id == id);
        person.expect("present").connection.quality
    }
}

#[test]
fn the_publisher_alone_is_told_how_much_is_wanted_and_hears_it_again() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    stage.comes("b");
    let session = stage.offers("a", Some(socket));
    stage.connects("a", session);
    let news = stage.wants("a", session, b"1", 2);
    let state = LayersState {
        mid: Mid::new(b"1").expect("a mid"),
        layers: 2,
    };
    assert!(
        matches!(&news[..], [News::Participant { participant, event: ServerEvent::LayersWanted { wanted, .. }, .. }]
        if *participant == stage.id("a") && *wanted == state)
    );
    stage.wants("a", session, b"2", 0);
    stage.wants("a", session, b"1", 1);
    let layers: Vec<u8> = stage
        .seen_by("a")
        .layers_wanted
        .iter()
        .map(|known| known.layers)
        .collect();
    assert_eq!(layers, [0, 1], "the last word of each line");
    assert!(stage.seen_by("b").layers_wanted.is_empty());
    stage.connects("a", session);
    assert!(
        stage.seen_by("a").layers_wanted.is_empty(),
        "a new PeerConnection sends all"
    );
}

#[test]
fn whoever_has_no_socket_is_told_nothing_of_layers() {
    let mut stage = Stage::new();
    let whip = stage.offers("a", None);
    assert!(stage.wants("a", whip, b"0", 1).is_empty());
    assert!(stage.seen_by("a").layers_wanted.is_empty());
}

#[test]
fn quality_is_told_to_all_and_forgotten_with_the_session() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    let session = stage.offers("a", Some(socket));
    stage.connects("a", session);
    let news = stage.fares("a", session, Quality::Poor);
    let poor = QualityState {
        quality: Some(Quality::Poor),
        reason: Some(QualityReason::UplinkLoss),
        video: VideoStep::Full,
    };
    assert!(
        matches!(&news[..], [News::Room { except: None, event: ServerEvent::ConnectionQuality { participant_id, connection, .. }, .. }]
        if *participant_id == stage.id("a") && *connection == poor)
    );
    assert_eq!(stage.quality("a"), Some(Quality::Poor));
    assert!(stage.fares("a", session, Quality::Poor).is_empty(), "told once");
    let news = stage.closes("a", session, CloseCause::Silent);
    assert_eq!(told(&news), ["connection_quality"]);
    assert_eq!(stage.quality("a"), None);
    assert!(
        stage.fares("a", session, Quality::Lost).is_empty(),
        "the session is no more"
    );
}

#[test]
fn of_two_sessions_the_worse_counts() {
    let mut stage = Stage::new();
    let whip = stage.offers("a", None);
    let whep = stage.offers("a", None);
    stage.fares("a", whip, Quality::Fair);
    assert!(stage.fares("a", whep, Quality::Good).is_empty());
    assert_eq!(stage.quality("a"), Some(Quality::Fair));
    let news = stage.closes("a", whip, CloseCause::Client);
    assert_eq!(told(&news), ["connection_quality"]);
    assert_eq!(stage.quality("a"), Some(Quality::Good));
}

#[test]
fn the_page_that_offered_last_says_what_is_shown() {
    let mut stage = Stage::new();
    let (first, _) = stage.comes("a");
    let (second, _) = stage.comes("a");
    let (room, id) = (stage.room, stage.id("a"));
    let shown = |height| {
        vec![Wish {
            participant: id,
            source: Source::Camera,
            height,
            pinned: false,
        }]
    };
    stage.rooms.set_interest(room, id, first, shown(180));
    let session = SessionId::generate();
    assert_eq!(
        stage.rooms.interest(room, id, session, first),
        None,
        "no session yet"
    );
    let session = stage.offers("a", Some(first));
    assert_eq!(stage.rooms.interest(room, id, session, first), Some(shown(180)));
    stage.rooms.set_interest(room, id, second, shown(720));
    assert_eq!(
        stage.rooms.interest(room, id, session, second),
        None,
        "another tab looks"
    );
    stage.rooms.lose_socket(first, stage.now);
    assert_eq!(stage.rooms.interest(room, id, session, first), None);
    assert_eq!(
        stage.rooms.interest(room, id, session, second),
        Some(shown(720)),
        "the same page by a new socket"
    );
}
