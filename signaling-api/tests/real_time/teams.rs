//! A waiting room is shared within a team.

use crate::support::Clinic;
use crate::waiting_room::{Door, another_doctor};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

/// A team of that name.
async fn team(clinic: &Clinic, admin: &str, name: &str) -> String {
    let made = clinic.post("/api/v1/teams", admin, json!({ "name": name })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    made.json()["id"].as_str().expect("an id").to_owned()
}

async fn put(clinic: &Clinic, admin: &str, team: &str, doctor: &str) -> StatusCode {
    let path = format!("/api/v1/teams/{team}/doctors/{doctor}");
    clinic.call(Method::PUT, &path, Some(admin), None).await.status
}

async fn queue(clinic: &Clinic, doctor: &str) -> Vec<Value> {
    let queue = clinic.get("/api/v1/lobby", doctor).await.json();
    queue["items"].as_array().expect("items").clone()
}

#[tokio::test]
async fn doctors_of_another_team_neither_see_nor_take_it() {
    let mut door = Door::open(json!({"shared_queue": true})).await;
    let (other, other_id) = another_doctor(&door.clinic).await;
    let (admin, _) = door.clinic.sign_in("admin").await;
    let (_, doctor_id) = door.clinic.sign_in("doctor").await;
    let heart = team(&door.clinic, &admin, "Heart").await;
    let skin = team(&door.clinic, &admin, "Skin").await;
    assert_eq!(queue(&door.clinic, &other).await.len(), 1, "nobody is in a team");

    assert_eq!(
        put(&door.clinic, &admin, &heart, &doctor_id).await,
        StatusCode::NO_CONTENT
    );
    assert!(queue(&door.clinic, &other).await.is_empty());
    assert_eq!(
        put(&door.clinic, &admin, &skin, &other_id).await,
        StatusCode::NO_CONTENT
    );
    let taken = door.clinic.post(&door.path("take"), &other, json!({})).await;
    assert_eq!(taken.problem(), (404, "not_found".into()));
    let mut board = door.dashboard(&other).await;

    assert_eq!(
        put(&door.clinic, &admin, &heart, &other_id).await,
        StatusCode::NO_CONTENT
    );
    let taken = door.clinic.post(&door.path("take"), &other, json!({})).await;
    assert_eq!(taken.json()["doctor"]["id"], other_id);
    assert_eq!(board.expect("consultation_updated").await["doctorId"], other_id);
    door.guest.expect("consultation_updated").await;
}

#[tokio::test]
async fn administrators_make_teams_and_put_doctors_in() {
    let clinic = Clinic::open().await;
    let (admin, admin_id) = clinic.sign_in("admin").await;
    let (doctor, doctor_id) = clinic.sign_in("doctor").await;
    let heart = team(&clinic, &admin, "Heart").await;
    let again = clinic
        .post("/api/v1/teams", &admin, json!({"name": "Heart"}))
        .await;
    assert_eq!(again.problem(), (409, "conflict".into()));
    assert_eq!(clinic.get("/api/v1/teams", &doctor).await.problem().0, 403);
    assert_eq!(
        put(&clinic, &doctor, &heart, &doctor_id).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        put(&clinic, &admin, &heart, &admin_id).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        put(&clinic, &admin, &doctor_id, &doctor_id).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        put(&clinic, &admin, &heart, &doctor_id).await,
        StatusCode::NO_CONTENT
    );
    let teams = clinic.get("/api/v1/teams", &admin).await.json();
    assert_eq!(
        teams["items"],
        json!([{"id": heart, "name": "Heart", "doctors": [{"id": doctor_id, "name": "Dr Claire Moreau"}]}])
    );
    let path = format!("/api/v1/teams/{heart}");
    for expected in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        let removed = clinic.call(Method::DELETE, &path, Some(&admin), None).await;
        assert_eq!(removed.status, expected);
    }
    let trail = clinic
        .get(
            &format!("/api/v1/audit?subject={doctor_id}&action=team.join"),
            &admin,
        )
        .await;
    assert_eq!(trail.json()["items"].as_array().map(Vec::len), Some(1));
}
