//! The command line.

use crate::shape::Shape;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Seconds that a shape of the table is measured, unless others are asked for: all of it in three minutes.
const SECONDS: u64 = 9;

/// What forwarding costs beside the least that it could cost.
#[derive(Parser)]
#[command(name = "benches")]
pub(crate) struct Arguments {
    /// What to measure; without it the table, then the parts.
    #[command(subcommand)]
    pub(crate) what: Option<What>,
}

#[derive(Subcommand)]
pub(crate) enum What {
    /// The node beside the bare loop, for each shape with a target
    Table(Table),
    /// The parts of forwarding by themselves, in nanoseconds
    Parts,
    /// A load of any shape on the node, with what each receiver got
    Load(Load),
    /// Joins and messages on a server of its own, with a thousand connected sockets
    Api(Api),
}

#[derive(Args)]
pub(crate) struct Api {
    /// The server's executable
    #[arg(long, default_value = "target/release/vestibule")]
    pub(crate) server: PathBuf,
    /// Guests, ten in each consultation
    #[arg(long, default_value_t = 1000)]
    pub(crate) sockets: usize,
    /// Guests who come in each second
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) joins: u32,
    /// Messages each second
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) messages: u32,
    /// Seconds of messages
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) seconds: u32,
}

#[derive(Args)]
pub(crate) struct Table {
    /// Measures only the shapes whose names have this in them
    #[arg(long, default_value = "")]
    pub(crate) only: String,
    /// Seconds that each shape is measured, the bare loop and the node each
    #[arg(long, default_value_t = SECONDS)]
    pub(crate) seconds: u64,
    /// Spreads the publishers' beginnings
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Load {
    /// Rooms
    #[arg(long, default_value_t = 1)]
    pub(crate) rooms: usize,
    /// Publishers in each room, who receive each other
    #[arg(long, default_value_t = 1)]
    pub(crate) publishers: usize,
    /// Receivers in each room, who send nothing
    #[arg(long, default_value_t = 0)]
    pub(crate) receivers: usize,
    /// Seconds
    #[arg(long, default_value_t = 10)]
    pub(crate) seconds: u64,
    /// Share of the packets to lose on the way there and on the way back, from 0 to 1
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    pub(crate) loss: f64,
    /// Publishers send their picture in three sizes; frames are counted in place of video packets
    #[arg(long)]
    pub(crate) simulcast: bool,
    /// Media threads of the node
    #[arg(long, default_value_t = 1)]
    pub(crate) threads: usize,
    /// Spreads the publishers' beginnings, chooses the losses
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            only: String::new(),
            seconds: SECONDS,
            seed: 1,
            json: false,
        }
    }
}

impl Load {
    pub(crate) fn shape(&self) -> Shape {
        Shape {
            rooms: self.rooms,
            publishers: self.publishers,
            receivers: self.receivers,
        }
    }
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("a share is between 0 and 1".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
        assert!(share("0.05").is_ok_and(|share| share == 0.05));
        assert!(share("5").is_err() && share("NaN").is_err());
    }
}
