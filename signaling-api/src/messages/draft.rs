//! What a client says, made sure of.

use super::view::file_of_url;
use crate::error::Failure;
use crate::store::MessageKind;
use serde::Deserialize;
use uuid::Uuid;

/// Longest content, in characters.
const LONGEST: usize = 4000;
/// Longest name that a client gives a message, in characters.
const LONGEST_CLIENT_ID: usize = 64;

/// A message as a client says it; other fields of older clients say nothing.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewMessage)]
pub(crate) struct Said {
    /// Text and nothing else, at most 4,000 characters.
    #[serde(default)]
    content: String,
    /// `text` if nothing is said; `system` is the server's.
    #[serde(rename = "type")]
    kind: Option<MessageKind>,
    /// The client's own name for it, at most 64 characters: the same again is the same message.
    client_id: Option<String>,
    /// The file that goes with it.
    metadata: Option<SaidFile>,
}

/// The file that goes with a message.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewMessageFile)]
pub(crate) struct SaidFile {
    /// As the server told it.
    file_url: Option<String>,
}

/// A message that can be kept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// What it is.
    pub kind: MessageKind,
    /// The words.
    pub content: String,
    /// What goes with it.
    pub file: Option<Uuid>,
    /// What the client calls it.
    pub client_id: Option<String>,
}

impl Said {
    /// Makes sure of it.
    ///
    /// # Errors
    /// [`Code::Validation`](crate::error::Code::Validation).
    pub(crate) fn checked(self) -> Result<Draft, Failure> {
        let kind = self.kind.unwrap_or(MessageKind::Text);
        let client_id = self.client_id.map(client_id).transpose()?;
        let (file, content) = match kind {
            MessageKind::System => return Err(Failure::validation("type must be text, image or file")),
            MessageKind::Text => (None, self.content),
            MessageKind::Image | MessageKind::File => {
                let named = self.metadata.and_then(|metadata| metadata.file_url);
                let (file, content) = file_and_words(named, self.content)?;
                (Some(file), content)
            }
        };
        Ok(Draft {
            kind,
            content: words(&content, file.is_some())?,
            file,
            client_id,
        })
    }
}

/// The file of a message; older clients have no `metadata`, and name it in the content.
fn file_and_words(named: Option<String>, content: String) -> Result<(Uuid, String), Failure> {
    let (url, words) = match named {
        Some(url) => (url, content),
        None => (content, String::new()),
    };
    let file = file_of_url(url.trim());
    let file = file.ok_or_else(|| Failure::validation("metadata.fileUrl must name a file that was sent"))?;
    Ok((file, words))
}

/// Text with lines of one kind of end.
fn words(text: &str, may_be_empty: bool) -> Result<String, Failure> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().count() > LONGEST {
        return Err(Failure::validation("content must have at most 4000 characters"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(Failure::validation("content must have no control characters"));
    }
    if text.trim().is_empty() && !may_be_empty {
        return Err(Failure::validation("content must not be empty"));
    }
    Ok(text)
}

fn client_id(text: String) -> Result<String, Failure> {
    let fits = (1..=LONGEST_CLIENT_ID).contains(&text.chars().count());
    if fits && !text.chars().any(char::is_control) {
        return Ok(text);
    }
    Err(Failure::validation("clientId must have 1 to 64 characters"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn draft(value: serde_json::Value) -> Result<Draft, Failure> {
        serde_json::from_value::<Said>(value)
            .expect("its shape")
            .checked()
    }

    #[test]
    fn text_stays_as_it_was_said() {
        let said = "<b>hi</b>\r\n\tdouble \u{202b}שלום";
        let draft = draft(json!({"content": said, "timestamp": "x", "clientId": "1"})).expect("good");
        assert_eq!(draft.content, "<b>hi</b>\n\tdouble \u{202b}שלום");
        assert_eq!(
            (draft.kind, draft.client_id.as_deref()),
            (MessageKind::Text, Some("1"))
        );
    }

    #[test]
    fn what_is_no_message_is_refused() {
        let long = "a".repeat(4001);
        for wrong in [
            json!({}),
            json!({"content": " \n "}),
            json!({"content": "a\u{0}"}),
            json!({"content": "\u{1b}[2J"}),
            json!({"content": long}),
            json!({"content": "a", "type": "system"}),
            json!({"content": "a", "clientId": ""}),
            json!({"content": "a", "clientId": "c".repeat(65)}),
            json!({"content": "a picture", "type": "image"}),
            json!({"content": "", "type": "file", "metadata": {"fileUrl": "https://evil.example/x"}}),
        ] {
            assert!(draft(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_is_named_in_the_metadata_or_as_the_content() {
        let (id, url) = (
            Uuid::from_u128(7),
            super::super::view::file_url(Uuid::from_u128(7)),
        );
        let current = draft(json!({"content": "look", "type": "image", "metadata": {"fileUrl": url}}));
        let older = draft(json!({"content": url, "type": "file"}));
        let (current, older) = (current.expect("good"), older.expect("good"));
        assert_eq!((current.file, current.content.as_str()), (Some(id), "look"));
        assert_eq!((older.file, older.content.as_str()), (Some(id), ""));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_passes_fits(content in "(?s).{0,60}", url in "(?s).{0,60}") {
            if let Ok(draft) = draft(json!({"content": content})) {
                prop_assert!(!draft.content.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
            }
            let _ = draft(json!({"content": content, "type": "file", "metadata": {"fileUrl": url}}));
        }
    }
}
