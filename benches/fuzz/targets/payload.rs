//! Payloads of every codec: which layer they are of, how they are rewritten, redundant audio.
#![no_main]

use fuzz::datagrams;
use layers::{Reader, Selector, red, starts_keyframe};
use libfuzzer_sys::fuzz_target;
use model::{Codec, Layer};

const CODECS: [Codec; 5] = [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1];

fuzz_target!(|input: &[u8]| {
    let Some((&choice, rest)) = input.split_first() else {
        return;
    };
    let codec = CODECS[usize::from(choice) % CODECS.len()];
    let (mut reader, mut selector) = (Reader::new(codec), Selector::new());
    selector.switch(codec);
    let mut parts = datagrams(rest);
    while let Some(payload) = parts.next() {
        let mut descriptor = (codec == Codec::Av1).then(|| parts.next().unwrap_or_default().to_vec());
        let _ = (starts_keyframe(codec, payload), red::primary(payload));
        red::redundant(payload).for_each(drop);
        let place = reader.read(payload, descriptor.as_deref());
        assert!(usize::from(place.layer.spatial) < Layer::SPATIAL);
        assert!(usize::from(place.layer.temporal) < Layer::TEMPORAL);
        if let Some(rewrite) = selector.select(&place) {
            let _ = rewrite.marker(false, payload, descriptor.as_deref());
            rewrite.apply(&mut payload.to_vec(), descriptor.as_deref_mut());
        }
    }
});
