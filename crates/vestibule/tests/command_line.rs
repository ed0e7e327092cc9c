//! What the executable says on a mistake, with which exit code.

use std::net::TcpListener;
use std::process::{Command, Output};

fn vestibule(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let directory = tempfile::tempdir().expect("a directory");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VESTIBULE_")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(directory.path())
        .output()
        .expect("the executable runs")
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_broken_configuration_is_one_line_that_names_file_line_and_key() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "listen = '127.0.0.1:0'\nlisen = 1\n").expect("is written");
    let path = file.path().to_str().expect("a path");
    let output = vestibule(&["serve", "--config", path], &[]);
    assert_eq!(output.status.code(), Some(1));
    let text = complaint(&output);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.contains(&format!("{path}:2")) && text.contains("lisen"),
        "{text}"
    );
}

#[test]
fn a_taken_port_is_one_line_that_names_the_port() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("binds");
    let address = taken.local_addr().expect("is bound").to_string();
    let output = vestibule(&["serve", "--demo"], &[("VESTIBULE_LISTEN", &address)]);
    assert_eq!(output.status.code(), Some(1));
    let text = complaint(&output);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains(&address) && text.contains("taken"), "{text}");
}

#[test]
fn the_demo_stays_on_this_machine_unless_told_twice() {
    let output = vestibule(&["serve", "--demo"], &[("VESTIBULE_LISTEN", "0.0.0.0:0")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).contains("--demo-beyond-loopback"));
}

#[test]
fn usage_mistakes_end_with_2() {
    for arguments in [&["serv"][..], &["serve", "--dem"], &["admin", "create-user"], &[]] {
        assert_eq!(vestibule(arguments, &[]).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn the_openapi_document_is_json() {
    let output = vestibule(&["openapi"], &[]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.trim_start().starts_with('{') && text.contains("\"openapi\""),
        "{text}"
    );
}
