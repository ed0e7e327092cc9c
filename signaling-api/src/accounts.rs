//! How accounts come to be, and to a password.

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::language::Language;
use crate::outbox::letters::{self, Letter};
use crate::outbox::{self, To};
use crate::password::{self, Passwords};
use crate::role::UserRole;
use crate::start::StartError;
use crate::store::{Deed, Keys, NewUser, Store, User};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// The password of every demo account.
pub const DEMO_PASSWORD: &str = "vestibule-demo";

/// How long a link for a forgotten password lasts.
const RESET_LIFE: Duration = Duration::from_secs(3600);
/// How long an invitation to set a password lasts.
const INVITATION_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

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
    data_dir: &Path,
    database_url: &str,
    email: &str,
    role: UserRole,
    name: &str,
    password: &str,
) -> Result<Uuid, StartError> {
    let name = name.trim();
    check(email, name, password)?;
    let store = Store::open(database_url, Keys::load_or_make(data_dir)?).await?;
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

/// An e-mail address, trimmed and in lower case.
///
/// # Errors
/// It does not look like one.
pub(crate) fn email(text: &str) -> Result<String, Failure> {
    let email = text.trim();
    if is_email(email) {
        Ok(email.to_lowercase())
    } else {
        Err(Failure::validation("email must look like name@clinic.example"))
    }
}

/// The link by which an account's owner sets a password, as `admin` wants, also sent to them where e-mail is. The secret stands after the `#`,
/// which browsers send to no server and no log holds.
///
/// # Errors
/// The store's, or [`Code::Unavailable`](crate::error::Code::Unavailable) where the outbox is full.
pub(crate) async fn invite(app: &App, admin: Uuid, user: Uuid) -> Result<String, Failure> {
    let deed = Deed::by_user(admin, "user.invite", user);
    let link = password_link(app, user, INVITATION_LIFE, deed).await?;
    if let Some(user) = app.store.user(user).await?.filter(User::can_be_written_to) {
        let language = user.language.unwrap_or(app.outbox.language());
        let letter = letters::account(language, &user.name, app.public_url.host(), &link);
        send(app, &user, &letter, INVITATION_LIFE).await?;
    }
    Ok(link)
}

/// Writes to who has forgotten their password, if there is such an account.
///
/// # Errors
/// As [`invite`].
pub(crate) async fn write_reset(app: &App, email: &str, browser: Option<Language>) -> Result<(), Failure> {
    let user = app.store.user_by_email(email.trim()).await?;
    let Some(user) = user.filter(User::can_be_written_to) else {
        return Ok(());
    };
    let deed = Deed::by("guest", "user.password_reset", user.id);
    let link = password_link(app, user.id, RESET_LIFE, deed).await?;
    let language = user.language.or(browser).unwrap_or(app.outbox.language());
    let letter = letters::password_reset(language, &user.name, app.public_url.host(), &link);
    send(app, &user, &letter, RESET_LIFE).await
}

async fn password_link(app: &App, user: Uuid, life: Duration, deed: Deed) -> Result<String, Failure> {
    let token = app
        .store
        .add_password_token(user, life, deed, Timestamp::now())
        .await?;
    Ok(format!("{}/password#{token}", app.public_url.origin))
}

async fn send(app: &App, user: &User, letter: &Letter, life: Duration) -> Result<(), Failure> {
    let until = Timestamp::now() + life;
    let message = app
        .outbox
        .addressed(To::Mail(&user.email), letter, user.id, until);
    outbox::post(app, message.as_slice()).await
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
        language: None,
    };
    Ok(store.add_user(user, None, Timestamp::now()).await?)
}

fn check(email: &str, name: &str, password: &str) -> Result<(), StartError> {
    if !is_email(email.trim()) {
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

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    let whole = parts.is_some_and(|(before, after)| !before.is_empty() && !after.is_empty());
    whole
        && text.len() <= 254
        && !text
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control())
}
