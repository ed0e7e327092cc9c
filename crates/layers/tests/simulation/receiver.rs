//! What a receiver sees, held against the rules of its codec.

use crate::encoder::{Format, Packet};
use crate::structure::Frame;
use layers::Rewrite;
use std::collections::HashSet;

/// A packet as it comes out.
pub(crate) struct Received {
    payload: Vec<u8>,
    descriptor: Option<Vec<u8>>,
    marker: bool,
}

impl Received {
    pub(crate) fn new(packet: &Packet, rewrite: &Rewrite) -> Self {
        let (mut payload, mut descriptor) = (packet.payload.clone(), packet.descriptor.clone());
        let marker = rewrite.marker(packet.marker, &payload, descriptor.as_deref());
        rewrite.apply(&mut payload, descriptor.as_deref_mut());
        assert_eq!(payload.len(), packet.payload.len());
        assert_eq!(payload.last(), Some(&0xaa), "the bitstream stays");
        Self {
            payload,
            descriptor,
            marker,
        }
    }

    /// PictureID, or the AV1 frame number.
    pub(crate) fn number(&self, format: Format) -> u16 {
        let at = |bytes: &[u8], from: usize| u16::from_be_bytes([bytes[from], bytes[from + 1]]);
        match format {
            Format::Vp8 => at(&self.payload, 2) & 0x7fff,
            Format::Vp9 | Format::Vp9Flexible => at(&self.payload, 1) & 0x7fff,
            Format::Av1 => at(self.descriptor.as_deref().unwrap_or(&[]), 1),
        }
    }

    /// TL0PICIDX.
    fn tl0_pic_idx(&self, format: Format) -> Option<u8> {
        match format {
            Format::Vp8 | Format::Vp9 => Some(self.payload[4]),
            Format::Vp9Flexible | Format::Av1 => None,
        }
    }

    /// KEYIDX.
    fn key_index(&self, format: Format) -> Option<u8> {
        (format == Format::Vp8).then(|| self.payload[5] & 0x1f)
    }
}

pub(crate) struct View {
    format: Format,
    /// Highest sent, and the source's count that belongs to it.
    last: Option<(u16, Option<usize>)>,
    tl0_pic_idx: Option<u8>,
    key_index: Option<u8>,
    /// Frames of the source that sits now.
    passed: HashSet<usize>,
    picture: Option<usize>,
    /// Whether the picture's last packet had the marker.
    marker: bool,
}

impl View {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            last: None,
            tl0_pic_idx: None,
            key_index: None,
            passed: HashSet::new(),
            picture: None,
            marker: true,
        }
    }

    /// Packets of another source follow.
    pub(crate) fn switch(&mut self) {
        self.passed.clear();
        self.picture = None;
        self.last = self.last.map(|(number, _)| (number, None));
    }

    pub(crate) fn receive(&mut self, frames: &[Frame], index: usize, received: &Received) {
        let frame = &frames[index];
        let is_new = self.picture != Some(frame.picture);
        assert_eq!(self.marker, is_new, "one marker a picture, at its end: {frame:?}");
        self.marker = received.marker;
        for reference in &frame.references {
            assert!(self.passed.contains(reference), "{frame:?} cannot be decoded");
        }
        self.passed.insert(index);
        self.picture = Some(frame.picture);
        self.check_number(frame, index, is_new, received.number(self.format));
        if let Some(value) = received.tl0_pic_idx(self.format) {
            let counts = is_new && frame.layer.temporal == 0;
            follow(&mut self.tl0_pic_idx, value, counts, 0xff);
        }
        if let Some(value) = received.key_index(self.format) {
            follow(&mut self.key_index, value, is_new && frame.key, 0x1f);
        }
    }

    /// No more of this source.
    pub(crate) fn finish(&self) {
        assert!(self.marker, "the last picture ends with a marker");
    }

    fn check_number(&mut self, frame: &Frame, index: usize, is_new: bool, number: u16) {
        let (count, mask) = match self.format {
            Format::Av1 => (index, 0xffff),
            _ => (frame.picture, 0x7fff),
        };
        if let Some((last, last_count)) = self.last {
            let steps = match last_count {
                // The first of a source.
                None => 1,
                // No gaps in VP8; elsewhere distances between pictures stay.
                Some(_) if self.format == Format::Vp8 => u16::from(is_new),
                Some(last_count) => (count - last_count) as u16,
            };
            assert_eq!(number, last.wrapping_add(steps) & mask);
        }
        self.last = Some((number, Some(count)));
    }
}

fn follow(last: &mut Option<u8>, value: u8, counts: bool, mask: u8) {
    if let Some(last) = *last {
        assert_eq!(value, last.wrapping_add(u8::from(counts)) & mask);
    }
    *last = Some(value);
}
