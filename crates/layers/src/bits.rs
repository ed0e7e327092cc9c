//! Reading bytes bit by bit, most significant first.

/// What is left to read; a read past the end gives nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bits<'a> {
    bytes: &'a [u8],
    /// In bits.
    at: usize,
}

impl<'a> Bits<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn flag(&mut self) -> Option<bool> {
        let byte = *self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Some(bit == 1)
    }

    /// A number of at most 32 bits.
    pub(crate) fn number(&mut self, bits: u32) -> Option<u32> {
        (0..bits).try_fold(0, |value, _| Some(value << 1 | u32::from(self.flag()?)))
    }

    pub(crate) fn skip(&mut self, bits: u32) -> Option<()> {
        self.number(bits).map(drop)
    }

    /// One of `count` values, the first of them in a bit less (ns(n), AV1 section 4.10.7).
    pub(crate) fn non_symmetric(&mut self, count: u32) -> Option<u32> {
        let width = u32::BITS - count.leading_zeros();
        let short = (1 << width) - count;
        let value = self.number(width.checked_sub(1)?)?;
        if value < short {
            return Some(value);
        }
        Some((value << 1) - short + u32::from(self.flag()?))
    }

    /// ue(v), H.264 section 9.1.
    pub(crate) fn exp_golomb(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.flag()? {
            zeros += 1;
        }
        if zeros > 31 {
            return None;
        }
        Some((1 << zeros) - 1 + self.number(zeros)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_kind() {
        let mut bits = Bits::new(&[0b1010_0110, 0b0100_0000]);
        assert_eq!(bits.number(3), Some(5));
        // Of five values three take two bits: 00, 01, 10, then 110 and 111.
        assert_eq!(bits.non_symmetric(5), Some(0));
        assert_eq!(bits.non_symmetric(5), Some(3));
        assert_eq!(bits.exp_golomb(), Some(1));
        assert_eq!(bits.number(6), None);
        assert_eq!(Bits::new(&[0; 9]).exp_golomb(), None);
    }
}
