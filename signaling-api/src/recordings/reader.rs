//! One file of a recording, read from any place on.

use recording::sealed::{CHUNK_HEAD, CHUNK_TAIL, ChunkHead, KEY, Opener, PRELUDE};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A chunk, by its number.
struct Place {
    head: ChunkHead,
    /// Of the first byte that is sealed in it, among those of all chunks.
    begins: u64,
    /// Of its body in the file.
    at: u64,
}

/// Reads what is sealed in a file. All of it blocks.
pub(crate) struct Reader {
    file: File,
    opener: Opener,
    chunks: Vec<Place>,
    len: u64,
}

impl Reader {
    /// Opens a file; what was cut off at its end does not count.
    ///
    /// # Errors
    /// The disk's, or it is no file of a recording.
    pub(super) fn open(path: &Path, key: &[u8; KEY]) -> io::Result<Self> {
        let file = File::open(path)?;
        let on_disk = file.metadata()?.len();
        let mut prelude = [0; PRELUDE];
        file.read_exact_at(&mut prelude, 0)?;
        let opener = Opener::new(key, &prelude).map_err(io::Error::other)?;
        let (mut chunks, mut at, mut len) = (Vec::new(), PRELUDE as u64, 0);
        while at + (CHUNK_HEAD + CHUNK_TAIL) as u64 <= on_disk {
            let mut head = [0; CHUNK_HEAD];
            file.read_exact_at(&mut head, at)?;
            let head = ChunkHead::parse(&head).ok_or_else(|| io::Error::other("a chunk is too long"))?;
            let body = at + CHUNK_HEAD as u64;
            at = body + (head.len + CHUNK_TAIL) as u64;
            if at > on_disk {
                break;
            }
            chunks.push(Place {
                head,
                begins: len,
                at: body,
            });
            len += head.len as u64;
        }
        Ok(Self {
            file,
            opener,
            chunks,
            len,
        })
    }

    /// Bytes in all.
    #[must_use]
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Some bytes from `at` on; none at the end.
    ///
    /// # Errors
    /// The disk's, or the file is damaged.
    pub(crate) fn read(&self, at: u64) -> io::Result<Vec<u8>> {
        // Among chunks of no bytes the last that begins there has some, if any has.
        let number = self.chunks.partition_point(|chunk| chunk.begins <= at);
        let Some((number, chunk)) = number.checked_sub(1).and_then(|n| Some((n, self.chunks.get(n)?))) else {
            return Ok(Vec::new());
        };
        let mut body = vec![0; chunk.head.len + CHUNK_TAIL];
        self.file.read_exact_at(&mut body, chunk.at)?;
        let opened = self.opener.open(number as u64, &chunk.head, &mut body);
        let opened = opened.map_err(io::Error::other)?;
        let skipped = usize::try_from(at - chunk.begins).unwrap_or(usize::MAX);
        Ok(opened.get(skipped..).unwrap_or_default().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recording::sealed::Sealer;

    #[test]
    fn it_is_read_from_any_place_on() {
        let key = [5; KEY];
        let (mut sealer, mut bytes) = Sealer::new(&key).expect("seals");
        let whole: Vec<u8> = (0..200_000_u32).map(|number| (number % 251) as u8).collect();
        for part in [&whole[..10], &whole[10..150_000], &whole[150_000..]] {
            bytes.extend(sealer.append(part).expect("seals"));
        }
        // Half a chunk, as a killed server leaves it.
        bytes.extend_from_slice(&[0, 0, 1, 0, 7, 7]);
        let path = std::env::temp_dir().join(format!("vestibule-reader-{}", uuid::Uuid::now_v7()));
        std::fs::write(&path, &bytes).expect("writes");
        let reader = Reader::open(&path, &key).expect("opens");
        std::fs::remove_file(&path).expect("is removed");
        assert_eq!(reader.len(), whole.len() as u64);
        for begin in [0, 9, 10, 11, 65_545, 65_546, 149_999, 150_000, 199_999, 200_000] {
            let mut read = Vec::new();
            while let Some(more) =
                Some(reader.read(begin + read.len() as u64).expect("reads")).filter(|m| !m.is_empty())
            {
                read.extend(more);
            }
            assert_eq!(read, whole[begin as usize..], "from {begin}");
        }
    }
}
