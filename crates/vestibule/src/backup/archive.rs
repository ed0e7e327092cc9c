//! A tar file whose last member tells the digests of the others.

use crate::failure::Failure;
use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path};
use tar::{Builder, EntryType, Header};
use tempfile::NamedTempFile;

/// The last member.
const MANIFEST: &str = "manifest.json";
/// Longest manifest that is read, in bytes.
const LONGEST_MANIFEST: u64 = 64 << 20;
/// The form that this program writes and reads.
const FORMAT: u32 = 1;

/// What is in an archive.
#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The form of the archive.
    format: u32,
    /// The program that made it.
    version: String,
    /// The members, by name.
    pub(super) files: BTreeMap<String, Member>,
}

/// A member of an archive.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
pub(super) struct Member {
    /// Its length in bytes.
    size: u64,
    /// Its SHA-256 in hexadecimal.
    sha256: String,
}

/// An archive that is being made, readable by its owner alone; gone where it is not ended.
pub(super) struct Archive {
    builder: Builder<NamedTempFile>,
    files: BTreeMap<String, Member>,
}

impl Archive {
    /// Begins one in the directory that it will stay in.
    pub(super) fn begin(home: &Path) -> Result<Self, Failure> {
        Ok(Self {
            builder: Builder::new(NamedTempFile::new_in(home)?),
            files: BTreeMap::new(),
        })
    }

    /// Adds a file, as long as it is now.
    pub(super) fn add(&mut self, name: &str, path: &Path) -> Result<(), Failure> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut reader = Digesting::new(file.take(size));
        self.builder
            .append_data(&mut header(size), name, &mut reader)
            .map_err(|error| Failure::Backup(format!("{}: {error}", path.display())))?;
        let member = reader.member();
        if member.size != size {
            return Err(Failure::Backup(format!(
                "{} changed meanwhile: try again",
                path.display()
            )));
        }
        self.files.insert(name.to_owned(), member);
        Ok(())
    }

    /// Ends it, on the disk, under its name; how many files it holds.
    pub(super) fn end(mut self, file: &Path) -> Result<usize, Failure> {
        let count = self.files.len();
        let manifest = Manifest {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").into(),
            files: self.files,
        };
        let text = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::from)?;
        self.builder
            .append_data(&mut header(text.len() as u64), MANIFEST, &text[..])?;
        let made = self.builder.into_inner()?;
        made.as_file().sync_all()?;
        made.persist_noclobber(file).map_err(|error| error.error)?;
        Ok(count)
    }
}

/// Reads an archive to its end, handing each member to `take`; its manifest, if all members are as that says.
///
/// # Errors
/// It is damaged, of another form, or holds what no backup holds.
pub(super) fn read(
    file: &Path,
    mut take: impl FnMut(&Path, &mut dyn Read) -> Result<(), Failure>,
) -> Result<Manifest, Failure> {
    let damaged = |what: &str| Failure::Backup(format!("{} cannot be trusted: {what}", file.display()));
    let mut found = BTreeMap::new();
    let mut manifest: Option<Manifest> = None;
    for entry in tar::Archive::new(File::open(file)?).entries()? {
        let entry = entry.map_err(|error| damaged(&error.to_string()))?;
        let path = entry
            .path()
            .map_err(|error| damaged(&error.to_string()))?
            .into_owned();
        if manifest.is_some() || entry.header().entry_type() != EntryType::Regular || !is_inside(&path) {
            return Err(damaged("it holds what no backup holds"));
        }
        if path == Path::new(MANIFEST) {
            let read: Manifest = serde_json::from_reader(entry.take(LONGEST_MANIFEST))
                .map_err(|error| damaged(&error.to_string()))?;
            manifest = Some(read);
            continue;
        }
        let mut reader = Digesting::new(entry);
        take(&path, &mut reader)?;
        std::io::copy(&mut reader, &mut std::io::sink()).map_err(|error| damaged(&error.to_string()))?;
        found.insert(path.display().to_string(), reader.member());
    }
    let manifest = manifest.ok_or_else(|| damaged("its end is missing"))?;
    if manifest.format != FORMAT {
        return Err(damaged("it is of another form"));
    }
    if manifest.files != found {
        return Err(damaged("a digest is wrong"));
    }
    Ok(manifest)
}

fn header(size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_entry_type(EntryType::Regular);
    header
}

/// Whether a name stays below where it is unpacked.
fn is_inside(path: &Path) -> bool {
    let plain = |component| matches!(component, Component::Normal(_));
    path.components().all(plain) && path.to_str().is_some()
}

/// A reader that makes the digest of what passes.
struct Digesting<R> {
    inner: R,
    context: Context,
    size: u64,
}

impl<R: Read> Digesting<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            context: Context::new(&SHA256),
            size: 0,
        }
    }

    fn member(self) -> Member {
        let digest = self.context.finish();
        Member {
            size: self.size,
            sha256: digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.context.update(&buffer[..count]);
        self.size += count as u64;
        Ok(count)
    }
}
