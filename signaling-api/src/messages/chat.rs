//! The chat of a consultation: its doctor's and patient's conversation, seen from the call.

use super::posting::{Actor, Voice};
use crate::admission::{self, Admission};
use crate::app::App;
use crate::caller::Speaker;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy::{self, Act, Hearing};
use crate::store::{Consultation, Conversation, Lobby, Message, Pair, Scope, User};
use crate::token::Pass;
use crate::visits;
use uuid::Uuid;

/// A chat as somebody takes part in it.
pub(crate) struct Chat {
    /// What it is the chat of.
    pub consultation: Consultation,
    /// The conversation behind it, from the first message on.
    pub conversation: Option<Conversation>,
    /// The caller's account, or the place of a guest.
    pub sender: Uuid,
    /// The name that others see.
    pub name: String,
    has_account: bool,
    hearing: Hearing,
}

impl Chat {
    /// The chat of a consultation, if the caller takes part in it.
    ///
    /// # Errors
    /// [`Code::NotAdmitted`] for those who wait, what [`visits::open`] and [`admission::admission`] refuse.
    pub(crate) async fn enter(app: &App, speaker: &Speaker, id: Uuid) -> Result<Self, Failure> {
        let mut chat = match speaker {
            Speaker::User(user) => of_user(app, user, id).await?,
            Speaker::Participant(pass) if pass.consultation == Some(id) => of_place(app, pass).await?,
            Speaker::Participant(_) => return Err(Code::NotFound.into()),
        };
        chat.conversation = app.store.conversation_of(chat.pair()).await?;
        Ok(chat)
    }

    /// What the caller sees of it.
    #[must_use]
    pub(crate) fn scope(&self) -> Scope {
        let visit = self.consultation.id;
        match (self.hearing, &self.conversation) {
            (Hearing::Conversation, Some(conversation)) => Scope::Either {
                conversation: conversation.id,
                visit,
            },
            (Hearing::Conversation, None) | (Hearing::Visit, _) => Scope::Visit(visit),
        }
    }

    /// Whether the caller sees a message there.
    #[must_use]
    pub(crate) fn shows(&self, message: &Message) -> bool {
        let in_visit = message.consultation_id == Some(self.consultation.id);
        let conversation = self.conversation.as_ref();
        in_visit
            || self.hearing == Hearing::Conversation
                && conversation.is_some_and(|conversation| conversation.id == message.conversation_id)
    }

    /// Who the caller is for the audit.
    #[must_use]
    pub(super) fn actor(&self) -> Actor {
        if self.has_account {
            Actor::User
        } else {
            Actor::Guest
        }
    }

    /// The side of the conversation that the caller is, whose marks tell how far messages came.
    #[must_use]
    pub(crate) fn member(&self) -> Option<Uuid> {
        // The patient has not read what an interpreter read.
        (self.has_account || self.consultation.patient_id.is_none()).then_some(self.sender)
    }

    /// The caller, ready to say something in it.
    ///
    /// # Errors
    /// [`Code::ConsultationEnded`] where there is nothing to be found any more, the store's.
    pub(crate) async fn voice(self, app: &App) -> Result<Voice, Failure> {
        let (is_over, visit) = (self.consultation.status.is_over(), self.consultation.id);
        let actor = self.actor();
        let pair = self.pair();
        let conversation = match self.conversation {
            Some(conversation) => conversation,
            None if is_over => return Err(Code::ConsultationEnded.into()),
            None => {
                let deed = |new| actor.deed(self.sender, "conversation.open", new);
                let opened = app.store.open_conversation(pair, deed, Timestamp::now());
                opened.await?.0
            }
        };
        Ok(Voice {
            conversation,
            visit: Some(visit),
            is_over,
            sender: self.sender,
            name: self.name,
            actor,
        })
    }

    fn pair(&self) -> Pair {
        match self.consultation.patient_id {
            Some(patient) => Pair::People {
                doctor: self.consultation.doctor_id,
                patient,
            },
            None => Pair::Visit(self.consultation.id),
        }
    }
}

async fn of_place(app: &App, pass: &Pass) -> Result<Chat, Failure> {
    let Admission::Accepted(Some(consultation)) = admission::admission(app, pass).await? else {
        return Err(Code::NotAdmitted.into());
    };
    let place = app.store.place(consultation.id, pass.participant().0).await?;
    let place = place.ok_or(Code::NotFound)?;
    Ok(Chat {
        consultation,
        conversation: None,
        sender: place.user_id.unwrap_or(place.id),
        name: place.display_name,
        has_account: place.user_id.is_some(),
        hearing: policy::hearing(place.role),
    })
}

async fn of_user(app: &App, user: &User, id: Uuid) -> Result<Chat, Failure> {
    let consultation = visits::open(app, user, id, Act::Talk).await?;
    let role = policy::seat(policy::standing(user, &consultation)).ok_or(Code::Forbidden)?;
    if consultation.waiting_room && !consultation.status.is_over() && policy::waits(role) {
        let place = app.store.place_of_user(id, user.id).await?;
        if place.is_none_or(|place| place.lobby != Lobby::Accepted) {
            return Err(Code::NotAdmitted.into());
        }
    }
    Ok(Chat {
        consultation,
        conversation: None,
        sender: user.id,
        name: user.name.clone(),
        has_account: true,
        hearing: policy::hearing(role),
    })
}
