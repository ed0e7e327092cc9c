//! RTP header extensions (RFC 8285) by what they mean.

use super::direction::Direction;
use crate::packet::ExtensionIds;
use rtc_sdp::description::common::Attribute;

/// A header extension that is understood.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Extension {
    /// The m-line of a packet (RFC 9143 section 15).
    Mid,
    /// The simulcast layer of a packet (RFC 8852).
    Rid,
    /// The simulcast layer that a retransmission repairs (RFC 8852).
    RepairedRid,
    /// How loud the sender speaks (RFC 6464).
    AudioLevel,
    /// Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01).
    TransportSequence,
    /// Send time of the packet.
    AbsSendTime,
    /// How the picture is turned (3GPP TS 26.114).
    VideoOrientation,
    /// The AV1 dependency descriptor (AV1 RTP payload format, appendix A).
    DependencyDescriptor,
}

impl Extension {
    const ALL: [Self; 8] = [
        Self::Mid,
        Self::Rid,
        Self::RepairedRid,
        Self::AudioLevel,
        Self::TransportSequence,
        Self::AbsSendTime,
        Self::VideoOrientation,
        Self::DependencyDescriptor,
    ];

    /// The name in `a=extmap`.
    #[must_use]
    pub fn uri(self) -> &'static str {
        match self {
            Self::Mid => "urn:ietf:params:rtp-hdrext:sdes:mid",
            Self::Rid => "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
            Self::RepairedRid => "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
            Self::AudioLevel => "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            Self::TransportSequence => {
                "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
            }
            Self::AbsSendTime => "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
            Self::VideoOrientation => "urn:3gpp:video-orientation",
            Self::DependencyDescriptor => {
                "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"
            }
        }
    }

    /// Reads the value of `a=extmap`; `None` for what is unknown, needs two-byte headers (ids over 14) or goes one way
    /// only, except the simulcast ids that only a sender writes, and the descriptor that Firefox only writes.
    pub(super) fn parse(value: &str) -> Option<(u8, Self)> {
        let mut words = value.split_ascii_whitespace();
        let (id, uri) = (words.next()?, words.next()?);
        let (id, direction) = id.split_once('/').unwrap_or((id, "sendrecv"));
        let id = id.parse().ok().filter(|id| (1..=14).contains(id))?;
        let extension = Self::ALL.into_iter().find(|extension| extension.uri() == uri)?;
        let fits = match direction {
            "sendrecv" => true,
            "sendonly" | "recvonly" => matches!(
                extension,
                Self::Rid | Self::RepairedRid | Self::DependencyDescriptor
            ),
            _ => false,
        };
        fits.then_some((id, extension))
    }

    /// The direction that an `a=extmap` value gives to an extension, in its author's view.
    pub(super) fn direction(value: &str) -> Direction {
        let id = value.split_ascii_whitespace().next().unwrap_or_default();
        match id.split_once('/').map(|(_, direction)| direction) {
            Some("sendonly") => Direction::SendOnly,
            Some("recvonly") => Direction::RecvOnly,
            _ => Direction::SendRecv,
        }
    }
}

impl ExtensionIds {
    /// The id of an extension; `None` for one that is not negotiated.
    #[must_use]
    pub fn id(&self, extension: Extension) -> Option<u8> {
        match extension {
            Extension::Mid => self.mid,
            Extension::Rid => self.rid,
            Extension::RepairedRid => self.repaired_rid,
            Extension::AudioLevel => self.audio_level,
            Extension::TransportSequence => self.transport_sequence,
            Extension::DependencyDescriptor => self.descriptor,
            Extension::AbsSendTime | Extension::VideoOrientation => None,
        }
    }

    /// Collects ids, the first one for each extension.
    pub(super) fn collect(extensions: impl IntoIterator<Item = (u8, Extension)>) -> Self {
        let mut ids = Self::default();
        for (id, extension) in extensions {
            let place = match extension {
                Extension::Mid => &mut ids.mid,
                Extension::Rid => &mut ids.rid,
                Extension::RepairedRid => &mut ids.repaired_rid,
                Extension::AudioLevel => &mut ids.audio_level,
                Extension::TransportSequence => &mut ids.transport_sequence,
                Extension::DependencyDescriptor => &mut ids.descriptor,
                Extension::AbsSendTime | Extension::VideoOrientation => continue,
            };
            place.get_or_insert(id);
        }
        ids
    }

    /// The ids with their extensions, in ascending order of id.
    pub(super) fn sorted(&self) -> Vec<(u8, Extension)> {
        let mut pairs: Vec<_> = Extension::ALL
            .into_iter()
            .filter_map(|extension| Some((self.id(extension)?, extension)))
            .collect();
        pairs.sort_by_key(|(id, _)| *id);
        pairs
    }

    /// The `a=extmap` attributes; the simulcast ids go in the direction `simulcast`, as only their sender writes them.
    pub(super) fn attributes(
        &self,
        simulcast: Direction,
        descriptor: Direction,
    ) -> impl Iterator<Item = Attribute> {
        self.sorted().into_iter().map(move |(id, extension)| {
            let uri = extension.uri();
            let direction = match extension {
                Extension::Rid | Extension::RepairedRid => simulcast,
                Extension::DependencyDescriptor => descriptor,
                _ => Direction::SendRecv,
            };
            let value = match direction {
                Direction::SendRecv => format!("{id} {uri}"),
                one_way => format!("{id}/{} {uri}", one_way.name()),
            };
            Attribute::new("extmap".to_owned(), Some(value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_way_extensions_are_left_out_except_simulcast_ids() {
        let mid = "urn:ietf:params:rtp-hdrext:sdes:mid";
        assert_eq!(Extension::parse(&format!("4 {mid}")), Some((4, Extension::Mid)));
        assert_eq!(
            Extension::parse(&format!("4/sendrecv {mid} x=y")),
            Some((4, Extension::Mid))
        );
        assert_eq!(Extension::parse(&format!("4/recvonly {mid}")), None);
        assert_eq!(
            Extension::parse("9/sendonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
            Some((9, Extension::Rid))
        );
    }

    #[test]
    fn ids_fit_one_byte_headers() {
        for id in ["0", "15", "256", "", "x"] {
            assert_eq!(Extension::parse(&format!("{id} {}", Extension::Mid.uri())), None);
        }
    }
}
