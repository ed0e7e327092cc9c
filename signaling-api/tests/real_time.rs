//! A call over Socket.IO, as browsers and the clinics' older clients make it.

mod support;

use axum::http::Method;
use model::{MediaKind, Mid, ParticipantId, RoomId, SessionId, Source, TrackId};
use protocol::{CloseCause, Event, Offer, Request, Seat};
use serde_json::{Value, json};
use std::net::SocketAddr;
use support::Clinic;
use support::socket::SocketClient;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

fn offer(session: &Value) -> Value {
    json!({"sessionId": session, "offer": {"type": "offer", "sdp": "v=0\r\n"}, "fromUserId": "x", "toUserId": "y"})
}

/// The last offer that the node was given.
fn offered(clinic: &Clinic) -> Offer {
    let asked = clinic.node.take();
    let mut offers = asked.into_iter().filter_map(|request| match request {
        Request::Offer(offer) => Some(offer),
        _ => None,
    });
    offers.next_back().expect("an offer")
}

/// A doctor and a guest with their sockets in one consultation.
struct Call {
    clinic: Clinic,
    address: SocketAddr,
    consultation: Value,
    access: String,
    doctor: SocketClient,
    guest: SocketClient,
    guest_token: String,
    guest_id: ParticipantId,
    room: RoomId,
}

impl Call {
    async fn begin() -> Self {
        let clinic = Clinic::open().await;
        let address = clinic.listen().await;
        let (consultation, access) = clinic.consultation().await;
        let join = format!("/api/v1/consultations/{}/join", text(&consultation["id"]));
        let place = clinic.post(&join, &access, json!({})).await.json();
        let mut doctor = SocketClient::connect(address, text(&place["token"]))
            .await
            .expect("in");
        doctor.expect("room_state").await;
        let body = json!({"code": consultation["code"], "display_name": "Ana"});
        let place = clinic.join(body).await.json();
        let guest_token = text(&place["token"]).to_owned();
        let guest = SocketClient::connect(address, &guest_token).await.expect("in");
        Self {
            address,
            access,
            doctor,
            guest,
            guest_token,
            guest_id: text(&place["participant_id"]).parse().expect("an id"),
            room: text(&place["room_id"]).parse().expect("an id"),
            consultation,
            clinic,
        }
    }

    fn id(&self) -> &Value {
        &self.consultation["id"]
    }
}

#[tokio::test]
async fn two_people_meet_and_part() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    assert_eq!(
        call.guest.expect("connection_established").await["participantId"],
        call.guest_id.to_string()
    );
    call.guest.expect("service_ready").await;
    let state = call.guest.expect("room_state").await;
    assert_eq!(state["sessionId"], id);
    assert_eq!(state["consultation"]["mode"], "video");
    let names: Vec<&str> = state["participants"]
        .as_array()
        .expect("people")
        .iter()
        .map(|person| text(&person["displayName"]))
        .collect();
    assert_eq!(names, ["Dr Claire Moreau", "Ana"]);
    let joined = call.doctor.expect("participant_joined").await;
    assert_eq!(joined["displayName"], "Ana");
    assert_eq!(joined["role"], "guest");
    assert_eq!(joined["connected"], true);
    for socket in [&mut call.doctor, &mut call.guest] {
        assert_eq!(socket.expect("consultation_updated").await["status"], "active");
    }
    let path = format!("/api/v1/consultations/{}", text(&id));
    let seen = call.clinic.get(&path, &call.access).await.json();
    assert_eq!(
        (&seen["status"], &seen["participants"]),
        (&json!("active"), &json!(2))
    );
    assert!(seen["started_at"].is_string());

    call.clinic
        .post(&format!("{path}/end"), &call.access, json!({}))
        .await;
    for socket in [&mut call.doctor, &mut call.guest] {
        assert_eq!(socket.expect("consultation_updated").await["status"], "ended");
        assert_eq!(socket.expect("participant_left").await["reason"], "ended");
        assert_eq!(socket.expect("participant_left").await["reason"], "ended");
        let refused = socket.ask("webrtc_offer", offer(&id)).await;
        assert_eq!(refused["code"], "consultation_ended");
    }
    let late = SocketClient::connect(call.address, &call.guest_token).await;
    assert_eq!(late.err().as_deref(), Some("consultation_ended"));
}

#[tokio::test]
async fn an_offer_is_answered_and_news_of_media_are_told() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    let mut wish = offer(&id);
    wish["tracks"] = json!([{"mid": "2", "source": "screen"}]);
    assert_eq!(call.guest.ask("webrtc_offer", wish).await, json!({"ok": true}));
    let answer = call.guest.expect("webrtc_answer").await;
    assert_eq!(answer["fromUserId"], "sfu");
    assert_eq!(answer["sessionId"], id);
    assert_eq!(answer["answer"]["type"], "answer");
    assert!(text(&answer["answer"]["sdp"]).starts_with("v=0"));
    let asked = offered(&call.clinic);
    let session = asked.session;
    assert_eq!((asked.room, asked.participant), (call.room, call.guest_id));
    assert_eq!(asked.sources, [(Mid::new(b"2").expect("a mid"), Source::Screen)]);
    assert!(asked.grants.publish && asked.grants.subscribe);
    call.guest.ask("webrtc_offer", offer(&id)).await;
    assert_eq!(
        offered(&call.clinic).session,
        session,
        "offering again renegotiates the same session"
    );

    let (room, participant) = (call.room, call.guest_id);
    let track = TrackId(1 << 60);
    let seats = vec![
        Seat {
            mid: Mid::new(b"a").expect("a mid"),
            kind: MediaKind::Audio,
            taken: Some((participant, track, Source::Microphone)),
        },
        Seat {
            mid: Mid::new(b"v").expect("a mid"),
            kind: MediaKind::Video,
            taken: None,
        },
    ];
    for event in [
        Event::SessionConnected {
            room,
            participant,
            session,
        },
        Event::TrackPublished {
            room,
            participant,
            track,
            source: Source::Microphone,
        },
        Event::Seats {
            room,
            participant,
            session,
            seats,
        },
    ] {
        call.clinic.events.send(event).await.expect("told");
    }
    let state = call.guest.expect("connection_state").await;
    assert_eq!(state, json!({"sessionId": id, "state": "connected"}));
    let told = call.guest.expect("seats").await;
    assert_eq!(
        told["seats"],
        json!([
            {"mid": "a", "kind": "audio", "participantId": participant.to_string(), "trackId": track.to_string(), "source": "microphone"},
            {"mid": "v", "kind": "video", "participantId": null, "trackId": null, "source": null},
        ])
    );
    let published = call.doctor.expect("track_published").await;
    assert_eq!(
        published,
        json!({"sessionId": id, "participantId": participant.to_string(), "trackId": track.to_string(),
            "source": "microphone", "kind": "audio", "muted": false})
    );

    let speakers = vec![participant];
    let event = Event::ActiveSpeakers { room, speakers };
    call.clinic.events.send(event).await.expect("told");
    for socket in [&mut call.doctor, &mut call.guest] {
        assert_eq!(
            socket.expect("active_speakers").await,
            json!({"sessionId": id, "participantIds": [participant.to_string()]})
        );
    }

    let mute = json!({"sessionId": id, "source": "microphone", "muted": true});
    assert_eq!(call.guest.ask("track_muted", mute).await["ok"], true);
    assert_eq!(call.doctor.expect("track_muted").await["muted"], true);
    let event = Event::TrackUnpublished {
        room,
        participant,
        track,
    };
    call.clinic.events.send(event).await.expect("told");
    assert_eq!(
        call.doctor.expect("track_unpublished").await["trackId"],
        track.to_string()
    );
    let own = call.guest.names_so_far().await;
    assert!(!own.iter().any(|name| name.starts_with("track_")), "{own:?}");

    let event = Event::SessionClosed {
        room,
        participant,
        session,
        cause: CloseCause::Silent,
    };
    call.clinic.events.send(event).await.expect("told");
    let state = call.guest.expect("connection_state").await;
    assert_eq!(
        (&state["state"], &state["cause"]),
        (&json!("closed"), &json!("silent"))
    );
}

#[tokio::test]
async fn a_lost_socket_keeps_the_place_and_media() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    call.guest.ask("webrtc_offer", offer(&id)).await;
    let session = offered(&call.clinic).session;
    let (room, participant) = (call.room, call.guest_id);
    let event = Event::SessionConnected {
        room,
        participant,
        session,
    };
    call.clinic.events.send(event).await.expect("told");
    call.guest.expect("connection_state").await;
    call.doctor.expect("participant_joined").await;

    call.guest.close().await;
    let heard = call.doctor.names_so_far().await;
    assert!(
        !heard.contains(&"participant_updated".to_owned()),
        "media run on: {heard:?}"
    );
    let event = Event::SessionClosed {
        room,
        participant,
        session,
        cause: CloseCause::Silent,
    };
    call.clinic.events.send(event).await.expect("told");
    assert_eq!(
        call.doctor.expect("participant_updated").await["connected"],
        false
    );
    assert!(call.clinic.node.take().is_empty(), "nothing is ended by it");

    let mut back = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in again");
    let state = back.expect("room_state").await;
    assert_eq!(state["participantId"], participant.to_string());
    assert_eq!(call.doctor.expect("participant_updated").await["connected"], true);
    let heard = call.doctor.names_so_far().await;
    assert!(!heard.contains(&"participant_left".to_owned()), "{heard:?}");

    assert_eq!(back.ask("leave", json!({"sessionId": id})).await["ok"], true);
    assert_eq!(call.doctor.expect("participant_left").await["reason"], "left");
    assert_eq!(
        call.clinic.node.take(),
        [Request::RemoveParticipant { room, participant }]
    );
}

#[tokio::test]
async fn a_second_tab_takes_the_media_over() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    call.guest.ask("webrtc_offer", offer(&id)).await;
    let first = offered(&call.clinic).session;
    let mut tab = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    tab.ask("webrtc_offer", offer(&id)).await;
    assert_eq!(offered(&call.clinic).session, first, "one place, one session");
    let state = call.guest.expect("connection_state").await;
    assert_eq!(
        (&state["state"], &state["cause"]),
        (&json!("closed"), &json!("replaced"))
    );
    let heard = tab.names_so_far().await;
    assert!(!heard.contains(&"connection_state".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn the_messaging_services_clients_call_with_their_access_tokens() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (doctor_token, doctor_id) = clinic.sign_in("doctor").await;
    let (patient_token, patient_id) = clinic.sign_in("patient").await;
    let connect = async |token: &str, kind: &str, id: &str| {
        let auth = json!({"token": format!("Bearer {token}"), "userType": kind, "userId": id, "role": kind});
        SocketClient::connect_with(address, auth, None).await.expect("in")
    };
    let mut doctor = connect(&doctor_token, "medecin", &doctor_id).await;
    let mut patient = connect(&patient_token, "patient", &patient_id).await;
    assert_eq!(
        patient.expect("connection_established").await,
        json!({"userId": patient_id})
    );
    patient.expect("service_ready").await;

    let body = json!({"patientId": patient_id, "medecinId": doctor_id});
    let path = "/api/messaging/medecin-patient/webrtc/sessions";
    let made = clinic.post(path, &doctor_token, body).await.json();
    let told = patient.expect("webrtc_session_created").await;
    assert_eq!(told["sessionId"], made["id"]);
    assert_eq!(told["conferenceCode"], made["conferenceCode"]);
    assert_eq!(told["participants"], json!([doctor_id, patient_id]));
    doctor.expect("webrtc_session_created").await;

    for (socket, id) in [(&mut patient, &patient_id), (&mut doctor, &doctor_id)] {
        let wish = json!({"sessionId": made["id"], "offer": {"type": "offer", "sdp": "v=0\r\n"}, "fromUserId": id, "toUserId": "other"});
        assert_eq!(socket.ask("webrtc_offer", wish).await["ok"], true);
        let answer = socket.expect("webrtc_answer").await;
        assert_eq!(
            (&answer["fromUserId"], &answer["toUserId"]),
            (&json!("sfu"), &json!(id))
        );
        let candidates = json!({"sessionId": made["id"], "candidates": [{"candidate": "candidate:1"}], "fromUserId": id, "toUserId": "sfu"});
        assert_eq!(socket.ask("webrtc_ice_candidates", candidates).await["ok"], true);
    }
    let joined = patient.expect("participant_joined").await;
    assert_eq!(
        (&joined["role"], &joined["displayName"]),
        (&json!("doctor"), &json!("Dr Claire Moreau"))
    );
    assert_eq!(patient.expect("consultation_updated").await["status"], "active");
    let state = doctor.expect("room_state").await;
    assert_eq!(state["participants"][0]["role"], "patient");
}

#[tokio::test]
async fn bad_messages_are_refused_by_name() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    let other = json!("0190a5a0-0000-7000-8000-000000000000");
    for (event, data, code) in [
        ("webrtc_offer", json!({}), "validation"),
        ("webrtc_offer", json!(5), "validation"),
        (
            "webrtc_offer",
            json!({"sessionId": id, "offer": {"type": "answer", "sdp": "v=0"}}),
            "validation",
        ),
        (
            "webrtc_offer",
            json!({"sessionId": id, "offer": {"type": "offer", "sdp": "nonsense"}}),
            "offer_rejected",
        ),
        ("webrtc_offer", offer(&other), "not_found"),
        (
            "webrtc_answer",
            json!({"sessionId": id, "answer": {"type": "answer", "sdp": "v=0"}}),
            "conflict",
        ),
        (
            "webrtc_ice_candidates",
            json!({"sessionId": id, "candidates": 1}),
            "validation",
        ),
        (
            "track_muted",
            json!({"sessionId": id, "source": "nose", "muted": true}),
            "validation",
        ),
        (
            "track_muted",
            json!({"sessionId": other, "source": "camera", "muted": true}),
            "not_found",
        ),
        ("leave", json!({"sessionId": other}), "not_found"),
        ("make_coffee", json!({}), "validation"),
    ] {
        let refused = call.guest.ask(event, data.clone()).await;
        assert_eq!(
            (&refused["ok"], &refused["code"]),
            (&json!(false), &json!(code)),
            "{event} {data}"
        );
        assert!(refused["message"].is_string());
        let error = call.guest.expect("error").await;
        assert_eq!(
            (&error["code"], &error["ref"]),
            (&json!(code), &json!(event)),
            "{event} {data}"
        );
    }
    let heard = call.doctor.names_so_far().await;
    assert!(!heard.contains(&"participant_left".to_owned()), "{heard:?}");
}

#[tokio::test]
async fn a_chatterer_is_slowed_down() {
    let mut call = Call::begin().await;
    let candidates = json!({"sessionId": call.id(), "candidates": []});
    for _ in 0..70 {
        call.guest.tell("webrtc_ice_candidates", candidates.clone()).await;
    }
    assert_eq!(call.guest.expect("error").await["code"], "rate_limited");
}

#[tokio::test]
async fn strangers_are_not_let_in() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    for auth in [
        json!({}),
        json!({"token": "Bearer nonsense"}),
        json!({"token": 5}),
        json!([]),
    ] {
        let refused = SocketClient::connect_with(address, auth.clone(), None).await;
        assert_eq!(refused.err().as_deref(), Some("unauthenticated"), "{auth}");
    }
    let (token, _) = clinic.sign_in("doctor").await;
    let auth = json!({"token": token});
    for (origin, welcome) in [
        ("https://evil.example", false),
        ("null", false),
        ("http://localhost:8080", true),
        ("https://app.clinic.example", true),
    ] {
        let connected = SocketClient::connect_with(address, auth.clone(), Some(origin)).await;
        assert_eq!(connected.is_ok(), welcome, "{origin}");
    }
    let own = format!("http://{address}");
    assert!(
        SocketClient::connect_with(address, auth, Some(&own))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_servers_participants_call_by_room() {
    let clinic = Clinic::open().await;
    let address = clinic.listen().await;
    let (room, tokens) = clinic.room(&["a", "b"]).await;
    let mut first = SocketClient::connect(address, &tokens[0]).await.expect("in");
    let state = first.expect("room_state").await;
    assert_eq!(
        (&state["sessionId"], &state["consultation"]),
        (&json!(room), &Value::Null)
    );
    first.ask("webrtc_offer", offer(&json!(room))).await;
    first.expect("webrtc_answer").await;
    let path = format!("/whip/{room}");
    let made = clinic
        .sdp(Method::POST, &path, &tokens[1], "application/sdp", "v=0")
        .await;
    let joined = first.expect("participant_joined").await;
    assert_eq!(
        (&joined["displayName"], &joined["connected"]),
        (&json!("b"), &json!(false))
    );
    let session: SessionId = made.headers["location"]
        .to_str()
        .expect("a path")
        .rsplit('/')
        .next()
        .expect("an id")
        .parse()
        .expect("an id");
    let room_id: RoomId = room.parse().expect("an id");
    let event = Event::SessionConnected {
        room: room_id,
        participant: ParticipantId::of_identity(room_id, "b"),
        session,
    };
    clinic.events.send(event).await.expect("told");
    assert_eq!(first.expect("participant_updated").await["connected"], true);
    let path = format!("/api/v1/rooms/{room}");
    clinic
        .call(Method::DELETE, &path, Some(signaling_api::DEMO_API_KEY), None)
        .await;
    assert_eq!(first.expect("participant_left").await["reason"], "ended");
    let refused = first.ask("webrtc_offer", offer(&json!(room))).await;
    assert_eq!(refused["code"], "not_found");
}

#[tokio::test]
async fn an_offer_of_sixty_kilobytes_fits_and_a_larger_one_ends_the_socket() {
    let mut call = Call::begin().await;
    let sized = |bytes: usize| {
        let sdp = "a=x\r\n".repeat(bytes / 5);
        json!({"sessionId": call.consultation["id"], "offer": {"type": "offer", "sdp": sdp}})
    };
    let (fits, too_large) = (sized(45_000), sized(200_000));
    assert_eq!(call.guest.ask("webrtc_offer", fits).await["ok"], true);
    call.guest.tell("webrtc_offer", too_large).await;
    // The place outlives the socket.
    let mut back = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    let state = back.expect("room_state").await;
    assert_eq!(state["participants"].as_array().map(Vec::len), Some(2));
    assert_eq!(offered(&call.clinic).sdp.len(), 45_000);
}

#[tokio::test]
async fn pages_of_listed_sites_may_poll() {
    let clinic = Clinic::open().await;
    let ask = async |method: Method, origin: &str| {
        let request = axum::http::Request::builder()
            .method(method)
            .uri("/socket.io/?EIO=4&transport=polling")
            .header("origin", origin)
            .body(axum::body::Body::empty())
            .expect("a request");
        clinic.send(request).await
    };
    for method in [Method::OPTIONS, Method::GET] {
        let answer = ask(method, "https://app.clinic.example").await;
        assert!(answer.status.is_success(), "{}", answer.status);
        assert_eq!(
            answer.headers["access-control-allow-origin"],
            "https://app.clinic.example"
        );
    }
    assert_eq!(
        ask(Method::GET, "https://evil.example").await.problem(),
        (403, "forbidden".into())
    );
}

#[tokio::test]
async fn a_tab_whose_place_another_gave_up_comes_again() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    let mut tab = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    tab.expect("room_state").await;
    tab.ask("leave", json!({"sessionId": id})).await;
    call.doctor.expect("participant_left").await;
    call.guest.expect("room_state").await;
    assert_eq!(call.guest.ask("webrtc_offer", offer(&id)).await["ok"], true);
    let state = call.guest.expect("room_state").await;
    assert_eq!(state["participants"].as_array().map(Vec::len), Some(2));
}
