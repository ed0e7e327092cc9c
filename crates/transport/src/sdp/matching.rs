//! Which payload type of a receiver carries a publisher's stream.

use super::format::Format;
use super::negotiated::NegotiatedCodec;
use model::Codec;

/// The receiver's codec for a stream of `codec` in `format`, the receiver's first one of several.
///
/// H.264 wants the same packetization mode and likes the same profile best: decoders take more than they offer, but a
/// receiver without FU-A cannot take a fragment. VP9 and AV1 want the same profile.
#[must_use]
pub fn best_match(codec: Codec, format: Format, receiver: &[NegotiatedCodec]) -> Option<&NegotiatedCodec> {
    let same_codec = || receiver.iter().filter(move |candidate| candidate.codec == codec);
    same_codec()
        .find(|candidate| is_same(format, candidate.format))
        .or_else(|| same_codec().find(|candidate| is_decodable(format, candidate.format)))
}

fn is_same(stream: Format, receiver: Format) -> bool {
    match (stream, receiver) {
        (
            Format::H264 {
                profile_level_id: a,
                packetization_mode: mode_a,
                ..
            },
            Format::H264 {
                profile_level_id: b,
                packetization_mode: mode_b,
                ..
            },
        ) => a.profile() == b.profile() && mode_a == mode_b,
        _ => is_decodable(stream, receiver),
    }
}

fn is_decodable(stream: Format, receiver: Format) -> bool {
    match (stream, receiver) {
        (
            Format::H264 {
                packetization_mode: a,
                ..
            },
            Format::H264 {
                packetization_mode: b,
                ..
            },
        ) => a == b,
        (Format::Vp9 { profile: a }, Format::Vp9 { profile: b }) => a == b,
        (Format::Av1 { profile: a, .. }, Format::Av1 { profile: b, .. }) => a == b,
        (Format::Vp8, Format::Vp8) | (Format::Opus { .. }, Format::Opus { .. }) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdp::{Feedback, ProfileLevelId};

    fn h264(profile: &str, mode: u8) -> Format {
        Format::H264 {
            profile_level_id: ProfileLevelId::parse(profile).unwrap(),
            packetization_mode: mode,
            level_asymmetry: true,
        }
    }

    fn receiver(formats: &[(Codec, Format)]) -> Vec<NegotiatedCodec> {
        let codec = |(index, (codec, format)): (usize, &(Codec, Format))| NegotiatedCodec {
            codec: *codec,
            format: *format,
            payload_type: 96 + index as u8,
            rtx_payload_type: None,
            red_payload_type: None,
            feedback: Feedback::default(),
        };
        formats.iter().enumerate().map(codec).collect()
    }

    fn found(codec: Codec, format: Format, receiver: &[NegotiatedCodec]) -> Option<u8> {
        best_match(codec, format, receiver).map(|codec| codec.payload_type)
    }

    #[test]
    fn h264_prefers_its_profile_then_takes_its_mode() {
        let formats = receiver(&[
            (Codec::H264, h264("42001f", 1)),
            (Codec::H264, h264("42e01f", 0)),
            (Codec::H264, h264("42e034", 1)),
        ]);
        assert_eq!(found(Codec::H264, h264("42e01f", 1), &formats), Some(98));
        assert_eq!(found(Codec::H264, h264("64001f", 1), &formats), Some(96));
        assert_eq!(found(Codec::H264, h264("64001f", 0), &formats), Some(97));
        assert_eq!(found(Codec::H264, h264("42e01f", 0), &formats[..1]), None);
    }

    #[test]
    fn vp9_wants_its_profile() {
        let formats = receiver(&[
            (Codec::Vp8, Format::Vp8),
            (Codec::Vp9, Format::Vp9 { profile: 2 }),
            (Codec::Vp9, Format::Vp9 { profile: 0 }),
        ]);
        assert_eq!(found(Codec::Vp9, Format::Vp9 { profile: 0 }, &formats), Some(98));
        assert_eq!(found(Codec::Vp9, Format::Vp9 { profile: 0 }, &formats[..2]), None);
        assert_eq!(found(Codec::Vp8, Format::Vp8, &formats), Some(96));
    }
}
