//! Whether an installation is in order: this machine, its server, a call through it; each line with its remedy.

mod addresses;
mod call;
mod certificate;
mod clock;
mod configuration;
mod database;
mod disk;
mod file_limit;
mod finding;
pub(crate) mod inside;
mod outside;
mod ports;
mod report;
mod site;
mod stun;
mod trust;
mod udp;

use crate::cli::CheckArgs;
use crate::config::Settings;
use crate::failure::Failure;
use crate::installation::Installation;
use crate::logging;
use call::Own;
use finding::Finding;
use ports::Standing;
use report::Report;
use site::Site;
use std::io;
use std::process::ExitCode;

/// Only what a server would end for is logged beside the lines.
const LOG: &str = "error";
const NO_KEY: &str = "set api_key (VESTIBULE_API_KEY) to that of the server";

/// Looks at everything; 1 where something failed.
///
/// # Errors
/// Nobody reads the report, or the system refuses what every program needs.
pub(crate) async fn run(arguments: &CheckArgs) -> Result<ExitCode, Failure> {
    logging::start(LOG)?;
    let mut report = Report::new(arguments.json);
    match look(arguments, &mut report).await {
        // The lines until then stand; the code is that of a program that Ctrl-C ended.
        Err(Failure::System(cause)) if cause.kind() == io::ErrorKind::Interrupted => Ok(ExitCode::from(130)),
        Err(failure) => Err(failure),
        Ok(()) => Ok(report.end()?),
    }
}

async fn look(arguments: &CheckArgs, report: &mut Report) -> Result<(), Failure> {
    let settings = match Settings::load(arguments.config.as_deref()) {
        Ok(settings) => settings,
        Err(failure) => return Ok(report.add(configuration::unreadable(&failure))?),
    };
    if arguments.url.is_none() || arguments.config.is_some() {
        look_here(arguments, &settings, report).await?;
    }
    match &arguments.url {
        Some(url) => look_there(url, &settings, report).await,
        None => Ok(()),
    }
}

async fn look_here(arguments: &CheckArgs, settings: &Settings, report: &mut Report) -> Result<(), Failure> {
    let installation = Installation::of_check(settings.clone());
    let listen = installation.listen;
    report.add(configuration::look(arguments.config.as_deref(), &installation))?;
    let (findings, standing) = ports::look(&installation).await?;
    report.extend(findings)?;
    let shown = match &standing {
        Standing::Running(site) => site.shown(),
        _ => None,
    };
    report.add(certificate::look(&installation, shown.as_ref()))?;
    report.add(clock::look())?;
    report.add(disk::look(&installation.data_dir))?;
    report.add(file_limit::look())?;
    report.extend(udp::look())?;
    // A server that runs tells of its database itself, see its health.
    if !matches!(standing, Standing::Running(_)) {
        report.add(database::look(&installation.database_url()).await)?;
    }
    let media = installation.media_listen(listen.port()).ip();
    report.add(addresses::look(&settings.media_addresses, media))?;
    call_here(settings, standing, report).await
}

async fn call_here(settings: &Settings, standing: Standing, report: &mut Report) -> Result<(), Failure> {
    let free = match standing {
        Standing::Running(site) => return call_server(&site, settings, true, report).await,
        Standing::Free => true,
        Standing::Blocked => false,
    };
    match Own::start(settings, free).await {
        Ok(own) => {
            let told = call::look(&own.site, &own.key, true, report).await;
            own.end().await;
            Ok(told?)
        }
        Err(failure) => {
            let finding = Finding::fail("call", failure.to_string(), "correct that; then check again");
            Ok(report.add(finding)?)
        }
    }
}

async fn look_there(url: &str, settings: &Settings, report: &mut Report) -> Result<(), Failure> {
    let site = match Site::of_url(url, settings.acme_root.as_deref()) {
        Ok(site) => site,
        Err(problem) => return Ok(report.add(Finding::fail("url", problem, "correct --url"))?),
    };
    let (findings, trusted) = outside::look(&site).await;
    report.extend(findings)?;
    if trusted {
        site.insist();
        return call_server(&site, settings, false, report).await;
    }
    let remedy = "mend what failed above";
    Ok(report.add(Finding::warn(
        "call",
        "not made: the server cannot be asked safely",
        remedy,
    ))?)
}

async fn call_server(
    site: &Site,
    settings: &Settings,
    inside: bool,
    report: &mut Report,
) -> Result<(), Failure> {
    match &settings.api_key {
        Some(key) => Ok(call::look(site, key, inside, report).await?),
        None => Ok(report.add(Finding::warn(
            "call",
            "not made: without a key there is no room",
            NO_KEY,
        ))?),
    }
}

/// A key that nobody guesses while the check's own server runs.
fn random_key() -> String {
    format!("{:032x}", rand::random::<u128>())
}
