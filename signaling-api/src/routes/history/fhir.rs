//! The history for a clinic's records: HL7 FHIR R4 (4.0.1).
//!
//! What took place, or goes on, is an `Encounter` of the class `VR` (virtual); what was planned, and what did not take
//! place, an `Appointment`. A planned one that took place is both, and the encounter refers to the appointment.

use super::view::View;
use crate::clock::Timestamp;
use crate::history::Outcome;
use crate::role::ParticipantRole;
use crate::store::Status;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// A `Bundle` of the type `collection`.
#[must_use]
pub(super) fn bundle(views: &[View], id: Uuid, now: Timestamp) -> Value {
    let resources = views.iter().flat_map(|view| {
        let appointment = is_appointment(view).then(|| (appointment_id(view), appointment(view)));
        let encounter = has_taken_place(view).then(|| (view.id, encounter(view)));
        [appointment, encounter].into_iter().flatten()
    });
    let entries: Vec<Value> = resources
        .map(|(id, resource)| json!({"fullUrl": format!("urn:uuid:{id}"), "resource": resource}))
        .collect();
    let mut bundle = json!({
        "resourceType": "Bundle",
        "id": id.to_string(),
        "type": "collection",
        "timestamp": now.to_string(),
    });
    // FHIR forbids empty arrays.
    if !entries.is_empty() {
        bundle["entry"] = Value::Array(entries);
    }
    bundle
}

fn has_taken_place(view: &View) -> bool {
    view.met_at.is_some()
}

fn is_appointment(view: &View) -> bool {
    view.starts_at.is_some() || !has_taken_place(view)
}

/// Another id than the encounter's, always the same.
fn appointment_id(view: &View) -> Uuid {
    Uuid::new_v5(&view.id, b"appointment")
}

fn encounter(view: &View) -> Value {
    let is_over = matches!(view.status, Status::Ended | Status::Cancelled);
    let mut period = Map::new();
    period.insert("start".into(), json!(view.met_at));
    if is_over {
        period.insert("end".into(), json!(view.parted_at));
    }
    let participants = view
        .participants
        .iter()
        .filter(|person| person.role != ParticipantRole::Patient);
    let mut resource = json!({
        "resourceType": "Encounter",
        "id": view.id.to_string(),
        "identifier": [identifier(view)],
        "status": if is_over { "finished" } else { "in-progress" },
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": "VR",
            "display": "virtual",
        },
        "period": period,
        "length": {
            "value": view.duration_s,
            "unit": "s",
            "system": "http://unitsofmeasure.org",
            "code": "s",
        },
    });
    let participants: Vec<Value> = participants
        .map(|person| {
            let stay = person.stays.first().zip(person.stays.last());
            let mut participant = json!({"individual": {"display": person.display_name}});
            if person.role == ParticipantRole::Doctor {
                participant["individual"] = doctor(view);
            }
            if let Some((first, last)) = stay {
                participant["period"] = json!({"start": first.from, "end": last.to});
            }
            participant
        })
        .collect();
    if !participants.is_empty() {
        resource["participant"] = Value::Array(participants);
    }
    if let Some(subject) = subject(view) {
        resource["subject"] = subject;
    }
    if is_appointment(view) {
        let reference = format!("urn:uuid:{}", appointment_id(view));
        resource["appointment"] = json!([{"reference": reference}]);
    }
    resource
}

fn appointment(view: &View) -> Value {
    let mut participants = vec![json!({"actor": doctor(view), "status": "accepted"})];
    let accepted = if view.outcome == Some(Outcome::Cancelled) {
        "declined"
    } else {
        "accepted"
    };
    participants.extend(subject(view).map(|subject| json!({"actor": subject, "status": accepted})));
    let mut resource = json!({
        "resourceType": "Appointment",
        "id": appointment_id(view).to_string(),
        "identifier": [identifier(view)],
        "status": appointment_status(view),
        "created": view.created_at,
        "participant": participants,
    });
    if let Some(title) = &view.title {
        resource["description"] = json!(title);
    }
    // Both or neither (app-2), and none but proposed and cancelled ones without (app-3). No end is ever planned here: that
    // of the time in which it was to be had is told.
    let start = view.starts_at.unwrap_or(view.created_at);
    match view.ended_at.or(view.parted_at) {
        Some(end) => {
            resource["start"] = json!(start.min(end));
            resource["end"] = json!(end);
        }
        None if appointment_status(view) == "proposed" => {
            resource["requestedPeriod"] = json!([{"start": start}]);
        }
        None => {
            resource["start"] = json!(start);
            resource["end"] = json!(start);
        }
    }
    resource
}

fn appointment_status(view: &View) -> &'static str {
    match (view.outcome, view.status) {
        (Some(Outcome::Held), _) => "fulfilled",
        (Some(Outcome::NoShow), _) => "noshow",
        (Some(Outcome::Cancelled | Outcome::Failed | Outcome::Unattended), _) | (None, Status::Cancelled) => {
            "cancelled"
        }
        (None, Status::Active) => "arrived",
        (None, Status::Ended) => "fulfilled",
        (None, Status::Pending) => "proposed",
    }
}

fn identifier(view: &View) -> Value {
    json!({"system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{}", view.id)})
}

/// Accounts are no resources of the bundle: they are named by their identifier.
fn account(kind: &'static str, id: Uuid, name: &str) -> Value {
    json!({
        "type": kind,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{id}")},
        "display": name,
    })
}

fn doctor(view: &View) -> Value {
    account("Practitioner", view.doctor.id, &view.doctor.name)
}

fn subject(view: &View) -> Option<Value> {
    let patient = view.patient.as_ref()?;
    Some(account("Patient", patient.id, &patient.name))
}

#[cfg(test)]
pub(super) mod tests;
