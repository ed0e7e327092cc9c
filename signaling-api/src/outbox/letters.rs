//! What people are written, in their language.

use crate::clock::Timestamp;
use crate::language::Language;
use chrono::{DateTime, Datelike, Local, Timelike};

/// A letter, and the same as a text message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Letter {
    /// What it is for, a word for the staff.
    pub purpose: &'static str,
    /// Of the e-mail.
    pub subject: String,
    /// Of the e-mail.
    pub text: String,
    /// As a text message.
    pub short: String,
}

/// A consultation as those who are invited read of it.
#[derive(Clone, Copy)]
pub(crate) struct Visit<'a> {
    /// Whose it is.
    pub doctor: &'a str,
    /// When it is planned.
    pub at: Option<Timestamp>,
    /// What leads there.
    pub link: &'a str,
}

/// To who got an account and sets a password.
#[must_use]
pub(crate) fn account(language: Language, name: &str, clinic: &str, link: &str) -> Letter {
    let (subject, text) = match language {
        Language::English => (
            format!("Your account at {clinic}"),
            format!(
                "Hello {name},\n\nAn account was made for you at {clinic}. Choose your password here within seven days:\n\n{link}\n\n\
                 The link works once. If you did not expect this message, you need not do anything.\n"
            ),
        ),
        Language::French => (
            format!("Votre compte sur {clinic}"),
            format!(
                "Bonjour {name},\n\nUn compte a été créé pour vous sur {clinic}. Choisissez votre mot de passe ici, dans les sept jours :\n\n{link}\n\n\
                 Le lien ne sert qu’une fois. Si vous n’attendiez pas ce message, vous n’avez rien à faire.\n"
            ),
        ),
    };
    letter("account_invitation", subject, text, link.to_owned())
}

/// To who has forgotten their password.
#[must_use]
pub(crate) fn password_reset(language: Language, name: &str, clinic: &str, link: &str) -> Letter {
    let (subject, text) = match language {
        Language::English => (
            format!("A new password for {clinic}"),
            format!(
                "Hello {name},\n\nSomebody asked for a new password for your account at {clinic}. If that was you, choose one here within one hour:\n\n\
                 {link}\n\nThe link works once. If it was not you, leave this message aside: your password stays as it is.\n"
            ),
        ),
        Language::French => (
            format!("Un nouveau mot de passe pour {clinic}"),
            format!(
                "Bonjour {name},\n\nUn nouveau mot de passe a été demandé pour votre compte sur {clinic}. Si c’était vous, choisissez-le ici dans l’heure :\n\n\
                 {link}\n\nLe lien ne sert qu’une fois. Si ce n’était pas vous, laissez ce message : votre mot de passe ne change pas.\n"
            ),
        ),
    };
    letter("password_reset", subject, text, link.to_owned())
}

/// To who is invited to a consultation.
#[must_use]
pub(crate) fn invitation(language: Language, visit: Visit<'_>) -> Letter {
    let Visit { doctor, link, .. } = visit;
    let when = visit.at.map(|at| on(language, at));
    let (subject, first, short) = match language {
        Language::English => {
            let when = when.map(|when| format!(" on {when}")).unwrap_or_default();
            (
                format!("Online consultation with {doctor}"),
                format!("{doctor} invites you to an online consultation{when}."),
                format!("Online consultation with {doctor}{when}: {link}"),
            )
        }
        Language::French => {
            let when = when.map(|when| format!(" le {when}")).unwrap_or_default();
            (
                format!("Consultation en ligne avec {doctor}"),
                format!("{doctor} vous invite à une consultation en ligne{when}."),
                format!("Consultation en ligne avec {doctor}{when} : {link}"),
            )
        }
    };
    letter(
        "consultation_invitation",
        subject,
        with_advice(language, &first, link),
        short,
    )
}

/// To who is expected soon.
#[must_use]
pub(crate) fn reminder(language: Language, visit: Visit<'_>) -> Letter {
    let Visit { doctor, link, .. } = visit;
    let when = visit.at.map(|at| on(language, at)).unwrap_or_default();
    let (subject, first, short) = match language {
        Language::English => (
            format!("Reminder: online consultation with {doctor}"),
            format!("{doctor} expects you for your online consultation on {when}."),
            format!("Reminder: online consultation with {doctor} on {when}: {link}"),
        ),
        Language::French => (
            format!("Rappel : consultation en ligne avec {doctor}"),
            format!("{doctor} vous attend pour votre consultation en ligne le {when}."),
            format!("Rappel : consultation en ligne avec {doctor} le {when} : {link}"),
        ),
    };
    letter("reminder", subject, with_advice(language, &first, link), short)
}

fn letter(purpose: &'static str, subject: String, text: String, short: String) -> Letter {
    Letter {
        purpose,
        subject,
        text,
        short,
    }
}

fn with_advice(language: Language, first: &str, link: &str) -> String {
    match language {
        Language::English => format!(
            "Hello,\n\n{first} Open this link in the browser of your phone or computer:\n\n{link}\n\n\
             There is nothing to install. You can try your camera and microphone there beforehand. The link is for you alone.\n"
        ),
        Language::French => format!(
            "Bonjour,\n\n{first} Ouvrez ce lien dans le navigateur de votre téléphone ou de votre ordinateur :\n\n{link}\n\n\
             Il n’y a rien à installer. Vous pourrez y essayer votre caméra et votre micro avant. Ce lien est pour vous seul.\n"
        ),
    }
}

/// A time by the clock of this machine's place (`TZ`, else `/etc/localtime`).
fn on(language: Language, at: Timestamp) -> String {
    let Some(utc) = DateTime::from_timestamp_millis(at.0) else {
        return at.to_string();
    };
    spelled(language, &utc.with_timezone(&Local))
}

fn spelled(language: Language, at: &(impl Datelike + Timelike)) -> String {
    const DAYS: [[&str; 7]; 2] = [
        [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
        [
            "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        ],
    ];
    const MONTHS: [[&str; 12]; 2] = [
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    ];
    let row = usize::from(language == Language::French);
    let weekday = DAYS[row][at.weekday().num_days_from_monday() as usize];
    let (day, month, year) = (at.day(), MONTHS[row][at.month0() as usize], at.year());
    let (hour, minute) = (at.hour(), at.minute());
    match language {
        Language::English => format!("{weekday} {day} {month} {year} at {hour}:{minute:02}"),
        Language::French => {
            let first = if day == 1 { "er" } else { "" };
            format!("{weekday} {day}{first} {month} {year} à {hour} h {minute:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    const LANGUAGES: [Language; 2] = [Language::English, Language::French];

    #[test]
    fn every_letter_has_its_link_in_every_form() {
        let link = "https://clinic.example/x#secret";
        let visit = Visit {
            doctor: "Dr Ada",
            at: Some(Timestamp(0)),
            link,
        };
        for language in LANGUAGES {
            for letter in [
                account(language, "Ana", "clinic.example", link),
                password_reset(language, "Ana", "clinic.example", link),
                invitation(language, visit),
                reminder(language, visit),
            ] {
                assert!(
                    letter.text.contains(link) && letter.short.contains(link),
                    "{letter:?}"
                );
                assert!(!letter.subject.contains(link) && !letter.subject.contains('\n'));
                let greeting = if language == Language::French {
                    "Bonjour"
                } else {
                    "Hello"
                };
                assert!(letter.text.starts_with(greeting), "{letter:?}");
            }
        }
    }

    #[test]
    fn times_are_spelled_as_people_say_them() {
        let at = chrono::Utc
            .with_ymd_and_hms(2026, 5, 1, 8, 5, 0)
            .single()
            .expect("a time");
        assert_eq!(spelled(Language::English, &at), "Friday 1 May 2026 at 8:05");
        assert_eq!(spelled(Language::French, &at), "vendredi 1er mai 2026 à 8 h 05");
    }
}
