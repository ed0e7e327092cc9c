//! The estimate follows what links do: narrow, falling, lossy, jittery ones.

mod call;

use call::{Call, PICTURE, SOUND};
use std::time::Duration;
use transport::sdp::client::ClientLine;
use virtual_net::{Bursts, Conditions};

const DELAY: Duration = Duration::from_millis(20);

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A link whose queue holds so much time.
fn narrow(rate: u64, queue: Duration) -> Conditions {
    Conditions {
        delay: DELAY,
        rate_bps: Some(rate),
        queue_bytes: (rate as f64 / 8.0 * queue.as_secs_f64()) as usize,
        ..Conditions::default()
    }
}

fn lossy(loss: f64, bursts: Option<Bursts>) -> Conditions {
    Conditions {
        delay: DELAY,
        loss,
        bursts,
        ..Conditions::default()
    }
}

#[test]
fn a_wide_link_is_used_within_two_seconds() {
    let mut call = Call::new(1, lossy(0.0, None), 4e6);
    call.run(seconds(5));
    println!("{}", call.told());
    let reached = call.first(0.0, |estimate| estimate > 4e6);
    assert!(reached < 2.0, "{reached}");
    assert!(call.delivered_rate(2.0, 5.0) > 3.6e6);
}

#[test]
fn a_steady_link_is_used_without_a_queue() {
    for (seed, queue) in [(2, 300), (3, 1_000)] {
        let mut call = Call::new(seed, narrow(2_000_000, Duration::from_millis(queue)), 4e6);
        call.run(seconds(60));
        println!("{}", call.told());
        let used = call.delivered_rate(5.0, 60.0) / 2e6;
        let delay = call.delay(PICTURE, 0.95, 5.0, 60.0) - DELAY;
        println!("steady {queue}: used {used}, p95 {delay:?}");
        assert!(used > 0.8, "{used}");
        assert!(delay < Duration::from_millis(150), "{delay:?}");
        assert!(call.delay(SOUND, 0.95, 5.0, 60.0) - DELAY < Duration::from_millis(150));
    }
}

#[test]
fn a_link_that_falls_is_followed_down_then_up() {
    let wide = narrow(2_000_000, Duration::from_millis(300));
    let mut call = Call::new(4, wide, 3e6);
    call.run(seconds(15));
    call.set_conditions(narrow(300_000, Duration::from_millis(500)));
    call.run(seconds(20));
    call.set_conditions(wide);
    call.run(seconds(20));
    println!("{}", call.told());
    let fell = call.first(15.0, |estimate| estimate <= 3.3e5) - 15.0;
    let risen = call.first(35.0, |estimate| estimate >= 1.5e6) - 35.0;
    let drained = call.delay(SOUND, 0.9, 18.0, 20.0) - DELAY;
    let used = call.delivered_rate(20.0, 35.0) / 3e5;
    println!("fell in {fell}, rose in {risen}, drained {drained:?}, used {used}");
    assert!(fell < 1.5, "{fell}");
    assert!(drained < Duration::from_millis(150), "{drained:?}");
    assert!(used > 0.7, "{used}");
    assert!(risen < 15.0, "{risen}");
    assert!(mean(&call.estimates(50.0, 55.0)) > 1.5e6);
}

#[test]
fn sound_is_whole_on_a_very_narrow_link() {
    let mut call = Call::new(5, narrow(200_000, Duration::from_millis(1_000)), 2e6);
    call.run(seconds(40));
    println!("{}", call.told());
    let delay = call.delay(SOUND, 0.95, 5.0, 40.0) - DELAY;
    let most = call.delay(SOUND, 1.0, 5.0, 40.0) - DELAY;
    let used = call.delivered_rate(5.0, 40.0) / 2e5;
    println!("very narrow: sound p95 {delay:?} most {most:?} used {used}");
    assert!(delay < Duration::from_millis(200), "{delay:?}");
    assert!(most < Duration::from_millis(500), "{most:?}");
    assert!(used > 0.7, "{used}");
}

#[test]
fn random_loss_is_not_taken_for_congestion() {
    for (seed, loss, least) in [(6, 0.05, 0.9), (7, 0.1, 0.8), (8, 0.2, 0.6)] {
        let mut call = Call::new(seed, lossy(loss, None), 2e6);
        call.run(seconds(40));
        println!("{}", call.told());
        let estimates: Vec<_> = call.estimates(5.0, 40.0).iter().map(|e| e.min(2e6)).collect();
        let worst = estimates.iter().copied().fold(f64::INFINITY, f64::min);
        println!("loss {loss}: mean {}, worst {worst}", mean(&estimates));
        assert!(mean(&estimates) > least * 2e6, "{loss}: {}", mean(&estimates));
        assert!(loss > 0.05 || worst > 0.6 * 2e6, "{loss}: {worst}");
    }
}

#[test]
fn bursts_of_loss_are_survived() {
    let bursts = Some(Bursts { mean_len: 8.0 });
    let mut call = Call::new(9, lossy(0.05, bursts), 2e6);
    call.run(seconds(40));
    println!("{}", call.told());
    let estimates: Vec<_> = call.estimates(5.0, 40.0).iter().map(|e| e.min(2e6)).collect();
    println!("bursts: mean {}", mean(&estimates));
    assert!(mean(&estimates) > 1.2e6, "{}", mean(&estimates));
}

#[test]
fn jitter_is_not_taken_for_congestion() {
    let jittery = Conditions {
        jitter: Duration::from_millis(50),
        ..lossy(0.0, None)
    };
    let mut call = Call::new(10, jittery, 2e6);
    call.run(seconds(40));
    println!("{}", call.told());
    let estimates: Vec<_> = call.estimates(5.0, 40.0).iter().map(|e| e.min(2e6)).collect();
    println!("jitter: mean {}", mean(&estimates));
    assert!(mean(&estimates) > 1.4e6, "{}", mean(&estimates));
}

#[test]
fn a_shallow_queue_shows_by_loss() {
    let mut call = Call::new(11, narrow(1_000_000, Duration::from_millis(30)), 3e6);
    call.run(seconds(40));
    println!("{}", call.told());
    let rate = call.delivered_rate(5.0, 40.0) / 1e6;
    let lost = call
        .samples
        .iter()
        .skip(100)
        .map(|s| f64::from(s.path.downlink_loss));
    let lost = mean(&lost.collect::<Vec<_>>());
    println!("shallow: used {rate}, lost {lost}");
    assert!(rate > 0.6, "{rate}");
    assert!(lost < 0.15, "{lost}");
}

#[test]
fn a_longer_way_is_no_queue_for_ever() {
    let mut call = Call::new(12, lossy(0.0, None), 2e6);
    call.run(seconds(15));
    call.set_conditions(Conditions {
        delay: Duration::from_millis(250),
        ..Conditions::default()
    });
    call.run(seconds(25));
    println!("{}", call.told());
    let estimate = mean(&call.estimates(35.0, 40.0));
    assert!(estimate > 1.8e6, "{estimate}");
}

#[test]
fn after_a_blackout_the_rate_is_back_soon() {
    let mut call = Call::new(13, lossy(0.0, None), 3e6);
    call.run(seconds(10));
    call.set_conditions(lossy(1.0, None));
    call.run(seconds(15));
    call.set_conditions(lossy(0.0, None));
    call.run(seconds(10));
    println!("{}", call.told());
    let back = call.first(25.1, |estimate| estimate > 3e6) - 25.0;
    println!("blackout: back in {back}");
    assert!(back < 4.0, "{back}");
}

#[test]
fn who_sends_more_than_the_way_carries_waits_for_a_bounded_time() {
    let mut call = Call::new(14, narrow(1_000_000, Duration::from_millis(500)), 5e6);
    call.is_adaptive = false;
    call.run(seconds(20));
    println!("{}", call.told());
    assert!(call.peer.counters().pacer_dropped > 0);
    let pacer = call.samples.iter().map(|s| s.path.pacer_delay).max();
    assert!(pacer < Some(Duration::from_secs(3)), "{pacer:?}");
    let delay = call.delay(SOUND, 0.95, 5.0, 20.0) - DELAY;
    assert!(delay < Duration::from_millis(200), "sound overtakes: {delay:?}");
}

#[test]
fn a_client_that_tells_nothing_of_arrivals_is_not_limited() {
    let silent = |line: &mut ClientLine| line.codecs[0].feedback.transport_cc = false;
    let mut call = Call::with(16, lossy(0.0, None), 8e6, silent);
    call.is_adaptive = false;
    call.run(seconds(5));
    assert_eq!(call.peer.available_bitrate(), None);
    assert!(call.delivered_rate(1.0, 5.0) > 7.8e6);
    assert_eq!(call.delay(PICTURE, 1.0, 0.0, 5.0), DELAY, "nothing waits");
}

#[test]
fn without_a_retransmission_stream_there_is_no_padding_yet_loss_is_mended() {
    let plain = |line: &mut ClientLine| line.codecs[0].rtx = None;
    let mut call = Call::with(17, lossy(0.05, None), 5e5, plain);
    call.run(seconds(10));
    let smallest = call.delivered.iter().skip(20).map(|(_, bytes)| *bytes);
    assert!(!smallest.into_iter().any(|bytes| (270..320).contains(&bytes)));
    let pictures = call.arrivals.iter().filter(|a| a.line == PICTURE).count() as u64;
    let sent = call.peer.counters().sent.packets.video;
    assert!(pictures * 100 > sent * 98, "{pictures} of {sent}");
}

#[test]
fn probing_costs_little() {
    let mut call = Call::new(15, narrow(1_000_000, Duration::from_millis(300)), 8e6);
    call.run(seconds(60));
    let media = call.arrivals.iter().filter(|a| a.line == PICTURE).count() * 1_140
        + call.arrivals.iter().filter(|a| a.line == SOUND).count() * 140;
    let all: usize = call.delivered.iter().map(|(_, bytes)| bytes).sum();
    let overhead = 1.0 - media as f64 / all as f64;
    println!("overhead {overhead}");
    assert!(overhead < 0.1, "{overhead}");
}
