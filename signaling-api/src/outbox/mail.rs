//! E-mail as the operator lets it travel.

use super::NotSent;
use crate::config::{MailConfig, PublicUrl};
use crate::start::StartError;
use crate::store::Due;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
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
    /// The sender's address or the server's URL cannot be used.
    pub(super) fn open(config: &MailConfig, data_dir: &Path, url: &PublicUrl) -> Result<Self, StartError> {
        let from = config.from.parse().map_err(|_| StartError::MailFrom)?;
        let host = url.host().split(':').next().unwrap_or("localhost").to_owned();
        let post = if config.url == "file" {
            let directory = data_dir.join(DIRECTORY);
            std::fs::create_dir_all(&directory).map_err(|_| StartError::MailUrl)?;
            Post::Files(AsyncFileTransport::new(directory))
        } else {
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(&config.url);
            let smtp = smtp.map_err(|_| StartError::MailUrl)?;
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
