//! What a test may ask of the path, one line each.

use crate::path::Direction;
use std::str::FromStr;
use std::time::Duration;
use virtual_net::{Bursts, Conditions};

/// The longest delay or jitter, so that a mistyped figure does not fill the memory.
const LONGEST: Duration = Duration::from_secs(10);

/// A line of the control socket.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Command {
    /// `up KEY=VALUE...`, `down ...` or `both ...`: these conditions in place of the former; without a key, none at all.
    Conditions(&'static [Direction], Conditions),
    /// `blackout on|off`: nothing passes either way while it is on.
    Blackout(bool),
    /// `counts`: packets carried and lost so far.
    Counts,
}

impl FromStr for Command {
    type Err = String;

    /// Reads `loss=0.1 burst=3 delay=20 jitter=5 reorder=0.01 duplicate=0.01 rate=200000 queue=12000`: shares from 0 to 1,
    /// packets, milliseconds, bits per second, bytes.
    fn from_str(line: &str) -> Result<Self, String> {
        let mut words = line.split_whitespace();
        let directions: &[Direction] = match words.next().unwrap_or_default() {
            "up" => &[Direction::Up],
            "down" => &[Direction::Down],
            "both" => &[Direction::Up, Direction::Down],
            "blackout" => return blackout(words.next()),
            "counts" => return Ok(Self::Counts),
            word => return Err(format!("`{word}` is no command")),
        };
        let mut conditions = Conditions::default();
        for word in words {
            set(&mut conditions, word)?;
        }
        Ok(Self::Conditions(directions, conditions))
    }
}

fn blackout(word: Option<&str>) -> Result<Command, String> {
    match word {
        Some("on") => Ok(Command::Blackout(true)),
        Some("off") => Ok(Command::Blackout(false)),
        _ => Err("a blackout is on or off".into()),
    }
}

fn set(conditions: &mut Conditions, word: &str) -> Result<(), String> {
    let (key, value) = word
        .split_once('=')
        .ok_or_else(|| format!("`{word}` has no value"))?;
    match key {
        "loss" => conditions.loss = number(word, value, 0.0, 1.0)?,
        "burst" => {
            let mean_len = number(word, value, 1.0, 1_000.0)?;
            conditions.bursts = Some(Bursts { mean_len });
        }
        "delay" => conditions.delay = milliseconds(word, value)?,
        "jitter" => conditions.jitter = milliseconds(word, value)?,
        "reorder" => conditions.reorder = number(word, value, 0.0, 1.0)?,
        "duplicate" => conditions.duplicate = number(word, value, 0.0, 1.0)?,
        "rate" => conditions.rate_bps = Some(number(word, value, 1_000.0, 1e9)? as u64),
        "queue" => conditions.queue_bytes = number(word, value, 1_500.0, 1e8)? as usize,
        _ => return Err(format!("`{key}` is no condition")),
    }
    Ok(())
}

fn milliseconds(word: &str, value: &str) -> Result<Duration, String> {
    number(word, value, 0.0, LONGEST.as_millis() as f64).map(|figure| Duration::from_secs_f64(figure / 1e3))
}

fn number(word: &str, value: &str, least: f64, most: f64) -> Result<f64, String> {
    let figure = value
        .parse()
        .ok()
        .filter(|figure| (least..=most).contains(figure));
    figure.ok_or_else(|| format!("`{word}` is not between {least} and {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::Path;
    use proptest::prelude::*;

    #[test]
    fn a_line_names_all_conditions_of_a_direction() {
        let line =
            "down loss=0.1 burst=3 delay=20 jitter=5 reorder=0.01 duplicate=0.02 rate=200000 queue=12000";
        let expected = Conditions {
            loss: 0.1,
            bursts: Some(Bursts { mean_len: 3.0 }),
            delay: Duration::from_millis(20),
            jitter: Duration::from_millis(5),
            reorder: 0.01,
            duplicate: 0.02,
            rate_bps: Some(200_000),
            queue_bytes: 12_000,
        };
        assert_eq!(
            line.parse(),
            Ok(Command::Conditions(&[Direction::Down], expected))
        );
        let none = Command::Conditions(&[Direction::Up, Direction::Down], Conditions::default());
        assert_eq!("both".parse(), Ok(none));
        assert_eq!("blackout on".parse(), Ok(Command::Blackout(true)));
    }

    #[test]
    fn a_mistyped_line_is_refused() {
        for line in [
            "",
            "sideways",
            "down loss",
            "down loss=2",
            "up rate=0",
            "up lag=3",
            "up delay=NaN",
            "blackout",
        ] {
            assert!(line.parse::<Command>().is_err(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_panics_the_parser_or_the_path(line in "(up|down|both|blackout|.*)( (loss|burst|delay|rate|queue|reorder)=[0-9.e-]{1,6}){0,4}") {
            if let Ok(command) = line.parse::<Command>() {
                Path::new(1).handle_command(&command);
            }
        }
    }
}
