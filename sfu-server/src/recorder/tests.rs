//! The writer on a real directory, on a full disk.

use super::file::{Medium, SealedFile};
use super::*;
use model::{Codec, ParticipantId, Source};
use protocol::{Recording, RecordingEnd};
use recording::PartName;
use recording::sealed::{CHUNK_HEAD, CHUNK_TAIL, ChunkHead, KEY, Opener};
use std::io;
use std::time::{Duration, Instant};

const SECRET: [u8; KEY] = [3; KEY];
const PATIENCE: Duration = Duration::from_secs(10);

struct House {
    directory: tempfile::TempDir,
    recorder: Recorder,
    news: mpsc::Receiver<Event>,
    room: RoomId,
    id: RecordingId,
}

impl House {
    fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let (sender, news) = mpsc::channel(8);
        let store = RecordingStore {
            directory: directory.path().join("recordings"),
            key: SECRET,
        };
        Self {
            recorder: Recorder::start(store, sender).expect("a writer"),
            directory,
            news,
            room: RoomId::generate(),
            id: RecordingId::generate(),
        }
    }

    fn begin(&self) {
        let request = Request::Record {
            room: self.room,
            recording: Some(Recording {
                id: self.id,
                participants: Vec::new(),
            }),
        };
        let turn = self.recorder.prepare(&request).expect("concerns recordings");
        self.recorder.settle(turn, true);
    }

    fn close_room(&self) {
        let turn = self.recorder.prepare(&Request::CloseRoom(self.room));
        self.recorder.settle(turn.expect("concerns recordings"), true);
    }

    /// Ten seconds of sound of a participant.
    fn speak(&self, participant: ParticipantId) {
        let start = Instant::now();
        for at in 0..500_u32 {
            let taped = Taped {
                recording: self.id,
                participant,
                source: Source::Microphone,
                stream: 1,
                codec: Codec::Opus,
                sequence: at.into(),
                timestamp: at * 960,
                marker: false,
                arrival: start + Duration::from_millis(20) * at,
                reading: None,
                payload: &[0xfc; 60],
            };
            assert!(self.recorder.desk.put(&taped));
        }
    }

    fn parts(&self) -> Vec<PathBuf> {
        let directory = self.directory.path().join("recordings").join(self.id.to_string());
        let entries = std::fs::read_dir(directory).into_iter().flatten();
        entries.map(|entry| entry.expect("an entry").path()).collect()
    }

    fn end(&mut self) -> Event {
        let begun = Instant::now();
        loop {
            match self.news.try_recv() {
                Ok(event) => return event,
                Err(_) => assert!(begun.elapsed() < PATIENCE, "no news"),
            }
            std::thread::yield_now();
        }
    }
}

/// What is sealed in a file, with whether it was ended.
fn opened(file: &[u8]) -> (Vec<u8>, bool) {
    let (prelude, mut rest) = file.split_first_chunk().expect("a prelude");
    let opener = Opener::new(&SECRET, prelude).expect("a recording");
    let (mut bytes, mut ended) = (Vec::new(), false);
    for number in 0.. {
        let Some((head, after)) = rest.split_first_chunk::<CHUNK_HEAD>() else {
            break;
        };
        let head = ChunkHead::parse(head).expect("a chunk");
        let (body, after) = after.split_at(head.len + CHUNK_TAIL);
        bytes.extend_from_slice(opener.open(number, &head, &mut body.to_vec()).expect("opens"));
        (ended, rest) = (head.is_last, after);
    }
    (bytes, ended)
}

#[test]
fn what_was_said_lies_sealed_in_a_file_when_its_room_closes() {
    let mut house = House::new();
    let participant = ParticipantId::generate();
    house.begin();
    house.speak(participant);
    house.close_room();
    let Event::RecordingEnded {
        recording,
        end,
        bytes,
        dropped,
    } = house.end()
    else {
        panic!("another piece of news");
    };
    assert_eq!((recording, end, dropped), (house.id, RecordingEnd::Complete, 0));
    let [path] = &house.parts()[..] else {
        panic!("one file");
    };
    let name: PartName = path
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .parse()
        .expect("a name");
    assert_eq!((name.participant, name.begins), (participant, Duration::ZERO));
    let file = std::fs::read(path).expect("reads");
    assert_eq!(file.len() as u64, bytes);
    let (webm, ended) = opened(&file);
    assert!(ended && webm.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]));
    assert_eq!(webm.windows(60).filter(|bytes| *bytes == [0xfc; 60]).count(), 500);
}

#[test]
fn a_stopping_server_ends_what_goes_on() {
    let house = House::new();
    house.begin();
    house.speak(ParticipantId::generate());
    house.recorder.stop();
    let file = std::fs::read(&house.parts()[0]).expect("reads");
    assert!(opened(&file).1);
}

#[test]
fn nobody_heard_makes_no_file() {
    let mut house = House::new();
    house.begin();
    house.close_room();
    assert!(matches!(house.end(), Event::RecordingEnded { bytes: 0, .. }));
    assert!(house.parts().is_empty());
}

#[test]
fn a_directory_that_cannot_be_written_ends_the_recording_at_once() {
    let mut house = House::new();
    let place = house
        .directory
        .path()
        .join("recordings")
        .join(house.id.to_string());
    std::fs::write(place, b"in the way").expect("writes");
    house.begin();
    house.speak(ParticipantId::generate());
    let Event::RecordingEnded { end, .. } = house.end() else {
        panic!("another piece of news");
    };
    assert_eq!(end, RecordingEnd::Failed);
    house.speak(ParticipantId::generate());
    house.close_room();
    house.recorder.stop();
    assert!(house.news.try_recv().is_err(), "told once");
}

/// A disk with room for so many bytes, whose file stays to be looked at.
struct SmallDisk {
    room: usize,
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Medium for SmallDisk {
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        let mut file = self.bytes.lock().unwrap();
        let at = at as usize;
        let fits = bytes.len().min(self.room - at);
        let len = file.len().max(at + fits);
        file.resize(len, 0);
        file[at..at + fits].copy_from_slice(&bytes[..fits]);
        if fits < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.bytes.lock().unwrap().truncate(len as usize);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn on_a_full_disk_the_file_is_whole_up_to_there() {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let disk = SmallDisk {
        room: 3_000,
        bytes: Arc::clone(&bytes),
    };
    let mut file = SealedFile::on(Box::new(disk), &SECRET).expect("a file");
    let full = (0..10)
        .find_map(|at| file.append(&[at; 1_000]).err())
        .expect("fills up");
    assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    let (kept, ended) = opened(&bytes.lock().unwrap());
    assert_eq!((kept, ended), ([[0; 1_000], [1; 1_000]].concat(), false));
}
