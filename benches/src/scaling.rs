//! How much more two media threads carry than one.

use crate::cpu::{self, ThreadId};
use crate::duel::finish;
use crate::generator::{Clients, Generator};
use crate::measurement::{Figure, Health, measure};
use crate::node::{Loss, Manner, Node};
use crate::shape::Shape;
use serde::Serialize;
use std::error::Error;
use std::time::Duration;

/// Turns of each number of threads; the median counts.
const TURNS: u32 = 5;

/// Before measuring.
const WARM_UP: Duration = Duration::from_secs(2);

/// Rooms enough for both threads.
const SHAPE: Shape = Shape {
    rooms: 20,
    publishers: 2,
    receivers: 0,
};

/// CPU of the forwarding threads under one load, with a core for each.
///
/// Clients need as much of the machine as the node does, so its limit is not driven at: what a packet costs the busiest
/// thread says how many packets the cores would carry.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Scaling {
    pub(crate) shape: Shape,
    /// Microseconds a packet on one thread.
    pub(crate) one: f64,
    /// Microseconds a packet on two, of both together.
    pub(crate) two: f64,
    /// The part of it on the busier, 0.5 at best.
    pub(crate) busier: f64,
    /// Times as many packets: 2 at best.
    pub(crate) gain: f64,
    pub(crate) generator_fault: Option<String>,
}

/// Measures for `time` each.
///
/// # Errors
/// A socket or thread cannot be had, or a client does not connect.
pub(crate) fn scale(seed: u64, time: Duration) -> Result<Scaling, Box<dyn Error>> {
    let (mut one, mut two) = (Side::start(1, seed)?, Side::start(2, seed)?);
    let mut health = Health::new();
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        let (single, whole) = one.measure(time / TURNS, &mut health)?;
        let (busier, both) = two.measure(time / TURNS, &mut health)?;
        turns.push((single / busier, whole, both, busier / both));
    }
    one.stop()?;
    two.stop()?;
    turns.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (gain, one, two, busier) = turns[turns.len() / 2];
    Ok(Scaling {
        shape: SHAPE,
        one,
        two,
        busier,
        gain,
        generator_fault: health.fault(),
    })
}

/// A node with its clients.
struct Side {
    generator: Generator,
    node: Node,
    threads: Vec<ThreadId>,
}

impl Side {
    fn start(threads: usize, seed: u64) -> Result<Self, Box<dyn Error>> {
        // Those of another node go by the same names.
        let others = cpu::threads_named("media-").unwrap_or_default();
        let mut generator = Generator::new(SHAPE, seed)?;
        let manner = Manner {
            loss: Loss::new(0.0, seed),
            simulcast: false,
        };
        let mut node = Node::start(&mut generator, SHAPE, threads, manner)?;
        let mut threads = cpu::threads_named("media-")?;
        threads.retain(|thread| !others.contains(thread));
        generator.run(&mut node.clients, WARM_UP, |_| false)?;
        node.clients.ledger().open();
        Ok(Self {
            generator,
            node,
            threads,
        })
    }

    /// Microseconds a packet: of the busiest thread, of all.
    fn measure(&mut self, time: Duration, health: &mut Health) -> Result<(f64, f64), Box<dyn Error>> {
        let used = |threads: &[ThreadId]| -> Result<Vec<Duration>, std::io::Error> {
            threads.iter().map(|thread| cpu::used(*thread)).collect()
        };
        let before = used(&self.threads)?;
        let figure: Figure = measure(
            &mut self.generator,
            &mut self.node.clients,
            &self.threads,
            time,
            health,
        )?;
        let after = used(&self.threads)?;
        let each = after.iter().zip(&before).map(|(after, before)| *after - *before);
        let busiest = each.max().unwrap_or_default();
        let busiest = Figure {
            cpu: busiest,
            ..figure
        };
        Ok((busiest.cpu_per_packet(), figure.cpu_per_packet()))
    }

    fn stop(mut self) -> Result<(), Box<dyn Error>> {
        finish(&mut self.generator, &mut self.node.clients)?;
        Ok(self.node.stop()?)
    }
}
