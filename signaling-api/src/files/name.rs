//! Names of files: for people, never for the disk.

use super::kind::Kind;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Longest name that is shown, in characters.
const LONGEST: usize = 100;
/// Longest name that is read, in bytes.
const LONGEST_SAID: usize = 4096;
/// What stands for itself in a parameter's value (RFC 8187 section 3.2.1).
const ATTRIBUTE: AsciiSet = NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// The name under which people see a file that a client calls `said`, percent-encoded.
#[must_use]
pub(crate) fn shown(said: &str, kind: Kind) -> String {
    let said = if said.len() > LONGEST_SAID { "" } else { said };
    let said = percent_decode_str(said).decode_utf8_lossy().into_owned();
    let last = said.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.chars().filter(|c| !c.is_control() && !is_odd(*c));
    let plain: String = plain.collect();
    let plain = plain.trim().trim_end_matches('.').trim_end();
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain, ""));
    let fits = kind
        .endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    let (stem, ending) = if fits {
        (stem, ending.to_ascii_lowercase())
    } else {
        (plain, kind.endings.first().copied().unwrap_or("bin").to_owned())
    };
    let stem: String = stem.trim_start_matches('.').chars().take(LONGEST).collect();
    let stem = if stem.trim().is_empty() {
        "file"
    } else {
        stem.trim()
    };
    format!("{stem}.{ending}")
}

/// The value of `Content-Disposition` (RFC 6266) for a file of that name.
#[must_use]
pub(crate) fn disposition(name: &str, is_image: bool) -> String {
    let way = if is_image { "inline" } else { "attachment" };
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || ".-_".contains(c) {
            c
        } else {
            '_'
        }
    };
    let ascii: String = name.chars().map(plain).collect();
    let exact = utf8_percent_encode(name, &ATTRIBUTE);
    format!("{way}; filename=\"{ascii}\"; filename*=UTF-8''{exact}")
}

/// What some file system forbids, and what is invisible or turns the direction of text.
fn is_odd(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const JPEG: Kind = Kind {
        media_type: "image/jpeg",
        endings: &["jpg", "jpeg"],
    };

    #[test]
    fn a_name_leads_nowhere_and_ends_as_its_bytes_say() {
        for (said, name) in [
            ("photo.jpg", "photo.jpg"),
            ("PHOTO.JPEG", "PHOTO.jpeg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("..%2F..%2Fetc%2Fpasswd", "passwd.jpg"),
            ("C:\\Windows\\x.jpg", "x.jpg"),
            ("invoice.pdf.exe", "invoice.pdf.exe.jpg"),
            ("photo%E2%80%AEgpj.exe", "photogpj.exe.jpg"),
            ("a%00b%0A.jpg", "ab.jpg"),
            ("%C3%A9t%C3%A9.jpg", "été.jpg"),
            ("%ff%fe.jpg", "file.jpg"),
            ("", "file.jpg"),
            ("..", "file.jpg"),
            (".jpg", "file.jpg"),
            (".hidden", "hidden.jpg"),
        ] {
            assert_eq!(shown(said, JPEG), name, "{said}");
        }
    }

    #[test]
    fn a_header_is_one_header() {
        assert_eq!(
            disposition("été \"1\".jpg", true),
            "inline; filename=\"_t___1_.jpg\"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.jpg"
        );
    }

    proptest! {
        #[test]
        fn no_name_breaks_out(said in "(?s).{0,60}") {
            let name = shown(&said, JPEG);
            prop_assert!(!name.contains(['/', '\\', '\0', '\n']));
            prop_assert!(name.ends_with(".jpg") || name.ends_with(".jpeg"));
            prop_assert!(name.chars().count() <= LONGEST + 5);
            prop_assert!(disposition(&name, false).chars().all(|c| c.is_ascii_graphic() || c == ' '));
        }
    }
}
