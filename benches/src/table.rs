//! The table of the targets.

use crate::arguments::Table;
use crate::duel::{Outcome, fight};
use crate::path;
use crate::scaling::{Scaling, scale};
use crate::shape::Shape;
use serde::Serialize;
use std::error::Error;
use std::time::Duration;

/// The ratio to reach.
const TARGET: f64 = 1.5;

/// The shapes whose figures are kept.
const SHAPES: [(&str, Shape); 5] = [
    ("20 consultations of two", shape(20, 2, 0)),
    ("a meeting of 8", shape(1, 8, 0)),
    ("1 to 50", shape(1, 1, 50)),
    ("1 to 100", shape(1, 1, 100)),
    ("1 to 200", shape(1, 1, 200)),
];

const fn shape(rooms: usize, publishers: usize, receivers: usize) -> Shape {
    Shape {
        rooms,
        publishers,
        receivers,
    }
}

/// Measures the shapes, prints a row as soon as it is there.
///
/// # Errors
/// One could not be measured.
pub(crate) fn print(table: &Table) -> Result<(), Box<dyn Error>> {
    if !table.json {
        head();
    }
    let time = Duration::from_secs(table.seconds);
    let mut outcomes = Vec::new();
    for (name, shape) in SHAPES.into_iter().filter(|(name, _)| name.contains(&table.only)) {
        eprint!(
            "{name}: {} clients, {} s each ...\r",
            shape.clients(),
            table.seconds
        );
        let outcome = fight(shape, table.seed, time)?;
        if !table.json {
            row(name, &outcome);
        }
        outcomes.push(outcome);
    }
    let scaling = Some("two threads").filter(|name| name.contains(&table.only));
    let scaling = scaling.map(|_| scale(table.seed, time)).transpose()?;
    if table.json {
        let all = Figures {
            shapes: outcomes,
            scaling,
        };
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    if let Some(scaling) = scaling {
        scaled(&scaling);
    }
    foot()
}

/// All figures, for machines to read.
#[derive(Serialize)]
struct Figures {
    shapes: Vec<Outcome>,
    scaling: Option<Scaling>,
}

fn scaled(scaling: &Scaling) {
    let Scaling {
        one,
        two,
        busier,
        gain,
        ..
    } = scaling;
    println!(
        "\nFrom one media thread to two, 20 consultations: {one:.2} us a packet become {two:.2}, {:.0} % of it on the busier thread.
By that two cores carry {gain:.2} times as much.",
        busier * 100.0
    );
    if let Some(fault) = &scaling.generator_fault {
        println!("  The generator was the bottleneck, so this says little: {fault}.");
    }
}

fn foot() -> Result<(), Box<dyn Error>> {
    let path = path::measure(50)?;
    println!(
        "\nThe allocations are those of connectivity checks. Without them {} in {} forwarded packets, target 0: {}",
        path.allocations,
        path.packets,
        verdict(path.allocations == 0)
    );
    Ok(())
}

fn head() {
    println!(
        "What forwarding costs: 1.5 Mbit/s video with audio, AES-128-GCM, one media thread, beside a bare loop that only
receives, decrypts, copies, encrypts, sends the same packets at the same pace. CPU is of the forwarding thread.

                             CPU a packet, us          target       delay p99, ms      allocations
                             bare    node   ratio      {TARGET:.1}          bare   added       a packet   packets/s    lost"
    );
}

fn row(name: &str, outcome: &Outcome) {
    let (bare, node) = (&outcome.bare, &outcome.node);
    println!(
        "{name:<26} {:6.2}  {:6.2}  {:6.2}      {:<9} {:8.2} {:+7.2}       {:8.4} {:11.0} {:7}",
        bare.cpu_us_per_packet,
        node.cpu_us_per_packet,
        outcome.ratio,
        outcome
            .generator_fault
            .as_ref()
            .map_or(verdict(outcome.ratio <= TARGET), |_| "unknown"),
        outcome.bare_delay_ms.p99,
        outcome.node_delay_ms.p99 - outcome.bare_delay_ms.p99,
        node.allocations_per_packet,
        node.packets_per_second,
        outcome.node_packets.lost,
    );
    if let Some(fault) = &outcome.generator_fault {
        println!("  The generator was the bottleneck, so this row says little of the node: {fault}.");
    }
}

fn verdict(reached: bool) -> &'static str {
    if reached { "reached" } else { "missed" }
}
