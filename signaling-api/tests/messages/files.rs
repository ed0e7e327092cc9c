//! Files that people send.

use crate::pair::{BASE, Pair, text};
use crate::support::{Answer, Clinic, config, new_dir};
use axum::body::Body;
use axum::http::Request;
use axum::http::header::AUTHORIZATION;
use serde_json::json;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

async fn send(pair: &Pair, path: &str, token: &str, name: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path)
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header("x-file-name", name)
        .header("content-type", "text/html")
        .body(body.into())
        .expect("a request");
    pair.clinic.send(request).await
}

fn files(pair: &Pair) -> String {
    format!("{BASE}/conversations/{}/files", pair.conversation)
}

/// The names of all that lies in the directory of files.
fn on_disk(pair: &Pair) -> Vec<String> {
    let mut names = Vec::new();
    for directory in ["files", "files/incoming"] {
        let entries = std::fs::read_dir(pair.clinic.dir.join(directory)).expect("a directory");
        let entries = entries.map(|entry| entry.expect("an entry"));
        let files = entries.filter(|entry| entry.file_type().expect("a type").is_file());
        names.extend(files.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    }
    names
}

#[tokio::test]
async fn a_picture_goes_to_the_other() {
    let pair = Pair::meet().await;
    let sent = send(
        &pair,
        &files(&pair),
        &pair.doctor,
        "..%2F..%2Fradio%20%C3%A9t%C3%A9.png",
        PNG,
    )
    .await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    let file = sent.json();
    assert_eq!(
        (&file["fileName"], &file["fileSize"], &file["fileType"]),
        (&json!("radio été.png"), &json!(PNG.len()), &json!("image/png"))
    );
    let url = text(&file["fileUrl"]).to_owned();
    assert_eq!(on_disk(&pair), [url.rsplit('/').next().expect("an id")]);
    assert_eq!(
        pair.clinic.get(&url, &pair.patient).await.problem().0,
        404,
        "not sent yet"
    );
    let mut patient = pair.ready(&pair.patient).await;
    let body = json!({"content": "look", "type": "image", "metadata": {"fileUrl": url, "fileName": "evil.exe", "fileSize": 1}});
    let said = pair.clinic.post(&pair.messages(), &pair.doctor, body).await;
    assert_eq!((said.status.as_u16(), &said.json()["metadata"]), (201, &file));
    assert_eq!(patient.expect("new_message").await["metadata"], file);

    let had = pair.clinic.get(&url, &pair.patient).await;
    assert_eq!(had.status, 200);
    let header = |name: &str| had.headers[name].to_str().expect("text");
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert!(header("content-disposition").starts_with("inline; filename=\"radio__t_.png\""));
    assert_eq!(header("content-length"), PNG.len().to_string());
    let older = json!({"content": url, "type": "file", "conversationId": pair.conversation});
    let mut doctor = pair.ready(&pair.doctor).await;
    assert_eq!(doctor.ask("send_message", older).await["ok"], true);
    assert_eq!(patient.expect("new_message").await["metadata"], file);
}

#[tokio::test]
async fn what_is_no_picture_is_saved_and_never_shown() {
    let pair = Pair::meet().await;
    let sent = send(
        &pair,
        &files(&pair),
        &pair.patient,
        "x.html",
        "plain <script> text",
    )
    .await
    .json();
    assert_eq!(
        (&sent["fileType"], &sent["fileName"]),
        (&json!("text/plain"), &json!("x.html.txt"))
    );
    let image = json!({"type": "image", "metadata": {"fileUrl": sent["fileUrl"]}});
    assert_eq!(
        pair.clinic
            .post(&pair.messages(), &pair.patient, image)
            .await
            .problem()
            .0,
        422
    );
    let file = json!({"type": "file", "metadata": {"fileUrl": sent["fileUrl"]}});
    assert_eq!(
        pair.clinic
            .post(&pair.messages(), &pair.doctor, file.clone())
            .await
            .problem()
            .0,
        422,
        "it is the patient's to send"
    );
    assert_eq!(
        pair.clinic
            .post(&pair.messages(), &pair.patient, file)
            .await
            .status,
        201
    );
    let had = pair.clinic.get(text(&sent["fileUrl"]), &pair.doctor).await;
    assert_eq!(had.text, "plain <script> text");
    assert!(
        had.headers["content-disposition"]
            .to_str()
            .expect("text")
            .starts_with("attachment;")
    );
}

#[tokio::test]
async fn a_stranger_has_no_file() {
    let pair = Pair::meet().await;
    let sent = send(&pair, &files(&pair), &pair.doctor, "a.png", PNG)
        .await
        .json();
    let body = json!({"type": "image", "metadata": {"fileUrl": sent["fileUrl"]}});
    pair.clinic.post(&pair.messages(), &pair.doctor, body).await;
    let (admin, _) = pair.clinic.sign_in("admin").await;
    let (guest, _) = pair.guest().await;
    for token in [&admin, &guest] {
        let refused = pair.clinic.get(text(&sent["fileUrl"]), token).await;
        assert_eq!(refused.problem(), (404, "not_found".into()));
        let refused = send(&pair, &files(&pair), token, "a.png", PNG).await;
        assert!(refused.status.is_client_error(), "{}", refused.status);
    }
    assert_eq!(
        pair.clinic
            .get(text(&sent["fileUrl"]), "nonsense")
            .await
            .problem()
            .0,
        401
    );
    for path in [
        "..",
        "%2e%2e%2fvestibule.db",
        "incoming",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let refused = pair
            .clinic
            .get(&format!("{BASE}/files/{path}"), &pair.doctor)
            .await;
        assert_eq!(refused.problem().0, 404, "{path}");
    }
    assert_eq!(on_disk(&pair).len(), 1);
}

#[tokio::test]
async fn what_is_not_taken_leaves_nothing() {
    let dir = new_dir();
    let small = signaling_api::ApiConfig {
        file_limit: 1000,
        ..config(&dir)
    };
    let pair = Pair::in_clinic(Clinic::with(small).await).await;
    for (body, refused) in [
        (Vec::new(), (422, "validation")),
        (
            b"\x7fELF\x02\x01\x01\0\0\0".to_vec(),
            (415, "unsupported_media_type"),
        ),
        (b"<!DOCTYPE html><html>".to_vec(), (415, "unsupported_media_type")),
        (vec![b'a'; 1001], (413, "too_large")),
    ] {
        let answer = send(&pair, &files(&pair), &pair.doctor, "photo.png", body)
            .await
            .problem();
        assert_eq!((answer.0, answer.1.as_str()), refused);
    }
    // Without a length told before, in pieces, one of which does not come.
    for (pieces, status) in [
        (vec![Ok(vec![b'a'; 600]), Ok(vec![b'a'; 600])], 413),
        (vec![Ok(vec![b'a'; 600]), Err(std::io::Error::other("gone"))], 422),
    ] {
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        let answer = send(&pair, &files(&pair), &pair.doctor, "a.txt", body).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    assert_eq!(on_disk(&pair), Vec::<String>::new());
    assert_eq!(
        send(&pair, &files(&pair), &pair.doctor, "a.txt", vec![b'a'; 1000])
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn the_operators_scanner_has_the_last_word() {
    use std::os::unix::fs::PermissionsExt;
    let dir = new_dir();
    std::fs::create_dir_all(&dir).expect("a directory");
    let script = dir.join("scanner");
    let text = "#!/bin/sh\n[ \"$1\" = --quiet ] || exit 2\ngrep -q broken \"$2\" && exit 2\ngrep -q virus \"$2\" && exit 1\nexit 0\n";
    std::fs::write(&script, text).expect("a script");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("a mode");
    let scanned = signaling_api::ApiConfig {
        scan_command: vec![script.display().to_string(), "--quiet".into()],
        ..config(&dir)
    };
    let pair = Pair::in_clinic(Clinic::with(scanned).await).await;
    for (body, status) in [
        ("all is well", 201),
        ("a virus", 422),
        ("the scanner is broken", 503),
    ] {
        let answer = send(&pair, &files(&pair), &pair.doctor, "a.txt", body).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        if status != 201 {
            let code = if status == 422 {
                "file_refused"
            } else {
                "unavailable"
            };
            assert_eq!(answer.problem().1, code);
        }
    }
    assert_eq!(on_disk(&pair).len(), 1);
}

#[tokio::test]
async fn in_a_call_all_who_are_in_have_it() {
    let pair = Pair::meet().await;
    let (guest, _) = pair.guest().await;
    let path = format!("{}/files", pair.chat());
    let sent = send(&pair, &path, &guest, "a.png", PNG).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    let url = sent.json()["fileUrl"].clone();
    assert_eq!(pair.clinic.get(text(&url), &pair.patient).await.problem().0, 404);
    let body = json!({"type": "image", "content": "", "metadata": {"fileUrl": url}});
    let said = pair.clinic.post(&pair.chat(), &guest, body).await;
    assert_eq!(said.status, 201, "{}", said.text);
    let seat = pair.seat(&pair.patient).await;
    let (other, _) = pair.guest().await;
    for token in [&guest, &other, &seat, &pair.patient, &pair.doctor] {
        assert_eq!(pair.clinic.get(text(&url), token).await.status, 200);
    }
    let end = pair.chat().replace("/chat", "/end");
    pair.clinic.post(&end, &pair.doctor, json!({})).await;
    assert_eq!(
        pair.clinic.get(text(&url), &guest).await.problem(),
        (410, "consultation_ended".into())
    );
    assert_eq!(
        send(&pair, &path, &pair.doctor, "a.png", PNG).await.problem().0,
        410
    );
    assert_eq!(pair.clinic.get(text(&url), &pair.patient).await.status, 200);
}
