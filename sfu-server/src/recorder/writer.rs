//! The thread that writes recordings.

use super::file::SealedFile;
use super::slots::Label;
use super::{Desk, Order, RecordingStore, make_directory};
use model::{ParticipantId, RecordingId, Source};
use protocol::{Event, RecordingEnd};
use recording::{Origin, Output, Packet, PartName, Recorder};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How often it looks for packets while something is recorded; media threads wake nobody.
const ROUND: Duration = Duration::from_millis(20);

/// The writer with all recordings that go on.
pub(super) struct Writer {
    desk: Arc<Desk>,
    store: RecordingStore,
    takes: HashMap<RecordingId, Take>,
    news: mpsc::Sender<Event>,
    /// What the channel had no room for.
    untold: VecDeque<Event>,
}

/// One recording.
struct Take {
    directory: PathBuf,
    /// When its first packet came.
    began: Option<Instant>,
    parts: HashMap<(ParticipantId, bool), Part>,
    bytes: u64,
    dropped_before: u64,
    /// Why nothing is written any more, which was told.
    failed: bool,
}

/// One participant's voice and camera, or screen.
#[derive(Default)]
struct Part {
    recorder: Recorder,
    file: Option<SealedFile>,
}

impl Writer {
    pub(super) fn new(desk: Arc<Desk>, store: RecordingStore, news: mpsc::Sender<Event>) -> Self {
        Self {
            desk,
            store,
            takes: HashMap::new(),
            news,
            untold: VecDeque::new(),
        }
    }

    /// Runs until it is told to stop; all recordings are ended then.
    pub(super) fn run(mut self) {
        loop {
            // Before the packets: those that came before an order are still written.
            let stopping = self.desk.stopping.load(Ordering::Acquire);
            let mut orders = std::mem::take(&mut *self.desk.orders());
            orders.retain(|order| self.begin(*order));
            self.take_packets();
            self.look_at_clocks();
            for order in orders {
                self.end(order);
            }
            if stopping {
                let all: Vec<_> = self.takes.keys().copied().collect();
                all.into_iter().for_each(|id| self.end(Order::End(id)));
                return;
            }
            self.tell();
            if self.takes.is_empty() && self.untold.is_empty() {
                std::thread::park();
            } else {
                std::thread::park_timeout(ROUND);
            }
        }
    }

    /// Expects packets of a recording; whether the order is for later.
    fn begin(&mut self, order: Order) -> bool {
        let Order::Begin(id) = order else { return true };
        let dropped_before = self.desk.slots.dropped();
        self.takes.entry(id).or_insert_with(|| Take {
            directory: self.store.directory.join(id.to_string()),
            began: None,
            parts: HashMap::new(),
            bytes: 0,
            dropped_before,
            failed: false,
        });
        false
    }

    fn take_packets(&mut self) {
        let desk = Arc::clone(&self.desk);
        let mut broken = Vec::new();
        while desk.slots.take(|label, payload| {
            if let Some(take) = self.takes.get_mut(&label.recording)
                && let Err(error) = take.handle(label, payload, &self.store)
            {
                broken.push((label.recording, error));
            }
        }) {}
        broken.into_iter().for_each(|(id, error)| self.fail(id, &error));
    }

    fn look_at_clocks(&mut self) {
        let now = Instant::now();
        let broken: Vec<_> = self
            .takes
            .iter_mut()
            .filter_map(|(id, take)| Some((*id, take.handle_timeout(now, &self.store).err()?)))
            .collect();
        broken.into_iter().for_each(|(id, error)| self.fail(id, &error));
    }

    fn end(&mut self, order: Order) {
        let Order::End(id) = order else { return };
        let Some(mut take) = self.takes.remove(&id) else {
            return;
        };
        let ended = take.finish(Instant::now(), &self.store);
        match ended {
            _ if take.failed => {}
            Ok(()) => self.tell_end(id, &take, RecordingEnd::Complete),
            Err(error) => self.tell_end(id, &take, cause(&error)),
        }
    }

    /// Closes a recording that cannot go on; its packets are dropped until it is ended.
    fn fail(&mut self, id: RecordingId, error: &io::Error) {
        let Some(mut take) = self.takes.remove(&id) else {
            return;
        };
        if !std::mem::replace(&mut take.failed, true) {
            tracing::error!(%error, "a recording ends: it cannot be written");
            take.bytes += take
                .parts
                .values()
                .filter_map(|part| part.file.as_ref())
                .map(SealedFile::len)
                .sum::<u64>();
            take.parts.clear();
            self.tell_end(id, &take, cause(error));
        }
        self.takes.insert(id, take);
    }

    fn tell_end(&mut self, recording: RecordingId, take: &Take, end: RecordingEnd) {
        self.untold.push_back(Event::RecordingEnded {
            recording,
            end,
            bytes: take.bytes,
            dropped: self.desk.slots.dropped() - take.dropped_before,
        });
        self.tell();
    }

    fn tell(&mut self) {
        while let Some(event) = self.untold.pop_front() {
            if let Err(mpsc::error::TrySendError::Full(event)) = self.news.try_send(event) {
                return self.untold.push_front(event);
            }
        }
    }
}

impl Take {
    fn handle(&mut self, label: &Label, payload: &[u8], store: &RecordingStore) -> io::Result<()> {
        if self.failed {
            return Ok(());
        }
        let began = *self.began.get_or_insert(label.arrival);
        let key = (label.participant, label.source == Source::Screen);
        let origin = Origin {
            stream: label.stream,
            codec: label.codec,
        };
        let packet = Packet {
            sequence: label.sequence,
            timestamp: label.timestamp,
            marker: label.marker,
            arrival: label.arrival.saturating_duration_since(began),
            reading: label.reading,
            payload: payload.to_vec(),
        };
        self.parts
            .entry(key)
            .or_default()
            .recorder
            .handle_packet(origin, packet);
        self.write(key, store)
    }

    fn handle_timeout(&mut self, now: Instant, store: &RecordingStore) -> io::Result<()> {
        self.each(store, |recorder, at| recorder.handle_timeout(at), now)
    }

    fn finish(&mut self, now: Instant, store: &RecordingStore) -> io::Result<()> {
        self.each(store, |recorder, at| recorder.finish(at), now)
    }

    fn each(
        &mut self,
        store: &RecordingStore,
        act: impl Fn(&mut Recorder, Duration),
        now: Instant,
    ) -> io::Result<()> {
        let Some(began) = self.began else { return Ok(()) };
        let keys: Vec<_> = self.parts.keys().copied().collect();
        keys.into_iter().try_for_each(|key| {
            if let Some(part) = self.parts.get_mut(&key) {
                act(&mut part.recorder, now.saturating_duration_since(began));
            }
            self.write(key, store)
        })
    }

    /// Does what a part's recorder wants done.
    fn write(&mut self, key: (ParticipantId, bool), store: &RecordingStore) -> io::Result<()> {
        let Some(part) = self.parts.get_mut(&key) else {
            return Ok(());
        };
        while let Some(output) = part.recorder.poll_output() {
            match output {
                Output::Begin(begins) => {
                    make_directory(&self.directory)?;
                    let name = PartName {
                        begins,
                        participant: key.0,
                        is_screen: key.1,
                    };
                    let path = self.directory.join(name.to_string());
                    part.file = Some(SealedFile::create(&path, &store.key)?);
                }
                Output::Append(bytes) => {
                    if let Some(file) = &mut part.file {
                        file.append(&bytes)?;
                    }
                }
                Output::End { last, first } => {
                    if let Some(mut file) = part.file.take() {
                        let ended = file.end(&last, &first);
                        self.bytes += file.len();
                        ended?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn cause(error: &io::Error) -> RecordingEnd {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            RecordingEnd::DiskFull
        }
        _ => RecordingEnd::Failed,
    }
}
