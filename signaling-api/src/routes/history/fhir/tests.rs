//! What R4 demands of the resources that are written here: required elements, closed value sets, the constraints app-2,
//! app-3 and app-4, no null and nothing empty. Checked by hand: this is not the whole JSON schema.

use super::*;
use crate::history::Interval;
use crate::routes::history::view::{Participant, Person};
use crate::store::Mode;

const HOUR: i64 = 3_600_000;
const START: i64 = 1_700_000_000_000;

pub(in crate::routes::history) fn view() -> View {
    let stay = crate::history::stays(vec![Interval {
        from: START,
        to: START + HOUR,
    }]);
    View {
        id: Uuid::from_u128(7),
        at: Timestamp(START),
        status: Status::Ended,
        outcome: Some(Outcome::Held),
        mode: Mode::Video,
        title: None,
        doctor: Person {
            id: Uuid::from_u128(1),
            name: "Dr A".into(),
        },
        patient: Some(Person {
            id: Uuid::from_u128(2),
            name: "B".into(),
        }),
        starts_at: Some(Timestamp(START)),
        created_at: Timestamp(START - HOUR),
        met_at: Some(Timestamp(START)),
        parted_at: Some(Timestamp(START + HOUR)),
        ended_at: Some(Timestamp(START + HOUR)),
        duration_s: 3600,
        waited_s: Some(5),
        quality: Some(crate::history::Rating::Good),
        recordings: 0,
        participants: vec![Participant {
            id: Uuid::from_u128(3),
            display_name: "Dr A".into(),
            role: ParticipantRole::Doctor,
            present_s: 3600,
            stays: stay.into_iter().map(Into::into).collect(),
        }],
    }
}

/// The same with nothing of it having taken place.
fn unheld(status: Status, outcome: Option<Outcome>, planned: bool) -> View {
    let over = matches!(status, Status::Ended | Status::Cancelled);
    View {
        status,
        outcome,
        starts_at: planned.then_some(Timestamp(START)),
        met_at: None,
        parted_at: None,
        ended_at: over.then_some(Timestamp(START + HOUR)),
        duration_s: 0,
        waited_s: None,
        participants: Vec::new(),
        patient: None,
        ..view()
    }
}

fn check_value(value: &Value) {
    match value {
        Value::Null => panic!("FHIR has no null here"),
        Value::Object(map) => {
            assert!(!map.is_empty(), "an empty object");
            map.values().for_each(check_value);
        }
        Value::Array(items) => {
            assert!(!items.is_empty(), "an empty array");
            items.iter().for_each(check_value);
        }
        Value::String(text) => assert!(!text.is_empty(), "an empty text"),
        Value::Bool(_) | Value::Number(_) => {}
    }
}

fn check_encounter(resource: &Value) {
    let status = resource["status"].as_str().expect("a status");
    let known = [
        "planned",
        "arrived",
        "triaged",
        "in-progress",
        "onleave",
        "finished",
        "cancelled",
        "entered-in-error",
        "unknown",
    ];
    assert!(known.contains(&status), "{status}");
    assert_eq!(resource["class"]["code"], "VR");
    assert!(resource["class"]["system"].is_string());
    let (start, end) = (&resource["period"]["start"], &resource["period"]["end"]);
    assert!(start.is_string());
    assert!(end.is_null() || end.as_str() >= start.as_str(), "per-1");
}

fn check_appointment(resource: &Value) {
    let status = resource["status"].as_str().expect("a status");
    let known = [
        "proposed",
        "pending",
        "booked",
        "arrived",
        "fulfilled",
        "cancelled",
        "noshow",
        "entered-in-error",
        "checked-in",
        "waitlist",
    ];
    assert!(known.contains(&status), "{status}");
    let participants = resource["participant"].as_array().expect("participants");
    for participant in participants {
        let status = participant["status"].as_str().expect("a status");
        assert!(["accepted", "declined", "tentative", "needs-action"].contains(&status));
        assert!(
            participant["actor"].is_object() || participant["type"].is_array(),
            "app-1"
        );
    }
    let (start, end) = (&resource["start"], &resource["end"]);
    assert_eq!(start.is_null(), end.is_null(), "app-2");
    assert!(
        !start.is_null() || ["proposed", "cancelled", "waitlist"].contains(&status),
        "app-3"
    );
    assert!(
        resource["cancelationReason"].is_null() || ["cancelled", "noshow"].contains(&status),
        "app-4"
    );
    assert!(start.as_str() <= end.as_str());
}

/// The kinds of resources in the bundle of these.
fn checked(views: &[View]) -> Vec<String> {
    let bundle = bundle(views, Uuid::from_u128(9), Timestamp(START));
    check_value(&bundle);
    assert_eq!(
        (&bundle["resourceType"], &bundle["type"]),
        (&json!("Bundle"), &json!("collection"))
    );
    let entries = bundle["entry"].as_array().cloned().unwrap_or_default();
    let mut urls: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry["fullUrl"].as_str())
        .collect();
    urls.sort_unstable();
    urls.dedup();
    assert_eq!(urls.len(), entries.len(), "bdl-7: each is there once");
    let kind = |entry: &Value| {
        let resource = &entry["resource"];
        let id = resource["id"].as_str().expect("an id");
        assert_eq!(entry["fullUrl"], format!("urn:uuid:{id}"));
        let kind = resource["resourceType"].as_str().expect("a kind");
        match kind {
            "Encounter" => check_encounter(resource),
            "Appointment" => check_appointment(resource),
            other => panic!("{other}"),
        }
        kind.to_owned()
    };
    entries.iter().map(kind).collect()
}

#[test]
fn every_consultation_is_what_r4_demands() {
    assert_eq!(checked(&[]), [""; 0]);
    assert_eq!(checked(&[view()]), ["Appointment", "Encounter"]);
    let at_once = View {
        starts_at: None,
        ..view()
    };
    assert_eq!(checked(&[at_once]), ["Encounter"]);
    let going_on = View {
        status: Status::Active,
        ended_at: None,
        ..view()
    };
    assert_eq!(checked(&[going_on]), ["Appointment", "Encounter"]);
    let outcomes = [
        None,
        Some(Outcome::NoShow),
        Some(Outcome::Cancelled),
        Some(Outcome::Failed),
        Some(Outcome::Unattended),
    ];
    for outcome in outcomes {
        for status in [Status::Pending, Status::Active, Status::Ended, Status::Cancelled] {
            for planned in [true, false] {
                assert_eq!(checked(&[unheld(status, outcome, planned)]), ["Appointment"]);
            }
        }
    }
}

#[test]
fn a_planned_one_that_took_place_refers_to_its_appointment() {
    let bundle = bundle(&[view()], Uuid::from_u128(9), Timestamp(START));
    let entries = bundle["entry"].as_array().expect("entries");
    assert_eq!(
        entries[1]["resource"]["appointment"][0]["reference"],
        entries[0]["fullUrl"]
    );
    assert_eq!(entries[0]["resource"]["status"], "fulfilled");
}
