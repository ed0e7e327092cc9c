//! Figures of a turn.

use crate::cpu::ThreadId;
use crate::delays::Delays;
use crate::generator::{Clients, Generator};
use crate::{allocations, cpu};
use serde::Serialize;
use std::io;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// What forwarding used.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Figure {
    /// Packets that reached receivers.
    pub(crate) packets: u64,
    /// CPU time of the forwarding threads, user and system.
    pub(crate) cpu: Duration,
    /// Time that passed.
    pub(crate) wall: Duration,
    /// Allocations of the forwarding threads.
    pub(crate) allocations: u64,
}

impl Figure {
    /// Microseconds of CPU a forwarded packet.
    pub(crate) fn cpu_per_packet(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.packets as f64
    }

    /// In short.
    pub(crate) fn cost(&self) -> Cost {
        Cost {
            cpu_us_per_packet: self.cpu_per_packet(),
            packets_per_second: self.packets as f64 / self.wall.as_secs_f64(),
            cores: self.cpu.as_secs_f64() / self.wall.as_secs_f64(),
            allocations_per_packet: self.allocations as f64 / self.packets as f64,
        }
    }
}

/// A figure in short.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Cost {
    pub(crate) cpu_us_per_packet: f64,
    pub(crate) packets_per_second: f64,
    pub(crate) cores: f64,
    pub(crate) allocations_per_packet: f64,
}

impl AddAssign for Figure {
    fn add_assign(&mut self, other: Self) {
        self.packets += other.packets;
        self.cpu += other.cpu;
        self.wall += other.wall;
        self.allocations += other.allocations;
    }
}

/// How the generator itself did.
pub(crate) struct Health {
    cpu: Duration,
    wall: Duration,
    late: Delays,
    lost: u64,
}

/// Above this share of a core the generator is not trusted to have been in time.
const BUSY: f64 = 0.9;

/// Sent later than this, packets come in other bunches than they should.
const LATE: Duration = Duration::from_millis(3);

impl Health {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            cpu: Duration::ZERO,
            wall: Duration::ZERO,
            late: Delays::new(),
            lost: 0,
        }
    }

    /// Why the figures are the generator's rather than the forwarder's, where they are.
    pub(crate) fn fault(&self) -> Option<String> {
        let busy = self.cpu.as_secs_f64() / self.wall.as_secs_f64();
        let late = self.late.percentile(0.99);
        if self.lost > 0 {
            Some(format!("it had no room for {} packets", self.lost))
        } else if busy > BUSY {
            Some(format!("it used {:.0} % of a core", busy * 100.0))
        } else if late > LATE {
            let late = late.as_secs_f64() * 1e3;
            Some(format!(
                "one packet in a hundred left it {late:.1} ms late or later"
            ))
        } else {
            None
        }
    }
}

/// Lets clients live for a while; what the forwarding threads used meanwhile.
///
/// # Errors
/// A thread is gone, or the socket broken.
pub(crate) fn measure<C: Clients>(
    generator: &mut Generator,
    clients: &mut C,
    threads: &[ThreadId],
    time: Duration,
    health: &mut Health,
) -> io::Result<Figure> {
    let own = cpu::own_thread();
    let (packets, lost) = (clients.ledger().arrivals(), generator.lost());
    generator.take_lateness();
    allocations::watch(threads);
    let (began, cpu, spent) = (Instant::now(), cpu::used_by(threads)?, cpu::used(own)?);
    generator.run(clients, time, |_| false)?;
    let figure = Figure {
        packets: clients.ledger().arrivals() - packets,
        cpu: cpu::used_by(threads)? - cpu,
        wall: began.elapsed(),
        allocations: allocations::count(),
    };
    health.cpu += cpu::used(own)? - spent;
    health.wall += figure.wall;
    health.late.merge(&generator.take_lateness());
    health.lost += generator.lost() - lost;
    Ok(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn health(cpu_ms: u64, late_ms: u64, lost: u64) -> Health {
        let mut late = Delays::new();
        late.add(Duration::from_millis(late_ms));
        Health {
            cpu: Duration::from_millis(cpu_ms),
            wall: Duration::from_secs(1),
            late,
            lost,
        }
    }

    #[test]
    fn a_generator_that_could_not_keep_up_says_so() {
        assert_eq!(health(500, 1, 0).fault(), None);
        assert!(
            health(950, 1, 0)
                .fault()
                .is_some_and(|fault| fault.contains("95 %"))
        );
        assert!(
            health(500, 9, 0)
                .fault()
                .is_some_and(|fault| fault.contains("9.0 ms"))
        );
        assert!(
            health(500, 1, 3)
                .fault()
                .is_some_and(|fault| fault.contains("3 packets"))
        );
    }
}
