//! Recordings written to disk by a thread of their own, which media threads never wait for.

mod file;
mod slots;
mod writer;

use crate::start_error::StartError;
use model::{RecordingId, RoomId};
use protocol::{Event, Request};
use sfu_core::Taped;
use slots::Slots;
use std::collections::HashMap;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::mpsc;
use writer::Writer;

/// Packets that wait for the disk at most: with twenty people who are recorded in pictures, what comes in a second.
const SLOTS: usize = 4096;

/// Where recordings lie.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordingStore {
    /// The directory, with one for each recording in it.
    pub directory: PathBuf,
    /// What their files are sealed with.
    pub key: [u8; recording::sealed::KEY],
}

impl std::fmt::Debug for RecordingStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecordingStore").finish_non_exhaustive()
    }
}

/// What the writer is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    /// Packets of a recording may come.
    Begin(RecordingId),
    /// No more of them come than wait already.
    End(RecordingId),
}

/// What media threads, the API's side and the writer share.
#[derive(Debug)]
pub(crate) struct Desk {
    slots: Slots,
    /// Held for a moment; as many as requests were met in 20 ms.
    orders: Mutex<Vec<Order>>,
    stopping: AtomicBool,
}

/// The handle of the writer.
#[derive(Debug)]
pub(crate) struct Recorder {
    desk: Arc<Desk>,
    /// What is recorded, by room. Held for a look-up.
    rooms: Mutex<HashMap<RoomId, RecordingId>>,
    /// A lock, because whoever stops first takes the thread to wait for it.
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What a request means for recordings once it is met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Turn {
    room: RoomId,
    recording: Option<RecordingId>,
}

impl Desk {
    /// Leaves a packet for the writer; whether there was room.
    pub(crate) fn put(&self, taped: &Taped<'_>) -> bool {
        self.slots.put(taped)
    }

    fn orders(&self) -> MutexGuard<'_, Vec<Order>> {
        // Whole after a panic: each change is one call.
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    /// Starts the writer, which tells by `news` how recordings end.
    ///
    /// # Errors
    /// The directory cannot be made, or no thread.
    pub(crate) fn start(store: RecordingStore, news: mpsc::Sender<Event>) -> Result<Self, StartError> {
        make_directory(&store.directory).map_err(StartError::System)?;
        let desk = Arc::new(Desk {
            slots: Slots::new(SLOTS),
            orders: Mutex::default(),
            stopping: AtomicBool::new(false),
        });
        let writer = Writer::new(Arc::clone(&desk), store, news);
        let thread = std::thread::Builder::new()
            .name("recorder".into())
            .spawn(move || writer.run())
            .map_err(StartError::System)?;
        Ok(Self {
            desk,
            rooms: Mutex::default(),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Where media threads leave packets.
    pub(crate) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.desk)
    }

    /// Before a request is asked: its recording is expected.
    pub(crate) fn prepare(&self, request: &Request) -> Option<Turn> {
        let turn = match request {
            Request::Record { room, recording } => Turn {
                room: *room,
                recording: recording.as_ref().map(|recording| recording.id),
            },
            Request::CloseRoom(room) => Turn {
                room: *room,
                recording: None,
            },
            _ => return None,
        };
        if let Some(recording) = turn.recording {
            self.order(Order::Begin(recording));
        }
        Some(turn)
    }

    /// After it was met, or refused: the room's former recording is over, or the expected one is none.
    pub(crate) fn settle(&self, turn: Turn, is_met: bool) {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let former = rooms.get(&turn.room).copied();
        let over = if is_met { former } else { turn.recording };
        let goes_on = if is_met { turn.recording } else { former };
        match goes_on {
            Some(recording) => rooms.insert(turn.room, recording),
            None => rooms.remove(&turn.room),
        };
        if let Some(over) = over.filter(|over| Some(*over) != goes_on) {
            self.order(Order::End(over));
        }
    }

    /// Ends all recordings and the writer; to be called when no packets come any more.
    pub(crate) fn stop(&self) {
        self.desk.stopping.store(true, Ordering::Release);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            thread.thread().unpark();
            // A writer that panicked has said so.
            let _ = thread.join();
        }
    }

    fn order(&self, order: Order) {
        self.desk.orders().push(order);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = &*thread {
            thread.thread().unpark();
        }
    }
}

/// For the owner's eyes alone.
fn make_directory(path: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

#[cfg(test)]
mod tests;
