//! Streams that look like VP8.

/// Payload bytes of the packets of one frame, 30 times a second, by size of the picture: 144 kbit/s, 528 kbit/s, 1.5 Mbit/s.
const PACKETS: [&[usize]; 3] = [&[600], &[1100, 1100], &[1130, 1130, 1130, 1130, 1130, 600]];

/// The largest picture's place.
pub(crate) const LARGEST: usize = PACKETS.len() - 1;

/// Payload bytes of an audio packet.
pub(crate) const AUDIO: usize = 80;

/// One packet of a frame, in numbers that make its payload.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    size: usize,
    picture_id: u16,
    index: usize,
    key: bool,
}

/// The packets of a frame of a size.
pub(crate) fn frame(size: usize, picture_id: u16, key: bool) -> impl Iterator<Item = Piece> {
    (0..PACKETS[size].len()).map(move |index| Piece {
        size,
        picture_id,
        index,
        key,
    })
}

impl Piece {
    /// Writes the payload; returns its bytes.
    pub(crate) fn write<'a>(&self, place: &'a mut [u8; 1200]) -> &'a mut [u8] {
        describe(place, self.index == 0, self.picture_id);
        if self.index == 0 {
            begin_frame(&mut place[4..], self.key);
        }
        &mut place[..PACKETS[self.size][self.index]]
    }

    /// Whether the frame ends with it.
    pub(crate) fn marker(&self) -> bool {
        self.index + 1 == PACKETS[self.size].len()
    }
}

/// The payload descriptor with a 15 bit PictureID (RFC 7741 section 4.2).
fn describe(payload: &mut [u8], first: bool, picture_id: u16) {
    let id = (picture_id | 0x8000).to_be_bytes();
    payload[..4].copy_from_slice(&[if first { 0x90 } else { 0x80 }, 0x80, id[0], id[1]]);
}

/// The frame's header: the lowest bit is 0 in a keyframe, which has a start code with 640x480 behind (RFC 6386 section 9.1).
fn begin_frame(frame: &mut [u8], key: bool) {
    if key {
        frame[..10].copy_from_slice(&[0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]);
    } else {
        frame[0] = 0x11;
    }
}
