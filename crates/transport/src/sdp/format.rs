//! Format parameters that tell streams of one codec apart.

use model::Codec;
use std::fmt;

/// The parameters of a codec that a receiver must agree with (the `a=fmtp` of each payload format's RFC).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// RFC 7587 section 7: what the sender of the description likes to receive.
    Opus {
        /// Two channels.
        stereo: bool,
        /// In-band forward error correction.
        inband_fec: bool,
        /// Discontinuous transmission.
        dtx: bool,
    },
    /// RFC 7741: nothing to tell apart.
    Vp8,
    /// RFC 9628 section 7.
    Vp9 {
        /// Bit depth with chroma subsampling: 0 to 3.
        profile: u8,
    },
    /// RFC 6184 section 8.1.
    H264 {
        /// Profile with level.
        profile_level_id: ProfileLevelId,
        /// 0: single NAL units; 1: also STAP-A with FU-A.
        packetization_mode: u8,
        /// The level may differ between the directions.
        level_asymmetry: bool,
    },
    /// AV1 RTP payload format section 7.
    Av1 {
        /// 0 is Main.
        profile: u8,
        /// The highest level.
        level_idx: Option<u8>,
        /// 0 is Main.
        tier: Option<u8>,
    },
}

impl Format {
    /// Reads the `a=fmtp` parameters of a codec; `None` for parameters that are malformed or not forwarded here.
    pub(super) fn parse(codec: Codec, fmtp: &str) -> Option<Self> {
        let flag = |name| parameter(fmtp, name) == Some("1");
        let number = |name, absent| parameter(fmtp, name).map_or(Some(absent), |value| value.parse().ok());
        Some(match codec {
            Codec::Opus => Self::Opus {
                stereo: flag("stereo"),
                inband_fec: flag("useinbandfec"),
                dtx: flag("usedtx"),
            },
            Codec::Vp8 => Self::Vp8,
            // Profiles 1 with 3 are other chroma samplings that no client sends from a camera.
            Codec::Vp9 => Self::Vp9 {
                profile: number("profile-id", 0).filter(|profile| matches!(profile, 0 | 2))?,
            },
            Codec::H264 => Self::H264 {
                profile_level_id: match parameter(fmtp, "profile-level-id") {
                    Some(text) => ProfileLevelId::parse(text)?,
                    None => ProfileLevelId::INFERRED,
                },
                packetization_mode: number("packetization-mode", 0).filter(|mode| *mode <= 1)?,
                level_asymmetry: flag("level-asymmetry-allowed"),
            },
            Codec::Av1 => Self::Av1 {
                profile: number("profile", 0).filter(|profile| *profile == 0)?,
                level_idx: parameter(fmtp, "level-idx").and_then(|value| value.parse().ok()),
                tier: parameter(fmtp, "tier").and_then(|value| value.parse().ok()),
            },
        })
    }

    /// What the server likes to receive when it is offered this format.
    pub(super) fn wished(self) -> Self {
        match self {
            // RFC 7587 section 7.1: each side says its own wishes, whatever the other's are.
            Self::Opus { .. } => Self::Opus {
                stereo: false,
                inband_fec: true,
                dtx: true,
            },
            same => same,
        }
    }

    /// The `a=fmtp` parameters; `None` when there are none to write.
    pub(super) fn parameters(self) -> Option<String> {
        match self {
            Self::Opus {
                stereo,
                inband_fec,
                dtx,
            } => {
                let flags = [
                    (stereo, ";stereo=1"),
                    (inband_fec, ";useinbandfec=1"),
                    (dtx, ";usedtx=1"),
                ];
                let set = flags.into_iter().filter_map(|(set, flag)| set.then_some(flag));
                Some("minptime=10".to_owned() + &set.collect::<String>())
            }
            Self::Vp8 => None,
            Self::Vp9 { profile } => Some(format!("profile-id={profile}")),
            Self::H264 {
                profile_level_id,
                packetization_mode,
                level_asymmetry,
            } => {
                let asymmetry = if level_asymmetry {
                    "level-asymmetry-allowed=1;"
                } else {
                    ""
                };
                Some(format!(
                    "{asymmetry}packetization-mode={packetization_mode};profile-level-id={profile_level_id}"
                ))
            }
            Self::Av1 {
                profile,
                level_idx,
                tier,
            } => {
                let level = level_idx.map_or(String::new(), |level| format!("level-idx={level};"));
                let tier = tier.map_or(String::new(), |tier| format!(";tier={tier}"));
                Some(format!("{level}profile={profile}{tier}"))
            }
        }
    }
}

/// The value of `name` in `fmtp`, names without regard to case (RFC 6838 section 4.3).
pub(super) fn parameter<'a>(fmtp: &'a str, name: &str) -> Option<&'a str> {
    fmtp.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// `profile-level-id` (RFC 6184 section 8.1): profile_idc, constraint flags, level_idc.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProfileLevelId {
    bytes: [u8; 3],
    profile: H264Profile,
}

/// The H.264 profiles that are forwarded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum H264Profile {
    /// What every WebRTC endpoint must have (RFC 7742 section 6.2).
    ConstrainedBaseline,
    /// Baseline.
    Baseline,
    /// Main.
    Main,
    /// High without interlacing.
    ConstrainedHigh,
    /// High.
    High,
}

impl ProfileLevelId {
    /// Baseline at level 1, where nothing is said (RFC 6184 section 8.1).
    const INFERRED: Self = Self {
        bytes: [0x42, 0x00, 0x0a],
        profile: H264Profile::Baseline,
    };

    /// Reads six hexadecimal digits; `None` for anything else, or a profile that is not forwarded.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let [_, idc, flags, level] = u32::from_str_radix(text, 16).ok()?.to_be_bytes();
        Some(Self {
            bytes: [idc, flags, level],
            profile: H264Profile::of(idc, flags)?,
        })
    }

    /// The profile.
    #[must_use]
    pub fn profile(self) -> H264Profile {
        self.profile
    }
}

impl fmt::Display for ProfileLevelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [idc, flags, level] = self.bytes;
        write!(f, "{idc:02x}{flags:02x}{level:02x}")
    }
}

impl fmt::Debug for ProfileLevelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl H264Profile {
    /// RFC 6184 table 5, with the two profiles of High that browsers offer.
    fn of(idc: u8, flags: u8) -> Option<Self> {
        const SET0: u8 = 0x80;
        const SET1: u8 = 0x40;
        if flags & 0x03 != 0 {
            return None;
        }
        match idc {
            0x42 if flags & SET1 != 0 => Some(Self::ConstrainedBaseline),
            0x42 => Some(Self::Baseline),
            0x4d if flags & SET0 != 0 => Some(Self::ConstrainedBaseline),
            0x4d => Some(Self::Main),
            0x58 if flags & SET0 != 0 && flags & SET1 != 0 => Some(Self::ConstrainedBaseline),
            0x58 if flags & SET0 != 0 => Some(Self::Baseline),
            0x64 if flags == 0x00 => Some(Self::High),
            0x64 if flags == 0x0c => Some(Self::ConstrainedHigh),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn h264_profiles_are_told_by_their_constraint_flags() {
        use H264Profile::*;
        for (text, profile) in [
            ("42e01f", Some(ConstrainedBaseline)),
            ("42C015", Some(ConstrainedBaseline)),
            ("4d8028", Some(ConstrainedBaseline)),
            ("42001f", Some(Baseline)),
            ("4d001f", Some(Main)),
            ("4d4028", Some(Main)),
            ("64001f", Some(High)),
            ("640c1f", Some(ConstrainedHigh)),
            ("f4001f", None),
            ("+2e01f", None),
            ("42e0", None),
            ("", None),
        ] {
            assert_eq!(
                ProfileLevelId::parse(text).map(ProfileLevelId::profile),
                profile,
                "{text}"
            );
        }
    }

    #[test]
    fn parameters_are_found_in_any_order_with_spaces_and_capitals() {
        let fmtp = "Profile-Level-Id=42E01F; level-asymmetry-allowed=1 ;packetization-mode=1";
        let format = Format::parse(Codec::H264, fmtp).unwrap();
        assert_eq!(
            format.parameters().unwrap(),
            "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
        );
    }

    #[test]
    fn what_is_not_forwarded_is_no_format() {
        assert_eq!(Format::parse(Codec::Vp9, "profile-id=1"), None);
        assert_eq!(Format::parse(Codec::Vp9, "profile-id=x"), None);
        assert_eq!(Format::parse(Codec::Av1, "profile=1"), None);
        assert_eq!(Format::parse(Codec::H264, "packetization-mode=2"), None);
        assert_eq!(Format::parse(Codec::Vp9, ""), Some(Format::Vp9 { profile: 0 }));
    }
}
