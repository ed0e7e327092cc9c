//! Rooms on a clock of their own.

mod diagnosis;
mod lobby;
mod quality;

use super::{LeaveReason, News, Rooms, ServerEvent};
use crate::policy;
use crate::role::ParticipantRole;
use crate::token::{Life, PARTICIPANT_LIFE, Pass};
use model::{ParticipantId, RoomId, SessionId, Source, TrackId};
use protocol::{CloseCause, Event};
use socketioxide::socket::Sid;
use std::time::{Duration, Instant};

struct Stage {
    rooms: Rooms,
    room: RoomId,
    now: Instant,
}

impl Stage {
    fn new() -> Self {
        Self {
            rooms: Rooms::default(),
            room: RoomId::generate(),
            now: Instant::now(),
        }
    }

    fn pass(&self, identity: &str, role: ParticipantRole) -> Pass {
        Pass {
            room: self.room,
            consultation: None,
            identity: identity.into(),
            name: identity.into(),
            role,
            kind: None,
            grants: policy::FULL,
        }
    }

    fn id(&self, identity: &str) -> ParticipantId {
        ParticipantId::of_identity(self.room, identity)
    }

    fn comes(&mut self, identity: &str) -> (Sid, Vec<News>) {
        let socket = Sid::new();
        let pass = self.pass(identity, ParticipantRole::Guest);
        let life = Some(Life::fresh(PARTICIPANT_LIFE));
        (socket, self.rooms.enter_socket(pass, socket, life, self.now))
    }

    fn offers(&mut self, identity: &str, socket: Option<Sid>) -> SessionId {
        let session = SessionId::generate();
        let pass = self.pass(identity, ParticipantRole::Guest);
        self.rooms.enter_session(pass, session, socket, self.now);
        session
    }

    fn connects(&mut self, identity: &str, session: SessionId) -> Vec<News> {
        let event = Event::SessionConnected {
            room: self.room,
            participant: self.id(identity),
            session,
        };
        self.rooms.handle_event(event, self.now)
    }

    fn closes(&mut self, identity: &str, session: SessionId, cause: CloseCause) -> Vec<News> {
        let event = Event::SessionClosed {
            room: self.room,
            participant: self.id(identity),
            session,
            cause,
        };
        self.rooms.handle_event(event, self.now)
    }

    fn after(&mut self, seconds: u64) -> Vec<News> {
        self.now += Duration::from_secs(seconds);
        self.rooms.sweep(self.now)
    }
}

/// The names of what everybody in the room is told.
fn told(news: &[News]) -> Vec<&'static str> {
    let events = news.iter().filter_map(|news| match news {
        News::Room { event, .. } => Some(event.name()),
        _ => None,
    });
    events.collect()
}

fn reasons(news: &[News]) -> Vec<LeaveReason> {
    let reasons = news.iter().filter_map(|news| match news {
        News::Room {
            event: ServerEvent::ParticipantLeft { reason, .. },
            ..
        } => Some(*reason),
        _ => None,
    });
    reasons.collect()
}

#[test]
fn a_place_is_kept_for_ninety_seconds() {
    let mut stage = Stage::new();
    let (socket, news) = stage.comes("a");
    assert_eq!(told(&news), ["participant_joined"]);
    let news = stage.rooms.lose_socket(socket, stage.now);
    assert_eq!(told(&news), ["participant_updated"]);
    assert!(stage.after(89).is_empty());
    let news = stage.after(1);
    assert_eq!(reasons(&news), [LeaveReason::Timeout]);
    assert!(matches!(news[1], News::Gone { .. }));
    assert_eq!(stage.rooms.room_count(), 0);
}

#[test]
fn whoever_comes_back_in_time_has_never_left() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    stage.rooms.lose_socket(socket, stage.now);
    stage.after(89);
    let (_, news) = stage.comes("a");
    assert_eq!(told(&news), ["participant_updated"]);
    assert!(
        stage
            .after(300)
            .iter()
            .all(|news| matches!(news, News::Renew { .. } | News::Room { .. }))
    );
    assert_eq!(stage.rooms.participant_count(), 1);
}

#[test]
fn while_media_flow_nobody_misses_a_socket() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    let session = stage.offers("a", Some(socket));
    let news = stage.connects("a", session);
    assert!(matches!(news[0], News::MediaUp { .. }));
    assert!(stage.rooms.lose_socket(socket, stage.now).is_empty());
    assert!(stage.after(1000).is_empty());
    let news = stage.closes("a", session, CloseCause::Silent);
    assert_eq!(told(&news), ["participant_updated"]);
    assert!(stage.after(89).is_empty());
    assert_eq!(reasons(&stage.after(1)), [LeaveReason::Timeout]);
}

#[test]
fn a_socket_without_media_is_somebody() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    let session = stage.offers("a", Some(socket));
    stage.connects("a", session);
    let news = stage.closes("a", session, CloseCause::Silent);
    assert_eq!(told(&news), Vec::<&str>::new(), "the others see them as there");
    assert_eq!(stage.rooms.participant_count(), 1);
}

#[test]
fn whoever_never_had_a_socket_goes_with_the_last_session() {
    let mut stage = Stage::new();
    let whip = stage.offers("a", None);
    let whep = stage.offers("a", None);
    stage.connects("a", whip);
    assert_eq!(reasons(&stage.closes("a", whip, CloseCause::Client)), []);
    assert_eq!(
        reasons(&stage.closes("a", whep, CloseCause::NeverReached)),
        [LeaveReason::Timeout]
    );
    let again = stage.offers("a", None);
    let id = stage.id("a");
    let news = stage.rooms.drop_session(stage.room, id, again, stage.now);
    assert_eq!(reasons(&news), [LeaveReason::Left]);
}

#[test]
fn what_the_api_asked_for_is_not_told_twice() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    let session = stage.offers("a", Some(socket));
    stage.connects("a", session);
    assert!(stage.closes("a", session, CloseCause::Asked).is_empty());
    assert!(stage.rooms.has_session(stage.room, stage.id("a"), session));
}

#[test]
fn tracks_end_with_their_session() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    let session = stage.offers("a", Some(socket));
    let (room, participant, track) = (stage.room, stage.id("a"), TrackId(1));
    let event = Event::TrackPublished {
        room,
        participant,
        track,
        source: Source::Camera,
    };
    stage.rooms.mute(room, participant, Source::Camera, true);
    let news = stage.rooms.handle_event(event.clone(), stage.now);
    assert!(
        matches!(&news[..], [News::Room { except: Some(id), event: ServerEvent::TrackPublished { track, .. }, .. }]
        if *id == participant && track.muted)
    );
    assert!(stage.rooms.handle_event(event, stage.now).is_empty(), "told once");
    let news = stage.closes("a", session, CloseCause::Fault);
    assert_eq!(told(&news), ["track_unpublished"]);
}

#[test]
fn everybody_is_told_who_speaks_and_so_is_who_comes_later() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    let session = stage.offers("a", Some(socket));
    let (room, participant) = (stage.room, stage.id("a"));
    let published = Event::TrackPublished {
        room,
        participant,
        track: TrackId(1),
        source: Source::Microphone,
    };
    stage.rooms.handle_event(published, stage.now);
    let speakers = vec![participant];
    let news = stage
        .rooms
        .handle_event(Event::ActiveSpeakers { room, speakers }, stage.now);
    assert!(
        matches!(&news[..], [News::Room { except: None, event: ServerEvent::ActiveSpeakers { participant_ids, .. }, .. }]
        if *participant_ids == [participant])
    );
    let pass = stage.pass("b", ParticipantRole::Guest);
    assert_eq!(stage.rooms.state(&pass).active_speakers, [participant]);
    stage.closes("a", session, CloseCause::Fault);
    assert!(
        stage.rooms.state(&pass).active_speakers.is_empty(),
        "without sound nobody speaks"
    );
}

#[test]
fn a_token_is_renewed_with_the_relays_credentials_again_and_again() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("a");
    assert!(stage.after(209).is_empty());
    for _ in 0..3 {
        let news = stage.after(1);
        let [
            News::Renew {
                socket: known, life, ..
            },
        ] = &news[..]
        else {
            panic!("{news:?}")
        };
        assert_eq!((*known, *life), (socket, PARTICIPANT_LIFE));
        assert!(stage.after(100).is_empty(), "asked once");
        stage.rooms.renewed(socket, Life::fresh(*life), stage.now);
        assert!(stage.after(209).is_empty());
    }
}

#[test]
fn who_comes_with_an_old_token_gets_a_new_one_at_once() {
    let mut stage = Stage::new();
    let old = Life {
        whole: PARTICIPANT_LIFE,
        left: PARTICIPANT_LIFE / 2,
    };
    let pass = stage.pass("a", ParticipantRole::Guest);
    let socket = Sid::new();
    let news = stage.rooms.enter_socket(pass, socket, Some(old), stage.now);
    assert!(matches!(news.first(), Some(News::Renew { socket: known, .. }) if *known == socket));
    assert!(stage.after(100).is_empty(), "asked once");
}

#[test]
fn a_token_that_is_half_used_is_renewed_sooner() {
    let whole = Duration::from_secs(600);
    let life = |left| Life {
        whole,
        left: Duration::from_secs(left),
    };
    assert_eq!(life(600).until_renewal(), Duration::from_secs(210));
    assert_eq!(life(500).until_renewal(), Duration::from_secs(110));
    assert_eq!(life(5).until_renewal(), Duration::ZERO);
    let short = Life::fresh(Duration::from_secs(100));
    assert_eq!(short.until_renewal(), Duration::from_secs(80));
}

#[test]
fn the_doctor_and_another_meet() {
    let mut stage = Stage::new();
    let doctor = stage.pass("doctor", ParticipantRole::Doctor);
    stage.rooms.enter_socket(doctor, Sid::new(), None, stage.now);
    assert!(!stage.rooms.have_met(stage.room));
    let (socket, _) = stage.comes("a");
    assert!(stage.rooms.have_met(stage.room));
    stage.rooms.lose_socket(socket, stage.now);
    assert!(!stage.rooms.have_met(stage.room));
}

#[test]
fn at_the_end_all_are_told_before_anybody_is_out() {
    let mut stage = Stage::new();
    stage.comes("a");
    stage.comes("b");
    let news = stage.rooms.close(stage.room);
    assert_eq!(reasons(&news), [LeaveReason::Ended; 2]);
    assert!(matches!(
        news[..],
        [
            News::Room { .. },
            News::Room { .. },
            News::Gone { .. },
            News::Gone { .. }
        ]
    ));
    assert_eq!(stage.rooms.room_count(), 0);
}

#[test]
fn what_an_older_socket_offers_late_takes_nothing_from_a_newer_one() {
    let mut stage = Stage::new();
    let (older, newer) = (stage.comes("a").0, stage.comes("a").0);
    let session = stage.offers("a", Some(older));
    let pass = stage.pass("a", ParticipantRole::Guest);
    assert!(!stage.rooms.is_outrun(&pass, session, older));
    assert!(!stage.rooms.is_outrun(&pass, session, newer), "it may take over");
    stage
        .rooms
        .enter_session(pass.clone(), session, Some(newer), stage.now);
    assert!(stage.rooms.is_outrun(&pass, session, older));
    stage.rooms.lose_socket(newer, stage.now);
    assert!(
        !stage.rooms.is_outrun(&pass, session, older),
        "nobody newer is there"
    );
}
