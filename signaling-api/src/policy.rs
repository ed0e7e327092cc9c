//! Who may do what, as pure functions.

use crate::role::{ParticipantRole, UserRole};
use crate::store::{Consultation, User};
use model::Grants;

/// What a user is to a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    /// It is theirs.
    Doctor,
    /// It was made for them.
    Patient,
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
    /// Take it over from the shared queue.
    Take,
    /// Give it to another doctor.
    Transfer,
    /// See how far everybody came in joining.
    Diagnose,
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
        UserRole::Doctor if consultation.is_for_any_doctor() => Standing::Colleague,
        UserRole::Patient if consultation.patient_id == Some(user.id) => Standing::Patient,
        UserRole::Admin => Standing::Admin,
        _ => Standing::Stranger,
    }
}

/// Whether somebody of that standing may do it. Those who run the server can end a call, never sit in it.
#[must_use]
pub(crate) fn may(standing: Standing, act: Act) -> Verdict {
    use Act::{Admit, Change, Diagnose, End, Invite, Join, See, SeeLobby, SeeNetworks, Take, Transfer};
    match (standing, act) {
        (Standing::Stranger, _) => Verdict::Hidden,
        (Standing::Doctor, _)
        | (Standing::Patient, See | Invite | Join)
        | (Standing::Colleague, See | SeeNetworks | SeeLobby | Take)
        | (Standing::Admin, See | SeeNetworks | Change | End | Diagnose | Transfer) => Verdict::Allowed,
        (Standing::Patient, SeeNetworks | Change | End | Diagnose | SeeLobby | Admit | Take | Transfer)
        | (Standing::Colleague, Invite | Change | End | Join | Diagnose | Admit | Transfer)
        | (Standing::Admin, Invite | Join | SeeLobby | Admit | Take) => Verdict::Forbidden,
    }
}

/// Whether somebody of that role may open consultations.
#[must_use]
pub(crate) fn may_create(role: UserRole) -> Verdict {
    match role {
        UserRole::Doctor => Verdict::Allowed,
        UserRole::Admin | UserRole::Patient => Verdict::Forbidden,
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
mod tests {
    use super::*;

    #[test]
    fn standings_and_acts_make_this_table() {
        use Verdict::{Allowed as Y, Forbidden as N, Hidden as H};
        let acts = [
            Act::See,
            Act::Invite,
            Act::SeeNetworks,
            Act::Change,
            Act::End,
            Act::Join,
            Act::Diagnose,
            Act::SeeLobby,
            Act::Admit,
            Act::Take,
            Act::Transfer,
        ];
        let table = [
            (Standing::Doctor, [Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y]),
            (Standing::Patient, [Y, Y, N, N, N, Y, N, N, N, N, N]),
            (Standing::Colleague, [Y, N, Y, N, N, N, N, Y, N, Y, N]),
            (Standing::Admin, [Y, N, Y, Y, Y, N, Y, N, N, N, Y]),
            (Standing::Stranger, [H, H, H, H, H, H, H, H, H, H, H]),
        ];
        for (standing, row) in table {
            assert_eq!(acts.map(|act| may(standing, act)), row, "{standing:?}");
        }
    }

    #[test]
    fn others_do_not_look_unnoticed() {
        use Standing::{Admin, Colleague, Doctor, Patient};
        for act in [Act::See, Act::SeeNetworks, Act::SeeLobby, Act::Diagnose] {
            assert!(
                look_leaves_a_trace(Admin, act) && look_leaves_a_trace(Colleague, act),
                "{act:?}"
            );
            assert!(
                !look_leaves_a_trace(Doctor, act) && !look_leaves_a_trace(Patient, act),
                "{act:?}"
            );
        }
        assert!(
            !look_leaves_a_trace(Admin, Act::End),
            "the change itself is written down"
        );
        assert!(leaves_a_trace(Directory::Everybody) && !leaves_a_trace(Directory::OwnPatients));
    }

    #[test]
    fn whoever_may_join_has_a_seat() {
        for standing in [
            Standing::Doctor,
            Standing::Patient,
            Standing::Colleague,
            Standing::Admin,
            Standing::Stranger,
        ] {
            assert_eq!(
                may(standing, Act::Join) == Verdict::Allowed,
                seat(standing).is_some(),
                "{standing:?}"
            );
        }
    }

    #[test]
    fn doctors_alone_create() {
        assert_eq!(may_create(UserRole::Doctor), Verdict::Allowed);
        assert_eq!(may_create(UserRole::Admin), Verdict::Forbidden);
        assert_eq!(may_create(UserRole::Patient), Verdict::Forbidden);
    }

    #[test]
    fn roles_and_accounts_make_this_table() {
        use UserRole::{Admin, Doctor, Patient};
        let all = Some(Directory::Everybody);
        let table = [
            (Admin, [all, all, all, all], Verdict::Allowed),
            (
                Doctor,
                [
                    None,
                    None,
                    Some(Directory::Colleagues),
                    Some(Directory::OwnPatients),
                ],
                Verdict::Forbidden,
            ),
            (Patient, [None, None, None, None], Verdict::Forbidden),
        ];
        for (role, row, manages) in table {
            let wanted = [None, Some(Admin), Some(Doctor), Some(Patient)];
            assert_eq!(wanted.map(|wanted| directory(role, wanted)), row, "{role:?}");
            assert_eq!(may_manage_accounts(role), manages, "{role:?}");
            assert_eq!(may_export(role, false), manages, "{role:?}");
            assert_eq!(may_export(role, true), Verdict::Allowed, "{role:?}");
        }
    }

    #[test]
    fn grants_never_grow() {
        let all = [(false, false), (false, true), (true, false), (true, true)];
        for (publish, subscribe) in all {
            let held = Grants { publish, subscribe };
            assert_eq!(whip(held).is_some(), publish);
            assert_eq!(whep(held).is_some(), subscribe);
            assert!(whip(held).is_none_or(|grants| !grants.subscribe));
            assert!(whep(held).is_none_or(|grants| !grants.publish));
        }
    }
}
