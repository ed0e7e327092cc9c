//! News on their way from a media thread to the API.

use protocol::Event;
use std::collections::VecDeque;
use tokio::sync::mpsc::{Sender, error::TrySendError};

/// News that wait in the channel; a room of ten makes about thirty when everybody joins.
pub(crate) const CHANNEL: usize = 4096;

/// News that wait in the thread, beyond which it takes no more sessions.
const PATIENCE: usize = 4096;

/// The sending end. No piece of news is ever dropped, for each is the only word of a change of state: what the channel
/// does not take waits here in order, and while much waits the thread refuses offers, so that the sessions there are
/// bound what can still happen.
#[derive(Debug)]
pub(crate) struct News {
    channel: Sender<Event>,
    waiting: VecDeque<Event>,
}

impl News {
    pub(crate) fn new(channel: Sender<Event>) -> Self {
        Self {
            channel,
            waiting: VecDeque::new(),
        }
    }

    /// Adds the newest.
    pub(crate) fn push(&mut self, event: Event) {
        self.waiting.push_back(event);
    }

    /// Hands over as much as the channel takes; without a receiver nobody wants the rest.
    pub(crate) fn deliver(&mut self) {
        while let Some(event) = self.waiting.pop_front() {
            match self.channel.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(event)) => return self.waiting.push_front(event),
                Err(TrySendError::Closed(_)) => return self.waiting.clear(),
            }
        }
    }

    /// Whether something waits for room in the channel.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Whether the reader is so far behind that the thread shall take nobody in.
    pub(crate) fn is_behind(&self) -> bool {
        self.waiting.len() >= PATIENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{ParticipantId, RoomId, SessionId};

    fn event() -> Event {
        Event::SessionConnected {
            room: RoomId::generate(),
            participant: ParticipantId::generate(),
            session: SessionId::generate(),
        }
    }

    #[test]
    fn a_slow_reader_gets_all_news_in_order() {
        let (sender, mut reader) = tokio::sync::mpsc::channel(2);
        let mut news = News::new(sender);
        let all: Vec<_> = (0..5).map(|_| event()).collect();
        let mut read = Vec::new();
        all.iter().for_each(|event| news.push(event.clone()));
        for _ in 0..3 {
            news.deliver();
            read.extend(std::iter::from_fn(|| reader.try_recv().ok()));
        }
        assert_eq!(read, all);
        assert!(!news.is_waiting());
    }

    #[test]
    fn news_that_nobody_reads_do_not_pile_up() {
        let (sender, reader) = tokio::sync::mpsc::channel(2);
        let mut news = News::new(sender);
        (0..PATIENCE + 2).for_each(|_| news.push(event()));
        news.deliver();
        assert!(news.is_behind());
        drop(reader);
        news.deliver();
        assert!(!news.is_waiting());
    }
}
