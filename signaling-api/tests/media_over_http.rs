//! Rooms for servers, WHIP, WHEP.

mod support;

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request as HttpRequest, StatusCode};
use model::{Grants, ParticipantId, RoomId, SessionId, Source, TrackId};
use protocol::{CloseCause, Event, Request};
use serde_json::{Value, json};
use signaling_api::DEMO_API_KEY;
use std::sync::atomic::Ordering;
use support::{Answer, Clinic};

const OFFER: &str = "v=0\r\no=- 7 2 IN IP4 0.0.0.0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:offr\r\n\
    a=ice-pwd:offroffroffroffroffroffr\r\n";

async fn whip(clinic: &Clinic, room: &str, token: &str) -> Answer {
    let path = format!("/whip/{room}");
    clinic
        .sdp(Method::POST, &path, token, "application/sdp", OFFER)
        .await
}

fn location(answer: &Answer) -> String {
    answer.headers["location"].to_str().expect("a path").to_owned()
}

async fn present(clinic: &Clinic, room: &str) -> Value {
    let answer = clinic.get(&format!("/api/v1/rooms/{room}"), DEMO_API_KEY).await;
    answer.json()["participants"].clone()
}

/// Sends an event, waits until the API has dealt with it.
async fn tell(clinic: &Clinic, event: Event) {
    clinic.events.send(event).await.expect("told");
    while clinic.events.capacity() < clinic.events.max_capacity() {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
}

#[tokio::test]
async fn whip_makes_a_session_that_its_owner_ends() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["camera 1", "other"]).await;
    let room_id: RoomId = room.parse().unwrap();
    let participant = ParticipantId::of_identity(room_id, "camera 1");
    let made = whip(&clinic, &room, &tokens[0]).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(made.headers[CONTENT_TYPE], "application/sdp");
    assert!(made.text.starts_with("v=0"));
    let etag = made.headers["etag"].to_str().unwrap();
    assert!(
        etag.starts_with('"') && etag.ends_with('"'),
        "a strong entity tag"
    );
    let path = location(&made);
    let session: SessionId = path.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(path, format!("/whip/{room}/{session}"));
    let asked = clinic.node.take();
    let [Request::OpenRoom(opened), Request::Offer(offer)] = &asked[..] else {
        panic!("{asked:?}")
    };
    assert_eq!((*opened, offer.session), (room_id, session));
    assert_eq!(offer.participant, participant);
    assert_eq!(
        offer.grants,
        Grants {
            publish: true,
            subscribe: false
        }
    );

    let track = TrackId(7);
    tell(
        &clinic,
        Event::SessionConnected {
            room: room_id,
            participant,
            session,
        },
    )
    .await;
    tell(
        &clinic,
        Event::TrackPublished {
            room: room_id,
            participant,
            track,
            source: Source::Camera,
        },
    )
    .await;
    let expected = json!([{"identity": "camera 1", "connected": true, "tracks": ["camera"],
            "join": {"stage": "dtls", "path": null, "advice": null}}]);
    assert_eq!(present(&clinic, &room).await, expected);

    let other = clinic.call(Method::DELETE, &path, Some(&tokens[1]), None).await;
    assert_eq!(other.problem(), (404, "not_found".into()));
    let ended = clinic.call(Method::DELETE, &path, Some(&tokens[0]), None).await;
    assert_eq!(ended.status, StatusCode::OK);
    assert!(
        matches!(clinic.node.take()[0], Request::CloseSession { session: closed, .. } if closed == session)
    );
    assert_eq!(
        present(&clinic, &room).await,
        json!([]),
        "the last session takes the place along"
    );
    let again = clinic.call(Method::DELETE, &path, Some(&tokens[0]), None).await;
    assert_eq!(again.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn a_patch_takes_candidates_or_restarts_ice() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["camera", "other"]).await;
    let made = whip(&clinic, &room, &tokens[0]).await;
    let (path, etag) = (location(&made), made.headers["etag"].to_str().unwrap().to_owned());
    clinic.node.take();
    let patch = async |token: &str, condition: Option<&str>, body: &str| {
        let mut request = HttpRequest::patch(&path)
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header(CONTENT_TYPE, "application/trickle-ice-sdpfrag");
        if let Some(condition) = condition {
            request = request.header("if-match", condition);
        }
        clinic
            .send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    };
    let candidate = "a=ice-ufrag:offr\r\na=ice-pwd:offroffroffroffroffroffr\r\nm=audio 9 RTP/AVP 0\r\n\
        a=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n";
    let restart = "a=ice-ufrag:newu\r\na=ice-pwd:newunewunewunewunewunewu\r\n";
    assert_eq!(
        patch(&tokens[0], Some(&etag), candidate).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        patch(&tokens[0], Some("\"old\""), candidate).await.problem().0,
        412
    );
    assert_eq!(patch(&tokens[1], Some(&etag), candidate).await.problem().0, 404);
    assert_eq!(
        patch(&tokens[0], None, restart).await.problem(),
        (428, "precondition_required".into())
    );
    assert!(clinic.node.take().is_empty());

    let restarted = patch(&tokens[0], Some("*"), restart).await;
    assert_eq!(restarted.status, StatusCode::OK, "{}", restarted.text);
    assert_eq!(restarted.headers[CONTENT_TYPE], "application/trickle-ice-sdpfrag");
    assert_ne!(restarted.headers["etag"], etag);
    assert!(restarted.text.contains("a=ice-ufrag:node") && !restarted.text.contains("s=answer"));
    let asked = clinic.node.take();
    let Some(Request::Offer(offer)) = asked.last() else {
        panic!("{asked:?}")
    };
    assert_eq!(
        offer.sdp,
        OFFER
            .replace("offroffroffroffroffroffr", "newunewunewunewunewunewu")
            .replace("offr", "newu")
    );
    let json = clinic.post(&path, &tokens[0], json!({})).await;
    assert_eq!(json.problem(), (405, "method_not_allowed".into()));
}

#[tokio::test]
async fn whep_seats_whom_it_is_told() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["viewer"]).await;
    let path = format!("/whep/{room}?from=b,%20a,");
    let made = clinic
        .sdp(Method::POST, &path, &tokens[0], "application/sdp", OFFER)
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let asked = clinic.node.take();
    let Some(Request::Offer(offer)) = asked.last() else {
        panic!("{asked:?}")
    };
    let room_id: RoomId = room.parse().unwrap();
    assert_eq!(
        offer.from,
        ["b", "a"].map(|identity| ParticipantId::of_identity(room_id, identity))
    );
    assert_eq!(
        offer.grants,
        Grants {
            publish: false,
            subscribe: true
        }
    );
    assert!(location(&made).starts_with(&format!("/whep/{room}/")));
}

#[tokio::test]
async fn grants_limit_what_a_token_opens() {
    let clinic = Clinic::open().await;
    let (room, _) = clinic.room(&[]).await;
    let path = format!("/api/v1/rooms/{room}/tokens");
    for (body, closed) in [
        (json!({"identity": "a", "publish": false}), "whip"),
        (json!({"identity": "a", "subscribe": false}), "whep"),
    ] {
        let made = clinic.post(&path, DEMO_API_KEY, body).await.json();
        let token = made["token"].as_str().unwrap();
        for kind in ["whip", "whep"] {
            let path = format!("/{kind}/{room}");
            let answer = clinic
                .sdp(Method::POST, &path, token, "application/sdp", OFFER)
                .await;
            let expected = if kind == closed {
                StatusCode::FORBIDDEN
            } else {
                StatusCode::CREATED
            };
            assert_eq!(answer.status, expected, "{kind} {closed}");
        }
    }
    for wrong in [
        json!({}),
        json!({"identity": ""}),
        json!({"identity": "a", "ttl_s": 0}),
        json!({"identity": "a", "ttl_s": 90000}),
    ] {
        assert_eq!(
            clinic.post(&path, DEMO_API_KEY, wrong).await.problem(),
            (422, "validation".into())
        );
    }
}

#[tokio::test]
async fn bad_offers_are_refused_and_leave_nothing() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["camera"]).await;
    let path = format!("/whip/{room}");
    let post = async |kind: &str, sdp: &str| clinic.sdp(Method::POST, &path, &tokens[0], kind, sdp).await;
    assert_eq!(
        post("application/sdp", "nonsense").await.problem(),
        (422, "offer_rejected".into())
    );
    assert_eq!(
        post("text/plain", OFFER).await.problem(),
        (415, "unsupported_media_type".into())
    );
    assert_eq!(
        post("application/sdp", &"a".repeat(256 * 1024 + 1))
            .await
            .problem(),
        (413, "too_large".into())
    );
    clinic.node.is_away.store(true, Ordering::Relaxed);
    assert_eq!(
        post("application/sdp", OFFER).await.problem(),
        (503, "media_away".into())
    );
    clinic.node.is_away.store(false, Ordering::Relaxed);
    assert_eq!(present(&clinic, &room).await, json!([]));
    for _ in 0..30 {
        post("application/sdp", "nonsense").await;
    }
    let slowed = post("application/sdp", OFFER).await;
    assert_eq!(slowed.problem(), (429, "rate_limited".into()));
    assert!(slowed.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn a_closed_room_is_gone() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["camera"]).await;
    let path = location(&whip(&clinic, &room, &tokens[0]).await);
    let close = format!("/api/v1/rooms/{room}");
    assert_eq!(
        clinic
            .call(Method::DELETE, &close, Some("wrong"), None)
            .await
            .problem(),
        (401, "unauthenticated".into())
    );
    assert_eq!(
        clinic
            .call(Method::DELETE, &close, Some(DEMO_API_KEY), None)
            .await
            .status,
        StatusCode::NO_CONTENT
    );
    let again = clinic
        .call(Method::DELETE, &close, Some(DEMO_API_KEY), None)
        .await;
    assert_eq!(again.problem(), (404, "not_found".into()));
    assert_eq!(
        whip(&clinic, &room, &tokens[0]).await.problem(),
        (404, "not_found".into())
    );
    let ended = clinic.call(Method::DELETE, &path, Some(&tokens[0]), None).await;
    assert_eq!(ended.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn a_session_that_falls_silent_takes_its_place_along() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["camera"]).await;
    let path = location(&whip(&clinic, &room, &tokens[0]).await);
    let room_id: RoomId = room.parse().unwrap();
    let event = Event::SessionClosed {
        room: room_id,
        participant: ParticipantId::of_identity(room_id, "camera"),
        session: path.rsplit('/').next().unwrap().parse().unwrap(),
        cause: CloseCause::Silent,
    };
    tell(&clinic, event).await;
    assert_eq!(present(&clinic, &room).await, json!([]));
    let ended = clinic.call(Method::DELETE, &path, Some(&tokens[0]), None).await;
    assert_eq!(ended.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn pages_of_any_site_may_send_and_receive() {
    let clinic = Clinic::open().await;
    let (room, tokens) = clinic.room(&["camera"]).await;
    let preflight = HttpRequest::options(format!("/whip/{room}"))
        .header("origin", "https://elsewhere.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type")
        .body(Body::empty())
        .unwrap();
    let answer = clinic.send(preflight).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    let post = HttpRequest::post(format!("/whip/{room}"))
        .header("origin", "https://elsewhere.example")
        .header(AUTHORIZATION, format!("Bearer {}", tokens[0]))
        .header(CONTENT_TYPE, "application/sdp")
        .body(Body::from(OFFER))
        .unwrap();
    let answer = clinic.send(post).await;
    let exposed = answer.headers["access-control-expose-headers"].to_str().unwrap();
    assert!(
        exposed.contains("location") && exposed.contains("etag"),
        "{exposed}"
    );
}
