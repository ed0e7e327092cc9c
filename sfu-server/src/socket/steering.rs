//! What tells of arrivals goes to a socket of its own, which nobody waits for.
//!
//! Each receiver tells of arrivals (draft-holmer-rmcat-transport-wide-cc-extensions-01) some twenty times a second, mostly in
//! a datagram by itself. To wake up for it costs more than to act on it, and nothing is lost by acting a few milliseconds
//! later: the times are told in it.

use super::bind::set;
use std::io;
use std::os::fd::OwnedFd;

/// The packet type of transport layer feedback (RFC 4585 section 6.1), in a packet's second byte.
const TRANSPORT_FEEDBACK: u32 = 205;
/// The first byte of feedback on arrivals: version 2, format 15; the bit of padding is left aside.
const ARRIVALS: u32 = 0x80 | 15;
const NOT_PADDING: u32 = !0x20;

/// Lets the second of two sockets that share an address take what tells of arrivals, the first all else.
///
/// # Errors
/// The kernel does not know such programs (before 4.5), or lets nobody give it one.
pub(super) fn steer(first: &OwnedFd) -> io::Result<()> {
    use libc::{BPF_ABS, BPF_ALU, BPF_AND, BPF_B, BPF_JEQ, BPF_JMP, BPF_K, BPF_LD, BPF_RET};
    // Classic BPF: the result is the place of a socket, data begin behind the UDP header. Too short a datagram ends it with 0.
    let mut program = [
        step(BPF_LD | BPF_B | BPF_ABS, 1),
        unless(BPF_JMP | BPF_JEQ | BPF_K, TRANSPORT_FEEDBACK, 4),
        step(BPF_LD | BPF_B | BPF_ABS, 0),
        step(BPF_ALU | BPF_AND | BPF_K, NOT_PADDING),
        unless(BPF_JMP | BPF_JEQ | BPF_K, ARRIVALS, 1),
        step(BPF_RET | BPF_K, 1),
        step(BPF_RET | BPF_K, 0),
    ];
    let program = libc::sock_fprog {
        len: program.len() as _,
        filter: program.as_mut_ptr(),
    };
    set(first, libc::SOL_SOCKET, libc::SO_ATTACH_REUSEPORT_CBPF, program)
}

fn step(code: u32, operand: u32) -> libc::sock_filter {
    unless(code, operand, 0)
}

/// A comparison with the steps to leave out if it fails.
fn unless(code: u32, operand: u32, skipped: u8) -> libc::sock_filter {
    libc::sock_filter {
        code: code as u16,
        jt: 0,
        jf: skipped,
        k: operand,
    }
}
