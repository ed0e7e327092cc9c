//! E-mail as the operator lets it travel.

use super::NotSent;
use crate::config::{MailConfig, PublicUrl};
use crate::start::StartError;
use crate::store::Due;
use axum::http::Uri;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::Path;
use std::time::Duration;

/// How long a mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where `url = "file"` puts letters, in the data directory.
const DIRECTORY: &str = "mail";

/// Sends e-mail.
pub(super) struct Mail {
    from: Mailbox,
    host: String,
    post: Post,
}

enum Post {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(AsyncFileTransport<Tokio1Executor>),
}

impl Mail {
    /// Sends as the configuration says.
    ///
    /// # Errors
    /// The sender's address, the server's URL or the authorities' file cannot be used.
    pub(super) fn open(config: &MailConfig, data_dir: &Path, url: &PublicUrl) -> Result<Self, StartError> {
        let from = config.from.parse().map_err(|_| StartError::MailFrom)?;
        let host = url.host().split(':').next().unwrap_or("localhost").to_owned();
        let post = if config.url == "file" {
            let directory = data_dir.join(DIRECTORY);
            std::fs::create_dir_all(&directory).map_err(|_| StartError::MailUrl)?;
            Post::Files(AsyncFileTransport::new(directory))
        } else {
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.url);
            let mut smtp = smtp.map_err(|_| StartError::MailUrl)?;
            if let Some(file) = &config.ca_file {
                smtp = smtp.tls(tls(&config.url, file)?);
            }
            let smtp = smtp.hello_name(ClientId::Domain(host.clone()));
            Post::Smtp(smtp.timeout(Some(PATIENCE)).build())
        };
        Ok(Self { from, host, post })
    }

    /// Sends a letter of plain text.
    ///
    /// # Errors
    /// [`NotSent`]; what the server said may hold addresses and is not told.
    pub(super) async fn send(&self, due: &Due) -> Result<(), NotSent> {
        let to = due.recipient.parse().map_err(|_| NotSent::Refused)?;
        let letter = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(due.subject.clone())
            // The same at each attempt: a letter that came twice is seen to be one.
            .message_id(Some(format!("<{}@{}>", due.id, self.host)))
            .header(ContentType::TEXT_PLAIN)
            .body(due.body.clone())
            .map_err(|_| NotSent::Refused)?;
        match &self.post {
            Post::Smtp(smtp) => smtp.send(letter).await.map(drop).map_err(|error| {
                if error.is_permanent() {
                    NotSent::Refused
                } else {
                    NotSent::Later
                }
            }),
            Post::Files(files) => files.send(letter).await.map(drop).map_err(|_| NotSent::Later),
        }
    }
}

/// TLS as the URL wants it, with the authorities of a file alone.
///
/// # Errors
/// The URL wants no TLS, or the file cannot be used.
fn tls(url: &str, file: &Path) -> Result<Tls, StartError> {
    let wrong = |what: &str| StartError::MailCa {
        path: file.to_owned(),
        what: what.into(),
    };
    let uri: Uri = url.parse().map_err(|_| StartError::MailUrl)?;
    let host = uri.host().ok_or(StartError::MailUrl)?;
    let mut parameters = TlsParameters::builder(host.to_owned()).certificate_store(CertificateStore::None);
    let pem = std::fs::read(file).map_err(|error| wrong(&error.to_string()))?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let certificates = certificates.map_err(|_| wrong("it is no PEM"))?;
    if certificates.is_empty() {
        return Err(wrong("it holds no certificate"));
    }
    for certificate in certificates {
        let certificate = Certificate::from_der(certificate.to_vec());
        let certificate = certificate.map_err(|_| wrong("it holds no certificate"))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters.build().map_err(|_| wrong("it holds no authority"))?;
    let wants = |word| {
        uri.query()
            .is_some_and(|query| query.split('&').any(|pair| pair == word))
    };
    match uri.scheme_str() {
        Some("smtps") => Ok(Tls::Wrapper(parameters)),
        _ if wants("tls=required") => Ok(Tls::Required(parameters)),
        _ if wants("tls=opportunistic") => Ok(Tls::Opportunistic(parameters)),
        _ => Err(wrong("mail.url asks for no TLS")),
    }
}
