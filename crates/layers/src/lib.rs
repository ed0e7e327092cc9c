//! What a media payload says about itself, without decoding it.

mod av1;
mod bits;
mod h264;
mod line;
mod pictures;
mod place;
mod reader;
pub mod red;
mod rewrite;
mod selector;
mod vp8;
mod vp9;

pub use place::Place;
pub use reader::Reader;
pub use rewrite::Rewrite;
pub use selector::Selector;

use model::Codec;

/// Whether a receiver that has seen nothing before can start decoding at the packet with this RTP payload.
///
/// Audio can start anywhere. A malformed payload starts nothing.
#[must_use]
pub fn starts_keyframe(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::Opus => true,
        Codec::Vp8 => vp8::starts_keyframe(payload),
        Codec::Vp9 => vp9::starts_keyframe(payload),
        Codec::H264 => h264::starts_keyframe(payload),
        Codec::Av1 => av1::starts_keyframe(payload),
    }
}

/// What an RTP payload holds of the encoded stream: all behind the payload descriptor of VP8 and VP9, else all there is.
/// Nothing where it is cut off.
#[must_use]
pub fn bitstream(codec: Codec, payload: &[u8]) -> Option<&[u8]> {
    match codec {
        Codec::Vp8 => vp8::bitstream(payload),
        Codec::Vp9 => vp9::bitstream(payload),
        Codec::Opus | Codec::H264 | Codec::Av1 => Some(payload),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CODECS: [Codec; 5] = [Codec::Opus, Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Av1];

    #[test]
    fn an_empty_payload_starts_no_picture() {
        for codec in CODECS {
            assert_eq!(starts_keyframe(codec, &[]), codec == Codec::Opus);
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(payload in prop::collection::vec(any::<u8>(), 0..100)) {
            for codec in CODECS {
                let _ = starts_keyframe(codec, &payload);
                prop_assert!(bitstream(codec, &payload).is_none_or(|stream| payload.ends_with(stream)));
            }
        }
    }
}
