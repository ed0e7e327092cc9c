//! Accounts that do not come from the API.

use crate::clock::Timestamp;
use crate::password::{self, Passwords};
use crate::role::UserRole;
use crate::start::StartError;
use crate::store::{NewUser, Store};
use uuid::Uuid;

/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "vestibule-demo";

/// The demo's accounts: e-mail address, role, name.
pub const DEMO_ACCOUNTS: [(&str, UserRole, &str); 3] = [
    ("admin@demo.test", UserRole::Admin, "Demo Administrator"),
    ("doctor@demo.test", UserRole::Doctor, "Dr Claire Moreau"),
    ("patient@demo.test", UserRole::Patient, "Paul Martin"),
];

/// Makes an account for `vestibule admin create-user`.
///
/// # Errors
/// The address is taken or none, the name is empty, the password is too short, the database fails.
pub async fn create_user(
    database_url: &str,
    email: &str,
    role: UserRole,
    name: &str,
    password: &str,
) -> Result<Uuid, StartError> {
    let name = name.trim();
    check(email, name, password)?;
    let store = Store::open(database_url).await?;
    let made = add(&store, &Passwords::default(), email, role, name, password).await?;
    made.ok_or(StartError::EmailTaken)
}

/// Makes the demo's accounts where they are missing.
pub(crate) async fn make_demo(store: &Store, passwords: &Passwords) -> Result<(), StartError> {
    for (email, role, name) in DEMO_ACCOUNTS {
        if store.user_by_email(email).await?.is_none() {
            add(store, passwords, email, role, name, DEMO_PASSWORD).await?;
        }
    }
    Ok(())
}

async fn add(
    store: &Store,
    passwords: &Passwords,
    email: &str,
    role: UserRole,
    name: &str,
    password: &str,
) -> Result<Option<Uuid>, StartError> {
    let user = NewUser {
        email: email.trim().to_owned(),
        name: name.to_owned(),
        role,
        password_hash: passwords.hash(password.to_owned()).await?,
    };
    Ok(store.add_user(user, Timestamp::now()).await?)
}

fn check(email: &str, name: &str, password: &str) -> Result<(), StartError> {
    let email = email.trim();
    let parts = email.split_once('@');
    if email.len() > 254 || parts.is_none_or(|(before, after)| before.is_empty() || after.is_empty()) {
        return Err(StartError::Account(
            "the e-mail address must look like name@clinic.example",
        ));
    }
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err(StartError::Account("the name must have 1 to 80 characters"));
    }
    if password.chars().count() < password::SHORTEST || password.len() > password::LONGEST {
        return Err(StartError::Account("the password must have 12 to 256 characters"));
    }
    Ok(())
}
