//! A recording of a real client, whose server is killed at any moment, plays up to there.

use crate::call::Call;
use crate::peer::Lines;
use model::RecordingId;
use protocol::{Event, Recording, RecordingEnd, Reply, Request};
use recording::sealed::{CHUNK_HEAD, CHUNK_TAIL, ChunkHead, KEY, Opener};
use sfu_server::RecordingStore;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SECRET: [u8; KEY] = [9; KEY];
/// Where a server that is going to be killed writes to.
const PLACE: &str = "VESTIBULE_TEST_RECORDINGS";
/// What it says when it records.
const READY: &str = "it is recorded";
/// What may be lost.
const LOST: Duration = Duration::from_secs(2);

/// What a file of a recording holds.
#[derive(Default, Debug)]
struct Film {
    sounds: usize,
    pictures: usize,
    /// Of the last block, in milliseconds since the file began.
    last: i64,
}

impl Film {
    fn read(path: &Path) -> Self {
        let webm = opened(&std::fs::read(path).expect("reads"));
        let mut film = Self::default();
        film.walk(&webm);
        film
    }

    /// Elements within one another; those that hold no blocks are passed over.
    fn walk(&mut self, mut rest: &[u8]) {
        let mut cluster = 0;
        while !rest.is_empty() {
            let (id, after) = number(rest, false);
            let (size, after) = number(after, true);
            let is_unknown = size == (1 << 56) - 1;
            let size = if is_unknown { after.len() } else { size as usize };
            let (body, after) = after.split_at(size);
            match id {
                0x1853_8067 | 0x1F43_B675 => self.walk(body),
                0xE7 => cluster = body.iter().fold(0, |value, byte| value << 8 | i64::from(*byte)),
                0xA3 => self.note(cluster, body),
                _ => {}
            }
            rest = after;
        }
    }

    fn note(&mut self, cluster: i64, block: &[u8]) {
        let relative = i16::from_be_bytes([block[1], block[2]]);
        self.last = self.last.max(cluster + i64::from(relative));
        match block[0] & 0x7f {
            1 => self.sounds += 1,
            _ => self.pictures += 1,
        }
    }
}

/// A number of EBML, with its marker or without; what follows it.
fn number(bytes: &[u8], strips: bool) -> (u64, &[u8]) {
    let len = bytes[0].leading_zeros() as usize + 1;
    let value = bytes[..len]
        .iter()
        .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    let value = if strips { value & !(1 << (7 * len)) } else { value };
    (value, &bytes[len..])
}

/// What is sealed in a file, up to where it was cut off.
fn opened(file: &[u8]) -> Vec<u8> {
    let (prelude, mut rest) = file.split_first_chunk().expect("a prelude");
    let opener = Opener::new(&SECRET, prelude).expect("a recording");
    let mut bytes = Vec::new();
    for number in 0.. {
        let Some((head, after)) = rest.split_first_chunk::<CHUNK_HEAD>() else {
            break;
        };
        let head = ChunkHead::parse(head).expect("a chunk");
        let Some((body, after)) = after.split_at_checked(head.len + CHUNK_TAIL) else {
            break;
        };
        bytes.extend_from_slice(opener.open(number, &head, &mut body.to_vec()).expect("opens"));
        rest = after;
    }
    bytes
}

fn parts(directory: &Path) -> Vec<PathBuf> {
    let recordings = std::fs::read_dir(directory).into_iter().flatten();
    let files = recordings.flat_map(|entry| std::fs::read_dir(entry.expect("an entry").path()));
    files
        .flatten()
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

/// A call with one who speaks and shows, and is recorded.
async fn recorded(directory: &Path) -> (Call, crate::peer::Peer, RecordingId) {
    let store = RecordingStore {
        directory: directory.to_owned(),
        key: SECRET,
    };
    let mut call = Call::open_with(1, Some(store)).await;
    let mut peer = call.join(Lines::Send).await;
    peer.play();
    let id = RecordingId::generate();
    let request = Request::Record {
        room: call.room,
        recording: Some(Recording {
            id,
            participants: vec![peer.participant],
        }),
    };
    assert_eq!(call.ask(request).await, Ok(Reply::Done));
    (call, peer, id)
}

#[tokio::test]
async fn a_recording_that_is_stopped_holds_sound_and_picture_to_the_end() {
    let directory = tempfile::tempdir().expect("a directory");
    let (mut call, _peer, id) = recorded(directory.path()).await;
    let begun = Instant::now();
    while parts(directory.path()).is_empty() || begun.elapsed() < LOST {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let request = Request::Record {
        room: call.room,
        recording: None,
    };
    assert_eq!(call.ask(request).await, Ok(Reply::Done));
    let lasted = begun.elapsed();
    let is_it = |event: &Event| matches!(event, Event::RecordingEnded { recording, end: RecordingEnd::Complete, .. } if *recording == id);
    call.news_of(is_it).await;
    let [path] = &parts(directory.path())[..] else {
        panic!("one file");
    };
    let film = Film::read(path);
    assert!(
        film.last as u128 + 300 > lasted.as_millis(),
        "{film:?} of {lasted:?}"
    );
    // A hundred sounds and fifty pictures a second.
    let seconds = lasted.as_secs() as usize;
    assert!(
        film.sounds > 80 * seconds && film.pictures > 30 * seconds,
        "{film:?} in {lasted:?}"
    );
}

/// Records until it is killed.
#[tokio::test]
#[ignore = "run by the next one, which kills it"]
async fn a_server_that_is_going_to_be_killed() {
    let place = std::env::var(PLACE).expect("a directory");
    let _recorded = recorded(Path::new(&place)).await;
    println!("{READY}");
    std::future::pending::<()>().await;
}

#[test]
fn a_killed_server_loses_two_seconds_at_most() {
    for moment in [2_700, 3_400, 4_100, 4_650] {
        let moment = Duration::from_millis(moment);
        let directory = tempfile::tempdir().expect("a directory");
        let mut server = Command::new(std::env::current_exe().expect("a path"))
            .args([
                "--exact",
                "recording::a_server_that_is_going_to_be_killed",
                "--ignored",
                "--nocapture",
            ])
            .env(PLACE, directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        let said = BufReader::new(server.stdout.take().expect("piped"));
        let mut lines = said.lines().map(|line| line.expect("a line"));
        assert!(lines.any(|line| line.contains(READY)), "it records");
        let begun = Instant::now();
        std::thread::sleep(moment);
        let lived = begun.elapsed();
        server.kill().expect("is killed");
        server.wait().expect("is gone");
        let parts = parts(directory.path());
        assert!(!parts.is_empty(), "after {lived:?}");
        let film = Film::read(&parts[0]);
        let lost = lived.saturating_sub(Duration::from_millis(film.last as u64));
        assert!(lost < LOST, "{lost:?} of {lived:?} are lost: {film:?}");
    }
}
