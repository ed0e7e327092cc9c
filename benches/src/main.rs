//! What forwarding costs beside the least that it could cost.
//!
//! `cargo run --release -p benches [receivers] [seconds]` measures by turns the true media node and a bare loop that only
//! receives, decrypts, copies, encrypts, sends: the same socket code, the same load, one run, so that the machine's speed
//! cancels out of the ratio.
#![allow(clippy::print_stdout)] // Printing is what it is for.

mod allocations;
mod bare;
mod cadence;
mod cpu;
mod generator;
mod measurement;
mod node;
mod path;
mod video;

use generator::Generator;
use measurement::Figure;
use std::time::Duration;

/// The ratio to reach.
const TARGET: f64 = 1.5;

/// Turns of each; their sums are compared, so that a slow moment of the machine hits both.
const TURNS: u64 = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'));
    let receivers: u8 = arguments.next().map_or(Ok(50), |text| text.parse())?;
    let seconds: u64 = arguments.next().map_or(Ok(18), |text| text.parse())?;
    let turn = Duration::from_secs((seconds / (2 * TURNS)).max(1));
    println!(
        "forwarding, 1 publisher to {receivers} receivers, 1.5 Mbit/s video + audio, AES-128-GCM, {TURNS} turns of {turn:?} each"
    );
    let (mut bare, mut node) = (Figure::default(), Figure::default());
    for _ in 0..TURNS {
        bare += bare::measure(&mut Generator::new()?, receivers, turn)?;
        node += node::measure(&mut Generator::new()?, receivers, turn)?;
    }
    println!("  bare loop   {bare}");
    println!("  media node  {node}");
    let ratio = node.cpu_per_packet() / bare.cpu_per_packet();
    println!(
        "  ratio {ratio:.2}, target {TARGET}: {}",
        verdict(ratio <= TARGET)
    );
    let path = path::measure(receivers)?;
    println!(
        "  {} allocations in {} forwarded packets without connectivity checks, target 0: {}",
        path.allocations,
        path.packets,
        verdict(path.allocations == 0)
    );
    Ok(())
}

fn verdict(reached: bool) -> &'static str {
    if reached { "reached" } else { "missed" }
}
