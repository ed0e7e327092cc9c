//! Why the executable ends with an error, told in one line.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A reason to end with exit code 1. Its text is one line that names the remedy.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A key of the file or a variable of the environment is wrong.
    #[error("{place}: {problem}")]
    Configuration {
        /// The file with its line, or the variable.
        place: String,
        /// What is wrong there.
        problem: String,
    },
    /// The file cannot be read.
    #[error("cannot read the configuration {}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A TCP port cannot be had.
    #[error("cannot listen on TCP {address}: {}", listen_remedy(cause))]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        cause: io::Error,
    },
    /// The demo would be reachable by others.
    #[error(
        "the demo's passwords are public and {0} is reachable by others: \
         use a loopback address, or add --demo-beyond-loopback if that is what you want"
    )]
    DemoBeyondLoopback(SocketAddr),
    /// The data directory cannot be made.
    #[error("cannot use the data directory {}: {cause}", path.display())]
    DataDirectory {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The media side did not start.
    #[error("the media node did not start: {0}")]
    Media(String),
    /// The clinic side did not start.
    #[error("the API did not start: {0}")]
    Api(String),
    /// There is no certificate to show.
    #[error("no certificate for TLS: {0}")]
    Certificate(String),
    /// An account was not created.
    #[error("the account was not created: {0}")]
    Account(String),
    /// The audit cannot be read, or is not as it was written.
    #[error("the audit: {0}")]
    Audit(String),
    /// A backup was not made, or cannot be trusted.
    #[error("the backup: {0}")]
    Backup(String),
    /// The password was not read.
    #[error("cannot read the password: {0}")]
    Password(io::Error),
    /// The system gives no signals or threads.
    #[error("the operating system refused: {0}")]
    System(#[from] io::Error),
}

/// What to do about a refusal to bind, in one line.
pub(crate) fn listen_remedy(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::AddrInUse => {
            "the port is taken by another program; stop it, or choose another with VESTIBULE_LISTEN".into()
        }
        io::ErrorKind::PermissionDenied => "not permitted; a port under 1024 needs CAP_NET_BIND_SERVICE \
             (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE)"
            .into(),
        io::ErrorKind::AddrNotAvailable => {
            "this machine does not have that address; correct VESTIBULE_LISTEN".into()
        }
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_to_listen_names_its_remedy_in_one_line() {
        for (kind, word) in [
            (io::ErrorKind::AddrInUse, "taken"),
            (io::ErrorKind::PermissionDenied, "CAP_NET_BIND_SERVICE"),
            (io::ErrorKind::AddrNotAvailable, "VESTIBULE_LISTEN"),
        ] {
            let line = Failure::Listen {
                address: SocketAddr::from(([127, 0, 0, 1], 443)),
                cause: kind.into(),
            }
            .to_string();
            assert!(line.contains(word), "{line}");
            assert!(!line.contains('\n'), "{line}");
        }
    }
}
