//! A network test from its beginning to its result.

mod support;

use axum::http::{Method, StatusCode};
use model::{Grants, RoomId};
use protocol::{Offer, Request};
use serde_json::{Value, json};
use support::{Answer, Clinic};

const OFFER: &str = "v=0\r\no=- 7 2 IN IP4 0.0.0.0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";

async fn begin(clinic: &Clinic) -> (String, String) {
    let begun = clinic
        .call(Method::POST, "/api/v1/network-test", None, None)
        .await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
    let begun = begun.json();
    let text = |name: &str| begun[name].as_str().expect("a text").to_owned();
    (format!("/api/v1/network-test/{}", text("id")), text("token"))
}

async fn offer(clinic: &Clinic, test: &str, token: &str, path: &str, direction: &str) -> Answer {
    let body = json!({"path": path, "direction": direction, "sdp": OFFER});
    clinic.post(&format!("{test}/offers"), token, body).await
}

fn offered(clinic: &Clinic) -> Offer {
    let asked = clinic.node.take();
    let Some(Request::Offer(offer)) = asked.last() else {
        panic!("{asked:?}")
    };
    offer.clone()
}

#[tokio::test]
async fn a_browser_gets_its_own_media_back() {
    let clinic = Clinic::open().await;
    let begun = clinic
        .call(Method::POST, "/api/v1/network-test", None, None)
        .await
        .json();
    assert!(begun["ice_servers"][0]["credential"].is_string(), "{begun}");
    let room: RoomId = begun["id"].as_str().unwrap().parse().unwrap();
    let (test, token) = (
        format!("/api/v1/network-test/{room}"),
        begun["token"].as_str().unwrap(),
    );

    let answer = offer(&clinic, &test, token, "tcp", "send").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(answer.json()["sdp"].as_str().unwrap().starts_with("v=0"));
    let sender = offered(&clinic);
    assert_eq!(sender.room, room);
    let (publish, subscribe) = (true, false);
    assert_eq!(sender.grants, Grants { publish, subscribe });

    offer(&clinic, &test, token, "tcp", "receive").await;
    let receiver = offered(&clinic);
    assert_eq!(
        receiver.from,
        [sender.participant],
        "its own media, nobody else's"
    );
    let (publish, subscribe) = (false, true);
    assert_eq!(receiver.grants, Grants { publish, subscribe });

    offer(&clinic, &test, token, "udp", "send").await;
    let other_path = offered(&clinic);
    assert_ne!(other_path.participant, sender.participant);
    offer(&clinic, &test, token, "tcp", "send").await;
    assert_eq!(
        offered(&clinic).session,
        sender.session,
        "offering again takes no second connection"
    );

    let ended = clinic.call(Method::DELETE, &test, Some(token), None).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(clinic.node.take(), [Request::CloseRoom(room)]);
    let late = offer(&clinic, &test, token, "udp", "send").await;
    assert_eq!(late.problem(), (404, "not_found".into()));
    assert_eq!(clinic.node.take(), []);
}

#[tokio::test]
async fn a_test_is_no_call() {
    let clinic = Clinic::open().await;
    let (test, token) = begin(&clinic).await;
    offer(&clinic, &test, &token, "udp", "send").await;
    let figures = clinic.get("/metrics", "figures").await.text;
    assert!(
        figures.contains("vestibule_rooms 0") && figures.contains("vestibule_participants 0"),
        "{figures}"
    );
    // Its token opens nothing else.
    let room = test.rsplit('/').next().unwrap();
    let whip = clinic
        .sdp(
            Method::POST,
            &format!("/whip/{room}"),
            &token,
            "application/sdp",
            OFFER,
        )
        .await;
    assert_eq!(whip.problem(), (404, "not_found".into()));
    let (consultation, _) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}/network-tests",
        consultation["id"].as_str().unwrap()
    );
    let stored = clinic.post(&path, &token, json!({"paths": [udp()]})).await;
    assert_eq!(stored.problem(), (404, "not_found".into()));
    let address = clinic.listen().await;
    let socket = support::socket::SocketClient::connect(address, &token).await;
    assert_eq!(socket.err().as_deref(), Some("not_found"));
}

#[tokio::test]
async fn bad_offers_and_strangers_are_refused() {
    let clinic = Clinic::open().await;
    let (test, token) = begin(&clinic).await;
    let (_, other) = begin(&clinic).await;
    let stranger = offer(&clinic, &test, &other, "udp", "send").await;
    assert_eq!(stranger.problem(), (404, "not_found".into()));
    assert_eq!(
        offer(&clinic, &test, "wrong", "udp", "send").await.problem(),
        (401, "unauthenticated".into())
    );
    for (path, direction) in [("quic", "send"), ("udp", "both")] {
        let answer = offer(&clinic, &test, &token, path, direction).await;
        assert_eq!(answer.problem(), (422, "validation".into()));
    }
    let post = async |sdp: String| {
        let body = json!({"path": "udp", "direction": "send", "sdp": sdp});
        clinic
            .post(&format!("{test}/offers"), &token, body)
            .await
            .problem()
    };
    assert_eq!(post("nonsense".into()).await, (422, "offer_rejected".into()));
    assert_eq!(post("a".repeat(256 * 1024 + 1)).await, (413, "too_large".into()));
    let ended = clinic.call(Method::DELETE, &test, Some(&other), None).await;
    assert_eq!(ended.problem(), (404, "not_found".into()));
    for _ in 0..30 {
        post("nonsense".into()).await;
    }
    assert_eq!(post(OFFER.into()).await, (429, "rate_limited".into()));
}

#[tokio::test]
async fn one_address_has_ten_tests_a_minute_and_all_together_a_bounded_number() {
    let mut clinic = Clinic::open().await;
    let mut begun = Vec::new();
    let mut answers = Vec::new();
    for address in 1..=4 {
        clinic.peer = ([198, 51, 100, address], 40_000).into();
        for _ in 0..11 {
            let answer = clinic
                .call(Method::POST, "/api/v1/network-test", None, None)
                .await;
            match answer.status {
                StatusCode::CREATED => begun.push(answer.json()),
                _ => answers.push(answer),
            }
        }
    }
    assert_eq!(begun.len(), 32);
    let problems: Vec<_> = answers.iter().map(Answer::problem).collect();
    assert_eq!(problems[0], (429, "rate_limited".into()));
    assert!(answers[0].headers.contains_key("retry-after"));
    assert_eq!(problems[3], (503, "media_full".into()));
    let test = format!("/api/v1/network-test/{}", begun[0]["id"].as_str().unwrap());
    let token = begun[0]["token"].as_str();
    assert_eq!(
        clinic.call(Method::DELETE, &test, token, None).await.status,
        StatusCode::NO_CONTENT
    );
    clinic.peer = ([198, 51, 100, 9], 40_000).into();
    begin(&clinic).await;
}

fn udp() -> Value {
    let figures = json!({"up_kbit_s": 2400, "down_kbit_s": 2300, "up_loss_permille": 1, "round_trip_loss_permille": 2,
        "jitter_ms": 4, "rtt_ms": null});
    json!({"path": "udp", "outcome": "ok", "figures": figures})
}

/// A guest's token and participant id.
async fn guest(clinic: &Clinic, consultation: &Value) -> (String, String) {
    let body = json!({"code": consultation["code"], "display_name": "Ana"});
    let place = clinic.join(body).await.json();
    let text = |name: &str| place[name].as_str().expect("a text").to_owned();
    (text("token"), text("participant_id"))
}

#[tokio::test]
async fn a_result_is_kept_for_the_doctor() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}/network-tests",
        consultation["id"].as_str().unwrap()
    );
    assert_eq!(clinic.get(&path, &doctor).await.json(), json!({"items": []}));
    let (token, id) = guest(&clinic, &consultation).await;
    let tcp = json!({"path": "tcp", "outcome": "failed"});
    let tls = json!({"path": "turn_tls", "outcome": "not_offered"});
    let first = clinic.post(&path, &token, json!({"paths": [tcp]})).await;
    assert_eq!(first.status, StatusCode::NO_CONTENT, "{}", first.text);
    clinic.post(&path, &token, json!({"paths": [tls, udp()]})).await;
    let kept = clinic.get(&path, &doctor).await.json();
    let [only] = &kept["items"].as_array().unwrap()[..] else {
        panic!("the newer one alone: {kept}")
    };
    assert_eq!(
        (&only["participant_id"], &only["display_name"], &only["role"]),
        (&json!(id), &json!("Ana"), &json!("guest"))
    );
    assert!(only["taken_at"].is_string());
    let tls = json!({"path": "turn_tls", "outcome": "not_offered", "figures": null});
    assert_eq!(only["paths"], json!([udp(), tls]));

    let (second, second_id) = guest(&clinic, &consultation).await;
    clinic.post(&path, &second, json!({"paths": [udp()]})).await;
    let kept = clinic.get(&path, &doctor).await.json();
    let ids: Vec<_> = kept["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["participant_id"])
        .collect();
    assert_eq!(ids, [&json!(second_id), &json!(id)], "newest first");
}

#[tokio::test]
async fn results_are_their_doctors_alone() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}/network-tests",
        consultation["id"].as_str().unwrap()
    );
    let (token, _) = guest(&clinic, &consultation).await;
    let (admin, _) = clinic.sign_in("admin").await;
    let (patient, _) = clinic.sign_in("patient").await;
    assert_eq!(clinic.get(&path, &admin).await.status, StatusCode::OK);
    assert_eq!(
        clinic.get(&path, &patient).await.problem(),
        (403, "forbidden".into())
    );
    assert_eq!(
        clinic.get(&path, &token).await.problem(),
        (401, "unauthenticated".into())
    );
    let (other, _) = clinic.consultation().await;
    let (elsewhere, _) = guest(&clinic, &other).await;
    assert_eq!(
        clinic
            .post(&path, &elsewhere, json!({"paths": [udp()]}))
            .await
            .problem(),
        (404, "not_found".into())
    );
    assert_eq!(
        clinic
            .post(&path, &doctor, json!({"paths": [udp()]}))
            .await
            .problem(),
        (401, "unauthenticated".into()),
        "an access token is no place"
    );
    let end = format!(
        "/api/v1/consultations/{}/end",
        consultation["id"].as_str().unwrap()
    );
    clinic.post(&end, &doctor, json!({})).await;
    assert_eq!(
        clinic
            .post(&path, &token, json!({"paths": [udp()]}))
            .await
            .problem(),
        (410, "consultation_ended".into())
    );
    assert_eq!(clinic.get(&path, &doctor).await.status, StatusCode::OK);
}

#[tokio::test]
async fn results_that_make_no_sense_are_refused() {
    let clinic = Clinic::open().await;
    let (consultation, doctor) = clinic.consultation().await;
    let path = format!(
        "/api/v1/consultations/{}/network-tests",
        consultation["id"].as_str().unwrap()
    );
    let (token, _) = guest(&clinic, &consultation).await;
    let mut negative = udp();
    negative["figures"]["rtt_ms"] = json!(-1);
    let mut huge = udp();
    huge["figures"]["up_loss_permille"] = json!(1001);
    for body in [
        json!({}),
        json!({"paths": []}),
        json!({"paths": [udp(), udp()]}),
        json!({"paths": [negative]}),
        json!({"paths": [huge]}),
        json!({"paths": [{"path": "udp", "outcome": "ok"}]}),
        json!({"paths": [{"path": "quic", "outcome": "failed"}]}),
    ] {
        let answer = clinic.post(&path, &token, body.clone()).await;
        assert_eq!(answer.problem(), (422, "validation".into()), "{body}");
    }
    assert_eq!(clinic.get(&path, &doctor).await.json(), json!({"items": []}));
    let mut last = StatusCode::NO_CONTENT;
    for _ in 0..11 {
        last = clinic.post(&path, &token, json!({"paths": [udp()]})).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
