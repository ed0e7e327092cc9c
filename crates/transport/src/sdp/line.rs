//! One m-line of a description.

use super::codec::{CodecOffer, PayloadTypes};
use super::direction::Direction;
use super::error::SdpError;
use super::extension::Extension;
use super::offer::TransportAttributes;
use super::simulcast::{self, MOST_RIDS, Simulcast};
use crate::packet::{ExtensionIds, Rid};
use model::{MediaKind, Mid};
use rtc_sdp::MediaDescription;
use rtc_sdp::description::common::Attribute;
use rtc_sdp::description::media::MediaName;

/// Sources that are kept of a line: three layers with RTX and FEC make nine.
const MAX_SOURCES: usize = 32;
/// As many as with RIDs.
const MAX_LAYERS: usize = 3;
/// RFC 8830 section 2 allows 64 characters.
const MAX_MSID: usize = 64;

/// An m-line as its author means it.
#[derive(Clone, Debug)]
pub struct Line {
    /// `a=mid`; a placeholder that starts with `~` on a line without one.
    pub mid: Mid,
    /// What is carried.
    pub kind: LineKind,
    /// The author sends media.
    pub sends: bool,
    /// The author receives media.
    pub receives: bool,
    /// Port 0 without `a=bundle-only`: the line is stopped, or waits to be used again.
    pub rejected: bool,
    /// The codecs that are forwarded, in the author's order.
    pub codecs: Vec<CodecOffer>,
    /// Header extensions that are understood, each id once.
    pub extensions: Vec<(u8, Extension)>,
    /// SSRCs of `a=ssrc` (RFC 5576), each once.
    pub ssrcs: Vec<u32>,
    /// SSRCs with those of their retransmissions: `a=ssrc-group:FID` (RFC 5576, RFC 4588 section 8.6).
    pub repairs: Vec<(u32, u32)>,
    /// SSRCs of simulcast without RIDs: `a=ssrc-group:SIM`, which older web pages write for Chromium.
    pub layer_ssrcs: Vec<u32>,
    /// Streams that the author can send at a time (RFC 8853).
    pub simulcast: Simulcast,
    /// Streams that the author takes at a time.
    pub wanted: Simulcast,
    /// RIDs that the author can send, those that it takes (RFC 8851).
    pub(super) rids: Vec<Rid>,
    pub(super) wanted_rids: Vec<Rid>,
    /// Stream with track (RFC 8830).
    pub msid: Option<Msid>,

    /// `a=mid` was there.
    pub(super) named: bool,
    /// The line shares the transport that is answered.
    pub(super) bundled: bool,
    pub(super) rtcp_mux: bool,
    pub(super) rtcp_rsize: bool,
    pub(super) allows_mixed_extensions: bool,
    /// Which way the AV1 dependency descriptor goes.
    pub(super) descriptor: Direction,
    /// `m=` as written, to be repeated where the line is rejected.
    pub(super) media: MediaName,
}

/// What an m-line carries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineKind {
    /// Sound over SRTP with DTLS keys.
    Audio,
    /// Picture over SRTP with DTLS keys.
    Video,
    /// Data channels, or anything else that is not forwarded.
    Other,
}

impl LineKind {
    /// The kind of media; `None` for what is not media.
    #[must_use]
    pub fn media(self) -> Option<MediaKind> {
        match self {
            Self::Audio => Some(MediaKind::Audio),
            Self::Video => Some(MediaKind::Video),
            Self::Other => None,
        }
    }

    /// RFC 8829 section 5.1.3: the transport's name counts by its end, whatever stands before it.
    fn of(media: &MediaName) -> Self {
        let secure = matches!(&media.protos[..], [.., rtp, profile]
            if rtp == "RTP" && (profile == "SAVPF" || profile == "SAVP"));
        match media.media.as_str() {
            "audio" if secure => Self::Audio,
            "video" if secure => Self::Video,
            _ => Self::Other,
        }
    }
}

/// `a=msid` (RFC 8830).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Msid {
    /// The MediaStream; `-` for none.
    pub stream: String,
    /// The MediaStreamTrack.
    pub track: Option<String>,
}

impl Msid {
    fn parse(value: &str) -> Option<Self> {
        let mut words = value.split_ascii_whitespace();
        let (stream, track) = (words.next()?, words.next());
        let fits = stream.len() <= MAX_MSID && track.is_none_or(|track| track.len() <= MAX_MSID);
        fits.then(|| Self {
            stream: stream.to_owned(),
            track: track.map(str::to_owned),
        })
    }
}

/// What session-level attributes say for lines that are silent.
#[derive(Default)]
pub(super) struct Inherited<'a> {
    direction: Option<&'a str>,
    extensions: Vec<(u8, Extension)>,
    pub(super) allows_mixed_extensions: bool,
}

impl<'a> Inherited<'a> {
    pub(super) fn read(attributes: &'a [Attribute]) -> Self {
        let mut inherited = Self::default();
        for attribute in attributes {
            match attribute.key.as_str() {
                "extmap-allow-mixed" => inherited.allows_mixed_extensions = true,
                "extmap" => _ = add_extension(&mut inherited.extensions, value(attribute)),
                direction if is_direction(direction) => inherited.direction = Some(direction),
                _ => {}
            }
        }
        inherited
    }
}

/// Reads the m-line at `index` with the attributes of its transport.
pub(super) fn read<'a>(
    media: &'a MediaDescription,
    index: usize,
    inherited: &Inherited<'_>,
) -> Result<(Line, TransportAttributes<'a>), SdpError> {
    if !is_repeatable(&media.media_name) {
        return Err(SdpError::MediaLine(index));
    }
    let mut line = Line::new(media, index, inherited)?;
    let mut transport = TransportAttributes::default();
    let mut payload_types = PayloadTypes::new();
    let mut direction = inherited.direction.unwrap_or("sendrecv");
    let (mut bundle_only, mut simulcast) = (false, None);
    for attribute in &media.attributes {
        let value = value(attribute);
        match attribute.key.as_str() {
            "bundle-only" => bundle_only = true,
            "simulcast" => _ = simulcast.get_or_insert(value),
            key @ ("rtpmap" | "fmtp" | "rtcp-fb") => payload_types.add(key, value),
            key if is_direction(key) => direction = key,
            key => {
                line.add(key, value);
                transport.add(key, value);
            }
        }
    }
    if let Some(value) = simulcast {
        line.simulcast = Simulcast::parse(value, "send", &line.rids);
        line.wanted = Simulcast::parse(value, "recv", &line.wanted_rids);
    }
    line.rejected = media.media_name.port.value == 0 && !bundle_only;
    line.sends = !line.rejected && matches!(direction, "sendrecv" | "sendonly");
    line.receives = !line.rejected && matches!(direction, "sendrecv" | "recvonly");
    line.codecs = payload_types.codecs(&media.media_name.formats);
    line.codecs
        .retain(|codec| Some(codec.codec.kind()) == line.kind.media());
    Ok((line, transport))
}

impl Line {
    /// The ids of its extensions.
    #[must_use]
    pub fn extension_ids(&self) -> ExtensionIds {
        ExtensionIds::collect(self.extensions.iter().copied())
    }

    fn new(media: &MediaDescription, index: usize, inherited: &Inherited<'_>) -> Result<Self, SdpError> {
        let mid = media.attribute("mid").map(Option::unwrap_or_default);
        let name = mid.map_or_else(|| format!("~{index}"), str::to_owned);
        Ok(Self {
            mid: Mid::new(name.as_bytes()).map_err(|_| SdpError::Mid(index))?,
            kind: LineKind::of(&media.media_name),
            sends: false,
            receives: false,
            rejected: false,
            codecs: Vec::new(),
            extensions: inherited.extensions.clone(),
            ssrcs: Vec::new(),
            repairs: Vec::new(),
            layer_ssrcs: Vec::new(),
            simulcast: Simulcast::default(),
            wanted: Simulcast::default(),
            rids: Vec::new(),
            wanted_rids: Vec::new(),
            msid: None,
            named: mid.is_some(),
            bundled: false,
            rtcp_mux: false,
            rtcp_rsize: false,
            allows_mixed_extensions: false,
            descriptor: Direction::SendRecv,
            media: media.media_name.clone(),
        })
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "rtcp-mux" | "rtcp-mux-only" => self.rtcp_mux = true,
            "rtcp-rsize" => self.rtcp_rsize = true,
            "extmap-allow-mixed" => self.allows_mixed_extensions = true,
            "extmap" => {
                let added = add_extension(&mut self.extensions, value);
                if added == Some(Extension::DependencyDescriptor) {
                    self.descriptor = Extension::direction(value);
                }
            }
            "msid" => self.msid = Msid::parse(value).or(self.msid.take()),
            "ssrc" => self.add_source(value),
            "ssrc-group" => self.add_source_group(value),
            "rid" => self.add_rid(value),
            _ => {}
        }
    }

    /// `<ssrc> <attribute>[:<value>]`; older clients say the msid here.
    fn add_source(&mut self, value: &str) {
        let (ssrc, attribute) = value.split_once(' ').unwrap_or((value, ""));
        let Ok(ssrc) = ssrc.parse() else { return };
        if !self.ssrcs.contains(&ssrc) && self.ssrcs.len() < MAX_SOURCES {
            self.ssrcs.push(ssrc);
        }
        if let (None, Some(msid)) = (&self.msid, attribute.strip_prefix("msid:")) {
            self.msid = Msid::parse(msid);
        }
    }

    fn add_source_group(&mut self, value: &str) {
        let mut words = value.split_ascii_whitespace();
        let semantics = words.next();
        let mut ssrcs = words.map_while(|word| word.parse().ok());
        match semantics {
            Some("FID") if self.repairs.len() < MAX_SOURCES => {
                self.repairs.extend(ssrcs.next().zip(ssrcs.next()));
            }
            Some("SIM") if self.layer_ssrcs.is_empty() => self.layer_ssrcs = ssrcs.take(MAX_LAYERS).collect(),
            _ => {}
        }
    }

    fn add_rid(&mut self, value: &str) {
        let Some((rid, sends)) = simulcast::rid(value) else {
            return;
        };
        let rids = if sends {
            &mut self.rids
        } else {
            &mut self.wanted_rids
        };
        if rids.len() < MOST_RIDS && !rids.contains(&rid) {
            rids.push(rid);
        }
    }
}

/// The text after the colon.
pub(super) fn value(attribute: &Attribute) -> &str {
    attribute.value.as_deref().unwrap_or_default()
}

fn is_direction(key: &str) -> bool {
    matches!(key, "sendrecv" | "sendonly" | "recvonly" | "inactive")
}

/// Adds an understood extension; of several with one id the last counts, so that a line overrules the session.
fn add_extension(extensions: &mut Vec<(u8, Extension)>, value: &str) -> Option<Extension> {
    let (id, extension) = Extension::parse(value)?;
    extensions.retain(|(known, _)| *known != id);
    extensions.push((id, extension));
    Some(extension)
}

/// Whether `m=` can stand in an answer as it is: short words of printable ASCII.
fn is_repeatable(media: &MediaName) -> bool {
    let word = |word: &String| word.len() <= 32 && word.bytes().all(|byte| byte.is_ascii_graphic());
    media.formats.len() <= 128
        && media.protos.len() <= 8
        && media.protos.iter().chain(&media.formats).all(word)
}
