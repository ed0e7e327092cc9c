//! The unbroken numbers that one receiver gets from changing sources.

use crate::place::{Number, Place};
use crate::rewrite::Rewrite;
use model::Codec;

/// Positions start here so that late ones stay above zero.
const START: u32 = 1 << 16;

/// Numbers of pictures, of base layer pictures and of keyframes.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Line {
    /// Newest number of the source, extended.
    newest: Option<u32>,
    /// Added to the source's numbers; `None` before the first of them.
    shift: Option<u16>,
    last: Option<u16>,
    tl0_pic_idx: Count,
    key_index: Count,
}

/// A running number of eight bits or less.
#[derive(Clone, Copy, Default, Debug)]
struct Count {
    shift: u8,
    last: Option<u8>,
    is_switched: bool,
}

impl Line {
    /// For the next source.
    pub(crate) fn switched(self) -> Self {
        Self {
            newest: None,
            shift: None,
            last: self.last,
            tl0_pic_idx: self.tl0_pic_idx.switched(),
            key_index: self.key_index.switched(),
        }
    }

    /// The number without its wraps: the one nearest to the newest.
    pub(crate) fn extend(&mut self, number: Number) -> u32 {
        let newest = *self.newest.get_or_insert(START + u32::from(number.value));
        let unused = 32 - u32::from(number.bits);
        let ahead = (u32::from(number.value).wrapping_sub(newest) << unused).cast_signed() >> unused;
        let position = newest.wrapping_add_signed(ahead);
        self.newest = Some(newest.max(position));
        position
    }

    /// What is added to the numbers from `position` on.
    pub(crate) fn shift(&mut self, position: u32) -> u16 {
        let next = self.last.map_or(position as u16, |last| last.wrapping_add(1));
        *self.shift.get_or_insert(next.wrapping_sub(position as u16))
    }

    /// The newest picture is left out: the next takes its number.
    pub(crate) fn close_gap(&mut self) {
        self.shift = self.shift.map(|shift| shift.wrapping_sub(1));
    }

    /// A packet of the picture at `position` goes out.
    pub(crate) fn follow(&mut self, position: u32, shift: u16, place: &Place) {
        let sent = (position as u16).wrapping_add(shift);
        let last = *self.last.get_or_insert(sent);
        if sent.wrapping_sub(last) < 1 << 15 {
            self.last = Some(sent);
        }
        self.follow_counts(place);
    }

    /// A packet goes out, with or without a number of its picture.
    pub(crate) fn follow_counts(&mut self, place: &Place) {
        if let Some(value) = place.tl0_pic_idx {
            self.tl0_pic_idx.follow(value, 8);
        }
        if let Some(value) = place.key_index {
            self.key_index.follow(value, 5);
        }
    }

    pub(crate) fn rewrite(&self, codec: Codec, shift: Option<u16>, closing: Option<u8>) -> Rewrite {
        Rewrite {
            codec,
            number: shift.unwrap_or(0),
            tl0_pic_idx: self.tl0_pic_idx.shift,
            key_index: self.key_index.shift,
            closing,
        }
    }
}

impl Count {
    fn switched(self) -> Self {
        Self {
            is_switched: true,
            ..self
        }
    }

    fn follow(&mut self, value: u8, bits: u8) {
        if std::mem::take(&mut self.is_switched)
            && let Some(last) = self.last
        {
            self.shift = last.wrapping_add(1).wrapping_sub(value);
        }
        let sent = self.shift.wrapping_add(value);
        let last = *self.last.get_or_insert(sent);
        let unused = 8 - bits;
        let ahead = (sent.wrapping_sub(last) << unused).cast_signed() >> unused;
        self.last = Some(last.wrapping_add_signed(ahead.max(0)));
    }
}
