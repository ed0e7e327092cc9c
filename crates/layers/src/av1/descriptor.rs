//! The dependency descriptor header extension (AV1 RTP payload format, appendix A).

use super::templates::{Frame, Templates, fdiffs};
use crate::bits::Bits;
use crate::place::References;

/// What the descriptor of one packet tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Descriptor {
    pub(crate) starts_frame: bool,
    pub(crate) ends_frame: bool,
    pub(crate) frame_number: u16,
    /// A template dependency structure, which replaces the templates.
    pub(crate) brings_templates: bool,
    /// Nothing if the template is not known, or what follows is malformed.
    pub(crate) frame: Option<Frame>,
}

/// Which fields follow the mandatory ones.
#[derive(Clone, Copy, Default)]
struct Extended {
    structure: bool,
    active_decode_targets: bool,
    custom_dtis: bool,
    custom_fdiffs: bool,
}

impl Descriptor {
    /// Reads a descriptor, keeps its templates if it brings some; `None` if the mandatory fields are cut off.
    pub(crate) fn parse(templates: &mut Templates, bytes: &[u8]) -> Option<Self> {
        let mut bits = Bits::new(bytes);
        let (starts_frame, ends_frame) = (bits.flag()?, bits.flag()?);
        let template_id = bits.number(6)? as u8;
        let frame_number = bits.number(16)? as u16;
        let extended = if bytes.len() > 3 {
            Extended::parse(&mut bits)
        } else {
            Some(Extended::default())
        };
        let mut descriptor = Self {
            starts_frame,
            ends_frame,
            frame_number,
            brings_templates: extended.is_some_and(|e| e.structure),
            frame: None,
        };
        descriptor.frame =
            extended.and_then(|e| definition(templates, &mut bits, template_id, frame_number, e));
        Some(descriptor)
    }
}

impl Extended {
    fn parse(bits: &mut Bits<'_>) -> Option<Self> {
        let extended = Self {
            structure: bits.flag()?,
            active_decode_targets: bits.flag()?,
            custom_dtis: bits.flag()?,
            custom_fdiffs: bits.flag()?,
        };
        // custom_chains_flag: chains come last, and references tell all that is needed.
        bits.skip(1)?;
        Some(extended)
    }
}

/// frame_dependency_definition of section A.8.3, after the structure if there is one.
fn definition(
    templates: &mut Templates,
    bits: &mut Bits<'_>,
    template_id: u8,
    frame_number: u16,
    extended: Extended,
) -> Option<Frame> {
    if extended.structure {
        templates.replace(frame_number, &Templates::parse(bits)?);
    }
    let frame = templates.find(template_id)?;
    let decode_targets = templates.decode_targets();
    if extended.active_decode_targets {
        bits.skip(decode_targets)?;
    }
    if extended.custom_dtis {
        bits.skip(2 * decode_targets)?;
    }
    let references = if extended.custom_fdiffs {
        custom_fdiffs(bits)?
    } else {
        frame.references
    };
    Some(Frame { references, ..frame })
}

/// Each distance in as many nibbles as stand before it.
fn custom_fdiffs(bits: &mut Bits<'_>) -> Option<References> {
    fdiffs(bits, |bits| {
        let nibbles = bits.number(2)?;
        Some((nibbles > 0).then_some(4 * nibbles))
    })
}
