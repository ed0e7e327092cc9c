//! Somebody's network changes or goes away: the session stays as long as consent, others hardly notice.

use crate::world::World;
use protocol::{CloseCause, Event};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use virtual_net::Conditions;

const AUDIO_SEAT: usize = 2;
const VIDEO_SEAT: usize = 3;
const DELAY: Duration = Duration::from_millis(40);
const SIGNALLING: Duration = Duration::from_millis(300);

const GONE: Conditions = Conditions { loss: 1.0, ..PATH };
const PATH: Conditions = Conditions {
    loss: 0.0,
    bursts: None,
    delay: DELAY,
    jitter: Duration::ZERO,
    reorder: 0.0,
    duplicate: 0.0,
    rate_bps: None,
    queue_bytes: 64 * 1024,
};

/// Two people in a call that has gone on for a while: who stays, who moves.
fn call(seed: u64) -> (World, usize, usize) {
    let mut world = World::new(seed, PATH);
    let (stays, moves) = (world.enter(1), world.enter(1));
    world.connect_all();
    world.run(Duration::from_secs(3));
    (world, stays, moves)
}

fn elsewhere() -> SocketAddr {
    SocketAddr::from(([203, 0, 113, 77], 6000))
}

/// The longest time without a packet from `since` until now.
fn longest_pause(world: &World, viewer: usize, line: usize, since: Instant) -> Duration {
    let packets = world.people[viewer].received.iter().filter(|p| p.line == line);
    let mut times: Vec<_> = packets.map(|p| p.at).filter(|at| *at >= since).collect();
    times.extend([since, world.now]);
    times.sort();
    let pauses = times.windows(2).map(|pair| pair[1] - pair[0]);
    pauses.max().expect("a pause")
}

fn streams(world: &World, viewer: usize, line: usize) -> usize {
    let packets = world.people[viewer].received.iter().filter(|p| p.line == line);
    packets
        .map(|p| p.stream)
        .collect::<std::collections::HashSet<_>>()
        .len()
}

/// News except of how well people are connected, which is bad meanwhile.
fn news_of(world: &World) -> usize {
    let about_quality = |event: &&Event| matches!(event, Event::ConnectionQuality { .. });
    world.events.iter().filter(|event| !about_quality(event)).count()
}

/// When the first packet of a line after `since` came; a keyframe's where `keyframe`.
fn first_after(world: &World, viewer: usize, since: Instant, keyframe: bool) -> Option<Instant> {
    let mut packets = world.people[viewer].received.iter();
    let first = packets.find(|p| p.line == VIDEO_SEAT && p.at > since && (p.keyframe || !keyframe));
    first.map(|p| p.at)
}

/// Moves somebody by an ICE restart while the old path is as `old`; the longest pause that anybody saw.
fn restart(seed: u64, old: Conditions) -> Duration {
    let (mut world, stays, moves) = call(seed);
    let (start, news) = (world.now, news_of(&world));
    let left = world.people[moves].address;
    world.set_path(left, old);
    world.move_to(moves, elsewhere(), SIGNALLING);
    world.run(Duration::from_secs(1));
    world.set_path(left, GONE);
    world.run(Duration::from_secs(3));
    assert_eq!(news_of(&world), news, "nobody is told of anything");
    let mut longest = Duration::ZERO;
    for viewer in [stays, moves] {
        for line in [AUDIO_SEAT, VIDEO_SEAT] {
            assert_eq!(streams(&world, viewer, line), 1, "the SSRC stays");
            longest = longest.max(longest_pause(&world, viewer, line, start));
        }
        let since = world.now - Duration::from_secs(1);
        assert!(longest_pause(&world, viewer, VIDEO_SEAT, since) < Duration::from_millis(60));
    }
    longest
}

#[test]
fn a_restart_after_the_old_path_died_brings_media_back() {
    let pause = restart(30, GONE);
    assert!(pause < Duration::from_millis(1500), "{pause:?}");
}

#[test]
fn a_restart_while_the_old_path_lives_is_seamless() {
    let pause = restart(31, PATH);
    assert!(pause < Duration::from_millis(100), "{pause:?}");
}

#[test]
fn checks_from_a_translated_address_move_the_path_at_once() {
    let (mut world, stays, moves) = call(32);
    let (start, news) = (world.now, news_of(&world));
    world.people[moves].translated = Some(elsewhere());
    let heard = |world: &World| first_after(world, stays, start + 4 * DELAY, false).is_some();
    // The client checks every five seconds.
    world.run_until(Duration::from_secs(6), heard);
    let heard_at = world.now;
    let reached = |world: &World| first_after(world, moves, heard_at, false).is_some();
    let unreached = world.run_until(Duration::from_secs(1), reached);
    assert!(
        unreached <= 2 * DELAY + Duration::from_millis(20),
        "{unreached:?}"
    );
    world.run(Duration::from_secs(2));
    assert_eq!(news_of(&world), news);
    let since = world.now - Duration::from_secs(1);
    for viewer in [stays, moves] {
        assert_eq!(streams(&world, viewer, VIDEO_SEAT), 1);
        assert!(longest_pause(&world, viewer, VIDEO_SEAT, since) < Duration::from_millis(60));
    }
}

/// Nothing gets through for `time`; within two seconds after that a fresh picture comes to who stayed, any to who was away.
fn black_out(seed: u64, time: Duration) {
    let (mut world, stays, moves) = call(seed);
    let news = news_of(&world);
    world.set_path(world.people[moves].address, GONE);
    world.run(time);
    world.set_path(world.people[moves].address, PATH);
    let back = world.now;
    let limit = Duration::from_secs(2);
    world.run_until(limit, |w| {
        first_after(w, stays, back, true).is_some() && first_after(w, moves, back, false).is_some()
    });
    world.run(Duration::from_secs(2));
    assert_eq!(news_of(&world), news, "nobody is told of anything");
    for viewer in [stays, moves] {
        let since = world.now - Duration::from_secs(1);
        assert!(longest_pause(&world, viewer, VIDEO_SEAT, since) < Duration::from_millis(60));
        assert_eq!(streams(&world, viewer, VIDEO_SEAT), 1);
    }
}

#[test]
fn five_seconds_of_blackout_are_recovered_from() {
    black_out(33, Duration::from_secs(5));
}

#[test]
fn fifteen_seconds_of_blackout_are_recovered_from() {
    black_out(34, Duration::from_secs(15));
}

#[test]
fn a_minute_of_blackout_ends_the_session_after_consent_only() {
    let (mut world, stays, moves) = call(35);
    world.set_path(world.people[moves].address, GONE);
    let away = world.people[moves].participant;
    let closed = |world: &World| {
        world.events.iter().any(|event| {
            matches!(event, Event::SessionClosed { participant, cause: CloseCause::Silent, .. } if *participant == away)
        })
    };
    let took = world.run_until(Duration::from_secs(40), closed);
    assert!((29..=31).contains(&took.as_secs()), "{took:?}");
    world.run(Duration::from_secs(60) - took);
    assert_eq!(world.shard.statistics().sessions, 1);
    world.set_path(world.people[moves].address, PATH);
    world.reload(moves, 1);
    let back = world.now;
    let limit = Duration::from_secs(2);
    world.run_until(limit, |w| first_after(w, stays, back, true).is_some());
}
