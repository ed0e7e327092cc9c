//! Who is in the rooms of a load.

use model::MediaKind;
use serde::Serialize;

/// Rooms of the same make. In each, publishers send sound with a picture and receive each other; receivers only receive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Shape {
    /// How many rooms.
    pub(crate) rooms: usize,
    /// In each.
    pub(crate) publishers: usize,
    /// In each, who send nothing.
    pub(crate) receivers: usize,
}

/// Clients that have an address each.
const MOST_CLIENTS: usize = 60_000;

impl Shape {
    /// What is wrong with it.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        if self.rooms == 0 || self.publishers == 0 || self.publishers + self.receivers < 2 {
            Some("a load needs a room with a publisher and somebody who receives it")
        } else if self.publishers > 50 {
            Some("an offer has seats for 50 publishers at most")
        } else if self.size() > 1024 || self.clients() > MOST_CLIENTS {
            Some("a room holds 1024 clients, a load 60000")
        } else {
            None
        }
    }

    /// Clients in one room.
    pub(crate) fn size(&self) -> usize {
        self.publishers + self.receivers
    }

    /// Clients in all rooms, numbered room by room, publishers first.
    pub(crate) fn clients(&self) -> usize {
        self.rooms * self.size()
    }

    /// The room of a client.
    pub(crate) fn room(&self, client: usize) -> usize {
        client / self.size()
    }

    /// The place of a client in its room.
    pub(crate) fn place(&self, client: usize) -> usize {
        client % self.size()
    }

    /// Whether a client sends.
    pub(crate) fn publishes(&self, client: usize) -> bool {
        self.place(client) < self.publishers
    }

    /// The clients that send.
    pub(crate) fn publishing(&self) -> impl Iterator<Item = usize> + use<> {
        let shape = *self;
        (0..shape.clients()).filter(move |client| shape.publishes(*client))
    }

    /// The places that a client receives.
    pub(crate) fn heard_by(&self, client: usize) -> impl Iterator<Item = usize> + use<> {
        let own = self.place(client);
        (0..self.publishers).filter(move |place| *place != own)
    }

    /// The clients that receive what a client sends.
    pub(crate) fn audience(&self, client: usize) -> impl Iterator<Item = usize> + use<> {
        let first = self.room(client) * self.size();
        (first..first + self.size()).filter(move |other| *other != client)
    }
}

/// Both kinds, in the order of the figures.
pub(crate) const KINDS: [MediaKind; 2] = [MediaKind::Audio, MediaKind::Video];

/// Place of a kind in [`KINDS`].
pub(crate) fn index(kind: MediaKind) -> usize {
    match kind {
        MediaKind::Audio => 0,
        MediaKind::Video => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_hears_the_publishers_of_the_own_room() {
        let shape = Shape {
            rooms: 2,
            publishers: 2,
            receivers: 1,
        };
        assert_eq!(shape.clients(), 6);
        assert_eq!(shape.publishing().collect::<Vec<_>>(), [0, 1, 3, 4]);
        assert_eq!(shape.heard_by(3).collect::<Vec<_>>(), [1]);
        assert_eq!(shape.heard_by(5).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(shape.audience(4).collect::<Vec<_>>(), [3, 5]);
        assert_eq!(shape.fault(), None);
    }

    #[test]
    fn somebody_alone_is_no_load() {
        let alone = Shape {
            rooms: 1,
            publishers: 1,
            receivers: 0,
        };
        assert!(alone.fault().is_some());
    }
}
