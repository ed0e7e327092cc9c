//! The node beside the bare loop, by turns in one run, so that the machine's speed cancels out of the ratio.

use crate::bare::Bare;
use crate::cpu;
use crate::delays::Percentiles;
use crate::generator::{Clients, Generator};
use crate::ledger::{Tally, total};
use crate::measurement::{Cost, Figure, Health, measure};
use crate::node::{Loss, Manner, Node};
use crate::shape::Shape;
use serde::Serialize;
use std::error::Error;
use std::time::Duration;

/// Turns of each, one after the other, so that a slow moment of the machine hits both; the median of their ratios counts.
const TURNS: u32 = 11;

/// Before measuring: the packets kept for retransmission fill their memory once, estimates find the bandwidth.
const WARM_UP: Duration = Duration::from_secs(3);

/// Time for what is on its way when the last turn ends.
const LAST: Duration = Duration::from_secs(2);

/// What came out for one shape.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Outcome {
    pub(crate) shape: Shape,
    pub(crate) bare: Cost,
    pub(crate) node: Cost,
    /// The median of the turns'.
    pub(crate) ratio: f64,
    pub(crate) bare_delay_ms: Percentiles,
    pub(crate) node_delay_ms: Percentiles,
    pub(crate) bare_packets: Tally,
    pub(crate) node_packets: Tally,
    /// Why the generator is not to be trusted, where it is not.
    pub(crate) generator_fault: Option<String>,
}

/// Measures a shape for `time` each.
///
/// # Errors
/// A socket or thread cannot be had, or a client does not connect.
pub(crate) fn fight(shape: Shape, seed: u64, time: Duration) -> Result<Outcome, Box<dyn Error>> {
    let (mut to_bare, mut to_node) = (Generator::new(shape, seed)?, Generator::new(shape, seed)?);
    let manner = Manner {
        loss: Loss::new(0.0, seed),
        simulcast: false,
    };
    let mut node = Node::start(&mut to_node, shape, 1, manner)?;
    let mut bare = Bare::start(&to_bare, shape)?;
    let media = cpu::threads_named("media-")?;
    to_node.run(&mut node.clients, WARM_UP, |_| false)?;
    to_bare.run(&mut bare.clients, WARM_UP, |_| false)?;
    let (mut bare_figure, mut node_figure) = (Figure::default(), Figure::default());
    let (mut health, mut ratios) = (Health::new(), Vec::new());
    node.clients.ledger().open();
    bare.clients.ledger().open();
    for _ in 0..TURNS {
        let turn = time / TURNS;
        let least = measure(&mut to_bare, &mut bare.clients, &[bare.number], turn, &mut health)?;
        let whole = measure(&mut to_node, &mut node.clients, &media, turn, &mut health)?;
        ratios.push(whole.cpu_per_packet() / least.cpu_per_packet());
        bare_figure += least;
        node_figure += whole;
    }
    ratios.sort_by(f64::total_cmp);
    finish(&mut to_bare, &mut bare.clients)?;
    finish(&mut to_node, &mut node.clients)?;
    let (sent_bare, sent_node) = (bare.clients.ledger(), node.clients.ledger());
    let outcome = Outcome {
        shape,
        bare: bare_figure.cost(),
        node: node_figure.cost(),
        ratio: ratios[ratios.len() / 2],
        bare_delay_ms: sent_bare.delays().percentiles(),
        node_delay_ms: sent_node.delays().percentiles(),
        bare_packets: total(sent_bare),
        node_packets: total(sent_node),
        generator_fault: health.fault(),
    };
    bare.stop()?;
    node.stop()?;
    Ok(outcome)
}

/// Closes the account, waits for what is on its way.
///
/// # Errors
/// The socket is broken.
pub(crate) fn finish<C: Clients>(generator: &mut Generator, clients: &mut C) -> std::io::Result<()> {
    clients.ledger().close();
    generator.run(clients, LAST, |clients| clients.ledger().outstanding() == 0)
}
