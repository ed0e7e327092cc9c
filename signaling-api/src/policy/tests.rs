//! The tables of who may do what.

use super::*;
use crate::clock::Timestamp;
use crate::store::Team;
use uuid::Uuid;

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
        Act::Moderate,
        Act::Take,
        Act::Transfer,
        Act::Talk,
        Act::InviteOthers,
        Act::Review,
        Act::Record,
    ];
    let table = [
        (Standing::Doctor, [Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y, Y]),
        (
            Standing::Patient,
            [Y, Y, N, N, N, Y, N, N, N, N, N, N, Y, N, Y, N],
        ),
        (
            Standing::SecondDoctor,
            [Y, Y, N, N, N, Y, N, N, N, N, N, N, Y, N, Y, N],
        ),
        (
            Standing::Colleague,
            [Y, N, Y, N, N, N, N, Y, N, N, Y, N, N, N, N, N],
        ),
        (Standing::Admin, [Y, N, Y, Y, Y, N, Y, N, N, N, N, Y, N, N, Y, N]),
        (
            Standing::Stranger,
            [H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H],
        ),
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
fn who_treats_and_who_interprets_show_captions() {
    use ParticipantRole::{Doctor, Guest, Patient};
    use Verdict::{Allowed as Y, Forbidden as N};
    let kinds = [
        None,
        Some(Kind::Patient),
        Some(Kind::Interpreter),
        Some(Kind::Relative),
        Some(Kind::SecondClinician),
    ];
    let table = [
        (Doctor, true, [Y, Y, Y, Y, Y]),
        (Patient, true, [N, N, N, N, N]),
        (Guest, false, [N, N, Y, N, Y]),
        (Guest, true, [Y, N, Y, N, Y]),
    ];
    for (role, has_account, row) in table {
        assert_eq!(
            kinds.map(|kind| may_caption(role, kind, has_account)),
            row,
            "{role:?} {has_account}"
        );
    }
}

#[test]
fn whoever_may_join_has_a_seat() {
    for standing in [
        Standing::Doctor,
        Standing::Patient,
        Standing::SecondDoctor,
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
fn only_the_doctor_lowers_a_hand_of_others() {
    use ParticipantRole::{Doctor, Guest, Patient};
    let table = [
        (Doctor, Verdict::Allowed),
        (Patient, Verdict::Forbidden),
        (Guest, Verdict::Forbidden),
    ];
    for (role, of_others) in table {
        assert_eq!(may_lower_hand(role, true), Verdict::Allowed, "{role:?}");
        assert_eq!(may_lower_hand(role, false), of_others, "{role:?}");
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
fn roles_and_conversations_make_this_table() {
    use UserRole::{Admin, Doctor, Patient};
    use Verdict::{Allowed as Y, Forbidden as N, Hidden as H};
    let roles = [Doctor, Patient, Admin];
    let table = [
        (Doctor, [Y, N, N], [H, Y, H], [Y, H]),
        (Patient, [N, Y, N], [Y, H, H], [H, Y]),
        (Admin, [N, N, N], [N, N, N], [H, H]),
    ];
    for (role, lists, begins, reads) in table {
        assert_eq!(
            roles.map(|wanted| may_list_conversations(role, wanted)),
            lists,
            "{role:?}"
        );
        assert_eq!(
            roles.map(|other| may_converse(role, other, true)),
            begins,
            "{role:?}"
        );
        for other in roles {
            assert_ne!(may_converse(role, other, false), Y, "a stranger, {role:?}");
        }
        let (doctor, patient) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let seen = [doctor, patient].map(|id| converses(&user(id, role), &conversation(doctor, patient)));
        assert_eq!(seen, reads, "{role:?}");
        let strange = user(Uuid::from_u128(3), role);
        assert_eq!(converses(&strange, &conversation(doctor, patient)), H, "{role:?}");
    }
}

#[test]
fn guests_hear_the_consultation_alone() {
    assert_eq!(hearing(ParticipantRole::Doctor), Hearing::Conversation);
    assert_eq!(hearing(ParticipantRole::Patient), Hearing::Conversation);
    assert_eq!(hearing(ParticipantRole::Guest), Hearing::Visit);
}

fn user(id: Uuid, role: UserRole) -> User {
    User {
        id,
        email: String::new(),
        name: String::new(),
        role,
        password_hash: String::new(),
        language: None,
        team: Team::default(),
    }
}

fn conversation(doctor_id: Uuid, patient_id: Uuid) -> Conversation {
    Conversation {
        id: Uuid::from_u128(9),
        doctor_id,
        patient_id: Some(patient_id),
        consultation_id: None,
        blocked_by: None,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

#[test]
fn callers_and_callees_make_this_table() {
    use UserRole::{Admin, Doctor, Patient};
    use Verdict::{Allowed as Y, Forbidden as N, Hidden as H};
    // Strangers; acquainted; acquainted, where patients may call.
    let table = [
        (Doctor, Doctor, [Y, Y, Y]),
        (Doctor, Patient, [H, Y, Y]),
        (Doctor, Admin, [H, H, H]),
        (Patient, Doctor, [H, N, Y]),
        (Patient, Patient, [H, H, H]),
        (Patient, Admin, [H, H, H]),
        (Admin, Doctor, [N, N, N]),
        (Admin, Patient, [N, N, N]),
        (Admin, Admin, [N, N, N]),
    ];
    for (caller, callee, row) in table {
        let circumstances = [(false, true), (true, false), (true, true)];
        let verdicts = circumstances.map(|(known, may)| may_call(caller, callee, known, may));
        assert_eq!(verdicts, row, "{caller:?} calls {callee:?}");
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
