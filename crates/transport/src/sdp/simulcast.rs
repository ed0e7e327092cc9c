//! Simulcast streams of an m-line (RFC 8853, RFC 8851).

use super::answer::attribute;
use crate::packet::Rid;
use rtc_sdp::description::common::Attribute;

/// More layers than a room of people needs.
const MOST_STREAMS: usize = 3;
/// RIDs that are kept of a line.
pub(super) const MOST_RIDS: usize = 8;

/// The simulcast streams of one direction, at most three, in the order of `a=simulcast`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Simulcast {
    /// Each stream's alternatives: one of them is sent at a time.
    streams: Vec<Vec<Alternative>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Alternative {
    rid: Rid,
    /// Not sent at first (`~`). An answer that left this out would have Chromium send what its page switched off.
    is_paused: bool,
}

impl Simulcast {
    /// Reads the `direction` part of an `a=simulcast` value. RIDs that no `a=rid` declared are left out, and those that
    /// stood before.
    pub(super) fn parse(value: &str, direction: &str, declared: &[Rid]) -> Self {
        let mut words = value.split_ascii_whitespace();
        let list = words.by_ref().find(|word| *word == direction).and(words.next());
        let mut simulcast = Self::default();
        for stream in list.unwrap_or_default().split(';') {
            let alternatives = simulcast.alternatives(stream, declared);
            if !alternatives.is_empty() && simulcast.streams.len() < MOST_STREAMS {
                simulcast.streams.push(alternatives);
            }
        }
        simulcast
    }

    /// Streams without alternatives.
    #[must_use]
    pub fn of(rids: &[Rid]) -> Self {
        let sent = |rid: &Rid| {
            vec![Alternative {
                rid: *rid,
                is_paused: false,
            }]
        };
        Self {
            streams: rids.iter().take(MOST_STREAMS).map(sent).collect(),
        }
    }

    /// How many streams there are: none without simulcast.
    #[must_use]
    pub fn len(&self) -> u8 {
        self.streams.len() as u8
    }

    /// Whether there is no simulcast.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }

    /// The place of the stream that a RID names.
    #[must_use]
    pub fn place(&self, rid: Rid) -> Option<u8> {
        let place = self.streams.iter().position(|stream| names(stream, rid));
        place.map(|place| place as u8)
    }

    /// `a=rid` of each RID, then `a=simulcast`; nothing without simulcast.
    pub(super) fn write(&self, direction: &str, out: &mut Vec<Attribute>) {
        if self.is_empty() {
            return;
        }
        for Alternative { rid, .. } in self.streams.iter().flatten() {
            out.push(attribute("rid", format!("{rid} {direction}")));
        }
        let word = |alternative: &Alternative| {
            let pause = if alternative.is_paused { "~" } else { "" };
            format!("{pause}{}", alternative.rid)
        };
        let words = |stream: &Vec<Alternative>| stream.iter().map(word).collect::<Vec<_>>().join(",");
        let streams: Vec<_> = self.streams.iter().map(words).collect();
        out.push(attribute(
            "simulcast",
            format!("{direction} {}", streams.join(";")),
        ));
    }

    fn alternatives(&self, text: &str, declared: &[Rid]) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        for word in text.split(',').take(MOST_RIDS) {
            let (is_paused, name) = word.strip_prefix('~').map_or((false, word), |name| (true, name));
            let known = declared.iter().copied().find(|rid| rid.as_str() == name);
            let new = known.filter(|rid| self.place(*rid).is_none() && !names(&alternatives, *rid));
            alternatives.extend(new.map(|rid| Alternative { rid, is_paused }));
        }
        alternatives
    }
}

fn names(stream: &[Alternative], rid: Rid) -> bool {
    stream.iter().any(|alternative| alternative.rid == rid)
}

/// `<rid> send|recv [restrictions]` (RFC 8851 section 4): the RID with whether its author sends it.
pub(super) fn rid(value: &str) -> Option<(Rid, bool)> {
    let mut words = value.split_ascii_whitespace();
    let (rid, direction) = (words.next()?, words.next()?);
    let is_rid_char = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let rid = Rid::new(rid.as_bytes())
        .ok()
        .filter(|_| rid.bytes().all(is_rid_char))?;
    match direction {
        "send" => Some((rid, true)),
        "recv" => Some((rid, false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rids(names: &[&str]) -> Vec<Rid> {
        names
            .iter()
            .map(|name| Rid::new(name.as_bytes()).unwrap())
            .collect()
    }

    fn read_back(value: &str, declared: &[&str]) -> Option<String> {
        let mut out = Vec::new();
        Simulcast::parse(value, "send", &rids(declared)).write("recv", &mut out);
        let last = out.pop()?;
        assert!(out.iter().all(|attribute| attribute.key == "rid"));
        last.value
    }

    #[test]
    fn order_alternatives_and_pauses_stay() {
        let declared = ["q", "h", "f", "a", "b"];
        for (offered, answered) in [
            ("send q;h;f", "recv q;h;f"),
            ("send f;h;q", "recv f;h;q"),
            ("send q;~h;f", "recv q;~h;f"),
            ("send q,a;~h,~b;f", "recv q,a;~h,~b;f"),
            ("recv x;y send f;h", "recv f;h"),
            ("send q;h recv x", "recv q;h"),
        ] {
            assert_eq!(
                read_back(offered, &declared).as_deref(),
                Some(answered),
                "{offered}"
            );
        }
    }

    #[test]
    fn unknown_and_repeated_rids_are_left_out_and_three_streams_are_enough() {
        let declared = ["q", "h", "f", "g"];
        for (offered, answered) in [
            ("send q;x;f", Some("recv q;f")),
            ("send q;q;f", Some("recv q;f")),
            ("send q,q;h,q", Some("recv q;h")),
            ("send q;h;f;g", Some("recv q;h;f")),
            ("send ;;~;,", None),
            ("send x", None),
            ("recv q;h", None),
            ("send", None),
            ("", None),
        ] {
            assert_eq!(read_back(offered, &declared).as_deref(), answered, "{offered}");
        }
    }

    #[test]
    fn a_rid_has_its_place() {
        let simulcast = Simulcast::parse("send q,a;h", "send", &rids(&["q", "a", "h", "f"]));
        let places: Vec<_> = rids(&["q", "a", "h", "f"])
            .into_iter()
            .map(|rid| simulcast.place(rid))
            .collect();
        assert_eq!(places, [Some(0), Some(0), Some(1), None]);
    }

    #[test]
    fn rids_have_letters_digits_dashes() {
        assert!(rid("q send").is_some_and(|(_, sends)| sends));
        assert!(rid("q_1-a recv pt=96;max-width=1280").is_some_and(|(_, sends)| !sends));
        for wrong in ["", "q", "q both", "a;b send", "~q send", "abcdefghijklmnopq send"] {
            assert_eq!(rid(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_so_that_it_reads_the_same(
            value in "(send |recv )?[qhf~,; ]{0,30}( send [qhfab~,;]{0,30})?",
        ) {
            let declared = rids(&["q", "h", "f", "a"]);
            let read = Simulcast::parse(&value, "send", &declared);
            prop_assert!(read.len() <= 3);
            let mut out = Vec::new();
            read.write("recv", &mut out);
            let written = out.pop().and_then(|attribute| attribute.value).unwrap_or_default();
            prop_assert_eq!(Simulcast::parse(&written, "recv", &declared), read);
        }
    }
}
