//! Files of recordings as they lie on a disk: AES-256-GCM in chunks that can be written one by one, read from any of them on.
//!
//! A file is a prelude (8 bytes of format, 16 of salt), then chunks: a length of 31 bits with a bit for the last chunk of a file that was
//! ended, a nonce of 12 bytes, so many bytes sealed, a tag of 16. The key of a file is made of the server's and the salt. Each chunk is
//! bound to its number; the first may be replaced by another of its length.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::{hmac, rand};

/// Bytes of the secret of which files' keys are made.
pub const KEY: usize = 32;
/// Bytes before the first chunk.
pub const PRELUDE: usize = FORMAT.len() + SALT;
/// Bytes of a chunk before what is sealed.
pub const CHUNK_HEAD: usize = 4 + NONCE;
/// Bytes of a chunk after what is sealed.
pub const CHUNK_TAIL: usize = 16;
/// Bytes that a chunk holds at most.
pub const CHUNK: usize = 64 * 1024;

const FORMAT: &[u8; 8] = b"vstbrec1";
const SALT: usize = 16;
const NONCE: usize = 12;
const LAST: u32 = 1 << 31;

/// Why bytes cannot be opened or sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SealError {
    /// Another format.
    #[error("this is no recording")]
    Format,
    /// Damaged, of another server, or a chunk in another's place.
    #[error("the recording is damaged or was sealed with another key")]
    Broken,
    /// No random numbers.
    #[error("the system gives no random numbers")]
    NoRandomness,
}

/// Writes one file.
pub struct Sealer {
    key: RandomizedNonceKey,
    chunks: u64,
}

/// Reads one file.
pub struct Opener {
    key: RandomizedNonceKey,
}

/// What stands at the beginning of a chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChunkHead {
    /// Bytes that are sealed in it.
    pub len: usize,
    /// Whether the file was ended with it.
    pub is_last: bool,
    nonce: [u8; NONCE],
}

impl Sealer {
    /// A new file with its prelude.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn new(secret: &[u8; KEY]) -> Result<(Self, Vec<u8>), SealError> {
        let mut salt = [0; SALT];
        rand::fill(&mut salt).map_err(|_| SealError::NoRandomness)?;
        let key = file_key(secret, &salt)?;
        Ok((Self { key, chunks: 0 }, [&FORMAT[..], &salt].concat()))
    }

    /// Chunks with these bytes, to be appended.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn append(&mut self, bytes: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut out = Vec::with_capacity(bytes.len() + CHUNK_HEAD + CHUNK_TAIL);
        for part in bytes.chunks(CHUNK) {
            seal(&self.key, self.chunks, part, false, &mut out)?;
            self.chunks += 1;
        }
        Ok(out)
    }

    /// The last chunk.
    ///
    /// # Errors
    /// [`SealError::NoRandomness`].
    pub fn end(mut self, bytes: &[u8], first: &[u8]) -> Result<(Vec<u8>, Vec<u8>), SealError> {
        let (whole, rest) = bytes.split_at(bytes.len() / CHUNK * CHUNK);
        let mut last = self.append(whole)?;
        seal(&self.key, self.chunks, rest, true, &mut last)?;
        let mut replaced = Vec::new();
        // As the file's first chunk was: its content fits into one.
        seal(
            &self.key,
            0,
            &first[..first.len().min(CHUNK)],
            false,
            &mut replaced,
        )?;
        Ok((last, replaced))
    }
}

impl Opener {
    /// Of the file that begins with this prelude.
    ///
    /// # Errors
    /// [`SealError::Format`].
    pub fn new(secret: &[u8; KEY], prelude: &[u8; PRELUDE]) -> Result<Self, SealError> {
        let salt = prelude.strip_prefix(&FORMAT[..]).ok_or(SealError::Format)?;
        let key = file_key(secret, salt)?;
        Ok(Self { key })
    }

    /// Opens the chunk of that number, with its tag, in place; what was sealed.
    ///
    /// # Errors
    /// [`SealError::Broken`].
    pub fn open<'a>(&self, number: u64, head: &ChunkHead, body: &'a mut [u8]) -> Result<&'a [u8], SealError> {
        let aad = binding(number, head.is_last);
        let nonce = Nonce::assume_unique_for_key(head.nonce);
        let opened = self.key.open_in_place(nonce, Aad::from(aad), body);
        opened.map(|bytes| &*bytes).map_err(|_| SealError::Broken)
    }
}

impl ChunkHead {
    /// Reads it; nothing where it tells of more than a chunk holds.
    #[must_use]
    pub fn parse(head: &[u8; CHUNK_HEAD]) -> Option<Self> {
        let (len, nonce) = head.split_first_chunk()?;
        let word = u32::from_be_bytes(*len);
        let len = (word & !LAST) as usize;
        (len <= CHUNK).then_some(Self {
            len,
            is_last: word & LAST != 0,
            nonce: nonce.try_into().ok()?,
        })
    }
}

fn file_key(secret: &[u8; KEY], salt: &[u8]) -> Result<RandomizedNonceKey, SealError> {
    let secret = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&secret);
    context.update(FORMAT);
    context.update(salt);
    RandomizedNonceKey::new(&AES_256_GCM, context.sign().as_ref()).map_err(|_| SealError::Broken)
}

fn seal(
    key: &RandomizedNonceKey,
    number: u64,
    bytes: &[u8],
    is_last: bool,
    out: &mut Vec<u8>,
) -> Result<(), SealError> {
    let mut sealed = bytes.to_vec();
    let aad = Aad::from(binding(number, is_last));
    let nonce = key
        .seal_in_place_append_tag(aad, &mut sealed)
        .map_err(|_| SealError::NoRandomness)?;
    // No longer than a chunk.
    let word = bytes.len() as u32 | if is_last { LAST } else { 0 };
    out.extend_from_slice(&word.to_be_bytes());
    out.extend_from_slice(nonce.as_ref());
    out.append(&mut sealed);
    Ok(())
}

fn binding(number: u64, is_last: bool) -> [u8; 9] {
    let mut aad = [u8::from(is_last); 9];
    aad[..8].copy_from_slice(&number.to_be_bytes());
    aad
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: [u8; KEY] = [7; KEY];

    /// What a file holds, chunk by chunk, and whether it was ended.
    fn read(file: &[u8], secret: &[u8; KEY]) -> Result<(Vec<Vec<u8>>, bool), SealError> {
        let (prelude, mut rest) = file.split_first_chunk().ok_or(SealError::Format)?;
        let opener = Opener::new(secret, prelude)?;
        let (mut chunks, mut ended) = (Vec::new(), false);
        while let Some((head, after)) = rest.split_first_chunk() {
            let head = ChunkHead::parse(head).ok_or(SealError::Broken)?;
            let Some((body, after)) = after.split_at_checked(head.len + CHUNK_TAIL) else {
                break;
            };
            let opened = opener
                .open(chunks.len() as u64, &head, &mut body.to_vec())?
                .to_vec();
            chunks.push(opened);
            (ended, rest) = (head.is_last, after);
        }
        Ok((chunks, ended))
    }

    fn file(parts: &[&[u8]]) -> (Vec<u8>, Sealer) {
        let (mut sealer, mut file) = Sealer::new(&SECRET).unwrap();
        for part in parts {
            file.extend(sealer.append(part).unwrap());
        }
        (file, sealer)
    }

    #[test]
    fn a_file_is_read_back_with_its_first_chunk_replaced() {
        let (mut sealed, sealer) = file(&[b"first", &vec![1; CHUNK + 1]]);
        let (chunks, ended) = read(&sealed, &SECRET).unwrap();
        assert_eq!((chunks.len(), ended), (3, false));
        let (last, first) = sealer.end(b"last", b"FIRST").unwrap();
        sealed.extend(last);
        sealed[PRELUDE..PRELUDE + first.len()].copy_from_slice(&first);
        let (chunks, ended) = read(&sealed, &SECRET).unwrap();
        assert!(ended && chunks[0] == b"FIRST" && chunks[3] == b"last");
        assert!(
            !sealed.windows(5).any(|bytes| bytes == b"FIRST"),
            "it cannot be read without the key"
        );
    }

    #[test]
    fn what_was_cut_off_is_read_up_to_there() {
        let (sealed, _) = file(&[b"first", b"second"]);
        let (chunks, ended) = read(&sealed[..sealed.len() - 1], &SECRET).unwrap();
        assert_eq!((chunks, ended), (vec![b"first".to_vec()], false));
    }

    #[test]
    fn another_key_another_place_and_another_format_are_refused() {
        let (sealed, _) = file(&[b"one", b"two"]);
        assert_eq!(read(&sealed, &[8; KEY]).unwrap_err(), SealError::Broken);
        let len = CHUNK_HEAD + 3 + CHUNK_TAIL;
        let (one, two) = (&sealed[PRELUDE..PRELUDE + len], &sealed[PRELUDE + len..]);
        let swapped = [&sealed[..PRELUDE], two, one].concat();
        assert_eq!(read(&swapped, &SECRET).unwrap_err(), SealError::Broken);
        let ended = {
            let mut ended = sealed.clone();
            ended[PRELUDE + len] |= 0x80;
            ended
        };
        assert_eq!(
            read(&ended, &SECRET).unwrap_err(),
            SealError::Broken,
            "nobody else ends a file"
        );
        assert_eq!(read(&[0; 100], &SECRET).unwrap_err(), SealError::Format);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, &SECRET);
            let _ = read(&[&FORMAT[..], &bytes].concat(), &SECRET);
        }
    }
}
