//! What became of a call over one path.

use super::super::finding::Finding;
use super::path::Path;
use caller::Caller;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// For ICE and DTLS of both; then for media. A busy machine takes a second.
const PATIENCE: Duration = Duration::from_secs(10);
/// Packets of each kind that have to come back: half a second.
const ENOUGH: usize = 25;
/// Between looks at what came.
const LOOK: Duration = Duration::from_millis(10);

/// What a call was like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Outcome {
    connected: Option<Duration>,
    sound: usize,
    pictures: usize,
    spoilt: usize,
}

/// The first speaks, the other listens.
pub(crate) async fn converse(ends: &mut [Caller]) -> Outcome {
    let began = Instant::now();
    let all = |ends: &[Caller]| ends.iter().all(Caller::is_connected);
    let failed = |ends: &[Caller]| ends.iter().any(Caller::has_failed);
    let connected = timeout(PATIENCE, async {
        while !all(ends) && !failed(ends) {
            sleep(LOOK).await;
        }
    });
    let connected = connected.await.is_ok() && all(ends);
    let took = began.elapsed();
    if connected {
        ends[0].speak();
        let listener = &ends[1];
        let heard = timeout(PATIENCE, async {
            while listener.heard().sound < ENOUGH || listener.heard().pictures < ENOUGH {
                sleep(LOOK).await;
            }
        });
        // What came until now is judged in either case.
        let _ = heard.await;
    }
    let heard = ends[1].heard();
    Outcome {
        connected: connected.then_some(took),
        sound: heard.sound,
        pictures: heard.pictures,
        spoilt: heard.spoilt,
    }
}

/// The line about a path, by what became of its call.
pub(crate) fn judge(path: &Path, outcome: Result<Outcome, String>) -> Finding {
    let (name, way) = (path.name(), path.description());
    let Outcome {
        connected,
        sound,
        pictures,
        spoilt,
    } = match outcome {
        Ok(outcome) => outcome,
        Err(problem) => return Finding::fail(name, format!("{way}: {problem}"), path.remedy()),
    };
    let Some(took) = connected else {
        let says = format!("{way}: not connected within {} s", PATIENCE.as_secs());
        return Finding::fail(name, says, path.remedy());
    };
    let came = format!("{sound} packets of sound and {pictures} of pictures came back");
    let says = format!("{way}: connected in {} ms, {came}", took.as_millis());
    if spoilt > 0 {
        let remedy = "a fault of this program: please report it with the server's log";
        return Finding::fail(name, format!("{says}, {spoilt} spoilt"), remedy);
    }
    if sound < ENOUGH || pictures < ENOUGH {
        return Finding::fail(name, says, path.remedy());
    }
    Finding::pass(name, says)
}

#[cfg(test)]
mod tests {
    use super::super::super::finding::Verdict;
    use super::*;

    #[test]
    fn a_call_is_good_when_both_kinds_came_whole() {
        let path = Path::Udp("127.0.0.1:1".parse().expect("an address"));
        let fine = Outcome {
            connected: Some(Duration::from_millis(80)),
            sound: 25,
            pictures: 25,
            spoilt: 0,
        };
        assert_eq!(judge(&path, Ok(fine)).verdict, Verdict::Pass);
        for bad in [
            Outcome {
                connected: None,
                ..fine
            },
            Outcome { sound: 24, ..fine },
            Outcome { pictures: 0, ..fine },
            Outcome { spoilt: 1, ..fine },
        ] {
            assert_eq!(judge(&path, Ok(bad)).verdict, Verdict::Fail, "{bad:?}");
        }
        assert_eq!(judge(&path, Err("refused".into())).verdict, Verdict::Fail);
    }
}
