//! Packets of an encoder's frames.

use crate::descriptor;
use crate::structure::{Frame, Structure};
use model::Codec;

/// How frames are told of in packets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Vp8,
    Vp9,
    /// VP9 that tells distances.
    Vp9Flexible,
    Av1,
}

impl Format {
    pub(crate) fn codec(self) -> Codec {
        match self {
            Self::Vp8 => Codec::Vp8,
            Self::Vp9 | Self::Vp9Flexible => Codec::Vp9,
            Self::Av1 => Codec::Av1,
        }
    }
}

/// Where an encoder begins to count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) number: u16,
    pub(crate) tl0_pic_idx: u8,
    pub(crate) key_index: u8,
}

#[derive(Clone, Debug)]
pub(crate) struct Packet {
    /// Index of its frame.
    pub(crate) frame: usize,
    pub(crate) payload: Vec<u8>,
    pub(crate) descriptor: Option<Vec<u8>>,
    pub(crate) marker: bool,
}

/// Two packets a frame, but one of the frames of odd pictures.
pub(crate) fn packets(format: Format, structure: &Structure, frames: &[Frame], start: Start) -> Vec<Packet> {
    let templates = descriptor::Templates::new(structure, frames);
    let (mut tl0_pic_idx, mut key_index) = (start.tl0_pic_idx, start.key_index);
    let mut packets = Vec::new();
    for (index, frame) in frames.iter().enumerate() {
        if index > 0 && frame.layer.spatial == 0 {
            tl0_pic_idx = tl0_pic_idx.wrapping_add(u8::from(frame.layer.temporal == 0));
            key_index = key_index.wrapping_add(u8::from(frame.key));
        }
        let numbers = Start {
            number: start.number.wrapping_add(frame.picture as u16),
            tl0_pic_idx,
            key_index,
        };
        let count = 2 - frame.picture % 2;
        for part in 0..count {
            let (first, last) = (part == 0, part + 1 == count);
            let number = start.number.wrapping_add(index as u16);
            packets.push(Packet {
                frame: index,
                payload: payload(format, frame, numbers, first, last),
                descriptor: (format == Format::Av1)
                    .then(|| templates.describe(index, frame, number, first, last)),
                marker: last && frame.layer.spatial + 1 == structure.spatial,
            });
        }
    }
    packets
}

fn payload(format: Format, frame: &Frame, numbers: Start, first: bool, last: bool) -> Vec<u8> {
    match format {
        Format::Vp8 => vp8(frame, numbers, first),
        Format::Vp9 | Format::Vp9Flexible => vp9(format == Format::Vp9Flexible, frame, numbers, first, last),
        // A sequence header stands before every frame of a keyframe.
        Format::Av1 if first && frame.key => vec![0x18, 1 << 3, 0xaa],
        Format::Av1 => vec![0x10, 6 << 3, 0xaa],
    }
}

fn vp8(frame: &Frame, numbers: Start, first: bool) -> Vec<u8> {
    let [high, low] = (0x8000 | numbers.number).to_be_bytes();
    let temporal = frame.layer.temporal << 6 | u8::from(frame.layer_sync) << 5 | numbers.key_index & 0x1f;
    let start = if first { 0x90 } else { 0x80 };
    vec![
        start,
        0xf0,
        high,
        low,
        numbers.tl0_pic_idx,
        temporal,
        u8::from(!frame.key),
        0xaa,
    ]
}

fn vp9(flexible: bool, frame: &Frame, numbers: Start, first: bool, last: bool) -> Vec<u8> {
    let predicted = !frame.distances.is_empty();
    let flags = 0xa0
        | u8::from(predicted) << 6
        | u8::from(flexible) << 4
        | u8::from(first) << 3
        | u8::from(last) << 2;
    let [high, low] = (0x8000 | numbers.number).to_be_bytes();
    let layers = frame.layer.temporal << 5
        | u8::from(frame.switching_up) << 4
        | frame.layer.spatial << 1
        | u8::from(frame.inter_layer);
    let mut payload = vec![flags, high, low, layers];
    if !flexible {
        payload.push(numbers.tl0_pic_idx);
    } else if let Some((furthest, others)) = frame.distances.split_last() {
        payload.extend(others.iter().map(|distance| (*distance as u8) << 1 | 1));
        payload.push((*furthest as u8) << 1);
    }
    payload.push(0xaa);
    payload
}
