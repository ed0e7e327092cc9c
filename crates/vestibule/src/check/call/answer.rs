//! The candidates of an SDP answer: read, and taken out, as each path is about one of them.

use std::net::SocketAddr;

const CANDIDATE: &str = "a=candidate:";

/// An address at which the server takes media.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Candidate {
    /// By TCP (RFC 6544), else by UDP.
    pub(crate) is_tcp: bool,
    /// Where.
    pub(crate) address: SocketAddr,
}

/// The host candidates, each once, in the server's order of preference.
pub(crate) fn candidates(answer: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    for candidate in answer.lines().filter_map(read) {
        if !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    found
}

/// RFC 8839 section 5.1: foundation, component, transport, priority, address, port.
fn read(line: &str) -> Option<Candidate> {
    let mut words = line.trim_end().strip_prefix(CANDIDATE)?.split(' ').skip(2);
    let is_tcp = match words.next()?.to_ascii_lowercase().as_str() {
        "udp" => false,
        "tcp" => true,
        _ => return None,
    };
    let ip = words.nth(1)?.parse().ok()?;
    let port = words.next()?.parse().ok()?;
    Some(Candidate {
        is_tcp,
        address: SocketAddr::new(ip, port),
    })
}

/// The answer without its candidates.
pub(crate) fn without_candidates(answer: &str) -> String {
    let kept = answer.lines().filter(|line| !line.starts_with(CANDIDATE));
    kept.map(|line| format!("{line}\r\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANSWER: &str = "v=0\r\nm=audio 9 X\r\na=candidate:1 1 udp 2130706431 10.0.0.5 443 typ host\r\n\
        a=candidate:2 1 UDP 2130706430 2001:db8::5 443 typ host\r\n\
        a=candidate:3 1 tcp 1 10.0.0.5 443 typ host tcptype passive\r\na=mid:0\r\n\
        m=video 9 X\r\na=candidate:1 1 udp 2130706431 10.0.0.5 443 typ host\r\na=mid:1\r\n";

    #[test]
    fn candidates_are_read_once_and_taken_out_of_each_line() {
        let found = candidates(ANSWER);
        let shown: Vec<_> = found
            .iter()
            .map(|one| (one.is_tcp, one.address.to_string()))
            .collect();
        let expected = [
            (false, "10.0.0.5:443"),
            (false, "[2001:db8::5]:443"),
            (true, "10.0.0.5:443"),
        ];
        assert_eq!(
            shown,
            expected.map(|(is_tcp, address)| (is_tcp, address.to_owned()))
        );
        let bare = without_candidates(ANSWER);
        assert_eq!(
            bare,
            "v=0\r\nm=audio 9 X\r\na=mid:0\r\nm=video 9 X\r\na=mid:1\r\n"
        );
    }

    proptest! {
        #[test]
        fn anything_is_read_without_a_panic(text in "(a=candidate:)?[ -~\r\n]{0,200}") {
            let _ = candidates(&text);
            prop_assert!(candidates(&without_candidates(&text)).is_empty());
        }
    }
}
