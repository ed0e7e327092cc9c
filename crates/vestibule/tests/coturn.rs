//! Debian's clients of TURN and STUN, by every way into the running executable.

mod support;

use std::path::Path;
use std::process::{Command, Output};
use support::web::{plain, post, secure};
use support::{Server, skip};

const TURN: &str = "turnutils_uclient";
const STUN: &str = "turnutils_stunclient";

/// Username and password of the relay, as a participant gets them.
fn credentials(server: &Server, data: &Path) -> (String, String) {
    let certificate = data.join("self-signed.pem");
    let mut page = secure(plain(server.port), "clinic.example", &certificate).expect("TLS");
    let text = |answer: &str, key: &str| -> String {
        let value = answer.split(&format!("\"{key}\":\"")).nth(1);
        let value = value.and_then(|rest| rest.split('"').next());
        value.unwrap_or_else(|| panic!("no {key} in {answer}")).to_owned()
    };
    let account = r#"{"email":"doctor@demo.test","password":"vestibule-demo"}"#;
    let signed_in = post(&mut page, "/api/v1/auth/login", "", account);
    let bearer = format!("Authorization: Bearer {}\r\n", text(&signed_in, "access_token"));
    let made = post(&mut page, "/api/v1/consultations", &bearer, r#"{"mode":"video"}"#);
    let join = format!(r#"{{"code":"{}","display_name":"Ana"}}"#, text(&made, "code"));
    let joined = post(&mut page, "/api/v1/join", "", &join);
    (text(&joined, "username"), text(&joined, "credential"))
}

/// Runs a client that may not end by itself.
fn run(client: &str, arguments: &[&str]) -> Output {
    let command = Command::new("timeout")
        .args(["20", client])
        .args(arguments)
        .output();
    command.expect("timeout runs")
}

fn is_there(client: &str) -> bool {
    Command::new(client).arg("-h").output().is_ok()
}

#[test]
fn turn_by_udp_tcp_and_tls_leads_to_the_media_port_and_not_beside_it() {
    if !is_there(TURN) {
        return skip("turnutils_uclient is missing: apt-get install coturn");
    }
    let directory = tempfile::tempdir().expect("a directory");
    let settings = [
        ("VESTIBULE_TLS", "self-signed"),
        ("VESTIBULE_MEDIA_ADDRESSES", "127.0.0.1"),
    ];
    let server = Server::start_demo(directory.path(), &settings);
    let (username, credential) = credentials(&server, directory.path());
    let port = server.port.to_string();
    for way in [&[][..], &["-t"], &["-t", "-S"]] {
        let said = run(
            TURN,
            &[
                &["-v", "-c", "-s", "-n", "1", "-u", &username, "-w", &credential],
                &["-e", "127.0.0.1", "-r", &port, "-p", &port][..],
                way,
                &["127.0.0.1"],
            ]
            .concat(),
        );
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        // The answer to each is told on the line below.
        let follows = |step: &str| {
            let mut pairs = said.lines().zip(said.lines().skip(1));
            pairs.any(|(asked, then)| asked.contains(step) && then.contains("success"))
        };
        for step in ["allocate response", "refresh response", "cp response"] {
            assert!(follows(step), "{way:?} {step}: {said}");
        }
        // It wants a permission for the port beside it too, as if it was for RTCP.
        assert!(said.contains("create permission error 403"), "{way:?}: {said}");
    }
}

#[test]
fn stun_tells_who_asks_twice_where_it_came_from() {
    if !is_there(STUN) {
        return skip("turnutils_stunclient is missing: apt-get install coturn");
    }
    let directory = tempfile::tempdir().expect("a directory");
    let server = Server::start(directory.path(), &[]);
    let port = server.port.to_string();
    // It never repeats its question, and one alone is shorter than the answer.
    let ask = |patience: &str| {
        let command = Command::new("timeout")
            .args([patience, STUN, "-p", &port, "127.0.0.1"])
            .output();
        String::from_utf8_lossy(&command.expect("timeout runs").stdout).into_owned()
    };
    assert!(!ask("2").contains("reflexive addr"));
    let said = ask("20");
    assert!(said.contains("UDP reflexive addr: 127.0.0.1:"), "{said}");
}
