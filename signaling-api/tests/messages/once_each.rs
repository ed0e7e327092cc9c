//! Every device hears of every message once, whatever becomes of its connection.

use crate::pair::{Pair, text};
use crate::support::socket::SocketClient;
use serde_json::{Value, json};

/// The messages that came by now, in their order, when everything that was under way has come.
async fn heard(socket: &mut SocketClient) -> Vec<Value> {
    let names = socket.names_so_far().await;
    let mut contents = Vec::new();
    for _ in names.iter().filter(|name| *name == "new_message") {
        contents.push(socket.expect("new_message").await["content"].clone());
    }
    contents
}

fn message(pair: &Pair, content: &str, client_id: Option<&str>) -> Value {
    json!({"conversationId": pair.conversation, "content": content, "type": "text",
           "timestamp": "2026-01-01T00:00:00Z", "clientId": client_id})
}

#[tokio::test]
async fn every_device_of_both_hears_it_once() {
    let pair = Pair::meet().await;
    let mut sender = pair.ready(&pair.doctor).await;
    let mut own_other = pair.ready(&pair.doctor).await;
    let mut phone = pair.ready(&pair.patient).await;
    let mut tablet = pair.ready(&pair.patient).await;
    let receipt = sender
        .ask("send_message", message(&pair, "hello", Some("c1")))
        .await;
    assert_eq!(
        (&receipt["ok"], &receipt["clientId"], &receipt["status"]),
        (&json!(true), &json!("c1"), &json!("sent"))
    );
    let saved = sender.expect("message_saved").await;
    assert_eq!(
        (&saved["messageId"], &saved["conversationId"], &saved["clientId"]),
        (&receipt["messageId"], &json!(pair.conversation), &json!("c1"))
    );
    for socket in [&mut own_other, &mut phone, &mut tablet] {
        let heard = socket.expect("new_message").await;
        assert_eq!(heard["messageId"], receipt["messageId"]);
        assert_eq!(
            (&heard["content"], &heard["type"]),
            (&json!("hello"), &json!("text"))
        );
        assert_eq!(
            (&heard["senderId"], &heard["clientId"]),
            (&json!(pair.doctor_id), &json!("c1"))
        );
        assert!(heard["timestamp"].is_string());
    }
    let delivered = sender.expect("message_delivered").await;
    assert_eq!(delivered["messageId"], receipt["messageId"]);
    assert_eq!(
        phone
            .ask("message_read", json!({"messageId": receipt["messageId"]}))
            .await,
        json!({"ok": true})
    );
    for socket in [&mut sender, &mut own_other, &mut tablet] {
        let read = socket.expect("message_read").await;
        assert_eq!(
            (&read["messageId"], &read["readerId"]),
            (&receipt["messageId"], &json!(pair.patient_id))
        );
    }
    for socket in [&mut sender, &mut own_other, &mut phone, &mut tablet] {
        assert_eq!(heard(socket).await, Vec::<Value>::new(), "once");
    }
}

#[tokio::test]
async fn what_was_missed_comes_once_after_a_reconnect() {
    let pair = Pair::meet().await;
    let mut phone = pair.ready(&pair.patient).await;
    let first = pair.say(&pair.doctor, "0").await;
    assert_eq!(phone.expect("new_message").await["id"], first["id"]);
    phone.close().await;
    for number in 1..=3 {
        pair.say(&pair.doctor, &format!("{number}")).await;
    }
    // While it comes back more is said.
    let coming = pair.socket(&pair.patient, Some(&first["id"]));
    let saying = async {
        for number in 4..=6 {
            pair.say(&pair.doctor, &format!("{number}")).await;
        }
    };
    let (mut phone, ()) = tokio::join!(coming, saying);
    assert_eq!(phone.expect("messages_synced").await["complete"], true);
    assert_eq!(heard(&mut phone).await, ["1", "2", "3", "4", "5", "6"]);
    let mut later = pair.socket(&pair.patient, Some(&first["id"])).await;
    later.expect("messages_synced").await;
    assert_eq!(heard(&mut later).await.len(), 6, "another device asks for itself");
}

#[tokio::test]
async fn a_retry_after_a_lost_acknowledgement_never_doubles() {
    let pair = Pair::meet().await;
    let mut patient = pair.ready(&pair.patient).await;
    let before = pair.say(&pair.doctor, "before").await;
    assert_eq!(patient.expect("new_message").await["content"], "before");
    let mut doctor = pair.ready(&pair.doctor).await;
    doctor
        .tell("send_message", message(&pair, "again", Some("c9")))
        .await;
    doctor.close().await;
    // It was kept, or it was not: the client cannot know, and says it again.
    let mut doctor = pair.socket(&pair.doctor, Some(&before["id"])).await;
    doctor.expect("messages_synced").await;
    let receipt = doctor
        .ask("send_message", message(&pair, "again", Some("c9")))
        .await;
    assert_eq!(receipt["ok"], true);
    assert_eq!(
        patient.expect("new_message").await["messageId"],
        receipt["messageId"]
    );
    assert_eq!(heard(&mut patient).await, Vec::<Value>::new());
    let told = heard(&mut doctor).await;
    assert!(told.is_empty() || told == ["again"], "{told:?}");
    let all = pair.clinic.get(&pair.messages(), &pair.doctor).await.json();
    assert_eq!(all.as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn more_than_a_socket_is_told_is_had_by_asking() {
    let pair = Pair::meet().await;
    let (guest, _) = pair.guest().await;
    let mut said = Vec::new();
    // As much as three may say at once.
    for token in [&pair.doctor, &pair.patient, &guest] {
        for _ in 0..20 {
            let body = json!({"content": "x"});
            let answer = pair.clinic.post(&pair.chat(), token, body).await;
            assert_eq!(answer.status, 201, "{}", answer.text);
            said.push(answer.json()["id"].clone());
        }
    }
    let mut socket = pair.socket(&pair.patient, Some(&said[0])).await;
    assert_eq!(socket.expect("messages_synced").await["complete"], false);
    for missed in &said[1..51] {
        assert_eq!(socket.expect("new_message").await["id"], *missed);
    }
    let path = format!("{}?after={}", pair.messages(), text(&said[50]));
    let rest = pair.clinic.get(&path, &pair.patient).await.json();
    let rest = rest.as_array().expect("a list").iter();
    assert_eq!(
        rest.map(|message| message["id"].clone()).collect::<Vec<_>>(),
        said[51..]
    );
}

#[tokio::test]
async fn a_memory_that_means_nothing_keeps_nobody_out() {
    let pair = Pair::meet().await;
    for last in [
        json!(5),
        json!("nonsense"),
        json!("019c0000-0000-7000-8000-000000000000"),
    ] {
        let mut socket = pair.socket(&pair.patient, Some(&last)).await;
        assert_eq!(
            socket.expect("messages_synced").await["complete"],
            false,
            "{last}"
        );
    }
}

#[tokio::test]
async fn only_the_other_sees_somebody_write() {
    let pair = Pair::meet().await;
    let mut doctor = pair.ready(&pair.doctor).await;
    let mut own_other = pair.ready(&pair.doctor).await;
    let mut patient = pair.ready(&pair.patient).await;
    let typing = json!({"conversationId": pair.conversation, "typing": true});
    assert_eq!(doctor.ask("typing", typing).await["ok"], true);
    let seen = patient.expect("typing").await;
    assert_eq!(
        (&seen["senderId"], &seen["typing"], &seen["senderName"]),
        (&json!(pair.doctor_id), &json!(true), &json!("Dr Claire Moreau"))
    );
    assert!(!own_other.names_so_far().await.contains(&"typing".to_owned()));
}

#[tokio::test]
async fn strangers_say_and_hear_nothing() {
    let pair = Pair::meet().await;
    let (admin, _) = pair.clinic.sign_in("admin").await;
    let mut stranger = pair.ready(&admin).await;
    let refused = stranger.ask("send_message", message(&pair, "hello", None)).await;
    assert_eq!(
        (&refused["ok"], &refused["code"]),
        (&json!(false), &json!("not_found"))
    );
    assert_eq!(stranger.expect("error").await["ref"], "send_message");
    let said = pair.say(&pair.doctor, "for you alone").await;
    let refused = stranger
        .ask("message_read", json!({"messageId": said["id"]}))
        .await;
    assert_eq!(refused["code"], "not_found");
    let typing = json!({"conversationId": pair.conversation, "typing": true});
    assert_eq!(stranger.ask("typing", typing).await["code"], "not_found");
    assert_eq!(heard(&mut stranger).await, Vec::<Value>::new());
    let mut missed = pair.socket(&admin, Some(&said["id"])).await;
    missed.expect("messages_synced").await;
    assert_eq!(heard(&mut missed).await, Vec::<Value>::new());
    for wrong in [
        json!({}),
        json!(5),
        json!({"conversationId": pair.conversation}),
        json!({"conversationId": 5, "content": "x"}),
    ] {
        let refused = stranger.ask("send_message", wrong.clone()).await;
        assert_eq!(refused["ok"], false, "{wrong}");
    }
}
