//! An offer is answered, what becomes of media is told.

use crate::call::{Call, offer, offered, text};
use model::{MediaKind, Mid, Source, TrackId};
use protocol::{CloseCause, Event, Seat};
use serde_json::json;

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
