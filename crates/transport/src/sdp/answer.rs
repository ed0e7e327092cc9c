//! The server's answer.

use super::candidate::{Candidate, NO_ADDRESS, default_destination};
use super::codec::{self, CodecOffer};
use super::direction::Direction;
use super::error::SdpError;
use super::extension::Extension;
use super::line::{Line, LineKind};
use super::negotiated::{Negotiated, NegotiatedCodec};
use super::offer::Offer;
use super::simulcast::Simulcast;
use crate::packet::ExtensionIds;
use model::{Codec, MediaKind, Mid};
use rtc_sdp::description::common::{Address, Attribute, ConnectionInformation};
use rtc_sdp::description::media::{MediaDescription, RangedPort};
use rtc_sdp::description::session::{self, SessionDescription, TimeDescription};
use std::net::SocketAddr;

/// The server's side of the transport.
#[derive(Clone, Copy)]
pub struct Local<'a> {
    /// ICE user name fragment, 4 to 256 letters or digits.
    pub ufrag: &'a str,
    /// ICE password, 22 to 256 letters or digits.
    pub pwd: &'a str,
    /// The certificate: `sha-256 AB:CD:...`.
    pub fingerprint: &'a str,
    /// Where the server listens, most wanted first.
    pub candidates: &'a [Candidate],
    /// The session of `o=`, the same for every answer to one PeerConnection; below 2^63 (RFC 8829 section 5.2.1).
    pub session_id: u64,
    /// Grows by one with each answer.
    pub version: u64,
}

/// What the server decides for one line of an offer.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct LineAnswer {
    /// The server takes what the client sends.
    pub receive: bool,
    /// Redundant audio (RFC 2198) goes both ways, the client's preferred form of audio, where it is offered.
    pub red: bool,
    /// What the server sends if the client receives.
    pub seat: Option<SeatStream>,
}

/// The one stream that a seat shows for its whole life.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeatStream {
    /// Its SSRC.
    pub ssrc: u32,
    /// The SSRC of its retransmissions, used where the client has RTX.
    pub rtx_ssrc: Option<u32>,
    /// Its CNAME, also the MediaStream: the same for the audio with the video of one person. A token of RFC 8866.
    pub stream: String,
    /// The MediaStreamTrack. A token of RFC 8866.
    pub track: String,
}

/// Answers an offer: the SDP with what was agreed for each line, `None` for a rejected one. `lines` are the decisions
/// in the order of the offer's lines; a missing one means nothing is received or sent.
///
/// # Errors
/// [`SdpError::NothingInCommon`] when no line can be accepted.
pub fn answer(
    offer: &Offer,
    local: &Local<'_>,
    lines: &[LineAnswer],
) -> Result<(String, Vec<Option<Negotiated>>), SdpError> {
    let nothing = LineAnswer::default();
    let mut ids = BundleIds::default();
    let (mut media, mut negotiated) = (Vec::new(), Vec::new());
    for (index, line) in offer.lines.iter().enumerate() {
        let decision = lines.get(index).unwrap_or(&nothing);
        let agreed = agree(line, decision, offer.allows_mixed_extensions, &mut ids);
        media.push(match &agreed {
            Some(agreed) => accepted(line, agreed, decision.seat.as_ref(), local),
            None => rejected(line),
        });
        negotiated.push(agreed.map(Negotiated::from));
    }
    if negotiated.iter().all(Option::is_none) {
        return Err(SdpError::NothingInCommon);
    }
    let mut attributes = vec![flag("ice-lite")];
    attributes.extend(bundle(offer, &negotiated));
    attributes.extend(offer.allows_mixed_extensions.then(|| flag("extmap-allow-mixed")));
    attributes.push(attribute("msid-semantic", " WMS *"));
    Ok((
        describe(local.session_id, local.version, attributes, media),
        negotiated,
    ))
}

/// What a line comes to, still in the offer's words.
struct Agreed {
    mid: Mid,
    kind: MediaKind,
    direction: Direction,
    codecs: Vec<CodecOffer>,
    extensions: ExtensionIds,
    simulcast: Simulcast,
    descriptor: Direction,
}

impl From<Agreed> for Negotiated {
    fn from(agreed: Agreed) -> Self {
        Self {
            mid: agreed.mid,
            kind: agreed.kind,
            direction: agreed.direction,
            codecs: agreed.codecs.into_iter().map(NegotiatedCodec::from).collect(),
            writes_descriptor: agreed.extensions.descriptor.is_some() && agreed.descriptor.sends(),
            extensions: agreed.extensions,
            simulcast: agreed.simulcast,
        }
    }
}

fn agree(line: &Line, decision: &LineAnswer, mixed: bool, ids: &mut BundleIds) -> Option<Agreed> {
    let kind = line
        .kind
        .media()
        .filter(|_| line.bundled && !line.codecs.is_empty())?;
    let extensions = ids.extensions(line, mixed || line.allows_mixed_extensions);
    let mut codecs = line.codecs.clone();
    // The codec every client has; stable, so the others stay in the client's order.
    codecs.sort_by_key(|codec| codec.codec != Codec::Vp8);
    for codec in &mut codecs {
        codec.red = codec.red.filter(|_| decision.red);
        let feedback = &mut codec.feedback;
        feedback.transport_cc &= extensions.transport_sequence.is_some();
        feedback.remb &= !feedback.transport_cc;
    }
    let takes = line.sends && decision.receive;
    // Without the RID on its packets a stream could be any.
    let simulcast = (takes && extensions.rid.is_some()).then(|| line.simulcast.clone());
    Some(Agreed {
        mid: line.mid,
        kind,
        direction: Direction::new(line.receives && decision.seat.is_some(), takes),
        codecs,
        extensions,
        simulcast: simulcast.unwrap_or_default(),
        descriptor: line.descriptor.reversed(),
    })
}

/// Ids of header extensions mean one thing in all lines of a bundle (RFC 8843 section 9.2); where a client breaks
/// that, the earlier line counts.
#[derive(Default)]
struct BundleIds([Option<Extension>; 15]);

impl BundleIds {
    fn extensions(&mut self, line: &Line, mixed: bool) -> ExtensionIds {
        let wanted = |extension: Extension| match extension {
            Extension::Mid | Extension::TransportSequence => true,
            Extension::AudioLevel => line.kind == LineKind::Audio,
            // Also where no layer is taken: without the ids Chromium refuses its own next offer, which still names them.
            Extension::Rid | Extension::RepairedRid => !line.rids.is_empty(),
            // Its first packets are longer than the one-byte form allows (RFC 8285 section 4.1.2).
            Extension::DependencyDescriptor => mixed && line.kind == LineKind::Video,
            // Without orientation the sender turns the picture itself.
            Extension::AbsSendTime | Extension::VideoOrientation => false,
        };
        let offered = line
            .extensions
            .iter()
            .copied()
            .filter(|(_, extension)| wanted(*extension));
        ExtensionIds::collect(offered.filter(|(id, extension)| {
            self.0
                .get_mut(usize::from(*id))
                .is_some_and(|place| place.get_or_insert(*extension) == extension)
        }))
    }
}

/// The accepted lines in the offer's order of the group (RFC 8843 section 7.3).
fn bundle(offer: &Offer, negotiated: &[Option<Negotiated>]) -> Option<Attribute> {
    let is_accepted = |mid: &&Mid| negotiated.iter().flatten().any(|line| line.mid == **mid);
    let mids = offer.bundle.as_ref()?.iter().filter(is_accepted);
    let group = mids.fold("BUNDLE".to_owned(), |group, mid| group + " " + mid.as_str());
    Some(attribute("group", group))
}

fn accepted(line: &Line, agreed: &Agreed, seat: Option<&SeatStream>, local: &Local<'_>) -> MediaDescription {
    let mut media = description(line, default_destination(local.candidates));
    media.media_name.formats = formats(&agreed.codecs);
    let out = &mut media.attributes;
    write_transport(local, out);
    write_rtp(line, agreed, out);
    for codec in &agreed.codecs {
        codec::write(codec, codec.format.wished(), out);
    }
    agreed.simulcast.write("recv", out);
    if let Some(seat) = seat.filter(|_| agreed.direction.sends()) {
        let rtx = agreed.codecs.iter().any(|codec| codec.rtx.is_some());
        write_stream(seat, seat.rtx_ssrc.filter(|_| rtx), out);
    }
    media
}

/// Port 0 with all that tells the line apart (RFC 8829 section 5.3.1).
fn rejected(line: &Line) -> MediaDescription {
    let mut media = description(line, SocketAddr::new(NO_ADDRESS.ip(), 0));
    media.attributes.extend(mid(line));
    media.attributes.push(Direction::Inactive.attribute());
    media
}

fn description(line: &Line, address: SocketAddr) -> MediaDescription {
    let mut media = MediaDescription {
        media_name: line.media.clone(),
        connection_information: Some(connection(address)),
        ..MediaDescription::default()
    };
    media.media_name.port = RangedPort {
        value: isize::try_from(address.port()).unwrap_or_default(),
        range: None,
    };
    media
}

fn write_transport(local: &Local<'_>, out: &mut Vec<Attribute>) {
    for (index, candidate) in (0..).zip(local.candidates) {
        out.push(attribute("candidate", candidate.attribute(index)));
    }
    out.push(flag("end-of-candidates"));
    out.push(attribute("ice-ufrag", local.ufrag));
    out.push(attribute("ice-pwd", local.pwd));
    out.push(attribute("fingerprint", local.fingerprint));
    out.push(attribute("setup", "passive"));
}

fn write_rtp(line: &Line, agreed: &Agreed, out: &mut Vec<Attribute>) {
    out.extend(mid(line));
    out.extend(line.allows_mixed_extensions.then(|| flag("extmap-allow-mixed")));
    out.extend(
        agreed
            .extensions
            .attributes(Direction::RecvOnly, agreed.descriptor),
    );
    out.push(agreed.direction.attribute());
    out.push(flag("rtcp-mux"));
    out.extend(line.rtcp_rsize.then(|| flag("rtcp-rsize")));
}

/// RFC 8830, RFC 5576.
fn write_stream(seat: &SeatStream, rtx: Option<u32>, out: &mut Vec<Attribute>) {
    let SeatStream {
        ssrc, stream, track, ..
    } = seat;
    out.push(attribute("msid", format!("{stream} {track}")));
    if let Some(rtx) = rtx {
        out.push(attribute("ssrc-group", format!("FID {ssrc} {rtx}")));
    }
    for ssrc in [Some(*ssrc), rtx].into_iter().flatten() {
        out.push(attribute("ssrc", format!("{ssrc} cname:{stream}")));
    }
}

fn mid(line: &Line) -> Option<Attribute> {
    line.named.then(|| attribute("mid", line.mid.as_str()))
}

/// The payload types of codecs, each followed by that of its retransmissions; before it stands that of its redundant
/// packets, because browsers send these only where they are liked best.
pub(super) fn formats(codecs: &[CodecOffer]) -> Vec<String> {
    let types = codecs
        .iter()
        .flat_map(|codec| [codec.red, Some(codec.payload_type), codec.rtx]);
    types
        .flatten()
        .map(|payload_type| payload_type.to_string())
        .collect()
}

/// Prints a description of RFC 8829 section 5.2.1.
pub(super) fn describe(
    session_id: u64,
    version: u64,
    attributes: Vec<Attribute>,
    media: Vec<MediaDescription>,
) -> String {
    let description = SessionDescription {
        origin: session::Origin {
            username: "-".to_owned(),
            session_id,
            session_version: version,
            network_type: "IN".to_owned(),
            address_type: "IP4".to_owned(),
            unicast_address: "0.0.0.0".to_owned(),
        },
        session_name: "-".to_owned(),
        time_descriptions: vec![TimeDescription::default()],
        attributes,
        media_descriptions: media,
        ..SessionDescription::default()
    };
    description.marshal()
}

pub(super) fn connection(address: SocketAddr) -> ConnectionInformation {
    ConnectionInformation {
        network_type: "IN".to_owned(),
        address_type: if address.is_ipv4() { "IP4" } else { "IP6" }.to_owned(),
        address: Some(Address {
            address: address.ip().to_string(),
            ..Address::default()
        }),
    }
}

pub(super) fn attribute(key: &str, value: impl Into<String>) -> Attribute {
    Attribute::new(key.to_owned(), Some(value.into()))
}

pub(super) fn flag(key: &str) -> Attribute {
    Attribute::new(key.to_owned(), None)
}
