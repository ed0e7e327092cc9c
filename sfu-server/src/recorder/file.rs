//! One file of a recording, sealed as it is written.

use recording::sealed::{KEY, PRELUDE, SealError, Sealer};
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

/// What a file is written to; a seam so that writing is tested on a disk that is full on demand.
pub(super) trait Medium: Send {
    /// Writes all of the bytes there.
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()>;
    /// Cuts off what is behind.
    fn cut(&mut self, len: u64) -> io::Result<()>;
    /// Waits until all is on the disk.
    fn sync(&mut self) -> io::Result<()>;
}

impl Medium for File {
    fn write_at(&mut self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.write_all_at(bytes, at)
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// A file that is complete after each step: what could not be written whole is cut off.
pub(super) struct SealedFile {
    medium: Box<dyn Medium>,
    sealer: Option<Sealer>,
    /// Written with the first bytes, so that no file is shorter than its beginning.
    prelude: Vec<u8>,
    len: u64,
}

impl SealedFile {
    /// A new file that its owner alone can read.
    pub(super) fn create(path: &Path, key: &[u8; KEY]) -> io::Result<Self> {
        let mut options = File::options();
        let file = options.write(true).create_new(true).mode(0o600).open(path)?;
        Self::on(Box::new(file), key)
    }

    pub(super) fn on(medium: Box<dyn Medium>, key: &[u8; KEY]) -> io::Result<Self> {
        let (sealer, prelude) = Sealer::new(key).map_err(other)?;
        Ok(Self {
            medium,
            sealer: Some(sealer),
            prelude,
            len: 0,
        })
    }

    /// Bytes on the disk.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Adds bytes at the end.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(sealer) = &mut self.sealer else {
            return Ok(());
        };
        let mut sealed = std::mem::take(&mut self.prelude);
        sealed.append(&mut sealer.append(bytes).map_err(other)?);
        self.write(&sealed)
    }

    /// Adds the last bytes and puts others in place of the first ones. Where the disk has no room for them the file stays
    /// without: it plays all the same.
    pub(super) fn end(&mut self, last: &[u8], first: &[u8]) -> io::Result<()> {
        let Some(sealer) = self.sealer.take() else {
            return Ok(());
        };
        let (last, first) = sealer.end(last, first).map_err(other)?;
        self.write(&last)?;
        self.medium.write_at(&first, PRELUDE as u64)?;
        self.medium.sync()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.medium.write_at(bytes, self.len) {
            Ok(()) => self.len += bytes.len() as u64,
            Err(error) => {
                // A reader stops at half a chunk anyway.
                let _ = self.medium.cut(self.len);
                return Err(error);
            }
        }
        Ok(())
    }
}

fn other(error: SealError) -> io::Error {
    io::Error::other(error)
}
