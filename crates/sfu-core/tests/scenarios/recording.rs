//! A recorder is one more receiver: it gets what those who agreed say and show, nothing of others.

use crate::world::World;
use model::{ParticipantId, RecordingId, Source};
use protocol::{Recording, Request};
use std::time::Duration;
use virtual_net::Conditions;

const SECOND: Duration = Duration::from_secs(1);

/// What was kept of a packet.
struct Kept {
    participant: ParticipantId,
    source: Source,
    stream: u64,
    sequence: u64,
    is_keyframe: bool,
}

struct Tape {
    world: World,
    kept: Vec<Kept>,
}

impl Tape {
    fn new(seed: u64) -> Self {
        let delay = Duration::from_millis(20);
        let conditions = Conditions {
            delay,
            ..Conditions::default()
        };
        Self {
            world: World::new(seed, conditions),
            kept: Vec::new(),
        }
    }

    fn record(&mut self, people: &[usize]) {
        let participants = people.iter().map(|at| self.world.people[*at].participant);
        let recording = Recording {
            id: RecordingId::generate(),
            participants: participants.collect(),
        };
        self.ask(Some(recording));
    }

    fn ask(&mut self, recording: Option<Recording>) {
        let room = self.world.room;
        self.world
            .ask(Request::Record { room, recording })
            .expect("a room");
    }

    fn run(&mut self, time: Duration) {
        for _ in 0..time.as_millis() / 50 {
            self.world.run(Duration::from_millis(50));
            let kept = &mut self.kept;
            self.world.shard.drain_tape(&mut |taped| {
                kept.push(Kept {
                    participant: taped.participant,
                    source: taped.source,
                    stream: taped.stream,
                    sequence: taped.sequence,
                    is_keyframe: layers::starts_keyframe(taped.codec, taped.payload),
                });
                true
            });
        }
    }

    fn of(&self, person: usize, source: Source) -> Vec<&Kept> {
        let participant = self.world.people[person].participant;
        let theirs = |kept: &&Kept| kept.participant == participant && kept.source == source;
        self.kept.iter().filter(theirs).collect()
    }
}

#[test]
fn only_those_who_agreed_are_kept_and_only_until_the_end() {
    let mut tape = Tape::new(90);
    let (one, other) = (tape.world.enter(1), tape.world.enter(1));
    tape.world.connect_all();
    tape.run(2 * SECOND);
    assert!(tape.kept.is_empty(), "nobody asked");
    tape.record(&[one]);
    tape.run(5 * SECOND);
    assert!(tape.of(other, Source::Microphone).is_empty() && tape.of(other, Source::Camera).is_empty());
    let (sound, picture) = (tape.of(one, Source::Microphone), tape.of(one, Source::Camera));
    assert!(sound.len() > 200, "{} packets of sound", sound.len());
    assert!(
        picture.first().expect("pictures").is_keyframe,
        "a decoder can begin there"
    );
    let unbroken = |kept: &[&Kept]| {
        kept.windows(2)
            .all(|pair| pair[0].sequence + 1 == pair[1].sequence)
    };
    assert!(unbroken(&sound) && unbroken(&picture));
    tape.ask(None);
    tape.kept.clear();
    tape.run(SECOND);
    assert!(tape.kept.is_empty());
}

#[test]
fn a_picture_that_nobody_looks_at_is_recorded_and_begins_anew_from_time_to_time() {
    let mut tape = Tape::new(91);
    let (viewer, author) = (tape.world.enter(1), tape.world.enter_with_layers(1));
    tape.world.connect_all();
    tape.world.look(viewer, &[(author, 0)]);
    tape.run(8 * SECOND);
    tape.record(&[author]);
    tape.run(25 * SECOND);
    let picture = tape.of(author, Source::Camera);
    let keyframes = picture.iter().filter(|kept| kept.is_keyframe).count();
    assert!((3..12).contains(&keyframes), "{keyframes} keyframes in 25 s");
    let begins_well = picture
        .windows(2)
        .all(|pair| pair[0].stream == pair[1].stream || pair[1].is_keyframe);
    assert!(begins_well, "another size begins with a keyframe");
}
