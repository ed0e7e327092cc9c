//! The codecs of an m-line with their payload types.

use super::format::{Format, parameter};
use model::Codec;
use rtc_sdp::description::common::Attribute;

/// The payload types of RTP: 7 bits.
const PAYLOAD_TYPES: usize = 128;

/// A codec that the client offers in a form that is forwarded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodecOffer {
    /// The codec.
    pub codec: Codec,
    /// Its payload type.
    pub payload_type: u8,
    /// The payload type of its retransmissions (RFC 4588).
    pub rtx: Option<u8>,
    /// The payload type of packets that repeat earlier ones (RFC 2198), with blocks of this codec alone.
    pub red: Option<u8>,
    /// Its parameters.
    pub format: Format,
    /// The feedback that the client can use.
    pub feedback: Feedback,
}

/// `a=rtcp-fb` of a payload type.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Feedback {
    /// Generic NACK (RFC 4585 section 6.2.1).
    pub nack: bool,
    /// Picture loss indication (RFC 4585 section 6.3.1).
    pub pli: bool,
    /// Full intra request (RFC 5104 section 4.3.1).
    pub fir: bool,
    /// Transport-wide congestion control (draft-holmer-rmcat-transport-wide-cc-extensions-01).
    pub transport_cc: bool,
    /// Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb).
    pub remb: bool,
}

impl Feedback {
    /// Adds one `a=rtcp-fb` value without its payload type; unknown ones change nothing.
    fn add(&mut self, value: &str) {
        let mut words = value.split_ascii_whitespace();
        match (words.next(), words.next()) {
            (Some("nack"), None) => self.nack = true,
            (Some("nack"), Some("pli")) => self.pli = true,
            (Some("ccm"), Some("fir")) => self.fir = true,
            (Some("transport-cc"), None) => self.transport_cc = true,
            (Some("goog-remb"), None) => self.remb = true,
            _ => {}
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            nack: self.nack | other.nack,
            pli: self.pli | other.pli,
            fir: self.fir | other.fir,
            transport_cc: self.transport_cc | other.transport_cc,
            remb: self.remb | other.remb,
        }
    }

    /// The `a=rtcp-fb` values without payload type.
    pub(super) fn values(self) -> impl Iterator<Item = &'static str> {
        [
            (self.transport_cc, "transport-cc"),
            (self.remb, "goog-remb"),
            (self.fir, "ccm fir"),
            (self.nack, "nack"),
            (self.pli, "nack pli"),
        ]
        .into_iter()
        .filter_map(|(present, value)| present.then_some(value))
    }
}

/// What the attributes of an m-line say of its payload types, gathered in one pass.
pub(super) struct PayloadTypes<'a> {
    each: Vec<PayloadType<'a>>,
    every: Feedback,
}

#[derive(Clone, Copy, Default)]
struct PayloadType<'a> {
    rtpmap: Option<&'a str>,
    fmtp: Option<&'a str>,
    feedback: Feedback,
}

impl<'a> PayloadTypes<'a> {
    pub(super) fn new() -> Self {
        Self {
            each: vec![PayloadType::default(); PAYLOAD_TYPES],
            every: Feedback::default(),
        }
    }

    /// Takes in `a=rtpmap`, `a=fmtp` or `a=rtcp-fb`; of several for one payload type the first counts.
    pub(super) fn add(&mut self, key: &str, value: &'a str) {
        let Some((format, rest)) = value.split_once(' ') else {
            return;
        };
        if (key, format) == ("rtcp-fb", "*") {
            return self.every.add(rest);
        }
        let Some(place) = format
            .parse::<usize>()
            .ok()
            .and_then(|index| self.each.get_mut(index))
        else {
            return;
        };
        match key {
            "rtpmap" => _ = place.rtpmap.get_or_insert(rest.trim()),
            "fmtp" => _ = place.fmtp.get_or_insert(rest),
            "rtcp-fb" => place.feedback.add(rest),
            _ => {}
        }
    }

    /// The codecs that are forwarded, in the order of the m-line's `formats`.
    pub(super) fn codecs(&self, formats: &[String]) -> Vec<CodecOffer> {
        let mut listed = [false; PAYLOAD_TYPES];
        let mut codecs: Vec<CodecOffer> = Vec::new();
        let (mut repairs, mut redundant) = (Vec::<(u8, u8)>::new(), Vec::<(u8, u8)>::new());
        for payload_type in formats.iter().filter_map(|format| usable(format)) {
            if std::mem::replace(&mut listed[usize::from(payload_type)], true) {
                continue;
            }
            if let Some(repaired) = self.repaired_by(payload_type) {
                repairs.push((repaired, payload_type));
            } else if let Some(repeated) = self.repeated_by(payload_type) {
                redundant.push((repeated, payload_type));
            } else {
                codecs.extend(self.codec(payload_type));
            }
        }
        for (repaired, rtx) in repairs {
            if let Some(codec) = codecs.iter_mut().find(|codec| codec.payload_type == repaired) {
                codec.rtx.get_or_insert(rtx);
            }
        }
        for (repeated, red) in redundant {
            let mut audio = codecs.iter_mut().filter(|codec| codec.codec == Codec::Opus);
            if let Some(codec) = audio.find(|codec| codec.payload_type == repeated) {
                codec.red.get_or_insert(red);
            }
        }
        codecs
    }

    /// The payload type that this one carries retransmissions of (RFC 4588 section 8.1).
    fn repaired_by(&self, payload_type: u8) -> Option<u8> {
        let place = &self.each[usize::from(payload_type)];
        let (name, _) = place.rtpmap?.split_once('/')?;
        let repaired = name
            .eq_ignore_ascii_case("rtx")
            .then(|| parameter(place.fmtp?, "apt"))?;
        repaired.and_then(|apt| apt.parse().ok())
    }

    /// The payload type that this one carries several blocks of, all of the same (RFC 2198 section 5).
    fn repeated_by(&self, payload_type: u8) -> Option<u8> {
        let place = &self.each[usize::from(payload_type)];
        if !place.rtpmap?.eq_ignore_ascii_case("red/48000/2") {
            return None;
        }
        let mut blocks = place.fmtp?.trim().split('/');
        let first = blocks.next()?;
        blocks.all(|block| block == first).then(|| first.parse().ok())?
    }

    fn codec(&self, payload_type: u8) -> Option<CodecOffer> {
        let place = &self.each[usize::from(payload_type)];
        let codec = named(place.rtpmap?)?;
        Some(CodecOffer {
            codec,
            payload_type,
            rtx: None,
            red: None,
            format: Format::parse(codec, place.fmtp.unwrap_or_default())?,
            feedback: place.feedback.with(self.every),
        })
    }
}

/// A payload type that cannot be mistaken for RTCP where the two share a port (RFC 5761 section 4).
fn usable(format: &str) -> Option<u8> {
    format
        .parse()
        .ok()
        .filter(|payload_type| matches!(payload_type, 0..=63 | 96..=127))
}

/// The codec of an `a=rtpmap` value, names without regard to case (RFC 4855 section 3).
fn named(rtpmap: &str) -> Option<Codec> {
    let mut parts = rtpmap.split('/');
    let (name, rate) = (parts.next()?, parts.next()?);
    let codec = [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1]
        .into_iter()
        .find(|codec| encoding_name(*codec).eq_ignore_ascii_case(name))?;
    (rate.parse() == Ok(codec.clock_rate())).then_some(codec)
}

fn encoding_name(codec: Codec) -> &'static str {
    match codec {
        Codec::Opus => "opus",
        Codec::Vp8 => "VP8",
        Codec::Vp9 => "VP9",
        Codec::H264 => "H264",
        Codec::Av1 => "AV1",
    }
}

/// Writes the attributes of a codec in `format` followed by those of its retransmissions.
pub(super) fn write(codec: &CodecOffer, format: Format, out: &mut Vec<Attribute>) {
    let mut attribute = |key: &str, value: String| out.push(Attribute::new(key.to_owned(), Some(value)));
    let (payload_type, rate) = (codec.payload_type, codec.codec.clock_rate());
    let channels = if codec.codec == Codec::Opus { "/2" } else { "" };
    let name = encoding_name(codec.codec);
    attribute("rtpmap", format!("{payload_type} {name}/{rate}{channels}"));
    for value in codec.feedback.values() {
        attribute("rtcp-fb", format!("{payload_type} {value}"));
    }
    if let Some(parameters) = format.parameters() {
        attribute("fmtp", format!("{payload_type} {parameters}"));
    }
    if let Some(rtx) = codec.rtx {
        attribute("rtpmap", format!("{rtx} rtx/{rate}"));
        attribute("fmtp", format!("{rtx} apt={payload_type}"));
    }
    if let Some(red) = codec.red {
        attribute("rtpmap", format!("{red} red/{rate}{channels}"));
        attribute("fmtp", format!("{red} {payload_type}/{payload_type}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codecs(formats: &str, attributes: &[(&str, &'static str)]) -> Vec<CodecOffer> {
        let mut table = PayloadTypes::new();
        for (key, value) in attributes {
            table.add(key, value);
        }
        table.codecs(&formats.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn retransmissions_find_their_codec_whatever_the_order() {
        let found = codecs(
            "97 96",
            &[
                ("fmtp", "97 apt=96"),
                ("rtpmap", "97 RTX/90000"),
                ("rtpmap", "96 vp8/90000"),
            ],
        );
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].codec, found[0].rtx), (Codec::Vp8, Some(97)));
    }

    #[test]
    fn feedback_for_every_payload_type_counts() {
        let found = codecs(
            "96",
            &[
                ("rtpmap", "96 VP8/90000"),
                ("rtcp-fb", "* nack pli"),
                ("rtcp-fb", "96 nack"),
            ],
        );
        assert!(found[0].feedback.nack && found[0].feedback.pli && !found[0].feedback.fir);
    }

    #[test]
    fn redundant_audio_has_blocks_of_opus_alone() {
        let red = |rtpmap: &'static str, fmtp: &'static str| {
            let attributes = [("rtpmap", "111 opus/48000/2"), ("rtpmap", rtpmap), ("fmtp", fmtp)];
            codecs("63 111 0", &attributes)[0].red
        };
        assert_eq!(red("63 red/48000/2", "63 111/111"), Some(63));
        assert_eq!(red("63 RED/48000/2", "63 111/111/111"), Some(63));
        assert_eq!(red("63 red/48000/2", "63 111/0"), None);
        assert_eq!(red("63 red/48000/2", "63 0/0"), None);
        assert_eq!(red("63 red/48000/2", "63 x"), None);
        assert_eq!(red("63 red/48000/2", "0 111/111"), None);
        assert_eq!(red("63 red/8000", "63 111/111"), None);
    }

    #[test]
    fn payload_types_that_look_like_rtcp_are_left_out() {
        assert!(codecs("72", &[("rtpmap", "72 VP8/90000")]).is_empty());
        assert!(codecs("128", &[("rtpmap", "128 VP8/90000")]).is_empty());
    }

    #[test]
    fn a_codec_at_a_strange_clock_rate_is_another_codec() {
        assert!(codecs("96", &[("rtpmap", "96 VP8/8000")]).is_empty());
        assert!(codecs("96 96", &[("rtpmap", "96 VP8/90000")]).len() == 1);
    }
}
