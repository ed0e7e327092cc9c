//! Who may do what, as pure functions.

use crate::role::{Kind, ParticipantRole, UserRole};
use crate::store::{Consultation, Conversation, User, Whose};
use model::Grants;

/// What a user is to a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    /// It is theirs.
    Doctor,
    /// It was made for them.
    Patient,
    /// They are its second doctor.
    SecondDoctor,
    /// They may take it over.
    Colleague,
    /// They run the server.
    Admin,
    /// Nothing.
    Stranger,
}

/// What can be done with a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// Look at it.
    See,
    /// See its code and link.
    Invite,
    /// Invite one person, see who was invited, take an invitation back.
    InviteOthers,
    /// See how well its participants' networks did in a test.
    SeeNetworks,
    /// Change its title, mode or time; cancel it.
    Change,
    /// End it for all.
    End,
    /// Take a place.
    Join,
    /// See who waits.
    SeeLobby,
    /// Let in, send away, put back, say something to those who wait.
    Admit,
    /// Remove somebody from the call, ask them to mute.
    Moderate,
    /// Take it over from the shared queue.
    Take,
    /// Give it to another doctor.
    Transfer,
    /// See how far everybody came in joining.
    Diagnose,
    /// Take part in its chat.
    Talk,
    /// Look back at it: who was there, what came of it.
    Review,
    /// Have it recorded where all agree; listen to its recordings, delete them.
    Record,
}

/// The answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// Yes.
    Allowed,
    /// No, and the caller knows that it exists.
    Forbidden,
    /// No, and its existence is none of the caller's business.
    Hidden,
}

/// Everything that a person in a call needs.
pub(crate) const FULL: Grants = Grants {
    publish: true,
    subscribe: true,
};

/// What `user` is to `consultation`.
#[must_use]
pub(crate) fn standing(user: &User, consultation: &Consultation) -> Standing {
    match user.role {
        UserRole::Doctor if consultation.doctor_id == user.id => Standing::Doctor,
        UserRole::Doctor if consultation.colleague_id == Some(user.id) => Standing::SecondDoctor,
        UserRole::Doctor if consultation.shared_with() == Some(user.team) => Standing::Colleague,
        UserRole::Patient if consultation.patient_id == Some(user.id) => Standing::Patient,
        UserRole::Admin => Standing::Admin,
        _ => Standing::Stranger,
    }
}

/// Whether somebody of that standing may do it. Those who run the server can end a call, never sit in it.
#[must_use]
pub(crate) fn may(standing: Standing, act: Act) -> Verdict {
    use Act::{
        Admit, Change, Diagnose, End, Invite, InviteOthers, Join, Moderate, Record, Review, See, SeeLobby,
        SeeNetworks, Take, Talk, Transfer,
    };
    match (standing, act) {
        (Standing::Stranger, _) => Verdict::Hidden,
        (Standing::Doctor, _)
        | (Standing::Patient | Standing::SecondDoctor, See | Invite | Join | Talk | Review)
        | (Standing::Colleague, See | SeeNetworks | SeeLobby | Take)
        | (Standing::Admin, See | SeeNetworks | Change | End | Diagnose | Transfer | Review) => {
            Verdict::Allowed
        }
        (
            Standing::Patient | Standing::SecondDoctor,
            InviteOthers | SeeNetworks | Change | End | Diagnose | SeeLobby | Admit | Moderate | Take
            | Transfer | Record,
        )
        | (
            Standing::Colleague,
            Invite | InviteOthers | Change | End | Join | Diagnose | Admit | Moderate | Transfer | Talk
            | Review | Record,
        )
        | (
            Standing::Admin,
            Invite | InviteOthers | Join | SeeLobby | Admit | Moderate | Take | Talk | Record,
        ) => Verdict::Forbidden,
    }
}

/// Whose history a user may look through.
#[must_use]
pub(crate) fn history(user: &User) -> Whose {
    match user.role {
        UserRole::Doctor => Whose::Doctor(user.id),
        UserRole::Patient => Whose::Patient(user.id),
        UserRole::Admin => Whose::All,
    }
}

/// Whose consultations a user may see statistics of.
#[must_use]
pub(crate) fn statistics(user: &User) -> Option<Whose> {
    match user.role {
        UserRole::Doctor | UserRole::Admin => Some(history(user)),
        UserRole::Patient => None,
    }
}

/// Whether somebody of that standing sees how others' connections were, not their own alone.
#[must_use]
pub(crate) fn sees_all_connections(standing: Standing) -> bool {
    may(standing, Act::Diagnose) == Verdict::Allowed
}

/// Whether somebody of that role may open consultations.
#[must_use]
pub(crate) fn may_create(role: UserRole) -> Verdict {
    match role {
        UserRole::Doctor => Verdict::Allowed,
        UserRole::Admin | UserRole::Patient => Verdict::Forbidden,
    }
}

/// Whether an account with one role may call one with another. `acquainted`: the doctor gave the patient a consultation;
/// `patients_may`: the installation lets patients call.
#[must_use]
pub(crate) fn may_call(caller: UserRole, callee: UserRole, acquainted: bool, patients_may: bool) -> Verdict {
    match (caller, callee) {
        (UserRole::Doctor, UserRole::Doctor) => Verdict::Allowed,
        (UserRole::Doctor, UserRole::Patient) if acquainted => Verdict::Allowed,
        (UserRole::Patient, UserRole::Doctor) if acquainted && patients_may => Verdict::Allowed,
        (UserRole::Patient, UserRole::Doctor) if acquainted => Verdict::Forbidden,
        (UserRole::Admin, _) => Verdict::Forbidden,
        (UserRole::Doctor | UserRole::Patient, _) => Verdict::Hidden,
    }
}

/// Which accounts somebody may look up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Directory {
    /// All, with all that is known of them.
    Everybody,
    /// Those for whom they made a consultation.
    OwnPatients,
    /// Doctors, by name.
    Colleagues,
}

/// Which of the accounts with a role somebody may look up.
#[must_use]
pub(crate) fn directory(caller: UserRole, wanted: Option<UserRole>) -> Option<Directory> {
    match (caller, wanted) {
        (UserRole::Admin, _) => Some(Directory::Everybody),
        (UserRole::Doctor, Some(UserRole::Patient)) => Some(Directory::OwnPatients),
        (UserRole::Doctor, Some(UserRole::Doctor)) => Some(Directory::Colleagues),
        (UserRole::Doctor, Some(UserRole::Admin) | None) | (UserRole::Patient, _) => None,
    }
}

/// Whether a conversation is somebody's to read and to write in. Those who run the server are no part of any.
#[must_use]
pub(crate) fn converses(user: &User, conversation: &Conversation) -> Verdict {
    let side = match user.role {
        UserRole::Doctor => Some(conversation.doctor_id),
        UserRole::Patient => conversation.patient_id,
        UserRole::Admin => None,
    };
    if side == Some(user.id) {
        Verdict::Allowed
    } else {
        Verdict::Hidden
    }
}

/// Whether somebody of that role has the conversations of `wanted`.
#[must_use]
pub(crate) fn may_list_conversations(caller: UserRole, wanted: UserRole) -> Verdict {
    match (caller, wanted) {
        (UserRole::Doctor, UserRole::Doctor) | (UserRole::Patient, UserRole::Patient) => Verdict::Allowed,
        (UserRole::Doctor | UserRole::Patient | UserRole::Admin, _) => Verdict::Forbidden,
    }
}

/// Whether somebody may begin a conversation with another account, `acquainted` by a consultation of both.
#[must_use]
pub(crate) fn may_converse(caller: UserRole, other: UserRole, acquainted: bool) -> Verdict {
    match (caller, other) {
        (UserRole::Admin, _) => Verdict::Forbidden,
        (UserRole::Doctor, UserRole::Patient) | (UserRole::Patient, UserRole::Doctor) if acquainted => {
            Verdict::Allowed
        }
        (UserRole::Doctor | UserRole::Patient, _) => Verdict::Hidden,
    }
}

/// How much of what was said somebody in a consultation sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hearing {
    /// The whole conversation of its doctor and patient.
    Conversation,
    /// What was said in the consultation.
    Visit,
}

/// How much of its chat somebody with that part sees.
#[must_use]
pub(crate) fn hearing(role: ParticipantRole) -> Hearing {
    match role {
        ParticipantRole::Doctor | ParticipantRole::Patient => Hearing::Conversation,
        ParticipantRole::Guest => Hearing::Visit,
    }
}

/// Whether somebody of that role may have all that is known of a person, themselves or another.
#[must_use]
pub(crate) fn may_export(role: UserRole, is_self: bool) -> Verdict {
    match role {
        _ if is_self => Verdict::Allowed,
        UserRole::Admin => Verdict::Allowed,
        UserRole::Doctor | UserRole::Patient => Verdict::Forbidden,
    }
}

/// Whether looking at these is itself written down: those who run the server see people whom they do not care for.
#[must_use]
pub(crate) fn leaves_a_trace(directory: Directory) -> bool {
    match directory {
        Directory::Everybody => true,
        Directory::OwnPatients | Directory::Colleagues => false,
    }
}

/// Whether it is written down when somebody of that standing was allowed to do it, where nothing is changed by it: doctor and
/// patient look at what is theirs, others do not.
#[must_use]
pub(crate) fn look_leaves_a_trace(standing: Standing, act: Act) -> bool {
    let looks = matches!(act, Act::See | Act::SeeNetworks | Act::SeeLobby | Act::Diagnose);
    looks && !matches!(standing, Standing::Doctor | Standing::Patient)
}

/// Whether somebody of that role may make and change accounts.
#[must_use]
pub(crate) fn may_manage_accounts(role: UserRole) -> Verdict {
    match role {
        UserRole::Admin => Verdict::Allowed,
        UserRole::Doctor | UserRole::Patient => Verdict::Forbidden,
    }
}

/// The part of a user who takes a place.
#[must_use]
pub(crate) fn seat(standing: Standing) -> Option<ParticipantRole> {
    match standing {
        Standing::Doctor => Some(ParticipantRole::Doctor),
        Standing::Patient => Some(ParticipantRole::Patient),
        Standing::SecondDoctor => Some(ParticipantRole::Guest),
        Standing::Colleague | Standing::Admin | Standing::Stranger => None,
    }
}

/// What the media side allows whoever is let in.
#[must_use]
pub(crate) fn grants(role: ParticipantRole) -> Grants {
    match role {
        ParticipantRole::Doctor | ParticipantRole::Patient | ParticipantRole::Guest => FULL,
    }
}

/// Whether somebody with that part waits until they are let in, where there is a waiting room.
#[must_use]
pub(crate) fn waits(role: ParticipantRole) -> bool {
    match role {
        ParticipantRole::Doctor => false,
        ParticipantRole::Patient | ParticipantRole::Guest => true,
    }
}

/// Whether somebody with that part may lower a hand: everybody their own, the doctor any.
#[must_use]
pub(crate) fn may_lower_hand(role: ParticipantRole, is_own: bool) -> Verdict {
    match (role, is_own) {
        (_, true) | (ParticipantRole::Doctor, false) => Verdict::Allowed,
        (ParticipantRole::Patient | ParticipantRole::Guest, false) => Verdict::Forbidden,
    }
}

/// Whether somebody in a call may show captions to all: who treats, who speaks both languages. `has_account`: of guests
/// colleagues alone have one.
#[must_use]
pub(crate) fn may_caption(role: ParticipantRole, kind: Option<Kind>, has_account: bool) -> Verdict {
    match (role, kind) {
        (ParticipantRole::Doctor, _)
        | (ParticipantRole::Guest, Some(Kind::Interpreter | Kind::SecondClinician)) => Verdict::Allowed,
        (ParticipantRole::Guest, None) if has_account => Verdict::Allowed,
        (ParticipantRole::Guest, Some(Kind::Patient | Kind::Relative) | None)
        | (ParticipantRole::Patient, _) => Verdict::Forbidden,
    }
}

/// What a WHIP session may do for the holder of these grants (RFC 9725: it only sends).
#[must_use]
pub(crate) fn whip(grants: Grants) -> Option<Grants> {
    grants.publish.then_some(Grants {
        publish: true,
        subscribe: false,
    })
}

/// What a WHEP session may do for the holder of these grants: it only receives.
#[must_use]
pub(crate) fn whep(grants: Grants) -> Option<Grants> {
    grants.subscribe.then_some(Grants {
        publish: false,
        subscribe: true,
    })
}

#[cfg(test)]
mod tests;
