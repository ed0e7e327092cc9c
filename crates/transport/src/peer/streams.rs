//! The streams that go out on a line.

use super::line::Outgoing;
use std::iter;

/// Streams in the order of the simulcast layers. A seat's only one stands in the line itself: it is found without a further
/// look at memory.
#[derive(Clone, Default, Debug)]
#[repr(C)]
pub(crate) struct Streams {
    count: usize,
    /// Of no meaning while there is none.
    first: Outgoing,
    others: Vec<Outgoing>,
}

impl Streams {
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn push(&mut self, stream: Outgoing) {
        if self.count == 0 {
            self.first = stream;
        } else {
            self.others.push(stream);
        }
        self.count += 1;
    }

    pub(crate) fn first(&self) -> Option<&Outgoing> {
        (self.count > 0).then_some(&self.first)
    }

    pub(crate) fn get(&self, place: u8) -> Option<&Outgoing> {
        match usize::from(place).checked_sub(1) {
            None => self.first(),
            Some(other) => self.others.get(other),
        }
    }

    pub(crate) fn get_mut(&mut self, place: u8) -> Option<&mut Outgoing> {
        match usize::from(place).checked_sub(1) {
            None => (self.count > 0).then_some(&mut self.first),
            Some(other) => self.others.get_mut(other),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Outgoing> {
        self.first().into_iter().chain(&self.others)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Outgoing> {
        let others = self.others.iter_mut();
        iter::once(&mut self.first).take(self.count).chain(others)
    }
}

impl FromIterator<Outgoing> for Streams {
    fn from_iter<T: IntoIterator<Item = Outgoing>>(streams: T) -> Self {
        let mut all = Self::default();
        streams.into_iter().for_each(|stream| all.push(stream));
        all
    }
}
