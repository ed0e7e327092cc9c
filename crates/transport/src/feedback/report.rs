//! The parts of sender and receiver reports (RFC 3550 section 6.4).

/// The sender information of a sender report (RFC 3550 section 6.4.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SenderReport {
    /// The stream that the report is about.
    pub ssrc: u32,
    /// Wall-clock time of the report: NTP, 32.32 fixed-point seconds.
    pub ntp: u64,
    /// The same moment on the stream's RTP timestamp line.
    pub rtp: u32,
    /// RTP packets sent so far; wraps.
    pub packets: u32,
    /// Payload bytes sent so far; wraps.
    pub octets: u32,
}

/// What a receiver says of one stream (RFC 3550 section 6.4.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReportBlock {
    /// The stream that the block is about.
    pub ssrc: u32,
    /// Lost since the previous report, in 1/256.
    pub fraction_lost: u8,
    /// Lost since the start, a 24-bit number; negative when duplicates outnumber losses.
    pub lost: i32,
    /// Extended highest sequence number received.
    pub highest_sequence: u32,
    /// Interarrival jitter in RTP timestamp units.
    pub jitter: u32,
    /// Middle 32 bits of the last sender report's NTP time; 0 if there was none.
    pub last_sr: u32,
    /// From that report's arrival to this block, in 1/65536 s.
    pub delay_since_last_sr: u32,
}

impl SenderReport {
    pub(super) const LEN: usize = 24;

    pub(super) fn parse(bytes: &[u8; Self::LEN]) -> Self {
        let word = |index| word_at(bytes, index);
        Self {
            ssrc: word(0),
            ntp: u64::from(word(1)) << 32 | u64::from(word(2)),
            rtp: word(3),
            packets: word(4),
            octets: word(5),
        }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.ssrc.to_be_bytes());
        out.extend(self.ntp.to_be_bytes());
        for word in [self.rtp, self.packets, self.octets] {
            out.extend(word.to_be_bytes());
        }
    }
}

impl ReportBlock {
    pub(super) const LEN: usize = 24;

    pub(super) fn parse(bytes: &[u8; Self::LEN]) -> Self {
        let word = |index| word_at(bytes, index);
        Self {
            ssrc: word(0),
            fraction_lost: bytes[4],
            // Shifted up to drop the fraction, back down to carry the sign.
            lost: (word(1) << 8) as i32 >> 8,
            highest_sequence: word(2),
            jitter: word(3),
            last_sr: word(4),
            delay_since_last_sr: word(5),
        }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        // RFC 3550 section 6.4.1: clamped to what 24 bits hold.
        let lost = self.lost.clamp(-0x80_0000, 0x7f_ffff) as u32 & 0xff_ffff;
        for word in [
            self.ssrc,
            u32::from(self.fraction_lost) << 24 | lost,
            self.highest_sequence,
            self.jitter,
            self.last_sr,
            self.delay_since_last_sr,
        ] {
            out.extend(word.to_be_bytes());
        }
    }
}

fn word_at(bytes: &[u8; 24], index: usize) -> u32 {
    let at = index * 4;
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_is_signed_within_its_24_bits() {
        for (lost, kept) in [
            (-3, -3),
            (5, 5),
            (0x7f_ffff, 0x7f_ffff),
            (i32::MAX, 0x7f_ffff),
            (i32::MIN, -0x80_0000),
        ] {
            let block = ReportBlock {
                ssrc: 1,
                fraction_lost: 0xff,
                lost,
                highest_sequence: 2,
                jitter: 3,
                last_sr: 4,
                delay_since_last_sr: 5,
            };
            let mut bytes = Vec::new();
            block.write(&mut bytes);
            let read = ReportBlock::parse(bytes.as_slice().try_into().unwrap());
            assert_eq!(read, ReportBlock { lost: kept, ..block });
        }
    }
}
