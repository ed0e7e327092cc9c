//! What forwarding costs beside the least that it could cost.
//!
//! `cargo run --release -p benches` prints the table of the targets, then the parts of forwarding by themselves;
//! `... -- load --help` tells how to put a load of any shape on the node.
#![allow(clippy::print_stdout, clippy::print_stderr)] // Printing is what it is for.

mod allocations;
mod api;
mod arguments;
mod bare;
mod cpu;
mod delays;
mod duel;
mod generator;
mod inbox;
mod ledger;
mod load;
mod measurement;
mod node;
mod parts;
mod path;
mod publisher;
mod random;
mod scaling;
mod schedule;
mod shape;
#[cfg(test)]
mod smoke;
mod stamp;
mod table;
mod video;

use arguments::{Arguments, Table, What};
use clap::Parser;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    match Arguments::parse().what {
        Some(What::Table(table)) => table::print(&table),
        Some(What::Parts) => parts::print(),
        Some(What::Load(load)) => load::run(&load),
        Some(What::Api(bearing)) => api::run(&bearing),
        None => {
            table::print(&Table::default())?;
            println!();
            parts::print()
        }
    }
}
