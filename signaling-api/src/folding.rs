//! Text as it is looked for: without accents, in lower case, so that who types "helene" finds "Hélène" in either database.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is left of a text when nobody minds accents, case and typographic apostrophes.
#[must_use]
pub(crate) fn fold(text: &str) -> String {
    // Taken apart first: some letters have a small one only then.
    let plain = text.nfkd().flat_map(char::to_lowercase);
    let plain = plain.filter(|letter| !is_combining_mark(*letter));
    let mut folded = String::with_capacity(text.len());
    for letter in plain {
        match base(letter) {
            Some(base) => folded.push_str(base),
            None => folded.push(letter),
        }
    }
    folded
}

/// What `LIKE ... ESCAPE '\'` finds a part of a folded text by.
#[must_use]
pub(crate) fn part(text: &str) -> String {
    let text = fold(text.trim());
    let text = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{text}%")
}

/// What people type for letters that Unicode does not take apart.
fn base(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        'þ' => "th",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        '\u{2018}' | '\u{2019}' | '\u{02bc}' => "'",
        '\u{2010}' | '\u{2011}' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_types_plainly_finds_names_as_they_are_written() {
        for (name, typed) in [
            ("Hélène", "helene"),
            ("He\u{301}le\u{300}ne", "helene"),
            ("Łukasz", "lukasz"),
            ("Jürgen Groß", "jurgen gross"),
            ("Sørensen", "sorensen"),
            ("Çelik İnan Işık", "celik inan isik"),
            ("Þórður", "thordur"),
            ("L’Œuvre", "l'oeuvre"),
            ("Nguyễn", "nguyen"),
            ("ΑΘΗΝΆ", "αθηνα"),
            ("山田", "山田"),
        ] {
            assert_eq!(fold(name), typed, "{name}");
        }
    }

    #[test]
    fn no_letter_of_what_is_looked_for_is_a_wildcard() {
        assert_eq!(part(" 100 % É_\\ "), "%100 \\% e\\_\\\\%");
    }

    proptest! {
        #[test]
        fn accents_and_case_make_no_difference(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            let composed: String = text.nfc().collect();
            let apart: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&apart));
        }
    }
}
