//! What push messages say, in their reader's language; no patient is named.

use crate::calls::CallStatus;
use crate::language::Language;
use crate::role::UserRole;
use crate::store::CallRecord;
use serde::Serialize;
use uuid::Uuid;

/// A message as the page's worker reads it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Words {
    /// The first line.
    pub title: &'static str,
    /// The second.
    pub body: String,
    /// A later message with the same takes its place.
    pub tag: String,
    /// The path that a click leads to.
    pub path: String,
    /// Whether it stays until somebody does something about it.
    pub urgent: bool,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Occasion {
    /// Somebody calls, or did: how that stands.
    Call {
        /// Which.
        call: Uuid,
        /// Who; nobody where that is a patient.
        caller: Option<String>,
        /// Whether it is over without an answer.
        is_missed: bool,
        /// Where the one who is called answers.
        path: &'static str,
    },
    /// Somebody waits before the door of a consultation.
    Waiting {
        /// Which.
        consultation: Uuid,
    },
}

impl Occasion {
    /// The one who is called is to hear of it.
    #[must_use]
    pub(crate) fn of_call(call: &CallRecord) -> Self {
        let caller = (call.caller.role != UserRole::Patient).then(|| call.caller.name.clone());
        Self::Call {
            call: call.id,
            caller,
            is_missed: call.status != CallStatus::Ringing,
            path: match call.callee.role {
                UserRole::Patient => "/patient",
                UserRole::Doctor | UserRole::Admin => "/webrtc",
            },
        }
    }

    /// What is said.
    #[must_use]
    pub(crate) fn words(&self, language: Language) -> Words {
        match self {
            Self::Call {
                call,
                caller,
                is_missed,
                path,
            } => Words {
                title: call_title(language, *is_missed),
                body: caller.clone().unwrap_or_else(|| a_patient(language).into()),
                tag: format!("call:{call}"),
                path: (*path).into(),
                urgent: !is_missed,
            },
            Self::Waiting { consultation } => Words {
                title: waiting_title(language),
                body: waiting_body(language).into(),
                tag: format!("waiting:{consultation}"),
                path: format!("/conference/{consultation}"),
                urgent: true,
            },
        }
    }
}

fn call_title(language: Language, is_missed: bool) -> &'static str {
    match (language, is_missed) {
        (Language::English, false) => "Incoming call",
        (Language::English, true) => "Missed call",
        (Language::French, false) => "Appel entrant",
        (Language::French, true) => "Appel manqué",
    }
}

fn a_patient(language: Language) -> &'static str {
    match language {
        Language::English => "A patient calls you",
        Language::French => "Un patient vous appelle",
    }
}

fn waiting_title(language: Language) -> &'static str {
    match language {
        Language::English => "Your patient is waiting",
        Language::French => "Votre patient vous attend",
    }
}

fn waiting_body(language: Language) -> &'static str {
    match language {
        Language::English => "Somebody is in the waiting room.",
        Language::French => "Une personne est dans la salle d’attente.",
    }
}
