//! Settings are read, and mistakes told with their place.

use super::*;
use proptest::prelude::*;

fn from_environment(pairs: &[(&str, &str)]) -> Result<Settings, Failure> {
    Settings::load_with(None, |name| {
        let found = pairs.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

fn from_file(text: &str) -> Result<Settings, Failure> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), text).expect("is written");
    Settings::load_with(Some(file.path()), |_| None)
}

#[test]
fn people_are_written_to_as_the_tables_say() {
    let file = "language = \"fr\"\nreminder_minutes = 60\n[mail]\nfrom = \"a@b.example\"\nurl = \"file\"\n\
                [sms]\nurl = \"https://sms.example\"\nbody = \"{}\"";
    let settings = from_file(file).expect("settings");
    assert_eq!(settings.language, Some(Language::French));
    assert_eq!(settings.mail.map(|mail| mail.url).as_deref(), Some("file"));
    assert!(settings.sms.is_some());
    let from = ("VESTIBULE_MAIL_FROM", "a@b.example");
    let both = from_environment(&[from, ("VESTIBULE_MAIL_URL", "smtps://x")]).expect("settings");
    assert_eq!(both.mail.map(|mail| mail.url).as_deref(), Some("smtps://x"));
    assert!(from_environment(&[from]).is_err(), "half of a table");
    assert!(
        from_environment(&[("VESTIBULE_REMINDER_MINUTES", "60")]).is_err(),
        "nothing travels"
    );
    assert!(from_file("[mail]\nform = \"a\"").is_err());
}

#[test]
fn every_key_is_also_a_variable_that_wins() {
    let settings = from_environment(&[
        ("VESTIBULE_LISTEN", "0.0.0.0:443"),
        ("VESTIBULE_PUBLIC_URL", "https://visio.example.org/"),
        ("VESTIBULE_CLINIC_NAME", "Maison de santé des Tilleuls"),
        ("VESTIBULE_CLINIC_PHONE", "02 61 91 04 40"),
        ("VESTIBULE_DATA_DIR", "/var/lib/vestibule"),
        ("VESTIBULE_DATABASE_URL", "sqlite://a.sqlite"),
        ("VESTIBULE_MEDIA_ADDRESSES", "203.0.113.7, 2001:db8::1"),
        ("VESTIBULE_MEDIA_THREADS", "2"),
        ("VESTIBULE_TURN", "false"),
        ("VESTIBULE_FILE_LIMIT_MB", "50"),
        ("VESTIBULE_SCAN_COMMAND", "/usr/bin/clamdscan, --no-summary"),
        ("VESTIBULE_WAITING_ROOM", "false"),
        ("VESTIBULE_PATIENTS_MAY_CALL", "true"),
        ("VESTIBULE_TURN_TLS", "turn.example.org:443"),
        ("VESTIBULE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
        ("VESTIBULE_PRIVATE_DESTINATIONS", "10.1.0.0/16"),
        ("VESTIBULE_API_KEY", "0123456789abcdef"),
        ("VESTIBULE_METRICS_TOKEN", "fedcba9876543210"),
        ("VESTIBULE_ALLOWED_ORIGINS", "https://app.example.org"),
        ("VESTIBULE_TLS", "files"),
        ("VESTIBULE_TLS_CERTIFICATE", "/etc/a.pem"),
        ("VESTIBULE_TLS_KEY", "/etc/a.key"),
        ("VESTIBULE_REDIRECT_LISTEN", "0.0.0.0:80"),
        ("VESTIBULE_RETENTION_CONSULTATIONS", "3650"),
        ("VESTIBULE_RETENTION_MESSAGES", "1825"),
        ("VESTIBULE_RETENTION_NETWORK_TESTS", "90"),
        ("VESTIBULE_RETENTION_AUDIT", "7300"),
        ("VESTIBULE_LOG", "debug"),
    ])
    .expect("all are good");
    assert_eq!(settings.public_url.as_deref(), Some("https://visio.example.org"));
    assert_eq!(settings.media_addresses.len(), 2);
    let same = from_file(
        "listen = '0.0.0.0:443'\npublic_url = 'https://visio.example.org'\ndata_dir = '/var/lib/vestibule'\n\
         database_url = 'sqlite://a.sqlite'\nmedia_addresses = ['203.0.113.7', '2001:db8::1']\n\
         clinic_name = 'Maison de santé des Tilleuls'\nclinic_phone = '02 61 91 04 40'\nturn_tls = 'turn.example.org:443'\ntrusted_proxies = ['127.0.0.1', '10.0.0.0/8']\n\
         private_destinations = ['10.1.0.0/16']\n\
         file_limit_mb = 50\nscan_command = ['/usr/bin/clamdscan', '--no-summary']\n\
         media_threads = 2\nturn = false\nwaiting_room = false\npatients_may_call = true\napi_key = '0123456789abcdef'\nlog = 'debug'\n\
         tls = 'files'\ntls_certificate = '/etc/a.pem'\ntls_key = '/etc/a.key'\nredirect_listen = '0.0.0.0:80'\n\
         retention_consultations = 3650\nretention_messages = 1825\nretention_network_tests = 90\nretention_audit = 7300\n\
         metrics_token = 'fedcba9876543210'\nallowed_origins = ['https://app.example.org']\n",
    );
    assert_eq!(same.expect("all are good"), settings);
}

#[test]
fn an_unknown_key_is_told_with_its_file_and_line() {
    let line = from_file("listen = '127.0.0.1:1'\n\nlisten_on = 3\n")
        .expect_err("unknown")
        .to_string();
    assert!(line.contains(":3"), "{line}");
    assert!(line.contains("listen_on"), "{line}");
    assert!(line.contains("public_url"), "names the known keys: {line}");
    assert!(!line.contains('\n'), "{line}");
}

#[test]
fn a_bad_value_is_told_with_its_key() {
    for (text, key) in [
        ("listen = '8080'", "listen"),
        ("media_threads = 'two'", "media_threads"),
        ("media_threads = 0", "media_threads"),
        ("turn = 'no'", "turn"),
        ("file_limit_mb = 10001", "file_limit_mb"),
        ("scan_command = 'clamscan'", "scan_command"),
        ("scan_command = ['']", "scan_command"),
        ("media_addresses = ['here']", "media_addresses"),
        ("media_addresses = ['0.0.0.0']", "media_addresses"),
        ("clinic_name = ' '", "clinic_name"),
        ("clinic_name = \"a\\nb\"", "clinic_name"),
        ("clinic_phone = 'ask at the desk'", "clinic_phone"),
        ("clinic_phone = '+'", "clinic_phone"),
        ("public_url = 'visio.example.org'", "public_url"),
        ("public_url = 'ftp://visio.example.org'", "public_url"),
        ("public_url = 'https://visio.example.org/path'", "public_url"),
        ("api_key = 'short'", "api_key"),
        ("trusted_proxies = ['proxy']", "trusted_proxies"),
        ("trusted_proxies = ['0.0.0.0/0']", "trusted_proxies"),
        ("turn_tls = 'turn.example.org:443'", "turn_tls"),
        ("tls = 'self-signed'\nturn_tls = 'turn.example.org'", "turn_tls"),
        (
            "tls = 'self-signed'\nturn_tls = 'turns:turn.example.org:443'",
            "turn_tls",
        ),
        ("tls = 'on'", "tls"),
        ("tls = 'files'\ntls_certificate = 'a'", "tls_key"),
        ("tls_key = 'a'", "tls_key"),
        ("acme_contact = 'it@clinic.example'", "acme_contact"),
        ("tls = 'acme'", "public_url"),
        ("tls = 'acme'\npublic_url = 'https://192.0.2.1'", "public_url"),
        ("tls = 'acme'\npublic_url = 'https://[::1]'", "public_url"),
        (
            "tls = 'self-signed'\npublic_url = 'http://clinic.example'",
            "public_url",
        ),
        ("allowed_origins = ['app.example.org']", "allowed_origins"),
    ] {
        let line = from_file(text).expect_err(text).to_string();
        assert!(line.contains(key), "{text}: {line}");
    }
    let line = from_environment(&[("VESTIBULE_LISTEN", "8080")]).expect_err("no port alone");
    assert!(line.to_string().starts_with("VESTIBULE_LISTEN: `8080`"), "{line}");
}

#[test]
fn the_example_that_ships_is_read() {
    let settings = from_file(include_str!("../../../../deploy/vestibule.toml")).expect("an example");
    assert_eq!(settings.data_dir, Some(PathBuf::from("/var/lib/vestibule")));
    assert_eq!(settings.media_addresses.len(), 1);
}

#[test]
fn an_empty_variable_is_an_absent_one() {
    let settings = from_environment(&[("VESTIBULE_LISTEN", ""), ("VESTIBULE_MEDIA_ADDRESSES", " ")]);
    assert_eq!(settings.expect("nothing is set"), Settings::default());
}

#[test]
fn a_missing_file_is_named() {
    let failure = Settings::load_with(Some(Path::new("/nowhere/vestibule.toml")), |_| None);
    assert!(
        failure
            .expect_err("missing")
            .to_string()
            .contains("/nowhere/vestibule.toml")
    );
}

proptest! {
    #[test]
    fn no_file_panics_and_every_complaint_is_one_line(text in "[ -~\\n\\[\\]='é]{0,200}") {
        if let Err(failure) = toml::from_str::<Settings>(&text)
            .map_err(|error| located(Path::new("f.toml"), &text, &error))
        {
            prop_assert!(!failure.to_string().contains('\n'));
        }
    }

    #[test]
    fn no_url_panics(text in ".{0,60}") {
        let _ = origin(&text);
    }
}
