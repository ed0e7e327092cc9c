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
use std::collections::BTreeMap;
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
            let can_start = frame.key && frame.layer.spatial == 0 && place.starts_frame;
            assert_eq!(place.keyframe, can_start, "{frame:?}");
            let rewrite = selector.select(&place);
            assert_eq!(rewrite.is_some(), expected[packet.frame], "{frame:?}");
            if let Some(rewrite) = rewrite {
                view.receive(&frames, packet.frame, &Received::new(&packet, &rewrite));
            }
        }
        view.finish();
    }
}

/// Packets that come late or never, by how far each is put off; what goes out must stay in order of the pictures.
fn run_disordered(format: Format, sitting: &Sitting, delays: &[Option<usize>]) {
    let keys: Vec<_> = sitting.pictures.iter().map(|(key, _)| *key).collect();
    let frames = sitting.structure.frames(&keys);
    let packets = packets(format, &sitting.structure, &frames, sitting.start);
    let mut order: Vec<_> = (0..packets.len())
        .filter_map(|index| Some((index + delays[index % delays.len()]?, index)))
        .collect();
    order.sort();
    let (mut reader, mut selector) = (Reader::new(format.codec()), Selector::new());
    selector.switch(format.codec());
    let mut sent: BTreeMap<usize, u16> = BTreeMap::new();
    let first = order.first().map_or(0, |(_, index)| *index);
    for (_, index) in order {
        let packet = &packets[index];
        let frame = &frames[packet.frame];
        if let Some(wish) = sitting.pictures[frame.picture].1 {
            selector.set_target(wish);
        }
        let place = reader.read(&packet.payload, packet.descriptor.as_deref());
        if let Some(rewrite) = selector.select(&place) {
            let number = Received::new(packet, &rewrite).number(format);
            let unit = if format == Format::Av1 {
                packet.frame
            } else {
                frame.picture
            };
            let known = *sent.entry(unit).or_insert(number);
            assert_eq!(known, number, "all of a picture has one number");
            assert!(index >= first || frame.picture == frames[packets[first].frame].picture);
        }
    }
    let numbers: Vec<_> = sent.values().collect();
    for pair in numbers.windows(2) {
        let ahead = pair[1].wrapping_sub(*pair[0]) & 0x7fff;
        assert!((1..0x4000).contains(&ahead), "{numbers:?}");
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

    #[test]
    fn disorder_keeps_the_order_of_pictures(
        format in prop::sample::select(vec![Format::Vp8, Format::Vp9, Format::Vp9Flexible, Format::Av1]),
        (plain, layered) in (sitting(Format::Vp8), sitting(Format::Vp9)),
        delays in prop::collection::vec(prop::option::weighted(0.95, 0_usize..12), 1..80),
    ) {
        let sitting = if format == Format::Vp8 { plain } else { layered };
        run_disordered(format, &sitting, &delays);
    }
}
