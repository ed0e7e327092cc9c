//! A call is recorded where everybody agrees, and by nobody else's leave it is heard.

use crate::call::{Call, text};
use crate::support::socket::SocketClient;
use crate::support::{Clinic, config, new_dir};
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, RANGE};
use axum::http::{Method, Request as HttpRequest, StatusCode};
use model::{ParticipantId, RecordingId};
use protocol::{Event, RecordingEnd, Request};
use recording::PartName;
use recording::sealed::Sealer;
use serde_json::{Value, json};
use std::time::Duration;

impl Call {
    fn recordings(&self) -> String {
        format!("/api/v1/consultations/{}/recordings", text(self.id()))
    }

    /// The doctor asks; the recording.
    async fn ask_to_record(&self) -> String {
        let asked = self
            .clinic
            .post(&self.recordings(), &self.access, json!({}))
            .await;
        assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.text);
        text(&asked.json()["id"]).to_owned()
    }

    async fn answer(&self, recording: &str, token: &str, agreed: bool) -> u16 {
        let path = format!("{}/{recording}/answer", self.recordings());
        let answer = self.clinic.post(&path, token, json!({"agreed": agreed})).await;
        answer.status.as_u16()
    }

    /// Of whom the node was last told to record; nothing where it was told of no recording.
    fn recorded(&self) -> Option<Vec<ParticipantId>> {
        let asked = self.clinic.node.take().into_iter();
        let mut records = asked.filter_map(|request| match request {
            Request::Record { recording, .. } => Some(recording),
            _ => None,
        });
        let last = records.next_back()?;
        Some(last.map(|recording| recording.participants).unwrap_or_default())
    }

    /// A file of the recording, as the media node leaves it.
    fn write_part(&self, recording: &str, content: &[u8]) -> PartName {
        let name = PartName {
            begins: Duration::from_millis(1_500),
            participant: self.guest_id,
            is_screen: false,
        };
        let key = std::fs::read(self.clinic.dir.join("recording.key")).expect("a key");
        let directory = self.clinic.dir.join("recordings").join(recording);
        std::fs::create_dir_all(&directory).expect("a directory");
        let (mut sealer, mut file) = Sealer::new(&key.try_into().expect("its length")).expect("seals");
        file.extend(sealer.append(content).expect("seals"));
        std::fs::write(directory.join(name.to_string()), &file).expect("writes");
        name
    }

    /// The node closed the files; the list once that is known.
    async fn close_files(&self, recording: &str, bytes: u64) -> Value {
        let ended = Event::RecordingEnded {
            recording: RecordingId(recording.parse().expect("an id")),
            end: RecordingEnd::Complete,
            bytes,
            dropped: 0,
        };
        self.clinic.events.send(ended).await.expect("the API listens");
        loop {
            let list = self.clinic.get(&self.recordings(), &self.access).await.json();
            if list["items"][0]["state"] != "saving" {
                return list;
            }
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn nothing_is_recorded_before_everybody_agreed_and_newcomers_are_asked_first() {
    let mut call = Call::begin().await;
    let guest_token = call.guest_token.clone();
    let recording = call.ask_to_record().await;
    let asked = call.guest.expect("recording_updated").await["recording"].clone();
    assert_eq!(
        (&asked["state"], &asked["agreed"]),
        (&json!("asked"), &Value::Null)
    );
    assert_eq!(
        call.doctor.expect("recording_updated").await["recording"]["agreed"],
        true
    );
    assert_eq!(call.recorded(), None, "not before the answer");

    let again = call
        .clinic
        .post(&call.recordings(), &call.access, json!({}))
        .await;
    assert_eq!(again.problem(), (409, "conflict".into()));
    assert_eq!(call.answer(&recording, &guest_token, true).await, 204);
    assert_eq!(
        call.answer(&recording, &guest_token, false).await,
        409,
        "the first word counts"
    );
    let both = call.recorded().expect("begins");
    assert!(both.len() == 2 && both.contains(&call.guest_id));
    assert_eq!(
        call.doctor.expect("recording_updated").await["recording"]["state"],
        "recording"
    );

    let body = json!({"code": call.consultation["code"], "display_name": "Rui"});
    let place = call.clinic.join(body).await.json();
    let token = text(&place["token"]).to_owned();
    let mut late = SocketClient::connect(call.address, &token).await.expect("in");
    let seen = late.expect("room_state").await["recording"].clone();
    assert_eq!(
        (&seen["state"], &seen["agreed"]),
        (&json!("recording"), &Value::Null)
    );
    assert_eq!(call.recorded(), None, "they have not agreed");
    assert_eq!(call.answer(&recording, &token, true).await, 204);
    assert_eq!(call.recorded().expect("goes on").len(), 3);

    // Anybody stops it.
    let stop = format!("{}/{recording}/stop", call.recordings());
    assert_eq!(call.clinic.post(&stop, &guest_token, json!({})).await.status, 204);
    assert_eq!(call.recorded(), Some(Vec::new()), "nobody is recorded");
    assert_eq!(
        late.expect("recording_updated").await["recording"]["agreed"],
        true
    );
    assert_eq!(
        late.expect("recording_updated").await["recording"]["state"],
        "ended"
    );
}

#[tokio::test]
async fn one_no_is_enough_and_nobody_is_told_whose() {
    let mut call = Call::begin().await;
    let guest_token = call.guest_token.clone();
    let recording = call.ask_to_record().await;
    call.doctor.expect("recording_updated").await;
    assert_eq!(call.answer(&recording, &guest_token, false).await, 204);
    let told = call.doctor.expect("recording_updated").await["recording"].clone();
    assert_eq!(
        (&told["state"], &told["agreed"]),
        (&json!("refused"), &json!(true))
    );
    assert!(!told.to_string().contains(&call.guest_id.to_string()));
    assert_eq!(call.recorded(), None);
    let list = call.clinic.get(&call.recordings(), &call.access).await.json();
    assert_eq!(list, json!({"items": []}));
    assert_eq!(
        call.answer(&recording, &guest_token, true).await,
        404,
        "it is over"
    );
    // The doctor may ask once more.
    call.ask_to_record().await;
}

#[tokio::test]
async fn a_recording_is_its_doctors_to_hear_and_to_delete() {
    let call = Call::begin().await;
    let recording = call.ask_to_record().await;
    call.answer(&recording, &call.guest_token, true).await;
    let stop = format!("{}/{recording}/stop", call.recordings());
    assert_eq!(call.clinic.post(&stop, &call.access, json!({})).await.status, 204);
    let content: Vec<u8> = (0..100_000_u32).map(|at| (at % 251) as u8).collect();
    let name = call.write_part(&recording, &content);
    let list = call.close_files(&recording, 100_000).await;
    let [item] = &list["items"].as_array().expect("a list")[..] else {
        panic!("one recording: {list}");
    };
    assert_eq!(
        (&item["state"], &item["failure"]),
        (&json!("ready"), &Value::Null)
    );
    let part = &item["parts"][0];
    assert_eq!(
        (&part["display_name"], &part["begins_ms"]),
        (&json!("Ana"), &json!(1_500))
    );
    assert_eq!(part["name"], name.to_string());

    let path = format!("{}/{recording}/parts/{name}", call.recordings());
    let (patient, _) = call.clinic.sign_in("patient").await;
    let (admin, _) = call.clinic.sign_in("admin").await;
    for token in [&patient, &admin] {
        assert_eq!(call.clinic.get(&path, token).await.problem().0, 403);
    }
    assert_eq!(call.clinic.get(&path, &call.guest_token).await.problem().0, 401);
    for wrong in [
        "..%2F..%2Frecording.key",
        "x",
        &name.to_string().replace("camera", "screen"),
    ] {
        let path = format!("{}/{recording}/parts/{wrong}", call.recordings());
        assert_eq!(
            call.clinic.get(&path, &call.access).await.problem().0,
            404,
            "{wrong}"
        );
    }
    let whole = bytes_of(&call.clinic, &path, &call.access, None).await;
    assert_eq!(whole, (200, content.clone()));
    let part = bytes_of(&call.clinic, &path, &call.access, Some("bytes=65530-65545")).await;
    assert_eq!(part, (206, content[65_530..65_546].to_vec()));

    let own = format!("{}/{recording}", call.recordings());
    assert_eq!(
        call.clinic
            .call(Method::DELETE, &own, Some(&patient), None)
            .await
            .status,
        403
    );
    assert_eq!(
        call.clinic
            .call(Method::DELETE, &own, Some(&call.access), None)
            .await
            .status,
        204
    );
    assert!(!call.clinic.dir.join("recordings").join(&recording).exists());
    assert_eq!(call.clinic.get(&path, &call.access).await.problem().0, 404);
    let (admin, _) = call.clinic.sign_in("admin").await;
    let audit = call
        .clinic
        .get(&format!("/api/v1/audit?subject={recording}"), &admin)
        .await
        .json();
    let deeds: Vec<_> = audit["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| text(&row["action"]).to_owned())
        .collect();
    for deed in [
        "recording.ask",
        "recording.agree",
        "recording.start",
        "recording.stop",
        "recording.finish",
        "recording.download",
        "recording.delete",
    ] {
        assert!(deeds.contains(&deed.to_owned()), "{deed}: {deeds:?}");
    }
}

#[tokio::test]
async fn an_installation_that_records_nothing_asks_nobody() {
    let directory = new_dir();
    let clinic = Clinic::with(signaling_api::ApiConfig {
        recording: false,
        ..config(&directory)
    })
    .await;
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!("/api/v1/consultations/{}/recordings", text(&consultation["id"]));
    assert_eq!(clinic.post(&path, &doctor, json!({})).await.problem().0, 403);
    let settings = clinic
        .call(Method::GET, "/api/v1/settings", None, None)
        .await
        .json();
    assert_eq!(settings["recording"], false);
    assert!(!clinic.dir.join("recording.key").exists());
}

async fn bytes_of(clinic: &Clinic, path: &str, token: &str, range: Option<&str>) -> (u16, Vec<u8>) {
    let mut request = HttpRequest::get(path).header(AUTHORIZATION, format!("Bearer {token}"));
    if let Some(range) = range {
        request = request.header(RANGE, range);
    }
    let response = clinic
        .respond(request.body(Body::empty()).expect("a request"))
        .await;
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), 1 << 22)
        .await
        .expect("bytes");
    (status, body.to_vec())
}
