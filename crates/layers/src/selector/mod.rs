//! Which packets of the stream that plays go to one receiver.

use crate::line::Line;
use crate::pictures::{Picture, Pictures};
use crate::place::Place;
use crate::rewrite::Rewrite;
use model::{Codec, Layer};

/// Frames that a wished frame rate is waited for before a keyframe is asked for.
const PATIENCE: u8 = 60;

/// For one receiver's seat: which packets go through, with numbers that look unbroken over all switches.
///
/// Spatial layers below the wished one are passed too, even where the stream (K-SVC) does not need them: so a step down
/// never waits for a keyframe.
#[derive(Clone, Debug)]
pub struct Selector {
    codec: Option<Codec>,
    target: Layer,
    /// Highest that pictures from now on are passed at.
    limit: Layer,
    /// Highest that was passed lately.
    current: Layer,
    /// Highest spatial layer passed of the newest picture.
    reached: u8,
    /// Spatial layer of the newest frame.
    spatial: u8,
    /// Position of the last keyframe.
    start: u32,
    /// A bit for each spatial layer of which frames were left out since then.
    cut: u8,
    /// A bit for each spatial layer of which frames were left out since one was passed.
    absent: u8,
    /// Frames left out that wait for a switching point, though wished.
    refused: u8,
    /// Highest temporal layer of those.
    waiting: u8,
    line: Line,
    pictures: Pictures,
}

impl Default for Selector {
    fn default() -> Self {
        Self::new()
    }
}

impl Selector {
    /// Passes nothing before the first switch, wishes for the highest layer.
    #[must_use]
    pub fn new() -> Self {
        let highest = Layer {
            spatial: u8::MAX,
            temporal: u8::MAX,
        };
        Self {
            codec: None,
            target: highest,
            limit: Layer::default(),
            current: Layer::default(),
            reached: 0,
            spatial: 0,
            start: 0,
            cut: 0,
            absent: 0,
            refused: 0,
            waiting: 0,
            line: Line::default(),
            pictures: Pictures::default(),
        }
    }

    /// The next packet is of another stream: the first of a keyframe. Numbers go on by one.
    pub fn switch(&mut self, codec: Codec) {
        *self = Self {
            codec: Some(codec),
            target: self.target,
            line: self.line.switched(),
            ..Self::new()
        };
    }

    /// The highest layer wished; the present one goes on until the stream can be switched.
    pub fn set_target(&mut self, target: Layer) {
        if target != self.target {
            (self.refused, self.waiting) = (0, 0);
        }
        self.target = target;
    }

    /// The highest layer that is passed now.
    #[must_use]
    pub fn current(&self) -> Layer {
        self.current
    }

    /// Whether the target can only be reached by a keyframe, so that one is asked for.
    #[must_use]
    pub fn wants_keyframe(&self) -> bool {
        self.is_cut(self.target.spatial) || self.refused >= PATIENCE
    }

    /// How a packet goes out; nothing where it is left out.
    pub fn select(&mut self, place: &Place) -> Option<Rewrite> {
        let codec = self.codec?;
        // Pictures that cannot be told apart all pass.
        let Some(number) = place.number else {
            self.line.follow_counts(place);
            return Some(self.line.rewrite(codec, None, None));
        };
        let position = self.line.extend(number);
        if self.pictures.is_new(position) {
            self.advance(codec, position, place);
        }
        let mut picture = self.pictures.find(position)?;
        // A picture of VP9 holds the frames of all spatial layers.
        let frame = if codec == Codec::Vp9 {
            place.layer.spatial
        } else {
            0
        };
        if !picture.has_seen(frame) {
            picture.decide(frame, self.judge(codec, position, &picture, frame, place));
            self.pictures.keep(position, picture);
        }
        if !picture.has_passed(frame) {
            return None;
        }
        self.line.follow(position, picture.shift, place);
        let closing = closing(codec, &picture, place);
        Some(self.line.rewrite(codec, Some(picture.shift), closing))
    }

    /// The first packet of a picture newer than all before.
    fn advance(&mut self, codec: Codec, position: u32, place: &Place) {
        // AV1 numbers the frames of a picture one by one, in the order of their spatial layers.
        if codec != Codec::Av1 || place.layer.spatial <= self.spatial {
            self.settle(position, place);
        }
        self.spatial = place.layer.spatial;
        self.pictures
            .begin(position, Picture::new(self.line.shift(position), self.limit));
    }

    /// Decides, at the start of a picture, up to where it is passed.
    fn settle(&mut self, position: u32, place: &Place) {
        let starts_over = place.intra && place.layer.spatial == 0;
        if starts_over {
            (self.start, self.cut) = (position, 0);
        }
        // A layer that was cut off goes on at a keyframe only: elsewhere the layer below has ended the picture by then.
        let whole = (self.cut.trailing_zeros() as u8).saturating_sub(1);
        self.limit.spatial = self.target.spatial.min(whole);
        // Where references are told each frame is judged by them.
        let may_rise = starts_over
            || place.references.is_some()
            || place.layer_sync
            || (place.switching_up && place.layer.temporal <= self.limit.temporal);
        if may_rise || self.target.temporal < self.limit.temporal {
            self.limit.temporal = self.target.temporal;
        }
        self.current.spatial = std::mem::take(&mut self.reached);
        self.current.temporal = self.current.temporal.min(self.limit.temporal);
    }

    /// Whether a frame passes, by its first packet that came.
    fn judge(&mut self, codec: Codec, position: u32, picture: &Picture, frame: u8, place: &Place) -> bool {
        let passes = self.passes(position, picture, frame, place);
        // What comes late says little of what comes next, and nothing from before a keyframe does.
        if passes && self.pictures.is_newest(position) {
            self.note_passed(place.layer);
        } else if !passes && position >= self.start {
            self.note_left_out(codec, position, place.layer);
        }
        passes
    }

    fn passes(&self, position: u32, picture: &Picture, frame: u8, place: &Place) -> bool {
        let (layer, limit) = (place.layer, picture.limit);
        let is_within = layer.spatial <= limit.spatial && layer.temporal <= limit.temporal;
        let has_below = !place.inter_layer || frame == 0 || picture.may_have_passed(frame - 1);
        is_within && has_below && self.has_references(position, frame, place)
    }

    fn has_references(&self, position: u32, frame: u8, place: &Place) -> bool {
        match &place.references {
            Some(references) => references
                .iter()
                .all(|distance| self.pictures.may_have_passed(position, distance, frame)),
            None => {
                let is_absent = self.absent & 1 << place.layer.spatial != 0;
                place.intra || !is_absent || !self.pictures.is_newest(position)
            }
        }
    }

    fn note_passed(&mut self, layer: Layer) {
        self.reached = self.reached.max(layer.spatial);
        self.current.spatial = self.current.spatial.max(layer.spatial);
        self.current.temporal = self.current.temporal.max(layer.temporal);
        self.absent &= !(1 << layer.spatial);
        if layer.temporal >= self.waiting {
            (self.refused, self.waiting) = (0, 0);
        }
    }

    fn note_left_out(&mut self, codec: Codec, position: u32, layer: Layer) {
        // Only upper spatial layers can want for pictures of the lowest frame rate.
        if layer.spatial > self.limit.spatial || (layer.spatial > 0 && layer.temporal == 0) {
            self.cut |= 1 << layer.spatial;
            self.absent |= 1 << layer.spatial;
        } else if layer.temporal <= self.target.temporal {
            self.refused = self.refused.saturating_add(1);
            self.waiting = self.waiting.max(layer.temporal);
        }
        // Without references in the payload, receivers of VP8 take a gap in PictureID for a lost picture.
        if codec == Codec::Vp8 && self.pictures.is_newest(position) {
            self.line.close_gap();
        }
    }

    /// Whether a spatial layer, or one below, goes on at a keyframe only.
    fn is_cut(&self, spatial: u8) -> bool {
        self.cut.trailing_zeros() <= u32::from(spatial.min(7))
    }
}

/// The layer that ends the picture instead of layers that are left out.
fn closing(codec: Codec, picture: &Picture, place: &Place) -> Option<u8> {
    let limit = picture.limit.spatial;
    let is_partial = place.highest_spatial.is_none_or(|highest| limit < highest);
    match codec {
        Codec::Vp9 => Some(limit),
        Codec::Av1 if place.layer.spatial == limit && is_partial => Some(limit),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
