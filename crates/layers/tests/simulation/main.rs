//! Encoders with layers, a selector with changing wishes, and what a receiver makes of it.

mod descriptor;
mod encoder;
mod receiver;
mod structure;

use encoder::{Format, Start, packets};
use layers::{Reader, Selector};
use model::Layer;
use proptest::prelude::*;
use receiver::{Received, View};
use structure::{BOUND, FREE, Frame, PLAIN, Structure};

/// A source that sits in the seat for a while.
#[derive(Clone, Debug)]
struct Sitting {
    structure: Structure,
    start: Start,
    /// For each picture: whether it is a keyframe, and what is wished from then on.
    pictures: Vec<(bool, Option<Layer>)>,
}

fn structure(format: Format) -> impl Strategy<Value = Structure> {
    let cycles = prop::sample::select(vec![PLAIN, FREE, BOUND]);
    let most = if format == Format::Vp8 { 1_u8 } else { 3 };
    (cycles, 1..=most, any::<bool>()).prop_map(|(cycle, spatial, keyed)| Structure {
        cycle,
        spatial,
        keyed,
    })
}

fn sitting(format: Format) -> impl Strategy<Value = Sitting> {
    let bits = if format == Format::Av1 { 16 } else { 15 };
    let number = any::<u16>().prop_map(move |number| number >> (16 - bits));
    let start = (number, any::<u8>(), 0..32_u8).prop_map(|(number, tl0_pic_idx, key_index)| Start {
        number,
        tl0_pic_idx,
        key_index,
    });
    let wish = prop::option::weighted(0.1, (0..3_u8, 0..3_u8));
    let wish = wish.prop_map(|wish| wish.map(|(spatial, temporal)| Layer { spatial, temporal }));
    let pictures = prop::collection::vec((prop::bool::weighted(0.05), wish), 1..60);
    (structure(format), start, pictures).prop_map(|(structure, start, pictures)| Sitting {
        structure,
        start,
        pictures,
    })
}

/// The frames that pass, by rules told apart from the selector's: those the receiver can decode, of layers unbroken
/// since the last keyframe, no higher than wished.
fn expected(format: Format, frames: &[Frame], wishes: &[Layer]) -> Vec<bool> {
    let mut passed: Vec<bool> = Vec::new();
    let mut limit = Layer::default();
    let mut broken = u8::MAX;
    for frame in frames {
        let wish = wishes[frame.picture];
        if frame.layer.spatial == 0 {
            if frame.key {
                broken = u8::MAX;
            }
            let free = match format {
                Format::Vp8 => frame.layer_sync,
                Format::Vp9 => frame.switching_up && frame.layer.temporal <= limit.temporal,
                Format::Vp9Flexible | Format::Av1 => true,
            };
            if free || frame.key || wish.temporal < limit.temporal {
                limit.temporal = wish.temporal;
            }
            limit.spatial = wish.spatial.min(broken.saturating_sub(1));
        }
        let decodable = frame.references.iter().all(|reference| passed[*reference]);
        let told = matches!(format, Format::Vp8 | Format::Vp9);
        let Layer { spatial, temporal } = frame.layer;
        let passes = spatial <= limit.spatial && temporal <= limit.temporal && (told || decodable);
        if spatial > limit.spatial {
            broken = broken.min(spatial);
        }
        passed.push(passes);
    }
    passed
}

fn run(format: Format, sittings: &[Sitting]) {
    let mut selector = Selector::new();
    let mut view = View::new(format);
    let mut wish = Layer {
        spatial: 2,
        temporal: 2,
    };
    for sitting in sittings {
        let keys: Vec<_> = sitting.pictures.iter().map(|(key, _)| *key).collect();
        let frames = sitting.structure.frames(&keys);
        let mut wishes = Vec::new();
        for (_, wished) in &sitting.pictures {
            wish = wished.unwrap_or(wish);
            wishes.push(wish);
        }
        let expected = expected(format, &frames, &wishes);
        let mut reader = Reader::new(format.codec());
        selector.switch(format.codec());
        view.switch();
        for packet in packets(format, &sitting.structure, &frames, sitting.start) {
            let frame = &frames[packet.frame];
            selector.set_target(wishes[frame.picture]);
            let place = reader.read(&packet.payload, packet.descriptor.as_deref());
            assert_eq!(place.layer, frame.layer);
            let rewrite = selector.select(&place);
            assert_eq!(rewrite.is_some(), expected[packet.frame], "{frame:?}");
            if let Some(rewrite) = rewrite {
                view.receive(&frames, packet.frame, &Received::new(&packet, &rewrite));
            }
        }
        view.finish();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn vp8_is_unbroken(sittings in prop::collection::vec(sitting(Format::Vp8), 1..4)) {
        run(Format::Vp8, &sittings);
    }

    #[test]
    fn vp9_is_unbroken(sittings in prop::collection::vec(sitting(Format::Vp9), 1..4)) {
        run(Format::Vp9, &sittings);
    }

    #[test]
    fn flexible_vp9_is_unbroken(sittings in prop::collection::vec(sitting(Format::Vp9Flexible), 1..4)) {
        run(Format::Vp9Flexible, &sittings);
    }

    #[test]
    fn av1_is_unbroken(sittings in prop::collection::vec(sitting(Format::Av1), 1..4)) {
        run(Format::Av1, &sittings);
    }
}
