//! Waiting, on a clock of its own.

use super::Stage;
use crate::clock::Timestamp;
use crate::live::room::GRACE;
use crate::live::{Hosts, LeaveReason, News, ServerEvent, Wait};
use crate::role::ParticipantRole;
use crate::token::{Life, PARTICIPANT_LIFE};
use socketioxide::socket::Sid;
use std::time::Duration;
use uuid::Uuid;

fn wait() -> Wait {
    Wait {
        since: Timestamp(0),
        message: None,
        hosts: Hosts {
            doctor: Uuid::nil(),
            shared: None,
        },
    }
}

fn waits(stage: &mut Stage, identity: &str) -> (Sid, Vec<News>) {
    let socket = Sid::new();
    let pass = stage.pass(identity, ParticipantRole::Guest);
    let life = Some(Life::fresh(PARTICIPANT_LIFE));
    (
        socket,
        stage.rooms.enter_lobby(&pass, wait(), socket, life, stage.now),
    )
}

#[test]
fn who_waits_is_nobody_in_the_room() {
    let mut stage = Stage::new();
    let (socket, news) = waits(&mut stage, "ana");
    assert!(matches!(
        &news[..],
        [News::Hosts {
            event: ServerEvent::LobbyWaiting { .. },
            ..
        }]
    ));
    assert_eq!(
        (stage.rooms.room_count(), stage.rooms.participant_count()),
        (0, 0)
    );
    assert!(stage.rooms.waits(stage.room, stage.id("ana"), socket));
    let guest = stage.pass("bob", ParticipantRole::Guest);
    let doctor = stage.pass("doc", ParticipantRole::Doctor);
    assert!(stage.rooms.state(&guest).lobby.waiting.is_empty());
    assert_eq!(stage.rooms.state(&doctor).lobby.waiting.len(), 1);
    assert!(
        stage
            .rooms
            .mute(stage.room, stage.id("ana"), model::Source::Camera, true)
            .is_empty()
    );
}

#[test]
fn a_lost_socket_keeps_the_place_before_the_door_for_the_grace_time() {
    let mut stage = Stage::new();
    let (socket, _) = waits(&mut stage, "ana");
    assert_eq!(stage.rooms.lose_socket(socket, stage.now).len(), 1);
    stage.now += GRACE - Duration::from_secs(1);
    assert!(stage.rooms.sweep(stage.now).is_empty());
    let (again, _) = waits(&mut stage, "ana");
    stage.now += GRACE;
    assert!(stage.rooms.sweep(stage.now).is_empty(), "they were back in time");
    stage.rooms.lose_socket(again, stage.now);
    stage.now += GRACE;
    let news = stage.rooms.sweep(stage.now);
    let left = |news: &News| match news {
        News::Hosts { event, .. } => {
            matches!(
                event,
                ServerEvent::LobbyLeft {
                    reason: LeaveReason::Timeout,
                    ..
                }
            )
        }
        _ => false,
    };
    assert_eq!(news.iter().filter(|news| left(news)).count(), 1, "{news:?}");
    assert!(stage.rooms.waiting(stage.room).is_empty());
}

#[test]
fn tokens_are_renewed_before_the_door_and_past_it() {
    let mut stage = Stage::new();
    let (socket, _) = waits(&mut stage, "ana");
    let due_after = Life::fresh(PARTICIPANT_LIFE).until_renewal();
    stage.now += due_after;
    let due = |news: Vec<News>| matches!(&news[..], [News::Renew { .. }]);
    assert!(due(stage.rooms.sweep(stage.now)));
    stage
        .rooms
        .renewed(socket, Life::fresh(PARTICIPANT_LIFE), stage.now);
    stage.now += Duration::from_secs(60);
    let (sockets, _) = stage.rooms.admit(stage.room, stage.id("ana"), stage.now);
    assert_eq!(sockets, [socket]);
    stage.now += due_after - Duration::from_secs(61);
    assert!(stage.rooms.sweep(stage.now).is_empty());
    stage.now += Duration::from_secs(1);
    assert!(
        due(stage.rooms.sweep(stage.now)),
        "the time before the door counts"
    );
}

#[test]
fn who_is_put_back_without_a_socket_is_away_before_the_door() {
    let mut stage = Stage::new();
    let (socket, _) = stage.comes("ana");
    stage.rooms.lose_socket(socket, stage.now);
    let news = stage
        .rooms
        .put_back(stage.room, stage.id("ana"), wait(), stage.now);
    assert!(news.iter().any(|news| matches!(news, News::SentOut { .. })));
    assert!(!stage.rooms.waiting(stage.room)[0].connected);
    assert_eq!(stage.rooms.room_count(), 0);
    stage.now += GRACE;
    assert!(!stage.rooms.sweep(stage.now).is_empty());
    assert!(
        stage
            .rooms
            .put_back(stage.room, stage.id("ana"), wait(), stage.now)
            .is_empty()
    );
}
