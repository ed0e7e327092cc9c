//! Elements of EBML (RFC 8794), written into memory.

/// Appends an element with a body.
pub(crate) fn element(out: &mut Vec<u8>, id: u32, body: &[u8]) {
    push_id(out, id);
    push_size(out, body.len() as u64);
    out.extend_from_slice(body);
}

/// Appends an element of elements that `fill` writes.
pub(crate) fn master(out: &mut Vec<u8>, id: u32, fill: impl FnOnce(&mut Vec<u8>)) {
    let mut body = Vec::new();
    fill(&mut body);
    element(out, id, &body);
}

/// Appends a number in as few bytes as it needs.
pub(crate) fn uint(out: &mut Vec<u8>, id: u32, value: u64) {
    let zeros = (value.leading_zeros() / 8).min(7) as usize;
    element(out, id, &value.to_be_bytes()[zeros..]);
}

/// Appends a number in eight bytes, whatever it is.
pub(crate) fn wide_uint(out: &mut Vec<u8>, id: u32, value: u64) {
    element(out, id, &value.to_be_bytes());
}

/// Appends a number in eight bytes of IEEE 754.
pub(crate) fn float(out: &mut Vec<u8>, id: u32, value: f64) {
    element(out, id, &value.to_be_bytes());
}

/// Appends nothing that takes `len` bytes, 2 to 128 of them (RFC 8794 section 11.3.2).
pub(crate) fn void(out: &mut Vec<u8>, len: usize) {
    element(out, 0xEC, &vec![0; len.saturating_sub(2)]);
}

/// Appends an id, whose length marker is part of it.
pub(crate) fn push_id(out: &mut Vec<u8>, id: u32) {
    let zeros = (id.leading_zeros() / 8).min(3) as usize;
    out.extend_from_slice(&id.to_be_bytes()[zeros..]);
}

/// Appends a size of eight bytes; nothing for one that is not known yet (RFC 8794 section 6.2).
pub(crate) fn push_wide_size(out: &mut Vec<u8>, size: Option<u64>) {
    const UNKNOWN: u64 = (1 << 56) - 1;
    let size = size.unwrap_or(UNKNOWN).min(UNKNOWN);
    out.extend_from_slice(&(1 << 56 | size).to_be_bytes());
}

/// In as few bytes as it needs; all ones are kept for "unknown" (RFC 8794 section 4).
fn push_size(out: &mut Vec<u8>, size: u64) {
    let bits = u64::BITS - (size + 1).leading_zeros();
    let bytes = (bits.max(1)).div_ceil(7).min(8);
    let marked = 1 << (7 * bytes) | size;
    out.extend_from_slice(&marked.to_be_bytes()[8 - bytes as usize..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The length of a size and the size.
    fn read_size(bytes: &[u8]) -> (usize, u64) {
        let len = bytes[0].leading_zeros() as usize + 1;
        let mut wide = [0; 8];
        wide[8 - len..].copy_from_slice(&bytes[..len]);
        (len, u64::from_be_bytes(wide) & !(1 << (7 * len)))
    }

    #[test]
    fn numbers_take_as_few_bytes_as_they_need() {
        for (value, bytes) in [
            (0, &[0xD7, 0x81, 0][..]),
            (255, &[0xD7, 0x81, 255]),
            (256, &[0xD7, 0x82, 1, 0]),
        ] {
            let mut out = Vec::new();
            uint(&mut out, 0xD7, value);
            assert_eq!(out, bytes);
        }
        let mut out = Vec::new();
        void(&mut out, 11);
        assert_eq!((out.len(), &out[..2]), (11, &[0xEC, 0x89][..]));
    }

    proptest! {
        #[test]
        fn a_size_is_read_as_it_was_written(size in 0_u64..1 << 48) {
            let mut out = Vec::new();
            push_size(&mut out, size);
            let (len, read) = read_size(&out);
            prop_assert_eq!((len, read), (out.len(), size));
            prop_assert!(read != (1 << (7 * len)) - 1, "that means unknown");
        }
    }
}
