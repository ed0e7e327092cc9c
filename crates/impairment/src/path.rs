//! The path between one client and the server, told the time.

use crate::command::Command;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;
use virtual_net::{Conditions, VirtualNet};

/// Where a packet goes, as the client sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Direction {
    /// From the client to the server.
    Up,
    /// From the server to the client.
    Down,
}

/// Names of the two ends within the model; the packets keep their own addresses.
const CLIENT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(127, 0, 0, 1)), 1);
const SERVER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(127, 0, 0, 1)), 2);

impl Direction {
    fn ends(self) -> (SocketAddr, SocketAddr) {
        match self {
            Self::Up => (CLIENT, SERVER),
            Self::Down => (SERVER, CLIENT),
        }
    }
}

#[derive(Clone, Copy, Default, Debug)]
struct Counts {
    taken: u64,
    lost: u64,
}

/// Both directions with their faults.
#[derive(Debug)]
pub(crate) struct Path {
    net: VirtualNet,
    /// What was asked for; a blackout hides it. Up, then down, as are the counts.
    conditions: [Conditions; 2],
    is_black: bool,
    counts: [Counts; 2],
}

impl Path {
    /// A path without faults.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            net: VirtualNet::new(seed, Conditions::default()),
            conditions: [Conditions::default(); 2],
            is_black: false,
            counts: [Counts::default(); 2],
        }
    }

    /// Takes one IP packet that entered at `now`.
    pub(crate) fn handle_packet(&mut self, now: Instant, direction: Direction, packet: Vec<u8>) {
        let (from, to) = direction.ends();
        let lost_before = self.net.dropped();
        self.net.send(now, from, to, packet);
        let counts = &mut self.counts[direction as usize];
        counts.taken += 1;
        counts.lost += self.net.dropped() - lost_before;
    }

    /// Obeys from the next packet on; gives the line to answer.
    pub(crate) fn handle_command(&mut self, command: &Command) -> String {
        match command {
            Command::Conditions(directions, conditions) => {
                for direction in *directions {
                    self.conditions[*direction as usize] = *conditions;
                }
            }
            Command::Blackout(on) => self.is_black = *on,
            Command::Counts => return self.report(),
        }
        self.apply();
        "ok".into()
    }

    /// The next packet that has arrived by `now`, with the direction in which it leaves.
    pub(crate) fn poll_packet(&mut self, now: Instant) -> Option<(Direction, Vec<u8>)> {
        let (from, _, packet) = self.net.deliver(now)?;
        let direction = if from == CLIENT {
            Direction::Up
        } else {
            Direction::Down
        };
        Some((direction, packet))
    }

    /// When the next packet arrives; `None` if none is on its way.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.net.next_arrival()
    }

    fn apply(&mut self) {
        for direction in [Direction::Up, Direction::Down] {
            let (from, to) = direction.ends();
            let mut conditions = self.conditions[direction as usize];
            if self.is_black {
                conditions.loss = 1.0;
            }
            self.net.set_link(from, to, conditions);
        }
    }

    fn report(&self) -> String {
        let [up, down] = self.counts;
        format!(
            "up {} lost {} down {} lost {}",
            up.taken, up.lost, down.taken, down.lost
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn tell(path: &mut Path, line: &str) -> String {
        let command = line.parse().expect("a command");
        path.handle_command(&command)
    }

    fn sent_and_arrived(path: &mut Path, now: Instant, direction: Direction) -> usize {
        for number in 0..100 {
            path.handle_packet(now, direction, vec![number]);
        }
        std::iter::from_fn(|| path.poll_packet(now + Duration::from_secs(1))).count()
    }

    #[test]
    fn each_direction_has_faults_of_its_own() {
        let (mut path, now) = (Path::new(1), Instant::now());
        assert_eq!(tell(&mut path, "down loss=1"), "ok");
        assert_eq!(sent_and_arrived(&mut path, now, Direction::Up), 100);
        assert_eq!(sent_and_arrived(&mut path, now, Direction::Down), 0);
        assert_eq!(tell(&mut path, "counts"), "up 100 lost 0 down 100 lost 100");
    }

    #[test]
    fn after_a_blackout_the_former_faults_are_back() {
        let (mut path, now) = (Path::new(1), Instant::now());
        tell(&mut path, "both delay=50");
        tell(&mut path, "blackout on");
        assert_eq!(sent_and_arrived(&mut path, now, Direction::Up), 0);
        tell(&mut path, "blackout off");
        path.handle_packet(now, Direction::Down, vec![7]);
        assert_eq!(path.poll_timeout(), Some(now + Duration::from_millis(50)));
        assert_eq!(path.poll_packet(now), None);
        assert_eq!(
            path.poll_packet(now + Duration::from_millis(50)),
            Some((Direction::Down, vec![7]))
        );
    }
}
