//! The template dependency structure (AV1 RTP payload format, section A.8.2).

use crate::bits::Bits;
use crate::place::References;
use model::Layer;

/// Their ids have six bits.
const TEMPLATES: usize = 64;

/// Packets that may come after a newer structure.
const LATE: u16 = 1024;

/// What a template, or a packet's own fields, tell of a frame.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Frame {
    pub(crate) layer: Layer,
    pub(crate) references: References,
}

/// The frames that a stream consists of.
#[derive(Clone, Debug)]
pub(crate) struct Templates {
    frames: [Frame; TEMPLATES],
    count: usize,
    id_offset: u8,
    decode_targets: u32,
    size: Option<(u16, u16)>,
    /// Frame that brought them.
    frame_number: Option<u16>,
}

impl Default for Templates {
    fn default() -> Self {
        Self {
            frames: [Frame::default(); TEMPLATES],
            count: 0,
            id_offset: 0,
            decode_targets: 0,
            size: None,
            frame_number: None,
        }
    }
}

impl Templates {
    /// template_dependency_structure; `None` if it is cut off or has too many templates.
    pub(crate) fn parse(bits: &mut Bits<'_>) -> Option<Self> {
        let mut templates = Self {
            id_offset: bits.number(6)? as u8,
            decode_targets: bits.number(5)? + 1,
            ..Self::default()
        };
        templates.read_layers(bits)?;
        let count = templates.count;
        // Decode target indications: two bits each.
        for _ in 0..count {
            bits.skip(2 * templates.decode_targets)?;
        }
        for frame in &mut templates.frames[..count] {
            frame.references = fdiffs(bits, |bits| Some(bits.flag()?.then_some(4)))?;
        }
        skip_chains(bits, templates.decode_targets, count)?;
        if bits.flag()? {
            templates.size = Some(templates.read_resolutions(bits)?);
        }
        Some(templates)
    }

    /// Takes new ones over, unless they come late.
    pub(crate) fn replace(&mut self, frame_number: u16, templates: &Self) {
        let behind = self
            .frame_number
            .map_or(0, |newest| newest.wrapping_sub(frame_number));
        if behind == 0 || behind > LATE {
            *self = Self {
                frame_number: Some(frame_number),
                ..templates.clone()
            };
        }
    }

    pub(crate) fn find(&self, template_id: u8) -> Option<Frame> {
        let index = usize::from(template_id.wrapping_sub(self.id_offset) & 0x3f);
        self.frames[..self.count].get(index).copied()
    }

    pub(crate) fn decode_targets(&self) -> u32 {
        self.decode_targets
    }

    pub(crate) fn highest_spatial(&self) -> u8 {
        self.frames[..self.count]
            .last()
            .map_or(0, |frame| frame.layer.spatial)
    }

    /// Of the highest spatial layer, in pixels.
    pub(crate) fn size(&self) -> Option<(u16, u16)> {
        self.size
    }

    /// template_layers: each template's layer is the one before, or the next temporal, or the next spatial.
    fn read_layers(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        let mut layer = Layer::default();
        loop {
            self.frames.get_mut(self.count)?.layer = layer;
            self.count += 1;
            match bits.number(2)? {
                0 => {}
                1 => layer.temporal += 1,
                2 => {
                    layer = Layer {
                        spatial: layer.spatial + 1,
                        temporal: 0,
                    }
                }
                _ => return Some(()),
            }
        }
    }

    fn read_resolutions(&self, bits: &mut Bits<'_>) -> Option<(u16, u16)> {
        let mut size = (0, 0);
        for _ in 0..=self.highest_spatial() {
            let (width, height) = (bits.number(16)? as u16, bits.number(16)? as u16);
            size = (width.checked_add(1)?, height.checked_add(1)?);
        }
        Some(size)
    }
}

/// Distances less one, each after the width that `next` reads, until that is nothing.
pub(crate) fn fdiffs(
    bits: &mut Bits<'_>,
    next: impl Fn(&mut Bits<'_>) -> Option<Option<u32>>,
) -> Option<References> {
    let mut references = References::default();
    while let Some(width) = next(bits)? {
        references.push(bits.number(width)? as u16 + 1);
    }
    Some(references)
}

/// template_chains.
fn skip_chains(bits: &mut Bits<'_>, decode_targets: u32, templates: usize) -> Option<()> {
    let chains = bits.non_symmetric(decode_targets + 1)?;
    if chains == 0 {
        return Some(());
    }
    for _ in 0..decode_targets {
        bits.non_symmetric(chains)?;
    }
    for _ in 0..templates {
        for _ in 0..chains {
            bits.skip(4)?;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_templates_are_not_taken_over() {
        let mut templates = Templates::default();
        let named = |id_offset| Templates {
            id_offset,
            ..Templates::default()
        };
        for (frame_number, id_offset, kept) in [
            (3, 10, 10),
            (2, 20, 10),
            (65_000, 30, 10),
            (4, 40, 40),
            (4, 41, 41),
        ] {
            templates.replace(frame_number, &named(id_offset));
            assert_eq!(templates.id_offset, kept);
        }
        // So far behind that numbers went round.
        templates.replace(40_000, &named(50));
        assert_eq!(templates.id_offset, 50);
    }

    #[test]
    fn more_templates_than_ids_are_malformed() {
        // After the offset and the count, layers that never end.
        assert!(Templates::parse(&mut Bits::new(&[0; 200])).is_none());
    }
}
