//! Writes AV1 dependency descriptors (AV1 RTP payload format, appendix A).

use crate::structure::{Frame, Structure};
use model::Layer;

const ID_OFFSET: u32 = 61;

/// A layer with the distances of its frames' references.
type Template = (Layer, Vec<usize>);

pub(crate) struct Templates {
    list: Vec<Template>,
    spatial: u8,
}

impl Templates {
    /// At most two a layer: other frames tell their own distances.
    pub(crate) fn new(structure: &Structure, frames: &[Frame]) -> Self {
        let mut list: Vec<Template> = Vec::new();
        for (index, frame) in frames.iter().enumerate() {
            let template = (frame.layer, distances(index, frame));
            let of_layer = list.iter().filter(|(layer, _)| *layer == frame.layer).count();
            if of_layer < 2 && !list.contains(&template) {
                list.push(template);
            }
        }
        for spatial in 0..structure.spatial {
            for temporal in 0..3 {
                let layer = Layer { spatial, temporal };
                if !list.iter().any(|(other, _)| *other == layer) {
                    list.push((layer, Vec::new()));
                }
            }
        }
        list.sort();
        Self {
            list,
            spatial: structure.spatial,
        }
    }

    pub(crate) fn describe(
        &self,
        index: usize,
        frame: &Frame,
        number: u16,
        first: bool,
        last: bool,
    ) -> Vec<u8> {
        let distances = distances(index, frame);
        let exact = self
            .list
            .iter()
            .position(|t| *t == (frame.layer, distances.clone()));
        let of_layer = self.list.iter().position(|(layer, _)| *layer == frame.layer);
        let template = exact.or(of_layer).unwrap_or_default();
        let structure = first && frame.key && frame.layer.spatial == 0;
        let mut bits = Writer(Vec::new());
        bits.number(u32::from(first), 1);
        bits.number(u32::from(last), 1);
        bits.number((template as u32 + ID_OFFSET) % 64, 6);
        bits.number(u32::from(number), 16);
        if structure || exact.is_none() {
            bits.number(u32::from(structure) << 4 | u32::from(exact.is_none()) << 1, 5);
            if structure {
                self.write(&mut bits);
            }
            if exact.is_none() {
                write_distances(&mut bits, &distances);
            }
        }
        bits.bytes()
    }

    fn write(&self, bits: &mut Writer) {
        let targets = u32::from(self.spatial) * 3;
        bits.number(ID_OFFSET, 6);
        bits.number(targets - 1, 5);
        for pair in self.list.windows(2) {
            let step = match (pair[0].0, pair[1].0) {
                (a, b) if a == b => 0,
                (a, b) if a.spatial == b.spatial => 1,
                _ => 2,
            };
            bits.number(step, 2);
        }
        bits.number(3, 2);
        for _ in 0..self.list.len() as u32 * targets {
            bits.number(3, 2);
        }
        for (_, distances) in &self.list {
            for distance in distances {
                bits.number(1 << 4 | (*distance as u32 - 1), 5);
            }
            bits.number(0, 1);
        }
        self.write_chains(bits, targets);
        bits.number(1, 1);
        for spatial in 0..u32::from(self.spatial) {
            bits.number((320 << spatial) - 1, 16);
            bits.number((180 << spatial) - 1, 16);
        }
    }

    /// One chain a spatial layer.
    fn write_chains(&self, bits: &mut Writer, targets: u32) {
        let chains = u32::from(self.spatial);
        bits.non_symmetric(chains, targets + 1);
        for target in 0..targets {
            bits.non_symmetric(target / 3, chains);
        }
        for _ in 0..self.list.len() as u32 * chains {
            bits.number(5, 4);
        }
    }
}

fn distances(index: usize, frame: &Frame) -> Vec<usize> {
    frame
        .references
        .iter()
        .map(|reference| index - reference)
        .collect()
}

fn write_distances(bits: &mut Writer, distances: &[usize]) {
    for distance in distances {
        bits.number(2, 2);
        bits.number(*distance as u32 - 1, 8);
    }
    bits.number(0, 2);
}

struct Writer(Vec<bool>);

impl Writer {
    fn number(&mut self, value: u32, width: u32) {
        self.0.extend((0..width).rev().map(|bit| value >> bit & 1 == 1));
    }

    fn non_symmetric(&mut self, value: u32, count: u32) {
        let width = u32::BITS - count.leading_zeros();
        let short = (1 << width) - count;
        if value < short {
            self.number(value, width - 1);
        } else {
            self.number(value + short, width);
        }
    }

    fn bytes(self) -> Vec<u8> {
        let byte =
            |bits: &[bool]| (0..8).fold(0, |byte, at| byte << 1 | u8::from(bits.get(at) == Some(&true)));
        self.0.chunks(8).map(byte).collect()
    }
}
