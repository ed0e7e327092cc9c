//! Figures of a turn.

use crate::cpu::ThreadId;
use crate::{allocations, cpu};
use std::fmt;
use std::io;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// What forwarding used.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Figure {
    /// Packets that reached receivers.
    pub(crate) packets: u64,
    /// CPU time of the forwarding thread, user and system.
    pub(crate) cpu: Duration,
    /// Time that passed.
    pub(crate) wall: Duration,
    /// Allocations of the forwarding thread.
    pub(crate) allocations: u64,
}

impl Figure {
    /// Microseconds of CPU a forwarded packet.
    pub(crate) fn cpu_per_packet(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.packets as f64
    }
}

impl AddAssign for Figure {
    fn add_assign(&mut self, other: Self) {
        self.packets += other.packets;
        self.cpu += other.cpu;
        self.wall += other.wall;
        self.allocations += other.allocations;
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:5.2} us CPU a forwarded packet, {:6.0} packets/s on {:4.1} % of a core, {:.4} allocations a packet ({})",
            self.cpu_per_packet(),
            self.packets as f64 / self.wall.as_secs_f64(),
            100.0 * self.cpu.as_secs_f64() / self.wall.as_secs_f64(),
            self.allocations as f64 / self.packets as f64,
            self.allocations,
        )
    }
}

/// A turn that runs.
pub(crate) struct Measurement {
    thread: ThreadId,
    began: Instant,
    cpu: Duration,
    packets: u64,
}

impl Measurement {
    /// Begins, `packets` having arrived so far.
    ///
    /// # Errors
    /// The thread is gone.
    pub(crate) fn begin(thread: ThreadId, packets: u64) -> io::Result<Self> {
        allocations::watch(thread);
        Ok(Self {
            thread,
            began: Instant::now(),
            cpu: cpu::used(thread)?,
            packets,
        })
    }

    /// Ends.
    ///
    /// # Errors
    /// The thread is gone.
    pub(crate) fn end(self, packets: u64) -> io::Result<Figure> {
        Ok(Figure {
            packets: packets - self.packets,
            cpu: cpu::used(self.thread)? - self.cpu,
            wall: self.began.elapsed(),
            allocations: allocations::count(),
        })
    }
}
