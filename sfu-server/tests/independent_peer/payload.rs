//! Numbered payloads whose every byte follows from their label.

/// Packets of one picture.
pub(crate) const PARTS: u32 = 3;

/// Start of a VP8 partition (RFC 7741 section 4.2).
const START: u8 = 0x10;
const PICTURE_LEN: usize = 900;
const SOUND_LEN: usize = 80;

/// What a payload says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label {
    pub(crate) author: u8,
    /// Counted from 0 over the author's life; a picture is [`PARTS`] in a row.
    pub(crate) number: u32,
    /// Starts a VP8 keyframe.
    pub(crate) keyframe: bool,
}

impl Label {
    /// A packet of VP8: descriptor, frame header with its inverse key frame flag (RFC 6386 section 9.1), label, filler.
    pub(crate) fn picture(self) -> Vec<u8> {
        let starts = self.number.is_multiple_of(PARTS);
        let descriptor = if starts { START } else { 0 };
        self.write(vec![descriptor, u8::from(!self.keyframe)], PICTURE_LEN)
    }

    /// A packet of Opus: one byte of configuration, label, filler.
    pub(crate) fn sound(self) -> Vec<u8> {
        self.write(vec![0x78, 1], SOUND_LEN)
    }

    /// Reads a label back; panics where any byte of the payload is not as it was made.
    pub(crate) fn of(payload: &[u8], is_video: bool) -> Self {
        let number = payload[3..7].try_into().expect("four bytes");
        let label = Self {
            author: payload[2],
            number: u32::from_be_bytes(number),
            keyframe: payload[1] & 1 == 0,
        };
        let made = if is_video { label.picture() } else { label.sound() };
        assert!(payload == made, "a payload was changed: {label:?}");
        label
    }

    fn write(self, mut payload: Vec<u8>, len: usize) -> Vec<u8> {
        payload.push(self.author);
        payload.extend(self.number.to_be_bytes());
        let filler = (payload.len()..len).map(|at| (at as u8) ^ (self.number as u8));
        payload.extend(filler);
        payload
    }
}
