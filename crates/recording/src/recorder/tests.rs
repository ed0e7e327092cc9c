//! Files that begin, go on and end.

use super::*;
use proptest::prelude::*;

const KEY: [u8; 11] = [0x10, 0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1];
const DELTA: [u8; 4] = [0x10, 1, 5, 6];

fn sound(stream: u64) -> Origin {
    Origin {
        stream,
        codec: Codec::Opus,
    }
}

fn picture(stream: u64) -> Origin {
    Origin {
        stream,
        codec: Codec::Vp8,
    }
}

fn packet(sequence: u64, rate: u64, ms: u64, payload: &[u8]) -> Packet {
    Packet {
        sequence,
        timestamp: (ms * rate) as u32,
        marker: true,
        arrival: Duration::from_millis(ms),
        reading: None,
        payload: payload.to_vec(),
    }
}

/// Sound every 20 ms, in `pictures` one every 40 ms that begins with a keyframe; from, to in milliseconds.
fn feed(recorder: &mut Recorder, from: u64, to: u64, pictures: bool) {
    for ms in (from..to).step_by(20) {
        recorder.handle_packet(sound(1), packet(ms / 20, 48, ms, &[0xfc, 1]));
        if pictures && ms % 40 == 0 {
            let payload: &[u8] = if ms == from { &KEY } else { &DELTA };
            recorder.handle_packet(picture(from), packet(ms / 40, 90, ms, payload));
        }
    }
}

fn outputs(recorder: &mut Recorder) -> Vec<Output> {
    std::iter::from_fn(|| recorder.poll_output()).collect()
}

fn begins(outputs: &[Output]) -> Vec<Duration> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Begin(at) => Some(*at),
            _ => None,
        })
        .collect()
}

fn ends(outputs: &[Output]) -> usize {
    let is_end = |output: &&Output| matches!(output, Output::End { .. });
    outputs.iter().filter(is_end).count()
}

#[test]
fn a_file_begins_with_both_tracks_and_is_written_every_second() {
    let mut recorder = Recorder::default();
    feed(&mut recorder, 0, 10_000, true);
    let before = outputs(&mut recorder);
    assert_eq!(begins(&before), [Duration::ZERO]);
    let clusters = before.len() - 2;
    assert!((9..=13).contains(&clusters), "{clusters} clusters in ten seconds");
    recorder.finish(Duration::from_secs(10));
    let after = outputs(&mut recorder);
    assert!(
        matches!(after[..], [Output::Append(_), Output::End { .. }]),
        "{after:?}"
    );
}

#[test]
fn who_only_speaks_is_waited_for_a_moment() {
    let mut recorder = Recorder::default();
    feed(&mut recorder, 0, 1_400, false);
    assert!(outputs(&mut recorder).is_empty());
    feed(&mut recorder, 1_400, 4_000, false);
    assert_eq!(
        begins(&outputs(&mut recorder)),
        [Duration::ZERO],
        "nothing was lost"
    );
}

#[test]
fn a_camera_that_is_turned_on_begins_another_file() {
    let mut recorder = Recorder::default();
    feed(&mut recorder, 0, 5_000, false);
    feed(&mut recorder, 5_000, 8_000, true);
    recorder.finish(Duration::from_secs(8));
    let outputs = outputs(&mut recorder);
    let begins = begins(&outputs);
    assert_eq!((begins.len(), begins[0], ends(&outputs)), (2, Duration::ZERO, 2));
    assert!(begins[1] >= Duration::from_millis(4_900), "{begins:?}");
}

#[test]
fn a_camera_that_is_turned_off_leaves_a_gap() {
    let mut recorder = Recorder::default();
    feed(&mut recorder, 0, 3_000, true);
    feed(&mut recorder, 3_000, 6_000, false);
    feed(&mut recorder, 6_000, 9_000, true);
    recorder.finish(Duration::from_secs(9));
    assert_eq!(begins(&outputs(&mut recorder)).len(), 1);
}

#[test]
fn nothing_that_came_makes_no_file() {
    let mut recorder = Recorder::default();
    recorder.handle_packet(picture(1), packet(1, 90, 0, &DELTA));
    recorder.finish(Duration::from_secs(9));
    assert!(outputs(&mut recorder).is_empty());
}

proptest! {
    #[test]
    fn garbage_makes_files_that_begin_and_end(
        packets in prop::collection::vec(
            (0_u64..3, 0_usize..4, any::<u16>(), 0_u64..20_000, prop::collection::vec(any::<u8>(), 0..40)),
            0..200
        )
    ) {
        let codecs = [Codec::Opus, Codec::Vp8, Codec::H264, Codec::Vp9];
        let mut recorder = Recorder::default();
        for (stream, codec, sequence, ms, payload) in &packets {
            let origin = Origin { stream: *stream, codec: codecs[*codec] };
            recorder.handle_packet(origin, packet((*sequence).into(), 90, *ms, payload));
        }
        recorder.finish(Duration::from_secs(20));
        let outputs = outputs(&mut recorder);
        prop_assert_eq!(begins(&outputs).len(), ends(&outputs));
        prop_assert!(recorder.frames.is_empty());
    }
}
