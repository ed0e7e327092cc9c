//! Calls between members of a chat room, by `peer-signal`.

use crate::support::Clinic;
use crate::support::socket::SocketClient;
use protocol::Request;
use serde_json::{Value, json};

const OFFER: &str = "v=0\r\no=- 7 2 IN IP4 127.0.0.1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n";

struct Chat {
    clinic: Clinic,
    doctor: (String, SocketClient),
    patient: (String, SocketClient),
}

impl Chat {
    async fn new() -> Self {
        let clinic = Clinic::open().await;
        clinic.consultation().await;
        let address = clinic.listen().await;
        let (doctor_token, doctor) = clinic.sign_in("doctor").await;
        let (patient_token, patient) = clinic.sign_in("patient").await;
        let mut doctors = SocketClient::connect(address, &doctor_token).await.expect("in");
        let mut patients = SocketClient::connect(address, &patient_token).await.expect("in");
        doctors.expect("service_ready").await;
        patients.expect("service_ready").await;
        clinic.node.take();
        Self {
            clinic,
            doctor: (doctor, doctors),
            patient: (patient, patients),
        }
    }

    async fn doctor_says(&mut self, signal: Value) -> Value {
        let message =
            json!({"id": self.patient.0, "roomName": "salon", "pseudo": "Claire", "signal": signal});
        self.doctor.1.ask("peer-signal", message).await
    }

    async fn patient_says(&mut self, signal: Value) -> Value {
        let message = json!({"id": self.doctor.0, "roomName": "salon", "pseudo": "Jean", "signal": signal});
        self.patient.1.ask("peer-signal", message).await
    }

    /// The SDP of the offers that the media node was asked to answer since the last time.
    fn offers(&self) -> Vec<String> {
        let asked = self.clinic.node.take().into_iter();
        asked
            .filter_map(|request| match request {
                Request::Offer(offer) => Some(offer.sdp),
                _ => None,
            })
            .collect()
    }
}

#[tokio::test]
async fn each_of_the_two_talks_to_the_server_in_the_others_place() {
    let mut chat = Chat::new().await;
    assert_eq!(
        chat.doctor_says(json!({"type": "offer", "sdp": OFFER})).await["ok"],
        true
    );
    let offer = chat.patient.1.expect("peer-signal").await;
    assert_eq!(
        (&offer["id"], &offer["roomName"]),
        (&json!(chat.doctor.0), &json!("salon"))
    );
    assert_eq!(
        (&offer["pseudo"], &offer["signal"]["type"]),
        (&json!("Claire"), &json!("offer"))
    );
    let asked = chat.offers();
    assert_eq!(
        asked.len(),
        1,
        "the caller's own offer is answered once somebody accepts"
    );
    assert!(asked[0].contains("a=ice-ufrag:awaited") && asked[0].contains("m=video"));

    let candidate =
        json!({"candidate": "candidate:1 1 udp 1 192.0.2.1 1 typ host", "sdpMid": "0", "sdpMLineIndex": 0});
    assert_eq!(chat.patient_says(candidate).await["ok"], true);
    let answer = "v=0\r\no=- 9 1 IN IP4 0.0.0.0\r\nm=audio 9 X 111\r\na=ice-ufrag:own\r\na=setup:active\r\n";
    assert_eq!(
        chat.patient_says(json!({"type": "answer", "sdp": answer})).await["ok"],
        true
    );
    let answer = chat.doctor.1.expect("peer-signal").await;
    assert_eq!(
        (&answer["id"], &answer["signal"]["type"]),
        (&json!(chat.patient.0), &json!("answer"))
    );
    let asked = chat.offers();
    assert_eq!(asked[0], OFFER);
    assert!(
        asked[1].contains("a=ice-ufrag:awaited") && asked[1].contains("a=setup:actpass"),
        "{}",
        asked[1]
    );
    chat.doctor.1.expect("call_accepted").await;

    // Pictures come anew: the one without a line for them is offered one.
    let with_video = format!("{OFFER}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=sendrecv\r\n");
    assert_eq!(
        chat.patient_says(json!({"type": "offer", "sdp": with_video}))
            .await["ok"],
        true
    );
    assert_eq!(
        chat.patient.1.expect("peer-signal").await["signal"]["type"],
        "answer"
    );
    assert_eq!(
        chat.doctor.1.expect("peer-signal").await["signal"]["type"],
        "offer"
    );
    let asked = chat.offers();
    assert!(
        asked[1].contains("o=- 7 3 ") && asked[1].contains("m=video"),
        "{}",
        asked[1]
    );

    assert_eq!(chat.doctor_says(json!({"type": "hangup"})).await["ok"], true);
    assert_eq!(
        chat.patient.1.expect("peer-signal").await["signal"],
        json!({"type": "hangup"})
    );
    assert_eq!(
        chat.patient_says(json!({"type": "hangup"})).await["code"],
        "not_found"
    );
}

#[tokio::test]
async fn a_call_in_a_chat_is_rejected_or_busy_in_its_own_words() {
    let mut chat = Chat::new().await;
    for word in ["reject", "busy"] {
        chat.doctor_says(json!({"type": "offer", "sdp": OFFER})).await;
        assert_eq!(
            chat.patient.1.expect("peer-signal").await["signal"]["type"],
            "offer"
        );
        assert_eq!(chat.patient_says(json!({"type": word})).await["ok"], true);
        assert_eq!(
            chat.doctor.1.expect("peer-signal").await["signal"],
            json!({"type": word})
        );
    }
    chat.doctor_says(json!({"type": "offer", "sdp": OFFER})).await;
    chat.patient.1.expect("peer-signal").await;
    assert_eq!(chat.doctor_says(json!({"type": "hangup"})).await["ok"], true);
    assert_eq!(
        chat.patient.1.expect("peer-signal").await["signal"]["type"],
        "hangup"
    );
}

#[tokio::test]
async fn a_device_of_another_kind_may_answer_a_chats_call() {
    let mut chat = Chat::new().await;
    chat.doctor_says(json!({"type": "offer", "sdp": OFFER})).await;
    let rings = chat.patient.1.expect("call_ringing").await;
    let accepted = chat
        .patient
        .1
        .ask("call_accepted", json!({"callId": rings["callId"]}))
        .await;
    assert_eq!(accepted["ok"], true);
    assert_eq!(
        chat.doctor.1.expect("peer-signal").await["signal"]["type"],
        "answer"
    );
}

#[tokio::test]
async fn signals_without_sense_are_refused() {
    let mut chat = Chat::new().await;
    assert_eq!(
        chat.doctor_says(json!({"type": "offer"})).await["code"],
        "validation"
    );
    assert_eq!(
        chat.doctor_says(json!({"type": "dance"})).await["code"],
        "validation"
    );
    assert_eq!(
        chat.doctor_says(json!({"type": "answer", "sdp": OFFER})).await["code"],
        "not_found"
    );
    let refused = chat
        .doctor_says(json!({"type": "offer", "sdp": "nonsense"}))
        .await;
    assert_eq!(refused["ok"], true, "it is looked at once somebody accepts");
    chat.patient.1.expect("peer-signal").await;
    chat.patient_says(json!({"type": "answer", "sdp": OFFER})).await;
    let ended = chat.patient.1.expect("call_hangup").await;
    assert!(ended["callId"].is_string(), "what cannot be connected is over");
}
