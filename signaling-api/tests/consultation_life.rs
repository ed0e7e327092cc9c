//! A consultation from its making to its end.

mod support;

use axum::http::{Method, StatusCode};
use protocol::Request;
use serde_json::{Value, json};
use support::Clinic;

#[tokio::test]
async fn made_joined_ended() {
    let clinic = Clinic::open().await;
    let (made, doctor) = clinic.consultation().await;
    assert_eq!(made["status"], "pending");
    let code = made["code"].as_str().unwrap();
    assert_eq!(code.len(), 6);
    let link = made["link"].as_str().unwrap();
    let token = made["share_token"].as_str().unwrap();
    assert_eq!(link, format!("http://localhost:8080/conference/join/{token}"));
    assert_eq!(made["doctor"]["name"], "Dr Claire Moreau");

    let typed = format!("{} {}", &code[..3].to_lowercase(), &code[3..]);
    let by_code = clinic.join(json!({"code": typed, "display_name": " Ana "})).await;
    assert_eq!(by_code.status, StatusCode::OK, "{}", by_code.text);
    let by_code = by_code.json();
    assert_eq!(by_code["role"], "guest");
    assert_eq!(by_code["display_name"], "Ana");
    assert_eq!(by_code["consultation"]["doctor_name"], "Dr Claire Moreau");
    let relay = json!({
        "urls": ["turn:192.0.2.1:443?transport=tcp"],
        "username": by_code["participant_id"],
        "credential": "secret",
    });
    assert_eq!(by_code["ice_servers"], json!([relay]));
    assert_eq!(by_code["room_id"], made["room_id"]);
    let by_link = clinic
        .join(json!({"share_token": token, "display_name": "Ana"}))
        .await
        .json();
    assert_ne!(by_link["participant_id"], by_code["participant_id"]);

    let path = format!("/api/v1/consultations/{}", made["id"].as_str().unwrap());
    let join = format!("{path}/join");
    let first = clinic.post(&join, &doctor, json!({})).await.json();
    let again = clinic.post(&join, &doctor, json!({})).await.json();
    assert_eq!(first["role"], "doctor");
    assert_eq!(
        first["participant_id"], again["participant_id"],
        "a user has one place"
    );

    let end = format!("{path}/end");
    let ended = clinic.post(&end, &doctor, json!({})).await.json();
    assert_eq!(ended["status"], "ended");
    assert!(ended["ended_at"].is_string());
    assert!(ended.get("code").is_none() && ended.get("link").is_none() && ended.get("share_token").is_none());
    assert!(
        matches!(clinic.node.take()[..], [Request::CloseRoom(room)] if made["room_id"] == room.to_string())
    );
    let again = clinic.post(&end, &doctor, json!({})).await;
    assert_eq!(again.json()["status"], "ended", "ending twice is ending");

    for body in [
        json!({"code": code, "display_name": "Ana"}),
        json!({"share_token": token, "display_name": "Ana"}),
    ] {
        assert_eq!(
            clinic.join(body).await.problem(),
            (410, "consultation_ended".into())
        );
    }
    assert_eq!(
        clinic.post(&join, &doctor, json!({})).await.problem(),
        (410, "consultation_ended".into())
    );
    let cancel = clinic.call(Method::DELETE, &path, Some(&doctor), None).await;
    assert_eq!(cancel.problem(), (410, "consultation_ended".into()));
}

#[tokio::test]
async fn cancelled_before_it_began() {
    let clinic = Clinic::open().await;
    let (made, doctor) = clinic.consultation().await;
    let path = format!("/api/v1/consultations/{}", made["id"].as_str().unwrap());
    let cancelled = clinic.call(Method::DELETE, &path, Some(&doctor), None).await;
    assert_eq!(cancelled.status, StatusCode::NO_CONTENT);
    assert_eq!(clinic.get(&path, &doctor).await.json()["status"], "cancelled");
    let end = clinic.post(&format!("{path}/end"), &doctor, json!({})).await;
    assert_eq!(end.problem(), (410, "consultation_ended".into()));
}

#[tokio::test]
async fn changed_by_its_doctor() {
    let clinic = Clinic::open().await;
    let (made, doctor) = clinic.consultation().await;
    let path = format!("/api/v1/consultations/{}", made["id"].as_str().unwrap());
    let change = json!({"title": "Control", "mode": "audio", "starts_at": "2031-01-02T10:00:00+01:00"});
    let changed = clinic
        .call(Method::PATCH, &path, Some(&doctor), Some(change))
        .await
        .json();
    assert_eq!(changed["title"], "Control");
    assert_eq!(changed["mode"], "audio");
    assert_eq!(changed["starts_at"], "2031-01-02T09:00:00Z");
    let change = json!({"title": null});
    let changed = clinic
        .call(Method::PATCH, &path, Some(&doctor), Some(change))
        .await
        .json();
    assert_eq!(changed["title"], Value::Null);
    assert_eq!(changed["mode"], "audio", "what is absent stays");
    for wrong in [
        json!({"mode": "smoke"}),
        json!({"starts_at": "soon"}),
        json!({"title": "a\nb"}),
    ] {
        let refused = clinic
            .call(Method::PATCH, &path, Some(&doctor), Some(wrong))
            .await;
        assert_eq!(refused.problem(), (422, "validation".into()));
    }
}

#[tokio::test]
async fn listed_newest_first_page_by_page() {
    let clinic = Clinic::open().await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    let mut made = Vec::new();
    for _ in 0..53 {
        let new = clinic
            .post("/api/v1/consultations", &doctor, json!({"mode": "video"}))
            .await;
        made.push(new.json()["id"].as_str().unwrap().to_owned());
    }
    made.reverse();
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = clinic
        .get("/api/v1/consultations?status=pending", &doctor)
        .await
        .json();
    assert_eq!(ids(&first), made[..50]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let path = format!("/api/v1/consultations?cursor={cursor}");
    let second = clinic.get(&path, &doctor).await.json();
    assert_eq!(ids(&second), made[50..]);
    assert_eq!(second["next_cursor"], Value::Null);
    let none = clinic.get("/api/v1/consultations?status=active", &doctor).await;
    assert_eq!(none.json()["items"], json!([]));
    let none = clinic
        .get("/api/v1/consultations?to=2020-01-01T00:00:00Z", &doctor)
        .await;
    assert_eq!(none.json()["items"], json!([]));
    let wrong = clinic.get("/api/v1/consultations?status=open", &doctor).await;
    assert_eq!(wrong.problem(), (422, "validation".into()));
}

#[tokio::test]
async fn other_peoples_do_not_exist() {
    let clinic = Clinic::open().await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    let (patient, _) = clinic.sign_in("patient").await;
    let (admin, _) = clinic.sign_in("admin").await;
    let made = clinic
        .post("/api/v1/consultations", &doctor, json!({"mode": "video"}))
        .await
        .json();
    let path = format!("/api/v1/consultations/{}", made["id"].as_str().unwrap());
    assert_eq!(
        clinic.get(&path, &patient).await.problem(),
        (404, "not_found".into())
    );
    for verb in ["join", "end"] {
        let answer = clinic.post(&format!("{path}/{verb}"), &patient, json!({})).await;
        assert_eq!(answer.problem(), (404, "not_found".into()), "{verb}");
    }
    let seen = clinic.get(&path, &admin).await.json();
    assert_eq!(seen["status"], "pending");
    assert!(
        seen.get("code").is_none(),
        "an administrator has no business inside"
    );
    let join = clinic.post(&format!("{path}/join"), &admin, json!({})).await;
    assert_eq!(join.problem(), (403, "forbidden".into()));
    for other in [&patient, &admin] {
        let made = clinic
            .post("/api/v1/consultations", other, json!({"mode": "video"}))
            .await;
        assert_eq!(made.problem(), (403, "forbidden".into()));
    }
    let unknown = clinic.get("/api/v1/consultations/not-an-id", &doctor).await;
    assert_eq!(unknown.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn wrong_codes_are_unknown_then_slowed_down() {
    let clinic = Clinic::open().await;
    let (made, _) = clinic.consultation().await;
    let right = json!({"code": made["code"], "display_name": "Ana"});
    for attempt in 0..19 {
        let wrong = if attempt % 2 == 0 {
            json!({"code": "AAAAAA", "display_name": "Eve"})
        } else {
            json!({"share_token": "guessed", "display_name": "Eve"})
        };
        assert_eq!(clinic.join(wrong).await.problem(), (404, "code_unknown".into()));
        assert_eq!(
            clinic.join(right.clone()).await.status,
            StatusCode::OK,
            "right ones cost nothing"
        );
    }
    let wrong = json!({"code": "AAAAAA", "display_name": "Eve"});
    assert_eq!(
        clinic.join(wrong.clone()).await.problem(),
        (404, "code_unknown".into())
    );
    let slowed = clinic.join(wrong).await;
    assert_eq!(slowed.problem(), (429, "rate_limited".into()));
    let wait: u64 = slowed.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=3).contains(&wait), "{wait}");
    for wrong in [
        json!({"display_name": "Eve"}),
        json!({"code": "AAAAAA"}),
        json!({"code": "AAAAAA", "display_name": ""}),
    ] {
        // The name is looked at first, so these cost the guesser nothing and tell nothing.
        let answer = clinic.join(wrong).await;
        assert!(matches!(answer.problem(), (422 | 429, _)), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_messaging_service_finds_its_sessions() {
    let clinic = Clinic::open().await;
    let (doctor, doctor_id) = clinic.sign_in("doctor").await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    let base = "/api/messaging/medecin-patient/webrtc/sessions";
    let body = json!({"patientId": patient_id, "medecinId": doctor_id});
    let made = clinic.post(base, &doctor, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made = made.json();
    assert_eq!(made["participants"], json!([doctor_id, patient_id]));
    assert_eq!(made["status"], "pending");
    assert!(made["conferenceCode"].is_string() && made["conferenceLink"].is_string());
    let path = format!("{base}/{}", made["id"].as_str().unwrap());
    assert_eq!(clinic.get(&path, &patient).await.json(), made);
    let joined = clinic
        .post(&format!("{path}/join"), &patient, json!({}))
        .await
        .json();
    assert_eq!(joined["id"], made["id"]);
    assert!(joined["token"].is_string() && joined["participantId"].is_string());
}

#[tokio::test]
async fn a_day_lists_what_is_planned_for_it() {
    let clinic = Clinic::open().await;
    let (made, doctor) = clinic.consultation().await;
    let path = format!("/api/v1/consultations/{}", made["id"].as_str().unwrap());
    let planned = json!({"starts_at": "2099-05-04T10:00:00Z"});
    let planned = clinic
        .call(Method::PATCH, &path, Some(&doctor), Some(planned))
        .await;
    assert_eq!(planned.status, StatusCode::OK, "{}", planned.text);
    let found = async |from: &str, to: &str| {
        let day = format!("/api/v1/consultations?from={from}T00:00:00Z&to={to}T00:00:00Z");
        let page = clinic.get(&day, &doctor).await.json();
        page["items"].as_array().unwrap().len()
    };
    assert_eq!(found("2099-05-04", "2099-05-05").await, 1);
    assert_eq!(found("2020-01-01", "2099-05-04").await, 0);
}
