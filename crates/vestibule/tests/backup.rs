//! A backup that is made while the server runs, and put back elsewhere.

mod support;

use std::path::Path;
use std::process::Output;
use support::demo::{Demo, call, run};

fn said(output: &Output) -> String {
    let texts = [&output.stdout[..], &output.stderr[..]];
    texts.map(String::from_utf8_lossy).concat()
}

/// A server's data directory with one consultation of the demo's doctor in it, and what its backup holds.
struct Clinic {
    home: tempfile::TempDir,
    server: Demo,
    consultation: String,
    doctor: String,
}

impl Clinic {
    fn open() -> Self {
        let home = tempfile::tempdir().expect("a directory");
        let server = Demo::start(&home.path().join("data"), None);
        let doctor = server.sign_in("doctor");
        let body = "{\"mode\":\"audio\"}";
        let made = call(server.port, "POST", "/api/v1/consultations", &doctor, body);
        let (status, made) = made.expect("answers");
        assert_eq!(status, 201, "{made}");
        Self {
            consultation: made["id"].as_str().expect("an id").to_owned(),
            home,
            server,
            doctor,
        }
    }

    fn path(&self, name: &str) -> String {
        self.home.path().join(name).display().to_string()
    }

    fn backup(&self, archive: &str) -> Output {
        run(&self.home.path().join("data"), None, &["backup", archive])
    }

    fn restore(&self, archive: &str, to: &str) -> Output {
        run(&self.home.path().join(to), None, &["restore", archive])
    }
}

#[test]
fn what_was_there_is_back_and_nothing_that_came_later() {
    let clinic = Clinic::open();
    std::fs::create_dir_all(clinic.home.path().join("data/acme/deep")).expect("a directory");
    std::fs::write(clinic.home.path().join("data/acme/deep/key"), "secret").expect("a file");
    let archive = clinic.path("one.tar");
    let made = clinic.backup(&archive);
    assert!(made.status.success(), "{}", said(&made));
    let later = call(
        clinic.server.port,
        "POST",
        "/api/v1/consultations",
        &clinic.doctor,
        "{\"mode\":\"audio\"}",
    );
    let later = later.expect("answers").1["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let back = clinic.restore(&archive, "elsewhere/data");
    assert!(back.status.success(), "{}", said(&back));
    let data = clinic.home.path().join("elsewhere/data");
    assert_eq!(
        std::fs::read_to_string(data.join("acme/deep/key")).expect("is back"),
        "secret"
    );
    let verdict = run(&data, None, &["audit", "verify"]);
    assert!(verdict.status.success(), "{}", said(&verdict));
    let restored = Demo::start(&data, None);
    // The token of before is good: the key that signs is back as well.
    let status = |id: &str| {
        let path = format!("/api/v1/consultations/{id}");
        call(restored.port, "GET", &path, &clinic.doctor, "")
            .expect("answers")
            .0
    };
    assert_eq!((status(&clinic.consultation), status(&later)), (200, 404));
}

#[test]
fn nothing_is_overwritten() {
    let clinic = Clinic::open();
    let archive = clinic.path("one.tar");
    assert!(clinic.backup(&archive).status.success());
    let before = std::fs::read(&archive).expect("is there");
    let again = clinic.backup(&archive);
    assert!(
        !again.status.success() && said(&again).contains("already"),
        "{}",
        said(&again)
    );
    assert_eq!(std::fs::read(&archive).expect("is there"), before);
    let over = clinic.restore(&archive, "data");
    assert!(
        !over.status.success() && said(&over).contains("in use"),
        "{}",
        said(&over)
    );
    let within = clinic.backup(&clinic.path("data/two.tar"));
    assert!(!within.status.success(), "{}", said(&within));
    let left = |name: &str| Path::new(&clinic.path(name)).exists();
    assert!(!left("data/two.tar"));
}

#[test]
fn a_damaged_archive_is_refused_as_a_whole() {
    let clinic = Clinic::open();
    let archive = clinic.path("one.tar");
    assert!(clinic.backup(&archive).status.success());
    let good = std::fs::read(&archive).expect("is there");
    let names = 512..good.len() - 2048;
    let mut damaged: Vec<Vec<u8>> = vec![Vec::new(), good[..good.len() / 2].to_vec(), good[..512].to_vec()];
    for step in 1..8 {
        let mut bytes = good.clone();
        bytes[names.start + (names.len() / 8) * step] ^= 1;
        damaged.push(bytes);
    }
    for (number, bytes) in damaged.iter().enumerate() {
        let file = clinic.path(&format!("damaged{number}.tar"));
        std::fs::write(&file, bytes).expect("is written");
        let refused = clinic.restore(&file, "new");
        assert!(!refused.status.success(), "{number}: {}", said(&refused));
        assert!(!clinic.home.path().join("new").exists(), "{number}");
    }
    let leftovers = std::fs::read_dir(clinic.home.path()).expect("is there");
    let hidden = leftovers.filter(|entry| {
        let name = entry.as_ref().expect("reads").file_name();
        name.to_string_lossy().starts_with(".vestibule-restore")
    });
    assert_eq!(hidden.count(), 0);
}
