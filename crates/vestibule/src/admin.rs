//! The clinic's data from the command line.

use crate::cli::{AdminCommand, CreateUserArgs};
use crate::config::Settings;
use crate::failure::Failure;
use crate::{installation, password};
use std::io::Write;

/// Does what `admin` was asked.
///
/// # Errors
/// The database cannot be had, or refuses.
pub(crate) async fn run(settings: &Settings, command: &AdminCommand) -> Result<(), Failure> {
    match command {
        AdminCommand::CreateUser(arguments) => create_user(settings, arguments).await,
    }
}

async fn create_user(settings: &Settings, arguments: &CreateUserArgs) -> Result<(), Failure> {
    let data_dir = installation::data_dir(settings);
    installation::make_private(&data_dir)?;
    let password = password::read()?;
    let database = installation::database_url(settings, &data_dir);
    let CreateUserArgs {
        email, role, name, ..
    } = arguments;
    signaling_api::create_user(&data_dir, &database, email, *role, name, &password)
        .await
        .map_err(|error| Failure::Account(error.to_string()))?;
    Ok(writeln!(
        std::io::stdout(),
        "created {email} ({})",
        role.as_str()
    )?)
}
