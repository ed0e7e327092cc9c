//! A client's offer.

use super::error::SdpError;
use super::line::{self, Inherited, Line, LineKind, value};
use model::Mid;
use rtc_sdp::SessionDescription;
use rtc_sdp::description::common::Attribute;
use std::io::Cursor;

/// 64 m-lines of a browser take about 200 KiB.
pub(super) const MAX_BYTES: usize = 256 * 1024;
/// More lines than anybody's screen shows people.
pub(super) const MAX_LINES: usize = 64;

/// An offer that can be answered: its transport is complete, its lines share it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Which session it is, in which version.
    pub origin: Origin,
    /// The client's ICE credentials.
    pub ice: RemoteIce,
    /// The client's certificate as `a=fingerprint` says it: `sha-256 AB:CD:...`, the hash in small letters, the digits in capitals.
    pub fingerprint: String,
    /// The client's part in the DTLS handshake.
    pub setup: Setup,
    /// The m-lines in their order.
    pub lines: Vec<Line>,

    /// The `a=group:BUNDLE` mids in their order; `None` without a group.
    pub(super) bundle: Option<Vec<Mid>>,
    pub(super) allows_mixed_extensions: bool,
}

/// `o=` without user name or address (RFC 8866 section 5.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Origin {
    /// Names the PeerConnection.
    pub session_id: u64,
    /// Grows with each description of it.
    pub version: u64,
}

/// ICE credentials (RFC 8839 section 5.4); they change with an ICE restart.
#[derive(Clone, PartialEq, Eq)]
pub struct RemoteIce {
    /// 4 to 256 characters.
    pub ufrag: String,
    /// 22 to 256 characters.
    pub pwd: String,
}

impl std::fmt::Debug for RemoteIce {
    // Credentials stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RemoteIce")
    }
}

/// `a=setup` (RFC 8842 section 5).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Setup {
    /// Begins the handshake.
    Active,
    /// Waits for it.
    Passive,
    /// Either.
    ActPass,
}

impl Offer {
    /// Reads an offer.
    ///
    /// # Errors
    /// What keeps it from being answered at all; a line that cannot be accepted is no error.
    pub fn parse(text: &str) -> Result<Self, SdpError> {
        let description = read(text)?;
        let inherited = Inherited::read(&description.attributes);
        let mut lines = Vec::with_capacity(description.media_descriptions.len());
        let mut transports = Vec::with_capacity(lines.capacity());
        for (index, media) in description.media_descriptions.iter().enumerate() {
            let (line, transport) = line::read(media, index, &inherited)?;
            lines.push(line);
            transports.push(transport);
        }
        check_mids(&lines)?;
        let bundle = bundle(&description.attributes);
        mark_bundled(&mut lines, bundle.as_deref())?;
        check_rtcp_mux(&lines)?;

        let transport = TransportAttributes::of_bundle(&lines, &transports, &description.attributes);
        let setup = transport.setup()?;
        Ok(Self {
            origin: Origin {
                session_id: description.origin.session_id,
                version: description.origin.session_version,
            },
            ice: transport.ice()?,
            fingerprint: transport.fingerprint()?,
            setup: if setup == Setup::Passive {
                return Err(SdpError::Setup);
            } else {
                setup
            },
            lines,
            bundle,
            allows_mixed_extensions: inherited.allows_mixed_extensions,
        })
    }

    /// The line of a mid.
    #[must_use]
    pub fn line(&self, mid: Mid) -> Option<&Line> {
        self.lines.iter().find(|line| line.mid == mid)
    }
}

/// Reads the syntax of a description within bounds.
pub(super) fn read(text: &str) -> Result<SessionDescription, SdpError> {
    if text.len() > MAX_BYTES {
        return Err(SdpError::TooLong);
    }
    if text.lines().filter(|line| line.starts_with("m=")).count() > MAX_LINES {
        return Err(SdpError::TooManyLines);
    }
    let mut cursor = Cursor::new(text);
    SessionDescription::unmarshal(&mut cursor).map_err(|_| {
        let read = usize::try_from(cursor.position()).map_or(text.len(), |read| read.min(text.len()));
        // The library's own message repeats the line, which may hold an address.
        SdpError::Syntax(
            text.as_bytes()[..read]
                .split_inclusive(|byte| *byte == b'\n')
                .count(),
        )
    })
}

pub(super) fn check_mids(lines: &[Line]) -> Result<(), SdpError> {
    for (index, line) in lines.iter().enumerate() {
        if lines[..index].iter().any(|earlier| earlier.mid == line.mid) {
            return Err(SdpError::MidTwice(line.mid));
        }
    }
    Ok(())
}

/// The first BUNDLE group (RFC 8843 section 7.1; one transport is answered, so one group).
fn bundle(attributes: &[Attribute]) -> Option<Vec<Mid>> {
    attributes
        .iter()
        .filter(|attribute| attribute.key == "group")
        .find_map(|attribute| {
            let mut words = value(attribute).split_ascii_whitespace();
            (words.next() == Some("BUNDLE"))
                .then(|| words.take(MAX_LINES).filter_map(|mid| mid.parse().ok()).collect())
        })
}

fn mark_bundled(lines: &mut [Line], bundle: Option<&[Mid]>) -> Result<(), SdpError> {
    let active = lines.iter().filter(|line| !line.rejected).count();
    match (bundle, active) {
        (_, 0) => return Err(SdpError::NothingOffered),
        (None, 2..) => return Err(SdpError::BundleRequired),
        _ => {}
    }
    for line in lines {
        line.bundled = !line.rejected && bundle.is_none_or(|mids| line.named && mids.contains(&line.mid));
    }
    Ok(())
}

fn check_rtcp_mux(lines: &[Line]) -> Result<(), SdpError> {
    let apart = |line: &&Line| line.bundled && line.kind != LineKind::Other && !line.rtcp_mux;
    match lines.iter().find(apart) {
        Some(line) => Err(SdpError::RtcpMuxRequired(line.mid)),
        None => Ok(()),
    }
}

/// The attributes of the transport, as text.
#[derive(Clone, Copy, Default)]
pub(super) struct TransportAttributes<'a> {
    ufrag: Option<&'a str>,
    pwd: Option<&'a str>,
    setup: Option<&'a str>,
    fingerprint: Option<&'a str>,
}

impl<'a> TransportAttributes<'a> {
    pub(super) fn add(&mut self, key: &str, value: &'a str) {
        match key {
            "ice-ufrag" => self.ufrag = Some(value),
            "ice-pwd" => self.pwd = Some(value),
            "setup" => self.setup = Some(value),
            // Several may stand side by side (RFC 8122 section 5): SHA-256 is what everybody's certificate has.
            "fingerprint" if is_sha256(value) || self.fingerprint.is_none() => self.fingerprint = Some(value),
            _ => {}
        }
    }

    /// The bundled lines' attributes, the first that has each (RFC 8843 section 7.1.3), else the session's.
    pub(super) fn of_bundle(lines: &[Line], each: &[Self], session: &'a [Attribute]) -> Self {
        let mut whole = Self::default();
        let mut last = Self::default();
        session
            .iter()
            .for_each(|attribute| last.add(&attribute.key, value(attribute)));
        let bundled = lines.iter().zip(each).filter(|(line, _)| line.bundled);
        for part in bundled.map(|(_, part)| part).chain([&last]) {
            whole.setup = whole.setup.or(part.setup);
            whole.fingerprint = whole.fingerprint.or(part.fingerprint);
            // User name with password come from one place.
            if whole.ufrag.is_none() {
                (whole.ufrag, whole.pwd) = (part.ufrag, part.pwd);
            }
        }
        whole
    }

    pub(super) fn ice(&self) -> Result<RemoteIce, SdpError> {
        let checked = |text: Option<&str>, least| {
            let text = text.filter(|text| (least..=256).contains(&text.len()))?;
            let ice_char = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
            text.bytes().all(ice_char).then(|| text.to_owned())
        };
        match (checked(self.ufrag, 4), checked(self.pwd, 22)) {
            (Some(ufrag), Some(pwd)) => Ok(RemoteIce { ufrag, pwd }),
            _ => Err(SdpError::IceCredentials),
        }
    }

    pub(super) fn fingerprint(&self) -> Result<String, SdpError> {
        self.fingerprint
            .and_then(fingerprint)
            .ok_or(SdpError::Fingerprint)
    }

    /// Nothing said means active (RFC 4145 section 4).
    pub(super) fn setup(&self) -> Result<Setup, SdpError> {
        match self.setup.unwrap_or("active") {
            "active" => Ok(Setup::Active),
            "passive" => Ok(Setup::Passive),
            "actpass" => Ok(Setup::ActPass),
            _ => Err(SdpError::Setup),
        }
    }
}

fn is_sha256(fingerprint: &str) -> bool {
    fingerprint
        .get(..8)
        .is_some_and(|hash| hash.eq_ignore_ascii_case("sha-256 "))
}

/// A fingerprint in the one spelling, if its hash is accepted (RFC 8122 section 5).
fn fingerprint(value: &str) -> Option<String> {
    let (hash, digits) = value.split_once(' ')?;
    let hash = hash.to_ascii_lowercase();
    let bytes = match hash.as_str() {
        "sha-256" => 32,
        "sha-384" => 48,
        "sha-512" => 64,
        _ => return None,
    };
    let pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit());
    let right = digits.len() == bytes * 3 - 1 && digits.split(':').all(pair);
    right.then(|| format!("{hash} {}", digits.to_ascii_uppercase()))
}
