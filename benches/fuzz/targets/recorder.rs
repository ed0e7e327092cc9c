//! What participants say and show, as the recorder writes it into files: any payload of any codec, at any time, in any order.
#![no_main]

use fuzz::datagrams;
use libfuzzer_sys::fuzz_target;
use model::Codec;
use recording::{Origin, Packet, Recorder};
use std::time::Duration;

const CODECS: [Codec; 5] = [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1];

fuzz_target!(|input: &[u8]| {
    let mut recorder = Recorder::default();
    let mut now = Duration::ZERO;
    for packet in datagrams(input) {
        let Some(([which, flags, sequence, passed, t0, t1, t2, t3], payload)) = packet.split_first_chunk::<8>() else {
            continue;
        };
        now += Duration::from_millis(u64::from(*passed));
        let timestamp = u32::from_be_bytes([*t0, *t1, *t2, *t3]);
        let origin = Origin {
            stream: u64::from(which >> 3),
            codec: CODECS[usize::from(which & 7) % CODECS.len()],
        };
        let packet = Packet {
            sequence: u64::from(*sequence),
            timestamp,
            marker: flags & 1 == 1,
            arrival: now,
            reading: (flags & 2 == 2).then(|| timestamp.wrapping_add(u32::from(flags >> 2) << 12)),
            payload: payload.to_vec(),
        };
        recorder.handle_packet(origin, packet);
        recorder.handle_timeout(now);
        while recorder.poll_output().is_some() {}
    }
    recorder.finish(now);
});
