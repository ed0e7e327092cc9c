//! Descriptions turned around: the media side answers alone, and these clients answer too.
//!
//! To offer to a client, the media side is given an offer in the client's place; its answer, turned, is the offer that the
//! client gets. What the client answers, turned, is the client's offer after all: of the same session (the origin stays, RFC
//! 8866 section 5.2) and of the same ICE session (so do the credentials, which an ICE-lite server has no use for).

const AUDIO: &str = include_str!("offer.sdp");
const VIDEO: &str = include_str!("video.sdp");

/// What a client would offer who has not said anything yet: sound and pictures both ways, its certificate to be told.
#[must_use]
pub(super) fn awaited(origin: u64) -> String {
    let audio = AUDIO.replacen("o=- 1 ", &format!("o=- {origin} "), 1);
    with_video(&lines(&audio, str::to_owned))
}

/// Whether a description has a line for pictures that is not rejected.
#[must_use]
pub(super) fn has_video(sdp: &str) -> bool {
    sdp.lines()
        .any(|line| line.starts_with("m=video ") && !line.starts_with("m=video 0 "))
}

/// Whether the client sends pictures by its description.
#[must_use]
pub(super) fn sends_video(sdp: &str) -> bool {
    let mut sections = sdp.split("\nm=").skip(1);
    sections.any(|section| {
        let sends = !section
            .lines()
            .any(|line| matches!(line.trim_end(), "a=recvonly" | "a=inactive"));
        section.starts_with("video ") && !section.starts_with("video 0 ") && sends
    })
}

/// The client's offer with one more line, for pictures; its transport is that of the first line.
#[must_use]
pub(super) fn with_video(offer: &str) -> String {
    let mid = format!("v{}", offer.matches("\nm=").count());
    let shared = |line: &&str| {
        ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:"]
            .iter()
            .any(|key| line.starts_with(key))
    };
    let of_all_lines = |line: &&str| line.starts_with("a=extmap:") && !line.contains("audio-level");
    let first = offer.split("\nm=").nth(1).unwrap_or_default();
    let session = offer.split("\nm=").next().unwrap_or_default();
    let mut text = lines(&newer(offer), |line| match line.strip_prefix("a=group:BUNDLE") {
        Some(mids) => format!("a=group:BUNDLE{mids} {mid}"),
        None => line.to_owned(),
    });
    let mut video = VIDEO.lines();
    let mut add = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    video.by_ref().take(2).for_each(&mut add);
    let own: Vec<&str> = first.lines().filter(shared).collect();
    let of_session = session.lines().filter(shared).filter(|_| own.is_empty());
    own.iter()
        .copied()
        .chain(of_session)
        .for_each(|line| add(line.trim_end()));
    add(&format!("a=mid:{mid}"));
    first
        .lines()
        .filter(of_all_lines)
        .for_each(|line| add(line.trim_end()));
    video.for_each(&mut add);
    text
}

/// The media side's answer as an offer to the client.
#[must_use]
pub(super) fn offer_of(answer: &str) -> String {
    lines(answer, |line| match line {
        "a=setup:passive" => "a=setup:actpass".to_owned(),
        other => other.to_owned(),
    })
}

/// The client's answer as its next offer, after the one that was made in its place.
#[must_use]
pub(super) fn offer_after(before: &str, answer: &str) -> String {
    let newer = newer(before);
    let of = |key: &str| {
        newer
            .lines()
            .find(|line| line.starts_with(key))
            .map(str::to_owned)
    };
    let (origin, ufrag, pwd) = (of("o="), of("a=ice-ufrag:"), of("a=ice-pwd:"));
    lines(answer, |line| {
        let kept = [("o=", &origin), ("a=ice-ufrag:", &ufrag), ("a=ice-pwd:", &pwd)];
        let known = kept.iter().find(|(key, _)| line.starts_with(key));
        match known.and_then(|(_, kept)| (*kept).clone()) {
            Some(kept) => kept,
            None if line == "a=setup:active" => "a=setup:actpass".to_owned(),
            None => line.to_owned(),
        }
    })
}

/// The client's own offer after one that was made in its place: for the media side it is the same PeerConnection as long as
/// the certificate is the same.
#[must_use]
pub(super) fn continued(before: &str, offer: &str) -> String {
    let certificate = |sdp: &str| {
        sdp.lines()
            .find(|line| line.starts_with("a=fingerprint:"))
            .map(str::to_owned)
    };
    if session_id(before) == session_id(offer) || certificate(before) != certificate(offer) {
        return offer.to_owned();
    }
    offer_after(before, offer)
}

fn session_id(sdp: &str) -> Option<&str> {
    let origin = sdp.lines().find(|line| line.starts_with("o="))?;
    origin.split(' ').nth(1)
}

/// The next version of a description.
fn newer(sdp: &str) -> String {
    lines(sdp, |line| {
        let mut words: Vec<&str> = line.split(' ').collect();
        let version = words.get(2).and_then(|word| word.parse::<u64>().ok());
        match version {
            Some(version) if line.starts_with("o=") => {
                let next = version.saturating_add(1).to_string();
                words[2] = &next;
                words.join(" ")
            }
            _ => line.to_owned(),
        }
    })
}

fn lines(sdp: &str, change: impl Fn(&str) -> String) -> String {
    sdp.lines().map(|line| change(line.trim_end()) + "\r\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_has_said_nothing_would_offer_both_kinds() {
        let offer = awaited(77);
        assert!(
            offer.contains("o=- 77 2 ") && offer.contains("a=group:BUNDLE 0 v1\r\n"),
            "{offer}"
        );
        assert_eq!(offer.matches("\nm=").count(), 2);
        assert_eq!(offer.matches("a=ice-ufrag:awaited\r\n").count(), 2);
        assert!(has_video(&offer) && sends_video(&offer));
    }

    #[test]
    fn an_answer_turned_is_of_the_same_session() {
        let answer = "v=0\r\no=client 5 9 IN IP4 0.0.0.0\r\nm=audio 9 X 111\r\na=ice-ufrag:abcd\r\na=setup:active\r\n\
                      a=fingerprint:sha-256 AB\r\nm=video 0 X 96\r\n";
        let offer = offer_after(&awaited(77), answer);
        assert!(offer.contains("o=- 77 3 IN IP4 127.0.0.1\r\n"), "{offer}");
        assert!(offer.contains("a=ice-ufrag:awaited\r\na=setup:actpass\r\na=fingerprint:sha-256 AB\r\n"));
        assert!(!has_video(&offer) && !sends_video(&offer));
    }

    #[test]
    fn an_own_offer_goes_on_where_one_in_its_place_was() {
        let before = "o=- 77 3 X\r\na=ice-ufrag:awaited\r\na=fingerprint:sha-256 AB\r\n";
        let own = "o=own 5 2 X\r\na=ice-ufrag:abcd\r\na=fingerprint:sha-256 AB\r\n";
        let gone_on = "o=- 77 4 X\r\na=ice-ufrag:awaited\r\na=fingerprint:sha-256 AB\r\n";
        assert_eq!(continued(before, own), gone_on);
        let other = own.replace("AB", "CD");
        assert_eq!(continued(before, &other), other, "another PeerConnection");
        let restarted = own.replace("abcd", "efgh");
        assert_eq!(continued(own, &restarted), restarted, "its own all along");
    }

    #[test]
    fn who_receives_pictures_alone_sends_none() {
        assert!(!sends_video("v=0\r\nm=video 9 X 96\r\na=recvonly\r\n"));
        assert!(sends_video(
            "v=0\r\nm=audio 9 X 1\r\na=recvonly\r\nm=video 9 X 96\r\na=sendrecv\r\n"
        ));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[ -~\r\nmavo=]{0,200}", other in "[ -~\r\nmavo=]{0,200}") {
            let _ = (has_video(&text), sends_video(&text), with_video(&text), offer_of(&text));
            let _ = (offer_after(&text, &other), continued(&text, &other));
        }
    }
}
