//! What can go wrong at the start, each as one sentence.

use std::path::PathBuf;

/// Why the API does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The public address is not an address.
    #[error("the public URL must look like https://clinic.example, not {0:?}")]
    PublicUrl(String),
    /// The data directory cannot be made.
    #[error("the data directory {path} cannot be used: {error}")]
    DataDir {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The key that signs tokens cannot be used.
    #[error("the token signing key {path} cannot be used: {what}")]
    SigningKey {
        /// Where.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// The key that chains audit rows cannot be used.
    #[error("the audit key {path} cannot be used: {what}")]
    AuditKey {
        /// Where.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// The key that seals secrets cannot be used.
    #[error("the sealing key {path} cannot be used: {what}")]
    SealingKey {
        /// Where.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// The key that seals secrets is not the one that the database was sealed with.
    #[error(
        "the secrets in the database were sealed with another key: put the file sealing-key of the backup, or of the machine \
         that it came from, into the data directory"
    )]
    OtherSealingKey,
    /// The key that signs push messages cannot be used.
    #[error("the push key {path} cannot be used: {what}")]
    PushKey {
        /// Where.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// The key that seals recordings cannot be used.
    #[error("the recording key {path} cannot be used: {what}")]
    RecordingKey {
        /// Where.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// Another database than SQLite or PostgreSQL is asked for.
    #[error("the database URL must begin with sqlite:// or postgres://")]
    DatabaseKind,
    /// There is no database to look at.
    #[error("there is no database yet: the first start makes it")]
    NoDatabase,
    /// The database file cannot be made.
    #[error("the database file {path} cannot be used: {error}")]
    DatabaseFile {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The database cannot be read.
    #[error(
        "the database cannot be read ({0}); stop the server, move the file and its -wal and -shm companions away, \
         and put the last backup in its place"
    )]
    DatabaseDamaged(String),
    /// The database was brought up to date by a newer program.
    #[error(
        "the database was written by a newer version of this program; install that version or restore an older backup"
    )]
    DatabaseNewer,
    /// The database cannot be brought up to date.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(String),
    /// A query failed at the start.
    #[error("the database does not answer: {0}")]
    Database(String),
    /// A metric exists already.
    #[error("a metric cannot be registered: {0}")]
    Metrics(#[from] prometheus::Error),
    /// The sender of e-mail is none.
    #[error("mail.from must look like Clinic <noreply@clinic.example>")]
    MailFrom,
    /// The mail server's URL is none.
    #[error(
        "mail.url must look like smtps://user:password@mail.clinic.example, or smtp://...?tls=required for STARTTLS, \
         or be \"file\""
    )]
    MailUrl,
    /// The certificates of the mail server's authorities cannot be used.
    #[error("mail.ca_file {path} cannot be used: {what}")]
    MailCa {
        /// Where.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// A part of the gateway for text messages cannot be used.
    #[error(
        "sms.{0} cannot be used; url is https://..., header Name: value, body JSON with {{to}} and {{text}}"
    )]
    Sms(&'static str),
    /// The clinic's platform cannot be believed as it is told.
    #[error("platform: {0}")]
    Platform(&'static str),
    /// The provider's issuer is none.
    #[error("oidc.issuer must look like https://id.clinic.example")]
    Oidc,
    /// Requests to other servers are impossible.
    #[error("no TLS for requests to other servers")]
    Outgoing,
    /// The account's e-mail address is in use.
    #[error("there is already an account with this e-mail address")]
    EmailTaken,
    /// The account cannot be made as asked.
    #[error("{0}")]
    Account(&'static str),
}

impl From<sqlx::Error> for StartError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<crate::error::Failure> for StartError {
    fn from(failure: crate::error::Failure) -> Self {
        Self::Database(failure.detail.into_owned())
    }
}
