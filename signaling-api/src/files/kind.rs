//! What a file is, by its bytes.

/// How many bytes at the beginning tell most kinds apart.
pub(super) const HEAD: usize = 8192;

/// A kind of file that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Kind {
    /// The media type.
    pub media_type: &'static str,
    /// Endings that names of such files have, the usual one first.
    pub endings: &'static [&'static str],
}

const fn kind(media_type: &'static str, endings: &'static [&'static str]) -> Kind {
    Kind { media_type, endings }
}

/// What plain text is.
const TEXT: Kind = kind("text/plain", &["txt", "csv", "md", "log", "text"]);
/// DICOM (PS3.10 section 7.1) says so after a preamble of 128 bytes.
const DICOM: Kind = kind("application/dicom", &["dcm", "dicom"]);

/// Everything that is taken; what is not here is refused.
const KINDS: [Kind; 27] = [
    kind("image/jpeg", &["jpg", "jpeg"]),
    kind("image/png", &["png"]),
    kind("image/gif", &["gif"]),
    kind("image/webp", &["webp"]),
    kind("image/avif", &["avif"]),
    kind("image/heif", &["heic", "heif"]),
    kind("image/bmp", &["bmp"]),
    kind("image/tiff", &["tif", "tiff"]),
    kind("application/pdf", &["pdf"]),
    kind("application/rtf", &["rtf"]),
    kind("application/msword", &["doc"]),
    kind("application/vnd.ms-excel", &["xls"]),
    kind("application/vnd.ms-powerpoint", &["ppt"]),
    kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
    ),
    kind(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
    ),
    kind("application/vnd.oasis.opendocument.text", &["odt"]),
    kind("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    kind("application/vnd.oasis.opendocument.presentation", &["odp"]),
    kind("application/zip", &["zip"]),
    kind("audio/mpeg", &["mp3"]),
    kind("audio/m4a", &["m4a"]),
    kind("audio/ogg", &["ogg", "oga", "opus"]),
    kind("audio/x-wav", &["wav"]),
    kind("video/mp4", &["mp4", "m4v"]),
    kind("video/webm", &["webm"]),
    kind("video/quicktime", &["mov"]),
];

/// What a file is that begins so, and that is text all through or not; nothing where it is not taken.
#[must_use]
pub(super) fn of(head: &[u8], is_text: bool) -> Option<Kind> {
    if head.get(128..132) == Some(b"DICM") {
        return Some(DICOM);
    }
    match infer::get(head) {
        Some(found) => KINDS
            .iter()
            .find(|kind| kind.media_type == found.mime_type())
            .copied(),
        None => is_text.then_some(TEXT),
    }
}

/// Tells whether bytes that come in pieces are plain text: UTF-8 without control characters but those of lines and pages.
#[derive(Default)]
pub(super) struct TextCheck {
    is_broken: bool,
    /// The beginning of a character whose end is to come, at most three bytes.
    rest: Vec<u8>,
}

impl TextCheck {
    /// Looks at the next piece.
    pub(super) fn take(&mut self, piece: &[u8]) {
        if self.is_broken {
            return;
        }
        let mut bytes = std::mem::take(&mut self.rest);
        bytes.extend_from_slice(piece);
        let whole = match std::str::from_utf8(&bytes) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return self.is_broken = true,
        };
        self.rest = bytes.split_off(whole);
        let is_plain = |byte: &u8| *byte >= b' ' && *byte != 0x7f || b"\t\n\r\x0c".contains(byte);
        self.is_broken = !bytes.iter().all(is_plain);
    }

    /// Whether it was text to the end.
    #[must_use]
    pub(super) fn is_text(&self) -> bool {
        !self.is_broken && self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn media_type(bytes: &[u8]) -> Option<&'static str> {
        let mut check = TextCheck::default();
        check.take(bytes);
        of(bytes, check.is_text()).map(|kind| kind.media_type)
    }

    #[test]
    fn bytes_tell_what_it_is() {
        let mut dicom = vec![0; 128];
        dicom.extend_from_slice(b"DICM\x02\x00");
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some("image/jpeg")),
            (b"%PDF-1.7\n", Some("application/pdf")),
            (b"PK\x03\x04\x14\0\0\0\0\0 some archive", Some("application/zip")),
            ("température: 38,5 °C\n".as_bytes(), Some("text/plain")),
            (&dicom, Some("application/dicom")),
            (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", None),
            (b"\x7fELF\x02\x01\x01\0\0\0", None),
            (b"#!/bin/sh\nrm -r /\n", None),
            (b"<!DOCTYPE html><script>alert(1)</script>", None),
            (b"\0\x01\x02\x03", None),
            (b"text with a bell \x07", None),
        ] {
            assert_eq!(
                media_type(bytes),
                expected,
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn every_kind_has_an_ending() {
        for kind in KINDS.iter().chain([&TEXT, &DICOM]) {
            assert!(!kind.endings.is_empty(), "{}", kind.media_type);
        }
    }

    proptest! {
        #[test]
        fn pieces_are_judged_as_the_whole(text in "(?s).{0,40}", cut in 0usize..160) {
            let bytes = text.as_bytes();
            let (first, second) = bytes.split_at(cut.min(bytes.len()));
            let (mut pieces, mut whole) = (TextCheck::default(), TextCheck::default());
            pieces.take(first);
            pieces.take(second);
            whole.take(bytes);
            prop_assert_eq!(pieces.is_text(), whole.is_text());
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = media_type(&bytes);
        }
    }
}
