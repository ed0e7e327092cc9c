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
        Ok(((receive, send), segmentation)) => {
            vec![judge_buffers(receive, send), judge_segmentation(segmentation)]
        }
        Err(cause) => vec![Finding::fail(
            BUFFERS,
            format!("no UDP socket: {cause}"),
            "raise the limit of open files",
        )],
    }
}

fn judge_buffers(receive: usize, send: usize) -> Finding {
    let says = format!("{} KiB to receive, {} KiB to send", receive / 2048, send / 2048);
    if receive.min(send) < WANTED {
        Finding::warn(BUFFERS, says, REMEDY)
    } else {
        Finding::pass(BUFFERS, says)
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
        for (receive, send, verdict) in [
            (8 << 20, 8 << 20, Verdict::Pass),
            (212_992, 8 << 20, Verdict::Warn),
            (8 << 20, 212_992, Verdict::Warn),
        ] {
            assert_eq!(judge_buffers(receive, send).verdict, verdict);
        }
        assert_eq!(judge_segmentation(true).verdict, Verdict::Pass);
        assert_eq!(judge_segmentation(false).verdict, Verdict::Warn);
    }
}
