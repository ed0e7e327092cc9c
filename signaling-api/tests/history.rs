//! Who was there, what came of it: as the media node told, not as anybody clicked.

mod support;

use axum::http::{Method, StatusCode};
use model::{Leg, Measurement, ParticipantId, Quality, QualityReason, RoomId, SessionId, VideoStep};
use protocol::{CloseCause, Event, Request};
use serde_json::{Value, json};
use std::future::Future;
use std::time::Duration;
use support::{Clinic, config, new_dir};

/// A consultation of the demo doctor for the demo patient with whoever came to it.
struct Visit {
    id: String,
    code: String,
    room: RoomId,
    doctor: String,
}

/// Somebody whose media were offered.
#[derive(Clone, Copy)]
struct Seat {
    room: RoomId,
    participant: ParticipantId,
    session: SessionId,
}

impl Visit {
    async fn make(clinic: &Clinic) -> Self {
        let (made, doctor) = clinic.consultation().await;
        Self {
            id: text(&made["id"]),
            code: text(&made["code"]),
            room: RoomId(text(&made["room_id"]).parse().expect("an id")),
            doctor,
        }
    }

    async fn doctor_comes(&self, clinic: &Clinic) -> Seat {
        let path = format!("/api/v1/consultations/{}/join", self.id);
        let place = clinic.post(&path, &self.doctor, json!({})).await.json();
        self.offer(clinic, &place).await
    }

    async fn guest_comes(&self, clinic: &Clinic, name: &str) -> Seat {
        let place = clinic
            .join(json!({"code": self.code, "display_name": name}))
            .await
            .json();
        self.offer(clinic, &place).await
    }

    /// Publishes over plain HTTP: the room takes no notice of the difference.
    async fn offer(&self, clinic: &Clinic, place: &Value) -> Seat {
        clinic.node.take();
        let path = format!("/whip/{}", self.room);
        let token = text(&place["token"]);
        let made = clinic
            .sdp(Method::POST, &path, &token, "application/sdp", "v=0")
            .await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let asked = clinic.node.take();
        let mut offers = asked.into_iter().filter_map(|request| match request {
            Request::Offer(offer) => Some(offer),
            _ => None,
        });
        let offer = offers.next_back().expect("an offer");
        Seat {
            room: self.room,
            participant: offer.participant,
            session: offer.session,
        }
    }

    async fn end(&self, clinic: &Clinic) {
        let path = format!("/api/v1/consultations/{}/end", self.id);
        let ended = clinic.post(&path, &self.doctor, json!({})).await;
        assert_eq!(ended.status, StatusCode::OK, "{}", ended.text);
    }

    async fn report(&self, clinic: &Clinic) -> Value {
        let path = format!("/api/v1/history/{}", self.id);
        clinic.get(&path, &self.doctor).await.json()
    }

    /// Its outcome, once that is worked out.
    async fn outcome(&self, clinic: &Clinic) -> String {
        let report = until(async || {
            let report = self.report(clinic).await;
            report["outcome"].is_string().then_some(report)
        });
        text(&report.await["outcome"])
    }
}

impl Seat {
    async fn connect(self, clinic: &Clinic) {
        let Self {
            room,
            participant,
            session,
        } = self;
        let event = Event::SessionConnected {
            room,
            participant,
            session,
        };
        clinic.events.send(event).await.expect("told");
    }

    async fn fares(self, clinic: &Clinic, quality: Quality, reason: Option<QualityReason>) {
        let Self {
            room,
            participant,
            session,
        } = self;
        let event = Event::ConnectionQuality {
            room,
            participant,
            session,
            quality,
            reason,
            video: VideoStep::Full,
        };
        clinic.events.send(event).await.expect("told");
    }

    async fn measured(self, clinic: &Clinic, figures: Measurement) {
        let (room, participant) = (self.room, self.participant);
        let event = Event::Measured {
            room,
            participant,
            figures,
        };
        clinic.events.send(event).await.expect("told");
    }

    async fn close(self, clinic: &Clinic, cause: CloseCause) {
        let Self {
            room,
            participant,
            session,
        } = self;
        let event = Event::SessionClosed {
            room,
            participant,
            session,
            cause,
        };
        clinic.events.send(event).await.expect("told");
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// Asks until there is an answer: what is measured is written once a second.
async fn until<T, F: Future<Output = Option<T>>>(mut ask: impl FnMut() -> F) -> T {
    let asked = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asked)
        .await
        .expect("in time")
}

/// Both are there, and the store knows.
async fn meet(clinic: &Clinic, visit: &Visit) -> (Seat, Seat) {
    let doctor = visit.doctor_comes(clinic).await;
    doctor.connect(clinic).await;
    let guest = visit.guest_comes(clinic, "Ana").await;
    guest.connect(clinic).await;
    assert_eq!(visit.outcome(clinic).await, "held");
    (doctor, guest)
}

#[tokio::test]
async fn media_that_were_there_together_make_a_consultation_held() {
    let clinic = Clinic::open().await;
    let visit = Visit::make(&clinic).await;
    let doctor = visit.doctor_comes(&clinic).await;
    assert_eq!(visit.report(&clinic).await["outcome"], Value::Null, "it is open");
    doctor.connect(&clinic).await;
    let guest = visit.guest_comes(&clinic, "Ana").await;
    guest.connect(&clinic).await;
    guest
        .fares(&clinic, Quality::Poor, Some(QualityReason::UplinkLoss))
        .await;
    assert_eq!(visit.outcome(&clinic).await, "held");
    visit.end(&clinic).await;
    let report = until(async || {
        let report = visit.report(&clinic).await;
        let known = &report["people"][1]["connection"]["minutes"][0]["levels"];
        known.is_string().then_some(report)
    });
    let report = report.await;
    let people = report["people"].as_array().expect("people");
    let named = |at: usize| (text(&people[at]["display_name"]), text(&people[at]["role"]));
    assert_eq!(named(0), ("Dr Claire Moreau".into(), "doctor".into()));
    assert_eq!(named(1), ("Ana".into(), "guest".into()));
    assert!(
        people
            .iter()
            .all(|person| person["stays"].as_array().expect("stays").len() == 1)
    );
    let minute = &people[1]["connection"]["minutes"][0];
    assert!(text(&minute["levels"]).contains('p'));
    assert_eq!(minute["reason"], "uplink_loss");
    assert!(people[1]["connection"]["seconds"]["poor"].as_u64() >= Some(10));
    assert_eq!(people[1]["connection"]["join"]["stage"], "dtls");
    assert_eq!(report["status"], "ended");
    assert_eq!(report["quality"], Value::Null, "too short to be judged");
    assert_eq!(report["recordings"], 0);
    assert_eq!(report["participants"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn what_was_measured_is_in_the_report_and_can_be_taken_away() {
    let clinic = Clinic::open().await;
    let visit = Visit::make(&clinic).await;
    let (_, guest) = meet(&clinic, &visit).await;
    let leg = |loss, sound| Leg {
        loss: Some(loss),
        jitter: Some(3),
        sound: Some(sound),
        picture: None,
        video: Some(1350),
        frozen: None,
        missing: Some(4),
    };
    let figures = Measurement {
        round_trip: Some(71),
        up: leg(18, 423),
        down: leg(0, 441),
    };
    guest.measured(&clinic, figures).await;
    visit.end(&clinic).await;
    let report = until(async || {
        let report = visit.report(&clinic).await;
        report["people"][1]["connection"]["figures"]
            .is_object()
            .then_some(report)
    });
    let report = report.await;
    let way = |loss: u16, sound: f64| {
        json!({"loss_permille": loss, "jitter_ms": 3, "sound_mos": sound, "picture_mos": null,
            "video_kbit_s": 1350, "frozen_permille": null, "missing_permille": 4})
    };
    let told = json!({"rtt_ms": 71, "up": way(18, 4.23), "down": way(0, 4.41)});
    let connection = &report["people"][1]["connection"];
    assert_eq!(connection["figures"], told);
    assert_eq!(connection["minutes"][0]["figures"], told);
    assert!(
        text(&connection["minutes"][0]["levels"]).contains('g'),
        "good goes without saying: {connection}"
    );
    assert_eq!(report["people"][0]["connection"]["figures"], Value::Null);

    let path = format!("/api/v1/history/{}/minutes", visit.id);
    let table = clinic.get(&path, &visit.doctor).await;
    assert_eq!(
        table.headers["content-disposition"],
        "attachment; filename=\"minutes.csv\""
    );
    assert!(
        table
            .text
            .contains(",full,71,18,3,4.23,,0,3,4.41,,1350,,4,1350,,4\r\n"),
        "{}",
        table.text
    );
    let (patient, _) = clinic.sign_in("patient").await;
    let own = clinic.get(&path, &patient).await;
    assert_eq!(own.text.lines().count(), 1, "another's connection: {}", own.text);
}

#[tokio::test]
async fn a_connection_that_comes_back_is_a_gap() {
    let clinic = Clinic::open().await;
    let visit = Visit::make(&clinic).await;
    let (_, guest) = meet(&clinic, &visit).await;
    let last_sign = |report: &Value| text(&report["people"][1]["stays"][0]["to"]);
    let before = last_sign(&visit.report(&clinic).await);
    guest
        .fares(&clinic, Quality::Lost, Some(QualityReason::Silence))
        .await;
    until(async || (last_sign(&visit.report(&clinic).await) != before).then_some(())).await;
    guest.fares(&clinic, Quality::Good, None).await;
    let stays = until(async || {
        let report = visit.report(&clinic).await;
        let stays = report["people"][1]["stays"].clone();
        (stays[0]["gaps"] != json!([])).then_some(stays)
    });
    let stays = stays.await;
    assert_eq!(stays.as_array().map(Vec::len), Some(1), "{stays}");
    assert_eq!(stays[0]["gaps"].as_array().map(Vec::len), Some(1), "{stays}");
}

#[tokio::test]
async fn each_way_of_not_meeting_has_its_name() {
    let clinic = Clinic::open().await;
    let no_show = Visit::make(&clinic).await;
    no_show.doctor_comes(&clinic).await.connect(&clinic).await;
    let failed = Visit::make(&clinic).await;
    failed.doctor_comes(&clinic).await.connect(&clinic).await;
    let guest = failed.guest_comes(&clinic, "Ana").await;
    guest.close(&clinic, CloseCause::NeverReached).await;
    let unattended = Visit::make(&clinic).await;
    unattended
        .guest_comes(&clinic, "Ana")
        .await
        .connect(&clinic)
        .await;
    let cancelled = Visit::make(&clinic).await;
    let path = format!("/api/v1/consultations/{}", cancelled.id);
    clinic
        .call(Method::DELETE, &path, Some(&cancelled.doctor), None)
        .await;
    for (visit, outcome) in [
        (&no_show, "no_show"),
        (&failed, "failed"),
        (&unattended, "unattended"),
        (&cancelled, "cancelled"),
    ] {
        until(async || {
            // How far a join came is written within a second; the outcome is worked out from that.
            let report = visit.report(&clinic).await;
            let joins = report["people"].as_array().expect("people").iter();
            let mut stages = joins.map(|person| person["connection"]["join"]["stage"] != "token");
            stages.all(|known| known).then_some(())
        })
        .await;
        if outcome != "cancelled" {
            visit.end(&clinic).await;
        }
        assert_eq!(visit.outcome(&clinic).await, outcome);
    }
    let figures = clinic.get("/api/v1/statistics", &no_show.doctor).await.json();
    for (name, count) in [
        ("created", 4),
        ("held", 0),
        ("no_show", 1),
        ("cancelled", 1),
        ("failed", 1),
        ("unattended", 1),
    ] {
        assert_eq!(figures[name], count, "{name} of {figures}");
    }
    assert_eq!(figures["duration_s"], Value::Null);
    assert_eq!(figures["days"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_restart_closes_what_was_open_at_the_last_sign_of_life() {
    let dir = new_dir();
    let kept = dir.with_extension("kept");
    std::fs::create_dir_all(&kept).expect("a directory");
    let first = config(&dir);
    let database = first.database_url.clone();
    let clinic = Clinic::with(first).await;
    let visit = Visit::make(&clinic).await;
    meet(&clinic, &visit).await;
    let before = visit.report(&clinic).await;
    // As a server that was killed leaves it: the file with its log of writes.
    let files = std::fs::read_dir(&dir).expect("files").flatten();
    for file in files.filter(|file| file.path().is_file()) {
        std::fs::copy(file.path(), kept.join(file.file_name())).expect("copied");
    }
    let mut second = config(&kept);
    if !database.starts_with("sqlite") {
        second.database_url = database;
    }
    let again = Clinic::with(second).await;
    let (doctor, _) = again.sign_in("doctor").await;
    let path = format!("/api/v1/history/{}", visit.id);
    let after = again.get(&path, &doctor).await.json();
    assert_eq!(after["outcome"], "held");
    assert_eq!(after["status"], before["status"]);
    let ended = |report: &Value| text(&report["people"][0]["stays"][0]["to"]);
    assert!(ended(&after) >= ended(&before));
    let list = again.get("/api/v1/history", &doctor).await.json();
    assert_eq!(list["items"][0]["id"], visit.id, "the list is there too");
}

#[tokio::test]
async fn everybody_looks_back_at_their_own() {
    let clinic = Clinic::open().await;
    let visit = Visit::make(&clinic).await;
    meet(&clinic, &visit).await;
    let (patient, patient_id) = clinic.sign_in("patient").await;
    let (admin, _) = clinic.sign_in("admin").await;
    let other = clinic
        .post("/api/v1/consultations", &visit.doctor, json!({"mode": "audio"}))
        .await
        .json();
    let count = async |path: &str, token: &str| {
        let list = clinic.get(path, token).await.json();
        list["items"].as_array().map(Vec::len)
    };
    assert_eq!(count("/api/v1/history", &visit.doctor).await, Some(2));
    assert_eq!(count("/api/v1/history", &admin).await, Some(2));
    assert_eq!(count("/api/v1/history", &patient).await, Some(1));
    let path = format!("/api/v1/history/{}", visit.id);
    let seen = clinic.get(&path, &patient).await.json();
    assert_eq!(
        seen["people"][0]["connection"],
        Value::Null,
        "another's connection is not theirs to see"
    );
    assert!(clinic.get(&path, &admin).await.json()["people"][0]["connection"].is_object());
    let hidden = format!("/api/v1/history/{}", text(&other["id"]));
    assert_eq!(
        clinic.get(&hidden, &patient).await.problem(),
        (404, "not_found".into())
    );
    let refused = clinic.get("/api/v1/statistics", &patient).await;
    assert_eq!(refused.problem(), (403, "forbidden".into()));

    for (filter, found) in [
        (format!("patient={patient_id}"), 1),
        ("q=ANA".into(), 1),
        ("q=%25".into(), 0),
        (format!("q={}", visit.code.to_lowercase()), 1),
        ("status=active,pending".into(), 2),
        ("status=ended".into(), 0),
        ("outcome=held".into(), 1),
        ("outcome=no_show,failed".into(), 0),
        ("to=2020-01-01T00:00:00Z".into(), 0),
        ("from=2020-01-01T00:00:00Z".into(), 2),
    ] {
        let path = format!("/api/v1/history?{filter}");
        assert_eq!(count(&path, &visit.doctor).await, Some(found), "{filter}");
    }
    for wrong in [
        "status=open",
        "outcome=fine",
        "cursor=x",
        "from=soon",
        "patient=me",
    ] {
        let answer = clinic
            .get(&format!("/api/v1/history?{wrong}"), &visit.doctor)
            .await;
        assert_eq!(answer.problem(), (422, "validation".into()), "{wrong}");
    }
}

#[tokio::test]
async fn names_and_titles_are_found_without_their_accents() {
    let clinic = Clinic::open().await;
    let visit = Visit::make(&clinic).await;
    let title = json!({"title": "Contrôle de l’œil"});
    let path = format!("/api/v1/consultations/{}", visit.id);
    let titled = clinic.call(Method::PATCH, &path, Some(&visit.doctor), Some(title));
    assert_eq!(titled.await.status, StatusCode::OK);
    visit.guest_comes(&clinic, "Łukasz Dvořák").await;
    let (admin, _) = clinic.sign_in("admin").await;
    let (_, patient) = clinic.sign_in("patient").await;
    let renamed = json!({"name": "Hélène Ångström"});
    let path = format!("/api/v1/users/{patient}");
    let renamed = clinic.call(Method::PATCH, &path, Some(&admin), Some(renamed));
    assert_eq!(renamed.await.status, StatusCode::OK);
    let new = json!({"email": "zoe@b.example", "name": "Zoé Groß", "role": "doctor"});
    assert_eq!(
        clinic.post("/api/v1/users", &admin, new).await.status,
        StatusCode::CREATED
    );
    let found = async |path: &str| {
        let list = clinic.get(path, &visit.doctor).await.json();
        list["items"].as_array().map(Vec::len)
    };
    for (typed, count) in [
        ("helene", 1),
        ("H%C3%89L%C3%88NE", 1),
        ("angstrom", 1),
        ("lukasz", 1),
        ("%C5%81UKASZ", 1),
        ("dvorak", 1),
        ("controle%20de%20l'oeil", 1),
        ("helen_", 0),
    ] {
        assert_eq!(
            found(&format!("/api/v1/history?q={typed}")).await,
            Some(count),
            "{typed}"
        );
    }
    assert_eq!(found("/api/v1/contacts?q=helene").await, Some(1));
    assert_eq!(found("/api/v1/contacts?q=gross").await, Some(1));
    assert_eq!(found("/api/v1/users?role=patient&q=ANGSTROM").await, Some(1));
}

#[tokio::test]
async fn the_history_goes_on_page_by_page() {
    let clinic = Clinic::open().await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    for day in 1..=28 {
        let planned = json!({"mode": "video", "starts_at": format!("2031-01-{day:02}T10:00:00Z")});
        clinic.post("/api/v1/consultations", &doctor, planned).await;
    }
    let first = clinic.get("/api/v1/history", &doctor).await.json();
    let second = format!("/api/v1/history?cursor={}", text(&first["next_cursor"]));
    let second = clinic.get(&second, &doctor).await.json();
    assert_eq!(second["next_cursor"], Value::Null);
    let pages = [&first, &second].into_iter();
    let times: Vec<String> = pages
        .flat_map(|page| page["items"].as_array().expect("items"))
        .map(|item| text(&item["at"]))
        .collect();
    let expected: Vec<String> = (1..=28)
        .rev()
        .map(|day| format!("2031-01-{day:02}T10:00:00Z"))
        .collect();
    assert_eq!(
        times, expected,
        "by the time for which they are planned, the latest first"
    );
}

#[tokio::test]
async fn what_is_filtered_is_taken_away() {
    let clinic = Clinic::open().await;
    let visit = Visit::make(&clinic).await;
    let guest = visit.guest_comes(&clinic, "=1+1").await;
    guest.connect(&clinic).await;
    let doctor = visit.doctor_comes(&clinic).await;
    doctor.connect(&clinic).await;
    assert_eq!(visit.outcome(&clinic).await, "held");
    let export = async |query: &str| {
        clinic
            .get(&format!("/api/v1/history/export?{query}"), &visit.doctor)
            .await
    };
    let csv = export("separator=semicolon").await;
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"history.csv\""
    );
    let rows: Vec<&str> = csv.text.split("\r\n").collect();
    assert!(
        rows[0].starts_with("\u{feff}id;at;status;outcome;"),
        "{}",
        rows[0]
    );
    assert!(rows[1].contains(";held;video;"), "{}", rows[1]);
    assert!(rows[1].contains("'=1+1 (guest"), "no formula: {}", rows[1]);
    assert_eq!(rows.len(), 3, "a line feed ends the last row");
    assert_eq!(export("format=json").await.json()[0]["id"], visit.id);
    assert_eq!(export("format=json&outcome=no_show").await.json(), json!([]));
    let fhir = export("format=fhir").await;
    assert_eq!(
        fhir.headers["content-type"],
        "application/fhir+json; fhirVersion=4.0"
    );
    assert_eq!(fhir.json()["entry"][0]["resource"]["resourceType"], "Encounter");
    assert_eq!(export("format=pdf").await.problem(), (422, "validation".into()));
}

#[tokio::test]
async fn a_list_tells_how_well_it_went_and_what_was_recorded() {
    let config = config(&new_dir());
    let database = config.database_url.clone();
    let clinic = Clinic::with(config).await;
    let visit = Visit::make(&clinic).await;
    let (_, guest) = meet(&clinic, &visit).await;
    guest
        .fares(&clinic, Quality::Poor, Some(QualityReason::UplinkLoss))
        .await;
    let pool = sqlx::AnyPool::connect(&database).await.expect("the database");
    let recorded = "INSERT INTO recordings (id, consultation_id, state, asked_at, bytes, dropped) VALUES ('r', $1, 'ready', 0, 1, 0)";
    let recorded = sqlx::query(recorded).bind(&visit.id).execute(&pool).await;
    recorded.expect("a row");
    let listed = async |token: &str| {
        // As if they had talked for a minute; what goes on writes its own duration over it.
        let longer = "UPDATE outcomes SET held_ms = 60000 WHERE consultation_id = $1";
        let longer = sqlx::query(longer).bind(&visit.id).execute(&pool).await;
        longer.expect("an outcome");
        clinic.get("/api/v1/history", token).await.json()["items"][0].clone()
    };
    let told = until(async || {
        let told = listed(&visit.doctor).await;
        told["quality"].is_string().then_some(told)
    });
    let told = told.await;
    assert_eq!(
        (&told["quality"], &told["recordings"]),
        (&json!("poor"), &json!(1))
    );
    let (patient, _) = clinic.sign_in("patient").await;
    let theirs = listed(&patient).await;
    assert_eq!(theirs["quality"], Value::Null, "of others' connections");
    let csv = clinic.get("/api/v1/history/export", &visit.doctor).await.text;
    let rows: Vec<&str> = csv.split("\r\n").collect();
    assert!(
        rows[0].ends_with(",participants,quality,recordings"),
        "{}",
        rows[0]
    );
    assert!(rows[1].ends_with(",1"), "{}", rows[1]);
    pool.close().await;
}
