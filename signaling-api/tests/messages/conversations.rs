//! Conversations over HTTP.

use crate::pair::{BASE, Pair, text};
use crate::support::Clinic;
use serde_json::{Value, json};

#[tokio::test]
async fn a_message_goes_from_one_to_the_other_and_is_read() {
    let pair = Pair::meet().await;
    let said = pair.say(&pair.patient, "<b>Bonjour</b>\n\tdocteur").await;
    assert_eq!(said["content"], "<b>Bonjour</b>\n\tdocteur");
    assert_eq!(
        (&said["type"], &said["status"], &said["senderId"]),
        (&json!("text"), &json!("sent"), &json!(pair.patient_id))
    );
    assert_eq!(said["metadata"], json!({}));
    let listed = pair
        .clinic
        .get(&format!("{BASE}/medecin/conversations"), &pair.doctor)
        .await
        .json();
    let seen = &listed[0];
    assert_eq!(seen["id"], pair.conversation);
    assert_eq!(
        (&seen["patientId"], &seen["medecinId"]),
        (&json!(pair.patient_id), &json!(pair.doctor_id))
    );
    assert_eq!(
        (&seen["unreadCount"], &seen["status"]),
        (&json!(1), &json!("active"))
    );
    assert_eq!(seen["lastMessage"]["id"], said["id"]);
    assert_eq!(seen["lastMessage"]["senderId"], pair.patient_id);
    assert_eq!(seen["medecinName"], "Dr Claire Moreau");

    let list = pair.clinic.get(&pair.messages(), &pair.doctor).await.json();
    assert_eq!(list[0]["id"], said["id"]);
    let list = pair.clinic.get(&pair.messages(), &pair.patient).await.json();
    assert_eq!(list[0]["status"], "delivered", "the doctor has listed it");
    let path = format!("{BASE}/messages/{}/read", text(&said["id"]));
    assert_eq!(pair.put(&path, &pair.doctor).await.json()["status"], "read");
    let seen = pair
        .clinic
        .get(
            &format!("{BASE}/conversations/{}", pair.conversation),
            &pair.doctor,
        )
        .await
        .json();
    assert_eq!(seen["unreadCount"], 0);
    let own = pair.put(&path, &pair.patient).await;
    assert_eq!(own.status, 200, "reading one's own changes nothing");
}

#[tokio::test]
async fn the_pair_has_one_conversation_and_nobody_else_is_met() {
    let pair = Pair::meet().await;
    let path = format!("{BASE}/conversations");
    let again = pair
        .clinic
        .post(&path, &pair.patient, json!({"medecinId": pair.doctor_id}))
        .await;
    assert_eq!(
        (again.status.as_u16(), &again.json()["id"]),
        (200, &json!(pair.conversation))
    );
    for (token, body, refused) in [
        (
            &pair.doctor,
            json!({"patientId": pair.doctor_id}),
            (404, "not_found"),
        ),
        (
            &pair.doctor,
            json!({"patientId": uuid::Uuid::nil()}),
            (404, "not_found"),
        ),
        (
            &pair.patient,
            json!({"medecinId": pair.patient_id}),
            (404, "not_found"),
        ),
        (
            &pair.patient,
            json!({"patientId": pair.patient_id}),
            (422, "validation"),
        ),
    ] {
        let answer = pair.clinic.post(&path, token, body.clone()).await.problem();
        assert_eq!((answer.0, answer.1.as_str()), refused, "{body}");
    }
}

#[tokio::test]
async fn a_doctor_meets_no_patient_of_others() {
    let clinic = Clinic::open().await;
    let (doctor, _) = clinic.sign_in("doctor").await;
    let (_, patient) = clinic.sign_in("patient").await;
    let path = format!("{BASE}/conversations");
    let refused = clinic.post(&path, &doctor, json!({"patientId": patient})).await;
    assert_eq!(refused.problem(), (404, "not_found".into()));
}

#[tokio::test]
async fn administrators_see_no_messages() {
    let pair = Pair::meet().await;
    let said = pair.say(&pair.doctor, "for you alone").await;
    let (admin, _) = pair.clinic.sign_in("admin").await;
    for path in ["patient", "medecin"] {
        let answer = pair
            .clinic
            .get(&format!("{BASE}/{path}/conversations"), &admin)
            .await;
        assert_eq!(answer.problem(), (403, "forbidden".into()));
    }
    let conversation = format!("{BASE}/conversations/{}", pair.conversation);
    for path in [&conversation, &pair.messages()] {
        assert_eq!(pair.clinic.get(path, &admin).await.problem().0, 404);
    }
    assert_eq!(pair.clinic.get(&pair.chat(), &admin).await.problem().0, 403);
    let body = json!({"content": "I am here"});
    assert_eq!(
        pair.clinic
            .post(&pair.messages(), &admin, body.clone())
            .await
            .problem()
            .0,
        404
    );
    assert_eq!(
        pair.clinic.post(&pair.chat(), &admin, body).await.problem().0,
        403
    );
    let read = format!("{BASE}/messages/{}/read", text(&said["id"]));
    assert_eq!(pair.put(&read, &admin).await.problem().0, 404);
    let path = format!("{BASE}/conversations");
    let body = json!({"patientId": pair.patient_id});
    assert_eq!(pair.clinic.post(&path, &admin, body).await.problem().0, 403);
    let path = format!("{BASE}/medecin/conversations");
    let wrong = pair.clinic.get(&path, &pair.patient).await;
    assert_eq!(wrong.problem().0, 403, "a patient has no doctor's list");
}

#[tokio::test]
async fn pages_have_every_message_once() {
    let pair = Pair::meet().await;
    let mut said = Vec::new();
    for number in 0..7 {
        said.push(pair.say(&pair.doctor, &format!("{number}")).await["id"].clone());
    }
    let ids = |page: &Value| -> Vec<Value> {
        let items = page.as_array().expect("a list");
        items.iter().map(|message| message["id"].clone()).collect()
    };
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let path = format!("{}?limit=3{cursor}", pair.messages());
        let page = ids(&pair.clinic.get(&path, &pair.patient).await.json());
        cursor = format!("&cursor={}", text(page.last().expect("one")));
        seen.extend_from_slice(&page);
        if page.len() < 3 {
            break;
        }
    }
    seen.reverse();
    assert_eq!(seen, said, "older and older");
    let path = format!("{}?after={}", pair.messages(), text(&said[4]));
    let newer = ids(&pair.clinic.get(&path, &pair.patient).await.json());
    assert_eq!(newer, said[5..], "what came after, oldest first");
    for wrong in [
        "?limit=0",
        "?limit=101",
        "?cursor=5",
        "?cursor=019c0000-0000-7000-8000-000000000000",
    ] {
        let path = format!("{}{wrong}", pair.messages());
        assert_eq!(
            pair.clinic.get(&path, &pair.patient).await.problem().0,
            422,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn the_same_client_id_is_the_same_message() {
    let pair = Pair::meet().await;
    let body = json!({"content": "once", "clientId": "a-1"});
    let first = pair
        .clinic
        .post(&pair.messages(), &pair.doctor, body.clone())
        .await;
    let again = pair
        .clinic
        .post(&pair.messages(), &pair.doctor, body.clone())
        .await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    assert_eq!(first.json(), again.json());
    let other = pair
        .clinic
        .post(&pair.messages(), &pair.patient, body.clone())
        .await;
    assert_eq!(other.status, 201, "another sender's is another message");
    let path = pair.messages();
    let say = || {
        pair.clinic
            .post(&path, &pair.doctor, json!({"content": "x", "clientId": "a-2"}))
    };
    let (one, two, three) = tokio::join!(say(), say(), say());
    let ids = [one, two, three].map(|answer| answer.json()["id"].clone());
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let all = pair.clinic.get(&pair.messages(), &pair.doctor).await.json();
    assert_eq!(all.as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn one_puts_it_away_or_closes_it() {
    let pair = Pair::meet().await;
    let path = format!("{BASE}/conversations/{}", pair.conversation);
    let put = pair
        .patch(&path, &pair.doctor, json!({"status": "archived"}))
        .await;
    assert_eq!(put.json()["status"], "archived");
    assert_eq!(
        pair.clinic.get(&path, &pair.patient).await.json()["status"],
        "active"
    );
    pair.say(&pair.patient, "are you there?").await;
    assert_eq!(
        pair.clinic.get(&path, &pair.doctor).await.json()["status"],
        "active",
        "the other said something"
    );
    let closed = pair
        .patch(&path, &pair.doctor, json!({"status": "blocked"}))
        .await
        .json();
    assert_eq!(
        (&closed["status"], &closed["blockedBy"]),
        (&json!("blocked"), &json!(pair.doctor_id))
    );
    for token in [&pair.doctor, &pair.patient] {
        let refused = pair
            .clinic
            .post(&pair.messages(), token, json!({"content": "x"}))
            .await;
        assert_eq!(refused.problem(), (403, "conversation_blocked".into()));
    }
    for status in ["active", "blocked"] {
        let refused = pair.patch(&path, &pair.patient, json!({"status": status})).await;
        assert_eq!(
            refused.problem(),
            (403, "forbidden".into()),
            "the doctor blocked it"
        );
    }
    let opened = pair
        .patch(&path, &pair.doctor, json!({"status": "active"}))
        .await
        .json();
    assert_eq!(
        (&opened["status"], &opened["blockedBy"]),
        (&json!("active"), &Value::Null)
    );
    pair.say(&pair.patient, "thank you").await;
}

#[tokio::test]
async fn a_sender_who_hurries_is_slowed_down() {
    let pair = Pair::meet().await;
    let mut refused = None;
    for number in 0..30 {
        let body = json!({"content": format!("{number}")});
        let answer = pair.clinic.post(&pair.messages(), &pair.doctor, body).await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("at most 20 at once");
    assert!(refused.headers.contains_key("retry-after"));
    pair.say(&pair.patient, "another is not").await;
}
