//! One person is invited to one consultation, as one thing, and comes by a link of their own.

use crate::admission;
use crate::app::App;
use crate::clock::Timestamp;
use crate::code;
use crate::error::{Code, Failure};
use crate::language::Language;
use crate::outbox::To;
use crate::outbox::letters::{self, Visit};
use crate::policy::Act;
use crate::role::Kind;
use crate::store::{Consultation, Deed, Delivery, Invitation, OutboxMessage, User};
use crate::visits::{self, Guest, Seated};
use uuid::Uuid;

/// Most invitations of one consultation that were not taken back.
const MOST: usize = 50;

/// Whom to invite.
pub(crate) struct Invited {
    /// As what.
    pub kind: Kind,
    /// Their name; may be empty.
    pub name: String,
    /// Their e-mail address; may be empty.
    pub email: String,
    /// Their telephone number; may be empty.
    pub phone: String,
    /// What they read; what the doctor reads if nothing is said.
    pub language: Option<Language>,
    /// Whether the first browser that uses the link keeps it.
    pub one_time: bool,
}

/// Invites somebody, writes to them where that is possible.
///
/// # Errors
/// [`Code::Conflict`] where there are too many, [`Code::Unavailable`] where the outbox is full, what
/// [`visits::open_living`] refuses.
pub(crate) async fn invite(
    app: &App,
    user: &User,
    consultation: Uuid,
    invited: Invited,
) -> Result<Invitation, Failure> {
    let consultation = visits::open_living(app, user, consultation, Act::InviteOthers).await?;
    if app.store.invitations(consultation.id).await?.len() >= MOST {
        return Err(Failure::new(
            Code::Conflict,
            "this consultation has 50 invitations already",
        ));
    }
    let language = invited.language.or(user.language);
    let mut invitation = Invitation {
        id: Uuid::now_v7(),
        consultation_id: consultation.id,
        kind: invited.kind,
        name: invited.name,
        email: invited.email,
        phone: invited.phone,
        language: language.unwrap_or(app.outbox.language()),
        one_time: invited.one_time,
        token: code::share_token(),
        created_at: Timestamp::now(),
        used_at: None,
        revoked_at: None,
        delivery: Delivery::Done,
    };
    let messages = messages(app, &consultation, &invitation);
    if !messages.is_empty() {
        invitation.delivery = Delivery::Waiting;
    }
    let deed = Deed::by_user(user.id, "invitation.create", invitation.id);
    if !app.store.add_invitation(&invitation, &messages, deed).await? {
        return Err(Failure::new(
            Code::Unavailable,
            "too many messages wait to be sent",
        ));
    }
    app.outbox.hurry();
    Ok(invitation)
}

/// The link of an invitation.
#[must_use]
pub(crate) fn link(app: &App, invitation: &Invitation) -> String {
    format!("{}/conference/join/{}", app.public_url.origin, invitation.token)
}

/// Takes an invitation back; whoever came by it is out.
///
/// # Errors
/// [`Code::NotFound`], what [`visits::open`] refuses.
pub(crate) async fn revoke(app: &App, user: &User, consultation: Uuid, id: Uuid) -> Result<(), Failure> {
    let consultation = visits::open(app, user, consultation, Act::InviteOthers).await?;
    let (deed, now) = (Deed::by_user(user.id, "invitation.revoke", id), Timestamp::now());
    if !app
        .store
        .revoke_invitation(consultation.id, id, deed, now)
        .await?
    {
        return Err(Code::NotFound.into());
    }
    if let Some(place) = app.store.place_of_invitation(id).await? {
        admission::turn_out(app, user, &consultation, &place).await?;
    }
    Ok(())
}

/// Gives whoever holds an invitation's link a place; `device` is the secret of their browser.
///
/// # Errors
/// [`Code::InvitationUsed`] in another browser, [`Code::InvitationExpired`] where it was taken back, what
/// [`visits::seat_guest`] refuses.
pub(crate) async fn seat(
    app: &App,
    invitation: &Invitation,
    device: &str,
    name: &str,
) -> Result<(Seated, Consultation), Failure> {
    let found = app.store.consultation(invitation.consultation_id).await?;
    let consultation = found.ok_or(Code::InvitationUnknown)?;
    if invitation.revoked_at.is_some() {
        return Err(Code::InvitationExpired.into());
    }
    visits::open_to_guests(&consultation)?;
    let now = Timestamp::now();
    if !app.store.use_invitation(invitation, device, now).await? {
        return Err(Code::InvitationUsed.into());
    }
    let guest = Guest {
        name,
        kind: Some(invitation.kind),
        invitation: invitation.one_time.then_some(invitation.id),
    };
    let seated = visits::seat_guest(app, &consultation, &guest).await?;
    Ok((seated, consultation))
}

fn messages(app: &App, consultation: &Consultation, invitation: &Invitation) -> Vec<OutboxMessage> {
    let link = link(app, invitation);
    let visit = Visit {
        doctor: &consultation.doctor_name,
        at: consultation.starts_at,
        link: &link,
    };
    let letter = letters::invitation(invitation.language, visit);
    addresses(invitation)
        .filter_map(|to| {
            app.outbox
                .addressed(to, &letter, invitation.id, consultation.expires_at)
        })
        .collect()
}

/// Where somebody who is invited can be reached.
pub(crate) fn addresses(invitation: &Invitation) -> impl Iterator<Item = To<'_>> {
    let mail = Some(To::Mail(&invitation.email)).filter(|_| !invitation.email.is_empty());
    let sms = Some(To::Sms(&invitation.phone)).filter(|_| !invitation.phone.is_empty());
    mail.into_iter().chain(sms)
}
