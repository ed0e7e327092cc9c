//! What went through a peer, in numbers.

use crate::{FiveTuple, Protocol};
use model::MediaKind;

/// A count for sound with one for picture.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct PerKind {
    /// Sound.
    pub audio: u64,
    /// Picture.
    pub video: u64,
}

impl PerKind {
    pub(super) fn count(&mut self, kind: MediaKind, by: u64) {
        match kind {
            MediaKind::Audio => self.audio += by,
            MediaKind::Video => self.video += by,
        }
    }

    fn add(&mut self, other: Self) {
        self.audio += other.audio;
        self.video += other.video;
    }
}

/// Media in one direction.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Traffic {
    /// RTP packets.
    pub packets: PerKind,
    /// Bytes of RTP payload.
    pub bytes: PerKind,
    /// Packets reported or found lost, retransmissions not taken into account.
    pub lost: PerKind,
    /// Sequence numbers asked for again.
    pub nacks: u64,
}

impl Traffic {
    fn add(&mut self, other: &Self) {
        self.packets.add(other.packets);
        self.bytes.add(other.bytes);
        self.lost.add(other.lost);
        self.nacks += other.nacks;
    }
}

/// Datagrams that were not used, by reason.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Dropped {
    /// From nobody known.
    pub unknown: u64,
    /// Not what its first bytes claim.
    pub malformed: u64,
    /// Integrity check failed, or keys are not there yet.
    pub unauthenticated: u64,
    /// Seen before.
    pub replayed: u64,
    /// Of a line or format that was not negotiated.
    pub unwanted: u64,
    /// Authentic, but more than one client may send.
    pub policed: u64,
}

/// How often a client nominated another way than before, by what carries it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Nominations {
    /// By UDP over IPv4, over IPv6.
    pub udp: [u64; 2],
    /// By TCP over IPv4, over IPv6.
    pub tcp: [u64; 2],
    /// By the own relay, to a relayed address of IPv4, of IPv6.
    pub relay: [u64; 2],
}

impl Nominations {
    pub(super) fn count(&mut self, tuple: &FiveTuple) {
        let by_family = match tuple.protocol {
            Protocol::Udp => &mut self.udp,
            Protocol::Tcp | Protocol::Tls => &mut self.tcp,
            Protocol::Relay(_) => &mut self.relay,
        };
        by_family[usize::from(tuple.remote.is_ipv6())] += 1;
    }

    fn add(&mut self, other: &Self) {
        for family in 0..2 {
            self.udp[family] += other.udp[family];
            self.tcp[family] += other.tcp[family];
            self.relay[family] += other.relay[family];
        }
    }
}

/// All counts of a peer.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Counters {
    /// To the client.
    pub sent: Traffic,
    /// From the client.
    pub received: Traffic,
    /// Datagrams not used.
    pub dropped: Dropped,
    /// Keyframe requests sent to the client.
    pub keyframe_requests: u64,
    /// Retransmissions sent to the client.
    pub retransmissions: u64,
    /// Packets for the client that were not sent because too many waited.
    pub pacer_dropped: u64,
    /// Ways that the client chose.
    pub nominations: Nominations,
}

impl Counters {
    /// Sums up.
    pub fn add(&mut self, other: &Self) {
        self.received.add(&other.received);
        self.sent.add(&other.sent);
        self.dropped.unknown += other.dropped.unknown;
        self.dropped.malformed += other.dropped.malformed;
        self.dropped.unauthenticated += other.dropped.unauthenticated;
        self.dropped.replayed += other.dropped.replayed;
        self.dropped.unwanted += other.dropped.unwanted;
        self.dropped.policed += other.dropped.policed;
        self.keyframe_requests += other.keyframe_requests;
        self.retransmissions += other.retransmissions;
        self.pacer_dropped += other.pacer_dropped;
        self.nominations.add(&other.nominations);
    }
}
