//! The command line.

use clap::{Parser, Subcommand};
use signaling_api::{Head, UserRole};
use std::path::PathBuf;

/// A video consultation server that a clinic hosts itself.
#[derive(Parser, Debug)]
#[command(name = "vestibule", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What the executable can do.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Run the server.
    Serve(ServeArgs),
    /// Look whether this machine and the server on it are in order, call through it, tell what to remedy.
    Check(CheckArgs),
    /// Print the OpenAPI document of the HTTP interface.
    Openapi,
    /// Make one archive of all that is kept, while the server runs; as precious as the original.
    Backup(ArchiveArgs),
    /// Put an archive back where nothing is, after verifying it.
    Restore(ArchiveArgs),
    /// Look whether what was done is still written down as it was.
    Audit {
        /// What to look at.
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Manage the clinic's data.
    Admin {
        /// What to manage.
        #[command(subcommand)]
        command: AdminCommand,
    },
}

/// Arguments of `serve`.
#[derive(clap::Args, Debug)]
pub(crate) struct ServeArgs {
    /// Configuration file (TOML); VESTIBULE_* variables win over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Start with invented accounts, for looking around: never for patients.
    #[arg(long)]
    pub(crate) demo: bool,
    /// Let the demo, whose passwords are public, listen where VESTIBULE_LISTEN says even if others can reach it.
    #[arg(long, requires = "demo")]
    pub(crate) demo_beyond_loopback: bool,
}

/// Arguments of `check`.
#[derive(clap::Args, Debug)]
pub(crate) struct CheckArgs {
    /// Configuration file (TOML); VESTIBULE_* variables win over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Look at the server behind this address, as browsers do; at this machine as well only if --config is given.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Print one JSON object instead of lines.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `backup` and `restore`.
#[derive(clap::Args, Debug)]
pub(crate) struct ArchiveArgs {
    /// The archive.
    pub(crate) file: PathBuf,
    /// Configuration file (TOML); VESTIBULE_* variables win over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// What `audit` can do.
#[derive(Subcommand, Debug)]
pub(crate) enum AuditCommand {
    /// Print where the chain of audit rows ends, to be kept where nobody who can change the database can change it.
    Head(AuditArgs),
    /// Read the whole chain: find rows that were changed, inserted or removed.
    Verify {
        /// What `audit head` printed earlier: finds rows that were cut off since.
        #[arg(long, value_name = "HEAD")]
        head: Option<Head>,
        #[command(flatten)]
        arguments: AuditArgs,
    },
}

/// Arguments of every `audit` command.
#[derive(clap::Args, Debug)]
pub(crate) struct AuditArgs {
    /// Configuration file (TOML); VESTIBULE_* variables win over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// What `admin` can do.
#[derive(Subcommand, Debug)]
pub(crate) enum AdminCommand {
    /// Create an account; asks for the password, or reads it from standard input.
    CreateUser(CreateUserArgs),
}

/// Arguments of `admin create-user`.
#[derive(clap::Args, Debug)]
pub(crate) struct CreateUserArgs {
    /// What the person signs in with.
    #[arg(long)]
    pub(crate) email: String,
    /// What the person may do: admin, doctor or patient.
    #[arg(long)]
    pub(crate) role: UserRole,
    /// The name that others see.
    #[arg(long)]
    pub(crate) name: String,
    /// Configuration file (TOML); VESTIBULE_* variables win over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn going_beyond_loopback_means_nothing_without_the_demo() {
        assert!(Cli::try_parse_from(["vestibule", "serve", "--demo-beyond-loopback"]).is_err());
        assert!(Cli::try_parse_from(["vestibule", "serve", "--demo", "--demo-beyond-loopback"]).is_ok());
    }

    #[test]
    fn roles_are_the_three_of_the_product() {
        let parse = |role| {
            Cli::try_parse_from([
                "vestibule",
                "admin",
                "create-user",
                "--email",
                "a@b.test",
                "--name",
                "A",
                "--role",
                role,
            ])
        };
        for role in ["admin", "doctor", "patient"] {
            assert!(parse(role).is_ok());
        }
        assert!(parse("guest").is_err());
    }
}
