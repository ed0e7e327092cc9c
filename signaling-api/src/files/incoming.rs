//! A file on its way in.

use super::kind::{self, Kind, TextCheck};
use super::scan::scan;
use super::shelf::Shelf;
use crate::error::{Code, Failure};
use axum::body::Body;
use http_body_util::BodyExt;
use std::path::PathBuf;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Longest time without a byte.
const SILENCE: Duration = Duration::from_secs(30);

/// A file that has come whole and was found good; it is gone with this value unless it is kept.
pub(crate) struct Incoming {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// Its size, in bytes.
    pub size: u64,
    part: Part,
}

/// A part of a file on the disk, removed with this value.
struct Part(Option<PathBuf>);

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Incoming {
    /// Takes a body to the disk, looks at what it is.
    ///
    /// # Errors
    /// [`Code::TooLarge`], [`Code::UnsupportedMediaType`], [`Code::FileRefused`], [`Code::Validation`] for a body that is
    /// empty or breaks off, [`Code::Unavailable`] for a full disk.
    pub(crate) async fn take(shelf: &Shelf, body: Body) -> Result<Self, Failure> {
        let id = Uuid::new_v4();
        let path = shelf.incoming(id);
        let part = Part(Some(path.clone()));
        let file = shelf.create(&path).await.map_err(|error| broken(&error))?;
        let (kind, size) = write(file, body, shelf.longest).await?;
        scan(&shelf.scanner, &path).await?;
        Ok(Self { id, kind, size, part })
    }

    /// Keeps it.
    ///
    /// # Errors
    /// [`Code::Unavailable`].
    pub(crate) async fn keep(mut self, shelf: &Shelf) -> Result<(), Failure> {
        let Some(path) = self.part.0.clone() else {
            return Ok(());
        };
        let moved = tokio::fs::rename(path, shelf.path(self.id)).await;
        moved.map_err(|error| broken(&error))?;
        self.part.0 = None;
        Ok(())
    }
}

async fn write(mut file: File, mut body: Body, longest: u64) -> Result<(Kind, u64), Failure> {
    let (mut size, mut head, mut text) = (0, Vec::new(), TextCheck::default());
    while let Some(piece) = next(&mut body).await? {
        size += piece.len() as u64;
        if size > longest {
            return Err(Code::TooLarge.into());
        }
        let room = kind::HEAD.saturating_sub(head.len()).min(piece.len());
        head.extend_from_slice(piece.get(..room).unwrap_or_default());
        text.take(&piece);
        file.write_all(&piece).await.map_err(|error| broken(&error))?;
    }
    if size == 0 {
        return Err(Failure::validation("the file is empty"));
    }
    let kind = kind::of(&head, text.is_text()).ok_or(Code::UnsupportedMediaType)?;
    file.flush().await.map_err(|error| broken(&error))?;
    file.sync_all().await.map_err(|error| broken(&error))?;
    Ok((kind, size))
}

async fn next(body: &mut Body) -> Result<Option<bytes::Bytes>, Failure> {
    loop {
        let frame = tokio::time::timeout(SILENCE, body.frame()).await;
        let frame = frame.map_err(|_| Failure::validation("the file does not come on"))?;
        match frame {
            None => return Ok(None),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(piece) => return Ok(Some(piece)),
                Err(_trailers) => {}
            },
            Some(Err(_)) => return Err(Failure::validation("the file broke off")),
        }
    }
}

fn broken(error: &std::io::Error) -> Failure {
    tracing::error!(kind = ?error.kind(), "a file cannot be kept");
    Code::Unavailable.into()
}
