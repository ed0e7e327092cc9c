//! ICE parts of SDP (RFC 8839), alone in a fragment (RFC 8840).

/// Most lines of a fragment that are looked at.
const MOST_LINES: usize = 1000;

/// The credentials of one ICE session (RFC 8839 section 5.4).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    ufrag: String,
    pwd: String,
}

impl Credentials {
    /// The first credentials in an SDP or a fragment of one; nothing where they are absent or not well-formed.
    #[must_use]
    pub(crate) fn first_in(sdp: &str) -> Option<Self> {
        let value = |name: &str| {
            let mut lines = sdp.lines().take(MOST_LINES);
            lines.find_map(|line| line.trim_end().strip_prefix(name))
        };
        let (ufrag, pwd) = (value("a=ice-ufrag:")?, value("a=ice-pwd:")?);
        let fits = |text: &str, shortest: usize| {
            (shortest..=256).contains(&text.len())
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
        };
        (fits(ufrag, 4) && fits(pwd, 22)).then(|| Self {
            ufrag: ufrag.into(),
            pwd: pwd.into(),
        })
    }

    /// The same SDP with these credentials in place of its own.
    #[must_use]
    pub(crate) fn put_into(&self, sdp: &str) -> String {
        let mut changed = String::with_capacity(sdp.len());
        for line in sdp.lines() {
            if line.starts_with("a=ice-ufrag:") {
                changed.push_str("a=ice-ufrag:");
                changed.push_str(&self.ufrag);
            } else if line.starts_with("a=ice-pwd:") {
                changed.push_str("a=ice-pwd:");
                changed.push_str(&self.pwd);
            } else {
                changed.push_str(line.trim_end());
            }
            changed.push_str("\r\n");
        }
        changed
    }
}

/// The ICE part of an answer: what concerns the session, then the first m-line with credentials and candidates.
#[must_use]
pub(crate) fn fragment_of(answer: &str) -> String {
    let mut fragment = String::new();
    let mut m_lines = 0;
    for line in answer.lines().map(str::trim_end) {
        if line.starts_with("m=") {
            m_lines += 1;
        }
        let wanted = [
            "m=",
            "a=group:",
            "a=mid:",
            "a=ice-lite",
            "a=ice-options:",
            "a=ice-ufrag:",
            "a=ice-pwd:",
            "a=candidate:",
            "a=end-of-candidates",
        ];
        if m_lines <= 1 && wanted.iter().any(|start| line.starts_with(start)) {
            fragment.push_str(line);
            fragment.push_str("\r\n");
        }
    }
    fragment
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OFFER: &str = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n\
        a=ice-ufrag:aaaa\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=ice-ufrag:aaaa\r\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\n";

    #[test]
    fn credentials_are_replaced_in_every_line() {
        let new = "a=ice-ufrag:bbbb\r\na=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb\r\n";
        let credentials = Credentials::first_in(new).expect("credentials");
        let changed = credentials.put_into(OFFER);
        assert_eq!(changed, OFFER.replace("aaaa", "bbbb"));
    }

    #[test]
    fn a_fragment_has_the_first_m_line_alone() {
        let fragment = fragment_of(OFFER);
        assert_eq!(
            fragment,
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:aaaa\r\n\
             a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n"
        );
    }

    #[test]
    fn credentials_cannot_smuggle_lines() {
        assert!(Credentials::first_in("a=ice-ufrag:a b\na=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa").is_none());
        assert!(Credentials::first_in("a=ice-ufrag:aaaa\na=ice-pwd:short").is_none());
        assert!(Credentials::first_in("").is_none());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(a=ice-ufrag:|a=ice-pwd:|m=|[a-z0-9=:\\r\\n]){0,60}") {
            let _ = fragment_of(&text);
            if let Some(credentials) = Credentials::first_in(&text) {
                prop_assert!(Credentials::first_in(&credentials.put_into(&text)) == Some(credentials));
            }
        }
    }
}
