//! How far people come in joining, what there is to say about it, who is told.

use super::Stage as Scene;
use crate::diagnosis::{Advice, Diagnosis, Stage};
use crate::live::{ClientStage, News, ServerEvent};
use crate::role::ParticipantRole;
use model::{
    AddressFamily, MediaKind, Mid, ParticipantId, Path, PathTransport, Progress, SessionId, Source, TrackId,
};
use protocol::{CloseCause, Event, Seat, Wish};
use socketioxide::socket::Sid;

const CHECKED: Progress = Progress {
    checked: true,
    path: None,
    secured: false,
    received: false,
    acknowledged: false,
};

fn connected(transport: PathTransport) -> Progress {
    Progress {
        path: Some(Path {
            transport,
            family: AddressFamily::Ipv4,
        }),
        secured: true,
        ..CHECKED
    }
}

fn sending() -> Progress {
    Progress {
        received: true,
        ..connected(PathTransport::Udp)
    }
}

fn complete() -> Progress {
    Progress {
        acknowledged: true,
        ..sending()
    }
}

impl Scene {
    /// Somebody's socket with a PeerConnection that the node has answered.
    fn begins(&mut self, identity: &str) -> (Sid, SessionId) {
        let (socket, _) = self.comes(identity);
        let session = self.offers(identity, Some(socket));
        self.advances(identity, session, Progress::default());
        (socket, session)
    }

    fn advances(&mut self, identity: &str, session: SessionId, progress: Progress) -> Vec<News> {
        let event = Event::SessionProgress {
            room: self.room,
            participant: self.id(identity),
            session,
            progress,
        };
        self.rooms.handle_event(event, self.now)
    }

    fn tells(&mut self, identity: &str, stage: ClientStage) -> Option<Vec<News>> {
        let id = self.id(identity);
        self.rooms.client_progress(self.room, id, stage, self.now)
    }

    /// A seat of somebody takes another's source.
    fn takes(&mut self, identity: &str, session: SessionId, from: &str, source: Source) {
        let seats = vec![Seat {
            mid: Mid::new(b"s").expect("a mid"),
            kind: source.kind(),
            taken: Some((self.id(from), TrackId(1), source)),
        }];
        let event = Event::Seats {
            room: self.room,
            participant: self.id(identity),
            session,
            seats,
        };
        self.rooms.handle_event(event, self.now);
    }

    /// What somebody sees of themselves.
    fn join(&self, identity: &str) -> Diagnosis {
        self.join_seen_by(identity, identity).expect("told")
    }

    fn join_seen_by(&self, viewer: &str, identity: &str) -> Option<Diagnosis> {
        let state = self.rooms.state(&self.pass(viewer, ParticipantRole::Guest));
        let id = self.id(identity);
        let mut people = state.participants.iter();
        people.find(|person| person.participant_id == id)?.join
    }

    fn advice_after(&mut self, identity: &str, seconds: u64) -> Option<Advice> {
        self.after(seconds);
        self.join(identity).advice
    }
}

/// Stages that are counted.
fn counted(news: &[News]) -> Vec<Stage> {
    let stages = news.iter().filter_map(|news| match news {
        News::Joining { stages, .. } => Some(stages.clone()),
        _ => None,
    });
    stages.flatten().collect()
}

/// Who is told of somebody's join.
fn informed(news: &[News]) -> Vec<ParticipantId> {
    let told = news.iter().filter_map(|news| match news {
        News::Participant {
            participant,
            event: ServerEvent::JoinDiagnosis { .. },
            ..
        } => Some(*participant),
        _ => None,
    });
    told.collect()
}

#[test]
fn each_stage_is_counted_once_however_many_connections_it_takes() {
    let mut scene = Scene::new();
    let (socket, news) = scene.comes("a");
    assert_eq!(
        counted(&news),
        [Stage::Socket],
        "page and token were, at the door"
    );
    let session = scene.offers("a", Some(socket));
    assert_eq!(scene.join("a").stage, Stage::Offer);
    assert_eq!(counted(&scene.advances("a", session, CHECKED)), [Stage::Stun]);
    assert_eq!(
        counted(&scene.advances("a", session, complete())),
        [Stage::Ice, Stage::Dtls, Stage::PacketIn, Stage::PacketOut]
    );
    let news = scene.tells("a", ClientStage::FirstFrame).expect("believed");
    assert_eq!(counted(&news), [Stage::FirstFrame]);
    assert_eq!(scene.join("a").stage, Stage::FirstFrame);
    assert_eq!(scene.join("a").path, sending().path);

    let again = scene.advances("a", session, Progress::default());
    let and_again = scene.advances("a", session, complete());
    assert_eq!(counted(&[again, and_again].concat()), []);
    assert_eq!(scene.join("a").stage, Stage::FirstFrame, "the furthest stays");
}

#[test]
fn the_order_of_packets_does_not_matter() {
    let mut scene = Scene::new();
    let (_, session) = scene.begins("a");
    let listening = Progress {
        received: false,
        ..complete()
    };
    scene.advances("a", session, listening);
    assert_eq!(scene.join("a").stage, Stage::PacketOut);
    assert_eq!(
        counted(&scene.advances("a", session, complete())),
        [Stage::PacketIn]
    );
    assert_eq!(scene.join("a").stage, Stage::PacketOut);
}

#[test]
fn a_frame_is_believed_of_media_that_are_connected_alone() {
    let mut scene = Scene::new();
    let (_, session) = scene.begins("a");
    assert!(scene.tells("a", ClientStage::Page).is_some());
    assert_eq!(scene.tells("a", ClientStage::FirstFrame), None);
    scene.advances("a", session, CHECKED);
    assert_eq!(scene.tells("a", ClientStage::FirstFrame), None);
    assert_eq!(scene.join("a").stage, Stage::Stun);
    assert_eq!(scene.tells("nobody", ClientStage::Page), None);
}

#[test]
fn they_themselves_and_the_doctor_are_told_nobody_else() {
    let mut scene = Scene::new();
    let doctor = scene.pass("doctor", ParticipantRole::Doctor);
    scene.rooms.enter_socket(doctor, Sid::new(), None, scene.now);
    scene.comes("other");
    let (_, session) = scene.begins("a");
    let news = scene.advances("a", session, CHECKED);
    assert_eq!(informed(&news), [scene.id("doctor"), scene.id("a")]);
    assert_eq!(scene.join_seen_by("doctor", "a"), Some(scene.join("a")));
    assert_eq!(scene.join_seen_by("other", "a"), None);
    assert_eq!(scene.join_seen_by("a", "doctor"), None);
    assert!(
        informed(&scene.advances("a", session, CHECKED)).is_empty(),
        "told once"
    );
}

#[test]
fn what_reaches_nobody_is_told_after_eight_seconds_until_it_gets_further() {
    let mut scene = Scene::new();
    let (_, session) = scene.begins("a");
    assert_eq!(scene.advice_after("a", 7), None);
    assert_eq!(scene.advice_after("a", 1), Some(Advice::Unreached));
    scene.closes("a", session, CloseCause::NeverReached);
    assert_eq!(scene.advice_after("a", 1), Some(Advice::Unreached));
    scene.advances("a", session, Progress::default());
    assert_eq!(
        scene.advice_after("a", 1),
        Some(Advice::Unreached),
        "another try does not take it back"
    );
    let socket = Sid::new();
    scene.rooms.enter_session(
        scene.pass("a", ParticipantRole::Guest),
        session,
        Some(socket),
        scene.now,
    );
    scene.advances("a", session, CHECKED);
    assert_eq!(scene.advice_after("a", 7), None);
    assert_eq!(scene.advice_after("a", 1), Some(Advice::NoHandshake));
    scene.advances("a", session, sending());
    assert_eq!(scene.advice_after("a", 60), None);
}

#[test]
fn an_offer_that_was_refused_says_nothing_of_the_network() {
    let mut scene = Scene::new();
    let (socket, _) = scene.comes("a");
    let session = scene.offers("a", Some(socket));
    let id = scene.id("a");
    scene.rooms.drop_session(scene.room, id, session, scene.now);
    assert_eq!(scene.advice_after("a", 60), None);
    assert_eq!(scene.join("a").stage, Stage::Offer);
}

#[test]
fn another_way_is_told_once_it_is_the_last_word() {
    for transport in [
        PathTransport::Tcp,
        PathTransport::TurnUdp,
        PathTransport::TurnTcp,
        PathTransport::TurnTls,
    ] {
        let mut scene = Scene::new();
        let (_, session) = scene.begins("a");
        let poorer = Progress {
            received: true,
            ..connected(transport)
        };
        scene.advances("a", session, poorer);
        assert_eq!(scene.advice_after("a", 1), None);
        assert_eq!(scene.advice_after("a", 1), Some(Advice::AnotherWay));
        scene.advances("a", session, sending());
        assert_eq!(scene.advice_after("a", 1), None);
    }
}

#[test]
fn who_sends_nothing_is_told_unless_the_microphone_is_off() {
    let mut scene = Scene::new();
    let (_, session) = scene.begins("a");
    scene.advances("a", session, connected(PathTransport::Tcp));
    assert_eq!(scene.advice_after("a", 7), Some(Advice::AnotherWay));
    assert_eq!(
        scene.advice_after("a", 1),
        Some(Advice::NothingSent),
        "the gravest"
    );
    let id = scene.id("a");
    scene.rooms.mute(scene.room, id, Source::Microphone, true);
    assert_eq!(scene.advice_after("a", 60), Some(Advice::AnotherWay));
}

#[test]
fn who_receives_nothing_is_told_where_somebody_can_be_heard() {
    let mut scene = Scene::new();
    scene.comes("b");
    let (_, session) = scene.begins("a");
    scene.advances("a", session, sending());
    assert_eq!(scene.advice_after("a", 60), None, "nobody sends yet");
    scene.takes("a", session, "b", Source::Microphone);
    scene.after(0);
    assert_eq!(scene.advice_after("a", 7), None);
    assert_eq!(scene.advice_after("a", 1), Some(Advice::NothingArrives));
    let other = scene.id("b");
    scene.rooms.mute(scene.room, other, Source::Microphone, true);
    assert_eq!(scene.advice_after("a", 1), None);
    scene.rooms.mute(scene.room, other, Source::Microphone, false);
    scene.advances("a", session, complete());
    assert_eq!(scene.advice_after("a", 60), None);
}

#[test]
fn a_missing_picture_is_told_to_pages_that_show_it_and_would_tell_of_it() {
    let mut scene = Scene::new();
    scene.comes("b");
    let (socket, session) = scene.begins("a");
    scene.advances("a", session, complete());
    scene.takes("a", session, "b", Source::Camera);
    assert_eq!(scene.advice_after("a", 60), None, "an older client never tells");
    scene.tells("a", ClientStage::Page);
    scene.after(0);
    assert_eq!(scene.advice_after("a", 8), Some(Advice::NoFrame));

    let (room, id, other) = (scene.room, scene.id("a"), scene.id("b"));
    let wish = |height| Wish {
        participant: other,
        source: Source::Camera,
        height,
        pinned: false,
    };
    scene.rooms.set_interest(room, id, socket, vec![wish(0)]);
    assert_eq!(scene.advice_after("a", 60), None, "the page hides it");
    scene.rooms.set_interest(room, id, socket, vec![wish(360)]);
    scene.after(0);
    assert_eq!(scene.advice_after("a", 8), Some(Advice::NoFrame));
    scene.tells("a", ClientStage::FirstFrame);
    assert_eq!(scene.join("a").advice, None);
    assert_eq!(scene.join("a").stage, Stage::FirstFrame);
}

#[test]
fn sound_is_for_every_page() {
    assert_eq!(Source::Microphone.kind(), MediaKind::Audio);
    let mut scene = Scene::new();
    scene.comes("b");
    let (socket, session) = scene.begins("a");
    scene.advances("a", session, sending());
    scene.takes("a", session, "b", Source::Microphone);
    let (room, id) = (scene.room, scene.id("a"));
    scene.rooms.set_interest(room, id, socket, Vec::new());
    scene.after(0);
    assert_eq!(scene.advice_after("a", 8), Some(Advice::NothingArrives));
    scene.rooms.lose_socket(socket, scene.now);
    scene.after(1);
    let state = scene.rooms.state(&scene.pass("a", ParticipantRole::Guest));
    let own = state
        .participants
        .iter()
        .find(|person| person.participant_id == id);
    assert_eq!(
        own.and_then(|own| own.join).expect("told").advice,
        None,
        "without a socket nobody knows what is on"
    );
}
