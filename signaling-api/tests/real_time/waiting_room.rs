//! Somebody waits until the doctor lets them in.

use crate::call::{offer, text};
use crate::support::Clinic;
use crate::support::socket::SocketClient;
use axum::http::{Method, StatusCode};
use model::{ParticipantId, RoomId};
use protocol::Request;
use serde_json::{Value, json};
use signaling_api::{UserRole, create_user};
use std::net::SocketAddr;

/// A consultation with a waiting room, a guest before its door.
pub(crate) struct Door {
    pub(crate) clinic: Clinic,
    address: SocketAddr,
    doctor: String,
    consultation: Value,
    place: Value,
    pub(crate) guest: SocketClient,
}

impl Door {
    pub(crate) async fn open(more: Value) -> Self {
        let clinic = Clinic::open().await;
        let address = clinic.listen().await;
        let (doctor, _) = clinic.sign_in("doctor").await;
        let mut new = json!({"mode": "video", "waiting_room": true});
        new.as_object_mut()
            .expect("a map")
            .extend(more.as_object().expect("a map").clone());
        let consultation = clinic.post("/api/v1/consultations", &doctor, new).await.json();
        let place = knock(&clinic, &consultation, "Ana").await;
        let mut guest = SocketClient::connect(address, text(&place["token"]))
            .await
            .expect("waits");
        // Connected is not yet before the door.
        guest.hear("room_state").await;
        Self {
            clinic,
            address,
            doctor,
            consultation,
            place,
            guest,
        }
    }

    fn id(&self) -> &Value {
        &self.consultation["id"]
    }

    pub(crate) fn path(&self, verb: &str) -> String {
        format!("/api/v1/consultations/{}/{verb}", text(self.id()))
    }

    async fn post(&self, verb: &str, body: Value) -> StatusCode {
        self.clinic
            .post(&self.path(verb), &self.doctor, body)
            .await
            .status
    }

    fn whom(&self) -> Value {
        json!({"participant_id": self.place["participant_id"]})
    }

    /// The doctor's socket in the room.
    async fn doctor_comes(&self) -> SocketClient {
        let place = self
            .clinic
            .post(&self.path("join"), &self.doctor, json!({}))
            .await
            .json();
        assert_eq!(place["lobby"], "accepted", "the doctor never waits");
        let mut doctor = SocketClient::connect(self.address, text(&place["token"]))
            .await
            .expect("in");
        doctor.hear("room_state").await;
        doctor
    }

    /// The doctor's dashboard.
    pub(crate) async fn dashboard(&self, token: &str) -> SocketClient {
        let mut socket = SocketClient::connect(self.address, token).await.expect("in");
        socket.expect("service_ready").await;
        socket
    }
}

async fn knock(clinic: &Clinic, consultation: &Value, name: &str) -> Value {
    let body = json!({"code": consultation["code"], "display_name": name});
    let place = clinic.join(body).await.json();
    assert_eq!(place["lobby"], "waiting");
    place
}

pub(crate) async fn another_doctor(clinic: &Clinic) -> (String, String) {
    let database = crate::support::config(&clinic.dir).database_url;
    let password = "vestibule-demo";
    create_user(
        &clinic.dir,
        &database,
        "petit@demo.test",
        UserRole::Doctor,
        "Dr Anne Petit",
        password,
    )
    .await
    .expect("made");
    let session = clinic.login("petit@demo.test").await.json();
    let texts = (text(&session["access_token"]), text(&session["user"]["id"]));
    (texts.0.to_owned(), texts.1.to_owned())
}

#[tokio::test]
async fn who_waits_is_seen_by_the_doctor_alone_and_is_let_in() {
    let mut door = Door::open(json!({})).await;
    let state = door.guest.expect("room_state").await;
    assert_eq!(state["lobby"]["state"], "waiting");
    assert!(state["lobby"]["since"].is_string());
    assert_eq!(state["participants"], json!([]));
    let refused = door.guest.ask("webrtc_offer", offer(door.id())).await;
    assert_eq!(refused["code"], "not_admitted");
    assert!(door.clinic.node.take().is_empty(), "no media of theirs");

    // The doctor comes late and finds them.
    let mut doctor = door.doctor_comes().await;
    let state = doctor.expect("room_state").await;
    let waiting = &state["lobby"]["waiting"];
    assert_eq!(waiting[0]["displayName"], "Ana");
    assert_eq!(waiting[0]["participantId"], door.place["participant_id"]);
    assert_eq!(state["participants"].as_array().map(Vec::len), Some(1));

    assert_eq!(door.post("admit", door.whom()).await, StatusCode::NO_CONTENT);
    door.guest.expect("lobby_admitted").await;
    let state = door.guest.expect("room_state").await;
    assert_eq!(state["lobby"], json!({"state": "accepted", "waiting": []}));
    assert_eq!(state["participants"].as_array().map(Vec::len), Some(2));
    doctor.expect("lobby_admitted").await;
    assert_eq!(doctor.expect("participant_joined").await["displayName"], "Ana");
    assert_eq!(doctor.expect("consultation_updated").await["status"], "active");
    let taken = door.guest.ask("webrtc_offer", offer(door.id())).await;
    assert_eq!(taken["ok"], true);
    let heard = door.guest.names_so_far().await;
    assert!(
        !heard.contains(&"room_state".to_owned()),
        "seated once: {heard:?}"
    );
    assert_eq!(door.post("admit", door.whom()).await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn one_who_waits_is_shown_to_no_other_guest() {
    let mut door = Door::open(json!({})).await;
    door.guest.expect("room_state").await;
    door.post("admit", door.whom()).await;
    door.guest.expect("lobby_admitted").await;
    let place = knock(&door.clinic, &door.consultation, "Eve").await;
    let mut other = SocketClient::connect(door.address, text(&place["token"]))
        .await
        .expect("waits");
    other.expect("room_state").await;
    let mut doctor = door.doctor_comes().await;
    doctor.expect("room_state").await;
    door.guest.expect("participant_joined").await;
    other.ask("lobby_report", json!({"sessionId": door.id()})).await;
    doctor.expect("lobby_waiting").await;
    for socket in [&mut door.guest, &mut other] {
        let heard = socket.names_so_far().await;
        let told = heard
            .iter()
            .any(|name| name.starts_with("lobby_") && name != "lobby_admitted");
        assert!(!told, "{heard:?}");
    }
    let heard = other.names_so_far().await;
    assert!(!heard.contains(&"participant_joined".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn plain_media_wait_too() {
    let door = Door::open(json!({})).await;
    let path = format!("/whip/{}", text(&door.place["room_id"]));
    let token = text(&door.place["token"]);
    let offer = || {
        door.clinic
            .sdp(Method::POST, &path, token, "application/sdp", "v=0")
    };
    assert_eq!(offer().await.problem(), (403, "not_admitted".into()));
    door.post("admit", door.whom()).await;
    let made = offer().await;
    assert_eq!(made.status, StatusCode::CREATED);
    door.post("put-back", door.whom()).await;
    let session = made.headers["location"].to_str().expect("a path");
    let gone = door
        .clinic
        .sdp(Method::DELETE, session, token, "application/sdp", "")
        .await;
    assert_eq!(
        gone.problem(),
        (404, "not_found".into()),
        "its session went with the place"
    );
}

#[tokio::test]
async fn who_reloads_goes_on_waiting_and_says_how_ready_they_are() {
    let mut door = Door::open(json!({})).await;
    let since = door.guest.expect("room_state").await["lobby"]["since"].clone();
    let mut board = door.dashboard(&door.doctor).await;
    let said = json!({"sessionId": door.id(), "devices": {"camera": "works", "microphone": "blocked"},
                      "network": {"quality": "fair", "kbps": 620}});
    assert_eq!(door.guest.ask("lobby_report", said.clone()).await["ok"], true);
    let told = board.expect("lobby_waiting").await;
    assert_eq!(told["devices"], said["devices"]);
    assert_eq!(told["network"], said["network"]);
    assert_eq!(told["connected"], true);

    let message = json!({"message": "Five minutes late"});
    assert_eq!(door.post("lobby-message", message).await, StatusCode::NO_CONTENT);
    assert_eq!(
        door.guest.expect("lobby_message").await["message"],
        "Five minutes late"
    );
    door.guest.close().await;
    assert_eq!(board.expect("lobby_waiting").await["connected"], false);
    door.guest = SocketClient::connect(door.address, text(&door.place["token"]))
        .await
        .expect("waits");
    let state = door.guest.expect("room_state").await;
    assert_eq!(state["lobby"]["since"], since);
    assert_eq!(state["lobby"]["message"]["message"], "Five minutes late");
    let told = board.expect("lobby_waiting").await;
    assert_eq!(
        (&told["connected"], &told["devices"]),
        (&json!(true), &said["devices"])
    );
    let listed = door.clinic.get(&door.path("lobby"), &door.doctor).await.json();
    assert_eq!(listed["waiting"][0]["display_name"], "Ana");
    assert_eq!(listed["waiting"][0]["network"]["kbps"], 620);
    let bad = json!({"sessionId": door.id(), "devices": {"camera": "smoke", "microphone": "off"}});
    assert_eq!(door.guest.ask("lobby_report", bad).await["code"], "validation");
}

#[tokio::test]
async fn who_is_sent_away_is_told_why_and_may_come_again() {
    let mut door = Door::open(json!({})).await;
    door.guest.expect("room_state").await;
    let mut board = door.dashboard(&door.doctor).await;
    let mut deny = door.whom();
    deny["reason"] = json!("come_later");
    deny["message"] = json!("At four");
    assert_eq!(door.post("deny", deny).await, StatusCode::NO_CONTENT);
    for socket in [&mut door.guest, &mut board] {
        let denied = socket.expect("lobby_denied").await;
        assert_eq!(
            (&denied["reason"], &denied["message"]),
            (&json!("come_later"), &json!("At four"))
        );
    }
    let refused = door.guest.ask("webrtc_offer", offer(door.id())).await;
    assert_eq!(refused["code"], "not_admitted");
    let again = SocketClient::connect(door.address, text(&door.place["token"])).await;
    assert_eq!(again.err().as_deref(), Some("not_admitted"));
    // A reloaded page asks.
    let asked = door
        .clinic
        .get(&door.path("place"), text(&door.place["token"]))
        .await;
    let denial = json!({"reason": "come_later", "message": "At four"});
    assert_eq!(asked.json(), json!({"lobby": "denied", "denial": denial}));
    let (other, _) = door.clinic.consultation().await;
    let path = format!("/api/v1/consultations/{}/place", text(&other["id"]));
    let elsewhere = door.clinic.get(&path, text(&door.place["token"])).await;
    assert_eq!(elsewhere.problem(), (404, "not_found".into()));
    assert_eq!(door.post("admit", door.whom()).await, StatusCode::CONFLICT);
    assert_eq!(door.post("put-back", door.whom()).await, StatusCode::CONFLICT);
    knock(&door.clinic, &door.consultation, "Ana").await;
}

#[tokio::test]
async fn a_patient_with_an_account_waits_in_one_place() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    let new = json!({"mode": "video", "patient_id": patient_id, "waiting_room": true});
    let made = clinic.post("/api/v1/consultations", &doctor, new).await.json();
    let path = format!("/api/v1/consultations/{}", text(&made["id"]));
    // As the clinics' older clients come: by an offer.
    let mut socket = SocketClient::connect(address, &patient).await.expect("in");
    let refused = socket.ask("webrtc_offer", offer(&made["id"])).await;
    assert_eq!(refused["code"], "not_admitted");
    let state = socket.expect("room_state").await;
    let place = clinic
        .post(&format!("{path}/join"), &patient, json!({}))
        .await
        .json();
    assert_eq!(place["participant_id"], state["participantId"]);
    assert_eq!(place["lobby"], "waiting");
    let whom = json!({"participant_id": place["participant_id"]});
    let refused = clinic
        .post(&format!("{path}/admit"), &patient, whom.clone())
        .await;
    assert_eq!(
        refused.problem(),
        (403, "forbidden".into()),
        "nobody lets themselves in"
    );
    clinic.post(&format!("{path}/deny"), &doctor, whom.clone()).await;
    socket.expect("lobby_denied").await;
    let place = clinic
        .post(&format!("{path}/join"), &patient, json!({}))
        .await
        .json();
    assert_eq!(place["lobby"], "waiting", "coming again is waiting again");
    let now = clinic.get(&format!("{path}/place"), text(&place["token"])).await;
    assert_eq!(now.json(), json!({"lobby": "waiting", "denial": null}));
    clinic.post(&format!("{path}/admit"), &doctor, whom).await;
    assert_eq!(socket.ask("webrtc_offer", offer(&made["id"])).await["ok"], true);
}

#[tokio::test]
async fn who_is_put_back_is_out_of_the_room_and_waits() {
    let mut door = Door::open(json!({})).await;
    door.guest.expect("room_state").await;
    let mut doctor = door.doctor_comes().await;
    door.post("admit", door.whom()).await;
    door.guest.expect("lobby_admitted").await;
    door.guest.ask("webrtc_offer", offer(door.id())).await;
    doctor.expect("participant_joined").await;
    door.clinic.node.take();
    assert_eq!(door.post("put-back", door.whom()).await, StatusCode::NO_CONTENT);
    assert_eq!(doctor.expect("participant_left").await["reason"], "put_back");
    assert_eq!(doctor.expect("lobby_waiting").await["displayName"], "Ana");
    door.guest.expect("lobby_waiting").await;
    let refused = door.guest.ask("webrtc_offer", offer(door.id())).await;
    assert_eq!(refused["code"], "not_admitted");
    let room: RoomId = text(&door.place["room_id"]).parse().expect("an id");
    let participant: ParticipantId = text(&door.place["participant_id"]).parse().expect("an id");
    assert_eq!(
        door.clinic.node.take(),
        [Request::RemoveParticipant { room, participant }]
    );
    door.post("admit", door.whom()).await;
    assert_eq!(doctor.expect("participant_joined").await["displayName"], "Ana");
    assert_eq!(door.guest.ask("webrtc_offer", offer(door.id())).await["ok"], true);
}

#[tokio::test]
async fn an_offer_that_is_answered_too_late_opens_nothing() {
    let mut door = Door::open(json!({})).await;
    door.post("admit", door.whom()).await;
    door.guest.expect("lobby_admitted").await;
    let node = door.clinic.node.clone();
    let busy = node.busy.lock().await;
    door.guest.tell("webrtc_offer", offer(door.id())).await;
    while !node
        .asked
        .lock()
        .expect("whole")
        .iter()
        .any(|asked| matches!(asked, Request::Offer(_)))
    {
        tokio::task::yield_now().await;
    }
    assert_eq!(door.post("put-back", door.whom()).await, StatusCode::NO_CONTENT);
    door.guest.expect("lobby_waiting").await;
    node.take();
    drop(busy);
    assert_eq!(door.guest.expect("error").await["code"], "not_admitted");
    let asked = node.take();
    assert!(
        matches!(asked[..], [Request::RemoveParticipant { .. }]),
        "{asked:?}"
    );
    let heard = door.guest.names_so_far().await;
    assert!(!heard.contains(&"webrtc_answer".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn leaving_and_the_end_are_told_before_the_door_too() {
    let mut door = Door::open(json!({})).await;
    door.guest.expect("room_state").await;
    let mut board = door.dashboard(&door.doctor).await;
    door.guest.ask("leave", json!({"sessionId": door.id()})).await;
    assert_eq!(board.expect("lobby_left").await["reason"], "left");
    let place = knock(&door.clinic, &door.consultation, "Ana").await;
    let mut guest = SocketClient::connect(door.address, text(&place["token"]))
        .await
        .expect("waits");
    guest.expect("room_state").await;
    board.expect("lobby_waiting").await;
    door.post("end", json!({})).await;
    assert_eq!(guest.expect("consultation_updated").await["status"], "ended");
    assert_eq!(guest.expect("lobby_left").await["reason"], "ended");
    assert_eq!(door.post("admit", door.whom()).await, StatusCode::GONE);
}

#[tokio::test]
async fn a_shared_queue_is_everybodys_until_one_takes_it() {
    let mut door = Door::open(json!({"shared_queue": true})).await;
    door.guest.expect("room_state").await;
    let (other, other_id) = another_doctor(&door.clinic).await;
    let mut board = door.dashboard(&other).await;
    let queue = door.clinic.get("/api/v1/lobby", &other).await.json();
    assert_eq!(queue["items"][0]["consultation"]["id"], *door.id());
    assert_eq!(queue["items"][0]["consultation"].get("code"), None);
    assert_eq!(queue["items"][0]["waiting"][0]["display_name"], "Ana");
    let place = knock(&door.clinic, &door.consultation, "Leyla").await;
    let _second = SocketClient::connect(door.address, text(&place["token"]))
        .await
        .expect("waits");
    assert_eq!(board.expect("lobby_waiting").await["displayName"], "Leyla");
    let admit = door.clinic.post(&door.path("admit"), &other, door.whom()).await;
    assert_eq!(admit.problem(), (403, "forbidden".into()), "take it first");

    let mut doctor = door.doctor_comes().await;
    doctor.expect("room_state").await;
    let taken = door.clinic.post(&door.path("take"), &other, json!({})).await;
    assert_eq!(taken.json()["doctor"]["id"], other_id);
    assert_eq!(board.expect("consultation_updated").await["doctorId"], other_id);
    assert_eq!(
        door.guest.expect("consultation_updated").await["doctorName"],
        "Dr Anne Petit"
    );
    assert_eq!(doctor.expect("participant_left").await["reason"], "left");
    let refused = doctor.ask("webrtc_offer", offer(door.id())).await;
    assert_eq!(refused["code"], "not_admitted", "an old token opens nothing");
    let admit = door.clinic.post(&door.path("admit"), &other, door.whom()).await;
    assert_eq!(admit.status, StatusCode::NO_CONTENT);
    door.guest.expect("lobby_admitted").await;
    let late = door
        .clinic
        .post(&door.path("take"), &door.doctor, json!({}))
        .await;
    assert_eq!(
        late.status,
        StatusCode::OK,
        "while it is pending it stays in the queue"
    );
}

#[tokio::test]
async fn a_consultation_is_given_to_a_colleague_and_back() {
    let mut door = Door::open(json!({})).await;
    door.guest.expect("room_state").await;
    let (other, other_id) = another_doctor(&door.clinic).await;
    let (_, patient_id) = door.clinic.sign_in("patient").await;
    let mut board = door.dashboard(&other).await;
    assert_eq!(
        door.clinic.get("/api/v1/lobby", &other).await.json()["items"],
        json!([])
    );
    assert_eq!(
        door.clinic
            .post(&door.path("take"), &other, json!({}))
            .await
            .problem(),
        (404, "not_found".into())
    );
    let wrong = door.post("transfer", json!({"doctor_id": patient_id})).await;
    assert_eq!(wrong, StatusCode::UNPROCESSABLE_ENTITY);
    let given = door.post("transfer", json!({"doctor_id": other_id})).await;
    assert_eq!(given, StatusCode::OK);
    assert_eq!(board.expect("lobby_waiting").await["displayName"], "Ana");
    assert_eq!(door.post("admit", door.whom()).await, StatusCode::NOT_FOUND);
    let (_, first_id) = door.clinic.sign_in("doctor").await;
    let back = json!({"doctor_id": first_id});
    door.clinic.post(&door.path("transfer"), &other, back).await;
    let mut doctor = door.doctor_comes().await;
    let state = doctor.expect("room_state").await;
    assert_eq!(state["lobby"]["waiting"][0]["displayName"], "Ana");
    assert_eq!(door.post("admit", door.whom()).await, StatusCode::NO_CONTENT);
    let (admin, _) = door.clinic.sign_in("admin").await;
    assert_eq!(
        door.clinic.get(&door.path("lobby"), &admin).await.problem(),
        (403, "forbidden".into())
    );
}
