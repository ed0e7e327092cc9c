//! The client's role, for tests, benches, load.

use super::answer::{attribute, connection, describe, flag, formats};
use super::candidate::{Candidate, NO_ADDRESS};
use super::codec::{self, CodecOffer, Feedback};
use super::direction::Direction;
use super::error::SdpError;
use super::format::Format;
use super::line::{self, Inherited, Line, value};
use super::offer::{RemoteIce, Setup, TransportAttributes, check_mids, read};
use super::simulcast::Simulcast;
use crate::packet::{ExtensionIds, Rid};
use model::{Codec, MediaKind, Mid};
use rtc_sdp::description::common::Attribute;
use rtc_sdp::description::media::{MediaDescription, MediaName, RangedPort};

/// The header-extension ids of offers made here.
pub const EXTENSIONS: ExtensionIds = ExtensionIds {
    mid: Some(4),
    rid: None,
    repaired_rid: None,
    audio_level: Some(1),
    transport_sequence: Some(3),
    descriptor: None,
};

/// An offer to be written.
#[derive(Clone, Copy)]
pub struct ClientOffer<'a> {
    /// The session of `o=`.
    pub session_id: u64,
    /// Grows with each offer.
    pub version: u64,
    /// ICE user name fragment, at least 4 letters or digits.
    pub ufrag: &'a str,
    /// ICE password, at least 22 letters or digits.
    pub pwd: &'a str,
    /// The certificate: `sha-256 AB:CD:...`.
    pub fingerprint: &'a str,
    /// The m-lines.
    pub lines: &'a [ClientLine],
}

/// A simulcast layer to be offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layer {
    /// Its name, on its packets until the server has heard of its SSRC.
    pub rid: Rid,
    /// The SSRC that the client sends it with; not in the offer, as with Chromium.
    pub ssrc: u32,
    /// The SSRC of its retransmissions.
    pub rtx_ssrc: u32,
}

/// An m-line to be offered, with the extensions [`ClientLine::extensions`].
#[derive(Clone, Debug)]
pub struct ClientLine {
    /// Its mid.
    pub mid: Mid,
    /// Its kind.
    pub kind: MediaKind,
    /// Whether the client sends.
    pub sends: bool,
    /// Whether the client receives: a seat.
    pub receives: bool,
    /// Its codecs.
    pub codecs: Vec<CodecOffer>,
    /// The SSRC that the client sends with.
    pub ssrc: Option<u32>,
    /// The SSRC of its retransmissions.
    pub rtx_ssrc: Option<u32>,
    /// Simulcast layers in their order, at most three; with them, `ssrc` is of no account.
    pub layers: Vec<Layer>,
    /// The line writes and reads AV1 dependency descriptors.
    pub descriptor: bool,
}

impl ClientLine {
    /// Audio in Opus (payload type 111): sent when there is an SSRC.
    #[must_use]
    pub fn audio(mid: Mid, ssrc: Option<u32>, receives: bool) -> Self {
        Self {
            mid,
            kind: MediaKind::Audio,
            sends: ssrc.is_some(),
            receives,
            codecs: vec![opus(111)],
            ssrc,
            rtx_ssrc: None,
            layers: Vec::new(),
            descriptor: false,
        }
    }

    /// The same with redundant audio (RFC 2198, payload type 63) offered first.
    #[must_use]
    pub fn with_red(mut self) -> Self {
        let opus = self.codecs.iter_mut().filter(|codec| codec.codec == Codec::Opus);
        opus.for_each(|codec| codec.red = Some(63));
        self
    }

    /// Video in VP8 (payload type 96, RTX 97): sent when there is an SSRC with that of its retransmissions.
    #[must_use]
    pub fn video(mid: Mid, ssrcs: Option<(u32, u32)>, receives: bool) -> Self {
        Self {
            mid,
            kind: MediaKind::Video,
            sends: ssrcs.is_some(),
            receives,
            codecs: vec![vp8(96, 97)],
            ssrc: ssrcs.map(|(ssrc, _)| ssrc),
            rtx_ssrc: ssrcs.map(|(_, rtx)| rtx),
            layers: Vec::new(),
            descriptor: false,
        }
    }

    /// Video in VP8 with simulcast, sent only.
    #[must_use]
    pub fn simulcast(mid: Mid, layers: Vec<Layer>) -> Self {
        Self {
            sends: true,
            layers,
            ..Self::video(mid, None, false)
        }
    }

    /// The header extensions of the line: [`EXTENSIONS`], the simulcast ids with layers, the dependency descriptor.
    #[must_use]
    pub fn extensions(&self) -> ExtensionIds {
        let with_layers = |id| (!self.layers.is_empty()).then_some(id);
        ExtensionIds {
            rid: with_layers(10),
            repaired_rid: with_layers(11),
            descriptor: self.descriptor.then_some(12),
            ..EXTENSIONS
        }
    }
}

/// Opus as browsers offer it.
#[must_use]
pub fn opus(payload_type: u8) -> CodecOffer {
    CodecOffer {
        codec: Codec::Opus,
        payload_type,
        rtx: None,
        red: None,
        format: Format::Opus {
            stereo: false,
            inband_fec: true,
            dtx: false,
        },
        feedback: Feedback {
            transport_cc: true,
            ..Feedback::default()
        },
    }
}

/// VP8 as browsers offer it, `rtx` being the payload type of its retransmissions.
#[must_use]
pub fn vp8(payload_type: u8, rtx: u8) -> CodecOffer {
    video(Codec::Vp8, "", payload_type, rtx)
}

/// VP9 in profile 0.
#[must_use]
pub fn vp9(payload_type: u8, rtx: u8) -> CodecOffer {
    video(Codec::Vp9, "profile-id=0", payload_type, rtx)
}

/// H.264 in Constrained Baseline with fragments.
#[must_use]
pub fn h264(payload_type: u8, rtx: u8) -> CodecOffer {
    let fmtp = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";
    video(Codec::H264, fmtp, payload_type, rtx)
}

/// AV1 in profile Main.
#[must_use]
pub fn av1(payload_type: u8, rtx: u8) -> CodecOffer {
    video(Codec::Av1, "level-idx=5;profile=0;tier=0", payload_type, rtx)
}

fn video(codec: Codec, fmtp: &str, payload_type: u8, rtx: u8) -> CodecOffer {
    CodecOffer {
        codec,
        payload_type,
        rtx: Some(rtx),
        red: None,
        format: Format::parse(codec, fmtp).unwrap_or(Format::Vp8),
        feedback: Feedback {
            nack: true,
            pli: true,
            fir: true,
            transport_cc: true,
            remb: false,
        },
    }
}

impl ClientOffer<'_> {
    /// The offer's text.
    #[must_use]
    pub fn to_sdp(&self) -> String {
        let group = self
            .lines
            .iter()
            .fold("BUNDLE".to_owned(), |group, line| group + " " + line.mid.as_str());
        let attributes = vec![attribute("group", group), flag("extmap-allow-mixed")];
        let media = self.lines.iter().map(|line| self.media(line)).collect();
        describe(self.session_id, self.version, attributes, media)
    }

    fn media(&self, line: &ClientLine) -> MediaDescription {
        let kind = match line.kind {
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
        };
        let mut attributes = vec![
            attribute("ice-ufrag", self.ufrag),
            attribute("ice-pwd", self.pwd),
            attribute("fingerprint", self.fingerprint),
            attribute("setup", "actpass"),
            attribute("mid", line.mid.as_str()),
            Direction::new(line.sends, line.receives).attribute(),
            flag("rtcp-mux"),
            flag("rtcp-rsize"),
        ];
        attributes.extend(
            line.extensions()
                .attributes(Direction::SendOnly, Direction::SendRecv),
        );
        for codec in &line.codecs {
            codec::write(codec, codec.format, &mut attributes);
        }
        let rids: Vec<_> = line.layers.iter().map(|layer| layer.rid).collect();
        Simulcast::of(&rids).write("send", &mut attributes);
        write_sources(line, &mut attributes);
        MediaDescription {
            media_name: MediaName {
                media: kind.to_owned(),
                port: RangedPort {
                    value: 9,
                    range: None,
                },
                protos: ["UDP", "TLS", "RTP", "SAVPF"].map(str::to_owned).to_vec(),
                formats: formats(&line.codecs),
            },
            connection_information: Some(connection(NO_ADDRESS)),
            attributes,
            ..MediaDescription::default()
        }
    }
}

fn write_sources(line: &ClientLine, out: &mut Vec<Attribute>) {
    if let (Some(ssrc), Some(rtx)) = (line.ssrc, line.rtx_ssrc) {
        out.push(attribute("ssrc-group", format!("FID {ssrc} {rtx}")));
    }
    for ssrc in [line.ssrc, line.rtx_ssrc].into_iter().flatten() {
        out.push(attribute("ssrc", format!("{ssrc} cname:client")));
    }
}

/// An answer that was read. The lines are the server's: `sends` means that the client receives.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The server is ICE-lite.
    pub ice_lite: bool,
    /// The server's ICE credentials.
    pub ice: RemoteIce,
    /// The server's certificate: `sha-256 AB:CD:...`.
    pub fingerprint: String,
    /// The server's part in the DTLS handshake.
    pub setup: Setup,
    /// Where the server listens.
    pub candidates: Vec<Candidate>,
    /// The m-lines in their order.
    pub lines: Vec<Line>,
}

impl Answer {
    /// Reads an answer.
    ///
    /// # Errors
    /// What keeps a client from connecting.
    pub fn parse(text: &str) -> Result<Self, SdpError> {
        let description = read(text)?;
        let inherited = Inherited::read(&description.attributes);
        let (mut lines, mut transports, mut candidates) = (Vec::new(), Vec::new(), Vec::new());
        for (index, media) in description.media_descriptions.iter().enumerate() {
            let (mut line, transport) = line::read(media, index, &inherited)?;
            line.bundled = !line.rejected;
            if line.bundled && candidates.is_empty() {
                let attributes = media
                    .attributes
                    .iter()
                    .filter(|attribute| attribute.is_ice_candidate());
                candidates = attributes
                    .filter_map(|attribute| Candidate::parse(value(attribute)))
                    .collect();
            }
            lines.push(line);
            transports.push(transport);
        }
        check_mids(&lines)?;
        let transport = TransportAttributes::of_bundle(&lines, &transports, &description.attributes);
        Ok(Self {
            ice_lite: description.has_attribute("ice-lite"),
            ice: transport.ice()?,
            fingerprint: transport.fingerprint()?,
            setup: transport.setup()?,
            candidates,
            lines,
        })
    }
}
