//! Languages that people are written to in.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// French.
    #[serde(rename = "fr")]
    French,
}

impl Language {
    /// The tag on the wires and in the store (RFC 5646).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The language of a tag such as `fr-BE`.
    #[must_use]
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "fr" => Some(Self::French),
            _ => None,
        }
    }

    /// The first known language that a browser names; browsers put the one that they like best first.
    #[must_use]
    pub(crate) fn of_browser(headers: &HeaderMap) -> Option<Self> {
        let named = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        named.split(',').take(16).find_map(Self::of_tag)
    }
}

impl std::str::FromStr for Language {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "en" => Ok(Self::English),
            "fr" => Ok(Self::French),
            _ => Err("a language is en or fr"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn browser(accepts: &str) -> Option<Language> {
        let value = accepts.parse().ok()?;
        Language::of_browser(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, value)]))
    }

    #[test]
    fn the_first_known_language_of_a_browser_counts() {
        assert_eq!(browser("fr-BE,fr;q=0.9,en;q=0.5"), Some(Language::French));
        assert_eq!(browser("de, en-GB;q=0.8"), Some(Language::English));
        assert_eq!(browser("*"), None);
        assert_eq!(Language::of_browser(&HeaderMap::new()), None);
    }

    proptest! {
        #[test]
        fn no_header_panics(text in ".{0,60}") {
            let _ = browser(&text);
        }
    }
}
