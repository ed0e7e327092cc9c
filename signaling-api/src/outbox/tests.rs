//! An outbox on a clock that is told, with a mail server that is played.

use super::*;
use crate::store::{Keys, Unsent};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

const START: Timestamp = Timestamp(1_000_000_000_000);

fn config(dir: &std::path::Path, mail_url: &str) -> ApiConfig {
    ApiConfig {
        mail: Some(crate::config::MailConfig {
            from: "Clinic <noreply@clinic.example>".into(),
            url: mail_url.into(),
            ca_file: None,
        }),
        ..ApiConfig::new("https://clinic.example", dir.to_owned())
    }
}

async fn open(config: &ApiConfig) -> Store {
    let keys = Keys::load_or_make(&config.data_dir).expect("keys");
    Store::open(&config.database_url, keys).await.expect("a store")
}

struct Bench {
    store: Store,
    outbox: Outbox,
    dir: PathBuf,
}

fn new_dir() -> PathBuf {
    let dir = std::env::temp_dir().join(format!("vestibule-outbox-{}", Uuid::now_v7()));
    std::fs::create_dir_all(&dir).expect("a directory");
    dir
}

impl Bench {
    async fn with(mail_url: &str) -> Self {
        let dir = new_dir();
        Self::of(config(&dir, mail_url), dir).await
    }

    async fn of(config: ApiConfig, dir: PathBuf) -> Self {
        let url = PublicUrl::parse(&config.public_url).expect("an address");
        let outgoing = Outgoing::new().expect("a client");
        Self {
            store: open(&config).await,
            outbox: Outbox::open(&config, &url, &outgoing).expect("an outbox"),
            dir,
        }
    }

    async fn write(&self, expires_at: Timestamp) {
        let letter = letters::account(
            Language::French,
            "Zoé",
            "clinic.example",
            "https://clinic.example/x",
        );
        let about = Uuid::now_v7();
        let message = self
            .outbox
            .addressed(To::Mail("zoe@clinic.example"), &letter, about, expires_at);
        let kept = self.store.post(&[message.expect("mail is sent")], START).await;
        assert!(kept.expect("kept"), "there is room");
    }

    async fn deliver(&self, minutes: u64) -> usize {
        let now = START + Duration::from_secs(minutes * 60);
        self.outbox
            .deliver(&self.store, now)
            .await
            .expect("the store answers")
    }

    async fn unsent(&self) -> Vec<Unsent> {
        self.store.unsent(10).await.expect("the store answers")
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Talks to one client until it goes, or is told to begin TLS.
async fn talk(stream: &mut (impl AsyncBufRead + AsyncWrite + Unpin), reply: &str, taken: &AtomicUsize) {
    let (mut line, mut in_letter) = (String::new(), false);
    while stream.read_line(&mut line).await.is_ok_and(|length| length > 0) {
        let word = line.get(..4).unwrap_or_default();
        let answer = match (in_letter, word) {
            (true, _) if line != ".\r\n" => "",
            (true, _) => "250 taken",
            (false, "EHLO") => "250-mail.example\r\n250 STARTTLS",
            (false, "STAR") => "220 go on",
            (false, "RCPT") => reply,
            (false, "DATA") => "354 go on",
            (false, "QUIT") => "221 bye",
            (false, _) => "250 fine",
        };
        taken.fetch_add(usize::from(answer == "250 taken"), Ordering::SeqCst);
        in_letter = word == "DATA" || (in_letter && answer.is_empty());
        if !answer.is_empty() {
            let _ = stream.write_all(format!("{answer}\r\n").as_bytes()).await;
            let _ = stream.flush().await;
        }
        if word == "STAR" {
            return;
        }
        line.clear();
    }
}

/// A mail server with a certificate of an authority of its own, whose PEM is given too; `starts_plain`: STARTTLS.
async fn mail_server_with_tls(starts_plain: bool) -> (u16, String, Arc<AtomicUsize>) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = params.self_signed(&key).expect("an authority").pem();
    let authority = rcgen::Issuer::new(params, key);
    let own = rcgen::KeyPair::generate().expect("a key");
    let leaf = rcgen::CertificateParams::new(vec!["localhost".into()]).expect("a name");
    let leaf = leaf.signed_by(&own, &authority).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let own = rustls::pki_types::PrivatePkcs8KeyDer::from(own.serialize_der());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], own.into())
        .expect("a pair");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let taken = Arc::new(AtomicUsize::new(0));
    let count = taken.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            if starts_plain {
                stream.write_all(b"220 ready\r\n").await.expect("greets");
                talk(&mut stream, "554 not without TLS", &count).await;
            }
            // Who does not trust the certificate goes.
            let Ok(stream) = acceptor.accept(stream.into_inner()).await else {
                continue;
            };
            let mut stream = BufReader::new(stream);
            if !starts_plain {
                stream.write_all(b"220 ready\r\n").await.expect("greets");
                stream.flush().await.expect("greets");
            }
            talk(&mut stream, "250 fine", &count).await;
        }
    });
    (port, root, taken)
}

/// A mail server that answers the recipient's line with each of `replies` in turn; counts the letters that it took.
async fn mail_server(replies: &'static [&'static str]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let taken = Arc::new(AtomicUsize::new(0));
    let count = taken.clone();
    tokio::spawn(async move {
        for reply in replies {
            let (stream, _) = listener.accept().await.expect("a client");
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 ready\r\n").await.expect("greets");
            talk(&mut stream, reply, &count).await;
        }
    });
    (url, taken)
}

#[tokio::test]
async fn a_letter_of_a_trial_lies_in_the_data_directory() {
    let bench = Bench::with("file").await;
    bench.write(START + Duration::from_secs(3600)).await;
    assert_eq!(bench.deliver(0).await, 1);
    assert_eq!(bench.unsent().await, []);
    let files: Vec<_> = std::fs::read_dir(bench.dir.join("mail"))
        .expect("a directory")
        .collect();
    assert_eq!(files.len(), 1);
    let file = files[0].as_ref().expect("a file").path();
    assert_eq!(file.extension().and_then(|end| end.to_str()), Some("eml"));
    let letter = std::fs::read_to_string(file).expect("a letter");
    for line in [
        "From: Clinic <noreply@clinic.example>",
        "To: zoe@clinic.example",
        "@clinic.example>",
    ] {
        assert!(letter.contains(line), "{line}\n{letter}");
    }
}

#[tokio::test]
async fn a_letter_survives_a_mail_server_that_is_busy() {
    let (url, taken) = mail_server(&["451 try later", "250 fine"]).await;
    let bench = Bench::with(&url).await;
    bench.write(START + Duration::from_secs(24 * 3600)).await;
    assert_eq!(bench.deliver(0).await, 1);
    let waiting = bench.unsent().await;
    assert_eq!((waiting[0].attempts, waiting[0].failed_at), (1, None));
    assert_eq!(waiting[0].failure.as_deref(), Some("unreachable"));
    assert_eq!(bench.deliver(0).await, 0, "not before its time");
    // Another process finds it where the one before left it.
    let again = Bench {
        store: open(&config(&bench.dir, &url)).await,
        outbox: Outbox::open(
            &config(&bench.dir, &url),
            &PublicUrl::parse("https://clinic.example").expect("an address"),
            &Outgoing::new().expect("a client"),
        )
        .expect("an outbox"),
        dir: bench.dir.clone(),
    };
    assert_eq!(again.deliver(1).await, 1);
    assert_eq!(again.unsent().await, []);
    assert_eq!(taken.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_letter_is_given_up_and_its_text_forgotten() {
    let (url, taken) = mail_server(&["550 no such person"]).await;
    let bench = Bench::with(&url).await;
    bench.write(START + Duration::from_secs(3600)).await;
    assert_eq!(bench.deliver(0).await, 1);
    let failed = bench.unsent().await;
    assert_eq!(failed[0].failure.as_deref(), Some("refused"));
    assert_eq!(failed[0].failed_at, Some(START));
    assert_eq!(bench.deliver(60 * 24).await, 0);
    assert_eq!(taken.load(Ordering::SeqCst), 0);
    assert_eq!(bench.store.outbox_size(START).await.expect("counted"), (0, 1));
    let month = START + Duration::from_secs(31 * 24 * 3600);
    assert_eq!(bench.store.outbox_size(month).await.expect("counted"), (0, 0));
}

#[tokio::test]
async fn a_letter_that_is_of_no_use_any_more_is_not_sent() {
    let bench = Bench::with("file").await;
    bench.write(START + Duration::from_secs(60)).await;
    assert_eq!(bench.deliver(2).await, 1);
    assert_eq!(bench.unsent().await[0].failure.as_deref(), Some("expired"));
}

#[test]
fn attempts_grow_rare_and_end() {
    let minutes: Vec<_> = (0..9)
        .map(|before| rest(before).map(|rest| rest.as_secs() / 60))
        .collect();
    let expected = [1, 2, 5, 15, 30, 60, 180, 360].map(Some);
    assert_eq!(minutes[..8], expected);
    assert_eq!(minutes[8], None);
    assert_eq!(rest(-1), None);
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_told_at_the_start() {
    let url = PublicUrl::parse("https://clinic.example").expect("an address");
    let outgoing = Outgoing::new().expect("a client");
    let dir = std::env::temp_dir();
    let mut wrong = config(&dir, "http://mail.example");
    assert!(matches!(
        Outbox::open(&wrong, &url, &outgoing),
        Err(StartError::MailUrl)
    ));
    wrong.mail = Some(crate::config::MailConfig {
        from: "nobody".into(),
        url: "smtps://mail.example".into(),
        ca_file: None,
    });
    assert!(matches!(
        Outbox::open(&wrong, &url, &outgoing),
        Err(StartError::MailFrom)
    ));
    wrong = config(&dir, "smtps://user:secret@mail.example");
    assert!(Outbox::open(&wrong, &url, &outgoing).is_ok());
}

#[tokio::test]
async fn a_mail_server_of_a_private_authority_is_trusted_by_its_file_alone() {
    for (starts_plain, url) in [
        (false, "smtps://localhost:PORT"),
        (true, "smtp://localhost:PORT?tls=required"),
    ] {
        let (port, root, taken) = mail_server_with_tls(starts_plain).await;
        let (_, another, _) = mail_server_with_tls(starts_plain).await;
        let url = url.replace("PORT", &port.to_string());
        for (authority, sent) in [(None, 0), (Some(another), 0), (Some(root), 1)] {
            let dir = new_dir();
            let mut config = config(&dir, &url);
            let file = dir.join("ca.pem");
            if let (Some(mail), Some(pem)) = (&mut config.mail, authority) {
                std::fs::write(&file, pem).expect("written");
                mail.ca_file = Some(file);
            }
            let bench = Bench::of(config, dir).await;
            bench.write(START + Duration::from_secs(3600)).await;
            assert_eq!(bench.deliver(0).await, 1);
            assert_eq!(taken.load(Ordering::SeqCst), sent, "{url}");
            assert_eq!(bench.unsent().await.len(), 1 - sent, "{url}");
        }
    }
}

#[test]
fn an_authority_that_cannot_be_used_is_told_at_the_start() {
    let (dir, public) = (
        new_dir(),
        PublicUrl::parse("https://clinic.example").expect("an address"),
    );
    let outgoing = Outgoing::new().expect("a client");
    let file = dir.join("ca.pem");
    let pem = rcgen::generate_simple_self_signed(vec!["a".into()])
        .expect("a pair")
        .cert
        .pem();
    for (url, content, is_good) in [
        ("smtps://mail.example", Some(pem.as_str()), true),
        ("smtps://mail.example", Some(""), false),
        (
            "smtps://mail.example",
            Some("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
            false,
        ),
        ("smtps://mail.example", None, false),
        ("smtp://mail.example", Some(pem.as_str()), false),
    ] {
        let _ = std::fs::remove_file(&file);
        if let Some(content) = content {
            std::fs::write(&file, content).expect("written");
        }
        let mut config = config(&dir, url);
        if let Some(mail) = &mut config.mail {
            mail.ca_file = Some(file.clone());
        }
        let opened = Outbox::open(&config, &public, &outgoing);
        assert_eq!(opened.is_ok(), is_good, "{url} {content:?}");
        assert!(is_good || matches!(opened, Err(StartError::MailCa { .. })));
    }
    let _ = std::fs::remove_dir_all(dir);
}
