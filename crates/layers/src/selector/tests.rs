//! Cases that simulated encoders do not make.

use super::*;
use crate::place::{Number, References};

fn layer(spatial: u8, temporal: u8) -> Layer {
    Layer { spatial, temporal }
}

fn number(value: u16, bits: u8) -> Option<Number> {
    Some(Number { value, bits })
}

fn playing(codec: Codec, target: Layer) -> Selector {
    let mut selector = Selector::new();
    selector.switch(codec);
    selector.set_target(target);
    selector
}

fn vp8(picture: u16, temporal: u8) -> Place {
    Place {
        layer: layer(0, temporal),
        number: number(picture, 15),
        ..Place::default()
    }
}

fn vp9(picture: u16, spatial: u8, intra: bool) -> Place {
    Place {
        layer: layer(spatial, 0),
        number: number(picture, 15),
        intra,
        inter_layer: intra && spatial > 0,
        ..Place::default()
    }
}

fn av1(frame: u16, layer: Layer, distances: &[u16]) -> Place {
    let mut references = References::default();
    distances.iter().for_each(|distance| references.push(*distance));
    Place {
        layer,
        number: number(frame, 16),
        intra: distances.is_empty(),
        references: Some(references),
        highest_spatial: Some(2),
        ..Place::default()
    }
}

#[test]
fn nothing_passes_before_a_stream_plays() {
    let mut selector = Selector::new();
    assert_eq!(selector.select(&Place::default()), None);
    assert!(!selector.wants_keyframe());
}

#[test]
fn a_step_up_waits_for_a_keyframe_of_the_upper_layer() {
    let mut selector = playing(Codec::Vp9, layer(0, 0));
    assert!(selector.select(&vp9(1, 0, true)).is_some());
    assert!(selector.select(&vp9(1, 1, true)).is_none());
    assert!(!selector.wants_keyframe(), "not wished");
    selector.set_target(layer(1, 0));
    assert!(selector.wants_keyframe());
    // The lower layer alone starts over.
    assert!(selector.select(&vp9(2, 0, true)).is_some());
    assert!(selector.select(&vp9(2, 1, false)).is_none());
    assert!(selector.wants_keyframe());
    assert_eq!(selector.current(), layer(0, 0));
    assert!(selector.select(&vp9(3, 0, true)).is_some());
    assert!(selector.select(&vp9(3, 1, true)).is_some());
    assert!(!selector.wants_keyframe());
    assert_eq!(selector.current(), layer(1, 0));
}

#[test]
fn a_layer_that_the_encoder_pauses_comes_again_by_itself() {
    let mut selector = playing(Codec::Vp9, layer(1, 0));
    for (picture, spatial, intra) in [(1, 0, true), (1, 1, true), (2, 0, false), (3, 0, false)] {
        assert!(selector.select(&vp9(picture, spatial, intra)).is_some());
    }
    assert_eq!(selector.current(), layer(0, 0));
    assert!(!selector.wants_keyframe(), "nothing was left out");
    assert!(selector.select(&vp9(4, 0, false)).is_some());
    assert!(selector.select(&vp9(4, 1, true)).is_some());
    assert_eq!(selector.current(), layer(1, 0));
}

#[test]
fn an_upper_layer_is_nothing_without_the_lower_one_of_its_picture() {
    let flexible = |picture, spatial, distances: &[u16]| Place {
        inter_layer: spatial > 0,
        ..Place {
            highest_spatial: None,
            ..av1(picture, layer(spatial, 0), distances)
        }
    };
    let mut selector = playing(Codec::Vp9, layer(1, 0));
    assert!(selector.select(&flexible(10, 0, &[])).is_some());
    assert!(selector.select(&flexible(10, 1, &[])).is_some());
    // Predicted from before the switch.
    assert!(selector.select(&flexible(11, 0, &[4])).is_none());
    assert!(selector.select(&flexible(11, 1, &[1])).is_none());
}

#[test]
fn frames_from_before_the_switch_are_missed() {
    let mut selector = playing(Codec::Av1, layer(2, 2));
    assert!(selector.select(&av1(100, layer(0, 0), &[])).is_some());
    assert!(selector.select(&av1(101, layer(1, 0), &[3])).is_none());
    assert!(selector.select(&av1(99, layer(0, 0), &[])).is_none(), "late");
}

#[test]
fn a_wish_waits_for_the_end_of_the_picture() {
    let mut selector = playing(Codec::Av1, layer(2, 2));
    assert!(selector.select(&av1(1, layer(0, 0), &[])).is_some());
    selector.set_target(layer(0, 0));
    assert!(selector.select(&av1(2, layer(1, 0), &[1])).is_some());
    assert!(selector.select(&av1(3, layer(2, 0), &[1])).is_some());
    assert!(selector.select(&av1(4, layer(0, 0), &[3])).is_some());
    assert!(selector.select(&av1(5, layer(1, 0), &[3, 1])).is_none());
}

#[test]
fn patience_ends_where_no_picture_lets_the_frame_rate_rise() {
    let mut selector = playing(Codec::Vp8, layer(0, 0));
    let keyframe = Place {
        intra: true,
        ..vp8(0, 0)
    };
    assert!(selector.select(&keyframe).is_some());
    selector.set_target(layer(0, 1));
    for picture in 1..=u16::from(PATIENCE) {
        assert!(!selector.wants_keyframe());
        assert!(selector.select(&vp8(picture * 2 - 1, 1)).is_none());
        assert!(selector.select(&vp8(picture * 2, 0)).is_some());
    }
    assert!(selector.wants_keyframe());
    selector.set_target(layer(0, 0));
    assert!(!selector.wants_keyframe(), "no longer wished");
}

#[test]
fn late_pictures_keep_the_number_that_was_left_for_them() {
    let mut selector = playing(Codec::Vp8, layer(0, 0));
    let mut sent = |place: &Place| Some(place.number?.value.wrapping_add(selector.select(place)?.number));
    assert_eq!(sent(&vp8(10, 0)), Some(10));
    assert_eq!(sent(&vp8(11, 1)), None);
    assert_eq!(sent(&vp8(14, 0)), Some(13));
    assert_eq!(sent(&vp8(12, 0)), Some(11));
    assert_eq!(sent(&vp8(13, 1)), None);
    assert_eq!(sent(&vp8(11, 1)), None, "as before");
    assert_eq!(sent(&vp8(10, 0)), Some(10), "as before");
}

#[test]
fn sources_without_numbers_keep_the_place() {
    let mut selector = playing(Codec::Vp8, layer(0, 2));
    let source = |picture, tl0_pic_idx| Place {
        tl0_pic_idx,
        number: picture,
        ..Place::default()
    };
    let mut sent = |place: &Place| {
        selector.switch(Codec::Vp8);
        let rewrite = selector.select(place).unwrap();
        let picture = place.number.map(|n| n.value.wrapping_add(rewrite.number));
        (
            picture,
            place
                .tl0_pic_idx
                .map(|value| value.wrapping_add(rewrite.tl0_pic_idx)),
        )
    };
    assert_eq!(sent(&source(number(10, 15), Some(20))), (Some(10), Some(20)));
    assert_eq!(sent(&source(None, Some(90))), (None, Some(21)));
    assert_eq!(sent(&source(None, None)), (None, None));
    assert_eq!(sent(&source(number(100, 7), None)), (Some(11), None));
    assert_eq!(sent(&source(number(900, 15), Some(9))), (Some(12), Some(22)));
}

#[test]
fn seven_bits_go_round() {
    let mut selector = playing(Codec::Vp8, layer(0, 0));
    let narrow = |value| Place {
        number: number(value, 7),
        ..Place::default()
    };
    for picture in 100..400 {
        assert_eq!(
            selector.select(&narrow(picture & 0x7f)).map(|r| r.number),
            Some(0)
        );
    }
    selector.switch(Codec::Vp8);
    let next = selector.select(&vp8(5, 0)).unwrap();
    assert_eq!(next.number.wrapping_add(5) & 0x7f, 400 & 0x7f);
}

#[test]
fn a_late_picture_from_before_a_step_up_is_left_out() {
    let mut selector = playing(Codec::Vp8, layer(0, 0));
    assert!(selector.select(&vp8(10, 0)).is_some());
    selector.set_target(layer(0, 1));
    let sync = Place {
        layer_sync: true,
        ..vp8(13, 1)
    };
    assert!(selector.select(&sync).is_some());
    assert_eq!(selector.current(), layer(0, 1));
    assert!(
        selector.select(&vp8(11, 1)).is_none(),
        "predicted from what was left out"
    );
    assert!(selector.select(&vp8(12, 0)).is_some());
    selector.set_target(layer(0, 0));
    assert!(selector.select(&vp8(14, 0)).is_some());
    assert_eq!(selector.current(), layer(0, 0));
}

#[test]
fn numbers_go_on_from_the_highest_sent() {
    let mut selector = playing(Codec::Vp8, layer(0, 0));
    let place = |picture, tl0_pic_idx| Place {
        tl0_pic_idx: Some(tl0_pic_idx),
        ..vp8(picture, 0)
    };
    for (picture, tl0_pic_idx) in [(10, 255), (12, 1), (11, 0)] {
        assert!(selector.select(&place(picture, tl0_pic_idx)).is_some());
    }
    selector.switch(Codec::Vp8);
    let rewrite = selector.select(&place(500, 7)).unwrap();
    assert_eq!(rewrite.number.wrapping_add(500), 13);
    assert_eq!(rewrite.tl0_pic_idx.wrapping_add(7), 2);
}

#[test]
fn pictures_of_long_ago_are_left_out() {
    let mut selector = playing(Codec::Vp8, layer(0, 0));
    for picture in (0..=200).filter(|picture| *picture != 100) {
        assert!(selector.select(&vp8(picture, 0)).is_some());
    }
    assert!(selector.select(&vp8(100, 0)).is_none());
    assert!(selector.select(&vp8(137, 0)).is_some());
    assert!(selector.select(&vp8(136, 0)).is_none());
}

#[test]
fn seven_bits_are_counted_from_the_newest() {
    let mut selector = playing(Codec::Vp8, layer(0, 0));
    let narrow = |value| Place {
        number: number(value, 7),
        ..Place::default()
    };
    for value in (40..=100).chain([50]) {
        assert!(selector.select(&narrow(value)).is_some());
    }
    assert!(
        selector.select(&narrow(120)).is_some(),
        "newer, not older than 50"
    );
}

#[test]
fn frames_from_before_a_keyframe_do_not_cut_what_comes_after() {
    let mut selector = playing(Codec::Vp9, layer(0, 0));
    assert!(selector.select(&vp9(1, 0, true)).is_some());
    assert!(selector.select(&vp9(1, 1, true)).is_none());
    assert!(selector.select(&vp9(2, 0, false)).is_some());
    selector.set_target(layer(1, 0));
    assert!(selector.select(&vp9(3, 0, true)).is_some());
    assert!(selector.select(&vp9(2, 1, false)).is_none(), "late");
    assert!(selector.select(&vp9(3, 1, true)).is_some());
    assert!(!selector.wants_keyframe());
    assert!(selector.select(&vp9(4, 0, false)).is_some());
    assert!(selector.select(&vp9(4, 1, false)).is_some());
}

#[test]
fn late_frames_do_not_make_up_for_those_left_out() {
    let mut selector = playing(Codec::Vp9, layer(1, 0));
    for (picture, spatial, intra) in [
        (1, 0, true),
        (1, 1, true),
        (2, 0, false),
        (3, 0, false),
        (3, 1, false),
    ] {
        assert!(selector.select(&vp9(picture, spatial, intra)).is_some());
    }
    selector.set_target(layer(0, 0));
    assert!(selector.select(&vp9(4, 0, false)).is_some());
    assert!(selector.select(&vp9(4, 1, false)).is_none());
    assert!(selector.select(&vp9(2, 1, false)).is_some(), "late");
    selector.set_target(layer(1, 0));
    assert!(selector.select(&vp9(5, 0, true)).is_some());
    assert!(selector.select(&vp9(5, 1, false)).is_none());
}
