//! The executable: a media node with the clinic's API in one process.

mod admin;
mod assets;
mod certificate;
mod check;
mod cli;
mod config;
mod demo;
mod door;
mod failure;
mod http;
mod installation;
mod link;
mod listeners;
mod logging;
mod machine;
mod password;
mod redirect;
mod serve;
mod stopping;

use clap::Parser;
use cli::{AdminCommand, Cli, Command};
use config::Settings;
use failure::Failure;
use std::future::Future;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

#[allow(
    clippy::print_stderr,
    reason = "a failure is told in one line, whatever the log's filter"
)]
fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("vestibule: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Check(arguments) => return block_on(check::run(&arguments)),
        Command::Serve(arguments) => {
            let settings = load(arguments.config.as_deref())?;
            block_on(serve::run(settings, &arguments))?;
        }
        Command::Openapi => writeln!(std::io::stdout(), "{}", signaling_api::openapi())?,
        Command::Admin { command } => {
            let AdminCommand::CreateUser(arguments) = &command;
            let settings = load(arguments.config.as_deref())?;
            block_on(admin::run(&settings, &command))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn load(file: Option<&Path>) -> Result<Settings, Failure> {
    let settings = Settings::load(file)?;
    logging::start(settings.log.as_deref().unwrap_or("info"))?;
    Ok(settings)
}

fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}
