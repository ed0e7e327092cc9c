//! What became of the last pictures of a stream.

use model::Layer;

/// Pictures remembered: two seconds of a camera, less than a quarter of the shortest number's round.
const PICTURES: u32 = 64;

/// What became of one picture.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Picture {
    position: u32,
    /// Added to its number.
    pub(crate) shift: u16,
    /// Highest layer passed of it.
    pub(crate) limit: Layer,
    /// A bit for each frame decided on.
    seen: u8,
    /// A bit for each frame passed.
    passed: u8,
}

impl Picture {
    pub(crate) fn new(shift: u16, limit: Layer) -> Self {
        Self {
            shift,
            limit,
            ..Self::default()
        }
    }

    pub(crate) fn has_seen(&self, frame: u8) -> bool {
        self.seen & bit(frame) != 0
    }

    pub(crate) fn has_passed(&self, frame: u8) -> bool {
        self.passed & bit(frame) != 0
    }

    /// A frame that has not come yet may pass still.
    pub(crate) fn may_have_passed(&self, frame: u8) -> bool {
        !self.has_seen(frame) || self.has_passed(frame)
    }

    pub(crate) fn decide(&mut self, frame: u8, passes: bool) {
        self.seen |= bit(frame);
        if passes {
            self.passed |= bit(frame);
        }
    }
}

fn bit(frame: u8) -> u8 {
    1 << (frame & 7)
}

/// The last pictures, found by their extended numbers.
#[derive(Clone, Debug)]
pub(crate) struct Pictures {
    ring: [Picture; PICTURES as usize],
    /// The first and the newest position since the switch.
    span: Option<(u32, u32)>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            ring: [Picture::default(); PICTURES as usize],
            span: None,
        }
    }
}

impl Pictures {
    pub(crate) fn is_new(&self, position: u32) -> bool {
        self.span.is_none_or(|(_, newest)| position > newest)
    }

    pub(crate) fn is_newest(&self, position: u32) -> bool {
        self.span.is_some_and(|(_, newest)| position == newest)
    }

    pub(crate) fn begin(&mut self, position: u32, picture: Picture) {
        let first = self.span.map_or(position, |(first, _)| first);
        self.span = Some((first, position));
        self.keep(position, picture);
    }

    pub(crate) fn keep(&mut self, position: u32, picture: Picture) {
        self.ring[slot(position)] = Picture { position, ..picture };
    }

    /// What became of a picture; nothing of one that is too old or from before the switch.
    pub(crate) fn find(&self, position: u32) -> Option<Picture> {
        if !self.remembers(position) {
            return None;
        }
        self.get(position).or_else(|| self.missed(position))
    }

    /// Whether the frame that stands `distance` before one at `position` has gone out, or may yet.
    pub(crate) fn may_have_passed(&self, position: u32, distance: u16, frame: u8) -> bool {
        let referred = position.wrapping_sub(u32::from(distance));
        if self.span.is_some_and(|(first, _)| referred < first) {
            return false;
        }
        // One too old to be remembered is taken for passed, or long references would stop streams of one layer.
        self.get(referred)
            .is_none_or(|picture| picture.may_have_passed(frame))
    }

    fn remembers(&self, position: u32) -> bool {
        self.span.is_some_and(|(first, newest)| {
            (first..=newest).contains(&position) && newest - position < PICTURES
        })
    }

    fn get(&self, position: u32) -> Option<Picture> {
        let picture = self.ring[slot(position)];
        (self.remembers(position) && picture.position == position).then_some(picture)
    }

    /// One that comes after a newer one: numbered as the next newer, passed at what its neighbours were.
    fn missed(&self, position: u32) -> Option<Picture> {
        let (_, newest) = self.span?;
        let after = (position + 1..=newest).find_map(|p| self.get(p))?;
        let before = (1..PICTURES).find_map(|back| self.get(position.checked_sub(back)?));
        let limit = before.map_or(after.limit, |before| lower(before.limit, after.limit));
        Some(Picture::new(after.shift, limit))
    }
}

fn slot(position: u32) -> usize {
    (position % PICTURES) as usize
}

fn lower(a: Layer, b: Layer) -> Layer {
    Layer {
        spatial: a.spatial.min(b.spatial),
        temporal: a.temporal.min(b.temporal),
    }
}
