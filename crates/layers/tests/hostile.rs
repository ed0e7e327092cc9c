//! Payloads and descriptors from outside that tell anything at all.

use layers::{Reader, Selector};
use model::{Codec, Layer};
use proptest::prelude::*;

const CODECS: [Codec; 5] = [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1];

#[derive(Clone, Debug)]
struct Step {
    payload: Vec<u8>,
    descriptor: Option<Vec<u8>>,
    /// Of the payload that the rewrite is applied to, which need not be the one it was made for.
    other: Vec<u8>,
    target: Layer,
    switches: bool,
}

/// Often with first bytes that announce all fields.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let start = prop::sample::select(vec![0x90, 0x80, 0xaa, 0xbe, 0xfe, 0x67, 0x78, 0x7c, 0x18, 0xc0]);
    let rest = prop::collection::vec(any::<u8>(), 0..60);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..60),
        (start, rest).prop_map(|(start, mut rest)| {
            rest.insert(0, start);
            rest
        }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let target = (any::<u8>(), any::<u8>()).prop_map(|(spatial, temporal)| Layer { spatial, temporal });
    let switches = prop::bool::weighted(0.1);
    (bytes(), prop::option::of(bytes()), bytes(), target, switches).prop_map(
        |(payload, descriptor, other, target, switches)| Step {
            payload,
            descriptor,
            other,
            target,
            switches,
        },
    )
}

fn take(codec: Codec, steps: &[Step]) {
    let mut reader = Reader::new(codec);
    let mut selector = Selector::new();
    selector.switch(codec);
    for step in steps {
        if step.switches {
            selector.switch(codec);
        }
        selector.set_target(step.target);
        let place = reader.read(&step.payload, step.descriptor.as_deref());
        assert!(usize::from(place.layer.spatial) < Layer::SPATIAL);
        assert!(usize::from(place.layer.temporal) < Layer::TEMPORAL);
        let Some(rewrite) = selector.select(&place) else {
            continue;
        };
        for payload in [&step.payload, &step.other] {
            let (mut payload, mut descriptor) = (payload.clone(), step.descriptor.clone());
            let _ = rewrite.marker(false, &payload, descriptor.as_deref());
            rewrite.apply(&mut payload, descriptor.as_deref_mut());
        }
        let _ = (selector.current(), selector.wants_keyframe());
    }
}

proptest! {
    #[test]
    fn nothing_panics(steps in prop::collection::vec(step(), 0..40)) {
        for codec in CODECS {
            take(codec, &steps);
        }
    }

    #[test]
    fn what_tells_nothing_passes_unchanged(payload in bytes(), descriptor in prop::option::of(bytes())) {
        for codec in [Codec::Opus, Codec::H264] {
            let mut selector = Selector::new();
            selector.switch(codec);
            selector.set_target(Layer::default());
            let place = Reader::new(codec).read(&payload, descriptor.as_deref());
            let rewrite = selector.select(&place).unwrap();
            let (mut sent, mut told) = (payload.clone(), descriptor.clone());
            rewrite.apply(&mut sent, told.as_deref_mut());
            prop_assert_eq!((&sent, &told), (&payload, &descriptor));
            prop_assert!(!rewrite.marker(false, &payload, descriptor.as_deref()));
        }
    }
}
