//! What the kernel gives a media socket: buffers, segments sent at once.

use super::finding::Finding;
use sfu_server::socket::MediaSocket;
use std::net::{Ipv4Addr, SocketAddr};

const BUFFERS: &str = "UDP buffers";
const GSO: &str = "UDP segments";
/// The server asks for 4 MiB; Linux tells twice what it granted, for its own overhead.
const WANTED: usize = 2 * (4 << 20);
const REMEDY: &str = "sysctl -w net.core.rmem_max=4194304 net.core.wmem_max=4194304, and in /etc/sysctl.d";

/// Opens a socket as the media side does, on loopback for a moment.
pub(crate) fn look() -> Vec<Finding> {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let told = MediaSocket::bind(any).and_then(|socket| Ok((socket.buffers()?, socket.segmentation())));
    match told {
        Ok((granted, segmentation)) => {
            let limits = limit("rmem_max").zip(limit("wmem_max"));
            vec![judge_buffers(granted, limits), judge_segmentation(segmentation)]
        }
        Err(cause) => vec![Finding::fail(
            BUFFERS,
            format!("no UDP socket: {cause}"),
            "raise the limit of open files",
        )],
    }
}

/// What users without CAP_NET_ADMIN may have at most, in bytes.
fn limit(name: &str) -> Option<usize> {
    let text = std::fs::read_to_string(format!("/proc/sys/net/core/{name}"));
    text.ok()?.trim().parse().ok()
}

/// `granted` are bytes for receiving and sending as the kernel counts them, `limits` as it is told them.
fn judge_buffers(granted: (usize, usize), limits: Option<(usize, usize)>) -> Finding {
    let in_kib = |(receive, send): (usize, usize)| {
        format!("{} KiB to receive, {} KiB to send", receive / 1024, send / 1024)
    };
    let says = in_kib((granted.0 / 2, granted.1 / 2));
    if granted.0.min(granted.1) < WANTED {
        return Finding::warn(BUFFERS, says, REMEDY);
    }
    match limits.filter(|(receive, send)| 2 * receive.min(send) < WANTED) {
        // The privilege of whoever checks, root mostly, says nothing of the server's user.
        Some(limits) => {
            let says = format!("{says}, but for users without CAP_NET_ADMIN {}", in_kib(limits));
            Finding::warn(BUFFERS, says, REMEDY)
        }
        None => Finding::pass(BUFFERS, says),
    }
}

fn judge_segmentation(known: bool) -> Finding {
    if known {
        Finding::pass(GSO, "the kernel sends several packets at once (GSO)")
    } else {
        Finding::warn(
            GSO,
            "the kernel sends packets one by one (no UDP_SEGMENT)",
            "Linux 4.18 or later; calls work without, at more CPU",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::*;

    #[test]
    fn the_smaller_buffer_counts() {
        let (much, little) = (8 << 20, 212_992);
        for (granted, limits, verdict) in [
            ((much, much), None, Verdict::Pass),
            ((much, much), Some((4 << 20, 4 << 20)), Verdict::Pass),
            ((little, much), None, Verdict::Warn),
            ((much, little), Some((4 << 20, 4 << 20)), Verdict::Warn),
            // As root.
            ((much, much), Some((little, little)), Verdict::Warn),
        ] {
            assert_eq!(
                judge_buffers(granted, limits).verdict,
                verdict,
                "{granted:?} {limits:?}"
            );
        }
        assert_eq!(judge_segmentation(true).verdict, Verdict::Pass);
        assert_eq!(judge_segmentation(false).verdict, Verdict::Warn);
    }
}
