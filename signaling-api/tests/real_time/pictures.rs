//! What pages show, what publishers send for it, how well people are connected.

use crate::call::{Call, offer, offered};
use crate::support::socket::SocketClient;
use model::{Mid, ParticipantId, Quality, QualityReason, RoomId, SessionId, Source, VideoStep};
use protocol::{Event, Request, Wish};
use serde_json::{Value, json};

/// What the node was told of interest since the last look.
fn interests(call: &Call) -> Vec<(SessionId, Vec<Wish>)> {
    let asked = call.clinic.node.take().into_iter();
    let interests = asked.filter_map(|request| match request {
        Request::SetInterest { session, wishes, .. } => Some((session, wishes)),
        _ => None,
    });
    interests.collect()
}

fn shows(session_id: &Value, participant: ParticipantId, height: &Value) -> Value {
    let picture = json!({"participantId": participant.to_string(), "source": "camera", "height": height});
    json!({"sessionId": session_id, "pictures": [picture]})
}

fn camera(participant: ParticipantId, height: u16) -> Wish {
    Wish {
        participant,
        source: Source::Camera,
        height,
        pinned: false,
    }
}

#[tokio::test]
async fn what_a_page_shows_reaches_the_node_and_each_new_connection() {
    let mut call = Call::begin().await;
    let (id, doctor) = (call.id().clone(), ParticipantId::of_identity(call.room, "doctor"));
    let early = shows(&id, doctor, &json!(360));
    assert_eq!(call.guest.ask("set_interest", early).await, json!({"ok": true}));
    assert!(interests(&call).is_empty(), "there is no session yet");
    call.guest.ask("webrtc_offer", offer(&id)).await;
    let told = interests(&call);
    let [(session, wishes)] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!(*wishes, [camera(doctor, 360)]);

    let mut more = shows(&id, doctor, &json!(4_000_000_000_u32));
    let pictures = more["pictures"].as_array_mut().expect("pictures");
    pictures
        .push(json!({"participantId": doctor.to_string(), "source": "screen", "height": 0, "pinned": true}));
    assert_eq!(call.guest.ask("set_interest", more).await, json!({"ok": true}));
    let hidden = Wish {
        source: Source::Screen,
        pinned: true,
        ..camera(doctor, 0)
    };
    let both = vec![camera(doctor, 4320), hidden];
    assert_eq!(
        interests(&call),
        [(*session, both.clone())],
        "heights have an end"
    );
    call.guest.ask("webrtc_offer", offer(&id)).await;
    assert_eq!(
        interests(&call),
        [(*session, both)],
        "said again for a new connection"
    );

    // The same page by a new socket.
    call.guest.close().await;
    call.guest = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    call.guest.expect("room_state").await;
    let nothing = json!({"sessionId": id, "pictures": []});
    assert_eq!(call.guest.ask("set_interest", nothing).await, json!({"ok": true}));
    assert_eq!(interests(&call), [(*session, vec![])]);
}

#[tokio::test]
async fn interest_that_makes_no_sense_is_refused() {
    let mut call = Call::begin().await;
    let (id, doctor) = (call.id().clone(), ParticipantId::of_identity(call.room, "doctor"));
    call.guest.ask("webrtc_offer", offer(&id)).await;
    call.clinic.node.take();
    let mut sound = shows(&id, doctor, &json!(360));
    sound["pictures"][0]["source"] = json!("microphone");
    let mut crowd = shows(&id, doctor, &json!(360));
    crowd["pictures"] = json!(vec![crowd["pictures"][0].clone(); 65]);
    let mut nobody = shows(&id, doctor, &json!(360));
    nobody["pictures"][0]["participantId"] = json!("me");
    let elsewhere = json!("0190a5a0-0000-7000-8000-000000000000");
    for (data, code) in [
        (json!({"sessionId": id}), "validation"),
        (shows(&id, doctor, &json!(-1)), "validation"),
        (shows(&id, doctor, &json!(1.5)), "validation"),
        (sound, "validation"),
        (crowd, "validation"),
        (nobody, "validation"),
        (shows(&elsewhere, doctor, &json!(360)), "not_found"),
    ] {
        let refused = call.guest.ask("set_interest", data.clone()).await;
        assert_eq!(
            (&refused["ok"], &refused["code"]),
            (&json!(false), &json!(code)),
            "{data}"
        );
    }
    assert!(interests(&call).is_empty());
}

fn fares(room: RoomId, participant: ParticipantId, session: SessionId) -> Event {
    Event::ConnectionQuality {
        room,
        participant,
        session,
        quality: Quality::Poor,
        reason: Some(QualityReason::NarrowDownlink),
        video: VideoStep::AudioOnly,
    }
}

#[tokio::test]
async fn layers_go_to_the_publisher_and_quality_to_everybody() {
    let mut call = Call::begin().await;
    let id = call.id().clone();
    call.guest.ask("webrtc_offer", offer(&id)).await;
    let session = offered(&call.clinic).session;
    let (room, participant) = (call.room, call.guest_id);
    let mid = Mid::new(b"1").expect("a mid");
    let wanted = Event::LayersWanted {
        room,
        participant,
        session,
        mid,
        layers: 2,
    };
    for event in [wanted, fares(room, participant, session)] {
        call.clinic.events.send(event).await.expect("told");
    }
    assert_eq!(
        call.guest.expect("layers_wanted").await,
        json!({"sessionId": id, "mid": "1", "layers": 2})
    );
    let quality = json!({"quality": "poor", "reason": "narrow_downlink", "video": "audio_only"});
    let mut told = quality.clone();
    told["sessionId"] = id.clone();
    told["participantId"] = json!(participant.to_string());
    for socket in [&mut call.doctor, &mut call.guest] {
        assert_eq!(socket.expect("connection_quality").await, told);
    }
    let heard = call.doctor.names_so_far().await;
    assert!(!heard.contains(&"layers_wanted".to_owned()), "{heard:?}");

    call.guest.close().await;
    let mut back = SocketClient::connect(call.address, &call.guest_token)
        .await
        .expect("in");
    let state = back.expect("room_state").await;
    assert_eq!(state["layersWanted"], json!([{"mid": "1", "layers": 2}]));
    assert_eq!(state["participants"][1]["connection"], quality);
    let unknown = json!({"quality": null, "reason": null, "video": "full"});
    assert_eq!(state["participants"][0]["connection"], unknown);
}
