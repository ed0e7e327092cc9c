//! Captions: lines of what is said in a call, shown to all who are in, kept nowhere.

use crate::admission::{self, Admission};
use crate::app::App;
use crate::caller::{Captioner, Server, Speaker};
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::policy::{self, Act, Verdict};
use crate::scope::Scope;
use crate::store::{Consultation, Lobby, Participant, User};
use crate::token::Pass;
use crate::visits;
use model::{ParticipantId, RoomId};
use serde::Deserialize;
use std::time::Instant;
use uuid::Uuid;

/// Longest line, in characters.
const LONGEST: usize = 300;
/// Longest language tag, in bytes (RFC 5646 section 4.4.1).
const LONGEST_TAG: usize = 35;

/// A line as its sender says it.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewCaption)]
pub(crate) struct Said {
    /// Text and nothing else, at most 300 characters.
    #[schema(min_length = 1, max_length = 300)]
    text: String,
    /// Its language, as `fr` or `pt-BR` (RFC 5646).
    #[schema(max_length = 35)]
    language: Option<String>,
    /// Whether the line is whole, which it is if nothing is said; the next takes the place of one that is not.
    #[serde(rename = "final")]
    is_final: Option<bool>,
}

/// A line that can be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Caption {
    /// The words.
    pub text: String,
    /// Their language.
    pub language: Option<String>,
    /// Whether no more words of the line come.
    pub is_final: bool,
}

/// Where lines of somebody are shown.
struct Desk {
    room: RoomId,
    /// Whose words they are; nothing for a server's.
    participant: Option<ParticipantId>,
    /// Who is slowed down.
    limited: Uuid,
}

impl Said {
    /// Makes sure of it.
    ///
    /// # Errors
    /// [`Code::Validation`].
    pub(crate) fn checked(self) -> Result<Caption, Failure> {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let text = words.join(" ");
        let fits = !text.is_empty() && text.chars().count() <= LONGEST;
        if !fits || text.chars().any(char::is_control) {
            return Err(Failure::validation("text must be a line of 1 to 300 characters"));
        }
        if self.language.as_deref().is_some_and(|tag| !is_tag(tag)) {
            return Err(Failure::validation("language must be a tag as fr or pt-BR"));
        }
        Ok(Caption {
            text,
            language: self.language,
            is_final: self.is_final.unwrap_or(true),
        })
    }
}

/// Whether a text has the form of a language tag (RFC 5646 section 2.1): letters first, then parts of up to eight letters and digits.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    text.len() <= LONGEST_TAG
        && (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Shows a line to all who are in the call. Nothing of it is kept.
///
/// # Errors
/// [`Code::Validation`], [`Code::Forbidden`] for whose part it is not, [`Code::NotAdmitted`], [`Code::RateLimited`], what
/// [`visits::open`] and [`admission::admission`] refuse.
pub(crate) async fn show(app: &App, who: &Captioner, consultation: Uuid, said: Said) -> Result<(), Failure> {
    let caption = said.checked()?;
    let desk = match who {
        Captioner::Speaker(Speaker::User(user)) => of_user(app, user, consultation).await?,
        Captioner::Speaker(Speaker::Participant(pass)) => of_pass(app, pass, consultation).await?,
        Captioner::Server(server) => of_server(app, server, consultation).await?,
    };
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .captions
        .take(&desk.limited, Instant::now())
        .map_err(limited)?;
    let (room, whose) = (desk.room, desk.participant);
    if let Some(whose) = whose
        && !app.hall.look(|rooms| rooms.has_place(room, whose)).await
    {
        return Err(Code::NotAdmitted.into());
    }
    app.hall.change(|rooms| rooms.caption(room, whose, caption)).await;
    Ok(())
}

async fn of_user(app: &App, user: &User, id: Uuid) -> Result<Desk, Failure> {
    let consultation = visits::open_living(app, user, id, Act::Talk).await?;
    let place = app.store.place_of_user(id, user.id).await?;
    desk(
        &consultation,
        place.filter(|place| place.lobby == Lobby::Accepted),
    )
}

async fn of_pass(app: &App, pass: &Pass, id: Uuid) -> Result<Desk, Failure> {
    if pass.consultation != Some(id) {
        return Err(Code::NotFound.into());
    }
    let Admission::Accepted(Some(consultation)) = admission::admission(app, pass).await? else {
        return Err(Code::NotAdmitted.into());
    };
    let place = app.store.place(id, pass.participant().0).await?;
    desk(&consultation, place)
}

fn desk(consultation: &Consultation, place: Option<Participant>) -> Result<Desk, Failure> {
    let place = place.ok_or(Code::NotAdmitted)?;
    match policy::may_caption(place.role, place.kind, place.user_id.is_some()) {
        Verdict::Allowed => Ok(Desk {
            room: consultation.room,
            participant: Some(ParticipantId(place.id)),
            limited: place.id,
        }),
        Verdict::Forbidden | Verdict::Hidden => Err(Code::Forbidden.into()),
    }
}

async fn of_server(app: &App, server: &Server, id: Uuid) -> Result<Desk, Failure> {
    server.may(Scope::CaptionsWrite)?;
    let consultation = app.store.consultation(id).await?.ok_or(Code::NotFound)?;
    if consultation.status.is_over() {
        return Err(Code::ConsultationEnded.into());
    }
    Ok(Desk {
        room: consultation.room,
        participant: None,
        limited: id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn checked(value: Value) -> Result<Caption, Failure> {
        serde_json::from_value::<Said>(value)
            .expect("its shape")
            .checked()
    }

    #[test]
    fn a_line_is_one_line_in_any_writing() {
        let said =
            json!({"text": " Bonjour,\n\tça  va <b>? \u{200f}שלום ", "language": "fr-BE", "final": false});
        let caption = checked(said).expect("good");
        assert_eq!(caption.text, "Bonjour, ça va <b>? \u{200f}שלום");
        assert_eq!(
            (caption.language.as_deref(), caption.is_final),
            (Some("fr-BE"), false)
        );
        let plain = checked(json!({"text": "a"})).expect("good");
        assert_eq!((plain.language, plain.is_final), (None, true));
    }

    #[test]
    fn what_is_no_line_is_refused() {
        for wrong in [
            json!({"text": " \n "}),
            json!({"text": "a".repeat(301)}),
            json!({"text": "a\u{0}b"}),
            json!({"text": "\u{1b}[2J"}),
        ] {
            assert!(checked(wrong.clone()).is_err(), "{wrong}");
        }
        for tag in [
            "",
            "f",
            "french français",
            "fr_BE",
            "fr-",
            "-fr",
            "1a",
            "fr-123456789",
            "\"><b",
        ] {
            assert!(checked(json!({"text": "a", "language": tag})).is_err(), "{tag}");
        }
        for tag in ["fr", "gsw", "pt-BR", "zh-Hant-TW", "sl-rozaj-biske-1994"] {
            assert!(checked(json!({"text": "a", "language": tag})).is_ok(), "{tag}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_passes_is_inert(text in "(?s).{0,400}", tag in "(?s).{0,40}") {
            if let Ok(caption) = checked(json!({"text": text, "language": tag})) {
                prop_assert!((1..=LONGEST).contains(&caption.text.chars().count()));
                prop_assert!(!caption.text.chars().any(char::is_control));
                let tag = caption.language.unwrap_or_default();
                prop_assert!(tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            }
        }
    }
}
